package import Geography
package import Replica

/// The streets cars use, as planners count them: junctions and dead ends are nodes, everything between two of them is one
/// link. Undirected.
///
/// After G. Boeing, "OSMnx: New methods for acquiring, constructing, analyzing, and visualizing complex street networks",
/// Computers, Environment and Urban Systems 65 (2017) 126–139, doi:10.1016/j.compenvurbsys.2017.05.004: its network
/// `drive` leaves out service roads and tracks, and its simplification takes out nodes where nothing meets.
package struct StreetGraph: Sendable {
  /// A stretch between two nodes.
  package struct Stretch: Sendable {
    /// Its ends as places in ``points``.
    package var start, end: Int
    /// Metres along it.
    package var length: Double
    /// Its line from start to end.
    package var line: [Point]

    /// Where it has half its points behind it.
    package var middle: Point { line[line.count / 2] }
  }

  /// Where the nodes are.
  package private(set) var points: [Point] = []
  /// What joins them.
  package private(set) var stretches: [Stretch] = []
  /// The stretches at each node; one that begins and ends there stands twice.
  package private(set) var atNode: [[Int]] = []

  /// Whether a segment belongs to the network.
  package static func takes(_ streets: Streets, _ segment: Int) -> Bool {
    let id = SegmentID(segment)
    let access = streets.links.access[id.forward.index].union(streets.links.access[id.backward.index])
    return !streets.segments.areRemoved[segment] && access.contains(.car)
      && streets.segments.classes[segment].rawValue <= StreetClass.livingStreet.rawValue
  }

  /// The network of a city. O(segments).
  package init(_ streets: Streets) {
    let segments = streets.segments
    let taken = (0..<segments.count).filter { Self.takes(streets, $0) }
    var around: [[Int]] = Array(repeating: [], count: streets.nodes.count)
    for segment in taken {
      around[segments.starts[segment].index].append(segment)
      around[segments.ends[segment].index].append(segment)
    }
    var numbers = Array(repeating: -1, count: streets.nodes.count)
    for node in around.indices where !around[node].isEmpty && around[node].count != 2 {
      numbers[node] = points.count
      points.append(streets.nodes.points[node])
    }
    var isDone = Array(repeating: false, count: segments.count)
    atNode = Array(repeating: [], count: points.count)
    for node in around.indices where numbers[node] >= 0 {
      for first in around[node] where !isDone[first] {
        var stretch = Stretch(start: numbers[node], end: -1, length: 0, line: [streets.nodes.points[node]])
        var (at, segment) = (node, first)
        while true {
          isDone[segment] = true
          let isForward = segments.starts[segment].index == at
          let shape = segments.shapes[segment]
          stretch.line += isForward ? Array(shape.dropFirst()) : Array(shape.reversed().dropFirst())
          stretch.length += segments.lengths[segment]
          at = isForward ? segments.ends[segment].index : segments.starts[segment].index
          guard numbers[at] < 0, let next = around[at].first(where: { !isDone[$0] }) else { break }
          segment = next
        }
        // A loop that hangs on nothing ends where it began, at a node that is none.
        guard numbers[at] >= 0 else { continue }
        stretch.end = numbers[at]
        atNode[stretch.start].append(stretches.count)
        atNode[stretch.end].append(stretches.count)
        stretches.append(stretch)
      }
    }
  }

  /// Metres along the network from a node to all others; infinite where none leads. O(stretches × log).
  package func distances(from node: Int) -> [Double] {
    var distances = Array(repeating: Double.infinity, count: points.count)
    var queue: [(distance: Double, node: Int)] = [(0, node)]
    distances[node] = 0
    while let first = Self.pop(&queue) {
      guard first.distance <= distances[first.node] else { continue }
      for number in atNode[first.node] {
        let stretch = stretches[number]
        let other = stretch.start == first.node ? stretch.end : stretch.start
        let distance = first.distance + stretch.length
        if distance < distances[other] {
          distances[other] = distance
          Self.push((distance, other), &queue)
        }
      }
    }
    return distances
  }

  private static func push(_ entry: (distance: Double, node: Int), _ heap: inout [(distance: Double, node: Int)]) {
    heap.append(entry)
    var place = heap.count - 1
    while place > 0, heap[place].distance < heap[(place - 1) / 2].distance {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private static func pop(_ heap: inout [(distance: Double, node: Int)]) -> (distance: Double, node: Int)? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[child].distance < heap[least].distance { least = child }
      }
      guard least != place else { return first }
      heap.swapAt(place, least)
      place = least
    }
  }

  /// The areas in m² of the faces the network encloses, with a point of each: its blocks, slivers included. O(n log n).
  ///
  /// A face is walked along with the next stretch to the left always taken; where streets pass over each other without
  /// meeting, a few faces are none, which the quartiles do not feel.
  package func faces() -> [(area: Double, center: Point)] {
    // Half-edge 2s runs along stretch s, 2s + 1 against it.
    func origin(_ half: Int) -> Int { half & 1 == 0 ? stretches[half >> 1].start : stretches[half >> 1].end }
    var place = Array(repeating: 0, count: 2 * stretches.count)
    var fans: [[Int]] = Array(repeating: [], count: points.count)
    for half in 0..<(2 * stretches.count) { fans[origin(half)].append(half) }
    for node in fans.indices {
      fans[node] = fans[node].map { (angle(of: $0), $0) }.sorted { $0 < $1 }.map(\.1)
      for (number, half) in fans[node].enumerated() { place[half] = number }
    }
    var isDone = Array(repeating: false, count: 2 * stretches.count)
    var faces: [(area: Double, center: Point)] = []
    for first in 0..<(2 * stretches.count) where !isDone[first] {
      var ring: [Point] = []
      var half = first
      while !isDone[half] {
        isDone[half] = true
        let line = stretches[half >> 1].line
        ring += half & 1 == 0 ? Array(line.dropLast()) : Array(line.reversed().dropLast())
        let twin = half ^ 1
        let fan = fans[origin(twin)]
        half = fan[(place[twin] + fan.count - 1) % fan.count]
      }
      let face = MultiPolygon(rings: [ring])
      if face.area > 0 { faces.append((face.area, face.centroid)) }
    }
    return faces
  }

  /// An order of directions around a node: grows counter-clockwise, 0..<4.
  private func angle(of half: Int) -> Double {
    let line = stretches[half >> 1].line
    let from = half & 1 == 0 ? line[0] : line[line.count - 1]
    let to = half & 1 == 0 ? line[1] : line[line.count - 2]
    let (x, y) = (to.x - from.x, to.y - from.y)
    let sum = abs(x) + abs(y)
    guard sum > 0 else { return 0 }
    let turn = y / sum
    return x < 0 ? 2 - turn : y < 0 ? 4 + turn : turn
  }
}
