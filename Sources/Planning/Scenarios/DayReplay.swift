package import Checks
package import CityFolder
import Geography
package import Modelling
package import Observations
import Replica

/// Runs the flood of a day's water, as a scenario would that supposes it.
package struct DayReplay {
  /// The flood model's card.
  package let card: ModelCard
  private let runner: Runner
  private let model: any Model.Type

  /// A replay on a runner's city. Throws a ``CheckError`` where the program has no model that offers water.
  package init(_ runner: Runner, catalogue: Catalogue = .standard) throws {
    guard let model = catalogue.models.first(where: { $0.offers.contains { $0 == WaterDepth.self } }),
      catalogue.change("rain") != nil
    else { throw CheckError("This kembar has no flood model, so that no day can be replayed: take a newer one.") }
    (self.model, card, self.runner) = (model, model.card, runner)
  }

  /// What is known of the water of some days: what the gauges read, and the rain of the town's own sheet where it has the day.
  package static func water(of days: Set<CalendarDate>, in town: CityOnDisk) throws -> [CalendarDate: DayWater] {
    var known = try GaugeReadings(observations: "\(town.path)/observations").water(of: days)
    for (day, rain) in try RainSheet(city: town.path).days() where days.contains(day) {
      known[day, default: DayWater(date: day)].rain = rain
    }
    return known
  }

  /// The model held against some marks, day by day; `advance` hears how far it is, 0…1, and may throw to stop.
  package func check(
    _ marks: [Mark], water: [CalendarDate: DayWater], advance: @escaping @Sendable (Double, String) throws -> Void
  ) throws -> TownCheck {
    let days = Double(Set(marks.map(\.date)).count { water[$0].map { $0.isKnown && !$0.isDry } ?? false })
    var done = 0.0
    return try TownCheck(
      marks, water: water, on: runner.city, model: card.name, version: card.version, city: runner.digest
    ) { day, ofDay in
      let before = done
      done += 1
      return try found(of: day, marks: ofDay) { fraction, phase in
        try advance((before + fraction) / max(1, days), "\(day.date.text): \(phase)")
      }
    }
  }

  /// What the water of a day left.
  private func found(
    of day: DayWater, marks: [Mark], advance: @escaping @Sendable (Double, String) throws -> Void
  ) throws -> TownCheck.Replay {
    guard day.sea != nil else { return try run(DayScenario(day, on: runner.city, marks: marks), advance: advance) }
    do {
      return try run(DayScenario(day, on: runner.city, marks: marks), advance: advance)
    } catch let error where !(error is CancellationError) {
      // A sea that does not reach the model's edge stops no check of its rain and rivers.
      var found = try run(DayScenario(day, on: runner.city, marks: marks, hasSea: false), advance: advance)
      found.missing.append("the sea, which could not be used: \(error)")
      return found
    }
  }

  private func run(
    _ day: DayScenario, advance: @escaping @Sendable (Double, String) throws -> Void
  ) throws -> TownCheck.Replay {
    let scenario = try Scenario.parse(day.text, file: "replay", catalogue: .standard)
    let ofDay = Runner(
      city: runner.city, digest: runner.digest, runs: nil, files: DayFiles(tables: day.tables, others: runner.files),
      threads: runner.threads)
    let (city, conditions) = try ofDay.applied(scenario)
    let outcome = try model.init().run(
      on: city, under: conditions, in: ReplayContext(threads: runner.threads, tell: advance))
    guard let peak = outcome.offered[WaterDepth.self]?.peaks.first else {
      let why = outcome.remarks.first ?? "the model offered no water"
      throw CheckError("\(scenario.name): no flood could be run: \(why)")
    }
    return TownCheck.Replay(peak: peak, used: day.used, missing: day.missing, remarks: outcome.remarks)
  }
}

/// The files of a city, and texts that only this run knows.
private struct DayFiles: Files {
  let tables: [String: String]
  let others: any Files

  func grid(_ path: String) throws -> Grid { try others.grid(path) }
  func series(_ path: String) throws -> GridSeries { try others.series(path) }
  func text(_ path: String) throws -> String { try tables[path] ?? others.text(path) }
  func digest(_ path: String) throws -> String { try tables[path] ?? others.digest(path) }
}

/// What a replay gives the model.
private struct ReplayContext: RunContext {
  let seed: UInt64 = 1
  let threads: Int
  let tell: @Sendable (Double, String) throws -> Void

  func advance(to fraction: Double, _ phase: String) throws { try tell(fraction, phase) }
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
