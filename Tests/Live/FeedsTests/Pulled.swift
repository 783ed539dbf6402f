import Feeds
import Foundation
import Geography
import Modelling
import Observations
import Testing

/// What pulls of a feed brought, with a clock that stands at a moment and answers that are made here.
final class Pulled {
  let feed: Feed
  let city: URL
  var memory = FeedMemory()
  var now: Instant
  var things: [FeedThing] = []
  var streams: [FeedStream] = []
  var readings: [FeedReading] = []
  /// What the network answers; asked with the request.
  var answers: (FeedRequest) throws -> FeedAnswer = { _ in throw PullFailure("no network") }
  var requests: [FeedRequest] = []
  var secrets: [String: String] = [:]

  init(_ yaml: String, name: String = "test", at text: String = "2026-09-24T00:00:00Z") throws {
    feed = try Feed.parse(yaml, file: "feeds/\(name).yaml")
    now = try #require(Instant(text: text))
    city = FileManager.default.temporaryDirectory.appendingPathComponent("feeds-\(UUID().uuidString)")
    guard case .folder = feed.source else { return }
    try FileManager.default.createDirectory(
      at: city.appendingPathComponent("inbox"), withIntermediateDirectories: true)
  }

  deinit {
    if case .folder = feed.source { try? FileManager.default.removeItem(at: city) }
  }

  /// Writes a file into the inbox, last changed some seconds before now.
  func write(_ name: String, _ bytes: [UInt8], secondsAgo: Double = 60) throws {
    let file = city.appendingPathComponent("inbox/" + name)
    try Data(bytes).write(to: file)
    let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000 - secondsAgo)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
  }

  func write(_ name: String, _ text: String, secondsAgo: Double = 60) throws {
    try write(name, Array(text.utf8), secondsAgo: secondsAgo)
  }

  /// Pulls once; what came is appended, the memory kept.
  @discardableResult
  func pull() throws -> FeedPull.Result {
    nonisolated(unsafe) let me = self
    let pull = FeedPull(feed, city: city.path, secrets: secrets) { request in
      me.requests.append(request)
      return try me.answers(request)
    }
    let result = try pull.run(memory, at: now) { batch in
      me.things += batch.things
      me.streams += batch.streams
      me.readings += batch.readings
    }
    memory = result.memory
    return result
  }

  /// Pulls once from a body.
  func pull(_ body: String, status: Int = 200) throws -> FeedReport {
    answers = { _ in FeedAnswer(status: status, body: Array(body.utf8)) }
    return try pull().report
  }

  /// Numbers of a stream by moment, as `2026-01-31T16:00:00Z 2.5`.
  func numbers(_ stream: String) -> [String] {
    readings.filter { $0.stream == stream }.map { reading in
      if case .number(let number) = reading.result { "\(reading.time.text()) \(number)" } else { "\(reading.result)" }
    }
  }

  /// How many were left out for reasons that have some words in them.
  static func skipped(_ report: FeedReport, _ words: String) -> Int {
    report.skipped.filter { $0.why.contains(words) }.reduce(0) { $0 + $1.count }
  }
}
