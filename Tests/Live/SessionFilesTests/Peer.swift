import BrokerClients
import Foundation

/// A client of libmosquitto on a thread of its own, which comes back whenever its connection ends.
///
/// Sendable because every access to its variables holds `lock`.
final class Peer: @unchecked Sendable {
  private let lock = NSLock()
  private var heard: [BrokerMessage] = []
  private var answered: Set<Int32> = []
  private var isStopping = false
  private var connections = 0
  private var made: MosquittoLink?
  private let stopped = DispatchSemaphore(value: 0)

  init(_ name: String, lasts: Bool = true, port: Int, filters: [(String, Int)] = []) throws {
    var events = MosquittoLink.Events()
    events.connected = { [weak self] in
      for (filter, qos) in filters { self?.link.subscribe(filter, qos: qos) }
      self?.lock.withLock { self?.connections += 1 }
    }
    events.message = { [weak self] message in self?.lock.withLock { self?.heard.append(message) } }
    events.published = { [weak self] number in self?.lock.withLock { _ = self?.answered.insert(number) } }
    made = try MosquittoLink(clientName: name, lasts: lasts, login: nil, events: events)
    let thread = Thread { [self] in
      while !lock.withLock({ isStopping }) {
        do {
          try link.connect(to: "127.0.0.1", port: port)
          while !lock.withLock({ isStopping }) { try link.turn(200) { true } }
          link.leave()
        } catch { usleep(20_000) }
      }
      stopped.signal()
    }
    thread.start()
  }

  var link: MosquittoLink { lock.withLock { made! } }
  var messages: [BrokerMessage] { lock.withLock { heard } }
  var acknowledged: Set<Int32> { lock.withLock { answered } }
  var isConnected: Bool { lock.withLock { connections > 0 } }

  func stop() {
    lock.withLock { isStopping = true }
    link.rouse()
    stopped.wait()
  }
}

/// Waits until something holds, at most so many seconds; whether it did.
func eventually(within seconds: Double = 20, _ holds: () -> Bool) -> Bool {
  let end = Date(timeIntervalSinceNow: seconds)
  while Date() < end {
    if holds() { return true }
    usleep(10_000)
  }
  return holds()
}
