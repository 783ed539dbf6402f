import Geography
import Modelling
import Replica

/// Where lines go: from the middle to the quarters with most people, in large cities by way of hubs of their own.
struct BusPlan {
  /// A line between a hub and a target, both as nodes.
  struct Line {
    var number: String
    /// The row of its hub.
    var hub: Int
    /// What the quarter at its other end is called.
    var endName: String
    /// The links driven from the hub, and back to it.
    var out: [LinkID]
    var back: [LinkID]
    /// Whether it joins a hub and the middle.
    var isTrunk: Bool
  }

  /// The middle first, then the hubs.
  private(set) var hubs: [(node: NodeID, name: String)] = []
  /// The least ways from and to the middle.
  private var out: BusGraph.Tree
  private var back: BusGraph.Tree
  private(set) var lines: [Line] = []
  private(set) var remarks: [String] = []

  /// About how many lines a town of so many people has: 1 or 2 for 5,000, 12 for 100,000, 80 for 1,000,000; assumed.
  static func lineCount(people: Int) -> Int {
    let points: [(people: Double, lines: Double)] = [
      (0, 1), (5_000, 1.5), (20_000, 3.5), (100_000, 12), (300_000, 30), (1_000_000, 80), (5_000_000, 300),
    ]
    let people = Double(max(0, people))
    for place in 1..<points.count where people <= points[place].people {
      let (low, high) = (points[place - 1], points[place])
      let share = (people - low.people) / (high.people - low.people)
      return max(1, Int((low.lines + (high.lines - low.lines) * share).rounded()))
    }
    return 300
  }

  init(_ graph: BusGraph, center: Point, targets: [BusTarget], people: Int, stationName: String) {
    let index = PackedIndex(graph.streets.nodes.points.map { Box([$0]) })
    out = BusGraph.Tree(before: [], atNode: [], costs: [], isInward: false)
    back = out
    guard let middle = addMiddle(graph, index, center, stationName) else {
      remarks.append("No bus can drive anywhere near the middle, so there are no lines.")
      return
    }
    let wanted = Self.lineCount(people: people)
    let ends = choose(wanted, targets, graph, index, around: middle)
    addHubs(wanted >= 24 ? wanted / 14 : 0, ends, graph)
    addLines(ends, graph)
    if lines.isEmpty { remarks.append("No quarter lies far enough from the middle for a bus line.") }
    out = BusGraph.Tree(before: [], atNode: [], costs: [], isInward: false)
    back = out
  }

  /// Every end gets a line from the hub it is nearest to, every hub one from the middle.
  private mutating func addLines(_ ends: [End], _ graph: BusGraph) {
    let served = ends.map { end in
      hubs.contains { $0.node == end.node } ? 0 : nearestHub(to: end.node, graph)
    }
    for hub in hubs.indices {
      let mine = ends.indices.filter { served[$0] == hub && ends[$0].node != hubs[hub].node }
      guard !mine.isEmpty else { continue }
      let away = hub == 0 ? out : graph.tree(at: hubs[hub].node, isInward: false)
      let home = hub == 0 ? back : graph.tree(at: hubs[hub].node, isInward: true)
      var count = 0
      for end in mine {
        let (there, again) = (graph.way(ends[end].node, in: away), graph.way(ends[end].node, in: home))
        guard !there.isEmpty, !again.isEmpty else { continue }
        count += 1
        lines.append(
          Line(
            number: hub == 0 ? "\(9 + count)" : "T\(hub)\(count < 10 ? "0" : "")\(count)", hub: hub,
            endName: ends[end].name, out: there, back: again,
            isTrunk: hub == 0 && hubs.contains { $0.node == ends[end].node }))
      }
    }
  }

  /// Where a line ends: at a node, in a quarter, for so many people and jobs.
  private typealias End = (node: NodeID, name: String, weight: Double)

