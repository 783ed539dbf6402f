import Modelling

/// How many trips of a purpose begin at home, or end elsewhere, in each zone on a day.
///
/// Productions are rates times workers, pupils or people. Attractions are weights that gravity brings to their sum: jobs
/// for work; seats for education; for shopping 8 a job in trade and 1 a job in services; for other purposes 1 a person
/// (visits), 1.5 a job in services or of the public, 4 a job in trade and ``DemandZones/leisure``; for trips without home both ends the
/// same, 0.3 a person, 0.5 a job in industry, 4.5 in trade, 1.4 elsewhere (the proportions are assumed, near those of NCHRP
/// Report 716, *Travel Demand Forecasting: Parameters and Techniques*, 2012, table 4.4, doi:10.17226/14665, not looked up again).
struct TripEnds {
  var productions, attractions: [Double]

  init(_ purpose: Purpose, _ zones: DemandZones, _ rates: DemandRates, _ day: DemandDay) {
    let isSaturday = day == .saturday
    func rate(_ weekday: DemandRates.Name, _ saturday: DemandRates.Name) -> Double {
      rates[weekday] * (isSaturday ? rates[saturday] : 1)
    }
    let rows = 0..<zones.count
    func services(_ zone: Int) -> Double {
      max(0, zones.jobs[zone] - zones.industryJobs[zone] - min(zones.jobs[zone], zones.tradeJobs[zone]))
    }
    switch purpose {
    case .work:
      let trips = rate(.tripsWork, .saturdayWork)
      productions = zones.workers.map { $0 * trips }
      attractions = zones.jobs
    case .education:
      let trips = rate(.tripsEducation, .saturdayEducation)
      productions = zones.pupils.map { $0 * trips }
      attractions = zones.seats.contains { $0 > 0 } ? zones.seats : zones.people
    case .shopping:
      let trips = rate(.tripsShopping, .saturdayShopping)
      productions = zones.people.map { $0 * trips }
      attractions = rows.map { 8 * zones.tradeJobs[$0] + services($0) }
    case .other:
      let trips = rate(.tripsOther, .saturdayOther)
      productions = zones.people.map { $0 * trips }
      attractions = rows.map {
        zones.people[$0] + 1.5 * services($0) + 4 * zones.tradeJobs[$0] + zones.leisure[$0]
      }
    case .nonHome, .freight, .outside:
      let isFreight = purpose == .freight
      let weights =
        isFreight
        ? rows.map {
          rates[.freightPerHome] * zones.households[$0] + rates[.freightPerIndustrialJob] * zones.industryJobs[$0]
            + rates[.freightPerTradeJob] * zones.tradeJobs[$0] + rates[.freightPerOtherJob] * services($0)
        }
        : rows.map {
          0.3 * zones.people[$0] + 0.5 * zones.industryJobs[$0] + 4.5 * zones.tradeJobs[$0] + 1.4 * services($0)
        }
      let sum = weights.reduce(0, +)
      // As many trips as the people make, but between the places that draw them.
      let total =
        isFreight
        ? sum * (isSaturday ? rates[.saturdayFreight] : 1)
        : zones.people.reduce(0, +) * rate(.tripsNonHome, .saturdayNonHome)
      productions = weights.map { sum > 0 ? total * $0 / sum : 0 }
      attractions = weights
    }
    if !attractions.contains(where: { $0 > 0 }) { attractions = zones.people }
  }

  /// The mean minutes by car of a purpose.
  static func meanMinutes(_ purpose: Purpose) -> DemandRates.Name {
    switch purpose {
    case .work: .minutesWork
    case .education: .minutesEducation
    case .shopping: .minutesShopping
    case .other: .minutesOther
    case .nonHome: .minutesNonHome
    case .freight: .minutesFreight
    case .outside: .minutesOutside
    }
  }
}
