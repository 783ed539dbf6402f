import Geography
import Replica

/// The line of a street, walked by metres: what stands along it is placed by it.
struct StreetLine: Sendable {
  /// From its start to its end.
  let line: [Point]
  /// Metres from the start to each point of the line.
  private let metres: [Double]
  /// Metres from the middle to the edge of the carriageway.
  let halfWidth: Double

  /// The line of a segment. Where no width is known, lanes are 3.2 m wide.
  init(_ streets: Streets, _ segment: Int) {
    let id = SegmentID(segment)
    line = Array(streets.segments.shapes[segment])
    let lanes = Int(streets.links.lanes[id.forward.index]) + Int(streets.links.lanes[id.backward.index])
    let width = Double(streets.segments.widths[segment])
    halfWidth = (width.isNaN ? max(2, Double(lanes) * 3.2) : width) / 2
    var sum = 0.0
    var metres = [0.0]
    for (from, to) in zip(line, line.dropFirst()) {
      sum += from.distance(to: to)
      metres.append(sum)
    }
    self.metres = metres
  }

  /// Metres along it.
  var length: Double { metres[metres.count - 1] }

  /// A point some metres from the start, moved to the left by `aside`, to the right where that is negative.
  func point(at distance: Double, aside: Double) -> Point {
    let place = piece(at: distance)
    let (from, to) = (line[place], line[place + 1])
    let span = metres[place + 1] - metres[place]
    guard span > 0 else { return from }
    let share = min(1, max(0, (distance - metres[place]) / span))
    let (x, y) = ((to.x - from.x) / span, (to.y - from.y) / span)
    return Point(x: from.x + (to.x - from.x) * share - y * aside, y: from.y + (to.y - from.y) * share + x * aside)
  }

  /// The stretch between two distances, moved to the left by `aside`, from the first to the second.
  func stretch(from first: Double, to second: Double, aside: Double) -> [Point] {
    let (low, high) = (min(first, second), max(first, second))
    var points = [point(at: low, aside: aside)]
    for place in line.indices where metres[place] > low + 0.5 && metres[place] < high - 0.5 {
      points.append(corner(place, aside: aside))
    }
    points.append(point(at: high, aside: aside))
    return first <= second ? points : points.reversed()
  }

  /// A corner of the line moved along the bisector, so that the moved line keeps its distance on both sides.
  private func corner(_ place: Int, aside: Double) -> Point {
    let (before, at, after) = (line[place - 1], line[place], line[place + 1])
    let (first, second) = (before.distance(to: at), at.distance(to: after))
    guard first > 0, second > 0 else { return at }
    let left = Point(x: -(at.y - before.y) / first, y: (at.x - before.x) / first)
    let right = Point(x: -(after.y - at.y) / second, y: (after.x - at.x) / second)
    let scale = aside / max(0.4, 1 + left.x * right.x + left.y * right.y)
    return Point(x: at.x + (left.x + right.x) * scale, y: at.y + (left.y + right.y) * scale)
  }

  private func piece(at distance: Double) -> Int {
    var (low, high) = (0, line.count - 2)
    while low < high {
      let middle = (low + high + 1) / 2
      if metres[middle] <= distance { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
