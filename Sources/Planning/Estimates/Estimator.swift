import Access
import Demand
import Exposure
import Flood
import Foundation
import Geography
import Modelling
import Replica
import Routing
public import Scenarios

/// Estimates what scenarios would do on one city, again and again while they are drawn.
///
/// Synchronous, on the thread it is called on and on up to the runner's threads. The first question finds what holds without changes and
/// keeps it; later ones search only what the changes touched. Copies share what is kept.
public struct Estimator: Sendable {
  private let runner: Runner
  private let shelf = Shelf()

  /// An estimator of a runner's city.
  public init(_ runner: Runner) { self.runner = runner }

  /// What a scenario would do.
  ///
  /// Throws the sentence of a change that cannot be carried out, and what `check` throws: it is asked between the steps, so that an answer
  /// nobody waits for any more is not finished.
  public func estimate(_ scenario: Scenario, check: @Sendable () throws -> Void = {}) throws -> Estimate {
    try check()
    let before = try supposed(scenario)
    var (city, conditions) = (before.city, before.conditions)
    for change in scenario.changes { try change.apply(to: &city, under: &conditions, with: runner.files) }
    try check()
    var estimate = Estimate()
    try addAccess(before.city, city, conditions, check, to: &estimate)
    try check()
    try addExposure(scenario, before, city, conditions, to: &estimate)
    try check()
    try addTrips(before.city, city, conditions, to: &estimate)
    try check()
    addRunoff(before.city, city, conditions, to: &estimate)
    addUnknown(to: &estimate)
    return estimate
  }

  // MARK: Without the changes

  /// The city under what a scenario supposes.
  struct Side: Sendable {
    var city: City
    var conditions: Conditions
  }

  private func supposed(_ scenario: Scenario) throws -> Side {
    guard !scenario.supposed.isEmpty else { return Side(city: runner.city, conditions: Conditions()) }
    // What is supposed may read rasters: while it stays the same it is not read again, for a minute.
    let minute = DispatchTime.now().uptimeNanoseconds / 60_000_000_000
    let key = String(decoding: scenario.baseline.canonicalChanges, as: UTF8.self) + "\(minute)"
    return try shelf.thing("supposed", key) {
      var side = Side(city: runner.city, conditions: Conditions())
      for change in scenario.supposed { try change.apply(to: &side.city, under: &side.conditions, with: runner.files) }
      return side
    }
  }

  // MARK: Access

  private func addAccess(
    _ before: City, _ city: City, _ conditions: Conditions, _ check: @Sendable () throws -> Void,
    to estimate: inout Estimate
  ) throws {
    guard before.zones.count > 0 else {
      estimate.rows.append(
        .without(
          "access", .access, .notComputable,
          "The city has no zones, so there is no one to travel: import them with --zones."))
      return
    }
    let kept = try shelf.thing("access", unless: { (kept: KeptAccess) in kept.city == before }) {
      try KeptAccess(before, threads: runner.threads)
    }
    let rows = try kept.rows(of: city, threads: runner.threads, check: check)
    for row in rows {
      let old = kept.rows.first { $0.kind == row.kind && $0.mode == row.mode }
      let near = old?.near ?? 0
      guard AccessLimits.essential.contains(row.kind) || abs(row.near - near) >= 0.5 else { continue }
      let minutes = AccessLimits.minutes(of: row.mode)
      estimate.rows.append(
        Estimate.Row(
          id: "access.\(row.kind.rawValue).\(row.mode.rawValue).people-within-\(minutes)", topic: .access,
          standing: .exact, unit: "people", better: .more, baseline: near, estimate: row.near, stated: nil,
          because:
            "People whose zone's centre is within \(minutes) minutes of the nearest, on dry streets, by the searches of the model access "
            + "\(AccessModel.card.version)."))
    }
    for row in kept.rows
    where row.near >= 0.5 && !rows.contains(where: { $0.kind == row.kind && $0.mode == row.mode }) {
      let minutes = AccessLimits.minutes(of: row.mode)
      estimate.rows.append(
        Estimate.Row(
          id: "access.\(row.kind.rawValue).\(row.mode.rawValue).people-within-\(minutes)", topic: .access,
          standing: .exact, unit: "people", better: .more, baseline: row.near, estimate: 0, stated: nil,
          because: "None of the kind is left."))
    }
    if conditions[WaterDepth.self] != nil || conditions[Rain.self] != nil {
      estimate.leavesOut.append("Access is told for dry streets: which of them water closes, a run tells.")
    }
  }

