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
      from the gauges in observations, the rain of days without a gauge from observations/rain.csv; --rain gives rain as lines of date,mm or \
      date,time,mm. What was used of a day is printed. The \
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
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: nil, files: target.anyFiles(for: loaded.city), threads: threads)

    Interrupt.listen()
    let progress = Progress("Check")
    defer { progress.end() }
    var check = try DayReplay(runner).check(table.marks, water: water) { fraction, phase in
      if Interrupt.wasAsked { throw CancellationError() }
      progress.advance(to: fraction, phase)
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

  /// The water of some days: of the gauges, the town's own sheet of rain, and the rain of the file that was named where it has the day.
  private func water(of days: Set<CalendarDate>, in target: CityOnDisk) throws -> [CalendarDate: DayWater] {
    var known = try DayReplay.water(of: days, in: target)
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
