import Junctions
import Queues
import Replica
import Testing

@Suite("Who may turn where")
struct TurnsTests {
  private func ways(_ small: SmallCity) throws -> [StreetQueues.Way] { try StreetQueues.ways(small.city) }

  @Test("At a crossing one goes everywhere but back; at a dead end back")
  func crossing() throws {
    let small = SmallCity.cross()
    let ways = try ways(small)
    let here = ways.filter { $0.from == small.link("s", "o") }
    #expect(Set(here.map(\.to)) == [small.link("o", "e"), small.link("o", "n"), small.link("o", "w")])
    #expect(ways.filter(\.isBack).count == 4)
    #expect(ways.contains { $0.from == small.link("o", "e") && $0.to == small.link("e", "o") })
  }

  @Test("Of two lanes the kerb's turns to the kerb, the other across, both go straight")
  func lanes() throws {
    let small = SmallCity.cross(lanes: (2, 2))
    let here = try ways(small).filter { $0.from == small.link("s", "o") }
    func lanes(to: String) -> Set<Int> { Set(here.filter { $0.to == small.link("o", to) }.map(\.fromLane)) }
    #expect(lanes(to: "e") == [0] && lanes(to: "n") == [0, 1] && lanes(to: "w") == [1])
  }

  @Test("Lanes that the street ahead lacks are for turns alone")
  func balanced() throws {
    var small = SmallCity()
    small.node("o", 0, 0)
    for (name, x, y) in [("e", 200.0, 0.0), ("n", 0, 200), ("w", -200, 0), ("s", 0, -200)] { small.node(name, x, y) }
    small.street("s", "o", .secondary, lanes: (3, 1))
    small.street("n", "o", .secondary)
    small.street("e", "o")
    small.street("w", "o")
    let here = try ways(small).filter { $0.from == small.link("s", "o") }
    func lanes(to: String) -> Set<Int> { Set(here.filter { $0.to == small.link("o", to) }.map(\.fromLane)) }
    #expect(lanes(to: "e") == [0] && lanes(to: "n") == [1] && lanes(to: "w") == [2])
  }

  @Test("A turn that a sign forbids has no movement; where nothing else leads on one turns back")
  func banned() throws {
    var small = SmallCity.cross()
    for to in ["e", "n"] {
      small.city.streets.turnBans.append(TurnBan(from: small.link("s", "o"), to: small.link("o", to)))
    }
    var here = try ways(small).filter { $0.from == small.link("s", "o") }
    #expect(Set(here.map(\.to)) == [small.link("o", "w")])
    small.city.streets.turnBans.append(TurnBan(from: small.link("s", "o"), to: small.link("o", "w")))
    here = try ways(small).filter { $0.from == small.link("s", "o") }
    #expect(Set(here.map(\.to)) == [small.link("o", "s")])
  }

  @Test("Nobody turns into a street of the other direction, and a bus street ends the way of cars")
  func access() throws {
    var small = SmallCity()
    for (name, x, y) in [("a", 0.0, 0.0), ("o", 200, 0), ("b", 400, 0), ("c", 200, 200)] { small.node(name, x, y) }
    small.street("a", "o")
    small.street("c", "o", lanes: (1, 0))
    let busway = small.street("o", "b", .busway)
    small.city.streets.links.access[busway.forward.index] = VehicleSet([.bus, .ambulance])
    small.city.streets.links.access[busway.backward.index] = VehicleSet([.bus, .ambulance])
    let here = try ways(small).filter { $0.from == small.link("a", "o") }
    #expect(Set(here.map(\.to)) == [small.link("o", "b"), small.link("o", "a")])
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(!streets.impossibleTurns.contains { $0.to == small.link("o", "b") })
    let outward = SegmentID(1).backward
    #expect(streets.queueLinks[outward.index] == -1)
  }

  @Test("Short pieces of one street are one queue, and a route over them has it once")
  func pieces() throws {
    var small = SmallCity()
    for (name, x) in [("a", 0.0), ("b", 200), ("c", 204), ("d", 215), ("e", 400)] { small.node(name, x, 0) }
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")] { small.street(from, to) }
    let streets = try StreetQueues(small.city, threads: 1)
    let way = [small.link("a", "b"), small.link("b", "c"), small.link("c", "d"), small.link("d", "e")]
    let route = streets.route(way)
    #expect(route.count == 2)
    #expect(streets.cityLinks[route[0]] == way[0].rawValue && streets.cityLinks[route[1]] == way[3].rawValue)
    let metres = route.map { streets.network.linkLength[$0] }.reduce(0, +)
    #expect(abs(metres - 400) < 1e-6)
  }
}
