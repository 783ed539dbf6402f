import Geography
import Replica

/// Puts traffic counters beside the larger streets: loops and their cabinets, spread so that every large street of some
/// length has one and no two stand close on the same street.
enum CounterLayer {
  /// Appends the counters as assets of the kind `traffic-counter`. O(segments × log).
  static func add(to city: inout City, seed: UInt64) {
    let streets = city.streets
    let segments = streets.segments
    let chance = Chance(seed: seed, topic: "counters")
    var wanted: [(rank: Int, draw: UInt64, segment: Int)] = []
    for segment in 0..<segments.count where !segments.areRemoved[segment] && segments.lengths[segment] >= 60 {
      guard let spacing = spacing(segments.classes[segment]), segments.structures[segment] == .ground else { continue }
      var random = chance.generator(segment)
      wanted.append((Int(spacing), random.next(), segment))
    }
    wanted.sort { ($0.rank, $0.draw, $0.segment) < ($1.rank, $1.draw, $1.segment) }
    var taken: [Cell: [Point]] = [:]
    var number = 0
    for (rank, _, segment) in wanted {
      let point = roadside(streets, segment)
      let cell = Cell(point)
      let near = cell.around.contains { (taken[$0] ?? []).contains { $0.distance(to: point) < Double(rank) } }
      guard !near else { continue }
      taken[cell, default: []].append(point)
      city.assets.append(
        key: FeatureKey("sandbox/counter/\(number)"), kind: "traffic-counter",
        name: segments.name(of: SegmentID(segment)), at: point)
      number += 1
    }
  }

  /// Metres that a counter keeps from the next, by class; nothing where nobody counts.
  private static func spacing(_ streetClass: StreetClass) -> Double? {
    switch streetClass {
    case .motorway, .trunk: 700
    case .primary: 800
    case .secondary: 1_000
    case .tertiary: 1_600
    default: nil
    }
  }

  /// A metre beyond the kerb, at the middle of the segment, on the left of those who drive forward.
  private static func roadside(_ streets: Streets, _ segment: Int) -> Point {
    let frame = StreetLine(streets, segment)
    return frame.point(at: frame.length / 2, aside: frame.halfWidth + 1)
  }

  /// A square of the spacing's size: whatever is near lies in one of nine.
  private struct Cell: Hashable {
    var x, y: Int
    init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
    init(_ point: Point) {
      self.init(x: Int((point.x / 1_600).rounded(.down)), y: Int((point.y / 1_600).rounded(.down)))
    }
    var around: [Cell] { (0..<9).map { Cell(x: x + $0 % 3 - 1, y: y + $0 / 3 - 1) } }
  }
}
