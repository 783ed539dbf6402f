public import Geography
public import Replica

/// Where a point meets the streets.
public struct Snap: Hashable, Sendable {
  /// The row of the segment.
  public var segment: Int
  /// Metres along the segment from its start to the foot.
  public var along: Double
  /// Straight-line metres from the point to the foot.
  public var away: Double

  /// A foot on a segment.
  public init(segment: Int, along: Double, away: Double) {
    self.segment = segment
    self.along = along
    self.away = away
  }
}

/// Ties points to the nearest piece of street that a mode may use.
///
/// A segment may be used when it is not removed, at least one of its directions lets the mode's vehicle in, and it lies in
/// a part of the network from which one gets away and back (``RoundTrips``); that a change closes it, or that it stands
/// under water now, does not count, for one lives where one lives. The foot is the nearest point of the segment's line;
/// of equally near segments the one with the lower row is taken. Nothing within ``reach`` gives nothing.
/// Building is O(segments log segments), a snap O(log segments + points of the lines near by).
public struct Snapper: Sendable {
  /// Metres beyond which a point has no street.
  public static let reach = 1000.0
  private let index: PackedIndex
  private let rows: [Int32]

  /// The usable segments of a mode.
  public init(_ streets: Streets, mode: TravelMode) {
    let segments = streets.segments
    let isKept = RoundTrips(streets, vehicle: mode.vehicle).isKept
    rows = isKept.indices.filter { isKept[$0] }.map(Int32.init)
    index = PackedIndex(rows.map { segments.shapes.box(of: Int($0)) })
  }

  /// Where a point meets the streets it was built from; nothing within reach gives nothing.
  public func snap(_ point: Point, to streets: Streets) -> Snap? {
    let shapes = streets.segments.shapes
    let found = index.nearest(to: point, within: Self.reach) { number in
      Lines.squaredDistance(from: point, to: shapes[Int(rows[number])])
    }
    guard let found else { return nil }
    let row = Int(rows[found.number])
    return Snap(
      segment: row, along: Self.along(shapes[row], nearestTo: point), away: found.squaredDistance.squareRoot())
  }

  /// Metres from a line's beginning to its point nearest to `point`; the first of equals.
  private static func along(_ line: ArraySlice<Point>, nearestTo point: Point) -> Double {
    guard var last = line.first else { return 0 }
    var best = Double.infinity
    var along = 0.0
    var walked = 0.0
    for next in line.dropFirst() {
      let dx = next.x - last.x
      let dy = next.y - last.y
      let squared = dx * dx + dy * dy
      let share = squared > 0 ? min(1, max(0, ((point.x - last.x) * dx + (point.y - last.y) * dy) / squared)) : 0
      let fx = last.x + dx * share - point.x
      let fy = last.y + dy * share - point.y
      let length = squared.squareRoot()
      if fx * fx + fy * fy < best {
        best = fx * fx + fy * fy
        along = walked + length * share
      }
      walked += length
      last = next
    }
    return along
  }
}
