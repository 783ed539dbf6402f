import Geography
import Modelling
import Replica

/// Traffic over the town's edge: into it, out of it and through it.
///
/// What begins or ends in the town is never more than ``DemandRates/Name/outsidePerPerson`` allows, and is shared among zones by people, twice the jobs and e^(−β t), β = 2 ÷ the mean minutes.
/// What goes through is balanced between stations like gravity, with sin²(½ of the angle between them seen from the
/// town's middle) in place of friction, so that nobody comes in to leave by the next road (assumed).
struct OutsideTrips {
  let zones: DemandZones
  let stations: [OutsideStation]
  let minutes: Matrix
  let rates: DemandRates
  let endpoints: Endpoints

  private static let vehicles: [VehicleClass] = [.car, .motorcycle, .truck]

  private var classShares: [Double] {
    let trucks = min(1, max(0, rates[.stationTrucks]))
    let motorcycles = min(1 - trucks, max(0, rates[.stationMotorcycles]))
    return [1 - trucks - motorcycles, motorcycles, trucks]
  }

  func make(
    day: DemandDay, seed: UInt64, classes: VehicleSet
  ) -> (trips: DemandTrips, local: Double, through: Double) {
    var trips = DemandTrips()
    guard !stations.isEmpty else { return (trips, 0, 0) }
    let factor = Self.factor(day, rates)
    let shares = zip(Self.vehicles, classShares).map { classes.contains($0) ? $1 : 0 }
    let passing = through(factor)
    var rows: [[Double]] = []
    let kept = Self.kept(stations, people: zones.people.reduce(0, +), rates)
    for (row, station) in stations.enumerated() {
      let local = station.vehicles * factor * (1 - station.throughShare) * kept
      let oneWay = station.inward == nil || station.outward == nil
      for isIn in [true, false] {
        let exists = isIn ? station.inward != nil : station.outward != nil
        let volume = exists ? local * (oneWay ? 1 : 0.5) : 0
        let drawn = pull(row, isIn: isIn)
        let sum = drawn.reduce(0, +)
        rows.append(spread(drawn.map { sum > 0 ? volume * $0 / sum : 0 }, shares))
      }
      rows.append(spread(passing[row], shares))
    }
    let line = WholeTrips(totals: rows.map { $0.reduce(0, +) }, seed: seed, topic: "demand.outside")
    let clocks = [
      Clock(HourProfile.shares(.outside, .fromHome, day)), Clock(HourProfile.shares(.outside, .toHome, day)),
      Clock(HourProfile.shares(.nonHome, .fromHome, day)),
    ]
    var sums = [0.0, 0.0, 0.0]
    for (number, row) in rows.enumerated() {
      var random = SplitMix(seed: seed, topic: "demand.ends.outside", number: number)
      let station = zones.count + number / 3
      let kind = number % 3
      sums[kind] += row.reduce(0, +)
      line.sample(number, row, scale: 1) { place in
        let other = kind == 2 ? zones.count + place / 3 : place / 3
        let vehicle = Self.vehicles[place % 3]
        let atHome = random.chance(0.5)
        endpoints.add(
          &trips, vehicle, .outside, from: kind == 1 ? other : station, isHome: atHome,
          to: kind == 1 ? station : other, isHomeThere: atHome, clocks[kind], &random)
      }
    }
    return (trips, sums[0] + sums[1], sums[2])
  }

  private static func factor(_ day: DemandDay, _ rates: DemandRates) -> Double {
    day == .saturday ? rates[.saturdayOutside] : 1
  }

  /// Vehicles a day over the stations that would stop in the town.
  private static func offered(_ stations: [OutsideStation]) -> Double {
    stations.reduce(0) { $0 + $1.vehicles * (1 - $1.throughShare) }
  }

  /// What part of the vehicles that would stop in the town its people can draw.
  private static func kept(_ stations: [OutsideStation], people: Double, _ rates: DemandRates) -> Double {
    let offered = offered(stations)
    return offered > 0 ? min(1, rates[.outsidePerPerson] * people / offered) : 0
  }

  /// Cars and motorcycles a day that enter or leave and stop in the town.
  static func stopping(
    _ stations: [OutsideStation], people: Double, _ rates: DemandRates, on day: DemandDay
  ) -> Double {
    let trucks = min(1, max(0, rates[.stationTrucks]))
    return offered(stations) * factor(day, rates) * kept(stations, people: people, rates) * (1 - trucks)
  }

  private func spread(_ volumes: [Double], _ shares: [Double]) -> [Double] {
    volumes.flatMap { volume in shares.map { volume * $0 } }
  }

  private func pull(_ station: Int, isIn: Bool) -> [Double] {
    let beta = 2 / max(0.5, rates[.minutesOutside])
    return (0..<zones.count).map { zone in
      let time = Double(isIn ? minutes[zones.count + station, zone] : minutes[zone, zones.count + station])
      return time.isFinite ? (zones.people[zone] + 2 * zones.jobs[zone]) * Portable.exp(-beta * time) : 0
    }
  }

  /// Vehicles a day from station to station.
  func through(_ factor: Double) -> [[Double]] {
    let count = stations.count
    var middle = Point(x: 0, y: 0)
    for station in stations {
      middle.x += station.point.x / Double(count)
      middle.y += station.point.y / Double(count)
    }
    var flows = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    func volume(_ row: Int, _ link: LinkID?, _ other: LinkID?) -> Double {
      guard link != nil else { return 0 }
      return stations[row].vehicles * factor * stations[row].throughShare * (other == nil ? 1 : 0.5)
    }
    let ins = stations.indices.map { volume($0, stations[$0].inward, stations[$0].outward) }
    let outs = stations.indices.map { volume($0, stations[$0].outward, stations[$0].inward) }
    for row in 0..<count {
      for column in 0..<count where row != column {
        guard minutes[zones.count + row, zones.count + column].isFinite else { continue }
        let a = stations[row].point
        let b = stations[column].point
        let (ax, ay, bx, by) = (a.x - middle.x, a.y - middle.y, b.x - middle.x, b.y - middle.y)
        let norm = ((ax * ax + ay * ay) * (bx * bx + by * by)).squareRoot()
        let cosine = norm > 0 ? (ax * bx + ay * by) / norm : 0
        flows[row][column] = max(0, (1 - cosine) / 2) * ins[row] * outs[column]
      }
    }
    for _ in 0..<60 {
      for column in 0..<count {
        let sum = (0..<count).reduce(0.0) { $0 + flows[$1][column] }
        if sum > 0 { for row in 0..<count { flows[row][column] *= outs[column] / sum } }
      }
      for row in 0..<count {
        let sum = flows[row].reduce(0, +)
        if sum > 0 { for column in 0..<count { flows[row][column] *= ins[row] / sum } }
      }
    }
    return flows
  }
}
