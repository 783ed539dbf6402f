public import NIOCore

/// How much a client may ask for. Every limit can be reached by a hostile client, so each is what one may cost.
public struct BrokerLimits: Sendable {
  /// The longest packet taken, in bytes; MQTT 5 clients are told.
  public var packetSize = 1 << 20
  /// The longest topic or filter, in bytes.
  public var topicLength = 1024
  /// The most levels of a topic or filter.
  public var topicLevels = 32
  /// Connections at once.
  public var connections = 10_000
  /// Connections at once from one address.
  public var connectionsPerAddress = 1024
  /// Sessions, of clients connected or away.
  public var sessions = 100_000
  /// Filters a client may subscribe to.
  public var subscriptions = 1000
  /// Topic aliases a client may set.
  public var topicAliases: UInt16 = 32
  /// Messages a client may have under way to the host before it is read no further; QoS 1 and 2 of MQTT 5 are told it as receive maximum.
  public var underWay = 256
  /// Messages of QoS 1 and 2 sent to a client and not acknowledged.
  public var inFlight = 256
  /// Messages that wait for a client that is slow or away.
  public var queuedMessages = 10_000
  /// Bytes that wait for a client, those in flight included.
  public var queuedBytes = 16 << 20
  /// Bytes that wait for all clients together; a payload that waits for several counts for each.
  public var queuedBytesInAll = 256 << 20
  /// Retained messages.
  public var retainedMessages = 100_000
  /// Bytes of retained messages.
  public var retainedBytes = 128 << 20
  /// Messages a second a client may publish over a time; above, it is read no further until it may again.
  public var messagesPerSecond = 10_000.0
  /// Messages it may publish at once.
  public var messageBurst = 20_000.0
  /// Bytes written to a client that it has not yet read, above which it is sent no more.
  public var unreadBytes = 256 << 10
  /// How long a client may leave them unread before it is disconnected.
  public var slowFor = TimeAmount.seconds(60)
  /// How long a connection may take until its CONNECT.
  public var connectWithin = TimeAmount.seconds(10)
  /// The longest life of a session without a connection, in seconds; of 3.1.1 clients that want to keep theirs, the life.
  public var sessionExpiry: UInt32 = 30 * 86_400
  /// The longest keep-alive, in seconds, also of clients that ask for none; 0 leaves it to the client. MQTT 5 clients are told.
  public var keepAlive: UInt16 = 0
  /// How often time limits are looked at.
  public var sweep = TimeAmount.milliseconds(500)

  /// The limits above.
  public init() {}

  var topics: TopicRules { TopicRules(longest: min(topicLength, 0xFFFF), levels: topicLevels) }
}
