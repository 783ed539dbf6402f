import NIOCore

/// What the broker knows of a client, whether it is connected or away. Touched on the broker's event loop only.
final class Session {
  /// A message of QoS 1 or 2 that was sent and is not done with.
  struct InFlight {
    var outgoing: Outgoing
    var order: UInt64
    /// In QoS 2: the client has it, and PUBREL is on its way.
    var isReceived = false
  }

  let client: ClientName
  /// Unlike any other session's while the broker runs; the host's is 0.
  let number: UInt64
  unowned let core: BrokerCore
  var version: ProtocolVersion
  var connection: Connection?
  /// Seconds it lives without a connection; 0: it ends with it, 0xFFFF_FFFF: never.
  var expiry: UInt32
  /// Since when it has been without one, in milliseconds of the broker's clock.
  var awaySince: Int64?
  /// By filter as the client sent it.
  var subscriptions: [String: Subscription] = [:]

  // To the client.
  var queue = CircularBuffer<Outgoing>()
  /// How many of them are of QoS 0.
  var waitingAtMostOnce = 0
  var inFlight: [UInt16: InFlight] = [:]
  /// What was in flight when the connection ended, to be sent again, in order.
  var resending = CircularBuffer<UInt16>()
  /// Messages sent on this connection and not done with.
  var outstanding = 0
  /// Bytes waiting and in flight.
  var heldBytes = 0
  /// Messages that found no room since the client was told last.
  var dropped = 0
  private var lastID: UInt16 = 0
  private var lastOrder: UInt64 = 0
  var lastNumber: UInt64 = 0

  // From the client.
  /// Messages at the host or waiting for one before them, in the order they came.
  var incoming = CircularBuffer<Incoming>()
  /// Packets of QoS 2 that were taken and not released.
  var awaitingRelease: Set<UInt16> = []
  var will: Will?

  init(client: ClientName, number: UInt64, core: BrokerCore, version: ProtocolVersion, expiry: UInt32) {
    self.client = client
    self.number = number
    self.core = core
    self.version = version
    self.expiry = expiry
  }

  /// Whether it outlives its connection, so that a store is told of it.
  var lasts: Bool { expiry > 0 }

  /// Tells the store, where there is one and the session lasts.
  @inline(__always)
  func note(_ change: @autoclosure () -> SessionChange) {
    if core.keeps, lasts { core.changes.append(change()) }
  }

  /// Whether another message of QoS 1 or 2 may be sent at once.
  var hasRoom: Bool {
    guard let connection else { return false }
    return queue.isEmpty && resending.isEmpty && outstanding < connection.window
  }

  /// A number for a packet that no message in flight has.
  func freeID() -> UInt16? {
    guard inFlight.count < 0xFFFF else { return nil }
    repeat { lastID = lastID == 0xFFFF ? 1 : lastID + 1 } while inFlight[lastID] != nil
    return lastID
  }

  func nextOrder() -> UInt64 {
    lastOrder += 1
    return lastOrder
  }

  /// What is left of a message's life in seconds; nil when it has passed.
  static func remaining(_ message: Message, at now: Int64) -> UInt32? {
    guard let expires = message.expires else { return .max }
    let left = expires - now
    return left <= 0 ? nil : UInt32(clamping: (left + 999) / 1000)
  }
}

/// What is published when a client is gone without a farewell.
struct Will {
  var message: IncomingMessage
  /// Seconds after the end of the connection.
  var delay: UInt32
  /// When it is due, once the connection has ended, in milliseconds of the broker's clock.
  var due: Int64?
}

/// A message that came and whose fate the host has not told, or that waits for one before it.
/// All but the reference itself is touched on the broker's event loop only; the host's completion carries it across threads.
final class Incoming: @unchecked Sendable {
  let session: Session
  /// Where it is acknowledged; another one after a client of QoS 2 has come back.
  var connection: Connection?
  let message: IncomingMessage
  /// What the host said.
  var disposition: Disposition?

  init(session: Session, connection: Connection?, message: IncomingMessage) {
    self.session = session
    self.connection = connection
    self.message = message
  }
}
