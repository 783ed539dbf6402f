import Edits
import Geography
import Modelling
import Replica
import Testing

@Suite("close-streets") struct CloseStreetsTests {
  @Test("an empty list of streets is told, not taken for a closure of nothing")
  func emptyChoice() {
    var town = Town()
    #expect(throws: ChangeError("close-streets", "say which streets: named, keys or within.")) {
      try town.apply(CloseStreets(named: [], to: ["car"]))
    }
    #expect(town.city.streets.links.closed.allSatisfy { $0.isEmpty })
  }

  @Test("by name it closes both directions to those who drive, and lets cyclists and ambulances pass")
  func named() throws {
    var town = Town()
    try town.apply(CloseStreets(named: ["jalan pasar"]))
    for link in [0, 1, 2, 3] {
      #expect(!town.city.streets.links.open(LinkID(link)).contains(.car))
      #expect(town.city.streets.links.open(LinkID(link)).contains(.ambulance))
      #expect(town.city.streets.links.open(LinkID(link)).contains(.bicycle))
    }
    #expect(town.city.streets.links.open(LinkID(4)).contains(.car))
  }

  @Test("by key, by the beginning of keys, and to all")
  func keys() throws {
    var town = Town()
    try town.apply(CloseStreets(keys: ["osm/way/1/0-1"], to: ["all"]))
    #expect(town.city.streets.links.open(LinkID(0)) == [])
    #expect(town.city.streets.links.open(LinkID(2)) == .all)
    try town.apply(CloseStreets(keys: ["osm/way/1"], to: ["foot"]))
    #expect(!town.city.streets.links.open(LinkID(2)).contains(.foot))
    #expect(town.city.streets.links.open(LinkID(4)) == .all)
  }

  @Test("an area keeps only the part of the named street in it, and alone takes all that lies in it")
  func area() throws {
    var town = Town()
    let ring = town.ring(Box(minX: 90, minY: -10, maxX: 210, maxY: 10))
    try town.apply(CloseStreets(named: ["Jalan Pasar"], within: ring))
    #expect(!town.city.streets.links.open(LinkID(2)).contains(.car))
    #expect(!town.city.streets.links.open(LinkID(0)).contains(.car), "its end lies in the area")
    #expect(town.city.streets.links.open(LinkID(4)).contains(.car))
    try town.apply(CloseStreets(within: ring))
    #expect(!town.city.streets.links.open(LinkID(4)).contains(.car))
  }

  @Test("an unknown street offers the nearest names and leaves the city as it was")
  func unknown() {
    var town = Town()
    let before = town.city
    #expect { try town.apply(CloseStreets(named: ["Jalan Pasir"])) } throws: {
      "\($0)".contains("no street is called \"Jalan Pasir\"") && "\($0)".contains("Did you mean \"Jalan Pasar\"")
    }
    #expect { try town.apply(CloseStreets(keys: ["osm/way/12"])) } throws: { "\($0)".contains("osm/way/12") }
    #expect { try town.apply(CloseStreets()) } throws: { "\($0)".contains("named, keys or within") }
    #expect { try town.apply(CloseStreets(named: ["Jalan Pasar"], to: ["cars"])) } throws: {
      "\($0)".contains("\"car\"")
    }
    #expect(town.city == before)
  }
}

@Suite("speed-limit") struct SpeedLimitTests {
  @Test("it sets both directions in m/s, and the speed is no longer assumed")
  func sets() throws {
    var town = Town()
    try town.apply(SpeedLimit(named: ["Jalan Pasar"], speed: 36))
    #expect(town.city.streets.links.speeds == [10, 10, 10, 10, 20, 20])
    #expect(!town.city.streets.segments.assumed[0].contains(.speed))
    #expect(town.city.streets.segments.assumed[2].contains(.speed))
  }
}

@Suite("open-street") struct OpenStreetTests {
  @Test("ends near junctions become those junctions")
  func junctions() throws {
    var town = Town()
    try town.apply(OpenStreet(line: town.line([(2, 3), (199, 101)]), class: "residential"))
    let streets = town.city.streets
    #expect(streets.segments.count == 4)
    #expect(streets.nodes.count == 4)
    #expect(streets.start(of: LinkID(6)) == NodeID(0))
    #expect(streets.end(of: LinkID(6)) == NodeID(3))
    #expect(streets.segments.keys[3].text.hasPrefix("drawn/street/"))
    #expect(streets.links.access[7] == .all)
  }

