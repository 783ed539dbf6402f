public import Modelling

/// Leads from the clock on the wall to the moment replayed and back.
///
/// Pure: the wall's time is a parameter. A time before the last change of the timeline counts as the time of that change.
public struct ReplayTimeline: Hashable, Sendable {
  /// How fast it goes.
  public private(set) var speed: ReplaySpeed
  /// Whether it stands still.
  public private(set) var isPaused = false
  private var anchor: Instant
  private var wall: Instant

  /// A timeline that is at `moment` when the wall's clock shows `wall`, and goes on from there.
  public init(at moment: Instant, when wall: Instant, speed: ReplaySpeed) {
    self.speed = speed
    self.wall = wall
    anchor = moment
  }

  /// The moment replayed at a time of the wall's clock; nothing where the speed has no bound and it is not paused: any moment is due.
  public func moment(at time: Instant) -> Instant? {
    guard !isPaused else { return anchor }
    guard case .times(let factor) = speed else { return nil }
    let passed = Double(max(0, time.milliseconds - wall.milliseconds)) * factor
    return Instant(milliseconds: anchor.milliseconds + Int64(min(passed, 1e15).rounded(.down)))
  }

  /// When a moment is due on the wall's clock, not before now; nothing while it is paused.
  public func due(_ moment: Instant, now: Instant) -> Instant? {
    guard !isPaused else { return nil }
    guard case .times(let factor) = speed else { return now }
    let left = Double(moment.milliseconds - anchor.milliseconds) / factor
    return Instant(milliseconds: wall.milliseconds + Int64(min(max(0, left), 1e15).rounded(.up)))
  }

  /// Stands still from a time on.
  public mutating func pause(at time: Instant) {
    guard !isPaused else { return }
    rebase(at: time)
    isPaused = true
  }

  /// Goes on from a time on.
  public mutating func resume(at time: Instant) {
    guard isPaused else { return }
    isPaused = false
    wall = time
  }

  /// Goes to a moment, and on from there unless it is paused.
  public mutating func seek(to moment: Instant, at time: Instant) {
    anchor = moment
    wall = time
  }

  /// Goes on at another speed, above 0.
  public mutating func change(to speed: ReplaySpeed, at time: Instant) {
    if case .times(let factor) = speed { precondition(factor > 0 && factor.isFinite, "a speed is above 0") }
    rebase(at: time)
    self.speed = speed
  }

  /// Says how far an unbounded replay has come, so that it stands there when it is paused.
  mutating func reach(_ moment: Instant, at time: Instant) {
    guard case .unbounded = speed else { return }
    anchor = max(anchor, moment)
    wall = time
  }

  private mutating func rebase(at time: Instant) {
    if let moment = moment(at: time) { anchor = moment }
    wall = max(wall, time)
  }
}
