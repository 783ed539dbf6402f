import CityFolder
import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

@Suite("Running scenarios") struct RunnerTests {
  static let city = SandboxCity(people: 2000, seed: 3).make()
  static let digest = city.digest()

  /// A flood of 0.4 m over the southern half of the city.
  struct HalfFlood: Files {
    var content = "flood"
    func grid(_ path: String) throws -> Grid {
      guard !path.contains("missing") else { throw ChangeError("flood-depth", "\(path) is not there.") }
      let box = RunnerTests.city.box
      return Grid(
        columns: 1, rows: 2, values: [0, 0.4],
        placement: .affine(
          AffinePlacement(west: box.minX, north: box.maxY, cellWidth: box.width, cellHeight: box.height / 2)))
    }
    func text(_ path: String) throws -> String { throw ChangeError("test", "no texts") }
    func digest(_ path: String) throws -> String {
      guard !path.contains("missing") else { throw ChangeError("flood-depth", "\(path) is not there.") }
      return content
    }
  }

  static func runner(
    threads: Int = 1, runs: RunStore? = nil, files: any Files = HalfFlood(), catalogue: Catalogue = .standard
  ) -> Runner {
    Runner(city: city, digest: digest, runs: runs, files: files, catalogue: catalogue, threads: threads)
  }

  static func flood(_ models: [String] = []) throws -> Scenario {
    var scenario = try Scenario.parse(
      "scenario: Flood\nchanges:\n  - flood-depth: {raster: f.tif}", file: "a", catalogue: .standard)
    scenario.models = models
    return scenario
  }

  @Test("the baseline stands beside the scenario")
  func sideBySide() throws {
    let run = try Self.runner().run(try Self.flood())
    let buildings = try #require(run.rows.first { $0.id == "exposure.buildings" })
    #expect(buildings.baseline == 0)
    #expect((buildings.value ?? 0) > 0)
    #expect(buildings.difference == buildings.value)
    let streets = try #require(run.rows.first { $0.id == "city.street-km" })
    #expect(streets.baseline == streets.value)
    #expect(run.models.map(\.model) == ["flood", "exposure", "access", "damage", "city"])
    #expect(run.run != run.baseline)
  }

