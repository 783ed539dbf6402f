/// Many polylines in two flat arrays: the points of all, and where each begins.
///
/// A copy is free and appending never renumbers. Reading one line is O(1).
public struct Lines: Hashable, Sendable {
  /// The points of every line, one line after another.
  public private(set) var points: [Point] = []
  /// `count + 1` offsets into `points`; line `i` is `points[offsets[i]..<offsets[i + 1]]`.
  public private(set) var offsets: [Int32] = [0]

  /// No lines.
  public init() {}

  /// How many lines there are.
  public var count: Int { offsets.count - 1 }

  /// The points of one line, in order.
  public subscript(row: Int) -> ArraySlice<Point> {
    points[Int(offsets[row])..<Int(offsets[row + 1])]
  }

  /// Adds a line at the end.
  public mutating func append(_ line: some Collection<Point>) {
    points.append(contentsOf: line)
    offsets.append(Int32(points.count))
  }

  /// Makes room for a known number of lines and points.
  public mutating func reserveCapacity(lines: Int, points pointCount: Int) {
    offsets.reserveCapacity(lines + 1)
    points.reserveCapacity(pointCount)
  }

  /// Length in metres of one line.
  public func length(of row: Int) -> Double { Self.length(of: self[row]) }

  /// Length in metres of a polyline; 0 for fewer than two points.
  public static func length(of line: some Collection<Point>) -> Double {
    var total = 0.0
    var previous: Point?
    for point in line {
      if let previous { total += previous.distance(to: point) }
      previous = point
    }
    return total
  }

  /// The smallest box around one line.
  public func box(of row: Int) -> Box { Box(self[row]) }

  /// Squared distance in m² from a point to a polyline; infinite when the line is empty. O(points of the line).
  public static func squaredDistance(from point: Point, to line: some Collection<Point>) -> Double {
    var best = Double.infinity
    var previous: Point?
    for next in line {
      let start = previous ?? next
      let dx = next.x - start.x
      let dy = next.y - start.y
      let squared = dx * dx + dy * dy
      let along = squared > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared : 0
      let foot = start.interpolated(to: next, fraction: min(1, max(0, along)))
      let fx = foot.x - point.x
      let fy = foot.y - point.y
      best = min(best, fx * fx + fy * fy)
      previous = next
    }
    return best
  }
}