  // MARK: Exposure

  private func addExposure(
    _ scenario: Scenario, _ before: Side, _ city: City, _ conditions: Conditions, to estimate: inout Estimate
  ) throws {
    let threshold = conditions[WaterThreshold.self]?.metres ?? WaterThreshold.usual
    guard let kept = try water(scenario, before, conditions, threshold) else {
      let supposesWater = try runner.nameOfWater(for: scenario, under: before.conditions) != nil
      estimate.rows.append(
        .without(
          "exposure.people", .exposure, .runToKnow,
          supposesWater
            ? "Where the water of what is supposed stands is not known before a run: after one, those in it are counted while you draw."
            : "No water is supposed: suppose rain and run once, or suppose a map of depths."))
      return
    }
    let (old, new) = (kept.exposure.count, try kept.exposure.count(of: city, threads: runner.threads))
    // Water that the changes themselves bring does not stand in the city without them.
    let isDryBefore = kept.isMap && before.conditions[WaterDepth.self] == nil
    func add(_ id: String, _ unit: String, _ value: KeyPath<KeptExposure.Count, Double>, _ what: String) {
      estimate.rows.append(
        Estimate.Row(
          id: "exposure.\(id)", topic: .exposure, standing: kept.isMap ? .exact : .approximate, unit: unit,
          better: .less,
          baseline: isDryBefore ? 0 : old[keyPath: value], estimate: new[keyPath: value], stated: nil,
          because: "\(what) in water deeper than \((Double(threshold) * 1000).rounded() / 1000) m, "
            + (kept.isMap
              ? "in the map of depths that is supposed." : "where the water stood in the run without changes.")
        ))
    }
    add("people", "people", \.people, "People who live in buildings")
    add("buildings", "count", \.buildings, "Buildings")
    add("places", "count", \.places, "Hospitals, schools, shops, stops …")
    add("street-km", "km", \.kilometres, "Length of streets")
    if !kept.isMap {
      estimate.leavesOut.append("The water stays where it stood without the changes: how they turn it, a run tells.")
    }
  }

  /// Exposure to some water, and whether that water is a map that no change moves.
  private struct Wet: Sendable {
    var key: String
    var exposure: KeptExposure
    var isMap: Bool
  }

  /// The water to count in: the map that is supposed, or that of the stored run without the changes.
  private func water(_ scenario: Scenario, _ before: Side, _ conditions: Conditions, _ threshold: Float) throws -> Wet?
  {
    if let water = before.conditions[WaterDepth.self] ?? conditions[WaterDepth.self] {
      var digest = Digest()
      water.feed(&digest)
      let key = "\(digest.text) \(threshold)"
      return try shelf.thing(
        "exposure", unless: { (kept: Wet) in kept.key == key && kept.exposure.city == before.city }
      ) {
        Wet(
          key: key,
          exposure: try KeptExposure(before.city, in: water, threshold: threshold, threads: runner.threads), isMap: true
        )
      }
    }
    guard let name = try runner.nameOfWater(for: scenario, under: before.conditions) else { return nil }
    let key = "\(name.text) \(threshold)"
    if let kept: Wet = shelf.kept("exposure"), kept.key == key, kept.exposure.city == before.city { return kept }
    guard let water = runner.storedWater(name) else { return nil }
    return try shelf.thing("exposure", unless: { (kept: Wet) in kept.key == key && kept.exposure.city == before.city })
    {
      Wet(
        key: key,
        exposure: try KeptExposure(before.city, in: water, threshold: threshold, threads: runner.threads), isMap: false)
    }
  }

