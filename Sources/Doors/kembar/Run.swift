import ArgumentParser
import CityFolder
import Foundation
import Modelling
import Scenarios
import Traffic

/// Runs a scenario beside the baseline.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a what-if: every indicator, baseline beside scenario.",
    discussion: """
      The scenario is a YAML or JSON file, or the name of one in the city's scenarios folder. What was computed before, on \
      the same city with the same changes, is read instead of computed again. Ctrl-C stops and leaves nothing half-written.
      """)

  @Argument(help: "The city's folder.")
  var folder: String

  @Argument(help: "The scenario's file, or its name in the city's scenarios folder.")
  var scenario: String

  @Option(name: .long, help: "Ask this model only; may be given several times.")
  var model: [String] = []

  @Option(help: "Threads to use; the answer does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Show also the times that the changes leave as they are.")
  var all = false

  @Flag(help: "Print the indicators as JSON.")
  var json = false

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads \(threads): 1 to 256.") }
    for name in model where Catalogue.standard.model(name) == nil {
      let known = Catalogue.standard.models.map { $0.card.name }.joined(separator: ", ")
      throw ValidationError("--model \(name): there is no such model. Known are \(known).")
    }
  }

  func run() throws {
    let target = CityOnDisk(path: folder)
    let (text, file) = try Self.text(of: scenario, in: target)
    var scenario = try Scenario.parse(text, file: file, catalogue: .standard)
    if !model.isEmpty { scenario.models = model }
    let loaded = try target.load()
    for remark in loaded.remarks { Talk.say(remark) }
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: target.runs, files: target.anyFiles(for: loaded.city),
      threads: threads, counts: TownCounts.kept(in: target, cityNow: loaded.digest))

    Interrupt.listen()
    let progress = Progress("Run")
    defer { progress.end() }
    let answer = try runner.run(scenario) { step in
      if Interrupt.wasAsked { throw CancellationError() }
      progress.advance(to: step.fraction, step.phase)
    }
    progress.end()
    if json {
      for remark in answer.remarks { Talk.say(remark) }
      return Talk.show(String(decoding: answer.indicatorsJSON, as: UTF8.self))
    }
    Talk.show(RunTable(answer, all: all).text(within: Talk.width))
  }

  /// The text of a scenario named by its file or by its name in the city's folder, and the name errors call it by.
  static func text(of scenario: String, in target: CityOnDisk) throws -> (text: String, file: String) {
    let isFile = FileManager.default.fileExists(atPath: scenario)
    if !isFile, try target.scenarios().contains(scenario) {
      return (try target.scenario(scenario), "scenarios/\(scenario).yaml")
    }
    do {
      return (try String(contentsOfFile: scenario, encoding: .utf8), scenario)
    } catch {
      let names = (try? target.scenarios()) ?? []
      throw ScenarioError(
        file: scenario, line: nil,
        isFile
          ? "cannot be read as text (UTF-8)."
          : "there is no such file"
            + (names.isEmpty ? "." : "; the city's scenarios are \(names.joined(separator: ", "))."))
    }
  }
}
