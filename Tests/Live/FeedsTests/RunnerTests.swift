import Feeds
import Foundation
import Modelling
import Observations
import Testing

/// When feeds are pulled, how they do, and what is kept; moments are seconds after midnight.
@Suite struct Running {
  private func feed(_ name: String, every: Int64 = 900, stale: Int64? = nil) -> Feed {
    var feed = Feed(
      name: name, source: .address(Template("https://a.example/\(name)?key=s3cret")), format: .json,
      every: every * 1_000)
    feed.digest = UInt64(every)
    if let stale { feed.stale = stale * 1_000 }
    return feed
  }

  private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_790_208_000_000 + seconds * 1_000) }

  private func result(_ taken: Int = 1, newest: Int64? = nil, unchanged: Bool = false) throws -> FeedRunner.Outcome {
    // A result comes from a pull only: one of an answer with so many rows.
    let pulled = try Pulled(
      Fetching.yaml.replacingOccurrences(of: "?key={secret:levels}", with: "").replacingOccurrences(
        of: "X-Key: \"{secret:levels}\", ", with: ""))
    pulled.now = at(100_000)
    let rows = (0..<taken).map { #"{"t": \#(1_790_208_000 + (newest ?? 0)), "id": "\#($0)", "v": 1}"# }
    let body = Array("[\(rows.joined(separator: ","))]".utf8)
    pulled.answers = { _ in FeedAnswer(status: unchanged ? 304 : 200, body: body) }
    return .pulled(try pulled.pull())
  }

  /// The wait after each failure in seconds, without and with the whole of the quarter.
  @Test func waitsAfterFailuresDouble() {
    var runner = FeedRunner([feed("a")])
    var now: Int64 = 0
    var waits: [Int64] = []
    for _ in 0..<9 {
      #expect(runner.due(at: at(now)) == ["a"])
      #expect(runner.begin("a", at: at(now)) != nil)
      #expect(runner.due(at: at(now)).isEmpty && runner.next(at: at(now)) == nil)
      runner.finish("a", .failed(PullFailure("No connection.")), at: at(now))
      let next = (runner.next(at: at(now))?.milliseconds ?? 0) - at(now).milliseconds
      waits.append(next)
      now += (next + 999) / 1_000
    }
    for (wait, expected) in zip(waits, [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600] as [Int64]) {
      #expect(wait >= expected * 1_000 && wait <= expected * 1_250, "\(wait) for \(expected)")
    }
    // Chance differs from feed to feed, and not from run to run.
    #expect(Set(waits.suffix(3)).count == 3)
    let health = runner.health(at: at(now))[0]
    #expect(health.condition == .failing && health.failures == 9 && health.lastError == "No connection.")
  }

  @Test func aServersWishIsHeeded() {
    for (wish, expected) in [
      (7_200_000, 7_200_000...9_000_000), (5_000, 60_000...75_000), (Int64.max, 86_400_000...108_000_000),
    ] as [(Int64, ClosedRange<Int64>)] {
      var runner = FeedRunner([feed("a")])
      _ = runner.begin("a", at: at(0))
      runner.finish("a", .failed(PullFailure("429", retryAfter: wish)), at: at(0))
      let next = runner.next(at: at(0))?.milliseconds ?? 0
      #expect(expected.contains(next - at(0).milliseconds))
    }
  }

  @Test func afterSuccessTheScheduleHolds() throws {
    var runner = FeedRunner([feed("a", every: 900), feed("b", every: 60)])
    #expect(runner.due(at: at(0)) == ["a", "b"])
    for name in ["a", "b"] {
      _ = runner.begin(name, at: at(0))
      runner.finish(name, try result(), at: at(5))
    }
    // Intervals are counted from the beginnings of pulls.
    #expect(runner.next(at: at(5)) == at(60))
    #expect(runner.due(at: at(59)).isEmpty && runner.due(at: at(60)) == ["b"])
    #expect(runner.due(at: at(901)) == ["b", "a"])
    // A pull longer than the interval is not followed by two at once.
    _ = runner.begin("b", at: at(60))
    runner.finish("b", try result(), at: at(200))
    #expect(runner.due(at: at(200)).isEmpty && runner.due(at: at(201)) == ["b"])
    runner.hasten("a")
    #expect(runner.due(at: at(200)) == ["a"])
    #expect(
      runner.begin("a", at: at(200)) != nil && runner.begin("a", at: at(200)) == nil
        && runner.begin("x", at: at(0)) == nil)
  }

  @Test func successForgetsFailures() throws {
    var runner = FeedRunner([feed("a")])
    for step in 0..<3 {
      _ = runner.begin("a", at: at(Int64(step) * 1_000))
      runner.finish("a", .failed(PullFailure("x")), at: at(Int64(step) * 1_000))
    }
    _ = runner.begin("a", at: at(4_000))
    runner.finish("a", try result(newest: 3_900), at: at(4_001))
    var health = runner.health(at: at(4_060))[0]
    #expect(health.condition == .well && health.failures == 0 && health.lastError == nil && health.age == 160)
    #expect(health.lastSuccess == at(4_001) && health.next == at(4_900) && health.taken == 1 && health.pulls == 1)
    #expect(health.source == "a.example")
    #expect(!String(decoding: try JSONEncoder().encode(health), as: UTF8.self).contains("s3cret"))
    // Three intervals or an hour without anything newer.
    health = runner.health(at: at(3_900 + 3_601))[0]
    #expect(health.condition == .stale)
    #expect(FeedRunner([feed("b")]).health(at: at(0))[0].condition == .waiting)
  }

  @Test func whatHasNotChangedKeepsTheLastReport() throws {
    var runner = FeedRunner([feed("a")])
    _ = runner.begin("a", at: at(0))
    runner.finish("a", try result(3), at: at(0))
    _ = runner.begin("a", at: at(900))
    runner.finish("a", try result(unchanged: true), at: at(901))
    let health = runner.health(at: at(902))[0]
    #expect(health.lastReport?.taken == 3 && health.pulls == 2 && health.taken == 3 && health.lastSuccess == at(901))
  }

  @Test func aClockPutBackDoesNotStopFeeds() throws {
    var runner = FeedRunner([feed("a")])
    _ = runner.begin("a", at: at(100_000_000))
    runner.finish("a", try result(), at: at(100_000_000))
    #expect(runner.due(at: at(0)) == ["a"])
  }

  @Test func whatIsKeptComesBack() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("feeds-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(FeedStates.read(file).states == FeedStates() && FeedStates.read(file).remark == nil)
    var runner = FeedRunner([feed("a"), feed("b")])
    _ = runner.begin("a", at: at(0))
    runner.finish("a", try result(5), at: at(1))
    _ = runner.begin("b", at: at(0))
    runner.finish("b", .failed(PullFailure("x")), at: at(1))
    try runner.states.write(file)
    let (states, remark) = FeedStates.read(file)
    #expect(states == runner.states && remark == nil && states.feeds["a"]?.memory.seen.count == 5)
    let anew = FeedRunner([feed("a"), feed("b")], states: states)
    #expect(anew.health(at: at(2)) == runner.health(at: at(2)) && anew.due(at: at(2)).isEmpty)
    for text in ["", "{", "[]", "{\"format\": 9, \"feeds\": {}}", "{\"format\": 1, \"feeds\": 3}"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      let read = FeedStates.read(file)
      #expect(read.states == FeedStates() && read.remark?.contains("begin anew") == true)
    }
    #expect(throws: FeedError.self) { try runner.states.write("/nowhere/at/all.json") }
  }

  @Test func aFileChangedWhileNothingRanIsReadAgain() throws {
    var runner = FeedRunner([feed("a")])
    _ = runner.begin("a", at: at(0))
    runner.finish("a", try result(5), at: at(1))
    var states = runner.states
    states.feeds["a"]?.memory.files = ["x.csv": .init(size: 1, written: at(0), digest: 1)]
    let same = FeedRunner([feed("a")], states: states)
    #expect(same.due(at: at(2)).isEmpty && same.states.feeds["a"]?.memory.files.count == 1)
    let changed = FeedRunner([feed("a", every: 60)], states: states)
    #expect(changed.due(at: at(2)) == ["a"] && changed.states.feeds["a"]?.memory.files.isEmpty == true)
    #expect(changed.states.feeds["a"]?.memory.seen.count == 5)
  }

  @Test func filesAreFollowed() throws {
    var runner = FeedRunner([feed("a"), feed("b"), feed("c")])
    for name in ["a", "b", "c"] {
      _ = runner.begin(name, at: at(0))
      runner.finish(name, try result(), at: at(1))
    }
    var files = FeedFiles()
    files.feeds = [feed("a"), feed("b", every: 60)]
    files.broken = ["d": FeedError("feeds/d.yaml:3", "the field \"x\" is not known.")]
    runner.update(to: files)
    // Unchanged waits, changed is due, gone is gone, broken is told.
    #expect(runner.due(at: at(2)) == ["b"])
    let health = runner.health(at: at(2))
    #expect(health.map(\.name) == ["a", "b", "d"] && health[2].condition == .broken)
    #expect(health[2].lastError == "feeds/d.yaml:3: the field \"x\" is not known.")
    #expect(runner.states.feeds.keys.sorted() == ["a", "b"])
    #expect(runner.health(at: at(2))[0].pulls == 1)
  }
}
