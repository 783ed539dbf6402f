import Edits
import Flood
import Geography
import Modelling
import Replica
import Testing

@Suite("A flooded town") struct TownFloodTests {
  /// A valley of 300 × 200 m that falls 1 % to the south, with a street of houses.
  static func valley() -> City {
    var city = Hand.city(
      Hand.ground(30, 20) { x, y in 10 + y * 0.01 + abs(x - 150) * 0.02 }, error: 0.1)
    for number in 0..<4 {
      city.buildings.append(
        Building(), key: FeatureKey("b\(number)"), footprint: Hand.box(120 + Double(number) * 15, 90, 10, 10))
    }
    city.land.append(key: FeatureKey("l"), use: .residential, name: "", outline: Hand.box(0, 0, 300, 200))
    return city
  }

  static func run(
    _ city: City, threads: Int = 2, _ make: (inout City, inout Conditions) throws -> Void
  ) throws -> Outcome {
    var city = city
    var conditions = Conditions()
    try make(&city, &conditions)
    return try FloodModel().run(on: city, under: conditions, in: TestContext(threads: threads))
  }

  static func rain(_ city: inout City, _ conditions: inout Conditions, _ members: Double = 0) throws {
    try RainChange(depth: 60, duration: 1).apply(to: &city, under: &conditions, with: NoFiles())
    try FloodSettingsChange(members: members).apply(to: &city, under: &conditions, with: NoFiles())
  }

  @Test("without rain, inflow and sea no water is supposed, and it answers at once")
  func dry() throws {
    let outcome = try Self.run(Self.valley()) { _, _ in }
    #expect(Hand.number(outcome, "flood.area") == 0)
    #expect(outcome.offered.names.isEmpty)
  }

  @Test("every cubic metre of the rain is found, and what is offered has the shape of the fields")
  func balance() throws {
    let outcome = try Self.run(Self.valley()) { try Self.rain(&$0, &$1) }
    #expect(abs(Hand.number(outcome, "flood.balance.rain") - 0.06 * 300 * 200) < 0.5)
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
    let depth = try #require(outcome.offered[WaterDepth.self])
    let field = try #require(Hand.field(outcome, "flood.depth"))
    #expect(depth.frames.count == field.times.count && depth.frames[0].depth.values.count == 600)
    #expect(outcome.offered[WaterEnsemble.self] == nil)
  }

  @Test("water gathers in the middle of the valley, not on its sides")
  func gathers() throws {
    let outcome = try Self.run(Self.valley()) { try Self.rain(&$0, &$1) }
    let peak = try #require(Hand.field(outcome, "flood.peak")).values
    #expect(peak[18 * 30 + 15] > 3 * peak[18 * 30 + 2])
  }

  @Test(
    "momentum is carried on narrow cells, or where someone says so, and the answer tells it",
    arguments: [(5.0, nil, true), (10, nil, false), (5, "no", false), (10, "yes", true)] as [(Double, String?, Bool)])
  func advection(_ cell: Double, _ word: String?, _ carries: Bool) throws {
    let outcome = try Self.run(Self.valley()) {
      try Self.rain(&$0, &$1)
      try FloodSettingsChange(cell: cell, advection: word).apply(to: &$0, under: &$1, with: NoFiles())
    }
    #expect(outcome.remarks.contains { $0.contains("local inertia with advection") } == carries)
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
  }

  @Test("settings that differ in advection alone are not taken for one another")
  func fingerprint() {
    let prints = [nil, true, false].map { advection -> String in
      var settings = FloodSettings()
      settings.advection = advection
      var digest = Digest()
      settings.feed(&digest)
      return digest.text
    }
    #expect(Set(prints).count == 3)
  }

