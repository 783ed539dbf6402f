import Exposure
import Geography
import Modelling
import Replica
import Testing

@Suite("Exposure") struct ExposureTests {
  /// Cells of 10 m from (0, 40) southwards: four rows of four.
  static func grid(_ rows: [[Float]]) -> Grid {
    Grid(
      columns: rows[0].count, rows: rows.count, values: rows.flatMap(\.self),
      placement: .affine(AffinePlacement(west: 0, north: Double(rows.count) * 10, cellWidth: 10, cellHeight: 10)))
  }

  static func city() -> City {
    City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!))
  }

  static func building(_ city: inout City, _ box: Box, people: Double) {
    var building = Building()
    building.people = people
    city.buildings.append(
      building, key: FeatureKey("test/building/\(city.buildings.count)"), footprint: MultiPolygon(box))
  }

  static func street(_ city: inout City, _ shape: [Point], structure: Structure = .ground) {
    let start = city.streets.nodes.append(key: FeatureKey("a\(city.streets.nodes.count)"), at: shape[0])
    let end = city.streets.nodes.append(key: FeatureKey("b\(city.streets.nodes.count)"), at: shape[shape.count - 1])
    let link = Link(access: .all, speed: 10, lanes: 1)
    var segment = Segment(streetClass: .residential, forward: link, backward: link)
    segment.structure = structure
    city.streets.append(
      segment, key: FeatureKey("test/street/\(city.streets.segments.count)"), from: start, to: end, shape: shape)
  }

  static func run(_ city: City, _ grid: Grid?, threshold: Float? = nil, threads: Int = 1) throws -> Outcome {
    var conditions = Conditions()
    if let grid { try conditions.set(WaterDepth(frames: [.init(seconds: 0, depth: grid)]), from: "test") }
    if let threshold { try conditions.set(WaterThreshold(metres: threshold), from: "test") }
    return try ExposureModel().run(on: city, under: conditions, in: TestContext(threads: threads))
  }

  static func number(_ outcome: Outcome, _ id: String) -> Double? {
    outcome.indicators.first { $0.id == id }?.value.number
  }

  @Test("a building's depth is the greatest of the cells whose centres it covers")
  func covered() throws {
    var city = Self.city()
    // Covers the centres (5, 35) and (15, 35), and only touches the deep cell below.
    Self.building(&city, Box(minX: 1, minY: 29, maxX: 19, maxY: 39), people: 7)
    let wet = Self.grid([[0.1, 0.4, 0, 0], [9, 9, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    let outcome = try Self.run(city, wet)
    #expect(Self.number(outcome, "exposure.buildings") == 1)
    #expect(Self.number(outcome, "exposure.people") == 7)
    #expect(outcome.fields.first { $0.name == "exposure.buildings" }?.values == [0.4])
  }

  @Test("a building that covers no centre takes the cell under its centroid")
  func centroid() throws {
    var city = Self.city()
    Self.building(&city, Box(minX: 11, minY: 31, maxX: 14, maxY: 34), people: 3)
    let outcome = try Self.run(city, Self.grid([[0, 0.5, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    #expect(Self.number(outcome, "exposure.buildings") == 1)
  }

  @Test("deeper than is strict: 0.3 m is not in water of more than 0.3 m")
  func strict() throws {
    var city = Self.city()
    Self.building(&city, Box(minX: 1, minY: 31, maxX: 9, maxY: 39), people: 1)
    Self.street(&city, [Point(x: 0, y: 35), Point(x: 10, y: 35)])
    let grid = Self.grid([[0.3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    #expect(Self.number(try Self.run(city, grid), "exposure.buildings") == 0)
    #expect(Self.number(try Self.run(city, grid), "exposure.street-km") == 0)
    #expect(Self.number(try Self.run(city, grid, threshold: 0.29), "exposure.buildings") == 1)
    #expect(Self.number(try Self.run(city, grid, threshold: 0.29), "exposure.street-km") == 0.01)
  }

  @Test("no data is dry, and its share is told")
  func noData() throws {
    var city = Self.city()
    Self.building(&city, Box(minX: 1, minY: 21, maxX: 9, maxY: 39), people: 1)
    let outcome = try Self.run(city, Self.grid([[.nan, 0, 0, 0], [0.2, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    #expect(Self.number(outcome, "exposure.buildings") == 0)
    #expect(outcome.indicators[0].coverage == 0.5)
    #expect(outcome.remarks.contains { $0.contains("50.0 %") && $0.contains("dry") })
  }

  @Test("a building away from the raster is dry and counts as without data")
  func outside() throws {
    var city = Self.city()
    Self.building(&city, Box(minX: 1, minY: 31, maxX: 9, maxY: 39), people: 1)
    Self.building(&city, Box(minX: 1001, minY: 31, maxX: 1009, maxY: 39), people: 1)
    let outcome = try Self.run(city, Self.grid([[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    #expect(Self.number(outcome, "exposure.buildings") == 1)
    #expect(outcome.indicators[0].coverage == 0.5)
  }

  @Test("a street's wet length is cut at the cells' edges and counted once, not per direction")
  func wetLength() throws {
    var city = Self.city()
    // 25 m along the first row: 5 m dry, 10 m wet, 10 m dry.
    Self.street(&city, [Point(x: 5, y: 35), Point(x: 30, y: 35)])
    Self.street(&city, [Point(x: 5, y: 35), Point(x: 30, y: 35)], structure: .bridge)
    city.streets.segments.areRemoved[0] = false
    let grid = Self.grid([[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    let outcome = try Self.run(city, grid)
    #expect(abs((Self.number(outcome, "exposure.street-km") ?? 0) - 0.02) < 1e-12)
    #expect(outcome.remarks.contains { $0.contains("bridges or tunnels") })
    #expect(outcome.fields.first { $0.name == "exposure.streets" }?.values == [1, 1, 1, 1])
    city.streets.segments.areRemoved[1] = true
    #expect(abs((Self.number(try Self.run(city, grid), "exposure.street-km") ?? 0) - 0.01) < 1e-12)
  }

  @Test("places and the people of zones are counted")
  func placesAndZones() throws {
    var city = Self.city()
    city.places.append(key: FeatureKey("p1"), kind: PlaceKind(rawValue: "clinic"), name: "", at: Point(x: 15, y: 35))
    city.places.append(key: FeatureKey("p2"), kind: PlaceKind(rawValue: "clinic"), name: "", at: Point(x: 5, y: 5))
    let (west, east) = (Box(minX: 0, minY: 0, maxX: 20, maxY: 40), Box(minX: 20, minY: 0, maxX: 40, maxY: 40))
    city.zones.append(key: FeatureKey("z1"), name: "West", outline: MultiPolygon(west), people: 9)
    city.zones.append(key: FeatureKey("z2"), name: "East", outline: MultiPolygon(east), people: 9)
    Self.building(&city, Box(minX: 11, minY: 31, maxX: 19, maxY: 39), people: 4)
    let outcome = try Self.run(city, Self.grid([[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    #expect(Self.number(outcome, "exposure.places") == 1)
    #expect(outcome.fields.first { $0.name == "exposure.people" }?.values == [4, 0])
  }

  @Test("without water nothing stands in it; without buildings there is no number")
  func dry() throws {
    var city = Self.city()
    Self.street(&city, [Point(x: 0, y: 0), Point(x: 10, y: 0)])
    let outcome = try Self.run(city, nil)
    #expect(Self.number(outcome, "exposure.street-km") == 0)
    #expect(Self.number(outcome, "exposure.buildings") == nil)
  }

  @Test("the answer is the same with any number of threads")
  func threads() throws {
    var city = Self.city()
    var random = SplitMix(seed: 7)
    for _ in 0..<5000 {
      let x = random.uniform(0..<30)
      let y = random.uniform(0..<30)
      let size = random.uniform(1..<10)
      Self.building(&city, Box(minX: x, minY: y, maxX: x + size, maxY: y + size), people: random.unit())
      Self.street(&city, [Point(x: x, y: y), Point(x: y, y: x)])
    }
    let grid = Self.grid((0..<4).map { _ in (0..<4).map { _ in Float(random.unit()) } })
    let one = try Self.run(city, grid)
    let four = try Self.run(city, grid, threads: 4)
    #expect(one.indicators == four.indicators)
    #expect(one.fields.map(\.values) == four.fields.map(\.values))
  }

  @Test("the terrain's error decides about depths")
  func verdict() {
    var city = Self.city()
    func level() -> Verdict { ExposureModel().verdicts(on: city)[0] }
    #expect(level().level == .cannot)
    city.terrain = Self.grid([[1, 1], [1, 1]])
    #expect(level().level == .screeningOnly)
    city.profile.sources = [LayerSource(layer: "terrain", file: "dem.tif", standardError: 1.4)]
    #expect(level().level == .screeningOnly)
    #expect(level().because == "This terrain is wrong by 1.4 m, you ask for 0.3 m.")
    #expect(level().askFor?.contains("lidar") == true)
    city.profile.sources[0].standardError = 0.1
    #expect(level().level == .fit)
  }
}

@Suite("flood-depth") struct FloodDepthTests {
  struct OneGrid: Files {
    var grid: Grid
    func grid(_ path: String) throws -> Grid { grid }
    func text(_ path: String) throws -> String { throw ChangeError("test", "no files") }
    func digest(_ path: String) throws -> String { path }
  }

  private func apply(_ rows: [[Float]], at point: Point = Point(x: 5, y: 5)) throws -> Conditions {
    var city = ExposureTests.city()
    ExposureTests.street(&city, [point, Point(x: point.x + 10, y: point.y)])
    var conditions = Conditions()
    try FloodDepth(raster: "flood.tif", threshold: 0.5).apply(
      to: &city, under: &conditions, with: OneGrid(grid: ExposureTests.grid(rows)))
    return conditions
  }

  @Test("it sets the water and the threshold")
  func sets() throws {
    let conditions = try apply([[1, 0], [.nan, 0]])
    #expect(conditions[WaterDepth.self]?.frames.count == 1)
    #expect(conditions[WaterThreshold.self]?.metres == 0.5)
  }

  @Test("negative depths, no data at all and a raster elsewhere are errors in words")
  func refuses() {
    #expect { _ = try apply([[-9999, 0], [0, 0]]) } throws: { "\($0)".contains("-9999") && "\($0)".contains("no data") }
    #expect { _ = try apply([[.nan, .nan], [.nan, .nan]]) } throws: { "\($0)".contains("no data in any cell") }
    #expect { _ = try apply([[1, 0], [0, 0]], at: Point(x: 5000, y: 5)) } throws: { "\($0)".contains("elsewhere") }
  }
}

/// A run without a stop.
struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 1
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
