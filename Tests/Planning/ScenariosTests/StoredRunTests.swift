import CityFolder
import Foundation
import Modelling
import Replica
import Scenarios
import Testing

@Suite("Stored runs", .serialized) final class StoredRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "kembar-runs-\(UInt64.random(in: 0 ... .max))").path(percentEncoded: false)

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func runner() throws -> Runner {
    RunnerTests.runner(
      runs: RunStore(path: folder + "/runs"), catalogue: try Catalogue([Counter.entry(changes: Poke.self)]))
  }

  @Test("what was run is read instead of run again, until the folder is deleted")
  func reuse() throws {
    let scenario = Scenario(name: "Poke", changes: [Poke(times: 1)])
    Counter.runs.reset()
    let first = try runner().run(scenario)
    #expect(Counter.runs.value == 2, "the scenario and the baseline")
    #expect(try runner().run(scenario) == first)
    #expect(Counter.runs.value == 2)
    // Another scenario shares the baseline.
    _ = try runner().run(Scenario(name: "Poke twice", changes: [Poke(times: 2)]))
    #expect(Counter.runs.value == 3)
    try FileManager.default.removeItem(atPath: folder + "/runs")
    #expect(try runner().run(scenario) == first)
    #expect(Counter.runs.value == 5)
  }

  @Test("the models' own runs come back as they were, fields too")
  func models() throws {
    func runner() -> Runner { RunnerTests.runner(runs: RunStore(path: folder + "/runs")) }
    let first = try runner().run(try RunnerTests.flood())
    #expect(try runner().run(try RunnerTests.flood()) == first)
    for field in first.fields {
      #expect(RunStore(path: folder + "/runs").fieldData(field.run, field.name) != nil)
      #expect(RunStore(path: folder + "/runs").fieldData(field.baseline, field.name) != nil)
    }
  }

  @Test("a run that is stopped leaves whole runs or none")
  func stopped() throws {
    let store = RunStore(path: folder + "/runs")
    for stop in 1..<12 {
      let count = Seen()
      _ = try? RunnerTests.runner(runs: store).run(try RunnerTests.flood()) {
        count.add($0.fraction)
        if count.all.count == stop { throw CancellationError() }
      }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/runs")) ?? []
      for name in names { #expect(try store.read(RunID(text: name)) != nil, "\(name) is half a run") }
    }
  }

  @Test(
    "through the city folder only plain files inside it may be named",
    arguments: [
      "/etc/passwd", "../flood.tif", "rasters/../../flood.tif", "/vsicurl/http://example.org/a.tif",
      "http://example.org/a.tif",
      "private/desk.sqlite", "PG:host=localhost", "",
    ])
  func files(path: String) throws {
    try FileManager.default.createDirectory(atPath: folder + "/rasters", withIntermediateDirectories: true)
    let city = CityOnDisk(path: folder)
    let runner = RunnerTests.runner(files: city.files(for: RunnerTests.city))
    let scenario = Scenario(
      name: "Outside",
      changes: [
        try #require(
          try Scenario.parse(
            "scenario: A\nchanges:\n  - flood-depth: {raster: \"\(path)\"}", file: "a", catalogue: .standard
          ).changes.first)
      ])
    #expect { _ = try runner.run(scenario) } throws: { !"\($0)".isEmpty && !($0 is CancellationError) }
  }
}

/// Does nothing but differ.
struct Poke: Change {
  static let keyword = "poke"
  static let summary = "Pokes."
  static let parameters = [Parameter("times", .number(unit: "", within: 0...9), required: true, summary: "How often.")]
  var times: Double
  func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {}
}

/// Counts how often it is run.
struct Counter: Model {
  static let runs = Tally()
  static let card = madeUpCard("counter")
  static let uses: [any Condition.Type] = []
  static let offers: [any Condition.Type] = []
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    Self.runs.add()
    var outcome = Outcome()
    outcome.indicators = [
      Indicator("counter.third", .number(1.0 / 3, low: nil, high: nil), unit: "", better: .neither, formula: "1/3")
    ]
    return outcome
  }
}

/// A number several threads may raise. Sendable because every access to its variable holds `lock`.
final class Tally: @unchecked Sendable {
  private let lock = NSLock()
  private var number = 0
  var value: Int { lock.withLock { number } }
  func add() { lock.withLock { number += 1 } }
  func reset() { lock.withLock { number = 0 } }
}
