import Modelling
public import Replica

extension TravelDemand {
  /// Whole vehicle trips of a town's own table, between the same zones and streets as those of the model.
  ///
  /// Zones of the table are rows of ``zones``, stations after them: read it with their names. Lines with an hour begin in it, those without at
  /// the hours of the model's own trips, or evenly where there are none. Cars and motorcycles are drawn in the proportion
  /// of the model. Lines between places without a street make none. O(lines + trips).
  public func trips(of table: OriginDestinationTable, in city: City, seed: UInt64 = 1) -> DemandTrips {
    let endpoints = Endpoints(streets: city.streets, zones: zones, stations: stations)
    var hours = [Double](repeating: 0, count: 24)
    var (cars, motorcycles) = (0.0, 0.0)
    for trip in 0..<trips.count {
      hours[Int(trips.departs[trip]) / 3_600] += 1
      if trips.vehicle(trip) == .car { cars += 1 }
      if trips.vehicle(trip) == .motorcycle { motorcycles += 1 }
    }
    if trips.count == 0 { hours = hours.map { _ in 1 } }
    let carShare = cars + motorcycles > 0 ? cars / (cars + motorcycles) : 1
    let places = zones.count + stations.count
    let flows = table.flows.filter { $0.from < places && $0.to < places }
    let line = WholeTrips(totals: [flows.reduce(0.0) { $0 + $1.trips }], seed: seed, topic: "demand.table")
    let usual = Clock(hours)
    let clocks = (0..<24).map { hour in Clock((0..<24).map { $0 == hour ? 1 : 0 }) }
    var random = SplitMix(seed: seed, topic: "demand.table.ends")
    var made = DemandTrips()
    line.sample(0, flows.map(\.trips), scale: 1) { place in
      let flow = flows[place]
      let isHome = random.chance(0.5)
      endpoints.add(
        &made, random.chance(carShare) ? .car : .motorcycle, .other, from: flow.from, isHome: isHome, to: flow.to,
        isHomeThere: !isHome, flow.hour.map { clocks[$0] } ?? usual, &random)
    }
    return made.inOrder()
  }

  /// The names of zones and stations as a table may use them: those of ``zones``, then `outside/1`, `outside/2` …
  public var placeNames: [String] { zones.names + stations.indices.map { "outside/\($0 + 1)" } }
}
