import Foundation
import Measures
import Replica
import Sandbox
import Testing

/// Holds made-up cities to what is published of real ones. The ordinary tests make ten villages, two towns and a city;
/// `KEMBAR_ALL_SEEDS=1` makes ten of each, which takes minutes.
@Suite("A made-up city is credible", .serialized)
struct CredibilityTests {
  /// People and seed of a city to hold to the ranges.
  struct Trial: CustomTestStringConvertible, Sendable {
    let people: Int
    let seed: UInt64
    var testDescription: String { "\(people) people, seed \(seed)" }
  }

  static let trials: [Trial] = {
    let isWhole = ProcessInfo.processInfo.environment["KEMBAR_ALL_SEEDS"] != nil
    let seeds: [(people: Int, count: UInt64)] = [(5_000, 10), (50_000, isWhole ? 10 : 2), (500_000, isWhole ? 10 : 1)]
    return seeds.flatMap { size in (1...size.count).map { Trial(people: size.people, seed: $0) } }
  }()

  @Test("by every published range, and breaks nothing that no city may break", arguments: trials)
  func holds(trial: Trial) throws {
    let city = try SandboxCity(people: trial.people, seed: trial.seed).build().city
    #expect(city.people == Double(trial.people))
    let measures = TownMeasures(city)
    for range in PublishedRange.all where trial.people >= range.leastPeople {
      let value = measures[keyPath: range.path]
      #expect(range.range.contains(value), "\(range.name): \(value), published \(range.range) (\(range.source))")
    }
    let hard = HardProperties(city)
    Self.expectNone(hard.buildingsOffParcels.map(\.text), "buildings off their parcels")
    Self.expectNone(hard.parcelsOffStreets().map(\.text), "parcels that touch no street")
    Self.expectNone(hard.overlappingBuildings.map { "\($0.0.text) with \($0.1.text)" }, "buildings that overlap")
    Self.expectNone(hard.streetsInWater.map(\.text), "streets in water without a bridge")
    Self.expectNone(hard.buildingsInWater.map(\.text), "buildings in water")
    for vehicle in [VehicleClass.car, .foot] {
      let connection = Connection(city.streets, for: vehicle)
      #expect(connection.cutOff == 0, "\(connection.cutOff) of \(connection.links) links cut off for \(vehicle.name)")
    }
  }

  private static func expectNone(_ keys: [String], _ what: String) {
    #expect(keys.isEmpty, "\(keys.count) \(what): \(keys.prefix(3).joined(separator: ", "))")
  }
}
