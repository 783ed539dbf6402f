import Modelling
import Replica

extension Population {
  /// Lets exactly `people` persons move into a settlement, work and go to school there.
  ///
  /// The same settlement, number and seed give the same population, bit for bit, on any machine and any number of threads.
  /// O(people + buildings + zones²), where more than 3,000 zones are taken together.
  init(settling people: Int, in settlement: Settlement, seed: UInt64, threads: Int = 2) {
    let people = max(0, people)
    let housing = Housing(people: people, in: settlement, seed: seed, threads: threads)
    households.buildings = housing.buildings
    households.sizes = housing.sizes
    let work = moveIn(settlement, people, seed, threads)
    earn(settlement, people, work.effects, seed, threads)

    report.dwellings = housing.dwellings
    report.households = households.count
    report.meanSize = households.count > 0 ? Double(people) / Double(households.count) : 0
    report.vacancy =
      housing.dwellings > 0 ? max(0, 1 - Double(households.count) / Double(housing.dwellings)) : .nan
    report.remarks = housing.remarks

    let neighbourhoods = Neighbourhoods(of: settlement)
    goToWork(work.areWorkers, settlement, neighbourhoods, seed, threads)
    goToSchool(settlement, neighbourhoods, seed)
    buildingPeople = [Double](repeating: 0, count: settlement.count)
    for (household, building) in households.buildings.enumerated() where building >= 0 {
      buildingPeople[Int(building)] += Double(households.sizes[household])
    }
    count(settlement, seed)
  }

  /// What a chunk of households brings along.
  private struct Movers: Sendable {
    var households: [Int32] = []
    var ages: [UInt8] = []
    var areFemale: [Bool] = []
    var areLimited: [Bool] = []
    var areWorkers: [Bool] = []
    var effects: [(expected: Double, luck: Double)] = []
  }

  /// Makes the persons of every household; gives who works, and what each household may expect to earn.
  private mutating func moveIn(
    _ settlement: Settlement, _ people: Int, _ seed: UInt64, _ threads: Int
  ) -> (areWorkers: [Bool], effects: [(expected: Double, luck: Double)]) {
    let chance = Chance(seed: seed, topic: "people.families")
    let (buildings, sizes) = (households.buildings, households.sizes)
    let movers = inChunks(of: households.count, chunk: 4_096, threads: threads) { range -> Movers in
      var movers = Movers()
      for household in range {
        var random = chance.generator(household)
        let family = Family(size: Int(sizes[household]), &random)
        var earners = 0
        for (age, isFemale) in zip(family.ages, family.areFemale) {
          let isLimited = Livelihood.isLimited(age: age, &random)
          let isWorker = Livelihood.isWorker(age: age, isFemale: isFemale, isLimited: isLimited, &random)
          if isWorker { earners += 1 }
          movers.households.append(Int32(household))
          movers.ages.append(age)
          movers.areFemale.append(isFemale)
          movers.areLimited.append(isLimited)
          movers.areWorkers.append(isWorker)
        }
        let building = Int(buildings[household])
        let kind = building >= 0 ? settlement.kinds[building] : .terraces
        movers.effects.append(Livelihood.logIncome(kind: kind, earners: earners, &random))
      }
      return movers
    }
    var first: Int32 = 0
    households.firstPersons = sizes.map { size in
      defer { first += Int32(size) }
      return first
    }
    persons.households = movers.flatMap(\.households)
    persons.ages = movers.flatMap(\.ages)
    persons.areFemale = movers.flatMap(\.areFemale)
    persons.areLimited = movers.flatMap(\.areLimited)
    persons.sectors = [Sector](repeating: .none, count: persons.ages.count)
    persons.workplaces = [Int32](repeating: -1, count: persons.ages.count)
    persons.schools = persons.workplaces
    return (movers.flatMap(\.areWorkers), movers.flatMap(\.effects))
  }

  /// Incomes around the town's median, whatever its quarters are, and what households drive.
  private mutating func earn(
    _ settlement: Settlement, _ people: Int, _ effects: [(expected: Double, luck: Double)], _ seed: UInt64,
    _ threads: Int
  ) {
    guard households.count > 0 else { return }
    let mean = effects.reduce(0.0) { $0 + $1.expected } / Double(effects.count)
    let median = Livelihood.medianIncome(people: people)
    let chance = Chance(seed: seed, topic: "people.vehicles")
    let (households, ages) = (self.households, persons.ages)
    let made = inChunks(of: households.count, chunk: 8_192, threads: threads) { range in
      range.map { household -> (income: Float, cars: UInt8, motorcycles: UInt8) in
        var random = chance.generator(household)
        let effect = effects[household]
        let raw = median * Portable.exp(effect.expected - mean + effect.luck)
        let income = max(400, (raw / 10).rounded() * 10)
        let first = Int(households.firstPersons[household])
        let adults = ages[first..<first + Int(households.sizes[household])].count { $0 >= 17 }
        let building = Int(households.buildings[household])
        let kind = building >= 0 ? settlement.kinds[building] : .terraces
        let vehicles = Livelihood.vehicles(income: income, adults: adults, kind: kind, &random)
        return (Float(income), vehicles.cars, vehicles.motorcycles)
      }
    }
    self.households.incomes = made.flatMap { $0.map(\.income) }
    self.households.cars = made.flatMap { $0.map(\.cars) }
    self.households.motorcycles = made.flatMap { $0.map(\.motorcycles) }
  }
}
