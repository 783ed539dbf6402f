internal import Dispatch

/// Threads for transfers: those who must not wait hand theirs over.
///
/// Transfers block; so many at a time run on threads of the queue's own, never on those of Swift's pool.
public final class TransferQueue: Sendable {
  private let queues: [DispatchQueue]
  private let turn = DispatchQueue(label: "transfers.turn")
  private nonisolated(unsafe) var next = 0

  /// A queue of so many threads, at least one.
  public init(width: Int = 4) {
    queues = (0..<max(1, width)).map { DispatchQueue(label: "transfers.\($0)") }
  }

  /// Runs a transfer on one of the threads and answers when it is done.
  public func run<Answer: Sendable>(_ transfer: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    // `next` is touched on `turn` alone.
    let queue = turn.sync {
      next = (next + 1) % queues.count
      return queues[next]
    }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try transfer() }) }
    }
  }
}
