internal import Dispatch
internal import Foundation

/// Calls `body` for consecutive chunks of `0..<count`, on up to `threads` threads.
///
/// Chunks are cut by `chunk`, never by the number of threads, so a body that writes only to its own range gives the same
/// result with any number of threads. Nested calls run in line. The first error by chunk order is thrown after all
/// chunks that had begun have ended.
public func parallel(
  over count: Int, chunk: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> Void
) throws {
  precondition(chunk > 0, "a chunk has at least one element")
  guard count > 0 else { return }
  let chunks = (count + chunk - 1) / chunk
  func range(_ number: Int) -> Range<Int> { number * chunk..<min(count, (number + 1) * chunk) }
  if threads <= 1 || chunks == 1 || ParallelDepth.isInside {
    for number in 0..<chunks { try body(range(number)) }
    return
  }
  let state = ParallelState(chunks: chunks)
  DispatchQueue.concurrentPerform(iterations: min(threads, chunks)) { _ in
    ParallelDepth.enter {
      while let number = state.next() {
        do { try body(number * chunk..<min(count, (number + 1) * chunk)) } catch { state.fail(number, error) }
      }
    }
  }
  if let error = state.error { throw error }
}

/// Whether the current thread works for ``parallel(over:chunk:threads:_:)`` already.
private enum ParallelDepth {
  private static let key = "kembar.parallel"
  static var isInside: Bool { Thread.current.threadDictionary[key] != nil }
  static func enter(_ work: () -> Void) {
    Thread.current.threadDictionary[key] = true
    defer { Thread.current.threadDictionary[key] = nil }
    work()
  }
}

/// The next chunk and the first error, shared by the threads of one call.
///
/// Sendable because every access to its variables holds `lock`.
private final class ParallelState: @unchecked Sendable {
  private let lock = NSLock()
  private let chunks: Int
  private var started = 0
  private var failure: (number: Int, error: any Error)?

  init(chunks: Int) { self.chunks = chunks }

  var error: (any Error)? { lock.withLock { failure?.error } }

  func next() -> Int? {
    lock.withLock {
      guard started < chunks, failure == nil else { return nil }
      started += 1
      return started - 1
    }
  }

  func fail(_ number: Int, _ error: any Error) {
    lock.withLock {
      if number < failure?.number ?? .max { failure = (number, error) }
    }
  }
}
