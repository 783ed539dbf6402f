public import Modelling

/// Says which feed is due, and keeps what became of each pull: a state machine that is told the moment and asks no clock.
///
/// A value without locks; its owner keeps it on one thread or behind a lock.
public struct FeedRunner: Sendable {
  /// What became of a pull.
  public enum Outcome: Sendable {
    /// Its readings are stored.
    case pulled(FeedPull.Result)
    /// It failed.
    case failed(PullFailure)
  }

  /// The feeds, by name.
  public private(set) var feeds: [String: Feed] = [:]
  /// What is to be kept over a restart.
  public private(set) var states: FeedStates
  private var running: Set<String> = []
  private var broken: [String: FeedError] = [:]
  private var random: SplitMix

  /// A runner of feeds that begins where it left off. The seed spreads waits after failures.
  public init(_ feeds: [Feed], states: FeedStates = FeedStates(), seed: UInt64 = 1) {
    self.states = states
    random = SplitMix(seed: seed)
    for feed in feeds { put(feed) }
  }

  /// Follows the files of a city's folder: changed feeds are due at once, those whose file is gone are forgotten.
  public mutating func update(to files: FeedFiles) {
    for feed in files.feeds { put(feed) }
    for (name, error) in files.broken { putBroken(name, error) }
    let there = Set(files.feeds.map(\.name)).union(files.broken.keys)
    for name in Set(feeds.keys).union(broken.keys).union(states.feeds.keys).subtracting(there) { remove(name) }
  }

  /// Takes a feed. One whose file changed, be it while nothing ran, is due at once and reads everything again.
  public mutating func put(_ feed: Feed) {
    broken[feed.name] = nil
    feeds[feed.name] = feed
    guard var state = states.feeds[feed.name], state.digest != feed.digest else { return }
    state.digest = feed.digest
    (state.next, state.failures, state.lastError) = (nil, 0, nil)
    (state.memory.validators, state.memory.files) = ([:], [:])
    states.feeds[feed.name] = state
  }

  /// Notes a feed whose file cannot be read: it stands on the health page, and is not pulled.
  public mutating func putBroken(_ name: String, _ error: FeedError) {
    broken[name] = error
    feeds[name] = nil
  }

  /// Takes a feed out whose file is gone.
  public mutating func remove(_ name: String) {
    (feeds[name], broken[name], states.feeds[name]) = (nil, nil, nil)
  }

  // MARK: - The schedule

