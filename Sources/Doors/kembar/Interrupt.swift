import Foundation
import Synchronization

/// Hears Ctrl-C and the request to end, so that work stops at its next step instead of in the middle of a file.
///
/// A second Ctrl-C ends the program at once; every file is written beside and renamed, so nothing half-written stays even then.
enum Interrupt {
  /// A signal's handler may touch nothing but a flag without a lock.
  private static let asked = Atomic<Bool>(false)

  /// Begins to listen.
  static func listen() {
    _ = wasAsked  // makes the flag before a handler needs it
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        if Interrupt.asked.exchange(true, ordering: .relaxed) { _exit(1) }
      }
    }
  }

  /// Whether someone asked to stop.
  static var wasAsked: Bool { asked.load(ordering: .relaxed) }
}
