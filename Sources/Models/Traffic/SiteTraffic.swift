import Demand
import Geography
import Modelling
import Replica

/// What a development does to the junctions around it, as a traffic impact assessment tells it: before, after, after with mitigation; in the peak
/// of a working day and of a Saturday; by our trips and by the applicant's.
///
/// *After* is the town as it was when the last site was built; changes behind it in the scenario are the *mitigation*. Each side is a day of its
/// own, settled as any other, on dry streets.
struct SiteTraffic {
  /// Change of the vehicles that enter a junction in its peak hour from which on it is told: a share, and vehicles an hour, so that a handful on
  /// a quiet lane is no change.
  static let change = 0.05, vehicles = 20.0
  /// Junctions told one by one, those with the greatest changes.
  static let most = 10

  /// A state of the town that is looked at.
  enum Side: String, CaseIterable, Sendable { case before, after, stated, mitigated }

  /// A settled day.
  private struct Day {
    var town: TrafficTown
    var hours: LinkHours
    var routes: RouteTable
    var day: TrafficDay
    var junctions: JunctionTable
    var demand: TownDemand
    /// What part of the trips was made, 0…1.
    var part: Double
    /// What those who drive on it are used to.
    var habits: Habits
  }

  private let development: Development
  private let city: City
  private let conditions: Conditions
  private let usual: Usual?

  /// A settled day of the town without any change: what its drivers are used to, its part of the trips and its gap.
  struct Usual {
    var day: DemandDay
    var habits: Habits
    var settings: Assignment.Settings
  }

  /// `usual` is a day that is known already; days of that kind begin from it.
  init(_ development: Development, after city: City, under conditions: Conditions, beside usual: Usual?) {
    (self.development, self.city, self.conditions, self.usual) = (development, city, conditions, usual)
  }

  private var sides: [Side] {
    var sides: [Side] = [.before, .after]
    if development.sites.contains(where: { $0.statedTrips != nil }) { sides.append(.stated) }
    if city.streets != development.built.streets { sides.append(.mitigated) }
    return sides
  }

  /// A side's day; `before` is the town's without the development, where that is another.
  private func settled(_ side: Side, _ weekday: DemandDay, beside before: Day?, _ context: any RunContext) throws -> Day
  {
    let streets: City
    switch side {
    case .before: streets = development.before
    case .after, .stated: streets = development.built
    case .mitigated: streets = city
    }
    let town = try TrafficTown(streets, threads: context.threads)
    let demand = try TownDemand(
      side == .before ? development.before : city, conditions, weekday, context, useStated: side == .stated,
      withSites: side != .before)
    let day = TrafficDay(demand.trips, on: town, closures: HourClosures())
    let buses = try BusDay(streets, on: weekday == .weekday ? 0 : 1, town, day)
    let usual = usual.flatMap { $0.day == weekday ? $0 : nil }
    var assignment = Assignment(
      town: town, day: day, buses: buses, from: before?.habits ?? usual?.habits, seed: context.seed,
      threads: context.threads)
    let settings = Assignment.Settings()
    let comparable = before.map { settings.comparable(part: $0.part) } ?? usual?.settings ?? settings
    let result = try assignment.run(comparable) { _ in
      try context.advance(to: 0.9, "traffic: \(side.rawValue), \(weekday.rawValue)")
    }
    return Day(
      town: result.town, hours: result.hours, routes: result.routes, day: day,
      junctions: JunctionTable(result.town), demand: demand, part: result.part, habits: result.habits)
  }

  /// The indicators, and what a reader must know.
  func answer(_ context: any RunContext) throws -> (indicators: [Indicator], remarks: [String]) {
    var indicators: [Indicator] = []
    var remarks: [String] = []
    for weekday in DemandDay.allCases {
      if let counts = conditions[TownCounts.self], counts.corrected != nil, counts.day != weekday {
        remarks.append(counts.sentence(on: weekday))
      }
      var days: [Side: Day] = [:]
      for side in sides { days[side] = try settled(side, weekday, beside: days[.before], context) }
      guard let before = days[.before], let after = days[.after] else { continue }
      remarks += sides.compactMap { side in
        guard let day = days[side], day.part != before.part else { return nil }
        let (part, old) = (Int((day.part * 100).rounded()), Int((before.part * 100).rounded()))
        return
          "On a \(weekday.rawValue) the streets carry \(part) of 100 trips \(Self.words(side)), \(old) before: volumes are of other trips."
      }
      if weekday == .weekday { indicators += trips(after.demand) }
      let found = changed(before, after)
      let served = days.mapValues { turns(at: found, on: $0) }
      var worse = 0
      for (number, junction) in found.enumerated() {
        let loads = sides.compactMap { side -> (Side, JunctionLoad)? in
          guard let day = days[side], let turns = served[side] else { return nil }
          return (side, day.junctions.load(junction.node, hour: junction.hour, day.town, day.hours, turns))
        }
        let levels = Dictionary(loads.map { ($0.0, $0.1.level) }, uniquingKeysWith: { first, _ in first })
        if (levels[.after] ?? 0) > (levels[.before] ?? 0) { worse += 1 }
        guard number < Self.most else { continue }
        let key = city.streets.nodes.keys[junction.node].text
        for (side, load) in loads {
          indicators += rows(load, side, weekday, at: key, of: junction, on: before)
        }
      }
      indicators += counts(found.count, worse: worse, weekday)
      if found.count > Self.most {
        remarks.append(
          "\(found.count) junctions change by over 5 % on a \(weekday.rawValue); the \(Self.most) with the greatest change are told."
        )
      }
    }
    return (indicators, remarks)
  }

