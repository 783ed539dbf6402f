internal import Foundation

/// Who asks, by what means, and what it may do.
public struct Caller: Sendable {
  /// Who it is.
  public enum Identity: Hashable, Sendable {
    /// Whoever sits at this machine, while there is no account.
    case thisMachine
    /// Nobody known.
    case anyone
    /// A person.
    case account(Int64)
    /// A program.
    case key(Int64)
    /// A device.
    case device(Int64)
  }
  /// How it said who it is.
  public enum Means: String, Sendable { case nothing, machine, session, password, key, device }

  /// Who it is.
  public let identity: Identity
  /// Its name, for the log of changes.
  public let name: String
  /// How it said so.
  public let means: Means
  /// What it may do, with what that brings along.
  public let scopes: Scopes
  /// What alone it may touch, for a device.
  public let binding: Binding?
  /// How often it may ask; nothing for no limit.
  public let rate: Rate?
  /// The session it uses.
  let session: SecretDigest?
  /// The password it gave, as it is kept.
  let password: PasswordHash?

  /// A caller from its parts; `scopes` are completed with those they bring along.
  public init(
    _ identity: Identity, name: String, means: Means, scopes: Scopes, binding: Binding? = nil, rate: Rate? = nil
  ) {
    self.identity = identity
    self.name = name
    self.means = means
    self.scopes = scopes.withImplied
    self.binding = binding
    self.rate = rate
    session = nil
    password = nil
  }

  /// An account in a session.
  init(_ account: Account, in session: SecretDigest) {
    self.init(account, by: .session, session: session, password: nil)
  }

  /// An account by its password.
  init(_ kept: KeptAccount) { self.init(kept.account, by: .password, session: nil, password: kept.password) }

  private init(_ account: Account, by means: Means, session: SecretDigest?, password: PasswordHash?) {
    identity = .account(account.id)
    name = account.name
    self.means = means
    scopes = account.role.scopes.withImplied
    binding = nil
    rate = .person
    self.session = session
    self.password = password
  }

  /// A key or token.
  init(_ key: AccessKey) {
    identity = key.binding == nil ? .key(key.id) : .device(key.id)
    name = key.name
    means = key.binding == nil ? .key : .device
    scopes = key.scopes.withImplied
    binding = key.binding
    rate = key.perSecond.map { Rate(perSecond: $0) } ?? (key.binding == nil ? .key : .device)
    session = nil
    password = nil
  }

  /// Whoever sits at this machine, while there is no account: may do all.
  public static let thisMachine = Caller(.thisMachine, name: "this machine", means: .machine, scopes: .all)

  /// Who handles the present request or message; nobody known outside of one.
  @TaskLocal public static var current = Caller(.anyone, name: "", means: .nothing, scopes: [])

  /// Whether a person decides what it does, so that its writes stand in the log of changes.
  public var isPerson: Bool {
    switch identity {
    case .thisMachine, .account: true
    case .anyone, .key, .device: false
    }
  }

  /// Whether it may do something.
  public func may(_ scope: Scopes) -> Bool { scopes.isSuperset(of: scope) }

  /// What its requests are counted by.
  public func subject(at address: String) -> RateLimits.Subject {
    switch identity {
    case .thisMachine, .anyone: .address(address)
    case .account(let number): .account(number)
    case .key(let number), .device(let number): .key(number)
    }
  }
}

/// Where a request comes from.
public struct Origin: Sendable, Equatable {
  /// The client's address in numbers, by which its requests are counted; of IPv6 the network of 64 bits.
  public let address: String
  /// Whether a program of this machine asks for itself, and not on behalf of others.
  public let isThisMachine: Bool

  /// An origin by the address of the connection, without port, and what proxies have written.
  ///
  /// - Parameters:
  ///   - remote: the address at the other end; nothing where it is not known, which counts as elsewhere.
  ///   - isForwarded: whether the request has any header of a proxy (`Forwarded`, `X-Forwarded-…`, `X-Real-IP`, `Via`).
  ///   - forwardedFor: the header `X-Forwarded-For`. Its last entry is believed when the proxy runs on this machine.
  public init(remote: String?, isForwarded: Bool, forwardedFor: String? = nil) {
    let remote = remote.map(Self.plain) ?? ""
    let isLoopback = remote == "::1" || remote.hasPrefix("127.")
    isThisMachine = isLoopback && !isForwarded
    if isLoopback, let last = forwardedFor?.split(separator: ",").last {
      let entry = Self.plain(String(last.filter { $0 != " " && $0 != "\"" }))
      address = Self.network(entry.utf8.count <= 45 ? entry : "")
    } else {
      address = Self.network(remote)
    }
  }

  /// An address without brackets and zone, and IPv4 as such where it is written as IPv6.
  private static func plain(_ text: String) -> String {
    var text = text.lowercased()
    if text.hasPrefix("[") { text = String(text.dropFirst().prefix { $0 != "]" }) }
    if let zone = text.firstIndex(of: "%") { text = String(text[..<zone]) }
    return text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
  }

  /// An IPv6 address's network of 64 bits, which is what one customer has; others as they are.
  private static func network(_ address: String) -> String {
    guard address.contains(":") else { return address }
    let halves = address.components(separatedBy: "::")
    var groups = halves[0].split(separator: ":").map(String.init)
    if halves.count > 1 {
      let rest = halves[1].split(separator: ":").map(String.init)
      groups += Array(repeating: "0", count: max(0, 8 - groups.count - rest.count)) + rest
    }
    return groups.prefix(4).map { $0.drop { $0 == "0" }.isEmpty ? "0" : String($0.drop { $0 == "0" }) }.joined(
      separator: ":") + "::/64"
  }
}

/// What a request says of who it is.
public enum Credentials: Sendable, Equatable {
  /// Nothing.
  case nothing
  /// A browser's session.
  case session(String)
  /// A key or token.
  case secret(String)
  /// A name and a password, or any name and a key or token as password.
  case password(name: String, password: String)
  /// Something that cannot be read.
  case unreadable
}
