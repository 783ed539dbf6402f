import Geography
import Modelling
import Replica

/// The trips of one purpose inside the town: from gravity and mode shares to whole vehicles.
struct ResidentTrips: Sendable {
  let purpose: Purpose
  let gravity: Gravity
  let zones: DemandZones
  let minutes: Matrix
  let rates: DemandRates
  let choice: ModeChoice
  let endpoints: Endpoints
  private let carPersons, motorcyclePersons: Double

  /// The vehicles that are told apart, in the order of a row's weights.
  static let vehicles: [VehicleClass] = [.car, .motorcycle, .bicycle]

  init(
    _ purpose: Purpose, _ gravity: Gravity, _ zones: DemandZones, _ minutes: Matrix, _ rates: DemandRates,
    _ endpoints: Endpoints
  ) {
    self.purpose = purpose
    self.gravity = gravity
    self.zones = zones
    self.minutes = minutes
    self.rates = rates
    self.endpoints = endpoints
    choice = ModeChoice(rates)
    carPersons = max(1, rates[purpose == .work ? .occupancyWork : .occupancyOther])
    motorcyclePersons = max(1, rates[.occupancyMotorcycle])
  }

  /// The vehicles of a row by destination and class, and what they add to the day's summary.
  func row(_ row: Int, _ part: inout DemandSummary.Part) -> [Double] {
    let count = zones.count
    var weights = [Double](repeating: 0, count: count * Self.vehicles.count)
    guard gravity.rowFactors[row] > 0 else { return weights }
    let hand = ModeChoice.atHand(cars: zones.carsPerPerson[row], motorcycles: zones.motorcyclesPerPerson[row])
    for column in 0..<count where gravity.columnFactors[column] > 0 {
      let time = Double(minutes[row, column])
      guard time.isFinite else { continue }
      let metres = zones.metres(row, column)
      let trips = gravity.entry(row, column, minutes: minutes)
      if purpose == .freight {
        weights[column * 3] = trips
        continue
      }
      let shares = choice.shares(
        minutes: time, metres: metres, hasCar: hand.car, hasMotorcycle: hand.motorcycle,
        hasBus: row != column && zones.hasStop[row] && zones.hasStop[column])
      weights[column * 3] = trips * shares.car / carPersons
      weights[column * 3 + 1] = trips * shares.motorcycle / motorcyclePersons
      weights[column * 3 + 2] = trips * shares.bicycle
      let way = metres * ZoneTimes.detour
      let byMode = [shares.walk, shares.bicycle, shares.motorcycle, shares.car, shares.bus]
      for mode in byMode.indices {
        part.trips[mode] += trips * byMode[mode]
        part.metres[mode] += trips * byMode[mode] * way
      }
      part.minutes += trips * time
      if row == column { part.within += trips }
    }
    return weights
  }

  /// Whole trips of vehicles, and the summary. Rows are cut into chunks by their number, so threads do not matter.
  func make(
    day: DemandDay, seed: UInt64, classes: VehicleSet, threads: Int
  ) throws -> (trips: DemandTrips, part: DemandSummary.Part) {
    let count = zones.count
    let chunk = 16
    var totals = [Double](repeating: 0, count: count)
    var parts = [DemandSummary.Part](repeating: DemandSummary.Part(purpose), count: (count + chunk - 1) / chunk)
    try totals.withUnsafeMutableBufferPointer { totals in
      try parts.withUnsafeMutableBufferPointer { parts in
        // Each chunk writes its own rows and its own part.
        nonisolated(unsafe) let (totals, parts) = (totals, parts)
        try parallel(over: count, chunk: chunk, threads: threads) { range in
          var part = DemandSummary.Part(purpose)
          for row in range { totals[row] = wanted(self.row(row, &part), classes).reduce(0, +) }
          parts[range.lowerBound / chunk] = part
        }
      }
    }
    var part = DemandSummary.Part(purpose)
    for other in parts { part.add(other) }
    part.beta = gravity.beta
    part.iterations = gravity.iterations
    part.error = gravity.error
    part.unreached = gravity.unreached
    let trips = try sampled(totals, day, seed, classes, threads)
    return (trips, part)
  }

  private func wanted(_ weights: [Double], _ classes: VehicleSet) -> [Double] {
    if purpose == .freight { return classes.contains(.truck) ? weights : weights.map { _ in 0 } }
    var weights = weights
    for (place, vehicle) in Self.vehicles.enumerated() where !classes.contains(vehicle) {
      for column in 0..<zones.count { weights[column * 3 + place] = 0 }
    }
    return weights
  }

  private func sampled(
    _ totals: [Double], _ day: DemandDay, _ seed: UInt64, _ classes: VehicleSet, _ threads: Int
  ) throws -> DemandTrips {
    let touchesHome = ![.nonHome, .freight].contains(purpose)
    let scale = touchesHome ? 0.5 : 1.0
    let directions: [HourProfile.Direction] = touchesHome ? [.fromHome, .toHome] : [.fromHome]
    let lines = directions.map { direction in
      WholeTrips(
        totals: totals.map { $0 * scale }, seed: seed, topic: "demand.\(purpose.name).\(direction.rawValue)")
    }
    let clocks = directions.map { Clock(HourProfile.shares(purpose, $0, day)) }
    let chunk = 16
    var made = [DemandTrips](repeating: DemandTrips(), count: (zones.count + chunk - 1) / chunk)
    try made.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own entry.
      nonisolated(unsafe) let out = buffer
      try parallel(over: zones.count, chunk: chunk, threads: threads) { range in
        var trips = DemandTrips()
        var unused = DemandSummary.Part(purpose)
        for row in range where totals[row] > 0 {
          let weights = wanted(self.row(row, &unused), classes)
          var random = SplitMix(seed: seed, topic: "demand.ends.\(purpose.name)", number: row)
          for (line, clock) in zip(lines.indices, clocks) {
            lines[line].sample(row, weights, scale: scale) { place in
              let vehicle = purpose == .freight ? VehicleClass.truck : Self.vehicles[place % 3]
              let isBack = directions[line] == .toHome
              endpoints.add(
                &trips, vehicle, purpose, from: isBack ? place / 3 : row, isHome: touchesHome && !isBack,
                to: isBack ? row : place / 3, isHomeThere: touchesHome && isBack, clock, &random)
            }
          }
        }
        out[range.lowerBound / chunk] = trips
      }
    }
    var all = DemandTrips()
    for trips in made { all.append(trips) }
    return all
  }
}

/// Draws the second at which a trip begins: the hour by its share, the second within it evenly.
struct Clock: Sendable {
  private let sums: [Double]

  init(_ shares: [Double]) {
    var sum = 0.0
    sums = shares.map {
      sum += $0
      return sum
    }
  }

  func second(_ random: inout SplitMix) -> Int {
    let draw = random.unit() * (sums.last ?? 1)
    let hour = sums.firstIndex { draw < $0 } ?? 23
    return hour * 3_600 + random.index(below: 3_600)
  }
}
