import Geography
import Modelling
import Replica

/// The links cars may use, as two packed adjacency lists: out of a node and into it.
struct DriveNetwork: Sendable {
  let nodeCount: Int
  /// Links out of node n are `outLinks[outStart[n]..<outStart[n + 1]]`.
  private(set) var outStart: [Int32]
  private(set) var outLinks: [Int32] = []
  private(set) var inStart: [Int32]
  private(set) var inLinks: [Int32] = []
  /// Node at the start and the end of each link.
  private(set) var starts: [Int32]
  private(set) var ends: [Int32]
  /// Seconds along each link.
  private(set) var seconds: [Float]
  private let points: [Point]
  private let drivable: [Int32]
  private let index: PackedIndex
  /// Ends of large roads where the map ends, with their shares of the traffic that comes in.
  private(set) var gates: [(node: Int, share: Double)] = []

  init(city: City) {
    let streets = city.streets
    let count = streets.links.count
    nodeCount = streets.nodes.count
    starts = [Int32](repeating: 0, count: count)
    ends = starts
    seconds = [Float](repeating: 0, count: count)
    var usable = [Bool](repeating: false, count: count)
    var outCount = [Int32](repeating: 0, count: nodeCount + 1)
    var inCount = outCount
    for number in 0..<count {
      let link = LinkID(number)
      starts[number] = streets.start(of: link).rawValue
      ends[number] = streets.end(of: link).rawValue
      let speed = max(1, streets.links.speeds[number])
      seconds[number] = Float(streets.segments.lengths[number / 2]) / speed + Self.delay(streets, link)
      usable[number] = !streets.segments.areRemoved[number / 2] && streets.links.open(link).contains(.car)
      if usable[number] {
        outCount[Int(starts[number]) + 1] += 1
        inCount[Int(ends[number]) + 1] += 1
      }
    }
    for node in 0..<nodeCount {
      outCount[node + 1] += outCount[node]
      inCount[node + 1] += inCount[node]
    }
    outStart = outCount
    inStart = inCount
    outLinks = [Int32](repeating: 0, count: Int(outCount[nodeCount]))
    inLinks = outLinks
    for number in 0..<count where usable[number] {
      outLinks[Int(outCount[Int(starts[number])])] = Int32(number)
      outCount[Int(starts[number])] += 1
      inLinks[Int(inCount[Int(ends[number])])] = Int32(number)
      inCount[Int(ends[number])] += 1
    }
    points = streets.nodes.points
    var reached: [Int32] = []
    for node in 0..<nodeCount where outStart[node + 1] > outStart[node] && inStart[node + 1] > inStart[node] {
      reached.append(Int32(node))
    }
    drivable = reached
    index = PackedIndex(
      reached.map { [points = streets.nodes.points] in
        Box(minX: points[Int($0)].x, minY: points[Int($0)].y, maxX: points[Int($0)].x, maxY: points[Int($0)].y)
      })
    findGates(streets)
  }

  /// Seconds lost at the end of a link.
  private static func delay(_ streets: Streets, _ link: LinkID) -> Float {
    switch streets.nodes.controls[streets.end(of: link).index] {
    case .signals: 18
    case .stop, .giveWay, .miniRoundabout: 5
    case .none: 2
    }
  }

  private mutating func findGates(_ streets: Streets) {
    var box = Box.empty
    for node in drivable { box.extend(by: points[Int(node)]) }
    guard !box.isEmpty else { return }
    let margin = 0.06 * max(box.width, box.height)
    var found: [(node: Int, weight: Double)] = []
    for node in drivable {
      let p = points[Int(node)]
      let isAtEdge =
        min(p.x - box.minX, box.maxX - p.x, p.y - box.minY, box.maxY - p.y) < margin
      let first = Int(outStart[Int(node)])
      guard isAtEdge, Int(outStart[Int(node) + 1]) - first == 1 else { continue }
      let link = Int(outLinks[first])
      let weight: Double
      switch streets.segments.classes[link / 2] {
      case .motorway, .trunk: weight = 4
      case .primary: weight = 2
      case .secondary: weight = 1
      default: continue
      }
      found.append((Int(node), weight))
    }
    let total = found.reduce(0) { $0 + $1.weight }
    gates = found.map { ($0.node, $0.weight / total) }
  }

  /// The node nearest to a place that cars reach and leave.
  func nearest(to point: Point) -> Int? {
    index.nearest(to: point) { number in
      let p = points[Int(drivable[number])]
      let dx = p.x - point.x
      let dy = p.y - point.y
      return dx * dx + dy * dy
    }.map { Int(drivable[$0.number]) }
  }
}

/// The quickest ways from one node to all, or from all to one, by Dijkstra's method with a binary heap.
struct TreeSearch {
  private let network: DriveNetwork
  private var time: [Float]
  private var parent: [Int32]
  private var order: [Int32] = []
  private var heap: [(time: Float, node: Int32)] = []
  private var passing: [Double]
  private var isBackwards = false
  private var root = 0

  init(_ network: DriveNetwork) {
    self.network = network
    time = [Float](repeating: .infinity, count: network.nodeCount)
    parent = [Int32](repeating: -1, count: network.nodeCount)
    passing = [Double](repeating: 0, count: network.nodeCount)
  }

  /// Finds the ways. O((nodes + links)·log nodes).
  mutating func run(from node: Int, backwards: Bool) {
    isBackwards = backwards
    root = node
    for index in time.indices {
      time[index] = .infinity
      parent[index] = -1
    }
    order.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
    time[node] = 0
    push(0, Int32(node))
    let start = backwards ? network.inStart : network.outStart
    let links = backwards ? network.inLinks : network.outLinks
    let far = backwards ? network.starts : network.ends
    while let (seconds, node) = pop() {
      guard seconds == time[Int(node)] else { continue }
      order.append(node)
      for place in Int(start[Int(node)])..<Int(start[Int(node) + 1]) {
        let link = Int(links[place])
        let next = Int(far[link])
        let arrival = seconds + network.seconds[link]
        if arrival < time[next] {
          time[next] = arrival
          parent[next] = Int32(link)
          push(arrival, Int32(next))
        }
      }
    }
  }

  /// Puts trips between the root and the ends on the links of the ways found, by a gravity model.
  mutating func load(_ trips: Double, towards ends: [StreetLoads.End], into loads: UnsafeMutableBufferPointer<Double>) {
    for index in passing.indices { passing[index] = 0 }
    var total = 0.0
    for end in ends where time[end.node].isFinite && end.node != root {
      total += end.draw * Portable.exp(-Double(time[end.node]) / 540)
    }
    guard total > 0 else { return }
    for end in ends where time[end.node].isFinite && end.node != root {
      passing[end.node] += trips * end.draw * Portable.exp(-Double(time[end.node]) / 540) / total
    }
    for node in order.reversed() {
      let link = Int(parent[Int(node)])
      guard link >= 0, passing[Int(node)] > 0 else { continue }
      loads[link] += passing[Int(node)]
      passing[Int(isBackwards ? network.ends[link] : network.starts[link])] += passing[Int(node)]
    }
  }

  private mutating func push(_ time: Float, _ node: Int32) {
    heap.append((time, node))
    var child = heap.count - 1
    while child > 0 {
      let above = (child - 1) / 2
      guard heap[child] < heap[above] else { break }
      heap.swapAt(child, above)
      child = above
    }
  }

  private mutating func pop() -> (time: Float, node: Int32)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var above = 0
    while true {
      var child = 2 * above + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[above] else { break }
      heap.swapAt(child, above)
      above = child
    }
    return first
  }
}
