import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("Ways from door to door, other ways, and how far one gets") struct WayTests {
  private func weighted(
    _ streets: Streets, turnCosts: [TurnCost] = []
  ) throws -> (WeightedHierarchy, LinkWeights) {
    let graph = try StreetGraph(streets, mode: .car, turnCosts: turnCosts)
    let weights = try LinkWeights(streets, mode: .car)
    return (try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(weights), weights)
  }

  @Test("from foot to foot the way is that of the router of the access model, to the rounding of its links")
  func snaps() throws {
    for seed in 0..<30 {
      let streets = try RandomTown(.mesh, seed: UInt64(seed)).town.streets
      let (weighted, weights) = try weighted(streets)
      let search = RouteSearch(weighted)
      let router = Router(streets, mode: .car)
      var random = SplitMix(seed: UInt64(seed))
      func pick() -> Snap {
        let segment = Int(random.next() % UInt64(streets.segments.count))
        return Snap(segment: segment, along: random.unit() * streets.segments.lengths[segment], away: 0)
      }
      for _ in 0..<10 {
        let (from, to) = (pick(), pick())
        guard streets.segments.lengths[from.segment] > 0, streets.segments.lengths[to.segment] > 0 else { continue }
        let expected = router.secondsToNearest(of: [to], from: [from])[0]
        let route = search.route(from: from, to: to, weights, in: streets)
        #expect((route == nil) == expected.isInfinite, "seed \(seed)")
        guard let route else { continue }
        #expect(abs(Double(route.milliseconds) / 1000 - expected) < 0.0006 * Double(route.links.count + 2))
        #expect(route.links.first?.segment.index == from.segment && route.links.last?.segment.index == to.segment)
        for (link, next) in zip(route.links, route.links.dropFirst()) {
          #expect(streets.end(of: link) == streets.start(of: next))
        }
      }
    }
  }

  @Test("other ways keep their limits: a quarter longer, 80 % shared, no way twice, each one drivable")
  func alternatives() throws {
    var town = TinyTown()
    let nodes = (0..<400).map { town.node(Double($0 % 20) * 100, Double($0 / 20) * 100) }
    var random = SplitMix(seed: 2)
    for node in 0..<400 {
      if node % 20 > 0 { town.street(nodes[node - 1], nodes[node], speed: Float(random.uniform(8..<14))) }
      if node >= 20 { town.street(nodes[node - 20], nodes[node], speed: Float(random.uniform(8..<14))) }
    }
    let (weighted, weights) = try weighted(town.streets)
    let search = RouteSearch(weighted)
    let dijkstra = LinkDijkstra(town.streets, weights)
    var found = 0
    for _ in 0..<60 {
      let (from, to) = (nodes[Int(random.next() % 400)], nodes[Int(random.next() % 400)])
      let ways = search.alternatives(from: from, to: to)
      let best = try #require(search.milliseconds(from: from, to: to))
      #expect(ways.first?.milliseconds == best)
      #expect(ways.count <= 3)
      found += ways.count - 1
      for (place, way) in ways.enumerated() {
        #expect(dijkstra.drive(way.links, from: from, to: to) == way.milliseconds)
        #expect(Double(way.milliseconds) <= Double(best) * 1.25)
        let used = Set(ways[..<place].flatMap(\.links))
        let shared = way.links.filter(used.contains).reduce(0) { $0 + Int(weights.milliseconds[$1.index]) }
        #expect(place == 0 || Double(shared) <= 0.8 * Double(best))
        #expect(Set(way.links.map(\.segment)).count == way.links.count)
      }
    }
    #expect(found > 20)
  }

  @Test("within a time one reaches links in part, over the dear turn later than straight on")
  func reach() throws {
    var town = TinyTown()
    let nodes = [(0.0, 0.0), (70, 0), (140, 0), (70, 70)].map { town.node($0.0, $0.1) }
    let first = town.street(nodes[0], nodes[1])
    let straight = town.street(nodes[1], nodes[2])
    let left = town.street(nodes[1], nodes[3])
    let cost = TurnCost(from: first.forward, to: left.forward, milliseconds: 2500)
    let (weighted, weights) = try weighted(town.streets, turnCosts: [cost])
    let graph = weighted.hierarchy.graph
    let reach = TravelReach(from: graph.origin(nodes[0]), weighted)
    #expect(nodes.map { reach.milliseconds(to: $0, in: graph) } == [0, 10_000, 20_000, 22_500])
    let shares = reach.sharesOfLinks(within: 15_000, weights, in: graph)
    #expect(shares[first.forward.index] == 1)
    #expect(shares[straight.forward.index] == 0.5)
    #expect(shares[left.forward.index] == 0.25)
    #expect(shares[straight.backward.index] == 0)
  }

  @Test("streets that are not joined are told apart in a sentence")
  func parts() throws {
    var town = TinyTown()
    let nodes = (0..<5).map { town.node(Double($0) * 100, 0) }
    town.street(nodes[0], nodes[1])
    town.street(nodes[1], nodes[2])
    town.street(nodes[3], nodes[4])
    let parts = StreetParts(town.streets, try LinkWeights(town.streets, mode: .car))
    #expect(parts.partOfNode == [0, 0, 0, 1, 1])
    #expect(parts.sizes == [3, 2])
    #expect(parts.separation(of: nodes[0], and: nodes[2]) == nil)
    #expect(parts.separation(of: nodes[0], and: nodes[4])?.contains("node 4 in part 2 (2 nodes)") == true)
  }
}
