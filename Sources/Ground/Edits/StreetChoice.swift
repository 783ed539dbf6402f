import Geography
package import Modelling
package import Replica

/// Which streets a change speaks of: by name, by key, within an area.
///
/// Names and keys add up; an area then keeps only what lies in it, or, alone, takes all that lies in it. Names are compared
/// without regard to case. A key may also be the beginning of keys — `osm/way/128` is every piece of that way. A segment
/// lies in an area when a corner or the middle of its line does.
package struct StreetChoice {
  let change: String
  var named: OneOrMany?
  var keys: OneOrMany?
  var within: [[Double]]?

  /// The fields by which every change that takes streets is told which.
  package static let parameters = [
    Parameter("named", .streets, summary: "A street's name, or a list of names."),
    Parameter("keys", .streets, summary: "Keys of pieces of street, or their beginning: osm/way/128."),
    Parameter(
      "within", .area, summary: "An area: alone all streets in it, otherwise only the part of the others in it."),
  ]

  /// The streets a change speaks of.
  package init(change: String, named: OneOrMany? = nil, keys: OneOrMany? = nil, within: [[Double]]? = nil) {
    self.change = change
    self.named = named
    self.keys = keys
    self.within = within
  }

  /// The rows of the segments meant, ascending, removed ones left out; throws when nothing is meant or found.
  package func segments(in city: City) throws -> [Int] {
    let isChosen = !(named?.words.isEmpty ?? true) || !(keys?.words.isEmpty ?? true)
    guard isChosen || within != nil else {
      throw ChangeError(change, "say which streets: named, keys or within.")
    }
    let segments = city.streets.segments
    var chosen: Set<Int> = []
    if let named { chosen.formUnion(try rows(named: named.words, segments)) }
    if let keys { chosen.formUnion(try rows(keys: keys.words, segments)) }
    var rows = isChosen ? chosen.sorted() : Array(0..<segments.count)
    rows.removeAll { segments.areRemoved[$0] }
    if let within {
      let area = try Drawn(for: change, in: city).area(within)
      let box = area.box
      rows.removeAll { !Self.lies(segments.shapes[$0], in: area, box) }
      if rows.isEmpty { throw ChangeError(change, "no such street lies within the area.") }
    }
    guard !rows.isEmpty else { throw ChangeError(change, "the streets meant were taken away by an earlier change.") }
    return rows
  }

  private func rows(named names: [String], _ segments: Segments) throws -> Set<Int> {
    var wanted: Set<Int32> = []
    let folded = segments.distinctNames.map { $0.lowercased() }
    for name in names {
      let word = name.trimmingSpaces.lowercased()
      let numbers = folded.indices.filter { !word.isEmpty && folded[$0] == word }
      guard !numbers.isEmpty else {
        throw ChangeError(
          change,
          "no street is called \"\(name)\"." + NearestName.question(name, among: segments.distinctNames))
      }
      wanted.formUnion(numbers.map(Int32.init))
    }
    return Set(segments.nameNumbers.indices.filter { wanted.contains(segments.nameNumbers[$0]) })
  }

  private func rows(keys: [String], _ segments: Segments) throws -> Set<Int> {
    var exact: [String: [Int]] = [:]
    for row in segments.keys.indices { exact[segments.keys[row].text, default: []].append(row) }
    var rows: Set<Int> = []
    for key in keys {
      var found = key.isEmpty ? [] : exact[key] ?? []
      // The whole way, or the pieces of a segment that was cut since.
      if found.isEmpty || found.contains(where: { segments.areRemoved[$0] }) {
        let beginning = key.hasSuffix("/") ? key : key + "/"
        found += segments.keys.indices.filter { !key.isEmpty && segments.keys[$0].text.hasPrefix(beginning) }
      }
      guard !found.isEmpty else {
        throw ChangeError(
          change, "no street has the key \"\(key)\": the map may have been imported again since. Choose it anew.")
      }
      rows.formUnion(found)
    }
    return rows
  }

  private static func lies(_ line: ArraySlice<Point>, in area: MultiPolygon, _ box: Box) -> Bool {
    guard Box(line).intersects(box) else { return false }
    return line.contains { area.contains($0) } || Drawn.middle(of: line).map { area.contains($0) } ?? false
  }
}

extension String {
  /// The text without spaces at its ends.
  var trimmingSpaces: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
