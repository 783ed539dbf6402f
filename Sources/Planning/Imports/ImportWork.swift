internal import Dispatch
internal import Foundation
package import Importing
package import Replica

/// How far the reading of an import into a city is.
public struct ImportProgress: Sendable, Codable, Equatable {
  /// Where it stands.
  public enum State: String, Sendable, Codable { case running, done, failed, cancelled }
  /// Where it stands.
  public var state = State.running
  /// 0…1.
  public var progress = 0.0
  /// What is read now.
  public var phase = "starting"
  /// Why it failed, a sentence.
  public var error: String?

  /// Whether it has ended.
  public var isOver: Bool { state != .running }
}

/// Reads what is asked for into a city; called with 0…1 and what is read now, and what that throws ends it.
package typealias Reading =
  @Sendable (ImportRequest, @escaping (Double, String) throws -> Void) throws -> (
    city: City, report: ImportReport
  )

/// The reading of an import into a city, on a thread of its own: readers may not block the cooperative pool.
final class ImportWork: Sendable {
  private let stop = StopFlag()
  private let request: ImportRequest
  private let reading: Reading

  init(_ request: ImportRequest, by reading: @escaping Reading) { (self.request, self.reading) = (request, reading) }

  /// Ends it at its next step.
  func cancel() { stop.set() }

  /// Begins; `heard` is told how far it is, ten times a second at most, and `ended` what came of it. Both are called on the thread.
  func begin(
    _ heard: @escaping @Sendable (Double, String) -> Void,
    ended: @escaping @Sendable (Result<(city: City, report: ImportReport), any Error>) -> Void
  ) {
    let (stop, request, reading) = (stop, request, reading)
    let thread = Thread {
      var last: UInt64 = 0
      var said = ""
      ended(
        Result {
          try reading(request) { fraction, phase in
            if stop.isSet { throw CancellationError() }
            let now = DispatchTime.now().uptimeNanoseconds
            guard now - last >= 100_000_000 || phase != said else { return }
            (last, said) = (now, phase)
            heard(fraction, phase)
          }
        })
    }
    thread.name = "kembar import"
    thread.stackSize = 8 << 20
    thread.start()
  }
}

/// Says to a thread that it shall stop. Sendable because every access to its variable holds `lock`.
private final class StopFlag: @unchecked Sendable {
  private let lock = NSLock()
  private var flag = false

  var isSet: Bool { lock.withLock { flag } }

  func set() { lock.withLock { flag = true } }
}

/// Runs something that blocks on a thread of its own, and waits for it without holding one of the cooperative pool.
package func onThread<Value: Sendable>(_ name: String, _ work: @escaping @Sendable () throws -> Value) async throws
  -> Value
{
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Result(catching: work)) }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }
}
