import Demand
import Geography
import Modelling
import Replica

/// Who travels on a day: the trips of the city before any change as the town's counts have them, with what conditions make of them.
struct TownDemand: Sendable {
  /// The trips of vehicles.
  let trips: DemandTrips
  /// The zones they begin and end in, outside stations after them.
  let zones: DemandZones
  /// What it was before counts, factors and sites.
  let summary: DemandSummary
  /// The trips a day that each site of a development adds by our rates, and by the applicant's figure.
  let sites: [(ours: Double, stated: Double?)]
  /// What was assumed or left out.
  let remarks: [String]

  /// `useStated` puts an applicant's own trips in the place of ours; `withSites` leaves out what is built where false.
  init(
    _ city: City, _ conditions: Conditions, _ day: DemandDay, _ context: any RunContext, useStated: Bool = false,
    withSites: Bool = true
  ) throws {
    let before = conditions[CityBefore.self]?.city ?? conditions[Development.self]?.before ?? city
    var demand = try context.prepared("traffic.demand.\(day.rawValue)") {
      try TravelDemand(of: before, on: day, classes: .motor, seed: context.seed, threads: context.threads)
    }
    zones = demand.zones
    summary = demand.summary
    // The counts are of the town as it was: what is built adds its own trips, and no count speaks of them.
    let counts = conditions[TownCounts.self]
    if let corrected = counts?.corrected(on: day) { demand.follow(corrected, seed: context.seed) }
    if let development = conditions[Development.self], withSites {
      sites = demand.add(
        DemandSite.sites(of: development, in: city), in: city, useStated: useStated, seed: context.seed)
    } else {
      sites = []
    }
    remarks = (counts.map { [$0.sentence(on: day)] } ?? []) + demand.remarks
    let factors = conditions[DemandFactors.self]?.factors ?? []
    guard !factors.isEmpty else {
      trips = demand.trips
      return
    }
    let streets = city.streets
    let all = demand.trips
    func middle(_ link: Int32) -> Point? {
      let line = streets.segments.shapes[Int(link >> 1)]
      return line.dropFirst(line.count / 2).first
    }
    trips = all.reweighted(seed: context.seed) { trip in
      factors.reduce(1) { product, factor in
        guard factor.vehicles.contains(all.vehicle(trip)), factor.hours.contains(Double(all.departs[trip]) / 3600)
        else {
          return product
        }
        guard let area = factor.area else { return product * factor.factor }
        let isThere = [all.fromLinks[trip], all.toLinks[trip]].contains {
          middle($0).map { area.contains($0) } ?? false
        }
        return isThere ? product * factor.factor : product
      }
    }
  }
}
