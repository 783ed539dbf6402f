import Geography
import Replica

/// Finds what people call a place: a street, a crossing of two streets, a place, a zone.
///
/// Case, punctuation and the usual short forms do not count (`Jln. Pasar` is `Jalan Pasar`). Of several of one name the one that many
/// pieces share is taken as one street.
struct PlaceFinder {
  /// What a name led to.
  enum Found {
    /// A place in city metres.
    case at(Point)
    /// A street of so many metres from end to end: its middle may be far from the mark.
    case tooLong(Double)
    /// Nothing of that name.
    case unknown
  }

  /// Metres from end to end up to which a street's middle stands for it (assumed).
  static let longest = 600.0

  private let city: City
  private var streets: [String: [Int]] = [:]
  private var points: [String: Point] = [:]

  private static let long = [
    "jln": "jalan", "jl": "jalan", "lrg": "lorong", "lor": "lorong", "kg": "kampung", "kpg": "kampung",
    "kmpg": "kampung",
    "tmn": "taman", "sg": "sungai", "pk": "pekan", "bt": "batu", "bdr": "bandar", "st": "street", "rd": "road",
    "sk": "sekolah kebangsaan", "smk": "sekolah menengah kebangsaan",
  ]

  /// The names of a city. O(names).
  init(_ city: City) {
    self.city = city
    // What is said last stands: places are found before zones of the same name.
    for row in 0..<city.zones.count where !city.zones.names[row].isEmpty {
      points[Self.plain(city.zones.names[row])] = city.zones.centers[row]
    }
    for row in 0..<city.places.count where !city.places.names[row].isEmpty && !city.places.areRemoved[row] {
      points[Self.plain(city.places.names[row])] = city.places.points[row]
    }
    let segments = city.streets.segments
    for row in 0..<segments.count where !segments.areRemoved[row] {
      let name = segments.name(of: SegmentID(row))
      if !name.isEmpty { streets[Self.plain(name), default: []].append(row) }
    }
  }

  /// What a name leads to. O(pieces of the street).
  func find(_ name: String) -> Found {
    let plain = Self.plain(name)
    if let point = points[plain] { return .at(point) }
    if let rows = streets[plain] { return middle(of: rows) }
    return crossing(name)
  }

  private func middle(of rows: [Int]) -> Found {
    let segments = city.streets.segments
    let all = rows.flatMap { Array(segments.shapes[$0]) }
    let box = Box(all)
    let length = (box.width * box.width + box.height * box.height).squareRoot()
    guard length <= Self.longest else { return .tooLong(length) }
    let center = box.center
    return all.min { $0.distance(to: center) < $1.distance(to: center) }.map { .at($0) } ?? .unknown
  }

  /// A node where two streets meet: `Jalan A / Jalan B`, `simpang Jalan A dan Jalan B`.
  private func crossing(_ name: String) -> Found {
    var text = " " + name.lowercased() + " "
    for word in ["simpang empat", "simpang tiga", "simpang", "persimpangan", "corner of", "junction of"] {
      text = text.replacing(" \(word) ", with: " ")
    }
    for word in ["&", "+", " dan ", " and ", " dengan ", " x ", " @ "] { text = text.replacing(word, with: "/") }
    let parts = text.split(separator: "/").map { Self.plain(String($0)) }
    guard parts.count == 2, let first = streets[parts[0]], let second = streets[parts[1]] else { return .unknown }
    let segments = city.streets.segments
    let ends = Set(second.flatMap { [segments.starts[$0], segments.ends[$0]] })
    let shared = first.flatMap { [segments.starts[$0], segments.ends[$0]] }.filter { ends.contains($0) }
    return shared.min { $0.index < $1.index }.map { .at(city.streets.nodes.points[$0.index]) } ?? .unknown
  }

  /// A name in lower case without punctuation, short forms written out.
  static func plain(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map { long[String($0)] ?? String($0) }.joined(
      separator: " ")
  }
}
