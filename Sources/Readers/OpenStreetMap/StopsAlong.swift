import Geography
import Replica

/// Where along a bus's way its stops lie.
struct StopsAlong {
  /// How far a stop may lie from the middle of the street, in metres.
  static let reach = 60.0
  /// Metres along the way within which a platform and the place where the bus halts are one stop.
  static let same = 50.0

  private let line: [Point]
  /// Metres along the line of each of its points.
  private let metres: [Double]
  private let index: PackedIndex

  init(_ way: [LinkID], in streets: Streets) {
    line = streets.line(along: way)
    var metres: [Double] = []
    for (place, point) in line.enumerated() {
      metres.append(place == 0 ? 0 : metres[place - 1] + line[place - 1].distance(to: point))
    }
    self.metres = metres
    index = PackedIndex(zip(line, line.dropFirst()).map { Box([$0, $1]) })
  }

  /// Metres along the way of places where buses halt and of platforms, each in the order of the route, ascending. A platform
  /// beside a halt is the same stop.
  func metres(ofHalts halts: [Point], platforms: [Point]) -> [Double] {
    let halts = inOrder(halts)
    let others = inOrder(platforms).filter { platform in !halts.contains { abs($0 - platform) < Self.same } }
    return (halts + others).sorted()
  }

  /// A place on the line near a stop.
  private struct Foot {
    var along: Double
    var distance: Double
    /// The least cost of all stops up to this one, and the row of the foot before it on that choice.
    var cost = Double.infinity
    var before = -1
  }

  /// The feet of stops in their order: of all choices of feet that never go back, leaving out what lies too far off, the one of
  /// least distances, a stop left out counting as ``reach``. O(feet²).
  private func inOrder(_ stops: [Point]) -> [Double] {
    var feet: [Foot] = []
    var ends: [Int] = [0]
    for stop in stops {
      feet += self.feet(of: stop)
      ends.append(feet.count)
    }
    var best = (cost: Double(stops.count) * Self.reach, row: -1)
    for stop in stops.indices {
      for row in ends[stop]..<ends[stop + 1] {
        feet[row].cost = Double(stop) * Self.reach + feet[row].distance
        // Stops between the two were left out.
        for earlier in 0..<stop {
          let leftOut = Double(stop - earlier - 1) * Self.reach
          for before in ends[earlier]..<ends[earlier + 1] where feet[before].along <= feet[row].along {
            let cost = feet[before].cost + leftOut + feet[row].distance
            if cost < feet[row].cost { (feet[row].cost, feet[row].before) = (cost, before) }
          }
        }
        let cost = feet[row].cost + Double(stops.count - stop - 1) * Self.reach
        if cost < best.cost { best = (cost, row) }
      }
    }
    var found: [Double] = []
    var row = best.row
    while row >= 0 {
      if found.last != feet[row].along { found.append(feet[row].along) }
      row = feet[row].before
    }
    return found.reversed()
  }

  /// The nearest points of the line within reach, one for each time the line comes by.
  private func feet(of stop: Point) -> [Foot] {
    let around = Box(minX: stop.x, minY: stop.y, maxX: stop.x, maxY: stop.y).expanded(by: Self.reach)
    var feet: [Foot] = []
    for piece in index.search(around).sorted() {
      let foot = stop.nearest(from: line[piece], to: line[piece + 1])
      let distance = foot.distance(to: stop)
      guard distance < Self.reach else { continue }
      let along = metres[piece] + line[piece].distance(to: foot)
      if let last = feet.last, along - last.along < 2 * Self.reach {
        if distance < last.distance { feet[feet.count - 1] = Foot(along: along, distance: distance) }
      } else {
        feet.append(Foot(along: along, distance: distance))
      }
    }
    return feet
  }
}
