import ArgumentParser
import Checks
import CityFolder
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Scenarios

/// Replays the town's own flood marks.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "The town's own flood marks and vehicle counts replayed: hits, misses, errors.",
    discussion: """
      Marks are read from observations/flood-marks.csv, or from --marks: a place (longitude and latitude, or the name of a street \
      or place), a day (date) and a depth (depth_m, a number or dry). The rain of a day, the levels or flows of rivers and the sea come \
      from the gauges in observations; --rain gives rain as lines of date,mm or date,time,mm. What was used of a day is printed. The \
      result is kept in runs/check.json, and what kembar info says may be trusted begins with it.
      Vehicle counts are read from observations/counts.csv, or from --counts: a street (name and side road, key, or longitude and \
      latitude), a direction, a time (from and to) and vehicles by class. The demand made from the map is held against them, and again after \
      it was fitted to the counts of other streets; the result is kept in runs/check-counts.json. Runs of traffic follow the counts from then on where \
      streets left out come nearer by them than by the map alone.
      Ends with 3 when a model is no better than a constant guess.
      """)

  @Argument(help: "The city's folder.")
  var folder: String

  @Option(help: "A file of flood marks: CSV, XLSX or GeoJSON.")
  var marks: String?

  @Option(help: "A file of vehicle counts: CSV, XLSX or GeoJSON.")
  var counts: String?

  @Option(help: "A sheet of rain: date,mm or date,time,mm.")
  var rain: String?

  @Option(help: "Threads to use; the answer does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads \(threads): 1 to 256.") }
  }

  func run() throws {
    let target = CityOnDisk(path: folder)
    let loaded = try target.load()
    for remark in loaded.remarks { Talk.say(remark) }
    let marksFile = marks ?? "\(target.path)/\(MarkSheet.file)"
    let countsFile = counts ?? "\(target.path)/\(CountSheet.file)"
    // A town that was spared has a sheet with headings alone; a file one names must hold something.
    let hasMarks = marks != nil || Self.holdsRows(marksFile)
    let hasCounts = counts != nil || Self.holdsRows(countsFile)
    guard hasMarks || hasCounts else {
      throw CheckError(
        "\(marksFile): there are no flood marks, and no vehicle counts in \(CountSheet.file). Bring a table of date, longitude, latitude and "
          + "depth_m (metres, or dry): --marks FILE; or of street, direction, from, to and vehicles by class: --counts FILE."
      )
    }
    let flood = hasMarks ? try flood(marksFile, loaded, target) : nil
    let traffic = hasCounts ? try traffic(countsFile, loaded, target) : nil
    if json {
      try Talk.showJSON(Checked(flood: flood, traffic: traffic))
    } else {
      if let flood { Talk.show(CheckTable(flood).text(within: Talk.width)) }
      if let traffic {
        let use = traffic.use(cityNow: loaded.digest, sheetNow: CountSheet(city: target.path).digest)
        Talk.show((flood == nil ? "" : "\n") + CountCheckTable(traffic, use).text(within: Talk.width))
      }
    }
    if flood?.scores.finding == .noBetter || traffic?.finding == .noBetter { throw Talk.limitNotMet }
  }

  /// Whether a sheet is there and has a row below its headings.
  static func holdsRows(_ path: String) -> Bool {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      return FileManager.default.fileExists(atPath: path)
    }
    return text.split(whereSeparator: \.isNewline).count { !$0.allSatisfy(\.isWhitespace) } > 1
  }

  /// Both results as one document: that of the marks, and `traffic` in it.
  private struct Checked: Encodable {
    var flood: TownCheck?
    var traffic: CountCheck?
    private enum Keys: String, CodingKey { case traffic }

    func encode(to encoder: any Encoder) throws {
      try flood?.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encodeIfPresent(traffic, forKey: .traffic)
    }
  }

  private func flood(_ file: String, _ loaded: LoadedCity, _ target: CityOnDisk) throws -> TownCheck {
    let table = try MarkTable(file, city: loaded.city)
    let water = try self.water(of: Set(table.marks.map(\.date)), in: target)
    let replay = try DayReplay(loaded, files: target.anyFiles(for: loaded.city), threads: threads)

    Interrupt.listen()
    let progress = Progress("Check")
    defer { progress.end() }
    let days = Set(table.marks.map(\.date)).filter { water[$0].map { $0.isKnown && !$0.isDry } ?? false }.count
    var done = 0
    var check = try TownCheck(
      table.marks, water: water, on: loaded.city, model: replay.card.name, version: replay.card.version,
      city: loaded.digest
    ) { day, marks in
      let before = Double(done)
      defer { done += 1 }
      return try replay.found(of: day, marks: marks) { fraction, phase in
        if Interrupt.wasAsked { throw CancellationError() }
        progress.advance(to: (before + fraction) / Double(max(1, days)), "\(day.date.text): \(phase)")
      }
    }
    progress.end()
    check.left = table.skipped + check.left
    try check.write(toRuns: target.runs.path)
    return check
  }

  private func traffic(_ file: String, _ loaded: LoadedCity, _ target: CityOnDisk) throws -> CountCheck {
    Interrupt.listen()
    let progress = Progress("Check")
    defer { progress.end() }
    let check = try CountReplay(loaded.city, digest: loaded.digest, threads: threads)
      .check(file, isTowns: counts == nil) { fraction, phase in
        if Interrupt.wasAsked { throw CancellationError() }
        progress.advance(to: fraction, phase)
      }
    try check.write(toRuns: target.runs.path)
    return check
  }

  /// The water of some days: of the gauges, and the rain of the sheet where it has the day.
  private func water(of days: Set<CalendarDate>, in target: CityOnDisk) throws -> [CalendarDate: DayWater] {
    var known = try GaugeReadings(observations: "\(target.path)/observations").water(of: days)
    guard let rain else { return known }
    let text: String
    do { text = try String(contentsOfFile: rain, encoding: .utf8) } catch {
      throw CheckError("\(rain): there is no such file, or it is no text (UTF-8).")
    }
    for (day, of) in try DayRain.sheet(text, named: rain) where days.contains(day) {
      known[day, default: DayWater(date: day)].rain = of
    }
    return known
  }
}