  /// The feeds to pull now, the longest due first; each is under way until it is told what became of it.
  public func due(at now: Instant) -> [String] {
    let due = feeds.values.filter { !running.contains($0.name) && isPulled($0) && when($0, now) <= now }
    return due.map { (when($0, now), $0.name) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
  }

  /// When a feed is due next, or nothing while none waits.
  public func next(at now: Instant) -> Instant? {
    feeds.values.filter { !running.contains($0.name) && isPulled($0) }.map { when($0, now) }.min()
  }

  private func isPulled(_ feed: Feed) -> Bool { if case .topic = feed.source { false } else { true } }

  /// The moment it is due; at once where a clock that was put back would make it wait longer than ever is waited.
  private func when(_ feed: Feed, _ now: Instant) -> Instant {
    guard let next = states.feeds[feed.name]?.next else { return Instant(milliseconds: .min) }
    let longest = BackOff.wait(after: 30, every: max(feed.every, 86_400_000), wish: .max, chance: 1)
    return next.milliseconds - now.milliseconds > longest ? now : next
  }

  /// Notes that a pull began, and answers the feed with what it remembers; nothing where it is not there or under way.
  public mutating func begin(_ name: String, at now: Instant) -> (feed: Feed, memory: FeedMemory)? {
    guard let feed = feeds[name], running.insert(name).inserted else { return nil }
    states.feeds[name, default: FeedState()].lastAttempt = now
    states.feeds[name]?.digest = feed.digest
    return (feed, states.feeds[name]?.memory ?? FeedMemory())
  }

  /// Milliseconds until a file that was still being written is looked at again.
  static let soon: Int64 = 5_000

  /// Notes what became of a pull. After success the next is an interval after its beginning; after failures waits grow.
  public mutating func finish(_ name: String, _ outcome: Outcome, at now: Instant) {
    running.remove(name)
    guard let feed = feeds[name], var state = states.feeds[name] else { return }
    switch outcome {
    case .pulled(let result):
      state.lastSuccess = now
      state.lastError = nil
      state.failures = 0
      state.pulls += 1
      state.taken += result.report.taken
      state.skipped += result.report.skippedCount
      state.memory = result.memory
      if let newest = result.report.newest { state.newest = max(state.newest ?? newest, newest) }
      if !result.isUnchanged || state.lastReport == nil { state.lastReport = result.report }
      // A file that was still being written is looked at again soon.
      let isWaiting = result.report.skipped.contains { $0.why == FeedPull.stillWritten }
      let planned = (state.lastAttempt ?? now).milliseconds + (isWaiting ? min(feed.every, Self.soon) : feed.every)
      state.next = Instant(milliseconds: max(planned, now.milliseconds + 500))
    case .failed(let failure):
      state.failures += 1
      state.lastError = failure.description
      let chance = Double(random.next() >> 11) / 9_007_199_254_740_992
      let wait = BackOff.wait(after: state.failures, every: feed.every, wish: failure.retryAfter, chance: chance)
      state.next = Instant(milliseconds: now.milliseconds + wait)
    }
    states.feeds[name] = state
  }

  /// Notes what cameras told, who send by themselves.
  public mutating func heard(_ name: String, _ report: FeedReport, at now: Instant) {
    guard feeds[name] != nil else { return }
    var state = states.feeds[name] ?? FeedState()
    (state.lastAttempt, state.lastSuccess) = (now, now)
    state.newest = [state.newest, report.newest].compactMap { $0 }.max()
    (state.taken, state.skipped) = (report.taken, report.skippedCount)
    state.lastReport = report
    states.feeds[name] = state
  }

  /// Has a feed pulled as soon as it may, as a person asked for it.
  public mutating func hasten(_ name: String) { states.feeds[name]?.next = nil }

  // MARK: - Health

  /// How all feeds do, by name.
  public func health(at now: Instant) -> [FeedHealth] {
    let known = feeds.values.map { health(of: $0, at: now) }
    let others = broken.map { name, error in
      FeedHealth(
        name: name, title: name, attribution: "", source: "", condition: .broken, lastError: error.description,
        failures: 0, staleAfter: 0, pulls: 0, taken: 0, skipped: 0)
    }
    return (known + others).sorted { $0.name < $1.name }
  }

  private func health(of feed: Feed, at now: Instant) -> FeedHealth {
    let state = states.feeds[feed.name] ?? FeedState()
    let age = state.newest.map { max(0, now.milliseconds - $0.milliseconds) }
    let condition: FeedHealth.Condition =
      if state.failures > 0 {
        .failing
      } else if state.lastSuccess == nil {
        .waiting
      } else if (age ?? now.milliseconds - (state.lastSuccess ?? now).milliseconds) > feed.stale {
        .stale
      } else {
        .well
      }
    return FeedHealth(
      name: feed.name, title: feed.title, attribution: feed.attribution, source: feed.source.name,
      condition: condition, lastAttempt: state.lastAttempt, lastSuccess: state.lastSuccess,
      lastError: state.lastError, failures: state.failures, next: isPulled(feed) ? state.next : nil,
      newest: state.newest, age: age.map { $0 / 1_000 }, staleAfter: feed.stale / 1_000, pulls: state.pulls,
      taken: state.taken, skipped: state.skipped, lastReport: state.lastReport)
  }
}

extension Feed.Source {
  /// The host, folder or topic.
  var name: String {
    switch self {
    case .address(let address):
      let host = address.text.split(separator: "/").dropFirst().first ?? ""
      return host.split(separator: "@").last.map(String.init) ?? ""
    case .folder(let path, let files): return "\(path)/\(files)"
    case .topic(let topic): return topic
    }
  }
}
