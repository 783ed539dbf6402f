import Access
import Geography
import Modelling
import Replica
import Routing
import Testing

@Suite("Access") struct AccessTests {
  /// Three zones along one street of 1330 m, their centres on it at 0, 665 and 1330 m; 100, 300 and 200 people; a clinic at
  /// the beginning.
  static func city() -> City {
    var city = City(
      profile: Profile(
        name: "Row", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!))
    var nodes: [NodeID] = []
    for (number, x) in [0.0, 665, 1330].enumerated() {
      nodes.append(city.streets.nodes.append(key: FeatureKey("n\(number)"), at: Point(x: x, y: 0)))
      city.zones.append(
        key: FeatureKey("z\(number)"), name: "Zone \(number)",
        outline: MultiPolygon(Box(minX: x - 300, minY: -300, maxX: x + 300, maxY: 300)),
        people: [100, 300, 200][number])
    }
    let link = Link(access: .all, speed: 10, lanes: 1)
    for number in 0..<2 {
      city.streets.append(
        Segment(streetClass: .residential, forward: link, backward: link), key: FeatureKey("s\(number)"),
        from: nodes[number], to: nodes[number + 1],
        shape: [nodes[number], nodes[number + 1]].map { city.streets.nodes.points[$0.index] })
    }
    city.places.append(key: FeatureKey("p0"), kind: PlaceKind(rawValue: "clinic"), name: "", at: Point(x: 0, y: 0))
    return city
  }

  static func run(_ city: City, water: Grid? = nil, threads: Int = 1) throws -> Outcome {
    var conditions = Conditions()
    if let water { try conditions.set(WaterDepth(frames: [.init(seconds: 0, depth: water)]), from: "test") }
    return try AccessModel().run(on: city, under: conditions, in: TestContext(threads: threads))
  }

  static func number(_ outcome: Outcome, _ id: String) -> Double? {
    outcome.indicators.first { $0.id == id }?.value.number
  }

  /// One cell of 200 × 200 m around a point, of a depth.
  static func puddle(at point: Point, depth: Float) -> Grid {
    Grid(
      columns: 1, rows: 1, values: [depth],
      placement: .affine(AffinePlacement(west: point.x - 100, north: point.y + 100, cellWidth: 200, cellHeight: 200)))
  }

  @Test("median and share count people, not zones")
  func byHand() throws {
    let outcome = try Self.run(Self.city())
    // Minutes on foot: 0, 665/1.33/60 = 8⅓, 16⅔.
    #expect(abs(try #require(Self.number(outcome, "access.clinic.walk.median-minutes")) - 500.0 / 60) < 1e-9)
    #expect(abs(try #require(Self.number(outcome, "access.clinic.walk.share-within-15")) - 400.0 / 6) < 1e-9)
    #expect(Self.number(outcome, "access.clinic.walk.people-cut-off") == 0)
    #expect(Self.number(outcome, "access.clinic.car.share-within-10") == 100)
    let car = outcome.fields.first { $0.name == "access.clinic.car" }
    #expect(abs(try #require(car?.values.last) - Float(1330 / 7.0 / 60)) < 1e-4)
  }

  @Test("water closes a street to those who cannot wade it, and only to them")
  func water() throws {
    // 0.4 m stops cars and bicycles at x = 300…500, people on foot wade it.
    let outcome = try Self.run(Self.city(), water: Self.puddle(at: Point(x: 400, y: 0), depth: 0.4))
    #expect(Self.number(outcome, "access.clinic.walk.people-cut-off") == 0)
    #expect(Self.number(outcome, "access.clinic.car.people-cut-off") == 500)
    #expect(Self.number(outcome, "access.clinic.cycle.people-cut-off") == 500)
    let median = outcome.indicators.first { $0.id == "access.clinic.car.median-minutes" }
    #expect(median?.value == .notComputable(because: "half of the people or more have no way to a clinic by car"))
    #expect(outcome.remarks.contains { $0.hasPrefix("2 of 3 zones, with 500 people, have no way to a clinic by car") })
    let deep = try Self.run(Self.city(), water: Self.puddle(at: Point(x: 400, y: 0), depth: 0.5))
    #expect(Self.number(deep, "access.clinic.walk.people-cut-off") == 500)
  }

  @Test("a place that was taken away is not gone to, and a kind without places is told")
  func removed() throws {
    var city = Self.city()
    city.places.areRemoved[0] = true
    let outcome = try Self.run(city)
    #expect(Self.number(outcome, "access.clinic.walk.median-minutes") == nil)
    #expect(outcome.indicators.contains { $0.id == "access.clinic.walk.median-minutes" })
    #expect(outcome.remarks.contains { $0.contains("no hospital, clinic, school") })
    #expect(outcome.fields.isEmpty)
  }

  @Test("without people there is no median but times by zone")
  func nobody() throws {
    var city = Self.city()
    city.zones.people = [0, 0, 0]
    let outcome = try Self.run(city)
    #expect(Self.number(outcome, "access.clinic.walk.share-within-15") == nil)
    #expect(outcome.fields.first { $0.name == "access.clinic.walk" }?.values.count == 3)
  }

  @Test("a number that is missing from a table edited by hand counts as nobody")
  func missingNumbers() throws {
    var city = Self.city()
    city.zones.people = [.nan, -5, 200]
    let outcome = try Self.run(city)
    #expect(abs(try #require(Self.number(outcome, "access.clinic.walk.median-minutes")) - 1000.0 / 60) < 1e-9)
  }

  @Test("without zones it says so")
  func noZones() throws {
    var city = Self.city()
    city.zones = Zones()
    #expect(try Self.run(city).remarks.contains { $0.contains("no zones") })
    #expect(AccessModel().verdicts(on: city).allSatisfy { $0.level == .cannot })
  }

  @Test("points are timed by the rules zones are")
  func points() {
    let clinic = PlaceKind(rawValue: "clinic")
    let seconds = AccessModel.seconds(
      from: [Point(x: 133, y: 1.33), Point(x: 0, y: 5000)], to: clinic, by: .walk, on: Self.city())
    #expect(abs(seconds[0] - 101) < 1e-9)
    #expect(seconds[1] == .infinity)
  }

  @Test("the answer is the same with any number of threads")
  func threads() throws {
    var city = Self.city()
    for (number, kind) in ["school", "park", "shop", "hospital", "bank"].enumerated() {
      city.places.append(
        key: FeatureKey("q\(number)"), kind: PlaceKind(rawValue: kind), name: "",
        at: Point(x: Double(number) * 211, y: 9))
    }
    let one = try Self.run(city)
    for threads in [2, 3, 8] {
      let more = try Self.run(city, threads: threads)
      #expect(one.indicators == more.indicators)
      #expect(one.fields.map(\.values) == more.fields.map(\.values))
    }
  }
}

/// A run without a stop.
struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 1
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
