import Foundation

/// Things made once for a city and kept: routing indexes, snaps.
///
/// Two threads that ask for the same thing at once may both make it; they make the same, and the first kept is
/// given to both. Sendable because every access to its variable holds `lock`.
final class Prepared: @unchecked Sendable {
  private let lock = NSLock()
  private var things: [String: any Sendable] = [:]

  /// The thing of a name and type, made where there is none.
  func thing<P: Sendable>(_ name: String, _ make: () throws -> P) rethrows -> P {
    if let kept = lock.withLock({ things[name] as? P }) { return kept }
    let made = try make()
    return lock.withLock {
      if let kept = things[name] as? P { return kept }
      things[name] = made
      return made
    }
  }
}
