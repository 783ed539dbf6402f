import Geography
import Replica
import Testing

@Suite("A city")
struct CityTests {
  @Test("names the ends of its links by direction")
  func directions() throws {
    let city = try tinyCity()
    let forward = SegmentID(0).forward
    #expect(city.streets.start(of: forward) == NodeID(0) && city.streets.end(of: forward) == NodeID(1))
    #expect(
      city.streets.start(of: forward.reversed) == NodeID(1) && city.streets.end(of: forward.reversed) == NodeID(0))
    #expect(forward.reversed.segment == SegmentID(0) && forward.reversed.isBackward)
    #expect(city.streets.links.count == 2 * city.streets.segments.count)
  }

  @Test("keeps each street name once")
  func names() throws {
    let city = try tinyCity()
    #expect(city.streets.segments.distinctNames == ["", "Jalan Pasar"])
    #expect(city.streets.segments.name(of: SegmentID(1)) == "Jalan Pasar")
  }

  @Test("has a box around all of it and the people of its zones")
  func summary() throws {
    let city = try tinyCity()
    #expect(city.box == Box(minX: 0, minY: 0, maxX: 200, maxY: 200))
    #expect(city.people == 4)
    #expect(city.buildings.floorArea(of: BuildingID(0)) == 200)
  }

  @Test("is not changed by a change to its copy")
  func value() throws {
    let city = try tinyCity()
    var copy = city
    copy.streets.links.access[0] = []
    #expect(city.streets.links.access[0] == .all)
    #expect(copy != city)
  }
}

@Suite("A city's digest")
struct DigestTests {
  /// Every edit a column can suffer; each must show in the digest.
  static let movement = Movement(
    from: LinkID(0), to: LinkID(2), fromLane: 0, toLane: 0, turn: .left, rule: .yields)

