import Modelling
import Replica
import Testing

@testable import Sandbox

/// Ranges are the published figure (Docs/models/sandbox-people.md) and what a made-up town may differ from it.
@Suite("People of the sandbox are near what the Malaysian census and surveys count")
struct PeopleCensusTests {
  private let made = MadeSettlement.large
  private var persons: Population.Persons { made.persons }

  private func share(_ isCounted: (Int) -> Bool) -> Double { share(of: persons.ages.indices, isCounted) }

  private func share(of rows: some Collection<Int>, _ isCounted: (Int) -> Bool) -> Double {
    Double(rows.count(where: isCounted)) / Double(rows.count)
  }

  @Test("Ages: 24.0 % under 15, 69.3 % to 64, 6.8 % older, 10.4 % of 60 and above")
  func ages() {
    #expect((0.22...0.26).contains(share { persons.ages[$0] < 15 }))
    #expect((0.66...0.72).contains(share { (15..<65).contains(persons.ages[$0]) }))
    #expect((0.055...0.08).contains(share { persons.ages[$0] >= 65 }))
    #expect((0.085...0.12).contains(share { persons.ages[$0] >= 60 }))
    // No band of five years stands out: the pyramid is a smooth one.
    for low in stride(from: UInt8(0), to: 60, by: 5) {
      #expect((0.03...0.115).contains(share { (low..<low + 5).contains(persons.ages[$0]) }), "from \(low)")
    }
  }

  @Test("Sexes: 51.5 to 52.3 % male")
  func sexes() { #expect((0.495...0.535).contains(share { !persons.areFemale[$0] })) }

  @Test("Households: 3.8 persons, the largest not above 16, every one with a grown-up")
  func households() {
    let households = made.households
    #expect((3.6...4.0).contains(made.report.meanSize))
    #expect(households.sizes.allSatisfy { (1...16).contains($0) })
    for household in 0..<households.count {
      let first = Int(households.firstPersons[household])
      let members = first..<first + Int(households.sizes[household])
      #expect(members.allSatisfy { Int(persons.households[$0]) == household })
      #expect(members.contains { persons.ages[$0] >= 19 })
    }
  }

  @Test("Work: 67.7 % of those of 15 to 64, fewer women than men")
  func work() {
    let able = persons.ages.indices.filter { (15..<65).contains(persons.ages[$0]) }
    #expect((0.64...0.71).contains(share(of: able) { persons.sectors[$0] != .none }))
    let women = able.filter { persons.areFemale[$0] }
    let men = able.filter { !persons.areFemale[$0] }
    #expect((0.50...0.60).contains(share(of: women) { persons.sectors[$0] != .none }))
    #expect((0.75...0.85).contains(share(of: men) { persons.sectors[$0] != .none }))
    #expect(!persons.ages.indices.contains { persons.ages[$0] < 15 && persons.sectors[$0] != .none })
  }

  @Test("Income: a median between the rural and the urban one, Gini 0.39, richer new towns than kampung")
  func income() {
    let incomes = made.households.incomes.sorted()
    let median = Double(incomes[incomes.count / 2])
    let mean = incomes.reduce(0.0) { $0 + Double($1) } / Double(incomes.count)
    #expect((5_000...6_400).contains(median))
    #expect((1.2...1.4).contains(mean / median))
    var ranks = 0.0
    for (rank, income) in incomes.enumerated() { ranks += Double(2 * rank + 1 - incomes.count) * Double(income) }
    let gini = ranks / (Double(incomes.count) * Double(incomes.count) * mean)
    #expect((0.36...0.42).contains(gini))
    func middle(of kind: QuarterKind) -> Float {
      let rows = made.households.buildings.indices.filter {
        MadeSettlement.largeTown.kinds[Int(made.households.buildings[$0])] == kind
      }
      let sorted = rows.map { made.households.incomes[$0] }.sorted()
      return sorted[sorted.count / 2]
    }
    #expect(middle(of: .newTown) > middle(of: .terraces))
    #expect(middle(of: .terraces) > middle(of: .kampung))
  }

  @Test("Vehicles: half of them motorcycles, two thirds of households with one, more than eight in ten with a car")
  func vehicles() {
    let cars = made.households.cars.reduce(0) { $0 + Int($1) }
    let motorcycles = made.households.motorcycles.reduce(0) { $0 + Int($1) }
    #expect((0.44...0.53).contains(Double(motorcycles) / Double(cars + motorcycles)))
    #expect((0.60...0.74).contains(share(of: made.households.cars.indices) { made.households.motorcycles[$0] > 0 }))
    #expect((0.80...0.92).contains(share(of: made.households.cars.indices) { made.households.cars[$0] > 0 }))
  }

  @Test("Limited mobility: some 2 to 4 % of all, about a fifth of those of 60 and above")
  func limitedMobility() {
    #expect((0.02...0.045).contains(share { persons.areLimited[$0] }))
    let old = persons.ages.indices.filter { persons.ages[$0] >= 60 }
    #expect((0.15...0.24).contains(share(of: old) { persons.areLimited[$0] }))
  }

  @Test("The census of zones adds up to the persons, households and jobs")
  func census() {
    let census = made.census
    func sum(_ path: KeyPath<Census, Float>) -> Int { census.reduce(0) { $0 + Int($1[keyPath: path]) } }
    #expect(census.count == MadeSettlement.largeTown.zoneCount)
    #expect(sum(\.households) == made.households.count)
    #expect(sum(\.cars) == made.households.cars.reduce(0) { $0 + Int($1) })
    #expect(sum(\.motorcycles) == made.households.motorcycles.reduce(0) { $0 + Int($1) })
    #expect(sum(\.children) == persons.ages.count { $0 < 15 })
    #expect(sum(\.elderly) == persons.ages.count { $0 >= 65 })
    #expect(sum(\.limitedMobility) == persons.areLimited.count { $0 })
    #expect(sum(\.workers) == made.report.workers)
    let jobs = sum(\.jobsAgriculture) + sum(\.jobsIndustry) + sum(\.jobsTrade) + sum(\.jobsServices) + sum(\.jobsPublic)
    #expect(jobs == made.report.jobs + made.report.workersAtHome)
    #expect(census.allSatisfy { (1_500...20_000).contains($0.medianIncome) })
  }
}
