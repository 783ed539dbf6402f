import Demand
import Geography
public import Modelling
import Queues
public import Replica
import Routing

/// The city's day on its streets: who drives where, how long it takes, where it queues, and what a change does to it.
///
/// Uses `water-depth` and `street-closures` (streets closed by the hour), `demand-factors`, `town-counts` (what the town counted), and `development` (what is
/// built adds its trips). Offers `link-speeds` by the hour. Equations, sources and measured errors in `Docs/models/traffic.md`.
public struct TrafficModel: Model {
  public static let card = ModelCard(
    name: "traffic", version: "8",
    purpose: "What happens to traffic on a day: hours, delays, queues, kilometres, fuel, and who gains or loses?",
    method: """
      Trips of a day from people, floor area and places (or better, counts), their ways by contraction hierarchies, driven over \
      queues with real lanes, signals and right of way, event by event; ways are found anew under each day's times until few have a \
      quicker one. Where streets lock with all trips, some are left out, by chance, until they do not: no vehicle is moved by hand. A day \
      with changes begins from the ways of the day without them, and drivers leave these only where the change gives them a reason to.
      """,
    sources: [
      "Formulas and their sources in Docs/models/traffic.md, demand.md, junctions.md, queues.md and routing.md",
      "G. F. Newell, Transportation Research B 27 (1993) 281–313 and 36 (2002) 195–205",
      "J. Dibbelt, B. Strasser, D. Wagner, ACM Journal of Experimental Algorithmics 21 (2016) 1.5, doi:10.1145/2886843",
      "M. Barth, K. Boriboonsomsin, Transportation Research Record 2058 (2008) 163–171, doi:10.3141/2058-20",
    ],
    inputs: [
      "streets", "zones or buildings with people", "places", "bus lines", "water-depth", "street-closures",
      "demand-factors",
      "town-counts",
    ],
    limits: [
      "A map without signal plans carries less here than its streets do: Bad Hersfeld's 90 of 100 trips, a made-up town of 100,000 a good "
        + "half of its own. The others are left out and told; sums then say less of the town than minutes a trip.",
      "Trips are made from national rates where the town has no counts: flows of single streets may be off by half and more.",
      "People keep their destinations and hours, whatever a change does to their ways; new trips that a new road draws are left out.",
      "A street closed at an hour is avoided by those who set out in that hour; who comes to it then turns back.",
      "Buses keep to their line and its hours, stand 15 s at every stop whoever gets on, on main streets in bays, and hold no timetable; the map seldom knows how many drive.",
      "No parking, no pedestrians, no bicycles on the road; signals run plans by the hour of the day and do not answer to single vehicles.",
    ],
    measured: [
      "Queues: mean delay within 15 % of SUMO's microscopic one on ten networks given the same vehicles and ways (Docs/models/queues.md).",
      "Demand: 18 counters of Wildau with no count read, RMSE 111 vehicles, SUMO's random trips 170 (Docs/models/demand.md).",
      "What-ifs: every sign like SUMO's where its own effect is clear, rank correlation 0.86 on one network (Docs/models/queues.md).",
      "Made-up towns of 3,000 and 20,000 settle at a relative gap of 1 %; Bad Hersfeld from its map alone at 4 % with 90 of 100 trips.",
    ])
  public static let uses: [any Condition.Type] = [
    CityBefore.self, BaselineValues.self, Development.self, WaterDepth.self, StreetClosures.self, DemandFactors.self,
    TownCounts.self,
  ]
  public static let offers: [any Condition.Type] = [LinkSpeeds.self]

  /// Where the streets do not carry all trips, both sides of a comparison make the same ones.
  public static let fromBaseline = [Self.carried]
  static let carried = "traffic.trips-carried"

  /// It takes minutes, and real maps without signal plans may not carry all trips.
  public static let runsOnlyWhenNamed = true

  /// A model; its settings are those of ``Assignment``.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    let clock = DayClock(conditions)
    try context.advance(to: 0, "traffic: streets")
    let town = try context.prepared("traffic.town") { try TrafficTown(city, threads: context.threads) }
    try context.advance(to: 0.1, "traffic: who travels")
    let demand = try TownDemand(city, conditions, clock.day, context)
    guard demand.trips.count > 0 else { return Self.empty(demand, town) }
    let closures = try HourClosures(
      conditions, city.streets, startHour: clock.startHour, threads: context.threads)
    let day = TrafficDay(demand.trips, on: town, closures: closures)
    try context.advance(to: 0.2, "traffic: the day")
    let buses = try BusDay(city, on: clock.day == .weekday ? 0 : 1, town, day)
    let before = conditions[BaselineValues.self]
    let habits = before.flatMap { Habits($0.kept, in: city.streets) }
    var assignment = Assignment(
      town: town, day: day, buses: buses, from: habits, seed: context.seed, threads: context.threads)
    var settings = Assignment.Settings()
    if let part = before?.numbers[Self.carried] { settings = settings.comparable(part: part / 100) }
    let result = try assignment.run(settings) {
      try context.advance(to: 0.2 + 0.6 * $0, "traffic: ways and queues")
    }
    var answer = TrafficAnswer(
      city: city, town: result.town, day: day, buses: buses, demand: demand, clock: clock, result: result)
    answer.most = settings.most
    if day.count <= Self.mostForRepeats {
      try context.advance(to: 0.83, "traffic: the same day with other drivers")
      let (settled, seed) = (assignment, context.seed)
      let repeats = try mapped(over: 2, chunk: 1, threads: context.threads) { range in
        try settled.queued(result.routes, seed: seed &+ UInt64(range.lowerBound + 1))
      }
      for outcome in repeats { answer.add(repeat: outcome) }
    }
    answer.closedSegments = closures.everClosed(row: TrafficTown.row(of: .car))
    try context.advance(to: 0.9, "traffic: what came of it")
    var outcome = try answer.outcome()
    outcome.film = TrafficFilm(city, result, day, buses, midnight: clock.midnight).bytes
    if outcome.film.isEmpty {
      outcome.remarks.append("Single vehicles are not told: nobody drove, or too many streets are driven to keep them.")
    }
    if before == nil { outcome.kept = result.habits.bytes(in: city.streets) }
    if let development = conditions[Development.self] {
      let usual = habits.map { SiteTraffic.Usual(day: clock.day, habits: $0, settings: settings) }
      let site = try SiteTraffic(development, after: city, under: conditions, beside: usual).answer(context)
      outcome.indicators += site.indicators
      outcome.remarks += site.remarks
    }
    try context.advance(to: 1, "traffic: done")
    return outcome
  }

  /// Trips up to which the last day is repeated with other drivers, for intervals.
  static let mostForRepeats = 500_000

  /// Nobody drives.
  private static func empty(_ demand: TownDemand, _ town: TrafficTown) -> Outcome {
    var outcome = Outcome()
    outcome.indicators.append(
      Indicator(
        "traffic.trips",
        .notComputable(because: "nobody is known to travel: import people (--population, --buildings) or zones"),
        unit: "trips", better: .neither, formula: "Trips of vehicles on the day (traffic \(card.version))"))
    outcome.remarks = demand.remarks
    return outcome
  }
}
