import CityFolder
import Estimates
import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

@Suite("Estimates of a scenario") struct EstimatorTests {
  static let city = SandboxCity(people: 1500, seed: 3).make()

  /// A flood of 0.4 m over the southern half of the city.
  struct HalfFlood: Files {
    func grid(_ path: String) throws -> Grid {
      let box = EstimatorTests.city.box
      return Grid(
        columns: 1, rows: 2, values: [0, 0.4],
        placement: .affine(
          AffinePlacement(west: box.minX, north: box.maxY, cellWidth: box.width, cellHeight: box.height / 2)))
    }
    func text(_ path: String) throws -> String { throw ChangeError("test", "no texts") }
    func digest(_ path: String) throws -> String { "flood" }
  }

  static func runner(_ runs: RunStore? = nil) -> Runner {
    Runner(city: city, digest: city.digest(), runs: runs, files: HalfFlood(), threads: 2)
  }
  static let estimator = Estimator(runner())

  static func scenario(_ changes: String, supposing: String = "") throws -> Scenario {
    let head = supposing.isEmpty ? "" : "supposing:\n  - \(supposing)\n"
    return try Scenario.parse("scenario: Test\n\(head)changes:\n\(changes)", file: "test", catalogue: .standard)
  }

  /// A ring of so many metres about a zone's centre, as a scenario writes it.
  static func ring(_ wide: Double, _ high: Double, about point: Point) -> String {
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { x, y -> String in
      let place = city.profile.projection.unproject(Point(x: point.x + x * wide, y: point.y + y * high))
      return "[\(place.longitude), \(place.latitude)]"
    }
    return "[\(corners.joined(separator: ", "))]"
  }

  @Test("a hypermarket of 20,000 m² makes 17,200 trips a working day, and the applicant's figures stand beside")
  func hypermarket() throws {
    let ground = Self.ring(200, 250, about: Self.city.zones.centers[0])
    let found = try Self.estimator.estimate(
      Self.scenario(
        "  - build: {area: \(ground), use: commercial, floors: 1, floor-area: 20000, parking: 600, stated-trips: 12000, stated-runoff: 1.5}"
      ))
    #expect(found.isEstimate)
    let trips = try #require(found["traffic.site.trips"])
    // 86 vehicle trips per 100 m².
    #expect(abs(try #require(trips.estimate) - 17_200) < 1 && trips.baseline == 0 && trips.stated == 12_000)
    #expect(trips.because.contains("SANDAG") && trips.standing == .exact)
    // From ten to eleven: 19 of 173 parts of those who set out, 16 of those who return.
    let hour = try #require(found["traffic.site.busiest-hour"]?.estimate)
    #expect(abs(hour - 17_200 * (19 + 16) / 2 / 173) < 1)
    let site = try #require(found.sites.first)
    #expect(abs(site.ground - 50_000) < 60 && abs(site.footprint - 20_000) < 2 && abs(site.floor - 20_000) < 2)
    let peak = try #require(found["runoff.peak"])
    #expect(peak.stated == 1.5)
    #expect(try #require(peak.estimate) > 0 && peak.standing == .approximate)
    let volume = try #require(found["runoff.volume"])
    // 100 mm on five hectares, of which no more than all and, paved to 70 %, no less than two thirds run off.
    #expect(try #require(volume.estimate) < 5000 && volume.estimate! > 3200)
    #expect(found.rain == "100 mm in 3 h, evenly: no rain is supposed")
  }

  @Test("flows and depths are never guessed")
  func runToKnow() throws {
    let found = try Self.estimator.estimate(try Self.scenario("  []"))
    for id in ["traffic.flow", "flood.depth"] {
      let row = try #require(found[id])
      #expect(row.estimate == nil && row.standing == .runToKnow && row.because.contains("run to know"))
    }
  }

  @Test("a place that opens is farther from nobody, and draws trips that others lose")
  func place() throws {
    let center = Self.city.profile.projection.unproject(Self.city.zones.centers[1])
    let found = try Self.estimator.estimate(
      Self.scenario("  - add-place: {kind: supermarket, at: [\(center.longitude), \(center.latitude)]}"))
    let trips = try #require(found["traffic.places.trips"]?.estimate)
    #expect(trips > 20)
    let access = try found.rows.filter { $0.topic == .access }.map {
      (old: try #require($0.baseline), new: try #require($0.estimate))
    }
    #expect(!access.isEmpty && access.allSatisfy { $0.new >= $0.old })
  }

  @Test("what stands in a map of water is counted as the run counts it")
  func exposure() throws {
    let box = Self.city.box
    let ground = Self.ring(60, 60, about: Point(x: box.center.x, y: box.minY + box.height / 4))
    let scenario = try Self.scenario(
      "  - build: {area: \(ground), use: residential, floors: 4, dwellings: 40, people: 160}",
      supposing: "flood-depth: {raster: f.tif}")
    let found = try Self.estimator.estimate(scenario)
    var asked = scenario
    asked.models = ["exposure"]
    let run = try Self.runner().run(asked)
    for id in ["exposure.people", "exposure.buildings", "exposure.places", "exposure.street-km"] {
      let (row, told) = (try #require(found[id]), try #require(run.rows.first { $0.id == id }))
      #expect(abs(row.estimate! - told.value!) < 1e-6 && abs(row.baseline! - told.baseline!) < 1e-6, "\(id)")
      #expect(row.standing == .exact)
    }
    #expect(found["exposure.people"]!.estimate! > found["exposure.people"]!.baseline!)
  }

  @Test("rain alone says run to know; after the run without changes those in its water are counted")
  func storedWater() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-estimates-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let runner = Self.runner(RunStore(path: folder.path))
    let estimator = Estimator(runner)
    let scenario = try Self.scenario("  []", supposing: "rain: {depth: 150, duration: 1}")
    #expect(try estimator.estimate(scenario)["exposure.people"]?.standing == .runToKnow)
    let before = try runner.applied(scenario.baseline)
    let name = try #require(try runner.nameOfWater(for: scenario, under: before.conditions))
    let box = Self.city.box
    try RunStore(path: folder.path).write(
      StoredRun(
        id: name, model: "flood", version: "7", city: runner.digest, indicators: [],
        fields: [
          Field(
            name: "flood.peak", title: "Greatest depth", unit: "m", better: .less, palette: .depth,
            carrier: .grid(columns: 1, rows: 1), times: [Instant(milliseconds: 0)], values: [1],
            placement: .affine(
              AffinePlacement(west: box.minX, north: box.maxY, cellWidth: box.width, cellHeight: box.height)))
        ], remarks: []))
    let row = try #require(try estimator.estimate(scenario)["exposure.buildings"])
    #expect(row.standing == .approximate)
    #expect(row.estimate == Double(Self.city.buildings.areRemoved.count { !$0 }))
  }

  @Test("a change that cannot be carried out says its sentence, and nobody waits for a question that was taken back")
  func refuses() throws {
    #expect(throws: ChangeError.self) {
      try Self.estimator.estimate(try Self.scenario("  - close-streets: {named: Jalan Tiada}"))
    }
    #expect(throws: CancellationError.self) {
      try Self.estimator.estimate(try Self.scenario("  []")) { throw CancellationError() }
    }
  }
}