  private func trips(_ demand: TownDemand) -> [Indicator] {
    let ours = demand.sites.reduce(0) { $0 + $1.ours }
    var rows = [
      Indicator(
        "traffic.site.trips", .number(ours, low: nil, high: nil), unit: "trips", better: .neither,
        formula:
          "Vehicle trips a working day that the development adds, in and out, by the rates of Docs/models/demand.md "
          + "(traffic \(TrafficModel.card.version))")
    ]
    if demand.sites.contains(where: { $0.stated != nil }) {
      rows.append(
        Indicator(
          "traffic.site.stated-trips",
          .number(demand.sites.reduce(0) { $0 + ($1.stated ?? $1.ours) }, low: nil, high: nil),
          unit: "trips", better: .neither, kind: .counted,
          formula: "The applicant's own figure, not checked (traffic \(TrafficModel.card.version))"))
    }
    return rows
  }

  private struct Junction {
    var node: Int, hour: Int
    var change: Double
  }

  /// Junctions whose peak hour changes enough, the greatest change first.
  private func changed(_ before: Day, _ after: Day) -> [Junction] {
    let known = Set(before.junctions.nodes)
    return after.junctions.nodes.compactMap { node -> Junction? in
      guard known.contains(node) else { return nil }
      let volumes = after.junctions.volumes(after.hours, node)
      let old = before.junctions.volumes(before.hours, node)
      guard let hour = volumes.indices.max(by: { (volumes[$0], -$0) < (volumes[$1], -$1) }) else { return nil }
      let change = volumes[hour] - old[hour]
      guard abs(change) >= Self.vehicles, abs(change) > Self.change * old[hour] else { return nil }
      return Junction(node: node, hour: hour, change: change)
    }
    .sorted { (-abs($0.change), $0.node) < (-abs($1.change), $1.node) }
  }

  /// The turns at some junctions, each in its hour.
  private func turns(at junctions: [Junction], on day: Day) -> TurnFlows {
    var hourOf = [Int](repeating: -1, count: day.town.streets.nodes.count)
    for junction in junctions { hourOf[junction.node] = junction.hour }
    return TurnFlows(day.routes, day.day, day.town.streets, hourOf: hourOf)
  }

  private func rows(
    _ load: JunctionLoad, _ side: Side, _ weekday: DemandDay, at key: String, of junction: Junction, on before: Day
  ) -> [Indicator] {
    let segments = before.town.streets.segments
    let names = Set(
      before.junctions.approaches[junction.node].map { segments.name(of: $0.segment) }.filter { !$0.isEmpty }
    ).sorted()
    let place = names.isEmpty ? nil : names.prefix(3).joined(separator: " / ")
    let when = "\(place ?? "the junction"), \(junction.hour):00 on a \(weekday.rawValue), \(Self.words(side))"
    func row(_ id: String, _ value: Double, _ unit: String, _ better: Indicator.Better, _ formula: String) -> Indicator
    {
      Indicator(
        "traffic.site.\(weekday.rawValue).\(id).\(side.rawValue)", .number(value, low: nil, high: nil), unit: unit,
        better: better, place: key, placeName: place,
        formula: "\(formula), \(when) (traffic \(TrafficModel.card.version))")
    }
    return [
      row("volume", load.volume, "veh/h", .neither, "Vehicles that enter"),
      row("delay", load.delay, "s", .less, "Mean delay of those who enter"),
      row("queue", load.queue, "m", .less, "Longest queue"),
      row("ratio", load.ratio, "", .less, "Volume over capacity of the fullest lane"),
      row(
        "level", Double(load.level), "", .less, "Level of service \(JunctionLoad.letter(load.level)), A = 1 to F = 6"),
    ]
  }

  private static func words(_ side: Side) -> String {
    switch side {
    case .before: "before"
    case .after: "after"
    case .stated: "after, by the applicant's trips"
    case .mitigated: "after, with mitigation"
    }
  }

  private func counts(_ changed: Int, worse: Int, _ weekday: DemandDay) -> [Indicator] {
    func row(_ id: String, _ value: Int, _ formula: String) -> Indicator {
      Indicator(
        "traffic.site.\(weekday.rawValue).\(id)", .number(Double(value), low: nil, high: nil), unit: "junctions",
        better: .less, formula: "\(formula) on a \(weekday.rawValue) (traffic \(TrafficModel.card.version))")
    }
    return [
      row(
        "junctions", changed,
        "Junctions whose entering vehicles change by over 5 % and \(Int(Self.vehicles)) an hour in their peak hour"),
      row("junctions-worse", worse, "Of these, those whose level of service falls"),
    ]
  }
}
