import Damage
import Geography
import Modelling
import Replica
import Testing

/// Cells of 10 m, the first row the northern one; its south-west corner at the origin.
private func grid(_ rows: [[Float]]) -> Grid {
  Grid(
    columns: rows[0].count, rows: rows.count, values: rows.flatMap(\.self),
    placement: .affine(AffinePlacement(west: 0, north: Double(rows.count) * 10, cellWidth: 10, cellHeight: 10)))
}

private func city(_ values: [LocalValue] = priced) -> City {
  var profile = Profile(
    name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
    drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!)
  profile.values = values
  var city = City(profile: profile)
  // A home of one storey, a shop of three, a factory, a timber home: 10 × 10 m each, one a cell.
  for (number, use) in [BuildingUse.residential, .commercial, .industrial, .residential].enumerated() {
    var building = Building()
    building.use = use
    building.levels = number == 1 ? 3 : 1
    building.people = use == .residential ? 4 : 0
    building.material = number == 3 ? .timber : .concrete
    let x = Double(number) * 10
    city.buildings.append(
      building, key: FeatureKey("b\(number)"),
      footprint: MultiPolygon(Box(minX: x, minY: 0, maxX: x + 10, maxY: 10)))
  }
  city.zones.append(
    key: FeatureKey("z0"), name: "West", outline: MultiPolygon(Box(minX: 0, minY: 0, maxX: 20, maxY: 10)), people: 4)
  city.zones.append(
    key: FeatureKey("z1"), name: "East", outline: MultiPolygon(Box(minX: 20, minY: 0, maxX: 40, maxY: 10)), people: 4)
  return city
}

private func value(_ name: String, _ number: Double, _ unit: String) -> LocalValue {
  LocalValue(name: name, value: number, unit: unit, source: "a test", year: 2024)
}

private let priced = ["residential", "commercial", "industrial"].map {
  value("construction-cost-\($0)", 1000, "MYR/m²")
}

private func run(_ city: City, _ water: [any Condition], threads: Int = 1) throws -> Outcome {
  var conditions = Conditions()
  func give<C: Condition>(_ condition: C) throws { try conditions.set(condition, from: "test") }
  for one in water { try give(one) }
  return try DamageModel().run(on: city, under: conditions, in: TestContext(threads: threads))
}

private func depth(_ rows: [[Float]]) -> WaterDepth { WaterDepth(frames: [.init(seconds: 0, depth: grid(rows))]) }

private func number(_ outcome: Outcome, _ id: String) -> Double? {
  outcome.indicators.first { $0.id == id }?.value.number
}

@Suite("Damage curves") struct DamageCurveTests {
  /// The published averages for Asia (Huizinga et al. 2017), typed here a second time.
  static let published: [(AssetClass, [(Double, Double)])] = [
    (
      .residential,
      [(0, 0), (0.5, 0.327), (1, 0.494), (1.5, 0.617), (2, 0.721), (3, 0.87), (4, 0.931), (5, 0.984), (6, 1)]
    ),
    (
      .commercial,
      [(0, 0), (0.5, 0.377), (1, 0.538), (1.5, 0.659), (2, 0.763), (3, 0.883), (4, 0.942), (5, 0.981), (6, 1)]
    ),
    (
      .industrial,
      [(0, 0), (0.5, 0.283), (1, 0.482), (1.5, 0.629), (2, 0.717), (3, 0.857), (4, 0.909), (5, 0.955), (6, 1)]
    ),
    (.transport, [(0, 0), (0.5, 0.358), (1, 0.572), (1.5, 0.733), (2, 0.847), (3, 1)]),
    (
      .infrastructure,
      [(0, 0), (0.5, 0.214), (1, 0.373), (1.5, 0.604), (2, 0.71), (3, 0.808), (4, 0.887), (5, 0.969), (6, 1)]
    ),
    (
      .agriculture,
      [(0, 0), (0.5, 0.135), (1, 0.37), (1.5, 0.524), (2, 0.558), (3, 0.66), (4, 0.834), (5, 0.988), (6, 1)]
    ),
  ]