  // MARK: Trips

  private func addTrips(
    _ before: City, _ city: City, _ conditions: Conditions, to estimate: inout Estimate
  ) throws {
    let rates = DemandRates(for: city.profile)
    if let development = conditions[Development.self] {
      let sites = DemandSite.sites(of: development, in: city)
      let ours = sites.reduce(0) { $0 + $1.trips(rates, on: .weekday) }
      let stated =
        sites.contains { $0.stated != nil }
        ? sites.reduce(0) { $0 + ($1.stated ?? $1.trips(rates, on: .weekday)) } : nil
      estimate.rows.append(
        Estimate.Row(
          id: "traffic.site.trips", topic: .trips, standing: .exact, unit: "trips", better: .neither, baseline: 0,
          estimate: ours, stated: stated,
          because: "Vehicle trips a working day that what is built adds, in and out: "
            + Self.rates(behind: sites, rates)))
      let busiest = Self.busiest(sites, rates)
      estimate.rows.append(
        Estimate.Row(
          id: "traffic.site.busiest-hour", topic: .trips, standing: .approximate, unit: "veh/h", better: .less,
          baseline: 0, estimate: busiest.trips, stated: nil,
          because:
            "Those of the day, by the hours that trips of the kind have (assumed profiles): most at \(busiest.hour):00."
        ))
      estimate.leavesOut.append(
        "Trips are those that what is built adds; what stood there before takes none away, and none is diverted from elsewhere."
      )
    }
    let new = (before.places.count..<max(before.places.count, city.places.count)).filter { !city.places.areRemoved[$0] }
    guard !new.isEmpty else { return }
    let pull = try shelf.thing("trips", unless: { (kept: Pull) in kept.city == before }) {
      Pull(city: before, pull: try PlacePull(of: before, threads: runner.threads))
    }.pull
    let drawn = new.reduce(0) {
      $0 + pull.trips(to: city.places.kinds[$1], capacity: city.places.capacities[$1])
    }
    estimate.rows.append(
      Estimate.Row(
        id: "traffic.places.trips", topic: .trips, standing: .approximate, unit: "trips", better: .neither, baseline: 0,
        estimate: drawn, stated: nil,
        because:
          "Trips of people a day, in and out, that the new places draw from others by their weight among all that draws; distance is left "
          + "out, and nobody travels more."))
    estimate.leavesOut.append(
      "A run keeps the trips of the town as they are when a place is opened: only what is built adds some.")
  }

  private struct Pull: Sendable {
    var city: City
    var pull: PlacePull
  }

  /// The rates that some sites' trips rest on, in words.
  private static func rates(behind sites: [DemandSite], _ rates: DemandRates) -> String {
    var seen: Set<String> = []
    let words = sites.compactMap { site -> String? in
      guard let name = site.rate, let row = rates.rows.first(where: { $0.name == name }),
        seen.insert(name.rawValue).inserted
      else { return nil }
      return "\(row.value) \(row.unit) (\(row.source))"
    }
    return words.isEmpty ? "none is known for the use." : words.joined(separator: "; ") + "."
  }

  private static func busiest(_ sites: [DemandSite], _ rates: DemandRates) -> (hour: Int, trips: Double) {
    var hours = [Double](repeating: 0, count: 24)
    for site in sites {
      for (hour, share) in site.hours(on: .weekday).enumerated() {
        hours[hour] += share * site.trips(rates, on: .weekday)
      }
    }
    let hour = hours.indices.max { (hours[$0], -$0) < (hours[$1], -$1) } ?? 0
    return (hour, hours[hour])
  }

  // MARK: Runoff

  /// m of rain, and the seconds in which it falls, where none is supposed.
  static let usualRain = (metres: 0.1, seconds: 10_800.0)

