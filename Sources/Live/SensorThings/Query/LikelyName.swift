/// The valid name someone may have meant.
enum LikelyName {
  /// ` Did you mean "name"?` with the nearest of the names, or all of them where none is near.
  static func hint(_ word: String, among names: [String]) -> String {
    if let name = nearest(word, among: names) { return " Did you mean \"\(name)\"?" }
    return " There are: \(names.joined(separator: ", "))."
  }

  /// The name that takes the fewest letters to insert, delete or replace, without regard to case; nothing if that is more than two fifths of them.
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

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var last = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1)))
      }
      last = row
    }
    return last[right.count]
  }
}
