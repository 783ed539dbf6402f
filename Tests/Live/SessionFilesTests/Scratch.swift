import Broker
import Foundation
import NIOCore
import SessionFiles

/// A folder for the length of a test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "sessions-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var file: String { path + "/mqtt.sqlite" }
}

extension SessionStore {
  /// Keeps changes and waits for it.
  func keepAndWait(_ changes: [SessionChange]) -> Bool {
    let answer = Answer()
    keep(changes) { answer.give($0) }
    return answer.wait()
  }

  /// All that was kept, as text that can be compared.
  func told() throws -> [String] {
    let (retained, sessions) = try load()
    return retained.map { "\($0)" }
      + sessions.map { session in
        let subscriptions = session.subscriptions.sorted { $0.key < $1.key }.map { "\($0)" }
        return
          "\(session.client) \(session.version) \(session.expiry) \(session.away ?? -1) \(subscriptions) \(session.messages) \(session.taken.sorted())"
      }
  }
}

/// An answer another thread gives. Sendable because the value is written before the semaphore tells of it.
final class Answer: @unchecked Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private var value = false

  func give(_ value: Bool) {
    self.value = value
    semaphore.signal()
  }

  func wait() -> Bool {
    semaphore.wait()
    return value
  }
}

func message(_ text: String, topic: String = "t", qos: QoS = .atLeastOnce) -> KeptMessage {
  KeptMessage(topic: topic, payload: ByteBuffer(string: text), qos: qos, isRetained: false)
}
