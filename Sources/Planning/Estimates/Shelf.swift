import Foundation

/// What an estimator keeps: one thing of a name at a time.
///
/// Sendable because every access to its variable holds `lock`.
final class Shelf: @unchecked Sendable {
  private let lock = NSLock()
  private var things: [String: any Sendable] = [:]

  /// The thing of a name; nothing where there is none of that type.
  func kept<T: Sendable>(_ name: String) -> T? { lock.withLock { things[name] as? T } }

  /// The thing of a name, made anew where there is none that still holds.
  func thing<T: Sendable>(_ name: String, unless holds: (T) -> Bool, make: () throws -> T) throws -> T {
    if let kept: T = kept(name), holds(kept) { return kept }
    let made = try make()
    lock.withLock { things[name] = made }
    return made
  }

  /// The thing of a name that was made under a key, made anew under another.
  func thing<T: Sendable>(_ name: String, _ key: String, make: () throws -> T) throws -> T {
    try thing(name, unless: { (kept: Keyed<T>) in kept.key == key }) { Keyed(key: key, value: try make()) }.value
  }

  private struct Keyed<T: Sendable>: Sendable {
    var key: String
    var value: T
  }
}
