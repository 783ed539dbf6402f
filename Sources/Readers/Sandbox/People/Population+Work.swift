import Modelling
import Replica

/// A job: the row of its building, and what it is in.
struct Job: Sendable {
  var building: Int32
  var sector: Sector
}

extension Population {
  /// Those who work at home, by kind of quarter: on their own land in a kampung, with a trade elsewhere; assumed.
  private static let atHome: [Double] = [0.07, 0.05, 0.04, 0.04, 0.04, 0.04, 0.14, 0.1]

  /// Gives workers a job: some at home, the rest by a gravity model, as far as there are jobs; the others leave the town.
  mutating func goToWork(
    _ areWorkers: [Bool], _ settlement: Settlement, _ neighbourhoods: Neighbourhoods, _ seed: UInt64, _ threads: Int
  ) {
    jobsTaken = [Int32](repeating: 0, count: settlement.count)
    let chance = Chance(seed: seed, topic: "people.work")
    var waiting = [[Int32]](repeating: [], count: neighbourhoods.count)
    for (person, isWorker) in areWorkers.enumerated() where isWorker {
      report.workers += 1
      let home = households.buildings[Int(persons.households[person])]
      guard home >= 0 else {
        leave(person, chance)
        continue
      }
      let kind = settlement.kinds[Int(home)]
      var random = chance.generator(person)
      if random.unit() < Self.atHome[Int(kind.rawValue)] {
        persons.workplaces[person] = home
        persons.sectors[person] = Self.sectorAtHome(kind, random.unit())
        report.workersAtHome += 1
      } else {
        waiting[Int(neighbourhoods.ofBuilding[Int(home)])].append(Int32(person))
      }
    }
    let jobs = Self.jobs(of: settlement, neighbourhoods, seed, threads)
    report.jobs = jobs.reduce(0) { $0 + $1.count }
    let commute = Commute(
      from: waiting.map(\.count), to: jobs.map(\.count), centers: neighbourhoods.centers, seed: seed, threads: threads)
    var next = [Int](repeating: 0, count: jobs.count)
    let order = Chance(seed: seed, topic: "people.queue")
    for (origin, queue) in waiting.enumerated() {
      var random = order.generator(origin)
      let people = queue.dealt(&random)
      var first = 0
      for flow in commute.flows[origin] {
        for _ in 0..<flow.count {
          let job = jobs[Int(flow.to)][next[Int(flow.to)]]
          next[Int(flow.to)] += 1
          jobsTaken[Int(job.building)] += 1
          persons.workplaces[Int(people[first])] = job.building
          persons.sectors[Int(people[first])] = job.sector
          first += 1
        }
      }
      for person in people[first...] { leave(Int(person), chance) }
    }
    report.jobsOpen = report.jobs - next.reduce(0, +)
    remarkOnWork()
  }

  private mutating func remarkOnWork() {
    guard report.workers > 0 else { return }
    if report.workersOutOfTown * 4 > report.workers {
      report.remarks.append(
        "Few jobs: \(report.jobs) for \(report.workers) workers; \(report.workersOutOfTown) work out of town.")
    }
    if report.jobsOpen * 4 > report.jobs {
      report.remarks.append(
        "Many jobs: \(report.jobs) for \(report.workers) workers; \(report.jobsOpen) stay open or go to people from elsewhere."
      )
    }
  }

  private mutating func leave(_ person: Int, _ chance: Chance) {
    var random = chance.generator(person)
    _ = random.unit()
    persons.sectors[person] = Self.sectorElsewhere(random.unit())
    report.workersOutOfTown += 1
  }

  private static func sectorAtHome(_ kind: QuarterKind, _ draw: Double) -> Sector {
    let farms = kind == .kampung ? 0.7 : kind == .green ? 0.4 : 0.06
    return draw < farms ? .agriculture : draw < farms + (1 - farms) * 0.4 ? .trade : .services
  }

  /// Shares of all who work: agriculture 10 %, industry 28 %, the rest services (International Labour Organization's
  /// estimates, 2023); how services are split is assumed.
  private static func sectorElsewhere(_ draw: Double) -> Sector {
    draw < 0.10
      ? .agriculture : draw < 0.38 ? .industry : draw < 0.62 ? .trade : draw < 0.84 ? .services : .publicService
  }

  /// Shares of agriculture, industry, trade, services and the public sector in a building's jobs; assumed.
  private static func shares(_ use: BuildingUse, _ kind: QuarterKind) -> [Double] {
    switch use {
    case .commercial: kind == .core || kind == .colonialGrid ? [0, 0.02, 0.42, 0.56, 0] : [0, 0.03, 0.52, 0.45, 0]
    case .industrial: [0, 0.82, 0.12, 0.06, 0]
    case .education, .health: [0, 0, 0, 0.12, 0.88]
    case .civic: [0, 0, 0.02, 0.08, 0.90]
    case .worship: [0, 0, 0, 0.7, 0.3]
    case .agricultural: [0.95, 0.05, 0, 0, 0]
    case .parking: [0, 0, 0.5, 0.5, 0]
    case .residential, .unknown, .ancillary: [0, 0.06, 0.44, 0.50, 0]
    }
  }

  /// The sectors of a building's jobs, one after the other: as even as whole jobs allow.
  static func sectors(of building: Int, in settlement: Settlement, _ chance: Chance) -> [Sector] {
    let number = settlement.jobs[building]
    guard number >= 1 else { return [] }
    let count = Int(min(number, 1_000_000))
    let shares = shares(settlement.uses[building], settlement.kinds[building])
    var random = chance.generator(building)
    let start = random.unit()
    var place = 0
    var passed = shares[0]
    return (0..<count).map { job in
      let at = (Double(job) + start) / Double(count)
      while at >= passed, place < shares.count - 1 {
        place += 1
        passed += shares[place]
      }
      return Sector(rawValue: UInt8(place + 1)) ?? .services
    }
  }

  /// The jobs of each neighbourhood in random order.
  private static func jobs(
    of settlement: Settlement, _ neighbourhoods: Neighbourhoods, _ seed: UInt64, _ threads: Int
  ) -> [[Job]] {
    let sectors = Chance(seed: seed, topic: "people.sectors")
    var jobs = [[Job]](repeating: [], count: neighbourhoods.count)
    for building in 0..<settlement.count {
      let group = Int(neighbourhoods.ofBuilding[building])
      for sector in Self.sectors(of: building, in: settlement, sectors) {
        jobs[group].append(Job(building: Int32(building), sector: sector))
      }
    }
    let order = Chance(seed: seed, topic: "people.jobs")
    let sorted = jobs
    return inChunks(of: jobs.count, chunk: 16, threads: threads) { range in
      range.map { group in
        var random = order.generator(group)
        return sorted[group].dealt(&random)
      }
    }.flatMap { $0 }
  }
}

extension Array {
  /// The elements in a random order (R. A. Fisher and F. Yates, 1938; R. Durstenfeld, 1964).
  fileprivate func dealt(_ random: inout SplitMix) -> [Element] {
    var result = self
    for place in stride(from: count - 1, to: 0, by: -1) { result.swapAt(place, random.below(place + 1)) }
    return result
  }
}
