import Foundation
import Scenarios
import Testing

@testable import kembar

@Suite("The table of a run") struct RunTableTests {
  private func table(low: String) throws -> String {
    let (run, baseline) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
    let json = """
      {"scenario": "A pond", "run": "\(run)", "baseline": "\(baseline)", "models": [], "fields": [], "remarks": [],
       "rows": [
         {"id": "flood.area", "place": "", "unit": "ha", "better": "less", "baseline": 12.5, "value": 10.25, \(low)
          "kind": "modelled", "formula": "", "why": ""},
         {"id": "damage.total", "place": "", "unit": "MYR", "better": "less", "baseline": 9, "value": 8,
          "low": 21888946.13, "high": 34099621.5, "kind": "modelled", "formula": "", "why": ""},
         {"id": "traffic.delay-hours", "place": "", "unit": "h", "better": "less", "baseline": 9, "value": 12,
          "differenceLow": -1.5, "differenceHigh": 3, "kind": "modelled", "formula": "", "why": ""},
         {"id": "traffic.fuel", "place": "", "unit": "l", "better": "less", "baseline": 9, "value": 12,
          "differenceLow": 2, "differenceHigh": 4, "kind": "modelled", "formula": "", "why": ""},
         {"id": "flood.deepest", "place": "", "unit": "m", "better": "less", "baseline": 1, "value": 1,
          "kind": "modelled", "formula": "", "why": ""}]}
      """
    return RunTable(try JSONDecoder().decode(ScenarioRun.self, from: Data(json.utf8)), all: true).text(within: 120)
  }

  @Test("a difference that chance alone may have made is neither better nor worse")
  func chance() throws {
    let lines = try table(low: "").split(separator: "\n")
    #expect(
      lines.contains { $0.contains("traffic.delay-hours") && $0.contains("within chance") && $0.contains("+3.00") })
    #expect(lines.contains { $0.contains("traffic.fuel") && $0.contains("worse") })
  }

  @Test("shows the interval of a number that has one, without decimals from a thousand on")
  func intervals() throws {
    let lines = try table(low: #""low": 8.5, "high": 30.494,"#).split(separator: "\n")
    #expect(lines.contains { $0.contains("Interval") && $0.contains("Scenario") })
    #expect(lines.contains { $0.contains("flood.area") && $0.contains("8.50–30.49") && $0.contains("−2.25") })
    #expect(lines.contains { $0.contains("damage.total") && $0.contains("21,888,946–34,099,622") })
    #expect(lines.contains { $0.contains("flood.deepest") && !$0.contains("–") })
  }
}
