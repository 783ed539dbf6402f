public import Geography
public import Modelling
public import Replica
import Routing

/// Something new in a town whose traffic comes on top of what is there: a building of a development.
///
/// Its vehicle trips are a rate of ``DemandRates`` times dwellings or floor area, as in a traffic impact assessment; the
/// applicant's own number can stand in their place.
public struct DemandSite: Sendable, Equatable {
  /// Where it stands, in city metres.
  public var point: Point
  /// What it is used for.
  public var use: BuildingUse
  /// Gross m².
  public var floorArea: Double
  /// Homes, 0 or more.
  public var dwellings: Double
  /// Vehicle trips a weekday that the applicant states, in and out together; nothing when none are.
  public var stated: Double?

  /// A building of a development.
  public init(point: Point, use: BuildingUse, floorArea: Double, dwellings: Double, stated: Double? = nil) {
    self.point = point
    self.use = use
    self.floorArea = floorArea
    self.dwellings = dwellings
    self.stated = stated
  }

  /// The buildings that a city has and had not before the development, each with what its applicant states. O(buildings).
  public static func sites(of development: Development, in city: City) -> [DemandSite] {
    let buildings = city.buildings
    let known = min(buildings.count, development.before.buildings.count)
    return (known..<buildings.count).filter { !buildings.areRemoved[$0] }.map { row in
      DemandSite(
        point: buildings.centroids[row], use: buildings.uses[row], floorArea: buildings.floorArea(of: BuildingID(row)),
        dwellings: buildings.dwellings[row].isFinite ? Double(buildings.dwellings[row]) : 0,
        // Every site puts one building up, in their order.
        stated: row - known < development.sites.count ? development.sites[row - known].statedTrips : nil)
    }
  }

  /// Vehicle trips a day by our own rates, in and out together.
  ///
  /// Saturdays are 0.65 of a weekday for homes, 1.1 for shops, 0.15 for works and offices, 0.05 for schools (assumed).
  public func trips(_ rates: DemandRates, on day: DemandDay) -> Double {
    let hundreds = max(0, floorArea) / 100
    let weekday: (trips: Double, saturday: Double)
    switch use {
    case .residential, .unknown:
      let homes = dwellings > 0 ? dwellings : hundreds
      weekday = (homes * rates[.siteHome], 0.65)
    case .commercial: weekday = (hundreds * rates[.siteCommercial], 1.1)
    case .industrial, .agricultural: weekday = (hundreds * rates[.siteIndustrial], 0.15)
    case .education: weekday = (hundreds * rates[.siteEducation], 0.05)
    case .health: weekday = (hundreds * rates[.siteHealth], 0.2)
    case .worship, .civic: weekday = (hundreds * rates[.siteOther], 0.15)
    case .parking, .ancillary: weekday = (0, 0)
    }
    return weekday.trips * (day == .saturday ? weekday.saturday : 1)
  }

  /// The row of ``DemandRates`` that its trips rest on; nothing for a use that makes none.
  public var rate: DemandRates.Name? {
    switch use {
    case .residential, .unknown: .siteHome
    case .commercial: .siteCommercial
    case .industrial, .agricultural: .siteIndustrial
    case .education: .siteEducation
    case .health: .siteHealth
    case .worship, .civic: .siteOther
    case .parking, .ancillary: nil
    }
  }

  /// 24 shares of a day's trips by the hour, in and out together, by the profiles that they are drawn from.
  public func hours(on day: DemandDay) -> [Double] {
    let ways = [HourProfile.Direction.fromHome, .toHome].map { HourProfile.shares(purpose, $0, day) }
    return (0..<24).map { (ways[0][$0] + ways[1][$0]) / 2 }
  }

  /// The purpose whose hours and distances it has.
  var purpose: Purpose {
    switch use {
    case .residential, .unknown: .other
    case .commercial: .shopping
    case .education: .education
    case .industrial, .agricultural, .civic: .work
    case .health, .worship, .parking, .ancillary: .other
    }
  }
}

