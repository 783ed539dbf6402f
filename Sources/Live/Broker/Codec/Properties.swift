/// The properties of a packet, in the order they came. Without any it takes no memory.
public struct Properties: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// All of them.
  public var all: [Property]

  /// Some properties.
  public init(_ all: [Property] = []) { self.all = all }

  /// Some properties.
  public init(arrayLiteral elements: Property...) { all = elements }

  /// Whether there are none.
  public var isEmpty: Bool { all.isEmpty }

  /// The first that `pick` gives something for.
  @inline(__always)
  private func first<T>(_ pick: (Property) -> T?) -> T? {
    for property in all { if let found = pick(property) { return found } }
    return nil
  }

  /// What the payload is, as a media type.
  public var contentType: String? { first { if case .contentType(let type) = $0 { type } else { nil } } }
  /// Where an answer goes.
  public var responseTopic: String? { first { if case .responseTopic(let topic) = $0 { topic } else { nil } } }
  /// What an answer carries so that the asker knows it again.
  public var correlationData: [UInt8]? { first { if case .correlationData(let data) = $0 { data } else { nil } } }
  /// Seconds after which a message is of no use.
  public var messageExpiry: UInt32? { first { if case .messageExpiry(let seconds) = $0 { seconds } else { nil } } }
  /// Whether the payload is said to be text.
  public var payloadIsText: Bool? { first { if case .payloadIsText(let isText) = $0 { isText } else { nil } } }
  /// A reason in words.
  public var reasonString: String? { first { if case .reasonString(let reason) = $0 { reason } else { nil } } }
  /// Names and values the sender added.
  public var user: [(name: String, value: String)] {
    all.compactMap { if case .user(let name, let value) = $0 { (name, value) } else { nil } }
  }

  var topicAlias: UInt16? { first { if case .topicAlias(let alias) = $0 { alias } else { nil } } }
  var topicAliasMaximum: UInt16? { first { if case .topicAliasMaximum(let most) = $0 { most } else { nil } } }
  var receiveMaximum: UInt16? { first { if case .receiveMaximum(let most) = $0 { most } else { nil } } }
  var maximumPacketSize: UInt32? { first { if case .maximumPacketSize(let most) = $0 { most } else { nil } } }
  var sessionExpiry: UInt32? { first { if case .sessionExpiry(let seconds) = $0 { seconds } else { nil } } }
  var willDelay: UInt32? { first { if case .willDelay(let seconds) = $0 { seconds } else { nil } } }
  var authenticationMethod: String? { first { if case .authenticationMethod(let way) = $0 { way } else { nil } } }
  var wantsProblemInformation: Bool {
    first { if case .requestProblemInformation(let wants) = $0 { wants } else { nil } } ?? true
  }
  var serverKeepAlive: UInt16? { first { if case .serverKeepAlive(let seconds) = $0 { seconds } else { nil } } }
  var assignedClientIdentifier: String? {
    first { if case .assignedClientIdentifier(let name) = $0 { name } else { nil } }
  }
  var subscriptionIdentifiers: [UInt32] {
    all.compactMap { if case .subscriptionIdentifier(let number) = $0 { number } else { nil } }
  }
}
