internal import Geography
internal import Modelling
internal import Observations

/// What a pull gathers: things, streams and readings in batches, each once, and the report.
struct Harvest {
  /// Readings a batch has at most.
  static let batchSize = 5_000
  /// Moments within which doubled rows are found.
  private static let longestRecall = 500_000

  let feed: Feed
  let now: Instant
  private(set) var report = FeedReport()
  private(set) var tally = SkippedTally()
  /// Fingerprints of the readings of this pull.
  private(set) var fresh: [UInt64] = []
  private let known: Set<UInt64>
  private var batch = FeedBatch()
  private var things: [String: FeedThing] = [:]
  private var streams: [String: FeedStream] = [:]
  private var moments: [UInt64: UInt64] = [:]
  private let sink: (FeedBatch) throws -> Void

  init(_ feed: Feed, known: Set<UInt64>, at now: Instant, _ sink: @escaping (FeedBatch) throws -> Void) {
    self.feed = feed
    self.known = known
    self.now = now
    self.sink = sink
  }

  mutating func skip(_ what: String, because why: String, example: String = "", count: Int = 1) {
    tally.add(what, because: why, example: example.quotable, count: count)
  }

  mutating func remark(_ sentence: String) {
    if report.remarks.count < 20, !report.remarks.contains(sentence) { report.remarks.append(sentence) }
  }

  mutating func count(rows: Int = 0, bytes: Int = 0) {
    report.rows += rows
    report.bytes += bytes
  }

  /// The thing of a key as it was told in this pull.
  func thing(_ key: String) -> FeedThing? { things[key] }

  /// Tells of a thing, once as long as nothing changes.
  mutating func put(_ thing: FeedThing) {
    guard things[thing.key] != thing else { return }
    things[thing.key] = thing
    batch.things.append(thing)
  }

  /// Tells of a stream, once as long as nothing changes.
  mutating func put(_ stream: FeedStream) {
    guard streams[stream.key] != stream else { return }
    streams[stream.key] = stream
    batch.streams.append(stream)
  }

  /// Takes a reading, unless it was there: in an earlier pull, or twice in this one. Of two values of a moment the later counts.
  mutating func take(_ reading: FeedReading, example: @autoclosure () -> String = "") throws {
    var print = Fingerprint()
    print.feed(reading.stream.utf8)
    print.feed(0 as UInt8)
    print.feed(reading.time.milliseconds)
    let moment = print.value
    print.feed(reading.result)
    if moments.count >= Self.longestRecall { moments.removeAll(keepingCapacity: true) }
    report.newest = max(report.newest ?? reading.time, reading.time)
    if let before = moments.updateValue(print.value, forKey: moment) {
      guard before != print.value else {
        skip("value", because: "stands there twice, the same", example: example())
        return
      }
      skip("value", because: "another value of the same moment comes later, which counts", example: example())
      batch.readings.removeAll { $0.stream == reading.stream && $0.time == reading.time }
      if known.contains(print.value) { return fresh.append(print.value) }
    } else if known.contains(print.value) {
      report.known += 1
      fresh.append(print.value)
      return
    } else {
      report.taken += 1
    }
    fresh.append(print.value)
    batch.readings.append(reading)
    if batch.readings.count >= Self.batchSize { try hand() }
  }

  /// Hands on what was gathered.
  mutating func hand() throws {
    guard !batch.isEmpty else { return }
    try sink(batch)
    batch = FeedBatch()
  }

  /// Ends the pull: hands on the rest and tells the report.
  mutating func finish() throws -> FeedReport {
    try hand()
    report.skipped = tally.all
    return report
  }
}
