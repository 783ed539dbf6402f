import Modelling
import Observations
import Testing
import Watch

@Suite("Thresholds") struct ThresholdTests {
  static let simple = """
    rule: High water
    streams: {property: water-level}
    threshold: {above: 3.0 m, clear: 2.8 m}
    severity: severe
    """

  @Test("A value at the limit raises, one at the clear value ends") func hysteresis() throws {
    var watcher = try Gauge.watcher(Self.simple)
    #expect(watcher.see(2.99, at: 0) == [])
    #expect(watcher.see(3.0, at: 5) == ["raised 1"])
    #expect(watcher.see(3.4, at: 10) == [])
    #expect(watcher.see(2.9, at: 15) == [])
    let alert = try #require(watcher.alerts.first)
    #expect(watcher.alerts.count == 1)
    #expect(alert.peak == 3.4)
    #expect(alert.value == 2.9)
    #expect(alert.severity == .severe)
    #expect(watcher.see(2.8, at: 20) == ["cleared"])
    #expect(watcher.alerts.isEmpty)
  }

  @Test("Limits of values are told by stream, for its chart; slopes, and streams in another unit, have none")
  func limits() throws {
    let text = """
      - rule: High
        event: River level
        streams: {property: water-level}
        threshold: {levels: [{name: watch, above: 3 m, severity: minor}, {name: danger, above: 4 m, severity: severe}]}
      - rule: Low
        streams: {stream: gauge/2}
        threshold: {below: 0.5 m}
      - rule: Rising fast
        streams: {property: water-level}
        rate: {above: 0.5 m/h, window: 1 h}
      """
    let feet = WatchedStream(
      id: EntityID(3), key: "gauge/3", name: "Level 3", unit: "ft",
      property: NamedEntity(key: "water-level", name: "Water level"), thing: NamedEntity(key: "s", name: "S"),
      place: nil)
    let limits = try Gauge.watcher(text, streams: Gauge.streams(2) + [feet]).limits
    #expect(
      limits.map { "\($0.stream.rawValue) \($0.rule) \($0.limit)" } == [
        "1 High 3.0", "1 High 4.0", "2 Low 0.5", "2 High 3.0", "2 High 4.0",
      ])
    #expect(limits.map(\.isBelow) == [false, false, true, false, false])
    #expect(limits[0].event == "River level" && limits.prefix(2).map(\.severity) == [.minor, .severe])
  }

  @Test("Without a clear value it ends below its limit; a limit below is its mirror") func below() throws {
    var above = try Gauge.watcher("rule: a\nstreams: {property: water-level}\nthreshold: {above: 3}")
    #expect(above.see(3, at: 0) == ["raised 1"])
    #expect(above.see(3, at: 5) == [])
    #expect(above.see(2.999, at: 10) == ["cleared"])
    var below = try Gauge.watcher("rule: b\nstreams: {property: water-level}\nthreshold: {below: 1, clear: 1.2}")
    #expect(below.see(1.1, at: 0) == [])
    #expect(below.see(1, at: 5) == ["raised 1"])
    #expect(below.see(0.4, at: 6) == [])
    #expect(below.alerts.first?.peak == 0.4)
    #expect(below.see(1.19, at: 10) == [])
    #expect(below.see(1.2, at: 15) == ["cleared"])
  }

  @Test("A level held for a while needs every value to reach it") func hold() throws {
    let text = "rule: a\nstreams: {property: water-level}\nthreshold: {above: 3, for: 10 min}\nold-after: 1 h"
    var watcher = try Gauge.watcher(text)
    #expect(watcher.see(3.1, at: 0) == [])
    #expect(watcher.see(3.1, at: 9) == [])
    #expect(watcher.see(2.9, at: 9.5) == [])
    #expect(watcher.see(3.1, at: 11) == [])
    #expect(watcher.see(3.1, at: 20.9) == [])
    #expect(watcher.see(3.1, at: 21) == ["raised 1"])
    // Three hours of silence say nothing of the time between.
    var broken = try Gauge.watcher(text)
    #expect(broken.see(3.1, at: 0) == [])
    #expect(broken.see(3.1, at: 180) == [])
    #expect(broken.see(3.1, at: 190) == ["raised 1"])
  }

  static let river = """
    rule: Sungai Klang
    event: River level
    category: Met
    streams: {stream: gauge/1}
    threshold:
      levels:
        - {name: normal, above: 2.0 m, clear: 1.9 m, severity: unknown}
        - {name: alert, above: 3.0 m, clear: 2.9 m, severity: minor}
        - {name: warning, above: 3.5 m, clear: 3.4 m, severity: moderate}
        - {name: danger, above: 4.0 m, clear: 3.9 m, severity: severe, urgency: immediate, for: 10 min}
    urgency: expected
    quiet: 0 s
    """

  @Test("A river gauge has one alert whose severity rises and falls with four levels") func gauge() throws {
    var watcher = try Gauge.watcher(Self.river)
    var words: [String] = []
    for (minute, level) in [1.5, 2.2, 3.1, 3.6, 4.1, 4.2, 4.2, 3.95, 3.7, 2.95, 2.9, 4.3, 1.0].enumerated() {
      words += watcher.see(level, at: Double(minute) * 5).map { "\(minute): \($0)" }
    }
    #expect(
      words == [
        "1: raised 1", "2: risen 2", "3: risen 3",
        // 4.1 at 20 min is danger only when it lasted until 30 min; 3.95 keeps it, 3.7 ends it.
        "6: risen 4", "8: fallen 3",
        // 2.95 ends warning, not alert; 2.9 ends alert; 4.3 for a moment is warning, not danger.
        "9: fallen 2", "10: fallen 1", "11: risen 3", "12: cleared",
      ])
    #expect(watcher.alerts.isEmpty)
  }

  @Test("Each level has its severity and urgency, and the steps are told") func severity() throws {
    var watcher = try Gauge.watcher(Self.river)
    _ = watcher.see(4.5, at: 0)
    let first = try #require(watcher.alerts.first)
    #expect(first.level.name == "warning" && first.severity == .moderate && first.urgency == .expected)
    _ = watcher.see(4.5, at: 10)
    let second = try #require(watcher.alerts.first)
    #expect(second.id == first.id)
    #expect(second.severity == .severe && second.urgency == .immediate)
    #expect(second.steps.map(\.change) == [.raised, .risen])
    #expect(second.steps.map(\.level) == [3, 4])
  }

  @Test("Flapping gives no more than two changes in a quiet period") func flapping() throws {
    var watcher = try Gauge.watcher(
      "rule: a\nstreams: {property: water-level}\nthreshold: {above: 3, clear: 2.9}\nquiet: 1 h")
    var words: [String] = []
    for minute in 0..<120 {
      words += watcher.see(minute % 2 == 0 ? 3.1 : 2.8, at: Double(minute)).map { "\(minute): \($0)" }
    }
    #expect(words == ["0: raised 1", "1: cleared", "2: reopened 1"])
    // Calm from minute 121 on; an hour later it is over.
    for minute in stride(from: 121.0, to: 181, by: 5) { #expect(watcher.see(2.5, at: minute) == []) }
    #expect(watcher.see(2.5, at: 181) == ["cleared"])
  }

  @Test("An alert that comes back soon is the same; later it is another") func reopening() throws {
    var watcher = try Gauge.watcher(
      "rule: a\nstreams: {property: water-level}\nthreshold: {above: 3}\nquiet: 30 min")
    _ = watcher.see(3, at: 0)
    let id = watcher.alerts.first?.id
    #expect(watcher.see(2, at: 10) == ["cleared"])
    #expect(watcher.see(3, at: 40) == ["reopened 1"])
    #expect(watcher.alerts.first?.id == id)
    #expect(watcher.alerts.first?.cleared == nil)
    #expect(watcher.see(2, at: 50) == [])
    #expect(watcher.see(2, at: 80) == ["cleared"])
    #expect(watcher.see(3, at: 111) == ["raised 1"])
    #expect(watcher.alerts.first?.id != id)
  }

  @Test("An older observation than the latest moves no level") func late() throws {
    var watcher = try Gauge.watcher(Self.simple)
    _ = watcher.see(2, at: 20)
    #expect(watcher.observe([Gauge.reading(5, at: 10)], at: Gauge.at(21)).isEmpty)
    #expect(watcher.alerts.isEmpty)
    #expect(watcher.see(3.5, at: 30) == ["raised 1"])
    #expect(watcher.observe([Gauge.reading(0, at: 25)], at: Gauge.at(31)).isEmpty)
    #expect(watcher.alerts.count == 1)
    #expect(watcher.ignored.late == 2)
    // The same moment again is a correction.
    #expect(watcher.observe([Gauge.reading(2.5, at: 30)], at: Gauge.at(32)).map(\.word) == ["cleared"])
  }

  @Test("A batch in any order is one in order of time") func batch() throws {
    var watcher = try Gauge.watcher("rule: a\nstreams: {property: water-level}\nthreshold: {above: 3, for: 10 min}")
    let batch = [(10.0, 3.3), (0.0, 3.1), (5.0, 3.2)].map { Gauge.reading(.number($0.1), at: $0.0) }
    let events = watcher.observe(batch, at: Gauge.at(11))
    #expect(events.map(\.word) == ["raised 1"])
    #expect(events.first?.alert.value == 3.3)
  }

  @Test("Two alerts of one batch have two names") func names() throws {
    var watcher = try Gauge.watcher(Self.simple + "\nquiet: 0 s")
    let batch = [(0.0, 4.0), (1, 1), (2, 4), (3, 1)].map { Gauge.reading(.number($0.1), at: $0.0) }
    let events = watcher.observe(batch, at: Gauge.at(3))
    #expect(events.map(\.word) == ["raised 1", "cleared", "raised 1", "cleared"])
    #expect(Set(events.map(\.alert.id)).count == 2)
  }

  @Test("A long life keeps its first step and the last two hundred") func longLife() throws {
    var watcher = try Gauge.watcher(Self.river)
    for minute in 0..<600 { _ = watcher.see(minute % 2 == 0 ? 3.2 : 2.5, at: Double(minute)) }
    let alert = try #require(watcher.alerts.first)
    #expect(alert.steps.count == 201 && alert.steps[0].number == 1 && alert.steps[0].change == .raised)
    #expect(alert.steps.last?.number == 600 && alert.steps[1].number == 401)
  }

  @Test("An observation of the future, a word and an infinite number are nothing") func hostile() throws {
    var watcher = try Gauge.watcher(Self.simple)
    #expect(watcher.observe([Gauge.reading(9, at: 100)], at: Gauge.at(0)).isEmpty)
    #expect(watcher.observe([Gauge.reading("No Data", at: 0)], at: Gauge.at(0)).isEmpty)
    #expect(watcher.observe([Gauge.reading(.number(.nan), at: 1)], at: Gauge.at(1)).isEmpty)
    #expect(watcher.observe([Gauge.reading(.number(.infinity), at: 2)], at: Gauge.at(2)).isEmpty)
    #expect(watcher.ignored.ahead == 1 && watcher.ignored.notNumeric == 3)
    for moment in [Int64.min, .max, -1 << 60, 1 << 60] {
      let time = Instant(milliseconds: moment)
      let observation = Observation(datastream: Gauge.stream, phenomenonTime: TimeSpan(at: time), result: 9)
      let stored = StoredObservation(id: ObservationID(stream: Gauge.stream, time: time), observation: observation)
      #expect(watcher.observe([stored], at: Gauge.at(3)).isEmpty)
    }
    #expect(watcher.see(3.2, at: 5) == ["raised 1"])
    var rate = try Gauge.watcher("rule: a\nstreams: {property: water-level}\nrate: {above: 1, window: 1 h}")
    for (minute, value) in [(0.0, -1e308), (30, 1e308), (60, -1e308)] { _ = rate.see(value, at: minute) }
    #expect(rate.alerts.isEmpty)
  }

  @Test("Old data neither raises nor ends, and the alert says that its data is old") func old() throws {
    var watcher = try Gauge.watcher(Self.simple + "\nold-after: 30 min")
    #expect(watcher.observe([Gauge.reading(5, at: 0)], at: Gauge.at(31)).isEmpty)
    #expect(watcher.ignored.old == 1)
    #expect(watcher.see(3.5, at: 40) == ["raised 1"])
    #expect(watcher.tick(at: Gauge.at(70)).isEmpty)
    let event = try #require(watcher.tick(at: Gauge.at(71)).first)
    #expect(event.change == .old && event.alert.isOld && event.alert.status == .raised)
    #expect(event.alert.known.observations.first?.age == Int64(1_860_000))
    #expect(watcher.tick(at: Gauge.at(5_000)).isEmpty)
    // A value of minute 60 that comes at minute 200 does not end it.
    #expect(watcher.observe([Gauge.reading(1, at: 60)], at: Gauge.at(200)).isEmpty)
    #expect(watcher.alerts.first?.isOld == true)
    #expect(watcher.see(3.6, at: 210) == [])
    #expect(watcher.alerts.first?.isOld == false)
    #expect(watcher.see(1, at: 215) == ["cleared"])
  }

  /// An element as quality control writes it.
  static func element(_ test: String, _ code: Double) -> PlainValue {
    .object(["nameOfMeasure": .text(test), "DQ_Result": .object(["code": .number(code), "term": "x"])])
  }

  @Test(
    "What quality control doubts does not raise, unless the rule says so",
    arguments: [
      (PlainValue.text("spike"), Doubt.failed), ("good", .none), (.null, .none),
      (.list(["range", "suspect"]), .failed),
      ("Suspect", .suspected), (.list([]), .none), (.object(["flags": .list(["gap"])]), .failed),
      (.object(["flags": .list([])]), .none), (.object(["accuracy": 0.1]), .none), (.truth(false), .failed), (1, .none),
      (.list([element("spike_test", 3)]), .suspected),
      (.list([element("spike_test", 3), element("range", 4)]), .failed),
      (.list([element("gap_test", 3)]), .none), (element("range", 1), .none),
    ]) func flagged(_ quality: PlainValue, _ doubt: Doubt) throws
  {
    #expect(quality.doubt == doubt)
    for (word, trust) in [("ignore", Doubt.none), ("suspect", .suspected), ("use", .failed)] {
      var watcher = try Gauge.watcher(Self.simple + "\nflagged: \(word)")
      #expect(watcher.see(9, at: 0, quality: quality) == (doubt <= trust ? ["raised 1"] : []))
      // A value that is not trusted does not end an alert either.
      var open = try Gauge.watcher(Self.simple + "\nflagged: \(word)")
      _ = open.see(4, at: 0)
      #expect(open.see(0, at: 5, quality: quality) == (doubt <= trust ? ["cleared"] : []))
    }
    var telling = try Gauge.watcher(Self.simple + "\nflagged: use")
    _ = telling.see(9, at: 0, quality: quality)
    #expect(telling.alerts.first?.known.observations.first?.quality == quality)
  }

  @Test("An alert says what it knew") func knowledge() throws {
    var watcher = try Gauge.watcher(Self.simple)
    let event = try #require(watcher.observe([Gauge.reading(3.2, at: 0)], at: Gauge.at(2)).first)
    let known = event.alert.known
    #expect(known.ruleText == Self.simple)
    #expect(known.ruleDigest == watcher.rules[0].digest && known.ruleDigest.count == 16)
    let used = try #require(known.observations.first)
    #expect(used.stream == Gauge.stream && used.name == "Level 1" && used.unit == "m")
    #expect(used.value == 3.2 && used.time == Gauge.at(0) && used.age == 120_000)
    #expect(event.number == 1 && event.alert.raised == Gauge.at(2))
    #expect(event.alert.subject.thing == "Station 1")
  }
}
