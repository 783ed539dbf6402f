internal import Foundation

/// Where passwords are hashed: two at a time, off Swift's own threads, because each takes a core and 128 MB for a while.
///
/// Sendable because every access to `waiting` holds `lock`, and the queue is made for use from many threads.
final class PasswordThreads: @unchecked Sendable {
  /// Who may wait at most; above, callers are told to come again.
  static let most = 32

  private let queue = OperationQueue()
  private let lock = NSLock()
  private var waiting = 0

  init() {
    queue.maxConcurrentOperationCount = 2
    queue.name = "kembar passwords"
    queue.qualityOfService = .userInitiated
  }

  /// Does some work there; throws ``SignInRefusal/busy`` when too many wait.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let isFull = lock.withLock {
      guard waiting < Self.most else { return true }
      waiting += 1
      return false
    }
    guard !isFull else { throw SignInRefusal.busy }
    defer { lock.withLock { waiting -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.addOperation { continuation.resume(with: Result { try work() }) }
    }
  }
}
