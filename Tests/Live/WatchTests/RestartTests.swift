import Foundation
import Modelling
import Observations
import Testing
import Watch

@Suite("Going on after a stop") struct RestartTests {
  static let rules = """
    - rule: level
      streams: {property: water-level}
      threshold:
        levels:
          - {name: alert, above: 3, clear: 2.8, severity: minor}
          - {name: danger, above: 4, clear: 3.8, severity: severe, for: 10 min}
      quiet: 20 min
      old-after: 30 min
    - rule: rate
      streams: {property: water-level}
      rate: {above: 2, clear: 1, window: 30 min}
    - rule: silence
      streams: {property: water-level}
      absence: {for: 25 min}
      quiet: 10 min
    - rule: cluster
      streams: {property: water-level}
      hotspot: {band: 250 m, least-streams: 5, every: 5 min, discovery: 0.2}
    """

  /// What happens at a step of a made-up day.
  static func step(_ number: Int, _ watcher: inout Watcher, _ chance: inout SplitMix) -> [AlertEvent] {
    let minute = Double(number) * 3
    var batch: [StoredObservation] = []
    for stream in 1...6 where chance.chance(stream == 6 ? 0.1 : 0.8) {
      let value = 3 + chance.normal() * 0.8
      let late = chance.chance(0.1) ? 12.0 : 0
      let quality: PlainValue? = chance.chance(0.1) ? "spike" : nil
      batch.append(Gauge.reading(.number(value), at: minute - late, of: EntityID(Int64(stream)), quality: quality))
    }
    var events = watcher.observe(batch, at: Gauge.at(minute))
    events += watcher.tick(at: Gauge.at(minute + 1))
    if chance.chance(0.1), let alert = watcher.alerts.first {
      events +=
        (try? watcher.acknowledge(alert.id, by: "Ani", note: "seen", at: Gauge.at(minute + 2))).map { [$0] } ?? []
    }
    if chance.chance(0.03), let alert = watcher.alerts.last {
      events += (try? watcher.clear(alert.id, by: "Ani", at: Gauge.at(minute + 2))).map { [$0] } ?? []
    }
    return events
  }

  @Test("Kept and read again after every step, the day is the same") func everyState() throws {
    let rules = try Gauge.rules(Self.rules)
    let streams = Gauge.streams(6)
    var straight = Watcher(rules: rules, streams: streams)
    var broken = Watcher(rules: rules, streams: streams)
    var (one, other) = (SplitMix(seed: 5), SplitMix(seed: 5))
    var changes: Set<AlertChange> = []
    var count = 0
    for number in 0..<300 {
      let expected = Self.step(number, &straight, &one)
      let events = Self.step(number, &broken, &other)
      #expect(events == expected, "step \(number)")
      changes.formUnion(events.map(\.change))
      count += events.count
      #expect(events.last.map { $0.number == count } ?? true)
      let kept = try JSONEncoder().encode(broken.state)
      let state = try JSONDecoder().decode(WatchState.self, from: kept)
      #expect(state == straight.state)
      broken = Watcher(rules: rules, streams: streams, resuming: state)
    }
    #expect(changes.isSuperset(of: [.raised, .risen, .fallen, .cleared, .reopened, .acknowledged, .old]))
    #expect(count > 100)
  }

  /// A folder that goes when the test ends.
  final class Folder {
    let path = NSTemporaryDirectory() + "book-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test("A book knows every event after its last snapshot") func book() throws {
    let folder = Folder()
    let rules = try Gauge.rules(Self.rules)
    var watcher = Watcher(rules: rules, streams: Gauge.streams(6))
    var chance = SplitMix(seed: 8)
    var all: [AlertEvent] = []
    do {
      let book = try AlertBook(folder: folder.path)
      for number in 0..<40 {
        let events = Self.step(number, &watcher, &chance)
        try book.append(events)
        all += events
        if number == 20 { try book.keep(watcher.state, NotifierState()) }
      }
    }
    let book = try AlertBook(folder: folder.path)
    #expect(book.remarks.isEmpty)
    #expect(book.state.lastEvent == all.count)
    #expect(try book.events(after: 0) == all)
    #expect(try book.events(after: 7).map(\.number) == Array(8...all.count))
    let resumed = Watcher(rules: rules, streams: Gauge.streams(6), resuming: book.state)
    #expect(resumed.alerts.map(\.id) == watcher.alerts.map(\.id))
    #expect(resumed.alerts.map(\.status) == watcher.alerts.map(\.status))
    #expect(resumed.alerts.map(\.levelNumber) == watcher.alerts.map(\.levelNumber))
  }

