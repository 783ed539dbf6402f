import Foundation
import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

/// Settlements that look like towns as far as numbers go.
enum MadeSettlement {
  /// Quarters of 40 buildings on a square lattice of 300 m; homes and jobs for so many people.
  static func town(_ people: Int, homesPerHead: Double = 0.30, jobsPerHead: Double = 0.5) -> Settlement {
    var settlement = Settlement()
    var random = SplitMix(seed: 77)
    let kinds: [QuarterKind] = [
      .core, .colonialGrid, .terraces, .terraces, .postwarEstate, .newTown, .newTown, .industrial, .kampung,
    ]
    let zones = max(1, people / 1_200)
    let side = Int(Double(zones).squareRoot().rounded(.up))
    let homes = Double(people) * homesPerHead / Double(zones)
    for zone in 0..<zones {
      let kind = kinds[zone % kinds.count]
      for building in 0..<40 {
        let isWork = building % 5 == 0
        settlement.positions.append(
          Point(
            x: 611_000 + Double(zone % side) * 300 + random.uniform(0..<300),
            y: 431_000 + Double(zone / side) * 300 + random.uniform(0..<300)))
        settlement.dwellings.append(isWork ? 0 : Float((homes / 32 + 0.5).rounded()))
        settlement.jobs.append(isWork ? Float((Double(people) * jobsPerHead / Double(zones) / 8).rounded()) : 0)
        let works: [BuildingUse] = [.commercial, .industrial, .commercial, .education, .commercial, .civic, .health]
        settlement.uses.append(isWork ? works[building / 5 % works.count] : .residential)
        settlement.floorAreas.append(120)
        settlement.kinds.append(kind)
        settlement.years.append(1980)
        settlement.zones.append(Int32(zone))
      }
      if zone % 3 == 0 {
        settlement.schools.append(.init(building: Int32(zone * 40 + 15), level: .primary, seats: 500))
      }
      if zone % 5 == 0 {
        settlement.schools.append(.init(building: Int32(zone * 40 + 15), level: .secondary, seats: 800))
      }
    }
    settlement.zoneCount = zones
    return settlement
  }

  /// Populations several tests look at, made once.
  static let large = Population(settling: 100_000, in: town(100_000), seed: 5)
}

@Suite("People of the sandbox fit the census")
struct PeopleCensusTests {
  private let made = MadeSettlement.large

  private func share(_ isCounted: (Int) -> Bool) -> Double {
    Double(made.persons.ages.indices.count(where: isCounted)) / Double(made.persons.count)
  }

  @Test("print") func show() {
    let persons = made.persons
    for low in stride(from: 0, to: 90, by: 5) {
      print(low, share { Int(persons.ages[$0]) / 5 * 5 == low })
    }
    print("female", share { persons.areFemale[$0] }, "limited", share { persons.areLimited[$0] })
    print("workers 15-64", Double(persons.ages.indices.count { persons.sectors[$0] != .none && (15...64).contains(persons.ages[$0]) }) / Double(persons.ages.count { (15...64).contains($0) }))
    print("female LFP", Double(persons.ages.indices.count { persons.areFemale[$0] && persons.sectors[$0] != .none && (15...64).contains(persons.ages[$0]) }) / Double(persons.ages.indices.count { persons.areFemale[$0] && (15...64).contains(persons.ages[$0]) }))
    let incomes = made.households.incomes.sorted()
    let mean = incomes.reduce(0.0) { $0 + Double($1) } / Double(incomes.count)
    var gini = 0.0
    for (i, x) in incomes.enumerated() { gini += (2 * Double(i + 1) - Double(incomes.count) - 1) * Double(x) }
    print("median", incomes[incomes.count / 2], "mean", mean, "gini", gini / (Double(incomes.count) * Double(incomes.count) * mean))
    let h = Double(made.households.count)
    print("cars", made.households.cars.reduce(0.0) { $0 + Double($1) } / h, made.households.cars.count { $0 > 0 },
      "moto", made.households.motorcycles.reduce(0.0) { $0 + Double($1) } / h, Double(made.households.motorcycles.count { $0 > 0 }) / h, h)
    for s in Sector.allCases { print(s, persons.sectors.count { $0 == s }) }
    print(made.report)
    print("elderly 60+ limited", Double(persons.ages.indices.count { persons.ages[$0] >= 60 && persons.areLimited[$0] }) / Double(persons.ages.count { $0 >= 60 }))
    for s in 1...16 { print("size", s, Double(made.households.sizes.count { $0 == s }) / h) }
  }
}
