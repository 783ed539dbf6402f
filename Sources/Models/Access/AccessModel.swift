public import Geography
public import Modelling
public import Replica
public import Routing

/// Times from every zone to the nearest place of each kind, on foot, by bicycle and by car.
///
/// Uses `link-speeds` for ambulances (``AmbulanceMinutes``), and `water-depth`: at each of its moments a street is closed to a mode where its greatest depth along its line reaches what the
/// mode's vehicle can wade (``WadingDepth``). Numbers are those of the worst moment; fields tell every one. Equations in `Docs/models/access.md`.
public struct AccessModel: Model {
  public static let card = ModelCard(
    name: "access", version: "5",
    purpose: "How long does it take to the nearest hospital, school, shop …, and who is cut off, and at which hour?",
    method: """
      Shortest times over the streets that let the vehicle in, from the centre of each zone to the nearest place of each \
      kind; turns that signs forbid are not taken; streets in water too deep to wade are closed, hour by \
      hour: only hours at which other streets are closed than before are searched anew. One walks straight \
      to one's street and from the street to the place. Medians and shares count people, not zones; over time they are those of the \
      hour at which most people are cut off. Ambulances drive from the nearest station, or hospital where the map has none, as fast as \
      the traffic of the hour where that is known.
      """,
    sources: [
      "Formulas and snapping rule in Docs/models/access.md",
      "E. W. Dijkstra, Numerische Mathematik 1 (1959) 269–271, doi:10.1007/BF01386390",
      "Speeds: the table at TravelMode; wading depths: the table at WadingDepth; limits: the table at AccessLimits",
    ],
    inputs: ["streets", "zones", "places", "water-depth", "link-speeds"],
    limits: [
      "A zone's people all start from its centre: in a large zone some have a much shorter or longer way.",
      "But for ambulances no queues and no waiting at signals; no slopes, no public transport, no parking.",
      "The nearest place counts, whether or not it has room, or is the right one.",
      "Who sets out at an hour is taken to arrive under that hour's water.",
      "A place on a street that one may not enter by car is reached from the nearest street one may.",
    ],
    measured: [
      "Walking, 200 points to the nearest clinic of Makati: within 0.001 s of scipy's Dijkstra on the raw map, by the same rules.",
      "Times on 200 random networks with turn bans: within 1e-9 s of a Bellman-Ford search over links.",
    ])
  public static let uses: [any Condition.Type] = [WaterDepth.self, LinkSpeeds.self]
  public static let offers: [any Condition.Type] = []

