import Foundation

/// One result a task, each set once, read when all tasks have ended.
///
/// Sendable because every access to its variable holds `lock`.
final class Slots<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Value?]

  init(count: Int) { values = Array(repeating: nil, count: count) }

  /// The results in the order of the tasks.
  var all: [Value] { lock.withLock { values.compactMap(\.self) } }

  func set(_ number: Int, _ value: Value) { lock.withLock { values[number] = value } }
}
