import Foundation
import Geography
import Measuring
import Modelling
import OpenStreetMap
import Replica
import Routing

/// Routing on the streets of a map, for cars: what the order, new weights, routes and a matrix take on one thread.
enum RoutingGroup {
  static let questions = 2000
  static let origins = 20
  static let targets = 1000

  static func run(_ words: [String]) throws {
    guard words.count == 2 else { throw Trouble(description: "give a map and a folder") }
    let layers = try OpenStreetMapReader().read(words[0])
    let streets = layers.streets
    let graph = try StreetGraph(streets, mode: .car)
    let town = URL(fileURLWithPath: words[0]).lastPathComponent
    func row(_ bar: String, _ unit: String, _ ours: Double, _ limit: Double?) throws {
      try Row(bar: bar, case: town, unit: unit, ours: ours, limit: limit).print()
    }
    try row("vertices", "", Double(graph.vertexCount), nil)
    try row("arcs", "", Double(graph.tails.count), nil)

    var order: ContractionOrder?
    try row("order", "s", median(of: 3) { order = ContractionOrder(graph) }, 3)
    guard let order else { return }
    let hierarchy = try ContractionHierarchy(graph, order: order)
    try row("edges with those added", "", Double(hierarchy.edgeCount), nil)
    try row("hierarchy", "ms", try median(of: 3) { _ = try ContractionHierarchy(graph, order: order) } * 1e3, nil)

    // Every link's live speed is given, so that weights are made anew from speeds, and put on the edges.
    let speeds = streets.links.speeds.map { max(1, $0 * 0.6) }
    let reweight = try median(of: 15) {
      _ = try hierarchy.weighted(LinkWeights(streets, mode: .car, speeds: speeds))
    }
    try row("re-weight, from live speeds", "ms", reweight * 1e3, 20)
    let weights = try LinkWeights(streets, mode: .car)
    try row("re-weight, from weights", "ms", try median(of: 15) { _ = try hierarchy.weighted(weights) } * 1e3, 20)

    let weighted = try hierarchy.weighted(weights)
    let nodes = inside(graph)
    var random = SplitMix(seed: 7)
    func pick() -> NodeID { nodes[Int(random.next() % UInt64(nodes.count))] }
    let pairs = (0..<questions).map { _ in (from: pick(), to: pick()) }
    let search = RouteSearch(weighted)
    var times = [Int?](repeating: nil, count: pairs.count)
    let plain = median(of: 7) {
      for (place, pair) in pairs.enumerated() { times[place] = search.milliseconds(from: pair.from, to: pair.to) }
    }
    try row("route without path", "µs", plain / Double(questions) * 1e6, 60)
    var links = 0
    let whole = median(of: 7) {
      links = 0
      for pair in pairs { links += search.route(from: pair.from, to: pair.to)?.links.count ?? 0 }
    }
    try row("route with path", "µs", whole / Double(questions) * 1e6, 120)
    try row("links a route", "", Double(links) / Double(questions), nil)
    let several = median(of: 3) {
      for pair in pairs.prefix(200) { _ = search.alternatives(from: pair.from, to: pair.to) }
    }
    try row("alternatives", "µs", several / 200 * 1e6, nil)

    let (from, to) = ((0..<origins).map { _ in pick() }, (0..<targets).map { _ in pick() })
    var matrix: [Int32] = []
    let sweep = try median(of: 15) { matrix = try weighted.milliseconds(from: from, to: to) }
    try row("matrix \(origins) × \(targets)", "ms", sweep * 1e3, 3)
    let prepared = TravelTargets(to.map { graph.target($0) }, in: hierarchy)
    let begins = from.map { graph.origin($0) }
    let swept = try median(of: 15) { _ = try weighted.milliseconds(from: begins, to: prepared) }
    try row("matrix, targets prepared", "ms", swept * 1e3, nil)
    try row("matrix from points, snapped", "ms", try snapped(weighted, weights, streets, from, to) * 1e3, nil)
    let reach = median(of: 15) { _ = TravelReach(from: graph.origin(from[0]), weighted) }
    try row("reach of one place", "ms", reach * 1e3, nil)
    try parallel(weighted, from: nodes)
    try dearTurns(streets, weights, nodes, row)

    let dijkstra = DijkstraTimes(graph, weights)
    var wrong = 0
    for (place, pair) in pairs.prefix(200).enumerated() where dijkstra.time(pair.from, pair.to) != times[place] {
      wrong += 1
    }
    for (row, origin) in from.enumerated() {
      let all = dijkstra.times(origin)
      for (column, target) in to.enumerated() where all[target.index] != matrix[row * targets + column] { wrong += 1 }
    }
    try row("answers unlike Dijkstra's", "", Double(wrong), 0)
    try write(layers, graph, weights, pairs, times, from, to, matrix, folder: words[1])
  }

  /// The nodes at an arc.
  private static func inside(_ graph: StreetGraph) -> [NodeID] {
    var isIn = [Bool](repeating: false, count: graph.nodeCount)
    for vertex in graph.tails + graph.heads where Int(vertex) < graph.nodeCount { isIn[Int(vertex)] = true }
    return isIn.indices.filter { isIn[$0] }.map { NodeID($0) }
  }

