/// Finds the names that someone may have meant.
public enum NearestName {
  /// The names nearest to `word`, the nearest first; at most `count`, and none that has little in common with it.
  ///
  /// Nearness is the number of letters to insert, delete or replace (V. I. Levenshtein, "Binary codes capable of
  /// correcting deletions, insertions, and reversals", Soviet Physics Doklady 10 (1966) 707–710), or to swap with the
  /// neighbour, without regard to case; a name that contains the word, or is contained in it, is near too. Ties go
  /// by the alphabet. O(names × letters²).
  public static func search(_ word: String, among names: some Sequence<String>, count: Int = 3) -> [String] {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty else { return [] }
    var ranked: [(distance: Int, name: String)] = []
    for name in Set(names).sorted() where !name.isEmpty {
      let letters = Array(name.lowercased())
      let longer = max(wanted.count, letters.count)
      let limit = max(1, longer * 2 / 5)
      var distance = abs(letters.count - wanted.count) > limit ? limit + 1 : Self.distance(wanted, letters)
      if distance > limit, wanted.count >= 3, letters.count >= 3, contains(letters, wanted) || contains(wanted, letters)
      {
        distance = limit
      }
      if distance <= limit { ranked.append((distance, name)) }
    }
    ranked.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return ranked.prefix(count).map(\.name)
  }

  /// ` Did you mean "a", "b" or "c"?` with the nearest names; empty when none is near.
  public static func question(_ word: String, among names: some Sequence<String>, count: Int = 3) -> String {
    let found = search(word, among: names, count: count).map { "\"\($0)\"" }
    guard let last = found.last else { return "" }
    let rest = found.dropLast().joined(separator: ", ")
    return " Did you mean \(rest.isEmpty ? "" : rest + " or ")\(last)?"
  }

  /// Letters to insert, delete, replace or swap with their neighbour to make one word of the other.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[right.count]
  }

  private static func contains(_ text: [Character], _ part: [Character]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { Array(text[$0..<$0 + part.count]) == part }
  }
}