  static let edits: [(String, @Sendable (inout City) -> Void)] = [
    ("name", { $0.profile.name = "Lain" }),
    ("driving side", { $0.profile.drivingSide = .right }),
    ("local value", { $0.profile.values.append(LocalValue(name: "v", value: 1, unit: "", source: "", year: 2024)) }),
    ("terrain error", { $0.profile.sources.append(LayerSource(layer: "terrain", file: "f", standardError: 1)) }),
    ("boundary", { $0.boundary = MultiPolygon(Box(minX: 0, minY: 0, maxX: 1, maxY: 1)) }),
    ("control", { $0.streets.nodes.controls[0] = .stop }),
    ("crossing", { $0.streets.nodes.crossings[0] = .marked }),
    ("kerb", { $0.streets.nodes.kerbs[0] = .raised }),
    ("node", { $0.streets.nodes.append(key: FeatureKey("n"), at: Point(x: 0, y: 0)) }),
    ("access", { $0.streets.links.access[1] = [] }),
    ("closure", { $0.streets.links.closed[1] = .all }),
    ("speed", { $0.streets.links.speeds[1] = 3 }),
    ("lanes", { $0.streets.links.lanes[1] = 3 }),
    ("class", { $0.streets.segments.classes[0] = .primary }),
    ("structure", { $0.streets.segments.structures[0] = .bridge }),
    ("layer", { $0.streets.segments.layers[0] = 1 }),
    ("sidewalk", { $0.streets.segments.sidewalks[0] = .both }),
    ("surface", { $0.streets.segments.surfaces[0] = .gravel }),
    ("incline", { $0.streets.segments.inclines[0] = 0.1 }),
    ("width", { $0.streets.segments.widths[0] = 4 }),
    ("roundabout", { $0.streets.segments.areRoundabouts[0] = true }),
    ("assumed", { $0.streets.segments.assumed[0] = .speed }),
    ("removed street", { $0.streets.segments.areRemoved[0] = true }),
    ("council", { $0.profile.council = "Majlis Daerah" }),
    ("name in Tamil", { $0.otherNames["Jalan Pasar", "ta"] = "சந்தை சாலை" }),
    ("name in Chinese", { $0.otherNames["Jalan Pasar", "zh"] = "巴刹路" }),
    ("signal", { $0.streets.signals = [Signal(node: NodeID(0), cycle: 60, offset: 0, phases: [])] }),
    ("signal elsewhere", { $0.streets.signals = [Signal(node: NodeID(1), cycle: 60, offset: 0, phases: [])] }),
    ("signal's offset", { $0.streets.signals = [Signal(node: NodeID(0), cycle: 60, offset: 5, phases: [])] }),
    (
      "signal's phase",
      {
        let phase = SignalPhase(green: 20, amber: 3, allRed: 2, links: [LinkID(0)])
        $0.streets.signals = [Signal(node: NodeID(0), cycle: 60, offset: 0, phases: [phase])]
      }
    ),
    (
      "signal's links",
      {
        let phase = SignalPhase(green: 20, amber: 3, allRed: 2, links: [LinkID(1)])
        $0.streets.signals = [Signal(node: NodeID(0), cycle: 60, offset: 0, phases: [phase])]
      }
    ),
    (
      "signal's movements",
      {
        var phase = SignalPhase(green: 20, amber: 3, allRed: 2, links: [LinkID(1)])
        phase.permissive = [MovementID(0)]
        $0.streets.signals = [Signal(node: NodeID(0), cycle: 60, offset: 0, phases: [phase])]
      }
    ),
    ("movement", { $0.streets.movements.append(Self.movement) }),
    ("movement that yields", { $0.streets.movements.append(Self.movement, yieldsTo: [MovementID(0)]) }),
    ("movement that crosses", { $0.streets.movements.append(Self.movement, conflictsWith: [MovementID(0)]) }),
    ("lane", { $0.streets.lanes.append(Lane(link: LinkID(0), number: 0, access: .motor, speed: 10)) }),
    ("bus line", { $0.busLines.append(key: FeatureKey("b"), name: "1", way: [LinkID(0)]) }),
    ("bus line's name", { $0.busLines.append(key: FeatureKey("b"), name: "2", way: [LinkID(0)]) }),
    ("bus line's way", { $0.busLines.append(key: FeatureKey("b"), name: "1", way: [LinkID(1)]) }),
    ("bus line's stops", { $0.busLines.append(key: FeatureKey("b"), name: "1", way: [LinkID(0)], stops: [0, 9]) }),
    (
      "bus line's departures",
      {
        $0.busLines.append(
          key: FeatureKey("b"), name: "1", way: [LinkID(0)], departures: Array(repeating: 4, count: BusLines.hours))
      }
    ),
    ("turn ban", { $0.streets.turnBans = [] }),
    ("building name", { $0.buildings.names[0] = "Rumah" }),
    ("use", { $0.buildings.uses[0] = .health }),
    ("levels", { $0.buildings.levels[0] = 3 }),
    ("levels assumed", { $0.buildings.areLevelsAssumed[0] = false }),
    ("dwellings", { $0.buildings.dwellings[0] = 2 }),
    ("building jobs", { $0.buildings.jobs[0] = 2 }),
    ("building people", { $0.buildings.people[0] = 2 }),
    ("building year", { $0.buildings.years[0] = 1957 }),
    ("material", { $0.buildings.materials[0] = .timber }),
    ("removed building", { $0.buildings.areRemoved[0] = true }),
    ("zone name", { $0.zones.names[0] = "Tepi" }),
    ("zone people", { $0.zones.people[0] = 5 }),
    ("zone homes", { $0.zones.homes[0] = 5 }),
    ("zone jobs", { $0.zones.jobs[0] = 5 }),
    ("ward", { $0.zones.wards[0] = "Bandar" }),
    ("zone centre", { $0.zones.centers[0] = Point(x: 1, y: 1) }),
    ("place name", { $0.places.names[0] = "Klinik Baru" }),
    ("capacity", { $0.places.capacities[0] = 5 }),
    ("removed place", { $0.places.areRemoved[0] = true }),
    ("tree", { $0.assets.append(key: FeatureKey("t"), kind: "tree", name: "", at: Point(x: 0, y: 0)) }),
    (
      "parcel",
      { $0.parcels.append(key: FeatureKey("p"), use: .retail, isFree: true, outline: MultiPolygon(rings: [])) }
    ),
    ("land", { $0.land.append(key: FeatureKey("l"), use: .water, name: "", outline: MultiPolygon(rings: [])) }),
    (
      "dear parcel",
      {
        $0.parcels.append(
          key: FeatureKey("p"), use: .retail, isFree: true, outline: MultiPolygon(rings: []), value: 900)
      }
    ),
    ("waterway", { $0.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: []) }),
    ("deep waterway", { $0.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: [], depth: 2) }),
    ("wide waterway", { $0.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: [], width: 2) }),
    ("able waterway", { $0.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: [], capacity: 2) }),
    ("culvert", { $0.waterways.append(key: FeatureKey("w"), kind: .river, name: "", line: [], isCovered: true) }),
    (
      "terrain",
      {
        $0.terrain = Grid(
          columns: 1, rows: 1, values: [1],
          placement: .affine(AffinePlacement(west: 0, north: 0, cellWidth: 1, cellHeight: 1)))
      }
    ),
  ]

  @Test("is the same for the same content")
  func same() throws {
    #expect(try tinyCity().digest() == tinyCity().digest())
  }

  @Test("tells any two edits, and the city without them, apart")
  func different() throws {
    let city = try tinyCity()
    var seen = [city.digest(): "nothing"]
    for (name, edit) in Self.edits {
      var edited = city
      edit(&edited)
      let digest = edited.digest()
      #expect(seen[digest] == nil, "\(name) looks like \(seen[digest] ?? "")")
      seen[digest] = name
    }
  }

  @Test("tells every number of the census apart")
  func census() throws {
    let city = try tinyCity()
    var seen: Set<String> = [city.digest()]
    for field in Census.fields {
      var edited = city
      edited.zones.census[0][keyPath: field.path] = 3
      seen.insert(edited.digest())
    }
    #expect(seen.count == Census.fields.count + 1)
    #expect(Set(Census.fields.map(\.name)).count == Mirror(reflecting: Census()).children.count)
  }

  @Test("takes −0 for 0 and every NaN for one")
  func canonical() {
    var left = Digest()
    var right = Digest()
    left.feed("x", numbers: [0.0, Double.nan])
    right.feed("x", numbers: [-0.0, Double(nan: 7, signaling: false)])
    #expect(left.text == right.text)
  }

  @Test("does not mistake where one part ends and the next begins")
  func boundaries() {
    var left = Digest()
    var right = Digest()
    left.feed("a", texts: ["bc", "d"])
    right.feed("a", texts: ["b", "cd"])
    #expect(left.text != right.text)
    var third = Digest()
    var fourth = Digest()
    third.feed("ab", text: "c")
    fourth.feed("a", text: "bc")
    #expect(third.text != fourth.text)
  }

  @Test("of nothing is SHA-256 of nothing, in hexadecimal")
  func text() {
    #expect(Digest().text == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}

@Suite("Words in files")
struct WordsTests {
  @Test("lead back to what they name")
  func roundTrips() {
    for item in StreetClass.allCases { #expect(StreetClass(name: item.name) == item) }
    for item in VehicleClass.allCases { #expect(VehicleClass(name: item.name) == item) }
    for item in BuildingUse.allCases { #expect(BuildingUse(name: item.name) == item) }
    for item in LandUse.allCases { #expect(LandUse(name: item.name) == item) }
    for item in WaterwayKind.allCases { #expect(WaterwayKind(name: item.name) == item) }
    #expect(StreetClass(name: "alley") == nil && VehicleClass(name: "tank") == nil)
  }

  @Test("of a set of vehicles lead back to the set, the empty one too")
  func vehicles() {
    for bits in 0..<(1 << UInt16(VehicleClass.allCases.count)) {
      let set = VehicleSet(rawValue: UInt16(bits))
      #expect(VehicleSet(text: set.text) == set)
    }
    #expect(VehicleSet(text: "car tank") == nil)
  }
}

@Suite("Names in other languages")
struct NameVariantsTests {
  @Test("are found by name and language, and taken away again")
  func subscripts() {
    var names = NameVariants()
    names["Jalan Besar", "zh"] = "大街"
    names["Jalan Besar", "ta"] = "பெரிய சாலை"
    #expect(names["Jalan Besar", "zh"] == "大街" && names["Jalan Besar", "en"] == nil && names["Lain", "zh"] == nil)
    #expect(names.variants(of: "Jalan Besar").map(\.language) == ["ta", "zh"] && names.names == ["Jalan Besar"])
    names["Jalan Besar", "zh"] = ""
    names["Jalan Besar", "ta"] = nil
    #expect(names.isEmpty && names == NameVariants())
  }

  @Test("of nothing, or in no language, are not kept")
  func nonsense() {
    var names = NameVariants()
    names["", "zh"] = "大街"
    names["Jalan Besar", ""] = "大街"
    #expect(names.isEmpty)
  }
}
