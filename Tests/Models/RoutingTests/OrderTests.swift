import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("The stored order of contraction") struct OrderTests {
  private func graph(_ seed: UInt64) throws -> StreetGraph {
    try StreetGraph(RandomTown(.mesh, seed: seed).town.streets, mode: .car)
  }

  @Test("is the same each time, and comes back from its bytes")
  func roundTrip() throws {
    let graph = try graph(1)
    let order = ContractionOrder(graph)
    #expect(ContractionOrder(graph) == order)
    #expect(order.ranks.sorted() == (0..<Int32(graph.vertexCount)).map { $0 })
    #expect(try ContractionOrder(bytes: order.bytes, for: graph) == order)
  }

  @Test("is refused in a sentence when of another graph, cut off, damaged or of another format")
  func refused() throws {
    let graph = try graph(1)
    let bytes = ContractionOrder(graph).bytes
    func refusal(_ bytes: [UInt8], for graph: StreetGraph) -> String? {
      do {
        _ = try ContractionOrder(bytes: bytes, for: graph)
        return nil
      } catch { return "\(error)" }
    }
    #expect(refusal(bytes, for: try self.graph(2))?.contains("other streets") == true)
    for length in [0, 5, 20, 83, bytes.count - 1] {
      #expect(refusal(Array(bytes.prefix(length)), for: graph)?.contains("cannot be read") == true, "\(length) bytes")
    }
    #expect(refusal(bytes + [0], for: graph)?.contains("too many") == true)
    var twice = bytes
    twice.replaceSubrange(twice.count - 4..<twice.count, with: twice[twice.count - 8..<twice.count - 4])
    #expect(refusal(twice, for: graph)?.contains("twice") == true)
    var newer = bytes
    newer[12] = 9
    #expect(refusal(newer, for: graph)?.contains("format 9") == true)
  }

  @Test("of a closed street is that of the open one: weights do not matter")
  func closures() throws {
    var streets = try RandomTown(.grid, seed: 3).town.streets
    let before = try StreetGraph(streets, mode: .car)
    for link in streets.links.closed.indices { streets.links.closed[link] = .motor }
    #expect(try StreetGraph(streets, mode: .car).digest == before.digest)
  }

  @Test("a long street is halved again and again: few ranks lie above any of its nodes")
  func halves() throws {
    var town = TinyTown()
    let nodes = (0..<2000).map { town.node(Double($0) * 10, 0) }
    for pair in zip(nodes, nodes.dropFirst()) { town.street(pair.0, pair.1) }
    let graph = try StreetGraph(town.streets, mode: .car)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    // Nested dissection of a path adds fewer edges than the path has, twice over at most where small parts are ordered.
    #expect(hierarchy.edgeCount < 2 * 2000)
  }
}