  @Test("the ensemble holds the run in its intervals and is the same for any number of threads")
  func ensemble() throws {
    let one = try Self.run(Self.valley(), threads: 1) { try Self.rain(&$0, &$1, 4) }
    let two = try Self.run(Self.valley(), threads: 2) { try Self.rain(&$0, &$1, 4) }
    let members = try #require(one.offered[WaterEnsemble.self])
    #expect(members.peaks.count == 4 && Set(members.peaks.map(\.values)).count == 4)
    let probability = try #require(Hand.field(one, "flood.probability"))
    #expect(probability.values.allSatisfy { $0.isNaN || (0...1).contains($0) })
    for (a, b) in zip(one.fields, two.fields) { #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern)) }
    #expect(one.indicators == two.indicators)
    guard case .number(let value, let low?, let high?) = one.indicators[2].value else {
      Issue.record("the deepest place has no interval")
      return
    }
    #expect(low <= value && value <= high && low < high)
  }

  @Test("a wall across the valley holds water back; a pump takes it out of the model")
  func works() throws {
    let line = Self.degrees([(0, 60), (300, 60)])
    let free = try Self.run(Self.valley()) { try Self.rain(&$0, &$1) }
    let walled = try Self.run(Self.valley()) {
      try Self.rain(&$0, &$1)
      try WallChange(line: line, height: 3).apply(to: &$0, under: &$1, with: NoFiles())
    }
    #expect(Hand.number(walled, "flood.balance.out") < 0.7 * Hand.number(free, "flood.balance.out"))
    #expect(Hand.number(walled, "flood.deepest") > Hand.number(free, "flood.deepest") + 0.1)
    let pumped = try Self.run(Self.valley()) {
      try Self.rain(&$0, &$1)
      try WallChange(line: line, height: 3).apply(to: &$0, under: &$1, with: NoFiles())
      try PumpChange(from: Self.degrees([(150, 65)])[0], rate: 0.1).apply(to: &$0, under: &$1, with: NoFiles())
    }
    #expect(Hand.number(pumped, "flood.balance.drained") > 50)
    #expect(abs(Hand.number(pumped, "flood.balance.error")) < 1e-6)
  }

  @Test("paving raises what leaves a site; a detention brings it down; the applicant's figure stands beside ours")
  func development() throws {
    let ring = Self.degrees([(60, 20), (240, 20), (240, 180), (60, 180)])
    func build(paved: Double, detention: Double?) throws -> Outcome {
      var city = Self.valley()
      city.land.append(key: FeatureKey("m"), use: .park, name: "", outline: Hand.box(0, 0, 300, 200))
      return try Self.run(city) {
        try Self.rain(&$0, &$1, 4)
        try Build(
          area: ring, use: "commercial", floors: 2, paved: paved, detention: detention,
          release: detention.map { _ in 0.05 }, statedRunoff: 0.4
        ).apply(to: &$0, under: &$1, with: NoFiles())
      }
    }
    let bare = try build(paved: 1, detention: nil)
    let before = Hand.number(bare, "flood.site.runoff-before")
    #expect(Hand.number(bare, "flood.site.runoff-after") > 1.1 * before)
    #expect(Hand.number(bare, "flood.site.detention") > 10)
    #expect(Hand.number(bare, "flood.site.stated-runoff") == 0.4)
    let peak = try #require(bare.indicators.first { $0.id == "flood.site.runoff-after" })
    guard case .number(let after, let low?, let high?) = peak.value else {
      Issue.record("no interval: \(peak.value)")
      return
    }
    #expect(low <= after && after <= high && high > 1.05 * low, "\(low) \(after) \(high)")
    let held = try build(paved: 1, detention: 5000)
    #expect(Hand.number(held, "flood.site.runoff-after") < before)
  }

  @Test("what was there and what came in is what went out, what is still there, and the error")
  func account() throws {
    var city = Hand.city(Hand.ground(20, 20) { x, y in abs(x - 100) < 40 && abs(y - 100) < 40 ? 2 : 5 + y * 0.01 })
    city.land.append(key: FeatureKey("w"), use: .water, name: "", outline: Hand.box(60, 60, 80, 80))
    let outcome = try Self.run(city) { try Self.rain(&$0, &$1) }
    func volume(_ id: String) -> Double { Hand.number(outcome, "flood.balance.\(id)") }
    #expect(volume("start") > 100)
    let came = volume("start") + volume("rain") + volume("inflow") + volume("sea-in")
    let there = volume("surface") + volume("held")
    let left = volume("out") + volume("infiltrated") + volume("drained")
    #expect(abs(came - left - there) <= 1e-6 * came, "\(came) \(left) \(there)")
  }

  @Test("houses where the ground is dug away are told of")
  func dugUnder() throws {
    var city = Self.valley()
    var house = Building()
    house.people = 4
    city.buildings.append(house, key: FeatureKey("h"), footprint: Hand.box(120, 90, 10, 10))
    let outcome = try Self.run(city) {
      try Self.rain(&$0, &$1)
      try PondChange(area: Self.degrees([(100, 70), (180, 70), (180, 130), (100, 130)]), depth: 2)
        .apply(to: &$0, under: &$1, with: NoFiles())
    }
    #expect(
      outcome.remarks.contains { $0.hasPrefix("5 buildings with 4 people stand where the ground is dug away") },
      "\(outcome.remarks)")
  }

  /// Metres of a hand-made city as `[longitude, latitude]`.
  static func degrees(_ points: [(Double, Double)]) -> [[Double]] {
    let plane = UTM(zone: 47, isSouthern: false)!
    return points.map {
      let place = plane.unproject(Point(x: 500_000 + $0.0, y: 400_000 + $0.1))
      return [place.longitude, place.latitude]
    }
  }
}
