import CityFolder
import Foundation
import Modelling
import Replica
import Scenarios
import Testing

/// Takes no more than its own run without changes did.
struct Modest: Model {
  static let card = madeUpCard("modest")
  static let uses: [any Condition.Type] = [BaselineValues.self]
  static let offers: [any Condition.Type] = []
  static let fromBaseline = ["modest.taken"]
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    let before = conditions[BaselineValues.self]
    let most = before?.numbers["modest.taken"] ?? .infinity
    let taken = min(most, Double(100 * city.streets.links.count))
    var outcome = Outcome()
    outcome.indicators = [
      Indicator(
        "modest.taken", .number(taken, low: nil, high: nil), unit: "", better: .more, formula: "At most what it took"),
      Indicator(
        "modest.hears", .number(Double(before?.numbers.count ?? 0), low: nil, high: nil), unit: "",
        better: .neither, formula: "What it is told"),
      Indicator(
        "modest.finds", .number(before?.kept.reduce(0) { $0 + Double($1) } ?? 0, low: nil, high: nil), unit: "",
        better: .neither, formula: "The sum of what it kept"),
    ]
    outcome.kept = before == nil ? [3, 4, 5] : [9]
    return outcome
  }
}

/// Adds a street, so that there is more to take.
struct Widen: Change {
  static let keyword = "widen"
  static let summary = "Adds a street."
  static let parameters: [Parameter] = []
  func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let points = city.streets.nodes.points
    city.streets.append(
      Segment(
        streetClass: .residential, forward: Link(access: .all, speed: 8, lanes: 1),
        backward: Link(access: .all, speed: 8, lanes: 1)),
      key: FeatureKey("widen/1"), from: NodeID(0), to: NodeID(1), shape: [points[0], points[1]])
  }
}

@Suite("What a run with changes hears of the run without")
final class BaselineValuesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "kembar-beside-\(UInt64.random(in: 0 ... .max))").path(percentEncoded: false)

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test(
    "a model that asks for its own baseline's numbers has them with changes, and only then; stored runs tell them too")
  func numbers() throws {
    let catalogue = try Catalogue([Modest.entry(changes: Widen.self)])
    let scenario = Scenario(name: "Wider", changes: [Widen()])
    var stored: ScenarioRun?
    for _ in 0..<2 {
      let runner = RunnerTests.runner(runs: RunStore(path: folder), catalogue: catalogue)
      let run = try runner.run(scenario)
      let taken = try #require(run.rows.first { $0.id == "modest.taken" })
      let hears = try #require(run.rows.first { $0.id == "modest.hears" })
      #expect(taken.baseline != nil && taken.value == taken.baseline)
      #expect(hears.baseline == 0 && hears.value == 1)
      let finds = try #require(run.rows.first { $0.id == "modest.finds" })
      #expect(finds.baseline == 0 && finds.value == 12)
      let store = RunStore(path: folder)
      #expect(store.kept(run.models[0].baseline) == [3, 4, 5] && store.kept(run.models[0].run) == [])
      if let stored { #expect(run == stored) }
      stored = run
    }
  }

  @Test("what the run without changes kept is found again in its folder, or where there is none, in memory")
  func keptInFolder() throws {
    let catalogue = try Catalogue([Modest.entry(changes: Widen.self)])
    let scenario = Scenario(name: "Wider", changes: [Widen()])
    let store = RunStore(path: folder)
    // The baseline alone first, so that only its folder knows what it kept.
    _ = try RunnerTests.runner(runs: store, catalogue: catalogue).run(scenario.baseline)
    for runs in [store, nil] {
      let run = try RunnerTests.runner(runs: runs, catalogue: catalogue).run(scenario)
      #expect(run.rows.first { $0.id == "modest.finds" }?.value == 12)
    }
  }

  @Test("numbers feed the run's name by name and value")
  func digest() {
    func text(_ numbers: [String: Double]) -> String {
      var digest = Digest()
      BaselineValues(numbers).feed(&digest)
      return digest.text
    }
    #expect(text(["a": 1, "b": 2]) == text(["b": 2, "a": 1]))
    #expect(text(["a": 1]) != text(["a": 2]))
    #expect(text(["a": 1]) != text(["b": 1]))
    var (one, other) = (Digest(), Digest())
    BaselineValues([:], run: "a", kept: [1]).feed(&one)
    BaselineValues([:], run: "a").feed(&other)
    #expect(one.text == other.text)
    other = Digest()
    BaselineValues([:], run: "b").feed(&other)
    #expect(one.text != other.text)
  }
}
