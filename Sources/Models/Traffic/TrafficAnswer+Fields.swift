import Demand
import Modelling
import Replica
import Routing

extension TrafficAnswer {
  /// Flow, speed and delay a link by the hour, and the minutes of trips from each zone of the city.
  func fields() -> [Field] {
    let links = town.streets.links.count
    let car = TrafficTown.row(of: .car)
    func field(
      _ id: String, _ title: String, _ unit: String, _ better: Indicator.Better, _ palette: Field.Palette,
      _ value: (Int, Int) -> Float
    ) -> Field {
      var values: [Float] = []
      values.reserveCapacity(links * HourTimes.hours)
      for hour in 0..<HourTimes.hours {
        for link in 0..<links { values.append(value(link, hour)) }
      }
      return Field(
        name: "traffic.\(id)", title: title, unit: unit, better: better, palette: palette, carrier: .links,
        times: clock.hours, values: values)
    }
    var fields = [
      field("flow", "Vehicles an hour", "veh/h", .neither, .plain) { link, hour in
        let vehicles = hours.vehicles[link * HourTimes.hours + hour]
        return vehicles > 0 ? vehicles : .nan
      },
      field("speed", "Mean speed, waits included", "km/h", .more, .speed) { link, hour in
        hours.speed(link * HourTimes.hours + hour) * 3.6
      },
      field("delay", "Seconds a vehicle loses", "s", .less, .time) { link, hour in
        town.free[car][link] < StreetGraph.longest ? hours.delay(link, hour, free: town.free[car][link]) : .nan
      },
      field("queue", "Longest queue of the hour", "m", .less, .depth) { link, hour in
        let metres = hours.queues[link * HourTimes.hours + hour]
        return metres > 0 ? metres : .nan
      },
    ]
    if let zones = zoneMinutes() { fields.append(zones) }
    if day.count > 0 { fields.append(tripMinutes) }
    return fields
  }

  /// Trips whose minutes are told one by one, at most.
  static let mostTrips = 5_000

  /// Minutes of every n-th trip of the day: the same trips with the changes and without them, as long as both make as many.
  private var tripMinutes: Field {
    let step = (day.count + Self.mostTrips - 1) / Self.mostTrips
    var minutes = [Float](repeating: .nan, count: day.count)
    for (number, trip) in times.trips.enumerated() { minutes[Int(trip)] = times.seconds[number] / 60 }
    return Field(
      name: "traffic.trips", title: "Minutes of single trips", unit: "min", better: .less, palette: .time,
      carrier: .trips, times: [clock.hours[0]], values: stride(from: 0, to: day.count, by: step).map { minutes[$0] })
  }

  /// Mean minutes of the trips that begin or end in each zone; nothing where trips are not of the city's own zones.
  private func zoneMinutes() -> Field? {
    let rows = Dictionary(
      uniqueKeysWithValues: city.zones.keys.indices.map { (city.zones.keys[$0].text, $0) })
    let zoneOf = demand.zones.names.map { rows[$0] }
    guard zoneOf.contains(where: { $0 != nil }) else { return nil }
    var sums = [Double](repeating: 0, count: city.zones.count)
    var counts = sums
    for (number, trip) in times.trips.enumerated() {
      let ends = [Int(day.trips.fromZones[Int(trip)]), Int(day.trips.toZones[Int(trip)])]
      for end in Set(ends) where end < zoneOf.count {
        guard let zone = zoneOf[end] else { continue }
        sums[zone] += Double(times.seconds[number]) / 60
        counts[zone] += 1
      }
    }
    return Field(
      name: "traffic.zone-minutes", title: "Mean minutes of trips from and to the zone", unit: "min", better: .less,
      palette: .time, carrier: .zones, times: [clock.hours[0]],
      values: zip(sums, counts).map { $1 > 0 ? Float($0 / $1) : .nan })
  }
}
