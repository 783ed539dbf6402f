internal import Foundation
public import Modelling

/// Pulls feeds when they are due, on threads of its own: the thin part that asks a clock.
///
/// Sendable because every access to its variables holds `condition`.
public final class FeedLoop: @unchecked Sendable {
  /// What the loop needs of its surroundings.
  public struct Surroundings: Sendable {
    /// The city's folder.
    public var city: String
    /// Where what is remembered is kept.
    public var states: String
    /// What fills in `{secret:NAME}`.
    public var secrets: [String: String] = [:]
    /// Reaches the network.
    public var fetch: FeedFetch
    /// Stores a batch before it returns; called on several threads.
    public var store: @Sendable (FeedBatch) throws -> Void
    /// The moment now.
    public var now: @Sendable () -> Instant = {
      Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
    /// Gets sentences worth logging.
    public var log: @Sendable (String) -> Void = { _ in }
    /// Pulls at a time.
    public var width = 4

    /// Surroundings.
    public init(
      city: String, states: String, fetch: @escaping FeedFetch, store: @escaping @Sendable (FeedBatch) throws -> Void
    ) {
      self.city = city
      self.states = states
      self.fetch = fetch
      self.store = store
    }
  }

  private static let secondsBetweenWrites: Int64 = 30

  private let around: Surroundings
  private let condition = NSCondition()
  private let queue = DispatchQueue(label: "feeds", attributes: .concurrent)
  private var runner: FeedRunner
  private var active = 0
  private var isStopped = false
  private var hasEnded = true
  private var written = Instant(milliseconds: 0)

  /// A loop over the feeds of the city's folder. Nothing is pulled before ``start()``.
  public init(_ around: Surroundings, seed: UInt64 = 1) {
    self.around = around
    let (states, remark) = FeedStates.read(around.states)
    if let remark { around.log(remark) }
    runner = FeedRunner([], states: states, seed: seed)
    runner.update(to: FeedFiles.read(city: around.city))
  }

  /// Begins to pull.
  public func start() {
    condition.withLock {
      guard hasEnded else { return }
      (isStopped, hasEnded) = (false, false)
      let thread = Thread { [self] in loop() }
      thread.name = "feeds"
      thread.start()
    }
  }

  /// Ends after the pulls under way, and writes what is remembered.
  public func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while !hasEnded || active > 0 { condition.wait() }
      write(runner.states)
    }
  }

  /// Reads the feeds' files anew.
  public func reload() {
    let files = FeedFiles.read(city: around.city)
    condition.withLock {
      runner.update(to: files)
      condition.broadcast()
    }
  }

  /// Has a feed pulled now.
  public func hasten(_ name: String) {
    condition.withLock {
      runner.hasten(name)
      condition.broadcast()
    }
  }

  /// Notes what cameras told.
  public func heard(_ name: String, _ report: FeedReport) {
    condition.withLock { runner.heard(name, report, at: around.now()) }
  }

  /// How all feeds do.
  public func health() -> [FeedHealth] { condition.withLock { runner.health(at: around.now()) } }

  /// The feeds that listen to topics.
  public var listeners: [Feed] {
    condition.withLock {
      runner.feeds.values.filter { if case .topic = $0.source { true } else { false } }.sorted { $0.name < $1.name }
    }
  }

  private func loop() {
    condition.lock()
    while !isStopped {
      let now = around.now()
      for name in runner.due(at: now) where active < around.width {
        guard let (feed, memory) = runner.begin(name, at: now) else { continue }
        active += 1
        queue.async { [self] in pull(feed, memory) }
      }
      // A clock may be put forward or back: look at it again in a while.
      let wait =
        active < around.width ? runner.next(at: now).map { $0.milliseconds - now.milliseconds } ?? 60_000 : 60_000
      _ = condition.wait(until: Date(timeIntervalSinceNow: Double(min(max(wait, 10), 60_000)) / 1_000))
    }
    hasEnded = true
    condition.broadcast()
    condition.unlock()
  }

  private func pull(_ feed: Feed, _ memory: FeedMemory) {
    var outcome: FeedRunner.Outcome
    do {
      let pull = FeedPull(feed, city: around.city, secrets: around.secrets, fetch: around.fetch)
      outcome = .pulled(try pull.run(memory, at: around.now(), around.store))
    } catch let failure as PullFailure {
      outcome = .failed(failure)
    } catch {
      outcome = .failed(PullFailure("What was read could not be stored: \(error)"))
    }
    let now = around.now()
    condition.withLock {
      runner.finish(feed.name, outcome, at: now)
      if case .failed(let failure) = outcome { around.log("Feed \(feed.name): \(failure)") }
      if abs(now.milliseconds - written.milliseconds) >= Self.secondsBetweenWrites * 1_000 {
        written = now
        write(runner.states)
      }
      active -= 1
      condition.broadcast()
    }
  }

  private func write(_ states: FeedStates) {
    do { try states.write(around.states) } catch { around.log("\(error)") }
  }
}