/// Runs the flood of a day's water, as a scenario would that supposes it.
struct DayReplay {
  /// The flood model's card.
  let card: ModelCard
  private let loaded: LoadedCity
  private let files: any Files
  private let threads: Int
  private let model: any Model.Type

  /// A replay on a city. Throws a ``CheckError`` where the program has no model that offers water.
  init(_ loaded: LoadedCity, files: any Files, threads: Int, catalogue: Catalogue = .standard) throws {
    guard let model = catalogue.models.first(where: { $0.offers.contains { $0 == WaterDepth.self } }),
      catalogue.change("rain") != nil
    else { throw CheckError("This kembar has no flood model, so that no day can be replayed: take a newer one.") }
    (self.model, card) = (model, model.card)
    (self.loaded, self.files, self.threads) = (loaded, files, threads)
  }

  /// What the water of a day left.
  func found(
    of day: DayWater, marks: [Mark], advance: @escaping @Sendable (Double, String) throws -> Void
  ) throws -> TownCheck.Replay {
    guard day.sea != nil else { return try run(DayScenario(day, on: loaded.city, marks: marks), advance: advance) }
    do {
      return try run(DayScenario(day, on: loaded.city, marks: marks), advance: advance)
    } catch let error where !(error is CancellationError) {
      // A sea that does not reach the model's edge stops no check of its rain and rivers.
      var found = try run(DayScenario(day, on: loaded.city, marks: marks, hasSea: false), advance: advance)
      found.missing.append("the sea, which could not be used: \(error)")
      return found
    }
  }

  private func run(
    _ day: DayScenario, advance: @escaping @Sendable (Double, String) throws -> Void
  ) throws -> TownCheck.Replay {
    let scenario = try Scenario.parse(day.text, file: "replay", catalogue: .standard)
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: nil, files: DayFiles(tables: day.tables, others: files),
      threads: threads)
    let (city, conditions) = try runner.applied(scenario)
    let outcome = try model.init().run(
      on: city, under: conditions, in: ReplayContext(threads: threads, tell: advance))
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
