/// How a connection to another broker is.
public struct BrokerHealth: Sendable, Equatable {
  /// What the broker is called.
  public var name: String
  /// Where it is, as `mqtt.example.org:8883`.
  public var address: String
  /// Since when there is a connection, in milliseconds since 1970; nil: there is none.
  public var connectedSince: Int64?
  /// When the last message came, in milliseconds since 1970.
  public var lastMessage: Int64?
  /// Messages that came since the start.
  public var messages = 0
  /// Messages that could not be kept when they came, and were asked for again.
  public var refused = 0
  /// What was wrong last, in a sentence; nil once a connection works.
  public var error: String?
}