  /// The node nearest to the middle from which buses reach much of the town and come back.
  private mutating func addMiddle(
    _ graph: BusGraph, _ index: PackedIndex, _ center: Point, _ name: String
  ) -> NodeID? {
    let points = graph.streets.nodes.points
    let served = points.indices.count { graph.serves(NodeID($0)) }
    var tried: Set<Int> = []
    var best: (node: NodeID, out: BusGraph.Tree, back: BusGraph.Tree, reached: Int)?
    for _ in 0..<6 {
      let found = index.nearest(to: center) { node in
        guard graph.serves(NodeID(node)), !tried.contains(node) else { return .infinity }
        let dx = points[node].x - center.x
        let dy = points[node].y - center.y
        return dx * dx + dy * dy
      }
      guard let found, found.squaredDistance < .infinity else { break }
      tried.insert(found.number)
      let node = NodeID(found.number)
      let out = graph.tree(at: node, isInward: false)
      let back = graph.tree(at: node, isInward: true)
      let reached = points.indices.count { out.atNode[$0] >= 0 && back.atNode[$0] >= 0 }
      if reached > best?.reached ?? 0 { best = (node, out, back, reached) }
      if reached * 2 > served { break }
    }
    guard let best else { return nil }
    hubs = [(best.node, name)]
    (out, back) = (best.out, best.back)
    return best.node
  }

  /// Ends of lines: heavy targets first, each some way from the others and from the middle.
  private mutating func choose(
    _ wanted: Int, _ targets: [BusTarget], _ graph: BusGraph, _ index: PackedIndex, around middle: NodeID
  ) -> [End] {
    let points = graph.streets.nodes.points
    let home = points[middle.index]
    var ends: [End] = []
    var unreached = 0
    let candidates = targets.compactMap { target -> (node: NodeID, name: String, weight: Double, far: Double)? in
      let found = index.nearest(to: target.center, within: 900) { node in
        guard out.atNode[node] >= 0, back.atNode[node] >= 0 else { return .infinity }
        let dx = points[node].x - target.center.x
        let dy = points[node].y - target.center.y
        return dx * dx + dy * dy
      }
      guard let found, found.squaredDistance < .infinity else {
        unreached += 1
        return nil
      }
      let far = points[found.number].distance(to: home)
      return (NodeID(found.number), target.name, target.weight, far)
    }
    if unreached > 0 { remarks.append("\(unreached) quarters have no street for buses within 900 m.") }
    let extent = candidates.reduce(0.0) { max($0, $1.far) }
    // Far quarters need a bus more than those one walks from.
    let order = candidates.indices.sorted {
      let one = candidates[$0].weight * (0.1 + candidates[$0].far / max(1, extent))
      let other = candidates[$1].weight * (0.1 + candidates[$1].far / max(1, extent))
      return one != other ? one > other : $0 < $1
    }
    var apart = 1.2 * extent / Double(wanted).squareRoot()
    var isTaken = [Bool](repeating: false, count: candidates.count)
    while ends.count < wanted, apart > 150 {
      for place in order where ends.count < wanted && !isTaken[place] {
        let candidate = candidates[place]
        let isFar = candidate.far > min(700, max(200, extent * 0.45))
        let point = points[candidate.node.index]
        guard isFar, ends.allSatisfy({ points[$0.node.index].distance(to: point) > apart }) else { continue }
        isTaken[place] = true
        ends.append((candidate.node, candidate.name, candidate.weight))
      }
      apart *= 0.75
    }
    return ends
  }

  /// Hubs among the ends of lines, far apart from one another and from the middle.
  private mutating func addHubs(
    _ wanted: Int, _ ends: [End], _ graph: BusGraph
  ) {
    let points = graph.streets.nodes.points
    for _ in 0..<wanted {
      var best: (end: Int, score: Double)?
      for (place, end) in ends.enumerated() {
        let point = points[end.node.index]
        let apart = hubs.reduce(Double.infinity) { min($0, points[$1.node.index].distance(to: point)) }
        let score = end.weight * apart
        if apart > 1_500, score > best?.score ?? 0 { best = (place, score) }
      }
      guard let best else { return }
      let end = ends[best.end]
      hubs.append((end.node, "Hentian Pusat \(end.name)"))
    }
  }

  /// The hub a quarter is nearest to; the middle counts as nearer than it is.
  private func nearestHub(to node: NodeID, _ graph: BusGraph) -> Int {
    let points = graph.streets.nodes.points
    var best = 0
    var least = Double.infinity
    for (hub, place) in hubs.enumerated() where place.node != node {
      let far = points[place.node.index].distance(to: points[node.index]) * (hub == 0 ? 0.7 : 1)
      if far < least { (best, least) = (hub, far) }
    }
    return best
  }
}