  /// A model; its speeds and limits stand in tables.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    var outcome = Outcome()
    let kinds = Self.kinds(of: city)
    Self.remarkMissing(kinds, city, &outcome)
    guard city.zones.count > 0 else {
      outcome.remarks.append("The city has no zones, so there is no one to travel: import them with --zones.")
      return outcome
    }
    try context.advance(to: 0, "access: streets")
    let water = conditions[WaterDepth.self]
    let depths = try water.map { try Self.depths(of: city.streets.segments, in: $0, context) } ?? []
    let closures = TravelMode.allCases.map { mode in
      water.map { ClosedByHour($0, depths: depths, mode: mode) } ?? ClosedByHour()
    }
    let steps = Double(closures.reduce(0) { $0 + $1.sets.count } * max(1, kinds.count))
    var step = 0.0
    var columns: [PlaceKind: [TravelMode: MinutesByHour]] = [:]
    for (mode, closed) in zip(TravelMode.allCases, closures) {
      let snaps = try context.prepared("access.snaps.\(mode.rawValue)") { Snaps(city, mode) }
      var found = [[[Double]]](repeating: [], count: kinds.count)
      for set in closed.sets {
        let first = step
        let router = Router(city.streets, mode: mode, isUnderWater: set)
        let seconds = try Self.times(to: kinds, of: city, by: router, snaps, context) { kind in
          try context.advance(to: step / steps, "access: \(kind.rawValue), \(mode.rawValue)")
          step += Double(context.threads)
        }
        for number in kinds.indices { found[number].append(seconds[number]) }
        step = first + Double(max(1, kinds.count))
      }
      for (number, kind) in kinds.enumerated() {
        let hours = MinutesByHour(closed, seconds: found[number], people: city.zones.people)
        columns[kind, default: [:]][mode] = hours
        if let set = closed.sets[closed.setOfMoment[hours.worst]] {
          Self.remarkUnderWater([kind], by: mode, set, snaps, city, &outcome)
        }
      }
    }
    for kind in kinds {
      for mode in TravelMode.allCases {
        guard let hours = columns[kind]?[mode] else { continue }
        Self.append(hours, to: kind, by: mode, of: city, from: conditions.start, &outcome)
      }
    }
    let ambulance = try AmbulanceMinutes(
      city, speeds: conditions[LinkSpeeds.self], water: water, depths: depths, context)
    if let ambulance { Self.append(ambulance, of: city, from: conditions.start, &outcome) }
    try context.advance(to: 1, "access: done")
    return outcome
  }

  /// The deepest water each segment meets at each moment, in metres; the cells a street crosses are found once.
  private static func depths(
    of segments: Segments, in water: WaterDepth, _ context: any RunContext
  ) throws -> [[Float]] {
    var finder = TouchedCells.Finder { try TouchedCells(along: segments, on: $0, threads: context.threads) }
    return try water.frames.map { try finder.cells(on: $0.depth).greatest(in: $0.depth) }
  }

  /// The kinds of the places that are there, sorted.
  static func kinds(of city: City) -> [PlaceKind] {
    Set(city.places.kinds.indices.filter { !city.places.areRemoved[$0] }.map { city.places.kinds[$0] }).sorted()
  }

  /// Where zones and places meet the streets of a mode.
  struct Snaps: Sendable {
    var zones: [Snap?]
    var places: [Snap?]

    init(_ city: City, _ mode: TravelMode) {
      let snapper = Snapper(city.streets, mode: mode)
      zones = city.zones.centers.map { snapper.snap($0, to: city.streets) }
      places = city.places.points.indices.map {
        city.places.areRemoved[$0] ? nil : snapper.snap(city.places.points[$0], to: city.streets)
      }
    }
  }

  /// Seconds from every zone to the nearest place of each kind; infinite where there is no way.
  private static func times(
    to kinds: [PlaceKind], of city: City, by router: Router, _ snaps: Snaps, _ context: any RunContext,
    advance: (PlaceKind) throws -> Void
  ) throws -> [[Double]] {
    var times: [[Double]] = []
    // As many kinds at a time as there are threads, so that a run can be stopped in between.
    for first in stride(from: 0, to: kinds.count, by: max(1, context.threads)) {
      let some = Array(kinds[first..<min(kinds.count, first + max(1, context.threads))])
      try advance(some[0])
      let found = Slots<[Double]>(count: some.count)
      try parallel(over: some.count, chunk: 1, threads: context.threads) { range in
        for number in range {
          let targets = city.places.kinds.indices.filter { city.places.kinds[$0] == some[number] }.map {
            snaps.places[$0]
          }
          found.set(number, router.secondsToNearest(of: targets, from: snaps.zones))
        }
      }
      times += found.all
    }
    return times
  }

  /// Seconds on the way from points to the nearest place of a kind; infinite where there is no way.
  ///
  /// The same rules as for zones, without water; an independent check compares these.
  public static func seconds(from points: [Point], to kind: PlaceKind, by mode: TravelMode, on city: City) -> [Double] {
    let snapper = Snapper(city.streets, mode: mode)
    let rows = city.places.kinds.indices.filter { city.places.kinds[$0] == kind && !city.places.areRemoved[$0] }
    return Router(city.streets, mode: mode).secondsToNearest(
      of: rows.map { snapper.snap(city.places.points[$0], to: city.streets) },
      from: points.map { snapper.snap($0, to: city.streets) })
  }
}
