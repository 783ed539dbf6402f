import CityFolder
import Foundation
import Modelling
import Replica
import Scenarios
import Testing

/// A number by three draws of chance; on a wider city each is its own bit more or less.
private struct Lucky: Model {
  static let card = madeUpCard("lucky")
  static let uses: [any Condition.Type] = []
  static let offers: [any Condition.Type] = []
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    let isWider = city.streets.segments.keys.contains { $0.text.hasPrefix("widen/") }
    func row(_ id: String, _ draws: [Double]) -> Indicator {
      Indicator(
        "lucky.\(id)", .number(draws[0], low: draws.min(), high: draws.max()), unit: "", better: .less,
        formula: "Drawn",
        draws: draws.count > 1 ? draws : nil)
    }
    var outcome = Outcome()
    outcome.indicators = [
      row("unsure", isWider ? [11, 9, 30] : [10, 12, 20]), row("sure", isWider ? [12, 13, 22] : [10, 12, 20]),
      row("once", isWider ? [11] : [10]), row("other", isWider ? [1, 2] : [1, 2, 3]),
      row("broken", isWider ? [1, .nan] : [2, 3]),
    ]
    return outcome
  }
}

@Suite("Draws of chance that both sides share") struct DrawsTests {
  @Test("differences draw by draw tell whether chance alone may have made one; stored runs tell the same")
  func differences() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "kembar-draws-\(UInt64.random(in: 0 ... .max))").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let catalogue = try Catalogue([Lucky.entry(changes: Widen.self)])
    for _ in 0..<2 {
      let runner = RunnerTests.runner(runs: RunStore(path: folder), catalogue: catalogue)
      let run = try runner.run(Scenario(name: "Wider", changes: [Widen()]))
      func row(_ id: String) throws -> IndicatorRow { try #require(run.rows.first { $0.id == "lucky.\(id)" }) }
      let (unsure, sure) = (try row("unsure"), try row("sure"))
      #expect(unsure.differenceLow == -3 && unsure.differenceHigh == 10 && unsure.isWithinChance)
      #expect(sure.differenceLow == 1 && sure.differenceHigh == 2 && !sure.isWithinChance)
      for id in ["once", "other", "broken"] {
        #expect(try row(id).differenceLow == nil && row(id).differenceHigh == nil && !row(id).isWithinChance)
      }
      let json = String(decoding: run.indicatorsJSON, as: UTF8.self)
      #expect(json.contains("\"differenceLow\" : -3") && json.contains("\"differenceHigh\" : null"))
    }
  }

  @Test("without any change nothing is within chance: there is no difference")
  func same() throws {
    let runner = RunnerTests.runner(runs: nil, catalogue: try Catalogue([Lucky.entry(changes: Widen.self)]))
    let run = try runner.run(Scenario(name: "Same", changes: []))
    #expect(run.rows.allSatisfy { !$0.isWithinChance })
  }
}
