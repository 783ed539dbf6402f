import Edits
import Geography
import Modelling
import Replica
import Testing

@Suite("Rules of streets: hours, directions, turns") struct StreetRuleTests {
  @Test("a closure by the hour leaves the streets open and becomes a condition")
  func hours() throws {
    var town = Town()
    try town.apply(CloseStreets(named: ["Jalan Pasar"], to: ["car"], from: 7, until: 9))
    #expect(town.city.streets.links.closed.allSatisfy { $0.isEmpty })
    let closure = try #require(town.conditions[StreetClosures.self]?.closures.first)
    #expect(closure.segments == [0, 1])
    #expect(closure.vehicles == VehicleSet(.car))
    #expect((0..<24).filter { closure.hours.meets(hour: $0) } == [7, 8])
  }

  @Test("from a later to an earlier hour it lasts over midnight")
  func midnight() {
    let closure = StreetClosures.Closure(
      segments: [0], vehicles: .motor, hours: HoursOfDay(from: 22, until: 1.5))
    #expect((0..<24).filter { closure.hours.meets(hour: $0) } == [0, 1, 22, 23])
  }

  @Test("hours need both ends, and a stretch between them")
  func badHours() {
    var town = Town()
    #expect { try town.apply(CloseStreets(named: ["Jalan Pasar"], from: 7)) } throws: {
      "\($0)".contains("from and until")
    }
    #expect { try town.apply(CloseStreets(named: ["Jalan Pasar"], from: 7, until: 7)) } throws: {
      "\($0)".contains("the same hour")
    }
    #expect(town.conditions[StreetClosures.self] == nil)
  }

  @Test(
    "a one-way street keeps one direction for those who drive, with the lanes of both; people on foot and cyclists go both ways"
  )
  func oneWay() throws {
    var town = Town()
    try town.apply(OneWay(named: ["Jalan Pasar"], towards: "east"))
    let links = town.city.streets.links
    for segment in [0, 1] {
      #expect(links.access[segment * 2].contains(.car))
      #expect(links.access[segment * 2 + 1].isDisjoint(with: .motor))
      #expect(links.access[segment * 2 + 1].contains(.foot))
      #expect(links.access[segment * 2 + 1].contains(.bicycle))
      #expect(links.lanes[segment * 2 + 1] == 0)
      #expect(links.lanes[segment * 2] == 2)
    }
    try town.apply(OneWay(named: ["Jalan Pasar"], towards: "west", lanes: 1, bicycles: "one"))
    #expect(town.city.streets.links.access[0].isDisjoint(with: VehicleSet([.car, .bicycle])))
    #expect(town.city.streets.links.access[1].contains(.car))
    #expect(town.city.streets.links.lanes[1] == 1)
  }

  @Test("a street square to the compass point is told, and nothing changes")
  func square() {
    var town = Town()
    let before = town.city
    #expect { try town.apply(OneWay(named: ["Jalan Pasar"], towards: "north")) } throws: {
      "\($0)".contains("leads neither towards north")
    }
    #expect { try town.apply(OneWay(named: ["Jalan Pasar"], towards: "up")) } throws: {
      "\($0)".contains("no direction")
    }
    #expect(town.city == before)
  }

  @Test("a banned turn is banned where the two streets meet, and its movements go")
  func turns() throws {
    var town = Town()
    let first = Movement(from: LinkID(0), to: LinkID(2), fromLane: 0, toLane: 0, turn: .straight, rule: .goes)
    town.city.streets.movements.append(first)
    try town.apply(BanTurn(from: ["osm/way/1/0-1"], into: ["osm/way/1/1-2"]))
    #expect(town.city.streets.turnBans == [TurnBan(from: LinkID(0), to: LinkID(2))])
    #expect(town.city.streets.movements.areRemoved == [true])
  }

  @Test("streets that do not meet, or not there, are told")
  func apart() {
    var town = Town()
    let far = town.line([(0, 4000)])[0]
    #expect { try town.apply(BanTurn(from: ["osm/way/1/0-1"], into: ["osm/way/1/1-2"], at: far)) } throws: {
      "\($0)".contains("within 50 m")
    }
    #expect(town.city.streets.turnBans.isEmpty)
  }

  @Test("fewer lanes: movements of the lane that goes become those of the last that stays, each once")
  func fewerLanes() throws {
    var town = Town()
    town.city.streets.links.lanes[0] = 2
    for lane in 0..<2 {
      town.city.streets.lanes.append(Lane(link: LinkID(0), number: UInt8(lane), access: .motor, speed: 9))
    }
    for (from, to) in [(0, 2), (1, 2), (1, 4)] {
      town.city.streets.movements.append(
        Movement(
          from: LinkID(0), to: LinkID(to), fromLane: UInt8(from), toLane: 0, turn: .straight, rule: .goes))
    }
    town.city.streets.setLanes(of: LinkID(0), to: 1)
    let movements = town.city.streets.movements
    #expect(movements.areRemoved == [false, true, false])
    #expect(movements.fromLanes[2] == 0)
    #expect(town.city.streets.lanes[LinkID(0)].count == 1)
  }

  @Test("more lanes: what was known of the movements no longer holds, and a new lane is as the one beside it")
  func moreLanes() throws {
    var town = Town()
    town.city.streets.lanes.append(Lane(link: LinkID(0), number: 0, access: .motor, speed: 9))
    town.city.streets.movements.append(
      Movement(from: LinkID(0), to: LinkID(2), fromLane: 0, toLane: 0, turn: .straight, rule: .goes))
    town.city.streets.setLanes(of: LinkID(0), to: 3)
    #expect(town.city.streets.movements.areRemoved == [true])
    #expect(town.city.streets.lanes[LinkID(0)].map(\.number) == [0, 1, 2])
    #expect(town.city.streets.links.lanes[0] == 3)
  }
}
