import NIOCore

/// A control packet of MQTT 3.1.1 or 5. What a version does not have is empty.
enum Packet: Equatable, Sendable {
  case connect(ConnectPacket)
  case connack(ConnackPacket)
  case publish(PublishPacket)
  case puback(Acknowledgement)
  case pubrec(Acknowledgement)
  case pubrel(Acknowledgement)
  case pubcomp(Acknowledgement)
  case subscribe(SubscribePacket)
  case suback(SubackPacket)
  case unsubscribe(UnsubscribePacket)
  case unsuback(SubackPacket)
  case pingreq
  case pingresp
  case disconnect(ReasonPacket)
  case auth(ReasonPacket)
}

/// The first packet of a client.
struct ConnectPacket: Equatable, Sendable {
  var version = ProtocolVersion.v3
  var cleanStart = true
  /// Seconds; 0: none.
  var keepAlive: UInt16 = 0
  var client: String
  var will: WillPacket?
  var userName: String?
  var password: [UInt8]?
  var properties: Properties = []
}

/// What the broker is to publish when the client is gone without a farewell.
struct WillPacket: Equatable, Sendable {
  var topic: String
  var payload: ByteBuffer
  var qos = QoS.atMostOnce
  var isRetained = false
  var properties: Properties = []
}

/// The answer to CONNECT.
struct ConnackPacket: Equatable, Sendable {
  var sessionPresent = false
  /// A return code in 3.1.1, a reason code in 5.
  var code: UInt8
  var properties: Properties = []
}

/// A message.
struct PublishPacket: Equatable, Sendable {
  var isDuplicate = false
  var qos = QoS.atMostOnce
  var isRetained = false
  var topic: String
  /// 0 in QoS 0.
  var packetID: UInt16 = 0
  var properties: Properties = []
  var payload: ByteBuffer
}

/// PUBACK, PUBREC, PUBREL or PUBCOMP.
struct Acknowledgement: Equatable, Sendable {
  var packetID: UInt16
  var reason = ReasonCode.success
  var properties: Properties = []
}

/// One filter of a SUBSCRIBE with its options.
struct SubscriptionRequest: Equatable, Sendable {
  var filter: String
  var options = SubscriptionOptions()
}

/// Asks for messages.
struct SubscribePacket: Equatable, Sendable {
  var packetID: UInt16
  var properties: Properties = []
  var requests: [SubscriptionRequest]
}

/// The answer to SUBSCRIBE and UNSUBSCRIBE, a code for each filter.
struct SubackPacket: Equatable, Sendable {
  var packetID: UInt16
  var properties: Properties = []
  var codes: [UInt8]
}

/// Asks for messages no more.
struct UnsubscribePacket: Equatable, Sendable {
  var packetID: UInt16
  var properties: Properties = []
  var filters: [String]
}

/// DISCONNECT or AUTH.
struct ReasonPacket: Equatable, Sendable {
  var reason = ReasonCode.success
  var properties: Properties = []
}

/// How a subscriber wants its messages (OASIS MQTT 5.0, §3.8.3.1).
public struct SubscriptionOptions: Hashable, Sendable {
  /// When a subscriber gets the retained messages of a filter.
  public enum RetainHandling: UInt8, Sendable {
    /// At every subscribing.
    case always = 0
    /// When the subscription is new.
    case ifNew = 1
    /// Not at all.
    case never = 2
  }

  /// The highest QoS it wants.
  public var qos: QoS
  /// Whether it does not want what it published itself.
  public var noLocal: Bool
  /// Whether messages keep the retain flag they were published with.
  public var retainAsPublished: Bool
  /// When it gets retained messages.
  public var retainHandling: RetainHandling

  /// Options; by themselves those of 3.1.1 at QoS 0.
  public init(
    qos: QoS = .atMostOnce, noLocal: Bool = false, retainAsPublished: Bool = false,
    retainHandling: RetainHandling = .always
  ) {
    self.qos = qos
    self.noLocal = noLocal
    self.retainAsPublished = retainAsPublished
    self.retainHandling = retainHandling
  }

  /// Options from their byte; nil when it uses reserved bits.
  init?(byte: UInt8) {
    guard byte & 0xC0 == 0, let qos = QoS(rawValue: byte & 3),
      let handling = RetainHandling(rawValue: byte >> 4 & 3)
    else { return nil }
    self.init(qos: qos, noLocal: byte & 4 != 0, retainAsPublished: byte & 8 != 0, retainHandling: handling)
  }

  /// Their byte.
  var byte: UInt8 {
    qos.rawValue | (noLocal ? 4 : 0) | (retainAsPublished ? 8 : 0) | retainHandling.rawValue << 4
  }
}
