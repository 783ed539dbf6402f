import Geography
import Modelling
import Replica

/// The smallest things people live and work in: buildings, or pieces of local street where no building is known.
struct DemandAtoms {
  var points: [Point] = []
  var people: [Double] = []
  var jobs: [Double] = []
  var uses: [BuildingUse] = []
  var remarks: [String] = []

  /// m² of floor below which an untagged building is a shed; assumed.
  private static let shed = 30.0

  init(_ city: City, rates: DemandRates, threads: Int) throws {
    if (0..<city.buildings.count).contains(where: { !city.buildings.areRemoved[$0] }) {
      try takeBuildings(city, rates, threads)
    } else {
      takeStreets(city, rates)
    }
    try spreadZones(city, threads)
  }

  private mutating func takeBuildings(_ city: City, _ rates: DemandRates, _ threads: Int) throws {
    let buildings = city.buildings
    var floors: [Double] = []
    var knowsPeople = false
    var knowsJobs = false
    var nowhere = 0
    for row in 0..<buildings.count where !buildings.areRemoved[row] {
      guard buildings.centroids[row].x.isFinite, buildings.centroids[row].y.isFinite else {
        nowhere += 1
        continue
      }
      let floor = max(0, buildings.floorArea(of: BuildingID(row)))
      points.append(buildings.centroids[row])
      uses.append(buildings.uses[row])
      floors.append(floor.isFinite ? floor : 0)
      people.append(max(0, buildings.people[row]))
      let known = buildings.jobs[row]
      jobs.append(known.isFinite && known > 0 ? Double(known) : 0)
      knowsPeople = knowsPeople || buildings.people[row] > 0
      knowsJobs = knowsJobs || (known.isFinite && known > 0)
    }
    if nowhere > 0 { remarks.append("\(nowhere) buildings have an outline without a middle and are left out.") }
    if !knowsPeople { try assumePeople(city, floors, rates, threads) }
    if !knowsJobs { try assumeJobs(city, floors, rates, threads) }
  }

  private mutating func assumePeople(
    _ city: City, _ floors: [Double], _ rates: DemandRates, _ threads: Int
  ) throws {
    let homes = floors.indices.map { row -> Double in
      uses[row] == .residential || (uses[row] == .unknown && floors[row] >= Self.shed) ? floors[row] : 0
    }
    let floor = homes.reduce(0, +)
    guard floor > 0 else { return }
    let known = city.profile.values.first { $0.name == "people" && $0.value.isFinite && $0.value > 0 }?.value
    let counted = city.zones.people.reduce(0, +)
    if known == nil, counted > 0 {
      people = try spread(city.zones.people, city, over: homes, threads)
      return
    }
    let total = known ?? floor / max(1, rates[.floorPerPerson])
    for row in homes.indices { people[row] = total * homes[row] / floor }
    if known == nil {
      remarks.append(
        "How many people live here is not known: \(Int(total)) are assumed, \(Int(rates[.floorPerPerson])) m² of floor "
          + "each. Put the value people with its source into city.yaml.")
    }
  }

  /// What is counted in the city's zones, over what stands in each; nothing counted there is lost but in zones with nothing.
  private func spread(
    _ counted: [Double], _ city: City, over weights: [Double], _ threads: Int
  ) throws -> [Double] {
    let layout = try ZoneLayout(cityZonesOf: city, points: points, threads: threads)
    var sums = [Double](repeating: 0, count: city.zones.count)
    for row in weights.indices where layout.zoneOfPoint[row] >= 0 {
      sums[Int(layout.zoneOfPoint[row])] += weights[row]
    }
    return weights.indices.map { row in
      let zone = Int(layout.zoneOfPoint[row])
      return zone >= 0 && sums[zone] > 0 ? max(0, counted[zone]) * weights[row] / sums[zone] : 0
    }
  }

