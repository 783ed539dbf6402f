internal import Modelling

extension SumoDemand {
  /// A vehicle that leaves: every lot is drawn.
  public struct Departure: Hashable, Sendable {
    /// Its name: the vehicle's, or the flow's with a number.
    public var id: String
    /// Row of its kind.
    public var type: Int
    /// Seconds after the simulation's zero at which it wishes to leave.
    public var depart: Double
    /// Row of its route; nothing for a trip, whose route a router finds.
    public var route: Int?
    /// Row in `vehicles`, or in `flows` when `isFlow`.
    public var source: Int
    /// Whether it is one of a flow.
    public var isFlow: Bool
  }

  /// Every vehicle that wishes to leave before a time, flows and lots drawn by a seed: by time, then in the order of the
  /// files. Each vehicle draws from its own numbers, so leaving one out changes no other. O(n log n).
  ///
  /// - Parameters:
  ///   - seed: the same seed gives the same vehicles.
  ///   - until: seconds; flows without end end here.
  public func departures(seed: UInt64, until: Double) -> [Departure] {
    var all: [Departure] = []
    all.reserveCapacity(vehicles.count)
    for (row, vehicle) in vehicles.enumerated() where vehicle.depart < until {
      var chance = SplitMix(seed: seed, topic: "sumo vehicle", number: row)
      all.append(departure(of: vehicle, vehicle.id, at: vehicle.depart, row, isFlow: false, &chance))
    }
    for (row, flow) in flows.enumerated() {
      var chance = SplitMix(seed: seed, topic: "sumo flow", number: row)
      for (number, time) in flow.times(until: until, &chance).enumerated() {
        all.append(departure(of: flow.vehicle, "\(flow.vehicle.id).\(number)", at: time, row, isFlow: true, &chance))
      }
    }
    let order = all.indices.sorted { (all[$0].depart, $0) < (all[$1].depart, $1) }
    return order.map { all[$0] }
  }

  private func departure(
    of vehicle: Vehicle, _ id: String, at time: Double, _ row: Int, isFlow: Bool, _ chance: inout SplitMix
  ) -> Departure {
    let type =
      switch vehicle.type {
      case .row(let row): row
      case .lot(let lot): typeDistributions[lot].draw(&chance)
      }
    let route: Int? =
      switch vehicle.way {
      case .route(.row(let row)): row
      case .route(.lot(let lot)): routeDistributions[lot].draw(&chance)
      case .trip: nil
      }
    return Departure(id: id, type: type, depart: time, route: route, source: row, isFlow: isFlow)
  }
}

extension SumoDemand.Distribution {
  /// A member by its weight; at least one weight is above 0.
  func draw(_ chance: inout SplitMix) -> Int {
    var left = chance.unit() * weights.reduce(0, +)
    for (member, weight) in zip(members, weights) {
      if left < weight { return member }
      left -= weight
    }
    return members[weights.lastIndex { $0 > 0 } ?? 0]
  }
}

extension SumoDemand.Flow {
  /// Seconds at which its vehicles leave, in order.
  func times(until: Double, _ chance: inout SplitMix) -> [Double] {
    let begin = vehicle.depart, end = min(end, until)
    var times: [Double] = []
    switch rhythm {
    case .number(let number):
      guard number > 0, self.end.isFinite else { return [] }
      let gap = (self.end - begin) / Double(number)
      for place in 0..<number where begin + Double(place) * gap < until { times.append(begin + Double(place) * gap) }
    case .period(let gap, let most):
      var number = 0
      while begin + Double(number) * gap < end, number < most ?? .max {
        times.append(begin + Double(number) * gap)
        number += 1
      }
    case .poisson(let rate, let most):
      var time = begin + chance.exponential() / rate
      while time < end, times.count < most ?? .max {
        times.append(time)
        time += chance.exponential() / rate
      }
    case .probability(let probability, let most):
      var time = begin
      while time < end, times.count < most ?? .max {
        if chance.chance(probability) { times.append(time) }
        time += 1
      }
    }
    return times
  }
}