  /// Seconds for a matrix between points beside streets: snapping, parts of links and all.
  private static func snapped(
    _ weighted: WeightedHierarchy, _ weights: LinkWeights, _ streets: Streets, _ from: [NodeID], _ to: [NodeID]
  ) throws -> Double {
    let graph = weighted.hierarchy.graph
    let snapper = Snapper(streets, mode: .car)
    func point(_ node: NodeID) -> Point {
      let point = streets.nodes.points[node.index]
      return Point(x: point.x + 17, y: point.y - 23)
    }
    func snaps(_ nodes: [NodeID]) -> [Snap] { nodes.compactMap { snapper.snap(point($0), to: streets) } }
    return try median(of: 9) {
      let begins = snaps(from).map { graph.origin($0, weights, in: streets) }
      let ends = snaps(to).map { graph.target($0, weights, in: streets) }
      _ = try weighted.milliseconds(from: begins, to: TravelTargets(ends, in: weighted.hierarchy))
    }
  }

  /// The same streets with a cost on every turn at junctions of three and more.
  private static func dearTurns(
    _ streets: Streets, _ weights: LinkWeights, _ nodes: [NodeID],
    _ row: (String, String, Double, Double?) throws -> Void
  ) throws {
    var exits = [[LinkID]](repeating: [], count: streets.nodes.count)
    let access = streets.links.access
    for link in access.indices where access[link].contains(.car) {
      exits[streets.start(of: LinkID(link)).index].append(LinkID(link))
    }
    var random = SplitMix(seed: 3)
    var costs: [TurnCost] = []
    for link in access.indices where access[link].contains(.car) {
      let outs = exits[streets.end(of: LinkID(link)).index]
      guard outs.count > 2 else { continue }
      for out in outs {
        costs.append(TurnCost(from: LinkID(link), to: out, milliseconds: Int32(random.next() % 30_000)))
      }
    }
    let graph = try StreetGraph(streets, mode: .car, turnCosts: costs)
    let order = ContractionOrder(graph)
    try row("every turn dear: vertices", "", Double(graph.vertexCount), nil)
    try row("every turn dear: order", "s", median(of: 1) { _ = ContractionOrder(graph) }, nil)
    let hierarchy = try ContractionHierarchy(graph, order: order)
    try row("every turn dear: re-weight", "ms", try median(of: 5) { _ = try hierarchy.weighted(weights) } * 1e3, nil)
    let search = RouteSearch(try hierarchy.weighted(weights))
    let seconds = median(of: 5) {
      for _ in 0..<500 {
        let (a, b) = (Int(random.next() % UInt64(nodes.count)), Int(random.next() % UInt64(nodes.count)))
        _ = search.route(from: nodes[a], to: nodes[b])
      }
    }
    try row("every turn dear: route with path", "µs", seconds / 500 * 1e6, nil)
  }

  /// A large matrix on one thread and on two.
  private static func parallel(_ weighted: WeightedHierarchy, from nodes: [NodeID]) throws {
    let some = Array(nodes.prefix(2000))
    func wall(_ threads: Int) throws -> (Double, [Int32]) {
      var best = Double.infinity
      var answer: [Int32] = []
      for _ in 0..<9 {
        let start = wallSeconds()
        answer = try weighted.milliseconds(from: some, to: some, threads: threads)
        best = min(best, wallSeconds() - start)
      }
      return (best, answer)
    }
    let (one, two) = (try wall(1), try wall(2))
    guard one.1 == two.1 else { throw Trouble(description: "two threads gave another matrix than one") }
    try Row(
      bar: "matrix 2000 × 2000, two threads", case: "speed-up (wall)", unit: "×", ours: one.0 / two.0, limit: 1.6,
      isLeast: true
    ).print()
  }

  /// The graph and the questions, each list a file of little-endian 32-bit numbers, for a peer.
  private static func write(
    _ layers: OpenStreetMapLayers, _ graph: StreetGraph, _ weights: LinkWeights, _ pairs: [(from: NodeID, to: NodeID)],
    _ times: [Int?], _ from: [NodeID], _ to: [NodeID], _ matrix: [Int32], folder: String
  ) throws {
    func put(_ name: String, _ numbers: [Int32]) throws {
      let data = numbers.withUnsafeBytes { Data($0) }
      try data.write(to: URL(fileURLWithPath: folder).appendingPathComponent(name + ".i32"))
    }
    try put("tails", graph.tails)
    try put("heads", graph.heads)
    try put("weights", graph.links.map { weights.milliseconds[Int($0)] })
    try put("x", graph.points.map { Int32($0.x * 10) })
    try put("y", graph.points.map { Int32($0.y * 10) })
    try put("from", pairs.map(\.from.rawValue))
    try put("to", pairs.map(\.to.rawValue))
    try put("times", times.map { Int32($0 ?? -1) })
    try put("origins", from.map(\.rawValue))
    try put("targets", to.map(\.rawValue))
    try put("matrix", matrix)
  }
}
