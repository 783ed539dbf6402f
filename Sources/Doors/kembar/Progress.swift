import Foundation

/// Progress on standard error: a bar with the time left on a terminal, otherwise a plain line every five seconds.
///
/// May be called from any thread. Sendable because every access to its variables holds `lock`.
final class Progress: @unchecked Sendable {
  private let lock = NSLock()
  private let task: String
  private let isTerminal: Bool
  private let began = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private var drewBar = false

  /// Progress of a task, named as it stands before the bar: `Import`.
  init(_ task: String) {
    self.task = task
    isTerminal = Talk.isTerminal
  }

  /// Notes how far the task is (0…1) and what it does now. Cheap enough for every step: it draws at most ten times a
  /// second.
  func advance(to fraction: Double, _ phase: String) {
    lock.withLock {
      let now = ContinuousClock.now
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      guard now - (lastDrawn ?? (isTerminal ? now - pause : began)) >= pause else { return }
      lastDrawn = now
      let share = min(1, max(0, fraction.isFinite ? fraction : 0))
      let seconds = Double((now - began).components.seconds)
      let left = share > 0.02 && seconds >= 1 ? Self.text(seconds: seconds * (1 - share) / share) + " left" : ""
      let percent = "\(Int(share * 100))%"
      if isTerminal {
        let filled = Int(share * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
        write("\r\u{1B}[K\(task) \(bar) \(percent) \(phase) \(left)")
        drewBar = true
      } else {
        write("\(task): \(percent), \(phase)\(left.isEmpty ? "" : ", " + left)\n")
      }
    }
  }

  /// Takes the bar away. Call it before anything else is said, also after an error.
  func end() {
    lock.withLock {
      if drewBar { write("\r\u{1B}[K") }
      drewBar = false
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// A duration in words short enough for a bar.
  static func text(seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 90 ? "\(whole) s" : "\((whole + 30) / 60) min"
  }
}
