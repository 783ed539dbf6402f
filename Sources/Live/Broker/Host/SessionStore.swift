public import NIOCore

/// A message as a store keeps it.
public struct KeptMessage: Sendable, Equatable {
  /// Its topic.
  public var topic: String
  /// What it says.
  public var payload: ByteBuffer
  /// How surely it is handed over.
  public var qos: QoS
  /// The retain flag it is sent with.
  public var isRetained: Bool
  /// The properties that travel with it.
  public var properties: Properties
  /// When it is of no use any more, in milliseconds since 1970.
  public var expires: Int64?
  /// The numbers of the subscriptions it comes from.
  public var identifiers: [UInt32]

  /// A message from its parts.
  public init(
    topic: String, payload: ByteBuffer, qos: QoS, isRetained: Bool, properties: Properties = [],
    expires: Int64? = nil, identifiers: [UInt32] = []
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.properties = properties
    self.expires = expires
    self.identifiers = identifiers
  }
}

/// One change of what outlives the broker. Only sessions that outlive their connection, and their messages of QoS 1 and 2, are told.
public enum SessionChange: Sendable {
  /// A topic's retained message; nil: it has none any more.
  case retained(topic: String, KeptMessage?)
  /// A session began, or lives another number of seconds without a connection; `away` since that millisecond of 1970, nil: connected.
  case session(ClientName, version: ProtocolVersion, expiry: UInt32, away: Int64?)
  /// A session and all that belongs to it is no more.
  case ended(ClientName)
  /// A subscription began or changed; the filter as the client sent it.
  case subscribed(ClientName, filter: String, SubscriptionOptions, identifier: UInt32)
  /// A subscription ended.
  case unsubscribed(ClientName, filter: String)
  /// A message waits for the client, by its number: they ascend.
  case queued(ClientName, number: UInt64, KeptMessage)
  /// It was sent as that packet.
  case sent(ClientName, number: UInt64, packetID: UInt16)
  /// The client has it, in QoS 2; it waits for the release.
  case received(ClientName, number: UInt64)
  /// It is done with.
  case finished(ClientName, number: UInt64)
  /// A message of QoS 2 came from the client as that packet, and was taken.
  case taken(ClientName, packetID: UInt16)
  /// Its client released it.
  case released(ClientName, packetID: UInt16)
}

/// A session as it was kept.
public struct KeptSession: Sendable {
  /// How far a message has come.
  public enum Progress: Sendable, Equatable {
    /// It waits.
    case waiting
    /// It was sent as that packet.
    case sent(packetID: UInt16)
    /// The client has it, in QoS 2; the release is under way.
    case received(packetID: UInt16)
  }

  /// A message on its way to the client.
  public struct Entry: Sendable, Equatable {
    /// Its number.
    public var number: UInt64
    /// What is sent.
    public var message: KeptMessage
    /// How far it has come.
    public var progress: Progress

    /// A message that waits.
    public init(number: UInt64, message: KeptMessage, progress: Progress = .waiting) {
      self.number = number
      self.message = message
      self.progress = progress
    }
  }

  /// Whose it is.
  public var client: ClientName
  /// What the client spoke.
  public var version: ProtocolVersion
  /// Seconds it lives without a connection; 0xFFFF_FFFF: for ever.
  public var expiry: UInt32
  /// Since when it has been without one, in milliseconds since 1970; nil: it had one when the broker stopped.
  public var away: Int64?
  /// Its subscriptions by filter as the client sent it.
  public var subscriptions: [String: (options: SubscriptionOptions, identifier: UInt32)] = [:]
  /// Its messages, by ascending number.
  public var messages: [Entry] = []
  /// Packets of QoS 2 that were taken and not released.
  public var taken: Set<UInt16> = []

  /// A session without anything in it.
  public init(client: ClientName, version: ProtocolVersion, expiry: UInt32, away: Int64?) {
    self.client = client
    self.version = version
    self.expiry = expiry
    self.away = away
  }
}

/// Keeps retained messages and lasting sessions beyond the broker's life. Without a store both live as long as the broker.
///
/// The broker gathers what a batch of packets changes, hands it over once, and sends nothing of that batch, no acknowledgement
/// either, before it hears that it is kept.
public protocol SessionStore: Sendable {
  /// All that was kept. Asked once, before the first client.
  func load() throws -> (retained: [KeptMessage], sessions: [KeptSession])

  /// Keeps changes, in this order and after those of earlier calls, then tells, on any thread. Told false, the broker closes the
  /// connections that wait for it: their clients send again.
  func keep(_ changes: [SessionChange], kept: @escaping @Sendable (Bool) -> Void)
}
