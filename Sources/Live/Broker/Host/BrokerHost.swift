public import NIOCore

/// The name a client connects with; a session belongs to it.
public struct ClientName: Hashable, Sendable, CustomStringConvertible {
  /// The client identifier of CONNECT, or the one the broker gave out.
  public let text: String

  /// A name.
  public init(_ text: String) { self.text = text }

  public var description: String { text }
}

/// Who wants to connect.
public struct ConnectingClient: Sendable {
  /// Its name.
  public var name: ClientName
  /// Its user name, if it gave one.
  public var userName: String?
  /// Its password, if it gave one.
  public var password: [UInt8]?
  /// Where it calls from, as `192.0.2.7:51312`.
  public var address: String
  /// Whether nobody on the way can read along.
  public var isSecured: Bool
  /// What it speaks.
  public var version: ProtocolVersion

  /// A client from what it gave.
  public init(
    name: ClientName, userName: String?, password: [UInt8]?, address: String, isSecured: Bool, version: ProtocolVersion
  ) {
    self.name = name
    self.userName = userName
    self.password = password
    self.address = address
    self.isSecured = isSecured
    self.version = version
  }
}

/// Whether a client may connect.
public enum Admission: Sendable {
  /// It may.
  case admitted
  /// It may not; 3.1.1 hears the nearest of its five codes.
  case refused(ReasonCode, String)
}

/// Whether a client may do something.
public enum Permission: Sendable {
  /// It may.
  case granted
  /// It may not.
  case refused(ReasonCode, String)
}

/// A message a client published.
public struct IncomingMessage: Sendable {
  /// Its topic, aliases resolved.
  public var topic: String
  /// What it says: a slice of the bytes it came in.
  public var payload: ByteBuffer
  /// How surely it is handed over.
  public var qos: QoS
  /// Whether its sender wants it retained.
  public var isRetained: Bool
  /// Its properties in MQTT 5.
  public var properties: Properties
  /// Its number at the client; nil in QoS 0 and for a will.
  public var packetID: UInt16?
  /// Whether the client says it may have sent it before.
  public var isDuplicate: Bool

  /// A message from its parts.
  public init(
    topic: String, payload: ByteBuffer, qos: QoS, isRetained: Bool, properties: Properties, packetID: UInt16?,
    isDuplicate: Bool
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.properties = properties
    self.packetID = packetID
    self.isDuplicate = isDuplicate
  }
}

/// What becomes of a message.
public enum Disposition: Sendable {
  /// It goes on to its subscribers as it is.
  case forwarded
  /// The host has it, and subscribers do not get it.
  case consumed
  /// It is not taken. MQTT 5 tells the client why; 3.1.1 has no words for it, so that the client hears an acknowledgement.
  case refused(ReasonCode, String)
  /// It could not be kept, for a reason that may pass, such as a full disk. It is not acknowledged and the connection is ended, so that the
  /// client sends it again; in QoS 0 it is lost.
  case notKept(String)
}

/// What the broker serves: it admits clients, takes what they publish and knows what they listen to.
///
/// All functions are called on the broker's own event loop and must return at once: what takes longer is done elsewhere and told
/// by the completion. A completion may be called on any thread, once; another call changes nothing.
public protocol BrokerHost: Sendable {
  /// Whether a client may connect.
  func admit(_ client: ConnectingClient, decided: @escaping @Sendable (Admission) -> Void)

  /// Whether a client may publish to a topic.
  func mayPublish(_ client: ClientName, to topic: String) -> Permission

  /// Whether a client may subscribe to a filter: for a shared subscription the filter behind `$share/group/`.
  func maySubscribe(_ client: ClientName, to filter: String, options: SubscriptionOptions) -> Permission

  /// Takes a message. The client's acknowledgement goes out, and the message on to subscribers, when `done` is called: after the
  /// commit. Many may be under way; whatever the order they are done in, a client's messages are acknowledged and forwarded in the
  /// order they came. A message of QoS 2 is handed over once. A will comes by the name of the client that left it.
  func take(_ message: IncomingMessage, from client: ClientName, done: @escaping @Sendable (Disposition) -> Void)

  /// A client listens to a filter now; `listeners` do altogether. Called before the client hears of it.
  func subscribed(_ client: ClientName, to filter: String, options: SubscriptionOptions, listeners: Int)

  /// A client listens to a filter no more; `listeners` still do.
  func unsubscribed(_ client: ClientName, from filter: String, listeners: Int)

  /// A client is connected.
  func connected(_ client: ClientName)

  /// A client's connection has ended, and why.
  func disconnected(_ client: ClientName, because sentence: String)

  /// Something an operator may want to know, in a sentence.
  func remark(_ sentence: String)
}

/// A host that admits everybody, forwards everything and says nothing.
extension BrokerHost {
  /// Admits everybody.
  public func admit(_ client: ConnectingClient, decided: @escaping @Sendable (Admission) -> Void) { decided(.admitted) }

  /// Grants every topic but those that begin with `$`, which are the broker's own.
  public func mayPublish(_ client: ClientName, to topic: String) -> Permission {
    topic.utf8.first == UInt8(ascii: "$")
      ? .refused(.notAuthorized, "Topics that begin with $ are not for clients to publish to.") : .granted
  }

  /// Grants every filter.
  public func maySubscribe(_ client: ClientName, to filter: String, options: SubscriptionOptions) -> Permission {
    .granted
  }

  /// Forwards everything.
  public func take(
    _ message: IncomingMessage, from client: ClientName, done: @escaping @Sendable (Disposition) -> Void
  ) { done(.forwarded) }

  /// Does nothing.
  public func subscribed(_ client: ClientName, to filter: String, options: SubscriptionOptions, listeners: Int) {}

  /// Does nothing.
  public func unsubscribed(_ client: ClientName, from filter: String, listeners: Int) {}

  /// Does nothing.
  public func connected(_ client: ClientName) {}

  /// Does nothing.
  public func disconnected(_ client: ClientName, because sentence: String) {}

  /// Says nothing.
  public func remark(_ sentence: String) {}
}

/// A broker among its clients and nobody else.
public struct OpenHost: BrokerHost {
  /// A host that admits everybody and forwards everything.
  public init() {}
}