  private mutating func assumeJobs(
    _ city: City, _ floors: [Double], _ rates: DemandRates, _ threads: Int
  ) throws {
    var total = 0.0
    for row in floors.indices {
      let perJob: Double
      switch uses[row] {
      case .commercial: perJob = rates[.floorPerCommercialJob]
      case .industrial: perJob = rates[.floorPerIndustrialJob]
      case .education, .health, .civic: perJob = rates[.floorPerPublicJob]
      case .worship: perJob = 500
      case .agricultural: perJob = 800
      // Shops below homes, practices and trades at home.
      case .residential, .unknown: perJob = floors[row] >= Self.shed ? 600 : .infinity
      case .parking, .ancillary: perJob = .infinity
      }
      jobs[row] = floors[row] / max(1, perJob)
      total += jobs[row]
    }
    let counted = city.zones.jobs.map { $0.isFinite ? Double($0) : 0 }
    if counted.contains(where: { $0 > 0 }) {
      jobs = try spread(counted, city, over: jobs, threads)
      return
    }
    let wanted = people.reduce(0, +) * rates[.jobsPerPerson]
    guard total > 0, wanted > 0 else { return }
    for row in jobs.indices { jobs[row] *= wanted / total }
    remarks.append(
      "How many jobs there are is not known: \(Int(wanted)) are assumed, \(rates[.jobsPerPerson]) a person, by floor area."
    )
  }

  /// No buildings at all: people along local streets, jobs along these and along the greater ones.
  private mutating func takeStreets(_ city: City, _ rates: DemandRates) {
    let segments = city.streets.segments
    for row in 0..<segments.count where !segments.areRemoved[row] && segments.shapes[row].count > 1 {
      let length = segments.lengths[row]
      let share: (homes: Double, jobs: Double)
      switch segments.classes[row] {
      case .residential, .livingStreet: share = (1, 0.5)
      case .unclassified, .tertiary: share = (0.5, 1)
      case .secondary, .primary: share = (0.15, 1)
      default: continue
      }
      let line = Array(segments.shapes[row])
      points.append(line[line.count / 2].interpolated(to: line[line.count / 2 - 1], fraction: 0.5))
      uses.append(.unknown)
      people.append(length * share.homes / max(0.1, rates[.streetPerPerson]))
      jobs.append(length * share.jobs)
    }
    let living = people.reduce(0, +)
    guard living > 0 else {
      people = [Double](repeating: 0, count: points.count)
      jobs = people
      return
    }
    let known = city.profile.values.first { $0.name == "people" && $0.value.isFinite && $0.value > 0 }?.value
    let total = known ?? living
    let work = jobs.reduce(0, +)
    for row in points.indices {
      people[row] *= total / living
      jobs[row] *= total * rates[.jobsPerPerson] / max(1, work)
    }
    if known == nil, city.zones.people.reduce(0, +) <= 0 {
      remarks.append(
        "Neither buildings nor people are known: \(Int(total)) people are assumed, one for "
          + "\(rates[.streetPerPerson]) m of local street. Put the value people with its source into city.yaml.")
    }
  }

  /// Zones in which people are counted but nothing to live in is drawn become points at their centres.
  private mutating func spreadZones(_ city: City, _ threads: Int) throws {
    let counted = city.zones.people.reduce(0, +)
    // Buildings that hold everybody leave no zone without.
    guard counted > 0, people.reduce(0, +) < counted * (1 - 1e-6) else { return }
    let layout = try ZoneLayout(cityZonesOf: city, points: points, threads: threads)
    var found = [Double](repeating: 0, count: city.zones.count)
    for row in points.indices where layout.zoneOfPoint[row] >= 0 { found[Int(layout.zoneOfPoint[row])] += people[row] }
    for zone in 0..<city.zones.count where found[zone] <= 0 && city.zones.people[zone] > 0 {
      points.append(city.zones.centers[zone])
      uses.append(.residential)
      people.append(city.zones.people[zone])
      jobs.append(city.zones.jobs[zone].isFinite ? max(0, Double(city.zones.jobs[zone])) : 0)
    }
  }
}
