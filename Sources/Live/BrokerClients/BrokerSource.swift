// BrokerClient: what is said at a broker that the city runs already reaches the twin.
//
// Its words: a *source* is such a broker, with the topics that are listened to there; sources stand in the file `feeds/brokers.yaml` of the
// city's folder. A *client* keeps a connection to a source and hands over each message. A *link* is one connection of libmosquitto.
//
// What is guaranteed: messages are handed over in the order they come, and none is acknowledged before it is told to be kept. At QoS 1 in a
// session that lasts, which is what is asked for, each arrives at least once, whatever is killed or lost; twice where the program or the
// connection ends between the keeping and the acknowledgement. At QoS 0 nothing is promised. QoS 2 is not offered: libmosquitto 2.0 holds a
// message in memory between its two steps, loses it with the program, and takes a repeated one for another when the connection is made anew.

/// A broker of the city's own, and what is listened to there.
public struct BrokerSource: Sendable, Hashable {
  /// What makes a connection secure.
  public enum Security: Sendable, Hashable {
    /// Nothing: who listens on the way hears all.
    case none
    /// TLS with a certificate of the authorities this machine trusts.
    case system
    /// TLS with a certificate of the authority in a PEM file.
    case authority(path: String)
  }

  /// Topics that are listened to.
  public struct Subscription: Sendable, Hashable {
    /// A topic; `+` and `#` stand for one level and for all that follow.
    public var filter: String
    /// 0 or 1.
    public var qos: Int

    /// Topics and how surely their messages come.
    public init(filter: String, qos: Int = 1) {
      self.filter = filter
      self.qos = qos
    }
  }

  /// What it is called here.
  public var name: String
  /// Its host name or address.
  public var address: String
  /// Its port.
  public var port: Int
  /// What makes the connection secure.
  public var security: Security
  /// The path of the file with the user name in its first line and the password in its second; nothing where none is asked for.
  public var login: String?
  /// What is listened to.
  public var subscriptions: [Subscription]
  /// What is put before each topic here.
  public var prefix: String
  /// The name the client has there; no other client of that broker may have it.
  public var clientName: String

  /// A source from its parts.
  public init(
    name: String, address: String, port: Int = 1_883, security: Security = .none, login: String? = nil,
    subscriptions: [Subscription], prefix: String = "", clientName: String
  ) {
    self.name = name
    self.address = address
    self.port = port
    self.security = security
    self.login = login
    self.subscriptions = subscriptions
    self.prefix = prefix
    self.clientName = clientName
  }
}

/// What is wrong in `feeds/brokers.yaml`: one sentence with the file, the line and the field.
public struct BrokerSourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name in the city's folder.
  public var file: String
  /// The line, counted from 1; nothing where the whole file is meant.
  public var line: Int?
  /// What is wrong and how to mend it.
  public var reason: String

  /// `feeds/brokers.yaml:3: there is no field "adress". Did you mean "address"?`
  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}