  @Test("the pieces of a cut street keep its lanes, its movements with their right of way, and its green")
  func cutsMovements() throws {
    var town = Town()
    town.city.streets.lanes.append(Lane(link: LinkID(0), number: 0, access: .motor, speed: 9, length: 80))
    let on = Movement(from: LinkID(0), to: LinkID(2), fromLane: 0, toLane: 0, turn: .left, rule: .yields)
    town.city.streets.movements.append(on, yieldsTo: [MovementID(1)])
    let back = Movement(from: LinkID(3), to: LinkID(1), fromLane: 0, toLane: 0, turn: .right, rule: .goes)
    town.city.streets.movements.append(back)
    let phase = SignalPhase(green: 20, amber: 3, allRed: 2, links: [LinkID(0)])
    town.city.streets.signals = [Signal(node: NodeID(1), cycle: 25, offset: 0, phases: [phase])]
    try town.apply(OpenStreet(line: town.line([(50, 4), (50, 200)]), class: "residential", oneway: "yes"))
    let streets = town.city.streets
    let (one, two) = (SegmentID(3), SegmentID(4))
    #expect(streets.movements[MovementID(0)].from == two.forward)
    #expect(streets.movements.yields(of: MovementID(0)).elementsEqual([MovementID(1)]))
    #expect(streets.movements[MovementID(1)].to == two.backward)
    #expect(streets.movements.froms.dropFirst(2).elementsEqual([one.forward, two.backward]))
    #expect(streets.movements.tos.dropFirst(2).elementsEqual([two.forward, one.backward]))
    #expect(streets.lanes[two.forward].map(\.speed) == [9])
    #expect(streets.lanes[two.backward].isEmpty)
    #expect(streets.signals[0].phases[0].links == [two.forward])
  }

  @Test("an end on a street cuts it in two, which keep its name and its bans")
  func cuts() throws {
    var town = Town()
    town.city.streets.turnBans = [TurnBan(from: LinkID(0), to: LinkID(2)), TurnBan(from: LinkID(3), to: LinkID(1))]
    try town.apply(OpenStreet(line: town.line([(50, 4), (50, 200)]), class: "residential", oneway: "yes"))
    let streets = town.city.streets
    #expect(streets.segments.areRemoved == [true, false, false, false, false, false])
    #expect(streets.segments.lengths[3] + streets.segments.lengths[4] == 100)
    #expect(streets.segments.name(of: SegmentID(3)) == "Jalan Pasar")
    #expect(streets.segments.keys[3].text.hasPrefix("osm/way/1/0-1/"))
    // From the second piece, where the old one ended; and into it backwards, where the old one began backwards.
    #expect(streets.turnBans.contains(TurnBan(from: SegmentID(4).forward, to: LinkID(2))))
    #expect(streets.turnBans.contains(TurnBan(from: LinkID(3), to: SegmentID(4).backward)))
    #expect(streets.links.access[10] == .all)
    #expect(streets.links.access[11] == VehicleSet(.foot))
    // A closure by the old key closes the pieces.
    try town.apply(CloseStreets(keys: ["osm/way/1/0-1"], to: ["all"]))
    #expect(town.city.streets.links.open(LinkID(6)) == [])
    #expect(town.city.streets.links.open(LinkID(8)) == [])
  }

  @Test("a position in the middle that meets a street ties it; one that meets none only bends the line")
  func middle() throws {
    var town = Town()
    try town.apply(OpenStreet(line: town.line([(100, -200), (100, -100), (100, 0), (90, 120)]), class: "service"))
    let streets = town.city.streets
    #expect(streets.segments.count == 5)
    #expect(streets.segments.shapes[3].count == 3)
    #expect(streets.end(of: SegmentID(3).forward) == NodeID(1))
  }

  @Test("equal drawings give equal keys, and the same one twice is refused")
  func deterministic() throws {
    var (one, two) = (Town(), Town())
    let street = OpenStreet(line: one.line([(50, 0), (50, 200)]), class: "residential")
    try one.apply(street)
    try two.apply(street)
    #expect(one.city.digest() == two.city.digest())
    #expect { try one.apply(street) } throws: { "\($0)".contains("twice") }
  }

  @Test("a line far from every street, outside the city or of one point is refused")
  func refuses() {
    var town = Town()
    let before = town.city
    #expect { try town.apply(OpenStreet(line: town.line([(50, 200), (50, 300)]), class: "residential")) } throws: {
      "\($0)".contains("meets no street within 15 m") && "\($0)".contains("m off")
    }
    #expect { try town.apply(OpenStreet(line: [[3.14, 101.68], [3.14, 101.69]], class: "residential")) } throws: {
      "\($0)".contains("swapped") || "\($0)".contains("no position")
    }
    #expect { try town.apply(OpenStreet(line: town.line([(50, 0)]), class: "residential")) } throws: {
      "\($0)".contains("two positions")
    }
    #expect { try town.apply(OpenStreet(line: town.line([(0, 0), (0, 90)]), class: "residental")) } throws: {
      "\($0)".contains("Did you mean \"residential\"")
    }
    #expect(town.city == before)
  }
}

