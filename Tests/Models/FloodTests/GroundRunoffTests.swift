import Edits
import Flood
import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@Suite("Runoff of a ground, estimated") struct GroundRunoffTests {
  /// Grass of 100 m × 100 m on soil C that falls 1 % to the east.
  static func meadow() -> City {
    var city = Hand.city(Hand.ground(30, 30) { x, _ in 20 - x * 0.01 }, error: 0.1)
    city.land.append(key: FeatureKey("l"), use: .grass, name: "", outline: Hand.box(0, 0, 300, 300))
    return city
  }
  static let ground = Hand.box(100, 100, 100, 100)
  static let rain = Rain(DesignStorm(depth: 0.1, duration: 10_800))

  static func paved(_ city: City, _ share: Double) -> City {
    var city = city
    city.waterWorks.surfaces.append(.init(outline: ground, pavedShare: share))
    return city
  }

  @Test("volumes are those of TR-55 worked by hand")
  func volumes() throws {
    let city = Self.meadow()
    let found = try #require(
      GroundRunoff(on: Self.ground, before: city, after: Self.paved(city, 1), rain: Self.rain))
    // Grass on C: CN 74, S = 25400/74 − 254 = 89.243 mm; (100 − 17.849)² / (100 + 71.395) = 39.376 mm on a hectare.
    #expect(abs(found.before.volume - 393.76) < 0.5)
    #expect(abs(found.before.curveNumber - 74) < 0.05)
    // Asphalt: CN 98, S = 5.1837 mm; (100 − 1.03673)² / (100 + 4.14694) = 94.037 mm.
    #expect(abs(found.after.volume - 940.37) < 0.5)
    #expect(abs(found.area - 10_000) < 1)
  }

  @Test("of asphalt under even rain nearly all of the last minutes' rain leaves: the peak is its rate times the area")
  func peaks() throws {
    let city = Self.meadow()
    let found = try #require(
      GroundRunoff(on: Self.ground, before: city, after: Self.paved(city, 1), rain: Self.rain))
    // 100 mm in 3 h are 33.3 mm/h, 0.0926 m³/s from a hectare.
    #expect(found.after.peak > 0.0900 && found.after.peak < 0.0926)
    // t = 6.92 (0.035 · 100)^0.6 / (32.9^0.4 · 0.01^0.3) = 14.4 … of friction 0.035 along 100 m: about a quarter of an hour.
    #expect(found.after.minutes > 12 && found.after.minutes < 19)
    #expect(found.before.peak < found.after.peak && found.before.minutes > found.after.minutes)
  }

  @Test("a tank lets no more go than its release until it is full")
  func tank() throws {
    let city = Self.meadow()
    var held = Self.paved(city, 1)
    held.waterWorks.detentions.append(.init(outline: Self.ground, volume: 1000, release: 0.03))
    let roomy = try #require(GroundRunoff(on: Self.ground, before: city, after: held, rain: Self.rain))
    #expect(abs(roomy.after.peak - 0.03) < 1e-9)
    held.waterWorks.detentions = [.init(outline: Self.ground, volume: 10, release: 0.03)]
    let small = try #require(GroundRunoff(on: Self.ground, before: city, after: held, rain: Self.rain))
    #expect(small.after.peak > 0.08)
    #expect(abs(roomy.after.volume - small.after.volume) < 1e-9)
  }

  @Test("a new street adds what runs off its own width where it covers grass")
  func street() throws {
    let city = Self.meadow()
    var changed = city
    let end = city.streets.segments.count
    let nodes = [Point(x: 500_100, y: 400_250), Point(x: 500_200, y: 400_250)].enumerated().map {
      changed.streets.nodes.append(key: FeatureKey("new\($0.offset)"), at: $0.element)
    }
    let link = Link(access: .all, speed: 10, lanes: 1)
    changed.streets.append(
      Segment(streetClass: .residential, forward: link, backward: link), key: FeatureKey("s"), from: nodes[0],
      to: nodes[1], shape: [Point(x: 500_100, y: 400_250), Point(x: 500_200, y: 400_250)])
    let volume = GroundRunoff.volume(addedBy: [end], before: city, after: changed, rain: Self.rain)
    // 7 m × 100 m paved; a cell's curve number is the mean of its parts, so a little less than 700 m² × (94.04 − 39.38) mm.
    #expect(volume > 25 && volume < 700 * 0.0547)
  }

  @Test("its peak stands within a third of the run's own, before and after")
  func besideTheRun() throws {
    var city = Self.meadow()
    var conditions = Conditions()
    try RainChange(depth: 100, duration: 3).apply(to: &city, under: &conditions, with: NoFiles())
    try FloodSettingsChange(members: 0).apply(to: &city, under: &conditions, with: NoFiles())
    let before = city
    let after = Self.paved(city, 0.9)
    try conditions.set(
      Development(sites: [.init(outline: Self.ground)], before: before, built: after), from: "build")
    let outcome = try FloodModel().run(on: after, under: conditions, in: TestContext(threads: 2))
    let found = try #require(GroundRunoff(on: Self.ground, before: before, after: after, rain: Self.rain))
    for (ours, id) in [(found.before.peak, "before"), (found.after.peak, "after")] {
      let run = Hand.number(outcome, "flood.site.runoff-\(id)")
      print("    runoff \(id): estimate \(ours) m³/s, run \(run) m³/s")
      #expect(abs(ours / run - 1) < 0.34, "\(id): \(ours) beside \(run)")
    }
  }
}