extension TravelDemand {
  /// Adds the trips of sites to those of the town as it was.
  ///
  /// Make the demand of the town before the development (with the streets of after), then add. Half of the trips go in, half
  /// out, to and from zones by people (for homes: by jobs and people) and the friction of the purpose; cars and motorcycles in
  /// the proportion of the town. `useStated` puts the applicant's number in the place of ours where there is one.
  /// Gives our trips and the stated ones by site; a site farther than a kilometre from any street adds none.
  @discardableResult
  public mutating func add(
    _ sites: [DemandSite], in city: City, useStated: Bool = false, seed: UInt64 = 1
  ) -> [(ours: Double, stated: Double?)] {
    let snapper = Snapper(city.streets, mode: .car)
    let streets = city.streets
    let cars = Double(trips.classes.count { $0 == VehicleClass.car.rawValue })
    let motorcycles = Double(trips.classes.count { $0 == VehicleClass.motorcycle.rawValue })
    let carShare = cars + motorcycles > 0 ? cars / (cars + motorcycles) : 1
    let endpoints = Endpoints(streets: streets, zones: zones, stations: stations)
    var made = DemandTrips()
    var answer: [(ours: Double, stated: Double?)] = []
    for (number, site) in sites.enumerated() {
      let ours = site.trips(rates, on: day)
      answer.append((ours, site.stated))
      let stated = site.stated.map { $0.isFinite ? max(0, $0) : 0 }
      let total = useStated ? stated ?? ours : ours
      guard let snap = snapper.snap(site.point, to: streets), let home = nearestZone(to: site.point), total > 0 else {
        continue
      }
      let isHome = site.use == .residential || site.use == .unknown
      let beta = 2 / max(0.5, rates[TripEnds.meanMinutes(site.purpose)])
      let pull = (0..<zones.count).map { zone -> Double in
        let time = Double(minutes[home, zone])
        let weight = isHome ? zones.jobs[zone] + 0.3 * zones.people[zone] : zones.people[zone]
        return time.isFinite ? weight * Portable.exp(-beta * time) : 0
      }
      let sum = pull.reduce(0, +)
      guard sum > 0 else { continue }
      for isOut in [true, false] {
        let weights = pull.map { total / 2 * $0 / sum }
        let line = WholeTrips(
          totals: [weights.reduce(0, +)], seed: seed, topic: "demand.site.\(number).\(isOut)")
        let leavesHome = isOut == isHome
        let clock = Clock(HourProfile.shares(site.purpose, leavesHome ? .fromHome : .toHome, day))
        var random = SplitMix(seed: seed, topic: "demand.site.ends.\(isOut)", number: number)
        line.sample(0, weights, scale: 1) { zone in
          endpoints.add(
            &made, random.chance(carShare) ? .car : .motorcycle, site.purpose, site: snap.segment, zone: home,
            other: zone, isHomeThere: !isHome, isOut: isOut, clock, &random)
        }
      }
    }
    add(made)
    return answer
  }

  private func nearestZone(to point: Point) -> Int? {
    zones.centers.indices.filter { minutes[$0, $0].isFinite }.min {
      zones.centers[$0].distance(to: point) < zones.centers[$1].distance(to: point)
    }
  }
}

extension Endpoints {
  /// Adds a trip between a site on a segment and somebody in a zone.
  func add(
    _ trips: inout DemandTrips, _ vehicle: VehicleClass, _ purpose: Purpose, site: Int, zone: Int, other: Int,
    isHomeThere: Bool, isOut: Bool, _ clock: Clock, _ random: inout SplitMix
  ) {
    let second = clock.second(&random)
    guard let there = zones.loading[other].segment(home: isHomeThere, random.unit()) else { return }
    let (from, to) = isOut ? (site, there) : (there, site)
    trips.append(
      at: second, vehicle, purpose, from: (link(from, vehicle, ahead: middle(to)), isOut ? zone : other),
      to: (link(to, vehicle, behind: middle(from)), isOut ? other : zone))
  }
}