@Suite("build") struct BuildTests {
  @Test("it takes away what stands there, and the zone gains its people, homes and jobs")
  func parcel() throws {
    var town = Town()
    try town.apply(Build(parcel: "test/parcel/1", use: "residential", floors: 5, dwellings: 20, jobs: 3, household: 4))
    let city = town.city
    #expect(city.buildings.areRemoved == [true, false])
    #expect(city.buildings.people[1] == 80)
    #expect(city.buildings.levels[1] == 5)
    #expect(city.zones.people[0] == 100 - 10 + 80)
    #expect(city.zones.homes[0] == 40 + 20)
    #expect(city.zones.jobs[0].isNaN, "unknown stays unknown")
    #expect(city.parcels.areFree == [false])
  }

  @Test("people to a home come from city.yaml, and without any it asks")
  func household() throws {
    var town = Town()
    let build = Build(
      area: town.ring(Box(minX: 60, minY: 20, maxX: 80, maxY: 40)), use: "residential", floors: 2, dwellings: 10)
    #expect { try town.apply(build) } throws: { "\($0)".contains("household-size") }
    town.city.profile.values = [
      LocalValue(name: "household-size", value: 3.8, unit: "people", source: "census", year: 2020)
    ]
    try town.apply(build)
    #expect(town.city.buildings.people[1] == 38)
    #expect(town.city.buildings.areRemoved[0] == false)
  }

  @Test("a floor area draws the footprint together, and spaces for cars pave the ground beside it")
  func hypermarket() throws {
    var town = Town()
    // 40 m × 50 m of ground; 1000 m² of floor on 2 storeys stand on 500 m², and 20 cars on 500 m² more.
    let ground = town.ring(Box(minX: 60, minY: 20, maxX: 100, maxY: 70))
    try town.apply(Build(area: ground, use: "commercial", floors: 2, floorArea: 1000, parking: 20))
    #expect(abs(town.city.buildings.areas[1] - 500) < 1)
    #expect(abs(town.city.buildings.floorArea(of: BuildingID(1)) - 1000) < 2)
    #expect(town.city.buildings.centroids[1].distance(to: town.point(80, 45)) < 0.1)
    #expect(abs(try #require(town.city.waterWorks.surfaces.last).pavedShare - 0.5) < 0.001)
    #expect(abs(try #require(town.city.waterWorks.surfaces.last).outline.area - 2000) < 4)
  }

  @Test("more floor than the ground has room for is refused; more cars than that pave all of it")
  func room() throws {
    var town = Town()
    let ground = town.ring(Box(minX: 60, minY: 20, maxX: 100, maxY: 70))
    #expect { try town.apply(Build(area: ground, use: "commercial", floors: 1, floorArea: 2500)) } throws: {
      ($0 as? ChangeError)?.field == "floor-area" && "\($0)".contains("2500 m² of ground")
    }
    try town.apply(Build(area: ground, use: "commercial", floors: 1, floorArea: 1000, parking: 500))
    #expect(town.city.waterWorks.surfaces.last?.pavedShare == 1)
  }

  @Test("neither or both of parcel and area, an unknown parcel and a use misspelt are refused")
  func refuses() {
    var town = Town()
    #expect { try town.apply(Build(use: "residential", floors: 1)) } throws: {
      "\($0)".contains("either parcel or area")
    }
    #expect { try town.apply(Build(parcel: "test/parcel/2", use: "residential", floors: 1)) } throws: {
      "\($0)".contains("test/parcel/1")
    }
    #expect { try town.apply(Build(parcel: "test/parcel/1", use: "comercial", floors: 1)) } throws: {
      "\($0)".contains("\"commercial\"")
    }
  }
}

