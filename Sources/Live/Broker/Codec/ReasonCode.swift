/// Why something was done or refused, as MQTT 5 numbers it (OASIS MQTT 5.0, §2.4). Codes from 0x80 on are failures.
public struct ReasonCode: RawRepresentable, Hashable, Sendable {
  /// The byte on the wire.
  public var rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether what was asked for was not done.
  public var isFailure: Bool { rawValue >= 0x80 }

  /// Done; also: an ordinary farewell, and a subscription granted at QoS 0.
  public static let success = Self(rawValue: 0x00)
  /// A farewell after which the will is published all the same.
  public static let disconnectWithWill = Self(rawValue: 0x04)
  /// Taken, and nobody listens to that topic.
  public static let noMatchingSubscribers = Self(rawValue: 0x10)
  /// There was no such subscription.
  public static let noSubscriptionExisted = Self(rawValue: 0x11)
  /// Refused, without saying why.
  public static let unspecified = Self(rawValue: 0x80)
  /// The packet does not follow the standard's layout.
  public static let malformedPacket = Self(rawValue: 0x81)
  /// The packet is well formed but must not come here.
  public static let protocolError = Self(rawValue: 0x82)
  /// The receiver does not do such things.
  public static let implementationSpecific = Self(rawValue: 0x83)
  /// A version of MQTT nobody here speaks.
  public static let unsupportedVersion = Self(rawValue: 0x84)
  /// A client's name that is not accepted.
  public static let clientNameNotValid = Self(rawValue: 0x85)
  /// User name or password are wrong.
  public static let badUserNameOrPassword = Self(rawValue: 0x86)
  /// The client may not do this.
  public static let notAuthorized = Self(rawValue: 0x87)
  /// The broker cannot serve now.
  public static let serverUnavailable = Self(rawValue: 0x88)
  /// The broker has more to do than it can.
  public static let serverBusy = Self(rawValue: 0x89)
  /// The broker goes down.
  public static let serverShuttingDown = Self(rawValue: 0x8B)
  /// A way of authentication nobody here knows.
  public static let badAuthenticationMethod = Self(rawValue: 0x8C)
  /// Nothing was heard for one and a half times the keep-alive.
  public static let keepAliveTimeout = Self(rawValue: 0x8D)
  /// Another connection uses the client's name now.
  public static let sessionTakenOver = Self(rawValue: 0x8E)
  /// A filter that is well formed and not accepted here.
  public static let topicFilterInvalid = Self(rawValue: 0x8F)
  /// A topic that is well formed and not accepted here.
  public static let topicNameInvalid = Self(rawValue: 0x90)
  /// The number names a message that is still under way.
  public static let packetIdentifierInUse = Self(rawValue: 0x91)
  /// The number names no message.
  public static let packetIdentifierNotFound = Self(rawValue: 0x92)
  /// More messages under way than the receiver said it takes.
  public static let receiveMaximumExceeded = Self(rawValue: 0x93)
  /// An alias that is 0, too high, or not set.
  public static let topicAliasInvalid = Self(rawValue: 0x94)
  /// A packet longer than the receiver said it takes.
  public static let packetTooLarge = Self(rawValue: 0x95)
  /// More messages in a second than are taken.
  public static let messageRateTooHigh = Self(rawValue: 0x96)
  /// A stated limit is reached.
  public static let quotaExceeded = Self(rawValue: 0x97)
  /// An operator ended the connection.
  public static let administrativeAction = Self(rawValue: 0x98)
  /// The payload is not what its format says.
  public static let payloadFormatInvalid = Self(rawValue: 0x99)
  /// Retained messages are not taken.
  public static let retainNotSupported = Self(rawValue: 0x9A)
  /// Shared subscriptions are not served.
  public static let sharedSubscriptionsNotSupported = Self(rawValue: 0x9E)
  /// More connections in a time than are taken.
  public static let connectionRateExceeded = Self(rawValue: 0x9F)

  /// The return code of a CONNACK in 3.1.1 that says the same as well as it can (OASIS MQTT 3.1.1, table 3.1).
  var returnCode: UInt8 {
    switch self {
    case .success: 0
    case .unsupportedVersion: 1
    case .clientNameNotValid: 2
    case .badUserNameOrPassword: 4
    case .notAuthorized, .badAuthenticationMethod: 5
    default: 3
    }
  }
}
