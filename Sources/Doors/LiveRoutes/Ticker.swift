internal import Devices
internal import Foundation
internal import Observations
internal import SensorThings

/// Tells pages what happens, a fifth of a second's worth at a time; of a stream only its last value.
///
/// Sendable because every access to its variables holds `lock`.
final class Ticker: @unchecked Sendable {
  /// How long events are gathered, in seconds.
  private static let pace = 0.2
  /// Bundles that wait for a page that does not read; older ones are dropped, because the next has the newer values.
  private static let patience = 32

  private let lock = NSLock()
  private let queue = DispatchQueue(label: "live.ticker")
  private var listeners: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
  private var next = 0
  private var values: [Int64: StoredObservation] = [:]
  private var others: Set<String> = []
  private var isWaiting = false

  /// Bundles of events from now on, as server-sent events.
  func events() -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream(bufferingPolicy: .bufferingNewest(Self.patience))
    let number = lock.withLock {
      next += 1
      listeners[next] = continuation
      return next
    }
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      lock.withLock { _ = listeners.removeValue(forKey: number) }
    }
    return stream
  }

  func take(_ event: ServiceEvent) {
    change {
      switch event {
      case .observed(let observations): for stored in observations { keep(stored) }
      case .corrected(let stored): keep(stored)
      case .withdrawn: others.insert("withdrawn")
      case .entities: others.insert("entities")
      }
    }
  }

  /// Something else has changed that pages may show: `inbox`, `alerts`, `feeds`.
  func take(_ name: String) { change { others.insert(name) } }

  func take(_ entry: InboxEntry) { take("inbox") }

  private func keep(_ stored: StoredObservation) {
    let stream = stored.id.stream.rawValue
    if let old = values[stream], old.id.time > stored.id.time { return }
    values[stream] = stored
  }

  private func change(_ body: () -> Void) {
    let begins = lock.withLock {
      guard !listeners.isEmpty else { return false }
      body()
      defer { isWaiting = true }
      return !isWaiting
    }
    if begins { queue.asyncAfter(deadline: .now() + Self.pace) { [weak self] in self?.tell() } }
  }

  private func tell() {
    let (values, others, all) = lock.withLock {
      defer {
        self.values = [:]
        self.others = []
        isWaiting = false
      }
      return (self.values, self.others, Array(listeners.values))
    }
    var bytes: [UInt8] = []
    if !values.isEmpty {
      var json = JSONWriter(room: 64 * values.count + 64)
      json.beginList()
      for (_, stored) in values.sorted(by: { $0.key < $1.key }) { LatestDocument.write(stored, to: &json) }
      json.endList()
      bytes += Array("event: observed\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
    }
    for name in others.sorted() { bytes += Array("event: \(name)\ndata: {}\n\n".utf8) }
    for listener in all { listener.yield(bytes) }
  }
}
