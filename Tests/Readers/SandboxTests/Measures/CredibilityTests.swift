import Foundation
import Measures
import Replica
import Sandbox
import Testing

/// Holds made-up cities to what is published of real ones. The ordinary tests make ten small towns, two towns and a
/// city;
/// `KEMBAR_ALL_SEEDS=1` makes ten of each, which takes minutes.
@Suite("A made-up city is credible", .serialized)
struct CredibilityTests {
  /// People and seed of a city to hold to the ranges.
  struct Trial: CustomTestStringConvertible, Sendable {
    let people: Int
    let seed: UInt64
    var testDescription: String { "\(people) people, seed \(seed)" }
  }

  static let isWhole = ProcessInfo.processInfo.environment["KEMBAR_ALL_SEEDS"] != nil

  static let trials: [Trial] = [(50_000, isWhole ? 10 : 2), (500_000, isWhole ? 10 : 1)].flatMap { people, count in
    (1...UInt64(count)).map { Trial(people: people, seed: $0) }
  }

  /// A town of 5,000 has about a hundred blocks, too few for each to show the shares of a whole city: what is held to the
  /// ranges is the middle one of ten. `make bench-sandbox` prints every one of them.
  @Test("by every published range, the middle one of ten small towns, none of which breaks what no city may break")
  func smallTowns() throws {
    var measured: [TownMeasures] = []
    for seed in UInt64(1)...10 {
      let city = try SandboxCity(people: 5_000, seed: seed).build().city
      measured.append(TownMeasures(city))
      Self.expectSound(city, people: 5_000)
    }
    for range in PublishedRange.all where 5_000 >= range.leastPeople {
      let values = measured.map { $0[keyPath: range.path] }.sorted()
      let middle = (values[4] + values[5]) / 2
      #expect(
        range.range.contains(middle),
        "\(range.name): \(middle) of \(values), published \(range.range) (\(range.source))")
    }
  }

  @Test("by every published range, and breaks nothing that no city may break", arguments: trials)
  func holds(trial: Trial) throws {
    let city = try SandboxCity(people: trial.people, seed: trial.seed).build().city
    let measures = TownMeasures(city)
    for range in PublishedRange.all where trial.people >= range.leastPeople {
      let value = measures[keyPath: range.path]
      #expect(range.range.contains(value), "\(range.name): \(value), published \(range.range) (\(range.source))")
    }
    Self.expectSound(city, people: trial.people)
  }

  private static func expectSound(_ city: City, people: Int) {
    #expect(city.people == Double(people))
    let hard = HardProperties(city)
    expectNone(hard.buildingsOffParcels.map(\.text), "buildings off their parcels")
    expectNone(hard.parcelsOffStreets().map(\.text), "parcels that touch no street")
    expectNone(hard.overlappingBuildings.map { "\($0.0.text) with \($0.1.text)" }, "buildings that overlap")
    expectNone(hard.streetsInWater.map(\.text), "streets in water without a bridge")
    expectNone(hard.buildingsInWater.map(\.text), "buildings in water")
    expectNone(hard.streamsUphill().map { "\($0.0.text) by \($0.1) m" }, "streams that run uphill")
    for vehicle in [VehicleClass.car, .foot] {
      let connection = Connection(city.streets, for: vehicle)
      #expect(connection.cutOff == 0, "\(connection.cutOff) of \(connection.links) links cut off for \(vehicle.name)")
    }
  }

  private static func expectNone(_ keys: [String], _ what: String) {
    #expect(keys.isEmpty, "\(keys.count) \(what): \(keys.prefix(3).joined(separator: ", "))")
  }
}
