import Geography
import Modelling
import OpenStreetMap
import Replica
import Testing

@Suite("Directions and access of a street")
struct DirectionTests {
  static let drivers = VehicleSet.motor.union(VehicleSet(.bicycle))

  @Test("oneway=yes leaves walkers both ways and drivers one")
  func oneWay() throws {
    let access = try SmallMap.street(["highway": "residential", "oneway": "yes"]).access(0)
    #expect(access.forward == .all)
    #expect(access.backward == VehicleSet(.foot))
  }

  @Test("oneway=-1 runs against the nodes")
  func reversed() throws {
    let access = try SmallMap.street(["highway": "residential", "oneway": "-1"]).access(0)
    #expect(access.forward == VehicleSet(.foot))
    #expect(access.backward == .all)
  }

  @Test("motorways and roundabouts are one-way without saying so")
  func implied() throws {
    #expect(try SmallMap.street(["highway": "motorway"]).access(0).backward.isEmpty)
    #expect(try SmallMap.street(["highway": "motorway", "oneway": "no"]).access(0).backward.contains(.car))
    let roundabout = try SmallMap.street(["highway": "tertiary", "junction": "roundabout"])
    #expect(!roundabout.access(0).backward.contains(.car))
    #expect(roundabout.streets.segments.areRoundabouts == [true])
  }

  @Test("a direction that changes by the hour is open both ways and reported")
  func reversible() throws {
    let layers = try SmallMap.street(["highway": "primary", "oneway": "reversible"])
    #expect(layers.access(0).backward.contains(.car))
    #expect(layers.reasons.contains { $0.hasPrefix("direction: it changes by the hour") })
  }

  @Test(
    "bicycles and buses may be let in against a one-way street",
    arguments: [
      (["oneway:bicycle": "no"], VehicleClass.bicycle), (["cycleway": "opposite_lane"], .bicycle),
      (["oneway:bus": "no"], .bus), (["busway": "opposite_lane"], .bus), (["oneway:motorcycle": "no"], .motorcycle),
    ])
  func against(_ tags: [String: String], _ vehicle: VehicleClass) throws {
    let street = ["highway": "residential", "oneway": "yes"].merging(tags) { $1 }
    #expect(try SmallMap.street(street).access(0).backward == [VehicleSet(.foot), VehicleSet(vehicle)])
  }

  @Test("the most specific tag counts")
  func hierarchy() throws {
    func access(_ tags: [String: String]) throws -> VehicleSet {
      try SmallMap.street(["highway": "residential"].merging(tags) { $1 }).access(0).forward
    }
    #expect(try access(["access": "private"]) == VehicleSet(.ambulance))
    #expect(try access(["access": "no"]).isEmpty)
    #expect(try access(["access": "destination"]) == .all)
    #expect(try access(["access": "no", "foot": "yes"]) == VehicleSet(.foot))
    #expect(try access(["motor_vehicle": "no"]) == VehicleSet([.foot, .bicycle, .ambulance]))
    #expect(try access(["motor_vehicle": "no", "bus": "yes"]) == VehicleSet([.foot, .bicycle, .bus, .ambulance]))
    #expect(try access(["vehicle": "no"]) == VehicleSet([.foot, .ambulance]))
    #expect(try access(["hgv": "no"]) == VehicleSet.all.subtracting(VehicleSet(.truck)))
    #expect(try access(["motorcycle": "no"]) == VehicleSet.all.subtracting(VehicleSet(.motorcycle)))
    #expect(try access(["motorroad": "yes"]) == .motor)
    #expect(try access(["psv": "designated", "motor_vehicle": "no"]).contains(.bus))
    #expect(try access(["vehicle:forward": "no"]) == VehicleSet([.foot, .ambulance]))
  }

  @Test("a general yes lets nobody onto a way its class is not for")
  func general() throws {
    #expect(try SmallMap.street(["highway": "footway", "access": "yes"]).access(0).forward == VehicleSet(.foot))
    #expect(
      try SmallMap.street(["highway": "footway", "bicycle": "designated"]).access(0).forward
        == VehicleSet([.foot, .bicycle]))
    #expect(try SmallMap.street(["highway": "pedestrian", "motor_vehicle": "yes"]).access(0).forward.contains(.car))
  }

  @Test("motorcycles use motorways in Malaysia and not in Indonesia")
  func motorcycles() throws {
    #expect(try SmallMap.street(["highway": "motorway"], country: "MY").access(0).forward.contains(.motorcycle))
    #expect(!(try SmallMap.street(["highway": "motorway"], country: "ID").access(0).forward.contains(.motorcycle)))
  }

  @Test("an escalator carries walkers one way")
  func escalator() throws {
    let access = try SmallMap.street(["highway": "steps", "conveying": "forward"]).access(0)
    #expect(access.forward == VehicleSet(.foot))
    #expect(access.backward.isEmpty)
  }

  @Test("access without any tag is marked as assumed")
  func assumed() throws {
    #expect(try SmallMap.street(["highway": "residential"]).streets.segments.assumed[0].contains(.access))
    #expect(
      !(try SmallMap.street(["highway": "residential", "access": "yes"]).streets.segments.assumed[0].contains(.access)))
  }
}

