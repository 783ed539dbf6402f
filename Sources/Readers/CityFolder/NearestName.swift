/// The known name nearest to a misspelt one, by the number of single-letter edits (Levenshtein 1966); nothing when none
/// is near.
func nearestName(to name: String, among known: [String]) -> String? {
  let wanted = Array(name.lowercased())
  let distances = known.map { (name: $0, edits: edits(wanted, Array($0.lowercased()))) }
  guard let best = distances.min(by: { $0.edits < $1.edits }), best.edits <= max(2, wanted.count / 3) else {
    return nil
  }
  return best.name
}

private func edits(_ left: [Character], _ right: [Character]) -> Int {
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[right.count]
}
