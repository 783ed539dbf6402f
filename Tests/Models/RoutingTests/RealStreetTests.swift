import Foundation
import Modelling
import OpenStreetMap
import Replica
import Routing
import Sandbox
import Testing

@Suite("Contraction hierarchies on streets of towns") struct RealStreetTests {
  private static let town = SandboxCity(people: 2000, seed: 5).make().streets

  @Test("the made-up town: every answer is Dijkstra's, in each mode", arguments: TravelMode.allCases)
  func sandbox(mode: TravelMode) throws {
    try compare(Self.town, mode, origins: 3, targets: 300)
  }

  @Test("Jakarta: every answer is Dijkstra's", .enabled(if: Shared.isThere, "skipped: ../shared/data/osm is not there"))
  func jakarta() throws {
    try compare(OpenStreetMapReader().read(Shared.jakarta).streets, .car, origins: 2, targets: 500)
  }

  private func compare(_ streets: Streets, _ mode: TravelMode, origins: Int, targets: Int) throws {
    let graph = try StreetGraph(streets, mode: mode)
    let weights = try LinkWeights(streets, mode: mode)
    let weighted = try ContractionHierarchy(graph, order: ContractionOrder(graph)).weighted(weights)
    let dijkstra = LinkDijkstra(streets, weights, obeysTurnBans: mode.obeysTurnBans)
    let search = RouteSearch(weighted)
    var random = SplitMix(seed: 11)
    func pick() -> NodeID { NodeID(Int(random.next() % UInt64(streets.nodes.count))) }
    var (wrong, ways) = (0, 0)
    for _ in 0..<origins {
      let from = pick()
      let expected = dijkstra.times(from: from)
      for to in (0..<targets).map({ _ in pick() }) {
        let route = search.route(from: from, to: to)
        if route?.milliseconds != expected[to.index] { wrong += 1 }
        guard let route else { continue }
        ways += 1
        if dijkstra.drive(route.links, from: from, to: to) != route.milliseconds { wrong += 1 }
      }
      let reach = TravelReach(from: graph.origin(from), weighted)
      for node in 0..<streets.nodes.count {
        let time = expected[node].map { Int32($0) } ?? StreetGraph.longest
        if reach.milliseconds(to: NodeID(node), in: graph) != time { wrong += 1 }
      }
    }
    #expect(wrong == 0)
    #expect(ways > 0)
  }
}

/// Real maps that are shared beside the repository and never part of it.
private enum Shared {
  static let jakarta: String = {
    var beside = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { beside.deleteLastPathComponent() }
    let root = ProcessInfo.processInfo.environment["KEMBAR_SHARED"] ?? beside.appendingPathComponent("shared").path
    return root + "/data/osm/jakarta_roads_2012.osm.pbf"
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: jakarta) }
}