@Suite("Speeds and lanes of a street")
struct SpeedTests {
  @Test(
    "a speed is read in its unit",
    arguments: [
      ("50", 50.0), ("50 km/h", 50), ("30 mph", 48.3), ("walk", 5), ("none", 110), ("MY:urban", 60), ("MY:rural", 90),
      ("GB:nsl_single", 96.6), ("DE:zone30", 30), ("60;80", 60), ("urban", 60),
    ])
  func read(_ text: String, _ speed: Double) throws {
    let layers = try SmallMap.street(["highway": "primary", "maxspeed": text])
    #expect(layers.speeds(0) == [speed, speed])
    #expect(!layers.streets.segments.assumed[0].contains(.speed))
  }

  @Test("each direction has its own")
  func directions() throws {
    let layers = try SmallMap.street(["highway": "primary", "maxspeed": "60", "maxspeed:backward": "40"])
    #expect(layers.speeds(0) == [60, 40])
  }

  @Test("rubbish takes the default, is marked and reported", arguments: ["fast", "0", "-5", "900", "RM50"])
  func rubbish(_ text: String) throws {
    let layers = try SmallMap.street(["highway": "primary", "maxspeed": text])
    #expect(layers.speeds(0) == [60, 60])
    #expect(layers.streets.segments.assumed[0].contains(.speed))
    #expect(layers.reasons.contains { $0.contains("not a speed") })
  }

  @Test(
    "defaults follow class and country",
    arguments: [
      ("motorway", "MY", 110.0), ("motorway", "VN", 120), ("residential", "MY", 30), ("primary", "PH", 40),
      ("primary", "TH", 60), ("trunk", "ID", 80), ("living_street", "MY", 10),
    ])
  func defaults(_ highway: String, _ country: String, _ speed: Double) throws {
    let layers = try SmallMap.street(["highway": highway], country: country)
    #expect(layers.speeds(0)[0] == speed)
    #expect(layers.streets.segments.assumed[0].contains(.speed))
  }

  @Test(
    "lanes are shared between directions, or taken from the class",
    arguments: [
      (["lanes": "4"], [2, 2], false), (["lanes": "3", "lanes:forward": "2"], [2, 1], false),
      (["lanes": "3", "oneway": "yes"], [3, 0], false), (["lanes": "1"], [1, 1], false), ([:], [1, 1], true),
      (["lanes:forward": "2", "lanes:backward": "1"], [2, 1], false), (["oneway": "-1", "lanes": "2"], [0, 2], false),
      (["lanes": "5", "lanes:both_ways": "1"], [2, 2], false), (["lanes": "lots"], [1, 1], true),
    ])
  func lanes(_ tags: [String: String], _ lanes: [Int], _ isAssumed: Bool) throws {
    let layers = try SmallMap.street(["highway": "secondary"].merging(tags) { $1 })
    #expect(layers.lanes(0) == lanes)
    #expect(layers.streets.segments.assumed[0].contains(.lanes) == isAssumed)
  }

  @Test("nobody drives on steps, so they have no lane")
  func steps() throws { #expect(try SmallMap.street(["highway": "steps", "lanes": "2"]).lanes(0) == [0, 0]) }
}

@Suite("What a street is made of")
struct StreetFormTests {
  @Test("bridges, tunnels and fords have their height order")
  func structures() throws {
    func street(_ tags: [String: String]) throws -> (Structure, Int8) {
      let segments = try SmallMap.street(["highway": "residential"].merging(tags) { $1 }).streets.segments
      return (segments.structures[0], segments.layers[0])
    }
    #expect(try street(["bridge": "yes"]) == (.bridge, 1))
    #expect(try street(["bridge": "viaduct", "layer": "3"]) == (.bridge, 3))
    #expect(try street(["tunnel": "yes"]) == (.tunnel, -1))
    #expect(try street(["ford": "yes"]) == (.ford, 0))
    #expect(try street(["bridge": "no"]) == (.ground, 0))
  }

  @Test("sidewalk, surface, incline, width and name are kept")
  func attributes() throws {
    let segments = try SmallMap.street([
      "highway": "residential", "sidewalk:left": "yes", "sidewalk:right": "no", "surface": "paving_stones",
      "incline": "-8 %", "width": "12'", "name": "Jalan Pasar",
    ]).streets.segments
    #expect(segments.sidewalks == [.left])
    #expect(segments.surfaces == [.pavingStones])
    #expect(abs(segments.inclines[0] + 0.08) < 1e-6)
    #expect(abs(segments.widths[0] - 3.6576) < 1e-4)
    #expect(segments.name(of: SegmentID(0)) == "Jalan Pasar")
  }

  @Test("a street that is not built yet is left out and named")
  func construction() throws {
    var map = SmallMap()
    map.nodes(1...4)
    map.way(7, [1, 2], ["highway": "residential"])
    map.way(8, [3, 4], ["highway": "construction", "construction": "primary"])
    let layers = try map.read()
    #expect(layers.streets.segments.count == 1)
    #expect(layers.skipped.first?.examples == ["osm/way/8"])
  }
}
