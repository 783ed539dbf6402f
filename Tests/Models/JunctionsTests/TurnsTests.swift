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

  @Test("The map's movements are taken as they are, until a street is drawn that they do not lead to")
  func drawn() throws {
    var small = SmallCity.cross()
    // The map knows less than geometry would find: nobody turns left from the south.
    for way in try ways(small) where !(way.from == small.link("s", "o") && way.to == small.link("o", "w")) {
      small.city.streets.movements.append(
        Movement(
          from: way.from, to: way.to, fromLane: UInt8(way.fromLane), toLane: UInt8(way.toLane), turn: .straight,
          rule: .goes))
    }
    func turns() throws -> Set<LinkID> { Set(try ways(small).filter { $0.from == small.link("s", "o") }.map(\.to)) }
    #expect(try turns() == [small.link("o", "e"), small.link("o", "n")])
    var streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.impossibleTurns.contains { $0 == (small.link("s", "o"), small.link("o", "w")) })
    #expect(streets.remarks.contains { $0.contains("are the map's") })
    small.node("new", 150, 150)
    small.street("new", "o")
    #expect(try turns().count == 4)
    streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.remarks.contains { $0.contains("worked out anew") })
  }

  @Test("A street nobody could drive at any speed is driven at half a metre a second, and it is said")
  func slow() throws {
    var small = SmallCity.cross()
    small.city.streets.links.speeds[0] = -3
    small.city.streets.links.speeds[3] = .nan
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.network.linkSpeed.allSatisfy { $0 >= 0.5 })
    #expect(streets.remarks.contains { $0.hasPrefix("2 links have no speed") })
  }

  @Test("A street that bends is driven in the arc its direction turns in, a corner in that of the corner")
  func bends() throws {
    func speed(_ east: Double, _ north: Double) throws -> Double {
      var small = SmallCity()
      for (name, x, y) in [("a", 0.0, -100.0), ("o", 0, 0), ("b", east, north)] { small.node(name, x, y) }
      small.street("a", "o", .primary, speed: 20)
      small.street("o", "b", .primary, speed: 20)
      let way = try #require(try ways(small).first { $0.from == small.link("a", "o") && $0.to == small.link("o", "b") })
      return way.speed
    }
    // 12.5 m before and behind: r = 12.5 √2 ⁄ (2 sin 45°), and √(5.2 r).
    #expect(abs(try speed(100, 0) - 8.06) < 0.01)
    // By 20° 71 m, and 19 m/s.
    #expect(abs(try speed(34.2, 94) - 19.2) < 0.2)
    #expect(try speed(0, 100) == 20)
  }

  @Test("A city without streets has none")
  func empty() throws {
    let streets = try StreetQueues(SmallCity().city, threads: 2)
    #expect(streets.network.linkCount == 0 && streets.queueLinks.isEmpty && streets.impossibleTurns.isEmpty)
  }
}
