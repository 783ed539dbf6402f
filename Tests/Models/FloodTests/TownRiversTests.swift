import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("Rivers of a town") struct TownRiversTests {
  /// A plain of 400 × 1500 m between rising sides that falls 1 ‰ to the south, and a river of 30 m down its middle, 2 m deep.
  /// `ridge` is the width in m of a bank 8 m high across it.
  static func plain(ridge: Double = 0) -> City {
    let ground = Hand.ground(40, 150) { x, y in
      10 + y * 0.001 + max(0, abs(x - 205) - 150) * 0.1 + (abs(y - 700) < ridge / 2 ? 8 : 0)
    }
    var city = Hand.city(ground, error: 0.1)
    city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "Sungai Uji",
      line: [Point(x: 500_205, y: 401_500), Point(x: 500_205, y: 400_000)], width: 30, depth: 2)
    return city
  }

  static func run(_ city: City, hours: Double = 3, baseFlow: Double? = nil, _ changes: [any Change]) throws -> Outcome {
    var (city, conditions) = (city, Conditions())
    let files = NoFiles(texts: [
      "levels": "hours,m\n0,9.6\n1,11.4\n6,11.4\n", "low": "hours,m\n0,2\n6,3\n",
      "wave": "hours,m\n0,9.5\n1.5,9.5\n4,11.3\n4.5,11.3\n6,9.9\n7,9.7\n",
    ])
    for change in changes { try change.apply(to: &city, under: &conditions, with: files) }
    try FloodSettingsChange(hours: hours, members: 0, infiltration: "none", baseFlow: baseFlow)
      .apply(to: &city, under: &conditions, with: files)
    return try FloodModel().run(on: city, under: conditions, in: TestContext())
  }

  /// A drop of water on the plain, so that a run is asked for.
  private static func drop() throws -> InflowChange {
    InflowChange(at: try place(Point(x: 500_350, y: 400_800)), rate: 0.001)
  }

  @Test("a river starts with water in it and goes on carrying it; the account says so")
  func baseFlow() throws {
    let outcome = try Self.run(Self.plain(), [try Self.drop()])
    // 0.16 of (30 ⁄ 7.2)² m³/s.
    let rate = 30 / 7.2 * 30 / 7.2 * 0.160 as Double
    let came = Hand.number(outcome, "flood.balance.inflow")
    #expect(abs(came / (rate * 10_800) - 1) < 0.01)
    let start = Hand.number(outcome, "flood.balance.start")
    #expect(start > 2000)
    // What stands in the river stays about the same: the start is what the flow keeps up.
    #expect(abs(Hand.number(outcome, "flood.balance.surface") - start) < 0.3 * start)
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
    #expect(Hand.number(outcome, "flood.area") == 0)
    #expect(outcome.remarks.contains { $0.contains("base flow") })
  }

  @Test("without a base flow rivers are dry, as asked for")
  func dry() throws {
    let outcome = try Self.run(Self.plain(), baseFlow: 0, [try Self.drop()])
    #expect(Hand.number(outcome, "flood.balance.start") == 0)
    #expect(Hand.number(outcome, "flood.balance.inflow") < 15)
  }

  @Test(
    "a river mapped over a hill has no base flow and is told; one under a bridge that the terrain took for ground keeps it"
  )
  func climbing() throws {
    let hill = try Self.run(Self.plain(ridge: 400), [try Self.drop()])
    #expect(Hand.number(hill, "flood.balance.inflow") < 15)
    #expect(
      hill.remarks.contains { $0.contains("Sungai Uji") && $0.contains("ground that rises by 7.") }, "\(hill.remarks)")
    let bridge = try Self.run(Self.plain(ridge: 40), [try Self.drop()])
    #expect(Hand.number(bridge, "flood.balance.inflow") > 1000)
    #expect(!bridge.remarks.contains { $0.contains("Sungai Uji is mapped") })
  }

  @Test("an inflow given at a river's upper end takes the place of its base flow")
  func given() throws {
    let outcome = try Self.run(Self.plain(), [InflowChange(river: "Sungai Uji", rate: 20)])
    #expect(abs(Hand.number(outcome, "flood.balance.inflow") / (20 * 10_800) - 1) < 0.01)
    #expect(!outcome.remarks.contains { $0.contains("base flow") })
  }

  @Test("a river whose line begins outside the model enters where it comes in")
  func fromOutside() throws {
    var city = Self.plain()
    city.waterways = Waterways()
    city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "Sungai Uji",
      line: [Point(x: 500_205, y: 401_900), Point(x: 500_205, y: 400_000)], width: 30, depth: 2)
    let outcome = try Self.run(city, [InflowChange(river: "Sungai Uji", rate: 20)])
    #expect(abs(Hand.number(outcome, "flood.balance.inflow") / (20 * 10_800) - 1) < 0.01)
    #expect(!outcome.remarks.contains { $0.contains("base flow") })
  }

  @Test("a river's water that reaches beyond the terrain is no sea, high above it; low beside it, it is")
  func beyondTerrain() throws {
    func run(lifted: Double) throws -> Outcome {
      var city = Self.plain()
      city.terrain = Hand.ground(40, 150) { x, y in
        y > 1_450 ? .nan : lifted + y * 0.001 + max(0, abs(x - 205) - 150) * 0.1
      }
      city.land.append(
        key: FeatureKey("water"), use: .water, name: "",
        outline: MultiPolygon(rings: [
          [
            Point(x: 500_185, y: 401_500), Point(x: 500_185, y: 400_500), Point(x: 500_225, y: 400_500),
            Point(x: 500_225, y: 401_500),
          ]
        ]))
      return try Self.run(city, [try Self.drop()])
    }
    let high = try run(lifted: 10)
    #expect(!high.remarks.contains { $0.contains("Sungai Uji is mapped") }, "\(high.remarks)")
    #expect(Hand.number(high, "flood.balance.inflow") > 10_000)
    #expect(Hand.number(high, "flood.balance.sea-in") == 0)
    let low = try run(lifted: -3)
    #expect(Hand.number(low, "flood.balance.sea-in") > 1)
  }

  @Test("a river that goes on from another brings no water of its own")
  func continued() throws {
    var city = Self.plain()
    city.waterways = Waterways()
    for (number, ends) in [(401_500.0, 400_700.0), (400_700, 400_000)].enumerated() {
      city.waterways.append(
        key: FeatureKey("w\(number)"), kind: .river, name: "",
        line: [Point(x: 500_205, y: ends.0), Point(x: 500_205, y: ends.1)], width: 30, depth: 2)
    }
    let rate = 30 / 7.2 * 30 / 7.2 * 0.160 as Double
    let outcome = try Self.run(city, [try Self.drop()])
    #expect(abs(Hand.number(outcome, "flood.balance.inflow") / (rate * 10_800) - 1) < 0.01)
  }

  @Test("a stream narrower than a cell that runs across the cells' corners keeps its water")
  func diagonal() throws {
    var city = Hand.city(
      Hand.ground(60, 60) { x, y in 10 + (x + y) * 0.002 + max(0, abs(x - y) - 150) * 0.1 }, error: 0.1)
    city.waterways.append(
      key: FeatureKey("w"), kind: .stream, name: "",
      line: [Point(x: 500_598, y: 400_598), Point(x: 500_002, y: 400_002)], width: 5, depth: 1.5)
    let outcome = try Self.run(city, [InflowChange(at: try Self.place(Point(x: 500_300, y: 400_400)), rate: 0.001)])
    #expect(Hand.number(outcome, "flood.area") == 0)
    #expect(Hand.number(outcome, "flood.balance.out") > 0.5 * Hand.number(outcome, "flood.balance.inflow"))
  }

  @Test("levels at a gauge become the flow that stands as high there")
  func levels() throws {
    // In the middle of the plain the banks stand at 10.75 m and the bed at 8.75 m: 11.4 m is 0.65 m over the banks.
    let gauge = try Self.place(Point(x: 500_210, y: 400_750))
    let outcome = try Self.run(
      Self.plain(), hours: 6, [InflowChange(river: "Sungai Uji", table: "levels", gauge: gauge)])
    let depths = try #require(outcome.offered[WaterDepth.self]?.frames.last?.depth)
    #expect(abs(depths.value(at: Point(x: 500_205, y: 400_750)) - 0.65) < 0.06)
    #expect(outcome.remarks.contains { $0.contains("no measured rating curve") })
  }

  @Test("a wave that comes and goes is followed at its gauge, and what it brought came in from outside")
  func wave() throws {
    let gauge = try Self.place(Point(x: 500_210, y: 400_750))
    let outcome = try Self.run(
      Self.plain(), hours: 7, [InflowChange(river: "Sungai Uji", table: "wave", gauge: gauge)])
    let frames = try #require(outcome.offered[WaterDepth.self]?.frames)
    let beside = frames.map { $0.depth.value(at: Point(x: 500_205, y: 400_750)) }
    // 11.3 m is 0.55 m over the banks; two hours before and after it the river lies between them.
    #expect(abs((beside.max() ?? 0) - 0.55) < 0.05)
    #expect(beside.first == 0 && beside.last == 0)
    let top = try #require(beside.indices.max { beside[$0] < beside[$1] })
    #expect(abs(Double(top) / Double(frames.count - 1) * 7 - 4.25) <= 0.5)
    #expect(Hand.number(outcome, "flood.balance.inflow") > 100_000)
    #expect(Hand.number(outcome, "flood.balance.drained") == 0)
    #expect(abs(Hand.number(outcome, "flood.balance.error")) < 1e-6)
  }

  @Test("on ground whose cells make another river of every width, the run itself stands as high as was read")
  func rough() throws {
    // Bars 0.6 m high every 130 m, and a bend of 40 m: bed and fall at the gauge change with the cells that show them.
    var city = Hand.city(
      Hand.ground(40, 150) { x, y in
        10 + y * 0.001 + max(0, abs(x - 205) - 150) * 0.1 + (y.truncatingRemainder(dividingBy: 130) < 40 ? 0.6 : 0)
      }, error: 0.1)
    city.waterways.append(
      key: FeatureKey("w"), kind: .river, name: "Sungai Uji",
      line: [Point(x: 500_205, y: 401_500), Point(x: 500_245, y: 400_800), Point(x: 500_205, y: 400_000)], width: 24,
      depth: 2)
    let gauge = try Self.place(Point(x: 500_240, y: 400_750))
    let outcome = try Self.run(city, hours: 6, [InflowChange(river: "Sungai Uji", table: "levels", gauge: gauge)])
    let told = try #require(outcome.remarks.first { $0.contains("At the gauge of Sungai Uji") })
    let stands = try #require(told.split(separator: " ").dropLast().last.flatMap { Double($0) })
    #expect(abs(stands - 11.4) < 0.06)
  }

  @Test("what cannot be is a sentence: a gauge away from rivers, levels below the bed, a gauge without a table")
  func bad() throws {
    let city = Self.plain()
    func fails(_ change: InflowChange, _ words: String) {
      #expect { try Self.run(city, [change]) } throws: { "\($0)".contains(words) }
    }
    let gauge = try Self.place(Point(x: 500_205, y: 400_750))
    fails(InflowChange(river: "Sungai Uji", table: "low", gauge: gauge), "below the river's bed")
    fails(InflowChange(river: "Sungai Uji", rate: 3, gauge: gauge), "belongs to a table")
    var dry = city
    dry.waterways = Waterways()
    #expect {
      try Self.run(dry, [InflowChange(at: gauge, table: "levels", gauge: gauge)])
    } throws: { "\($0)".contains("no open river") }
  }

  private static func place(_ point: Point) throws -> [Double] {
    let coordinate = try #require(UTM(zone: 47, isSouthern: false)).unproject(point)
    return [coordinate.longitude, coordinate.latitude]
  }
}
