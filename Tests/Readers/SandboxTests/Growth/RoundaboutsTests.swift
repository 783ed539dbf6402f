import Replica
import Sandbox
import Testing

@Suite("Roundabouts of a made-up town") struct RoundaboutsTests {
  @Test(
    "have as many lanes as the streets that come to them, and who is on them goes first",
    arguments: [(35_000, 3), (20_000, 2)])
  func small(people: Int, seed: Int) throws {
    let streets = try SandboxCity(people: people, seed: UInt64(seed)).build().city.streets
    var ring = Set<NodeID>()
    for segment in 0..<streets.segments.count where streets.segments.areRoundabouts[segment] {
      ring.formUnion([streets.segments.starts[segment], streets.segments.ends[segment]])
    }
    #expect(!ring.isEmpty)
    for node in ring {
      #expect(streets.nodes.controls[node.index] == .giveWay || streets.nodes.controls[node.index] == .none)
    }
    // Rings by what hangs together, and the most lanes around and before each.
    var number = [NodeID: NodeID]()
    func first(_ node: NodeID) -> NodeID { number[node].map { $0 == node ? node : first($0) } ?? node }
    for segment in 0..<streets.segments.count where streets.segments.areRoundabouts[segment] {
      number[first(streets.segments.starts[segment])] = first(streets.segments.ends[segment])
    }
    var (around, before): ([NodeID: UInt8], [NodeID: UInt8]) = ([:], [:])
    for link in 0..<streets.links.count where ring.contains(streets.end(of: LinkID(link))) {
      let (place, lanes) = (first(streets.end(of: LinkID(link))), streets.links.lanes[link])
      if streets.segments.areRoundabouts[link >> 1] {
        around[place] = max(around[place] ?? 0, lanes)
      } else {
        before[place] = max(before[place] ?? 0, lanes)
      }
    }
    #expect(around == before)
  }
}