  private func addRunoff(_ before: City, _ city: City, _ conditions: Conditions, to estimate: inout Estimate) {
    let rain =
      conditions[Rain.self] ?? Rain(DesignStorm(depth: Self.usualRain.metres, duration: Self.usualRain.seconds))
    let settings = conditions[FloodSettings.self] ?? FloodSettings()
    estimate.rain =
      "\(Self.tenths(rain.depth * 1000)) mm in \(Self.tenths(rain.end / 3600)) h"
      + (conditions[Rain.self] == nil ? ", evenly: no rain is supposed" : "")
    var (volume, peak) = ((0.0, 0.0), (0.0, 0.0))
    let development = conditions[Development.self]
    for site in development?.sites ?? [] {
      guard
        let runoff = GroundRunoff(
          on: site.outline, before: development?.before ?? before, after: city, rain: rain, settings: settings)
      else { continue }
      volume = (volume.0 + runoff.before.volume, volume.1 + runoff.after.volume)
      peak = (peak.0 + runoff.before.peak, peak.1 + runoff.after.peak)
      let row = (before.buildings.count..<max(before.buildings.count, city.buildings.count)).first {
        site.outline.contains(city.buildings.centroids[$0])
      }
      estimate.sites.append(
        Estimate.Site(
          ground: runoff.area, footprint: row.map { city.buildings.areas[$0] } ?? 0,
          floor: row.map { city.buildings.floorArea(of: BuildingID($0)) } ?? 0,
          curveNumberBefore: runoff.before.curveNumber, curveNumberAfter: runoff.after.curveNumber,
          minutes: runoff.after.minutes))
    }
    let new = (before.streets.segments.count..<max(before.streets.segments.count, city.streets.segments.count)).filter {
      !city.streets.segments.areRemoved[$0]
    }
    let streets = GroundRunoff.volume(addedBy: new, before: before, after: city, rain: rain, settings: settings)
    guard development != nil || !new.isEmpty else { return }
    let stated = development?.sites.compactMap(\.statedRunoff) ?? []
    estimate.rows.append(
      Estimate.Row(
        id: "runoff.volume", topic: .runoff, standing: .approximate, unit: "m³", better: .less, baseline: volume.0,
        estimate: volume.1 + streets, stated: nil,
        because: "What runs off the ground that is changed under \(estimate.rain), by curve numbers (TR-55, 1986)."))
    if development != nil {
      estimate.rows.append(
        Estimate.Row(
          id: "runoff.peak", topic: .runoff, standing: .approximate, unit: "m³/s", better: .less, baseline: peak.0,
          estimate: peak.1, stated: stated.isEmpty ? nil : stated.reduce(0, +),
          because:
            "The rational method with losses by curve numbers (TR-55, 1986) and the time of a kinematic wave (HEC-22, 2009), under "
            + "\(estimate.rain)."))
    }
    estimate.leavesOut.append(
      "Runoff is the ground's own: nothing runs on from beside it, hollows hold nothing, and drains are not looked at.")
    if settings.infiltration == .greenAmpt {
      estimate.leavesOut.append("Infiltration is by curve numbers, although the scenario says Green and Ampt.")
    }
  }

  private static func tenths(_ number: Double) -> String {
    let rounded = (number * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  // MARK: What only a run tells

  private func addUnknown(to estimate: inout Estimate) {
    estimate.rows.append(
      .without(
        "traffic.flow", .flows, .runToKnow,
        "Which way traffic goes and how long it waits takes the traffic model: run to know."))
    estimate.rows.append(
      .without(
        "flood.depth", .depths, .runToKnow,
        "Where water flows and how deep it stands takes the flood model: run to know."))
  }
}

extension Estimate.Row {
  /// A row without a number.
  static func without(_ id: String, _ topic: Estimate.Topic, _ standing: Estimate.Standing, _ because: String) -> Self {
    Estimate.Row(
      id: id, topic: topic, standing: standing, unit: "", better: .neither, baseline: nil, estimate: nil, stated: nil,
      because: because)
  }
}
