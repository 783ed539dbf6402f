import ArgumentParser
import Checks
import CityFolder
import Foundation
import Modelling
import Replica
import Reports
import Scenarios
import Traffic

/// Writes the council's page: a sheet of A4 for each scenario.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "The council's page: one A4 a what-if, with maps, numbers and what is not known.",
    discussion: """
      Runs each scenario as 'kembar run' does, or reads its run, and writes a page of HTML that stands alone: on standard \
      output, or into --output. --pdf prints it with Chromium or Chrome where one is installed. The same run on the same \
      day gives the same page.
      """)

  @Argument(help: "The city's folder.")
  var folder: String

  @Argument(help: "The scenarios' files, or their names in the city's scenarios folder.")
  var scenarios: [String]

  @Option(help: "The language: ms or en; without it the city's first, when it is one of the two.")
  var language: String?

  @Option(help: "The file to write the page into, instead of standard output.")
  var output: String?

  @Option(help: "The file to print the page into, as PDF.")
  var pdf: String?

  @Option(help: "The day on the page, as 2026-11-23; without it today in the city.")
  var date: String?

  @Option(help: "Threads to use; the page does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads \(threads): 1 to 256.") }
    guard !scenarios.isEmpty else { throw ValidationError("Name a scenario to report on.") }
    if let language, Language(rawValue: language) == nil {
      throw ValidationError("--language \(language): the council's page is written in ms or en.")
    }
    if let date, Day(date) == nil { throw ValidationError("--date \(date): write a day as 2026-11-23.") }
  }

  func run() throws {
    // Before minutes are spent on runs.
    let printer = try pdf.map { _ in try Printer.found() }
    let target = CityOnDisk(path: folder)
    let asked = try scenarios.map { name in
      let (text, file) = try RunCommand.text(of: name, in: target)
      return try Scenario.parse(text, file: file, catalogue: .standard)
    }
    let loaded = try target.load()
    for remark in loaded.remarks { Talk.say(remark) }
    guard let day = date.flatMap({ Day($0) }) ?? Day(of: Date(), in: loaded.city.profile.timeZone) else {
      throw ValidationError("This machine's clock tells no day: give --date.")
    }
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: target.runs, files: target.anyFiles(for: loaded.city),
      threads: threads, counts: TownCounts.kept(in: target, cityNow: loaded.digest))
    let verdicts = Catalogue.standard.verdicts(
      on: loaded.city, digest: loaded.digest, checked: TownCheck.kept(inRuns: target.runs.path),
      counted: CountCheck.kept(inRuns: target.runs.path))

    Interrupt.listen()
    let progress = Progress("Report")
    defer { progress.end() }
    let pages = try asked.enumerated().map { number, scenario in
      let run = try runner.run(scenario) { step in
        if Interrupt.wasAsked { throw CancellationError() }
        progress.advance(to: (Double(number) + step.fraction) / Double(asked.count), step.phase)
      }
      return try CouncilPage(run, of: scenario, by: runner, verdicts: verdicts, on: day, field: target.runs.field)
    }
    progress.end()
    let own = loaded.city.profile.languages.lazy.compactMap { Language(rawValue: String($0.prefix(2))) }.first
    let html = CouncilPage.html(pages, in: language.flatMap(Language.init) ?? own ?? .en)
    if let output { try Self.write(html, to: output) }
    if let pdf, let printer { try printer.print(html, to: pdf) }
    if output == nil, pdf == nil { Talk.show(html) }
  }

  /// Writes beside and renames, so that a page is whole or not there.
  private static func write(_ html: String, to path: String) throws {
    do {
      try Data(html.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw ReportError(description: "\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}

/// A page that cannot be written or printed, in words.
struct ReportError: Error, CustomStringConvertible {
  let description: String
}

/// A browser that prints pages into files.
struct Printer {
  /// The program's path.
  let path: String

  /// Programs that can, by their names on Debian and elsewhere.
  static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

  /// The first of the programs in some folders; throws a sentence that tells how to get one where there is none.
  static func found(
    in folders: [String] = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  ) throws -> Printer {
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return Printer(path: "\(folder)/\(name)")
      }
    }
    throw ReportError(
      description:
        "--pdf needs Chromium or Chrome, and none is installed: sudo apt install chromium — or write the page "
        + "with --output and print it from any browser, A4, without margins.")
  }

  /// Prints a page into a file; nothing is left of it when that fails.
  func print(_ html: String, to pdf: String) throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "kembar-report-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? manager.removeItem(at: folder) }
    let page = folder.appending(path: "page.html")
    let printed = folder.appending(path: "page.pdf")
    try Data(html.utf8).write(to: page)
    let process = Process()
    process.executableURL = URL(filePath: path)
    // A sandbox of its own is refused to the superuser; the page has no scripts and asks for nothing.
    process.arguments =
      ["--headless", "--disable-gpu"] + (geteuid() == 0 ? ["--no-sandbox"] : []) + [
        "--user-data-dir=\(folder.path(percentEncoded: false))/profile", "--no-pdf-header-footer",
        "--print-to-pdf=\(printed.path(percentEncoded: false))", page.absoluteString,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw ReportError(description: "\(path) cannot be started: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0, let bytes = try? Data(contentsOf: printed), !bytes.isEmpty else {
      throw ReportError(
        description:
          "\(path) printed nothing (it ended with \(process.terminationStatus)): write the page with --output "
          + "and print it from a browser.")
    }
    do {
      try bytes.write(to: URL(filePath: pdf), options: .atomic)
    } catch {
      throw ReportError(description: "\(pdf) cannot be written: \(error.localizedDescription)")
    }
  }
}
