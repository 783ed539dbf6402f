import Modelling
public import Replica

extension TravelDemand {
  /// Trips of persons of a purpose from one zone (its home end, where it has one) to every other in a day, both ways.
  public func persons(_ purpose: Purpose, from zone: Int) -> [Double] {
    gravities[purpose]?.row(zone, minutes: minutes) ?? [Double](repeating: 0, count: zones.count)
  }

  /// Trips of persons that leave a zone for every other in an hour 0…23, of one purpose of residents and by one mode.
  ///
  /// Nothing of this is stored: a table of all pairs is made row by row from two factors a zone. O(zones).
  public func persons(_ purpose: Purpose, by mode: DemandMode, in hour: Int, from zone: Int) -> [Double] {
    precondition((0...23).contains(hour), "a day has 24 hours")
    guard let gravity = gravities[purpose], Purpose.ofResidents.contains(purpose) else {
      return [Double](repeating: 0, count: zones.count)
    }
    let choice = ModeChoice(rates)
    func trips(_ home: Int, _ other: Int) -> Double {
      let all = gravity.entry(home, other, minutes: minutes)
      return all > 0 ? all * choice.shares(zones, home, other, Double(minutes[home, other]))[Int(mode.rawValue)] : 0
    }
    let out = HourProfile.shares(purpose, .fromHome, day)[hour]
    guard purpose != .nonHome else { return (0..<zones.count).map { trips(zone, $0) * out } }
    let back = HourProfile.shares(purpose, .toHome, day)[hour]
    return (0..<zones.count).map { (trips(zone, $0) * out + trips($0, zone) * back) / 2 }
  }

  /// Vehicles from zone to zone that begin in an hour 0…23, stations after the zones.
  ///
  /// All purposes and classes where nothing is given. O(trips).
  public func vehicles(in hour: Int, purpose: Purpose? = nil, vehicle: VehicleClass? = nil) -> Matrix {
    let count = zones.count + stations.count
    var table = Matrix(rows: count, columns: count)
    for trip in 0..<trips.count where Int(trips.departs[trip]) / 3_600 == hour {
      if let purpose, trips.purpose(trip) != purpose { continue }
      if let vehicle, trips.vehicle(trip) != vehicle { continue }
      table[Int(trips.fromZones[trip]), Int(trips.toZones[trip])] += 1
    }
    return table
  }
}
