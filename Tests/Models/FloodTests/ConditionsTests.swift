import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("Rain, sea and rivers as they are asked for") struct ConditionsTests {
  private static func rain(_ change: RainChange, _ text: String = "", _ values: [LocalValue] = []) throws -> Rain {
    var city = Hand.city()
    city.profile.values = values
    var conditions = Conditions()
    try change.apply(to: &city, under: &conditions, with: NoFiles(texts: ["t.csv": text]))
    return try #require(conditions[Rain.self])
  }

  static func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  /// MSMA's form with round numbers: 60 mm/h for an hour once in two years and more.
  private static let curves = zip(RainFrequency.names, [60.0, 0.2, 0.2, 0.8]).map {
    LocalValue(name: $0, value: $1, unit: "", source: "test", year: 2012)
  }

  @Test("every pattern brings the depth it was asked for")
  func depths() throws {
    for pattern in ["uniform", "triangular", "alternating"] {
      let rain = try Self.rain(RainChange(depth: 100, duration: 3, pattern: pattern), "", Self.curves)
      #expect(abs(rain.depth - 0.1) < 1e-12)
      #expect(rain.end == 10_800)
    }
  }

  @Test("a return period's storm has the depth of λ Tᵏ d ⁄ (d + θ)ⁿ, and every burst in it that of the curve")
  func frequency() throws {
    let rain = try Self.rain(RainChange(returnPeriod: 10, duration: 3), "", Self.curves)
    let curves = RainFrequency(lambda: 60, kappa: 0.2, theta: 0.2, eta: 0.8)
    // 60 · 10^0.2 · 3 ⁄ 3.2^0.8 mm, by hand: 60 × 1.58489 × 3 ⁄ 2.53580.
    #expect(abs(rain.depth * 1000 - 112.50) < 0.02)
    let series = rain.gauges[0].rates
    let worst = zip(series.values, series.values.dropFirst()).map { $0 + $1 }.max() ?? 0
    let ten = curves.depth(years: 10, seconds: 600)
    #expect(abs(worst * 300 / ten - 1) < 1e-9)
  }

  @Test("a table by the hour, its gauges where they stand")
  func tables() throws {
    let rain = try Self.rain(RainChange(table: "t.csv"), "# a storm\nhours,mm\n0,20\n1,40\n2,0\n")
    #expect(abs(rain.depth - 0.06) < 1e-12)
    let two = try Self.rain(
      RainChange(table: "t.csv"), "minutes;mm/h @ 99.0 3.62;mm/h @ 99.01 3.62\n0;60;0\n30;60;0\n60;0;0\n")
    #expect(two.gauges.count == 2 && abs(two.depth - 0.03) < 1e-12)
  }

  @Test("rain in the wrong unit, without length, with holes or twice: a sentence each")
  func badRain() {
    func text(_ change: RainChange, _ table: String = "") -> String {
      Self.complaint { _ = try Self.rain(change, table) }
    }
    #expect(text(RainChange(table: "t.csv"), "hours,in\n0,4\n1,0\n").contains("known are mm/h, mm"))
    #expect(text(RainChange(table: "t.csv"), "hours,m/h\n0,4\n1,0\n").contains("no unit of this table"))
    #expect(text(RainChange(table: "t.csv"), "hours,mm/h\n0,0.05\n3,0\n").contains("in metres or in inches"))
    #expect(text(RainChange(table: "t.csv"), "hours,mm/h\n0,nan\n3,0\n").contains("line 2: \"nan\" is no number"))
    #expect(text(RainChange(table: "t.csv"), "hours,mm/h\n1,5\n0,0\n").contains("rise from line to line"))
    #expect(text(RainChange(table: "t.csv"), "hours,mm\n0,5\n1,5\n").contains("last row ends the table"))
    #expect(text(RainChange(depth: 3000, duration: 1)).contains("more than was ever measured"))
    #expect(text(RainChange(depth: 100)).contains("how long"))
    #expect(text(RainChange(returnPeriod: 10, duration: 3)).contains("rain-idf-lambda"))
    var city = Hand.city()
    var conditions = Conditions()
    #expect(
      Self.complaint {
        for _ in 0..<2 { try RainChange(depth: 5, duration: 1).apply(to: &city, under: &conditions, with: NoFiles()) }
      }.contains("twice"))
  }

  @Test("high tide falls at the hour asked for; a rise under changes adds to the tide supposed")
  func tide() throws {
    var city = Hand.city()
    var conditions = Conditions()
    try SeaLevelChange(mean: 0.2, range: 2, highAt: 2).apply(to: &city, under: &conditions, with: NoFiles())
    try SeaLevelChange(rise: 0.5).apply(to: &city, under: &conditions, with: NoFiles())
    let sea = try #require(conditions[SeaLevel.self])
    #expect(abs(sea.level(at: 7200) - 1.7) < 1e-12)
    #expect(abs(sea.level(at: 7200 + SeaLevel.period / 2) + 0.3) < 1e-9)
    #expect(
      Self.complaint { try SeaLevelChange(range: 1).apply(to: &city, under: &conditions, with: NoFiles()) }
        .contains("given twice"))
  }

  @Test("a hydrograph that stops early, and a sea that touches only dry land, are told before anything runs")
  func early() throws {
    var city = Hand.city(Hand.ground(8, 8) { _, y in 5 + y * 0.01 })
    var conditions = Conditions()
    let files = NoFiles(texts: ["q.csv": "hours,m3/s\n0,1\n2,5\n"])
    let place = TownFloodTests.degrees([(40, 40)])[0]
    try InflowChange(at: place, table: "q.csv").apply(to: &city, under: &conditions, with: files)
    try FloodSettingsChange(hours: 4, members: 0).apply(to: &city, under: &conditions, with: files)
    let told = Self.complaint { _ = try FloodModel().run(on: city, under: conditions, in: TestContext()) }
    #expect(told.contains("stops early") && told.contains("2 h") && told.contains("4 h"))
    var other = Conditions()
    try SeaLevelChange(mean: 4.5, range: 2).apply(to: &city, under: &other, with: files)
    #expect(
      Self.complaint { _ = try FloodModel().run(on: city, under: other, in: TestContext()) }.hasPrefix("sea-level: ")
        && Self.complaint { _ = try FloodModel().run(on: city, under: other, in: TestContext()) }.contains("dry land"))
  }

  @Test("a sea that stays below all of the model's edge has no part in the flood, and a remark says so")
  func farSea() throws {
    func run(_ sea: SeaLevelChange?) throws -> Outcome {
      var city = Hand.city(Hand.ground(8, 8) { _, y in 5 + y * 0.01 })
      var conditions = Conditions()
      let files = NoFiles()
      try RainChange(depth: 50, duration: 1).apply(to: &city, under: &conditions, with: files)
      try sea?.apply(to: &city, under: &conditions, with: files)
      try FloodSettingsChange(members: 0).apply(to: &city, under: &conditions, with: files)
      return try FloodModel().run(on: city, under: conditions, in: TestContext())
    }
    let (inland, beside) = (try run(nil), try run(SeaLevelChange(range: 2)))
    #expect(beside.remarks.contains { $0.contains("The sea has no part") })
    #expect(Hand.number(inland, "flood.balance.out") == Hand.number(beside, "flood.balance.out"))
  }

  @Test("a river beyond all rivers, and a sea above nearly all ground, are refused")
  func tooMuch() {
    var city = Hand.city(Hand.ground(8, 8) { x, y in x < 20 ? -1 : 2 + y * 0.01 })
    city.land.append(key: FeatureKey("s"), use: .water, name: "", outline: Hand.box(0, 0, 20, 80))
    var conditions = Conditions()
    let files = NoFiles(texts: ["q.csv": "hours,m3/s\n0,5\n1,99000000\n2,0\n"])
    let place = TownFloodTests.degrees([(40, 40)])[0]
    #expect(
      Self.complaint { try InflowChange(at: place, table: "q.csv").apply(to: &city, under: &conditions, with: files) }
        .contains("more than any river carries"))
    #expect(
      Self.complaint {
        try SeaLevelChange(mean: 5).apply(to: &city, under: &conditions, with: files)
        _ = try FloodModel().run(on: city, under: conditions, in: TestContext())
      }.contains("terrain-datum-shift"))
  }

  @Test("a pump without a curve, a drain that runs uphill, a wall without a height: a sentence each")
  func badWorks() {
    var city = Hand.city(Hand.ground(8, 8) { _, y in 5 + y * 0.01 })
    var conditions = Conditions()
    let line = TownFloodTests.degrees([(40, 10), (40, 60)])
    #expect(
      Self.complaint { try PumpChange(from: line[0]).apply(to: &city, under: &conditions, with: NoFiles()) }
        .contains("no curve"))
    #expect(
      Self.complaint {
        try PumpChange(from: line[0], curve: "0 m 1 m³/s, 3 m 2 m³/s").apply(
          to: &city, under: &conditions, with: NoFiles())
      }.contains("pair 2"))
    #expect(
      Self.complaint {
        try DrainChange(line: line, width: 1, depth: 1).apply(to: &city, under: &conditions, with: NoFiles())
      }.contains("uphill"))
    #expect(
      Self.complaint { try WallChange(line: line).apply(to: &city, under: &conditions, with: NoFiles()) }
        .contains("how high"))
    #expect(city.waterWorks.isEmpty && city.waterways.count == 0)
  }

  @Test("a pump's curve is read in order, units and all")
  func curve() throws {
    var city = Hand.city()
    var conditions = Conditions()
    try PumpChange(from: [99, 3.62], curve: "0 m 3 m³/s, 4 m 2 m3/s, 6 m 0 m³/s").apply(
      to: &city, under: &conditions, with: NoFiles())
    #expect(city.waterWorks.pumps[0].heads == [0, 4, 6] && city.waterWorks.pumps[0].rates == [3, 2, 0])
  }
}