  @Test("a start dates the conditions by the city's clock; one that is no day and hour is refused at its field")
  func start() throws {
    func applied(_ at: String) throws -> Conditions {
      let text = "scenario: A night\nsupposing:\n  - start: {at: \(at)}\n"
      return try Self.runner().applied(try Scenario.parse(text, file: "a", catalogue: .standard)).conditions
    }
    // 16:00 in Kuala Lumpur is 08:00 UTC.
    for text in ["2025-12-17 16:00", "2025-12-17T16:00", "\"2025-12-17T16:00:00\""] {
      let conditions = try applied(text)
      #expect(conditions.start.milliseconds == 1_765_958_400_000 && conditions.zoneOffset == 28_800, "\(text)")
    }
    for text in ["2025-02-30 16:00", "2025-12-17", "16:00", "17/12/2025 16:00", "2025-12-17 25:00", "1900-01-01 00:00"]
    {
      let error = #expect(throws: ChangeError.self, "\(text)") { _ = try applied(text) }
      #expect(error?.field == "at" && error?.reason.contains("2025-12-17 16:00") == true)
    }
    let twice = "scenario: x\nsupposing:\n  - start: {at: 2025-12-17 16:00}\n  - start: {at: 2025-12-18 16:00}\n"
    #expect(throws: ChangeError.self) {
      _ = try Self.runner().applied(try Scenario.parse(twice, file: "a", catalogue: .standard))
    }
  }

  @Test("what is supposed holds without the changes too, and the baseline is the run of what is supposed alone")
  func supposed() throws {
    let text = "scenario: Less\nsupposing:\n  - flood-depth: {raster: f.tif}\nmodels: [exposure]\n"
    let alone = try Self.runner().run(try Scenario.parse(text, file: "a", catalogue: .standard))
    #expect(alone.run == alone.baseline)
    let flood = try Self.flood(["exposure"])
    #expect(try Self.runner().run(flood).run == alone.run)
    let name = try #require(Self.city.streets.segments.distinctNames.first { !$0.isEmpty })
    let changes = "changes:\n  - close-streets: {named: \"\(name)\", to: [car]}\n"
    let scenario = try Scenario.parse(text + changes, file: "a", catalogue: .standard)
    let run = try Self.runner().run(scenario)
    #expect(run.baseline == alone.run)
    #expect(run.run != run.baseline)
    let wet = try #require(run.rows.first { $0.id == "exposure.buildings" })
    #expect(wet.value == wet.baseline && (wet.value ?? 0) > 0)
    #expect(try Scenario.parse(scenario.yaml, file: "b", catalogue: .standard).yaml == scenario.yaml)
    #expect(scenario.files == ["f.tif"])
    #expect(try Self.runner().request(for: scenario) != Self.runner().request(for: flood))
  }

  @Test("the empty scenario is its own baseline")
  func empty() throws {
    let run = try Self.runner().run(Scenario(name: "Nothing"))
    #expect(run.run == run.baseline)
    #expect(run.rows.allSatisfy { $0.baseline == $0.value })
  }

  @Test("the answer is the same, bit for bit, with any number of threads")
  func threads() throws {
    let one = try Self.runner(threads: 1).run(try Self.flood())
    for threads in [2, 5] { #expect(try Self.runner(threads: threads).run(try Self.flood()) == one) }
  }

  @Test("the name of a run changes with the file's content, the changes and the seed, not with the scenario's name")
  func identity() throws {
    let first = try Self.runner().run(try Self.flood(["exposure"]))
    var renamed = try Self.flood(["exposure"])
    renamed.name = "Other"
    #expect(try Self.runner().run(renamed).run == first.run)
    #expect(try Self.runner(files: HalfFlood(content: "other")).run(try Self.flood(["exposure"])).run != first.run)
    #expect(try Self.runner().run(try Self.flood(["exposure"]), seed: 2).run != first.run)
    #expect(try Self.runner().run(Scenario(name: "", models: ["exposure"])).run != first.run)
    #expect(try Self.runner().run(Scenario(name: "", models: ["exposure"])).run == first.baseline)
  }

  @Test("models run after those that offer what they use, and what is offered reaches them")
  func offers() throws {
    let catalogue = try Catalogue([Drinker.entry(), Rainmaker.entry()])
    let run = try Self.runner(catalogue: catalogue).run(Scenario(name: "Rain"))
    #expect(run.rows.map(\.value) == [Double(Self.city.buildings.count)])
  }

  @Test("progress rises to 1 and a stop is heard, whenever it comes")
  func progress() throws {
    let seen = Seen()
    _ = try Self.runner().run(try Self.flood()) { seen.add($0.fraction) }
    let fractions = seen.all
    #expect(fractions == fractions.sorted())
    #expect(fractions.last == 1)
    for stop in stride(from: 0, to: fractions.count, by: 5) {
      let count = Seen()
      #expect(throws: CancellationError.self) {
        _ = try Self.runner().run(try Self.flood()) {
          count.add($0.fraction)
          if count.all.count > stop { throw CancellationError() }
        }
      }
    }
  }

  @Test("a file that is not there is the files' own sentence, before anything runs")
  func missingFile() throws {
    let scenario = try Scenario.parse(
      "scenario: M\nchanges:\n  - flood-depth: {raster: missing.tif}", file: "a", catalogue: .standard)
    #expect { _ = try Self.runner().run(scenario) } throws: { "\($0)".contains("missing.tif is not there") }
  }

  @Test("JSON has every key, and null where there is no number")
  func json() throws {
    let run = try Self.runner().run(try Self.flood())
    struct Answer: Decodable {
      struct Row: Decodable {
        var id, place, unit, better, kind, why: String
        var baseline, value, low, high: Double?
      }
      var scenario, run: String
      var indicators: [Row]
    }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(run.indicatorsJSON))
    #expect(answer.scenario == "Flood")
    #expect(answer.run == run.run.text)
    #expect(answer.indicators.count == run.rows.count)
    let text = String(decoding: run.indicatorsJSON, as: UTF8.self)
    #expect(text.contains("\"low\" : null"))
  }

  @Test("every model gives verdicts with a reason")
  func verdicts() {
    let verdicts = Scenarios.verdicts(on: Self.city)
    #expect(Set(verdicts.map(\.model)) == ["flood", "exposure", "traffic", "access", "damage", "city"])
    #expect(verdicts.allSatisfy { !$0.verdict.because.isEmpty && $0.verdict.question.hasSuffix("?") })
  }
}

/// Numbers seen, from any thread. Sendable because every access to its variable holds `lock`.
final class Seen: @unchecked Sendable {
  private let lock = NSLock()
  private var numbers: [Double] = []
  var all: [Double] { lock.withLock { numbers } }
  func add(_ number: Double) { lock.withLock { numbers.append(number) } }
}
