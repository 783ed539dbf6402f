internal import Foundation
internal import Geography
internal import Replica
internal import Serving

/// The names of a city, to be searched at every keystroke.
///
/// Letters are compared without case, accents and width. Made once a city, O(names); a search is O(names), and O(names ×
/// letters²) when nothing fits and the nearest names are looked for.
struct NameIndex: Sendable {
  /// Something with a name.
  struct Entry: Sendable {
    enum Kind: String, Sendable { case street, place, zone }
    let kind: Kind
    let name: String
    /// What it is more closely: a street's class, a place's kind.
    let detail: String
    let key: FeatureKey
    let row: Int
    let point: Point
    /// How many pieces a street has.
    let pieces: Int

    func document(_ snapshot: CitySnapshot) -> JSON {
      [
        "kind": .text(kind.rawValue), "name": .text(name), "detail": .text(detail), "key": .text(key.text),
        "row": .integer(row), "position": snapshot.position(of: point), "pieces": .integer(pieces),
      ]
    }
  }

  private let entries: [Entry]
  private let folded: [[UInt8]]
  private let segmentOfKey: [String: Int]
  private let segmentsOfName: [String: [Int]]

  init(_ city: City) {
    var entries: [Entry] = []
    let segments = city.streets.segments
    var ofName: [String: [Int]] = [:]
    var ofKey: [String: Int] = [:]
    for row in 0..<segments.count where !segments.areRemoved[row] {
      ofKey[segments.keys[row].text] = row
      let name = segments.name(of: SegmentID(row))
      if !name.isEmpty { ofName[name, default: []].append(row) }
    }
    for name in ofName.keys.sorted() {
      guard let rows = ofName[name], let longest = rows.max(by: { segments.lengths[$0] < segments.lengths[$1] })
      else { continue }
      let shape = Array(segments.shapes[longest])
      entries.append(
        Entry(
          kind: .street, name: name, detail: segments.classes[longest].name, key: segments.keys[longest], row: longest,
          point: shape[shape.count / 2], pieces: rows.count))
    }
    let places = city.places
    for row in 0..<places.count where !places.areRemoved[row] && !places.names[row].isEmpty {
      entries.append(
        Entry(
          kind: .place, name: places.names[row], detail: places.kinds[row].rawValue, key: places.keys[row], row: row,
          point: places.points[row], pieces: 1))
    }
    let zones = city.zones
    for row in 0..<zones.count where !zones.names[row].isEmpty {
      entries.append(
        Entry(
          kind: .zone, name: zones.names[row], detail: "", key: zones.keys[row], row: row, point: zones.centers[row],
          pieces: 1))
    }
    self.entries = entries
    folded = entries.map { Self.fold($0.name) }
    segmentOfKey = ofKey
    segmentsOfName = ofName
  }

  /// The row of a street by its key.
  func segment(of key: String) -> Int? { segmentOfKey[key] }

  /// The rows of the streets of exactly this name.
  func segments(named name: String) -> [Int] { segmentsOfName[name] ?? [] }

  /// What fits a text, the best first: names that begin with it, names a word of which does, names that hold it — or
  /// else the five nearest, within a third of its letters.
  func search(_ text: String) -> [Entry] {
    let wanted = Self.fold(text.trimmingCharacters(in: .whitespaces))
    guard !wanted.isEmpty else { return [] }
    var found: [(rank: Int, place: Int)] = []
    for (place, name) in folded.enumerated() {
      if let rank = Self.rank(of: wanted, in: name) { found.append((rank, place)) }
    }
    if found.isEmpty, wanted.count >= 3 {
      let limit = max(1, wanted.count / 3)
      for (place, name) in folded.enumerated() {
        if let distance = Self.distance(wanted, name, within: limit) { found.append((distance, place)) }
      }
      return found.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.prefix(5).map { entries[$0.place] }
    }
    // Among equals the shorter name is the likelier one.
    return found.sorted { ($0.rank, folded[$0.place].count, $0.place) < ($1.rank, folded[$1.place].count, $1.place) }
      .map { entries[$0.place] }
  }

  private static func fold(_ text: String) -> [UInt8] {
    Array(text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).utf8)
  }

  private static func rank(of wanted: [UInt8], in name: [UInt8]) -> Int? {
    guard name.count >= wanted.count else { return nil }
    if name == wanted { return 0 }
    if name.starts(with: wanted) { return 1 }
    var best: Int?
    for start in 1...max(1, name.count - wanted.count) where start + wanted.count <= name.count {
      guard name[start] == wanted[0], name[start..<start + wanted.count].elementsEqual(wanted) else { continue }
      if name[start - 1] == UInt8(ascii: " ") { return 2 }
      best = 3
    }
    return best
  }

  /// Letters to change, add, drop or swap with a neighbour to come from one text to another; nothing beyond `limit`.
  ///
  /// Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors", Communications of
  /// the ACM 7 (1964) 171–176, doi:10.1145/363958.363994.
  static func distance(_ left: [UInt8], _ right: [UInt8], within limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var current = [i + 1]
      current.reserveCapacity(right.count + 1)
      for j in 0..<right.count {
        var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        current.append(cost)
      }
      if current.min() ?? 0 > limit { return nil }
      beforeLast = last
      last = current
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
