import Foundation
import Geography
import Modelling
import Replica
import Testing

@testable import Sandbox

@Suite("Exactly as many people as asked for settle, whatever the homes")
struct PeopleSettlingTests {
  private func check(_ made: Population, _ people: Int) {
    #expect(made.persons.count == people)
    #expect(made.households.sizes.reduce(0) { $0 + Int($1) } == people)
    #expect(made.households.sizes.allSatisfy { $0 > 0 })
    let columns = [
      made.persons.ages.count, made.persons.areFemale.count, made.persons.areLimited.count, made.persons.sectors.count,
      made.persons.workplaces.count, made.persons.schools.count,
    ]
    #expect(columns.allSatisfy { $0 == people })
  }

  @Test("Any number, any seed", arguments: [1, 2, 5, 500, 1_003, 7_777, 30_000])
  func numbers(people: Int) {
    let settlement = MadeSettlement.town(max(500, people))
    for seed in UInt64(0)..<4 {
      let made = Population(settling: people, in: settlement, seed: seed)
      check(made, people)
      #expect(made.buildingPeople.reduce(0, +) == Double(people))
      for (building, lived) in made.buildingPeople.enumerated() where lived > 0 {
        #expect(settlement.dwellings[building] > 0)
      }
    }
  }

  @Test("An ordinary town has some empty homes, and nothing to remark")
  func ordinary() {
    #expect((0.03...0.25).contains(MadeSettlement.large.report.vacancy))
    #expect(MadeSettlement.large.report.remarks.isEmpty)
  }

  @Test("No home is lived in by two households while there are enough")
  func homes() {
    var households = [Int](repeating: 0, count: MadeSettlement.largeTown.count)
    for building in MadeSettlement.large.households.buildings { households[Int(building)] += 1 }
    for building in households.indices {
      #expect(Float(households[building]) <= MadeSettlement.largeTown.dwellings[building])
    }
  }

  @Test("Too few homes, far too few, too many, none, no building: a sentence, never a trap")
  func odd() {
    for (homes, sentence) in [
      (0.18, "Few homes"), (0.02, "Too few homes"), (0.9, "Too many homes"), (0, "No building"),
    ] {
      let made = Population(settling: 6_000, in: MadeSettlement.town(6_000, homesPerHead: homes), seed: 1)
      check(made, 6_000)
      #expect(made.report.remarks.contains { $0.hasPrefix(sentence) }, "\(homes): \(made.report.remarks)")
    }
    let nowhere = Population(settling: 300, in: Settlement(), seed: 1)
    check(nowhere, 300)
    #expect(nowhere.households.buildings.allSatisfy { $0 == -1 })
    #expect(nowhere.report.remarks.contains { $0.hasPrefix("There is no building") })
    check(Population(settling: 0, in: MadeSettlement.town(500), seed: 1), 0)
    check(Population(settling: -5, in: MadeSettlement.town(500), seed: 1), 0)
  }

  @Test("Nonsense in the columns counts as nothing")
  func nonsense() {
    var settlement = MadeSettlement.town(3_000)
    for building in stride(from: 0, to: settlement.count, by: 7) {
      settlement.dwellings[building] = building % 2 == 0 ? .nan : -4
      settlement.jobs[building] = building % 2 == 0 ? -1 : .nan
      settlement.zones[building] = building % 2 == 0 ? -1 : 1_000_000
    }
    settlement.schools.append(.init(building: -1, level: .primary, seats: 100))
    settlement.schools.append(.init(building: 1 << 30, level: .primary, seats: 100))
    check(Population(settling: 3_000, in: settlement, seed: 2), 3_000)
  }

  @Test("The same bits with one thread and with four; another seed gives others")
  func threads() {
    let settlement = MadeSettlement.town(20_000)
    let one = Population(settling: 20_000, in: settlement, seed: 9, threads: 1)
    let four = Population(settling: 20_000, in: settlement, seed: 9, threads: 4)
    let other = Population(settling: 20_000, in: settlement, seed: 10, threads: 4)
    #expect(one.households == four.households)
    #expect(one.persons == four.persons)
    #expect(one.census == four.census)
    #expect(one.persons != other.persons)
  }

  /// It changes only when people are made differently on purpose; then the new number that is printed goes here.
  @Test("A population's fingerprint is the same on any machine")
  func golden() {
    let made = Population(settling: 5_000, in: MadeSettlement.town(5_000), seed: 42)
    var sum: UInt64 = 0
    func mix(_ number: UInt64) { sum = (sum ^ number) &* 0x100_0000_01B3 &+ 0x9E37_79B9 }
    for row in 0..<made.persons.count {
      mix(UInt64(made.persons.ages[row]))
      mix(UInt64(bitPattern: Int64(made.persons.workplaces[row])))
      mix(UInt64(made.persons.sectors[row].rawValue))
    }
    for row in 0..<made.households.count { mix(UInt64(made.households.incomes[row].bitPattern)) }
    #expect(sum == 6_954_571_237_775_148_765)
  }
}

@Suite("People of the sandbox work and go to school")
struct PeopleTravelTests {
  private let made = MadeSettlement.large
  private let town = MadeSettlement.largeTown

