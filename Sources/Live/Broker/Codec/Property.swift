/// A property of an MQTT 5 packet (OASIS MQTT 5.0, §2.2.2.2).
public enum Property: Hashable, Sendable {
  /// Whether the payload is UTF-8 text.
  case payloadIsText(Bool)
  /// Seconds after which a message is of no use.
  case messageExpiry(UInt32)
  /// What the payload is, as a media type or any word the two sides agree on.
  case contentType(String)
  /// Where an answer goes.
  case responseTopic(String)
  /// What an answer carries so that the asker knows it again.
  case correlationData([UInt8])
  /// The number a subscriber gave to the subscription a message comes from: 1 to 268,435,455.
  case subscriptionIdentifier(UInt32)
  /// Seconds a session outlives its connection; 0xFFFF_FFFF: for ever.
  case sessionExpiry(UInt32)
  /// The name the broker gave to a client without one.
  case assignedClientIdentifier(String)
  /// Seconds of keep-alive the broker wants instead of the client's.
  case serverKeepAlive(UInt16)
  /// A way of authentication.
  case authenticationMethod(String)
  /// What that way needs.
  case authenticationData([UInt8])
  /// Whether the sender wants reasons in words.
  case requestProblemInformation(Bool)
  /// Seconds between the end of a connection and its will.
  case willDelay(UInt32)
  /// Whether the client asks for response information.
  case requestResponseInformation(Bool)
  /// The beginning of topics for answers.
  case responseInformation(String)
  /// Another broker.
  case serverReference(String)
  /// A reason in words.
  case reasonString(String)
  /// How many messages of QoS 1 and 2 the sender takes at once.
  case receiveMaximum(UInt16)
  /// How many topic aliases the sender takes.
  case topicAliasMaximum(UInt16)
  /// A number for a topic.
  case topicAlias(UInt16)
  /// The highest QoS the broker takes: 0 or 1.
  case maximumQoS(UInt8)
  /// Whether the broker keeps retained messages.
  case retainAvailable(Bool)
  /// Anything, by a name.
  case user(name: String, value: String)
  /// The longest packet the sender takes, in bytes.
  case maximumPacketSize(UInt32)
  /// Whether wildcards may be subscribed to.
  case wildcardsAvailable(Bool)
  /// Whether subscriptions may have a number.
  case subscriptionIdentifiersAvailable(Bool)
  /// Whether shared subscriptions are served.
  case sharedSubscriptionsAvailable(Bool)
}

extension Property {
  /// Its number on the wire.
  var identifier: UInt8 {
    switch self {
    case .payloadIsText: 1
    case .messageExpiry: 2
    case .contentType: 3
    case .responseTopic: 8
    case .correlationData: 9
    case .subscriptionIdentifier: 11
    case .sessionExpiry: 17
    case .assignedClientIdentifier: 18
    case .serverKeepAlive: 19
    case .authenticationMethod: 21
    case .authenticationData: 22
    case .requestProblemInformation: 23
    case .willDelay: 24
    case .requestResponseInformation: 25
    case .responseInformation: 26
    case .serverReference: 28
    case .reasonString: 31
    case .receiveMaximum: 33
    case .topicAliasMaximum: 34
    case .topicAlias: 35
    case .maximumQoS: 36
    case .retainAvailable: 37
    case .user: 38
    case .maximumPacketSize: 39
    case .wildcardsAvailable: 40
    case .subscriptionIdentifiersAvailable: 41
    case .sharedSubscriptionsAvailable: 42
    }
  }

  /// Whether it belongs to the message rather than to the hop, and so reaches the subscribers as it came.
  var travels: Bool {
    switch self {
    case .payloadIsText, .contentType, .responseTopic, .correlationData, .user: true
    default: false
    }
  }
}

/// Where properties stand: which are allowed there depends on it (OASIS MQTT 5.0, table 2.4).
struct PropertyPlace: OptionSet {
  let rawValue: UInt16

  static let connect = Self(rawValue: 1)
  static let will = Self(rawValue: 1 << 1)
  static let connack = Self(rawValue: 1 << 2)
  static let publish = Self(rawValue: 1 << 3)
  /// PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK carry the same ones.
  static let acknowledgement = Self(rawValue: 1 << 4)
  static let subscribe = Self(rawValue: 1 << 5)
  static let unsubscribe = Self(rawValue: 1 << 6)
  static let disconnect = Self(rawValue: 1 << 7)
  static let auth = Self(rawValue: 1 << 8)

  /// Where the property of that number may stand; nowhere for a number that is not given out.
  static func allowed(for identifier: UInt8) -> Self {
    switch identifier {
    case 1, 2, 3, 8, 9: [.publish, .will]
    case 11: [.publish, .subscribe]
    case 17: [.connect, .connack, .disconnect]
    case 18, 19, 26, 36, 37, 40, 41, 42: .connack
    case 21, 22: [.connect, .connack, .auth]
    case 23, 25: .connect
    case 24: .will
    case 28: [.connack, .disconnect]
    case 31: [.connack, .acknowledgement, .disconnect, .auth]
    case 33, 34, 39: [.connect, .connack]
    case 35: .publish
    case 38:
      [
        .connect, .will, .connack, .publish, .acknowledgement, .subscribe, .unsubscribe, .disconnect, .auth,
      ]
    default: []
    }
  }
}
