import NIOCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Foundation
#endif

/// A message on its way to subscribers, the same object for all of them.
final class Message: Sendable {
  let topic: String
  let payload: ByteBuffer
  let qos: QoS
  /// As its publisher set it.
  let isRetained: Bool
  /// Those that travel with it.
  let properties: Properties
  /// When it is of no use any more, in milliseconds of ``Clock``.
  let expires: Int64?
  /// The number of the session that published it; 0 for the host.
  let sender: UInt64

  init(
    topic: String, payload: ByteBuffer, qos: QoS, isRetained: Bool, properties: Properties,
    expires: Int64?, sender: UInt64
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.properties = properties
    self.expires = expires
    self.sender = sender
  }

  /// What it counts for in limits, in bytes: text, payload and about what the rest takes.
  var weight: Int { topic.utf8.count + payload.readableBytes + 96 + properties.all.count * 48 }

  /// The message for a long stay: a payload that is a small part of the bytes it came in is copied out of them.
  var compact: Message {
    guard payload.storageCapacity > 2 * payload.readableBytes + 64 else { return self }
    return Message(
      topic: topic, payload: ByteBuffer(bytes: payload.readableBytesView), qos: qos, isRetained: isRetained,
      properties: properties, expires: expires, sender: sender)
  }
}

/// A message on its way to one subscriber.
struct Outgoing {
  var message: Message
  /// The lower of the publisher's and the subscription's.
  var qos: QoS
  /// The retain flag it is sent with.
  var isRetained: Bool
  /// The numbers of the subscriptions it comes from.
  var identifiers: [UInt32]
  /// Its place among what its session is sent, where a store keeps it; else 0.
  var number: UInt64 = 0
}

/// The wall's time that never steps: that of the start, and what has passed since.
struct Clock: Sendable {
  private let start: Int64
  private let origin: NIODeadline

  init() {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    start = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    origin = .now()
  }

  /// Milliseconds since 1970.
  var now: Int64 { start + (NIODeadline.now() - origin).nanoseconds / 1_000_000 }
}
