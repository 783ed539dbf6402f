import Foundation
import Observations
import Testing
import Watch

@Suite("Files of rules") struct RuleFaultTests {
  @Test(
    "What is wrong is told with its line, its field and the nearest name",
    arguments: [
      ("rule: a\nstreams: {property: p}\nthreshold: {above: '3,5'}", 3, "\"above\" is a number, not \"3,5\"."),
      ("rul: a", 1, "a rule has no field \"rul\". Did you mean \"rule\"?"),
      (
        "rule: a\nstreams: {property: p}\ntreshold: {above: 3}", 3,
        "has no field \"treshold\". Did you mean \"threshold\"?"
      ),
      (
        "rule: a\nstreams: {property: p}\nthreshold: {abov: 3}", 3,
        "threshold has no field \"abov\". Did you mean \"above\"?"
      ),
      ("rule: a\nstreams: {propperty: p}\nthreshold: {above: 3}", 2, "Did you mean \"property\"?"),
      ("rule: a\nstreams: {property: p}", 1, "says nothing to watch for"),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3}\nabsence: {for: 1 h}", 1, "has threshold and absence"),
      ("rule: a\nthreshold: {above: 3}", 1, "a rule: \"streams\" is missing."),
      ("rule: a\nstreams: {}\nthreshold: {above: 3}", 2, "chooses nothing"),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: three}", 3, "\"above\" is a number, not \"three\"."),
      (
        "rule: a\nstreams: {property: p}\nthreshold: {above: 3, clear: 3.1}", 3,
        "lies on the safe side of \"above\": below 3."
      ),
      (
        "rule: a\nstreams: {property: p}\nthreshold: {below: 3, clear: 2}", 3,
        "lies on the safe side of \"below\": above 3."
      ),
      (
        "rule: a\nstreams: {property: p}\nthreshold: {above: 3, below: 1}", 3,
        "has above and below: make a rule of each."
      ),
      ("rule: a\nstreams: {property: p}\nthreshold: {clear: 1}", 3, "needs a limit: \"above\" or \"below\"."),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3, for: 10}", 3, "is a time such as 90 s, 30 min"),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3, for: 10 fortnights}", 3, "\"fortnights\" is none."),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3}\nseverity: sever", 4, "Did you mean \"Severe\"?"),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3}\ncategory: [Met, Weather]", 4, "cannot be \"Weather\""),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3}\nflagged: maybe", 4, "Known are ignore, suspect, use."),
      (
        "rule: a\nstreams: {property: p}\nthreshold:\n  levels:\n    - {name: b, above: 3}\n    - {name: c, above: 2}",
        6,
        "is not beyond that of the level before"
      ),
      (
        "rule: a\nstreams: {property: p}\nthreshold:\n  levels:\n    - {name: b, above: 3}\n    - {name: b, above: 4}",
        6,
        "is that of another level too"
      ),
      (
        "rule: a\nstreams: {property: p}\nthreshold:\n  levels:\n    - {name: b, above: 3 m}\n    - {name: c, above: 4 cm}",
        6,
        "has another unit"
      ),
      ("rule: a\nstreams: {property: p}\nthreshold:\n  above: 3\n  levels: []", 4, "stands in each of the levels"),
      ("rule: a\nstreams: {property: p}\nthreshold:\n  levels: []", 4, "is a list"),
      ("rule: a\nstreams: {property: p}\nrate: {above: 3}", 3, "rate: \"window\" is missing."),
      ("rule: a\nstreams: {property: p}\nabsence: {for: 0 s}", 3, "is at least a second"),
      (
        "rule: a\nstreams: {property: p}\nunusual: {above: 3, weeks: 3, least-weeks: 5}", 3,
        "more than the 3 it looks back"
      ),
      ("rule: a\nstreams: {property: p}\nunusual: {above: 3, weeks: 2.5}", 3, "is a whole number"),
      ("rule: a\nstreams: {thing: p}\nhotspot: {band: 1 km}", 2, "of a hotspot name one property"),
      ("rule: a\nstreams: {property: p}\nhotspot: {band: 3 miles}", 3, "is in m or km, not in \"miles\""),
      ("rule: a\nstreams: {property: p}\nforecast: {field: f, place: p, over: 1}", 2, "no place beside a forecast"),
      ("rule: a\nforecast: {field: f, over: 1}", 2, "forecast: \"place\" is missing."),
      (
        "rule: a\nstreams: {area: {within: 2 km, of: [200, 3]}}\nthreshold: {above: 3}", 2,
        "a position is [longitude, latitude]"
      ),
      ("rule: a\nstreams: {area: {polygon: [[1, 2], [3, 4]]}}\nthreshold: {above: 3}", 2, "at least three positions"),
      (
        "rule: a\nstreams: {property: p}\nthreshold: {above: 3}\ntext: {en: \"{valu} m\"}", 4,
        "{valu}, which nothing fills in. Did you mean \"value\"?"
      ),
      ("rule: a\nstreams: {property: p}\nthreshold: {above: 3}\ntext: {english!: hi}", 4, "which is no language"),
      (
        "- rule: a\n  streams: {property: p}\n  threshold: {above: 3}\n- rule: a\n  streams: {property: p}\n  absence: {for: 1 h}",
        4, "stands in line 1 too"
      ),
      ("rule: a\nrule: b", 1, "stands twice"),
      ("rule: [", 2, "is not YAML here"),
      ("just words", 1, "a rule has fields"),
    ]) func faults(_ text: String, _ line: Int, _ part: String)
  {
    do {
      _ = try RuleReader.rules(in: text, file: "watch/river.yaml")
      Issue.record("no error for: \(text)")
    } catch {
      #expect(error.description.contains(part), "\(error)")
      #expect(error.description.hasPrefix("watch/river.yaml:\(line): "), "\(error)")
      #expect(error.line == line)
    }
  }

  @Test("Empty, long, deep and unfolding texts are refused without harm")
  func hostile() {
    for text in [
      "", "# nothing", "[]", String(repeating: "[", count: 100_000), String(repeating: "- ", count: 50_000),
      "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]", "rule: \u{0}",
      String(repeating: "a", count: 1_000_001),
    ] {
      #expect(throws: WatchRuleError.self) { try RuleReader.rules(in: text, file: "f") }
    }
  }

  @Test("A list keeps each rule's own text; its digest changes with it") func list() throws {
    let text = """
      # The town's rules
      - rule: a
        streams: {property: [p, q], thing: t}
        threshold: {above: 3}
      - rule: b
        streams: {area: {within: 2 km, of: [101.69, 3.15]}}
        absence: {for: 1 h}
        quiet: 30 min
        text: {en: "{thing} & Co.", ms: "{thing}"}
      """
    let rules = try RuleReader.rules(in: text, file: "f")
    #expect(rules.map(\.name) == ["a", "b"])
    #expect(rules[0].text == "- rule: a\n  streams: {property: [p, q], thing: t}\n  threshold: {above: 3}")
    #expect(rules[1].text.hasPrefix("- rule: b") && rules[1].text.hasSuffix("\"{thing}\"}"))
    #expect(rules[1].quiet == 1_800_000 && rules[1].line == 5)
    let changed = try RuleReader.rules(in: text.replacing("above: 3", with: "above: 4"), file: "f")
    #expect(changed[0].digest != rules[0].digest && changed[1].digest == rules[1].digest)
  }

  @Test("A folder's files are read by name; one name stands once") func folder() throws {
    let folder = NSTemporaryDirectory() + "watch-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try RuleReader.rules(inFolder: folder).isEmpty)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let rule = "rule: NAME\nstreams: {property: p}\nthreshold: {above: 3}"
    try rule.replacing("NAME", with: "z").write(toFile: folder + "/b.yaml", atomically: true, encoding: .utf8)
    try rule.replacing("NAME", with: "y").write(toFile: folder + "/a.yaml", atomically: true, encoding: .utf8)
    try "not read".write(toFile: folder + "/notes.txt", atomically: true, encoding: .utf8)
    #expect(try RuleReader.rules(inFolder: folder).map(\.name) == ["y", "z"])
    try rule.replacing("NAME", with: "z").write(toFile: folder + "/c.yaml", atomically: true, encoding: .utf8)
    #expect(throws: WatchRuleError.self) { try RuleReader.rules(inFolder: folder) }
  }

  @Test("A rule that finds no stream, and a stream in another unit, are told") func remarks() throws {
    let none = try Gauge.watcher("rule: a\nstreams: {property: water-levl}\nthreshold: {above: 3}")
    #expect(
      none.remarks == [
        "Rule \"a\" finds no stream. No stream observes \"water-levl\". Did you mean \"water-level\" or \"Water level\"?"
      ])
    var other = try Gauge.watcher(
      "rule: a\nstreams: {property: water-level}\nthreshold: {above: 3 m}", streams: Gauge.streams(unit: "cm"))
    #expect(other.remarks == ["Rule \"a\" is in m, the stream \"Level 1\" in cm: it is not watched by it."])
    #expect(other.see(300, at: 0) == [])
    var mixed = Gauge.streams(3)
    mixed[2].unit = "cm"
    let bare = try Gauge.watcher("rule: a\nstreams: {property: water-level}\nthreshold: {above: 3}", streams: mixed)
    #expect(
      bare.remarks == [
        "Rule \"a\" has bare limits for streams in several units (cm, m): write the unit behind them."
      ])
    let hotspot = try Gauge.watcher(
      "rule: a\nstreams: {property: water-level}\nhotspot: {band: 1 km}", streams: mixed)
    #expect(hotspot.remarks == ["Rule \"a\" is in m, the stream \"Level 3\" in cm: it is not watched by it."])
  }

  @Test("Streams are chosen by name, property, thing and area") func choosing() throws {
    let streams = Gauge.streams(20)
    func chosen(_ choice: String) throws -> [Int64] {
      var watcher = try Gauge.watcher("rule: a\nstreams: {\(choice)}\nthreshold: {above: 3}", streams: streams)
      let all = streams.map { Gauge.reading(9, at: 0, of: $0.id) }
      return watcher.observe(all, at: Gauge.at(0)).compactMap { $0.alert.cause.stream?.rawValue }
    }
    #expect(try chosen("stream: [gauge/3, Level 5]") == [3, 5])
    #expect(try chosen("thing: Station 7") == [7])
    #expect(try chosen("property: Water level").count == 20)
    // A thousandth of a degree of longitude is 111 m here.
    #expect(try chosen("area: {within: 250 m, of: [101.69, 3.15]}") == [1, 2, 3])
    #expect(
      try chosen("area: {polygon: [[101.6985, 3], [101.7015, 3], [101.7015, 4], [101.6985, 4]]}") == [10, 11, 12])
    #expect(
      try chosen("property: water-level, thing: [Station 1, Station 2], area: {within: 50 m, of: [101.69, 3.15]}") == [
        1
      ])
  }

  @Test("An observation meets the rules of its stream and no others") func index() throws {
    let streams = Gauge.streams(2_000)
    var text = ""
    for rule in 0..<100 {
      text +=
        "- rule: r\(rule)\n  streams: {stream: [\((1...20).map { "gauge/\(rule * 20 + $0)" }.joined(separator: ", "))]}\n"
      text += "  threshold: {above: 3}\n"
    }
    text += "- rule: everywhere\n  streams: {property: water-level}\n  threshold: {above: 5}"
    var watcher = try Gauge.watcher(text, streams: streams)
    _ = watcher.observe([Gauge.reading(1, at: 0, of: EntityID(777))], at: Gauge.at(0))
    #expect(watcher.looks == 2)
    _ = watcher.observe(streams.map { Gauge.reading(1, at: 1, of: $0.id) }, at: Gauge.at(1))
    #expect(watcher.looks == 2 + 4_000)
    _ = watcher.observe([Gauge.reading(9, at: 0, of: EntityID(99_999))], at: Gauge.at(2))
    #expect(watcher.looks == 2 + 4_000)
  }
}
