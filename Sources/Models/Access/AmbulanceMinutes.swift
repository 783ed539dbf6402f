import Geography
import Modelling
import Replica
import Routing

/// Minutes of an ambulance from the nearest place it is kept at to every zone, hour by hour: as fast as the traffic drives, through no deeper
/// water than it can wade.
struct AmbulanceMinutes {
  /// Kinds of places that ambulances are kept at: stations where the map has some, otherwise hospitals.
  static let homes = ["ambulance_station", "hospital"].map(PlaceKind.init(rawValue:))
  /// Minutes within which an ambulance is hoped for where life is in danger: the 8 minutes of many services since M. S. Eisenberg et al.,
  /// JAMA 241 (1979) 1905–1907.
  static let hoped = 8
  /// Hours that are told.
  static let hours = 24

  /// The kind of place they come from.
  let home: PlaceKind
  /// Seconds from the start of the run of each moment told: the hours of a day where speeds are known, else the moments of the water.
  let seconds: [Double]
  /// Minutes to each zone at each moment, infinite where there is no way: `[moment][zone]`; a single one where nothing changes.
  let minutes: [[Double]]

  /// Nothing where no place has ambulances. O(hours × (links + homes × zones)).
  init?(
    _ city: City, speeds: LinkSpeeds?, water: WaterDepth?, depths: [[Float]], _ context: any RunContext
  ) throws {
    let places = city.places
    func rows(_ kind: PlaceKind) -> [Int] {
      places.kinds.indices.filter { places.kinds[$0] == kind && !places.areRemoved[$0] }
    }
    guard let home = Self.homes.first(where: { !rows($0).isEmpty }) else { return nil }
    self.home = home
    let streets = city.streets
    let snaps = try context.prepared("access.ambulance.snaps.\(home.rawValue)") {
      let snapper = Snapper(streets, mode: .car)
      return Snaps(
        homes: rows(home).compactMap { snapper.snap(places.points[$0], to: streets) },
        zones: city.zones.centers.map { snapper.snap($0, to: streets) })
    }
    let hierarchy = try context.prepared("access.ambulance.hierarchy") {
      let graph = try StreetGraph(streets, for: VehicleSet(.ambulance))
      return try ContractionHierarchy(graph, order: ContractionOrder(graph))
    }
    var minutes: [[Double]] = []
    var before: (frame: Int?, water: Int?)?
    let moments =
      speeds != nil ? (0..<Self.hours).map { Double($0) * 3600 } : water?.frames.map(\.seconds) ?? [0]
    for seconds in moments {
      let frame = speeds?.frames.lastIndex { $0.seconds <= seconds }
      let moment = water?.frames.lastIndex { $0.seconds <= seconds }
      if let before, before == (frame, moment), let last = minutes.last {
        minutes.append(last)
        continue
      }
      before = (frame, moment)
      let weights = try LinkWeights(
        streets, mode: .car, vehicle: .ambulance, speeds: frame.flatMap { speeds?.frames[$0].speeds },
        water: moment.map { depths[$0] })
      minutes.append(try snaps.minutes(hierarchy, weights, streets, threads: context.threads))
    }
    let changes = minutes.contains { $0 != minutes[0] }
    self.seconds = changes ? moments : [0]
    self.minutes = changes ? minutes : [minutes[0]]
  }

  private struct Snaps: Sendable {
    var homes: [Snap]
    var zones: [Snap?]

    func minutes(
      _ hierarchy: ContractionHierarchy, _ weights: LinkWeights, _ streets: Streets, threads: Int
    ) throws -> [Double] {
      let graph = hierarchy.graph
      let weighted = try hierarchy.weighted(weights)
      let targets = TravelTargets(
        zones.map { $0.map { graph.target($0, weights, in: streets) } ?? [] }, in: hierarchy)
      let origins = homes.map { graph.origin($0, weights, in: streets) }.filter { !$0.isEmpty }
      let times = try weighted.milliseconds(from: origins, to: targets, threads: threads)
      return zones.indices.map { zone in
        let best = origins.indices.map { times[$0 * zones.count + zone] }.min() ?? StreetGraph.longest
        return best < StreetGraph.longest ? Double(best) / 60_000 : .infinity
      }
    }
  }

  /// The hour at which most people are beyond the minutes hoped for, the first of equals.
  func worst(people: [Double]) -> Int {
    let beyond = minutes.map { -PeopleMinutes($0, people: people).share(within: Double(Self.hoped)) }
    return beyond.indices.max { (beyond[$0], -$0) < (beyond[$1], -$1) } ?? 0
  }
}

extension AccessModel {
  /// Adds what ambulances take.
  static func append(
    _ ambulance: AmbulanceMinutes, of city: City, from start: Instant, _ outcome: inout Outcome
  ) {
    let people = city.zones.people
    let worst = ambulance.worst(people: people)
    let found = PeopleMinutes(ambulance.minutes[worst], people: people)
    let from = "from the nearest \(ambulance.home.rawValue)"
    let when = ambulance.minutes.count > 1 ? ", at the worst hour" : ""
    func add(_ id: String, _ value: Double, _ unit: String, _ better: Indicator.Better, _ formula: String) {
      let known: Indicator.Value =
        found.people <= 0
        ? .notComputable(because: "no one is known to live in the zones; import --population")
        : value.isFinite
          ? .number(value, low: nil, high: nil)
          : .notComputable(because: "half of the people or more cannot be reached by an ambulance")
      outcome.indicators.append(
        Indicator(
          "access.ambulance.\(id)", known, unit: unit, better: better,
          formula: "\(formula) \(from)\(when) (access \(card.version))"))
    }
    add(
      "median-minutes", found.median, "min", .less,
      "Median over people of an ambulance's minutes to their zone's centre")
    add(
      "share-within-\(AmbulanceMinutes.hoped)", found.share(within: Double(AmbulanceMinutes.hoped)) * 100, "%", .more,
      "Share of people whose zone's centre an ambulance reaches within \(AmbulanceMinutes.hoped) minutes")
    add("people-cut-off", found.cutOff, "people", .less, "People whose zone's centre no ambulance reaches")
    if ambulance.minutes.count > 1 {
      add(
        "worst-hour", ambulance.seconds[worst] / 3600, "h", .neither,
        "Hours from the start to the hour with most people beyond that")
    }
    outcome.fields.append(
      Field(
        name: "access.ambulance", title: "Minutes of an ambulance", unit: "min", better: .less, palette: .time,
        carrier: .zones,
        times: ambulance.seconds.map { Instant(milliseconds: start.milliseconds + Int64(($0 * 1000).rounded())) },
        values: ambulance.minutes.flatMap { $0.map { $0.isFinite ? Float($0) : .nan } }))
  }
}