  @Test("A line cut off by a loss of power and a damaged snapshot do not stop the book") func damage() throws {
    let folder = Folder()
    var watcher = try Gauge.watcher(ThresholdTests.simple)
    do {
      let book = try AlertBook(folder: folder.path)
      try book.append(watcher.observe([Gauge.reading(4, at: 0)], at: Gauge.at(0)))
      try book.keep(watcher.state, NotifierState())
    }
    let log = folder.path + "/events-2026-01.jsonl"
    let file = try #require(FileHandle(forWritingAtPath: log))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"number\":2,\"chan".utf8))
    try file.close()
    try Data("{".utf8).write(to: URL(fileURLWithPath: folder.path + "/snapshot.json"))
    let book = try AlertBook(folder: folder.path)
    #expect(book.remarks.count == 1 && book.remarks[0].contains("snapshot.damaged"))
    #expect(book.state.lastEvent == 1)
    var resumed = try Gauge.watcher(ThresholdTests.simple)
    resumed = Watcher(rules: resumed.rules, streams: Gauge.streams(), resuming: book.state)
    #expect(resumed.alerts.count == 1)
    let events = resumed.see(1, at: 5)
    #expect(events == ["cleared"])
    // What is appended stands behind the last whole line.
    var other = try Gauge.watcher(ThresholdTests.simple)
    other = Watcher(rules: other.rules, streams: Gauge.streams(), resuming: book.state)
    try book.append(other.observe([Gauge.reading(1, at: 5)], at: Gauge.at(5)))
    let again = try AlertBook(folder: folder.path)
    #expect(try again.events(after: 0).map(\.change) == [.raised, .cleared])
    #expect(again.remarks.isEmpty)
  }

  @Test("Months have a log each, and a clock that steps back does not reorder them") func months() throws {
    let folder = Folder()
    let book = try AlertBook(folder: folder.path)
    var watcher = try Gauge.watcher(ThresholdTests.simple)
    let day = 1_440.0
    for (value, minute) in [(4.0, 0.0), (1.0, 40 * day), (4.0, 60 * day)] {
      try book.append(watcher.observe([Gauge.reading(.number(value), at: minute)], at: Gauge.at(minute)))
    }
    let id = try #require(watcher.alerts.first?.id)
    try book.append([try watcher.acknowledge(id, by: "Ani", at: Gauge.at(20 * day))])
    let logs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(logs == ["events-2026-01.jsonl", "events-2026-02.jsonl", "events-2026-03.jsonl"])
    #expect(try AlertBook(folder: folder.path).events(after: 0).map(\.number) == [1, 2, 3, 4])
  }

  @Test("Alerts of a rule that is gone, or watches other streams, are cleared and say why") func withdrawn() throws {
    var watcher = try Gauge.watcher(ThresholdTests.simple)
    _ = watcher.see(4, at: 0)
    var without = Watcher(rules: [], streams: Gauge.streams(), resuming: watcher.state)
    #expect(without.alerts.count == 1)
    let kept = Watcher(rules: [], streams: Gauge.streams(), resuming: without.state)
    #expect(kept.alerts.count == 1)
    let event = try #require(without.tick(at: Gauge.at(1)).first)
    #expect(event.change == .cleared && event.alert.clearing == .withdrawn && event.number == 2)
    #expect(without.alerts.isEmpty)
    // A rule of the name with another limit goes on with the alert, which then tells the new text.
    let changed = try Gauge.rules(ThresholdTests.simple.replacing("3.0 m", with: "3.5 m"))
    var next = Watcher(rules: changed, streams: Gauge.streams(), resuming: watcher.state)
    #expect(next.see(4.1, at: 1) == [])
    #expect(next.alerts.first?.known.ruleDigest == changed[0].digest)
    #expect(next.see(2.8, at: 2) == ["cleared"])
  }
}

@Suite("Operators") struct OperatorTests {
  @Test("Somebody takes note; a graver level is to be noted again") func acknowledging() throws {
    var watcher = try Gauge.watcher(ThresholdTests.river)
    _ = watcher.see(3.2, at: 0)
    let id = try #require(watcher.alerts.first?.id)
    let event = try watcher.acknowledge(id, by: "Ani", note: "sent a crew", at: Gauge.at(3))
    #expect(event.change == .acknowledged && event.alert.status == .acknowledged)
    #expect(event.alert.acknowledgement == watcher.alerts.first?.acknowledgement)
    #expect(watcher.alerts.first?.acknowledgement?.note == "sent a crew")
    #expect(watcher.see(3.3, at: 5) == [])
    #expect(watcher.alerts.first?.status == .acknowledged)
    #expect(watcher.see(3.6, at: 10) == ["risen 3"])
    #expect(watcher.alerts.first?.status == .raised)
    _ = try watcher.acknowledge(id, by: "Bala", at: Gauge.at(11))
    #expect(watcher.see(3.3, at: 15) == ["fallen 2"])
    #expect(watcher.alerts.first?.status == .acknowledged)
    #expect(watcher.see(0, at: 20) == ["cleared"])
    #expect(throws: AlertError.unknown(id)) { try watcher.acknowledge(id, by: "Ani", at: Gauge.at(21)) }
  }

  @Test("An alert of a dead station can be ended by hand, and comes back when it lives") func clearing() throws {
    var watcher = try Gauge.watcher(ThresholdTests.simple + "\nquiet: 1 h")
    _ = watcher.see(3.2, at: 0)
    let id = try #require(watcher.alerts.first?.id)
    #expect(throws: AlertError.nobody) { try watcher.clear(id, by: "", at: Gauge.at(1)) }
    #expect(throws: AlertError.longNote) {
      try watcher.clear(id, by: "Ani", note: String(repeating: "x", count: 5_000), at: Gauge.at(1))
    }
    let event = try watcher.clear(id, by: "Ani", note: "sensor in the mud", at: Gauge.at(10))
    #expect(event.alert.clearing == .byHand(by: "Ani", note: "sensor in the mud"))
    #expect(watcher.alerts.isEmpty)
    #expect(watcher.see(3.2, at: 20) == ["reopened 1"])
    #expect(watcher.alerts.first?.clearing == nil)
  }
}
