import Dispatch
import Modelling

/// Turns the progress of single models into that of the whole run, with an estimate of the time left.
///
/// It reads the wall clock for the estimate alone; no model sees it.
struct RunSteps: Sendable {
  /// Runs of models in all.
  let count: Int
  /// Whom to tell.
  let tell: @Sendable (RunProgress) throws -> Void
  private let began = DispatchTime.now().uptimeNanoseconds

  init(count: Int, tell: @escaping @Sendable (RunProgress) throws -> Void) {
    self.count = count
    self.tell = tell
  }

  /// A part of one step is done, 0…1.
  func advance(_ step: Int, to fraction: Double, _ phase: String) throws {
    let part = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let whole = count > 0 ? (Double(step) + part) / Double(count) : 1
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
    let left = whole >= 0.05 && seconds >= 0.5 ? seconds * (1 - whole) / whole : nil
    try tell(RunProgress(fraction: min(1, whole), phase: phase, secondsLeft: left))
  }
}

/// What one model's run is given.
struct StepContext: RunContext {
  let seed: UInt64
  let threads: Int
  let steps: RunSteps
  let step: Int
  let kept: Prepared

  func advance(to fraction: Double, _ phase: String) throws { try steps.advance(step, to: fraction, phase) }

  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try kept.thing(name, make) }
}
