import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("Contraction hierarchies answer as Dijkstra's algorithm does") struct HierarchyTests {
  @Test("on random streets of every shape, with bans and costs of turns", arguments: RandomTown.Shape.allCases, 0..<6)
  func random(shape: RandomTown.Shape, seed: Int) throws {
    let random = try RandomTown(shape, seed: UInt64(seed))
    let streets = random.town.streets
    let graph = try StreetGraph(streets, mode: .car, turnCosts: random.turnCosts)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    let weighted = try hierarchy.weighted(random.weights)
    try compare(weighted, LinkDijkstra(streets, random.weights, turnCosts: random.turnCosts))
  }

  @Test("with other weights on the same hierarchy, and with other costs of turns")
  func reweighted() throws {
    let random = try RandomTown(.grid, seed: 4)
    let streets = random.town.streets
    let graph = try StreetGraph(streets, mode: .car, turnCosts: random.turnCosts)
    #expect(graph.vertexCount > streets.nodes.count)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    for seed in 0..<4 {
      var numbers = SplitMix(seed: UInt64(seed))
      let weights = try LinkWeights(
        milliseconds: streets.links.access.map { access in
          !access.contains(.car) || numbers.next() % 5 == 0 ? StreetGraph.longest : Int32(numbers.next() % 9000)
        })
      let costs = random.turnCosts.map {
        TurnCost(from: $0.from, to: $0.to, milliseconds: Int32(numbers.next() % 5000))
      }
      let weighted = try hierarchy.weighted(weights, turns: costs.map(\.milliseconds))
      try compare(weighted, LinkDijkstra(streets, weights, turnCosts: costs))
    }
  }

  @Test("a way that takes twelve days or more counts as none, and nothing overflows")
  func absurd() throws {
    var town = TinyTown()
    let nodes = (0..<6).map { town.node(Double($0) * 10, 0) }
    for pair in zip(nodes, nodes.dropFirst()) { town.street(pair.0, pair.1) }
    let weights = try LinkWeights(milliseconds: [Int32](repeating: StreetGraph.longest / 3, count: 10))
    let graph = try StreetGraph(town.streets, mode: .car)
    let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(weights)
    let search = RouteSearch(weighted)
    #expect(search.milliseconds(from: nodes[0], to: nodes[2]) == Int(StreetGraph.longest / 3) * 2)
    #expect(search.milliseconds(from: nodes[0], to: nodes[4]) == nil)
    #expect(search.route(from: nodes[0], to: nodes[5]) == nil)
  }

  @Test("no streets at all, and a single node")
  func nothing() throws {
    var town = TinyTown()
    for count in 0...1 {
      let graph = try StreetGraph(town.streets, mode: .car)
      let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph))
        .weighted(LinkWeights(town.streets, mode: .car))
      #expect(try weighted.milliseconds(from: [NodeID](), to: [NodeID]()) == [])
      if count == 1 {
        let search = RouteSearch(weighted)
        let route = search.route(from: NodeID(0), to: NodeID(0))
        #expect(route?.milliseconds == 0 && route?.links == [])
      }
      _ = town.node(0, 0)
    }
  }

  @Test("the same bits for any number of threads")
  func threads() throws {
    let random = try RandomTown(.mesh, seed: 1)
    let graph = try StreetGraph(random.town.streets, mode: .car, turnCosts: random.turnCosts)
    let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(random.weights)
    let nodes = (0..<random.town.streets.nodes.count).map { NodeID($0) }
    let one = try weighted.milliseconds(from: nodes, to: nodes, threads: 1)
    #expect(try weighted.milliseconds(from: nodes, to: nodes, threads: 4) == one)
  }

  /// Times, routes, matrix and reach of all pairs of nodes; the first that differs is told.
  private func compare(_ weighted: WeightedHierarchy, _ dijkstra: LinkDijkstra) throws {
    let graph = weighted.hierarchy.graph
    let nodes = (0..<graph.nodeCount).map { NodeID($0) }
    let expected = nodes.map { dijkstra.times(from: $0) }
    let search = RouteSearch(weighted)
    let matrix = try weighted.milliseconds(from: nodes, to: nodes)
    let backs = nodes.map { TravelReach(to: graph.target($0), weighted) }
    var wrong: [String] = []
    for from in nodes {
      let reach = TravelReach(from: graph.origin(from), weighted)
      for to in nodes {
        let time = expected[from.index][to.index]
        let shown = time.map { Int32($0) } ?? StreetGraph.longest
        let route = search.route(from: from, to: to)
        let driven = route.map { dijkstra.drive($0.links, from: from, to: to) }
        let checks = [
          "time": search.milliseconds(from: from, to: to) == time, "route": route?.milliseconds == time,
          "links": driven == nil || driven == time,
          "matrix": matrix[from.index * nodes.count + to.index] == shown,
          "reach": reach.milliseconds(to: to, in: graph) == shown,
          "reach back": backs[to.index].milliseconds[from.index] == shown,
        ]
        for (name, holds) in checks where !holds { wrong.append("\(name) from \(from.index) to \(to.index)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) differ, the first: \(wrong.first ?? "")")
  }
}