  @Test("every curve is exact at its knots", arguments: published)
  func knots(asset: AssetClass, knots: [(Double, Double)]) {
    for (depth, share) in knots { #expect(DamageCurve.of(asset).share(at: depth) == share) }
  }

  @Test("every curve rises from 0 to 1, never falls, and stays whole in deeper water", arguments: AssetClass.allCases)
  func monotone(asset: AssetClass) {
    let curve = DamageCurve.of(asset)
    var before = 0.0
    for step in 0...7000 {
      let share = curve.share(at: Double(step) / 1000)
      #expect(share >= before && share <= 1)
      before = share
    }
    #expect(before == 1)
    #expect(curve.share(at: .nan) == 0 && curve.share(at: -1) == 0 && curve.share(at: .infinity) == 1)
  }
}

@Suite("Damage") struct DamageTests {
  @Test("homes, shops and factories by hand, with contents and what is left by age")
  func byHand() throws {
    let outcome = try run(city(), [depth([[1, 1, 1, 1]])])
    // 100 m² × 1000 MYR × 0.6 by age × 0.6 that can be damaged × contents × curve.
    #expect(abs(number(outcome, "damage.buildings.commercial")! - 36_000 * 2 * 0.538) < 1e-6)
    #expect(abs(number(outcome, "damage.buildings.industrial")! - 36_000 * 2.5 * 0.482) < 1e-6)
    // All of a timber house can be damaged.
    #expect(abs(number(outcome, "damage.buildings.residential")! - (36_000 + 60_000) * 1.5 * 0.494) < 1e-6)
    #expect(number(outcome, "damage.buildings") == number(outcome, "damage.total"))
    let zones = try #require(outcome.fields.first { $0.name == "damage.zones" })
    #expect(abs(zones.values[0] - Float(36_000 * 1.5 * 0.494 + 36_000 * 2 * 0.538)) < 0.01)
  }

  @Test("the film that rain leaves everywhere costs nothing, 5 cm and more do")
  func film() throws {
    let film = try run(city(), [depth([[0.049, 0.049, 0.049, 0.049]])])
    #expect(number(film, "damage.total") == 0)
    let water = try run(city(), [depth([[0.05, 0.049, 0.049, 0.049]])])
    #expect(abs(number(water, "damage.total")! - 36_000 * 1.5 * 0.0327) < 1e-3)
  }

  @Test("what is greatest between two moments is paid for, where it is known")
  func betweenMoments() throws {
    let moments = [WaterDepth.Frame(seconds: 0, depth: grid([[0.5, 0, 0, 0]]))]
    let known = try run(city(), [WaterDepth(frames: moments, greatest: grid([[1, 0, 0, 0]]))])
    #expect(abs(number(known, "damage.total")! - 36_000 * 1.5 * 0.494) < 1e-6)
    let unknown = try run(city(), [WaterDepth(frames: moments)])
    #expect(abs(number(unknown, "damage.total")! - 36_000 * 1.5 * 0.327) < 1e-6)
  }

  @Test("deeper than a storey, the next one is in water too, as long as there is one")
  func storeys() throws {
    let outcome = try run(city(), [depth([[4, 4, 0, 0]])])
    #expect(abs(number(outcome, "damage.buildings.residential")! - 36_000 * 1.5 * 0.931) < 1e-6)
    #expect(abs(number(outcome, "damage.buildings.commercial")! - 36_000 * 2 * (0.942 + 0.538)) < 1e-6)
  }

  @Test("without values nothing is priced, and it says what to ask for")
  func noValues() throws {
    let outcome = try run(city([]), [depth([[1, 1, 1, 1]])])
    let total = try #require(outcome.indicators.first { $0.id == "damage.total" })
    guard case .notComputable(let because) = total.value else {
      Issue.record("a price without a value")
      return
    }
    #expect(because.contains("gdp-per-head") && because.contains("construction-cost-residential"))
    #expect(outcome.fields.isEmpty)
    #expect(DamageModel().verdicts(on: city([])).first?.level == .cannot)
  }

  @Test(
    "a value in another unit, below 0 or none at all is told, not used", arguments: [("USD/m²", 5.0), ("MYR/m²", -1)])
  func wrongUnit(unit: String, number: Double) throws {
    let outcome = try run(
      city([value("construction-cost-residential", number, unit)] + priced.dropFirst()), [depth([[1, 1, 1, 1]])])
    guard case .notComputable(let because)? = outcome.indicators.first(where: { $0.id == "damage.total" })?.value else {
      Issue.record("a price from a wrong value")
      return
    }
    #expect(because.contains("construction-cost-residential in city.yaml is \(number) \(unit)"))
  }

  @Test("the product a head prices building by the JRC's formula, in euro of 2010 and by the rate")
  func product() throws {
    let values = [value("gdp-per-head", 8899, "USD"), value("currency-per-euro", 4, "MYR/EUR")]
    let found = DamageValues(city(values).profile)
    // 24.078 × 8899^0.3852 = 799.6 EUR a m² new.
    let damage = try #require(found.greatestDamage(.residential, .brick))
    #expect(abs(damage / (4 * 0.36 * 1.5) - 799.6) < 1)
    #expect(found.remarks.contains { $0.contains("prices of 2010") })
  }