@Suite("add-place and remove-place") struct PlaceTests {
  @Test("a place is added where it was put, under a key of its content")
  func add() throws {
    var town = Town()
    let at = town.line([(30, 40)])[0]
    try town.apply(AddPlace(kind: "hospital", name: "Baru", at: at, capacity: 120))
    #expect(town.city.places.count == 3)
    #expect(town.city.places.points[2].distance(to: town.point(30, 40)) < 0.001)
    #expect(town.city.places.keys[2].text.hasPrefix("drawn/place/"))
    #expect { try town.apply(AddPlace(kind: "hospital", name: "Baru", at: at)) } throws: { "\($0)".contains("twice") }
    #expect { try town.apply(AddPlace(kind: "hosptial", at: at)) } throws: { "\($0)".contains("\"hospital\"") }
    #expect { try town.apply(AddPlace(kind: "clinic", at: [101.7])) } throws: {
      "\($0)".contains("[longitude, latitude]")
    }
  }

  @Test("a place is removed by key or by a name that only one has")
  func remove() throws {
    var town = Town()
    #expect { try town.apply(RemovePlace(name: "Klinik Kita")) } throws: {
      "\($0)".contains("2 places") && "\($0)".contains("test/place/1")
    }
    try town.apply(RemovePlace(name: "klinik kita", kind: "clinic"))
    #expect(town.city.places.areRemoved == [true, false])
    try town.apply(RemovePlace(key: "test/place/1"))
    #expect(town.city.places.areRemoved == [true, true])
    #expect { try town.apply(RemovePlace(key: "test/place/1")) } throws: { "\($0)".contains("no place has the key") }
  }
}
/// Two pieces of Jalan Pasar from (0, 0) over (100, 0) to (200, 0), Lorong Tiga from there to (200, 100); a building with 10 people and
/// 0 known homes on a parcel, a zone of 100 people, two places of one name. Metres from a corner in Kuala Lumpur.
struct Town {
  var city: City
  private static let corner = UTM(zone: 47, isSouthern: false)!.project(Coordinate(longitude: 101.69, latitude: 3.14))

  init() {
    city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: UTM(zone: 47, isSouthern: false)!))
    for (number, place) in [(0.0, 0.0), (100, 0), (200, 0), (200, 100)].enumerated() {
      city.streets.nodes.append(key: FeatureKey("osm/node/\(number)"), at: point(place.0, place.1))
    }
    for (number, way) in [1, 1, 2].enumerated() {
      let link = Link(access: .all, speed: 20, lanes: 1)
      var segment = Segment(streetClass: .residential, forward: link, backward: link)
      segment.name = way == 1 ? "Jalan Pasar" : "Lorong Tiga"
      segment.assumed = [.speed, .access]
      city.streets.append(
        segment, key: FeatureKey("osm/way/\(way)/\(number)-\(number + 1)"), from: NodeID(number),
        to: NodeID(number + 1),
        shape: [city.streets.nodes.points[number], city.streets.nodes.points[number + 1]])
    }
    var building = Building()
    building.people = 10
    city.buildings.append(
      building, key: FeatureKey("test/building/1"), footprint: MultiPolygon(box(10, 20, 30, 40)))
    city.parcels.append(
      key: FeatureKey("test/parcel/1"), use: .residential, isFree: true, outline: MultiPolygon(box(5, 15, 50, 45)))
    city.zones.append(
      key: FeatureKey("test/zone/1"), name: "Zone", outline: MultiPolygon(box(0, 0, 200, 100)), people: 100, homes: 40)
    for (number, kind) in ["clinic", "pharmacy"].enumerated() {
      city.places.append(
        key: FeatureKey("test/place/\(number)"), kind: PlaceKind(rawValue: kind), name: "Klinik Kita",
        at: point(Double(number) * 50, 10))
    }
  }

  /// What the last change made of the conditions.
  private(set) var conditions = Conditions()

  mutating func apply(_ change: any Change) throws {
    conditions = Conditions()
    try change.apply(to: &city, under: &conditions, with: NoFiles())
  }

  func point(_ x: Double, _ y: Double) -> Point { Point(x: Self.corner.x + x, y: Self.corner.y + y) }

  func line(_ points: [(Double, Double)]) -> [[Double]] {
    points.map {
      let coordinate = city.profile.projection.unproject(point($0.0, $0.1))
      return [coordinate.longitude, coordinate.latitude]
    }
  }

  func ring(_ box: Box) -> [[Double]] {
    line([(box.minX, box.minY), (box.maxX, box.minY), (box.maxX, box.maxY), (box.minX, box.maxY)])
  }

  private func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Box {
    let (low, high) = (point(minX, minY), point(maxX, maxY))
    return Box(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)
  }
}

/// No file at all.
struct NoFiles: Files {
  func grid(_ path: String) throws -> Grid { throw ChangeError("test", "no files") }
  func text(_ path: String) throws -> String { throw ChangeError("test", "no files") }
  func digest(_ path: String) throws -> String { throw ChangeError("test", "no files") }
}
