public import Modelling

/// Who a caller is, by what it gives and where it comes from.
///
/// While there is no account, and only this machine reaches the server, whoever sits at this machine may do all: the first five minutes need no
/// password. As soon as there is an account, or the server listens on another address or is shown by a proxy under a public name, everything needs credentials but what the public view allows.
public struct EntryPolicy: Sendable {
  /// Whom it knows.
  public let keyring: Keyring
  /// Whether only this machine reaches the server: it listens on a loopback address and has no public name.
  public let isOnlyThisMachine: Bool

  /// A policy for a server that only this machine reaches, or for any other.
  public init(_ keyring: Keyring, isOnlyThisMachine: Bool) {
    self.keyring = keyring
    self.isOnlyThisMachine = isOnlyThisMachine
  }

  /// Whether programs of this machine may do all without saying who they are.
  public var isOpenHere: Bool { isOnlyThisMachine && !keyring.hasAccounts }

  /// Who a caller without credentials is.
  public func anonymous(from origin: Origin) -> Caller {
    if isOpenHere, origin.isThisMachine { return .thisMachine }
    return Caller(
      .anyone, name: "", means: .nothing, scopes: keyring.isPublic ? .read : [], rate: .address)
  }

  /// Who a caller is; throws why it is not let in.
  ///
  /// A session that has ended is as good as none, so that the page can show its sign-in form. A key may be given as the password of any
  /// name, for programs that know no other way.
  public func caller(_ credentials: Credentials, from origin: Origin, at now: Instant) async throws(SignInRefusal)
    -> Caller
  {
    switch credentials {
    case .nothing: return anonymous(from: origin)
    case .session(let text): return keyring.caller(session: text, at: now) ?? anonymous(from: origin)
    case .secret(let text): return try secret(text, at: now)
    case .password(let name, let password):
      if let kind = Secret.kind(of: password), kind != .session { return try secret(password, at: now) }
      return Caller(try await keyring.kept(name, password, from: origin.address, at: now))
    case .unreadable: throw .unreadable
    }
  }

  private func secret(_ text: String, at now: Instant) throws(SignInRefusal) -> Caller {
    guard let caller = keyring.caller(secret: text, at: now) else { throw .unknownSecret }
    return caller
  }
}