  @Test("streets by width and length, farmland by area; bridges are spared")
  func streetsAndFields() throws {
    var city = city(priced + [value("street-repair-cost", 100, "MYR/m²"), value("crop-value", 2, "MYR/m²")])
    let nodes = [0.0, 40].map { city.streets.nodes.append(key: FeatureKey("n\($0)"), at: Point(x: $0, y: 5)) }
    let link = Link(access: .all, speed: 10, lanes: 1)
    for structure in [Structure.ground, .bridge] {
      var segment = Segment(streetClass: .residential, forward: link, backward: link)
      segment.structure = structure
      segment.width = structure == .ground ? 6 : .nan
      city.streets.append(
        segment, key: FeatureKey("s\(structure)"), from: nodes[0], to: nodes[1],
        shape: nodes.map { city.streets.nodes.points[$0.index] })
    }
    city.land.append(
      key: FeatureKey("f"), use: .farmland, name: "",
      outline: MultiPolygon(Box(minX: 0, minY: 0, maxX: 20, maxY: 10)))
    let outcome = try run(city, [depth([[1, 0, 0, 0]])])
    #expect(abs(number(outcome, "damage.streets")! - 10 * 6 * 100 * 0.373) < 1e-9)
    #expect(abs(number(outcome, "damage.farmland")! - 200 * 2 * 0.37 / 2) < 1e-9)
    let parts = ["damage.buildings", "damage.streets", "damage.farmland"].compactMap { number(outcome, $0) }
    #expect(number(outcome, "damage.total") == parts.reduce(0, +))
  }

  @Test("the interval is the 5th and 95th percentile of the members, and holds the number")
  func interval() throws {
    let members = (0...20).map { grid([[Float($0) / 10, 0, 0, 0]]) }
    let outcome = try run(city(), [depth([[1, 0, 0, 0]]), WaterEnsemble(peaks: members)])
    guard
      case .number(let told, let low?, let high?)? = outcome.indicators.first(where: { $0.id == "damage.total" })?.value
    else {
      Issue.record("no interval")
      return
    }
    let curve = DamageCurve.of(.residential)
    #expect(abs(told - 54_000 * 0.494) < 1e-6)
    #expect(abs(low - 54_000 * curve.share(at: Double(Float(0.1)))) < 1e-3)
    #expect(abs(high - 54_000 * curve.share(at: Double(Float(1.9)))) < 1e-3)
  }

  @Test("expected annual damage is the area under damage over probability, with its ends told")
  func annual() throws {
    // p = 0.5, 0.1, 0.01; D = 0, 100, 1000: 20 + 49.5, and 10 beyond.
    let annual = AnnualDamage(years: [2, 10, 100], damages: [0, 100, 1000])
    #expect(abs(annual.low - 69.5) < 1e-9)
    #expect(abs(annual.expected - 79.5) < 1e-9)
    #expect(annual.high == annual.expected)
    #expect(abs(AnnualDamage(years: [10], damages: [100]).high - (10 + 45)) < 1e-9)
    let peaks = [Float(0), 1].map { grid([[$0, 0, 0, 0]]) }
    let outcome = try run(city(), [WaterByReturnPeriod(years: [2, 10], peaks: peaks)])
    let damage = 54_000 * 0.494
    #expect(abs(number(outcome, "damage.expected-annual")! - (damage / 2 * 0.4 + damage * 0.1)) < 1e-6)
    #expect(abs(number(outcome, "damage.total.1-in-10")! - damage) < 1e-9)
    #expect(number(outcome, "damage.total") == 0)
  }

  @Test("people in each class of danger; without speeds none is told")
  func danger() throws {
    let hazard = WaterHazard(greatest: grid([[0.75, 2, 0.1, 2.5]]))
    let outcome = try run(city(), [depth([[1, 1, 1, 1]]), hazard])
    #expect(number(outcome, "damage.people.danger-for-some") == 4)
    #expect(number(outcome, "damage.people.danger-for-all") == 4)
    #expect(number(outcome, "damage.people.danger-for-most") == 0)
    #expect(outcome.fields.first { $0.name == "damage.danger.buildings" }?.values == [0.75, 2, 0.1, 2.5])
    let still = try run(city(), [depth([[1, 1, 1, 1]])])
    #expect(still.indicators.contains { $0.id == "damage.people.danger-for-most" && $0.value.number == nil })
  }

  @Test("no data is dry, and no water costs nothing", arguments: [[], [depth([[.nan, .nan, .nan, .nan]])]])
  func dry(water: [WaterDepth]) throws {
    let outcome = try run(city(), water)
    #expect(number(outcome, "damage.total") == 0)
  }

  @Test("the answer is the same with any number of threads")
  func threads() throws {
    var random = SplitMix(seed: 3)
    let members = (0..<20).map { _ in grid([(0..<4).map { _ in Float(random.unit() * 3) }]) }
    let water: [any Condition] = [depth([[1, 2, 0.3, 0]]), WaterEnsemble(peaks: members)]
    let one = try run(city(), water)
    let four = try run(city(), water, threads: 4)
    #expect(one.indicators == four.indicators)
    #expect(one.fields.map(\.values) == four.fields.map(\.values))
  }
}

/// A run without a stop.
private struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 1
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
