/// The valid name someone may have meant.
enum LikelyName {
  /// Names that are listed, at most: more would not be read.
  private static let listed = 20

  /// ` Did you mean "name"?` with the nearest of the names, or the first of them where none is near.
  static func hint(_ word: String, among names: [String]) -> String {
    if let name = nearest(word, among: names) { return " Did you mean \"\(name)\"?" }
    let rest = names.count > listed ? " and \(names.count - listed) more" : ""
    return " There are: \(names.prefix(listed).joined(separator: ", "))\(rest)."
  }

  /// The name that takes the fewest letters to insert, delete, replace or swap with their neighbour, without regard to case; nothing if that is more than two fifths of them.
  static func nearest(_ word: String, among names: [String]) -> String? {
    let wanted = Array(word.lowercased().prefix(64))
    var best: (name: String, distance: Int)?
    for name in names {
      let letters = Array(name.lowercased())
      let found = distance(wanted, letters)
      if found <= max(wanted.count, letters.count) * 2 / 5, found < best?.distance ?? .max { best = (name, found) }
    }
    return best?.name
  }

  /// A word of a stranger's as it is repeated in a sentence.
  static func repeated(_ word: String) -> String { word.count > 40 ? word.prefix(40) + "…" : word }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var fewest = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, left[i - 1] == other, letter == right[j - 1] { fewest = min(fewest, before[j - 1] + 1) }
        row.append(fewest)
      }
      (before, last) = (last, row)
    }
    return last[right.count]
  }
}
