public import Modelling
public import Observations

/// The time a replay goes by.
public protocol ReplayClock: Sendable {
  /// The time on the wall.
  func now() -> Instant
  /// Waits until a time; returns at once where that is past. Throws `CancellationError` when the task is cancelled.
  func wait(until time: Instant) async throws
}

/// A replay that runs by a clock and hands what is due to a sink.
///
/// The sink sets the pace: what it has not taken is not read, and a replay that falls behind catches up in order. Cancelled with the
/// task that plays it.
public actor ReplayRun {
  /// How far a run is.
  public struct Progress: Hashable, Sendable {
    /// Observations handed on.
    public var count: Int
    /// The moment of the last of them, as it was observed.
    public var reached: Instant?
    /// Whether it stands still.
    public var isPaused: Bool
    /// Whether all was handed on.
    public var isAtEnd: Bool
  }

  /// Observations handed to the sink at once, at most.
  public static let batch = 512

  private var steps: ReplaySteps
  private let clock: any ReplayClock
  private let sink: @Sendable ([Replayed]) async throws -> Void
  /// Ends the wait of ``play()`` when something was changed.
  private var waiting: Task<Void, Never>?

  /// A run that begins now. Throws what the store throws.
  public init(
    _ plan: ReplayPlan, from store: any ObservationStore, by clock: any ReplayClock,
    into sink: @escaping @Sendable ([Replayed]) async throws -> Void
  ) throws {
    steps = try ReplaySteps(plan, from: store, at: clock.now())
    self.clock = clock
    self.sink = sink
  }

  /// Plays to the end of the period. Throws what the store and the sink throw, and `CancellationError`.
  ///
  /// Reads the store on the thread it runs on, some 512 observations at a time.
  public func play() async throws {
    while true {
      try Task.checkCancellation()
      let now = clock.now()
      let due = try steps.due(at: now, atMost: Self.batch)
      if !due.isEmpty {
        try await sink(due)
        continue
      }
      if steps.isAtEnd, !steps.timeline.isPaused { return }
      try await wait(until: steps.nextDue(now: now) ?? Instant(milliseconds: .max))
    }
  }

  /// How far it is.
  public var progress: Progress {
    Progress(
      count: steps.count, reached: steps.reached, isPaused: steps.timeline.isPaused, isAtEnd: steps.isAtEnd)
  }

  /// Stands still.
  public func pause() {
    steps.pause(at: clock.now())
    changed()
  }

  /// Goes on.
  public func resume() {
    steps.resume(at: clock.now())
    changed()
  }

  /// Goes to a moment of the period.
  public func seek(to moment: Instant) throws {
    try steps.seek(to: moment, at: clock.now())
    changed()
  }

  /// Goes on at another speed.
  public func change(to speed: ReplaySpeed) throws {
    try steps.change(to: speed, at: clock.now())
    changed()
  }

  private func changed() {
    waiting?.cancel()
  }

  private func wait(until time: Instant) async throws {
    let clock = clock
    let task = Task { _ = try? await clock.wait(until: time) }
    waiting = task
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    waiting = nil
    try Task.checkCancellation()
  }
}