  @Test("No job is had by two, and what buildings say is what persons say")
  func jobs() {
    var counted = [Int32](repeating: 0, count: town.count)
    for person in 0..<made.persons.count {
      let place = made.persons.workplaces[person]
      let home = made.households.buildings[Int(made.persons.households[person])]
      guard place >= 0 else { continue }
      #expect(made.persons.sectors[person] != .none)
      if place != home { counted[Int(place)] += 1 }
    }
    #expect(counted == made.jobsTaken)
    for building in counted.indices { #expect(Float(counted[building]) <= town.jobs[building]) }
    let out = made.persons.sectors.indices.count {
      made.persons.sectors[$0] != .none && made.persons.workplaces[$0] < 0
    }
    #expect(out == made.report.workersOutOfTown)
    #expect(made.report.workers == out + made.report.workersAtHome + counted.reduce(0) { $0 + Int($1) })
  }

  @Test("Sectors follow from the building one works in")
  func sectors() {
    for person in 0..<made.persons.count where made.persons.workplaces[person] >= 0 {
      let place = Int(made.persons.workplaces[person])
      if town.uses[place] == .education { #expect([.publicService, .services].contains(made.persons.sectors[person])) }
    }
    let industry = made.persons.sectors.count { $0 == .industry }
    #expect(industry > 0)
  }

  @Test("Work near home is likelier than work far away")
  func gravity() {
    var near = 0.0
    var random = SplitMix(seed: 3)
    var anywhere = 0.0
    var count = 0
    for person in 0..<made.persons.count where made.persons.workplaces[person] >= 0 {
      let home = Int(made.households.buildings[Int(made.persons.households[person])])
      let place = Int(made.persons.workplaces[person])
      guard place != home else { continue }
      near += town.positions[home].distance(to: town.positions[place])
      let other = made.persons.workplaces[random.below(made.persons.count)]
      anywhere += town.positions[home].distance(to: town.positions[max(0, Int(other))])
      count += 1
    }
    #expect(count > 30_000)
    #expect(near < 0.85 * anywhere)
  }

  @Test("Where there are too few jobs the rest work out of town; where too many, some stay open")
  func balance() {
    let few = Population(settling: 8_000, in: MadeSettlement.town(8_000, jobsPerHead: 0.1), seed: 1)
    #expect(few.report.workersOutOfTown > few.report.workers / 2)
    #expect(few.report.jobsOpen == 0)
    #expect(few.report.remarks.contains { $0.hasPrefix("Few jobs") })
    let many = Population(settling: 8_000, in: MadeSettlement.town(8_000, jobsPerHead: 1), seed: 1)
    #expect(many.report.workersOutOfTown == 0)
    #expect(many.report.remarks.contains { $0.hasPrefix("Many jobs") })
    let none = Population(settling: 8_000, in: MadeSettlement.town(8_000, jobsPerHead: 0), seed: 1)
    #expect(none.jobsTaken.allSatisfy { $0 == 0 })
  }

  @Test("More than 3,000 zones are taken together")
  func manyZones() {
    let settlement = MadeSettlement.town(30_000, zones: 3_700)
    let neighbourhoods = Neighbourhoods(of: settlement)
    #expect(neighbourhoods.count <= Neighbourhoods.most)
    #expect(neighbourhoods.count > Neighbourhoods.most / 2)
    #expect(neighbourhoods.ofBuilding.allSatisfy { (0..<Int32(neighbourhoods.count)).contains($0) })
  }

  @Test("Pupils go to a school of their level that is not far, workers to none")
  func schools() {
    let primary = Set(town.schools.filter { $0.level == .primary }.map(\.building))
    let secondary = Set(town.schools.filter { $0.level == .secondary }.map(\.building))
    var pupils = 0
    for person in 0..<made.persons.count where made.persons.schools[person] >= 0 {
      let age = made.persons.ages[person]
      #expect((age <= 12 ? primary : secondary).contains(made.persons.schools[person]))
      #expect((7...17).contains(age))
      #expect(made.persons.sectors[person] == .none)
      let home = Int(made.households.buildings[Int(made.persons.households[person])])
      #expect(town.positions[home].distance(to: town.positions[Int(made.persons.schools[person])]) < 3_000)
      pupils += 1
    }
    #expect(pupils == made.report.pupils - made.report.pupilsWithoutSchool)
    #expect(made.report.pupilsWithoutSchool == 0)
    let none = Population(settling: 500, in: Settlement(), seed: 1)
    #expect(none.report.pupils > 0 && none.report.pupilsWithoutSchool == none.report.pupils)
  }
}

@Suite("Commuters are shared out in whole persons")
struct PeopleCommuteTests {
  @Test("Every origin's travellers go somewhere, no destination takes more than it has room for")
  func exact() {
    var random = SplitMix(seed: 4)
    for round in 0..<30 {
      let count = 1 + random.below(40)
      let centers = (0..<count).map { _ in Point(x: random.uniform(0..<9_000), y: random.uniform(0..<9_000)) }
      let origins = (0..<count).map { _ in random.below(60) }
      let rooms = (0..<count).map { _ in random.below(round % 3 == 0 ? 20 : 90) }
      let commute = Commute(from: origins, to: rooms, centers: centers, seed: 1, threads: 2)
      var arrived = [Int](repeating: 0, count: count)
      for (origin, flows) in commute.flows.enumerated() {
        #expect(flows.reduce(0) { $0 + Int($1.count) } <= origins[origin])
        for flow in flows { arrived[Int(flow.to)] += Int(flow.count) }
      }
      #expect(zip(arrived, rooms).allSatisfy { $0 <= $1 })
      let most = min(origins.reduce(0, +), rooms.reduce(0, +))
      #expect(arrived.reduce(0, +) >= most - 1 && arrived.reduce(0, +) <= most)
    }
  }
}
