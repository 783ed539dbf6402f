/// A message ready to be sent.
public struct OutgoingMessage: Hashable, Sendable {
  /// Where it goes.
  public enum Destination: Hashable, Sendable {
    /// HTTP POST to an address.
    case http(address: String)
    /// A mail server: the sender of the envelope and its receivers. The body is the whole message, lines end with CR LF.
    case mail(from: String, to: [String])
    /// An MQTT topic, retained.
    case mqtt(topic: String)
  }
  /// A header of HTTP.
  public struct Header: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String
  }

  /// Its name, the same whenever it is sent again.
  public var id: String
  /// The target's name.
  public var target: String
  /// Where it goes.
  public var destination: Destination
  /// Headers of HTTP; none for other destinations.
  public var headers: [Header]
  /// The body.
  public var body: [UInt8]
  /// How often it is sent, this time included.
  public var attempt: Int
}

/// What became of a message that was sent.
public enum SendOutcome: Hashable, Sendable {
  /// It was taken.
  case delivered
  /// Not this time: it is sent again.
  case failed(String)
  /// Never: the target wants no such message.
  case refused(String)
}

/// Brings a message to its destination. It gives up by itself after a while, as a failure.
public protocol Sender: Sendable {
  /// Sends a message; may be asked for several at once.
  func send(_ message: OutgoingMessage) async -> SendOutcome
}
