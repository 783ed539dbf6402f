// Keys: who may do what — accounts of people, keys of programs, tokens of devices, and the log of who changed what. It knows
// nothing of HTTP or MQTT; doors ask it.
//
// Its words: a *scope* is a kind of thing one may do; a *role* is the scopes of a person. An *account* is a person's name, role and password; signing in
// opens a *session*. A *key* is a program's secret, a *token* a device's, which is bound to one Thing or to the topics below one. A *caller* is whoever asks, with the scopes found
// for what it gave as *credentials*. The *public view* lets everyone read; it is off until an administrator switches it on.
//
// Secrets of 256 random bits are kept as SHA-256, passwords as scrypt. All of it lies in `private/desk.sqlite` and a copy in memory, which is
// what requests are looked up in; what another process changes is seen within two seconds.

internal import Crypto
internal import Foundation
public import Modelling

/// The accounts, keys and settings of a city's server.
///
/// Sendable because every access to its variables holds `lock`.
public final class Keyring: @unchecked Sendable {
  /// How long rows of the log and revoked keys are kept, in milliseconds: 400 days, that a year can be compared with the one before.
  public static let memory: Int64 = 400 * 86_400_000
  /// How long a password that was right is not hashed again, in milliseconds; a client that sends it with each request would wait for each.
  static let remembering: Int64 = 600_000
  /// A session's last use is kept to so many milliseconds.
  static let grain: Int64 = 300_000

  /// A password that was right not long ago.
  struct Verified: Sendable {
    let account: Int64
    let hash: PasswordHash
    let until: Instant
  }

  let file: KeyringFile
  let cost: PasswordCost
  let threads = PasswordThreads()
  private let pepper = SymmetricKey(size: .bits256)
  private let lock = NSLock()
  private var directory: Directory
  private var brake = SignInBrake()
  private var limits = RateLimits()
  private var verified = Recent<SecretDigest, Verified>(most: 1000)
  private var attempts: [SecretDigest: Task<Result<KeptAccount, SignInRefusal>, Never>] = [:]
  /// When sessions and keys were used, where it is not written yet.
  private var sessionMarks: [SecretDigest: Instant] = [:]
  private var keyMarks: [Int64: Instant] = [:]
  /// The hour in which keys were used last.
  private var keyHours: [Int64: Int64] = [:]
  private var lastPurge: Instant?
  private var timer: (any DispatchSourceTimer)?

  /// The keyring in a city's private folder (made with mode 0700; the file with 0600).
  ///
  /// `cost` is what new passwords are hashed with; tests take a small one. Throws ``KeyringError`` when the folder or the file cannot be used.
  public init(folder: String, cost: PasswordCost = PasswordCost()) throws(KeyringError) {
    file = try KeyringFile(folder: folder)
    self.cost = cost
    directory = Directory()
    directory = try file.directory(after: -1) ?? Directory()
  }

  deinit { timer?.cancel() }

  /// Looks once a second for what other processes have changed, and clears away what is over, until the keyring goes.
  public func start() {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "keyring", qos: .utility))
    timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
    timer.setEventHandler { [weak self] in
      // A file that cannot be read for a moment is read at the next.
      try? self?.refresh(at: Self.now())
    }
    timer.resume()
    lock.withLock {
      self.timer?.cancel()
      self.timer = timer
    }
  }

  /// The moment.
  public static func now() -> Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded())) }

  /// Takes up what other processes have changed, writes when sessions and keys were used, and once an hour clears away what is over.
  public func refresh(at now: Instant) throws(KeyringError) {
    let (change, sessions, keys, isDue) = lock.withLock {
      defer {
        sessionMarks = [:]
        keyMarks = [:]
      }
      let isDue = lastPurge.map { now.milliseconds - $0.milliseconds >= 3_600_000 } ?? true
      if isDue { lastPurge = now }
      return (directory.change, sessionMarks, keyMarks, isDue)
    }
    if !sessions.isEmpty || !keys.isEmpty { try file.mark(sessions: sessions, keys: keys) }
    if isDue { try file.purge(at: now, logBefore: Instant(milliseconds: now.milliseconds - Self.memory)) }
    if let newer = try file.directory(after: change) { install(newer) }
  }

  /// Takes up what is in the file now; what was read earlier and comes later changes nothing.
  func install(_ newer: Directory) {
    lock.withLock {
      guard newer.change > directory.change else { return }
      var newer = newer
      for (digest, used) in sessionMarks { newer.sessions[digest]?.used = used }
      directory = newer
    }
  }

  /// What is known now.
  var known: Directory { lock.withLock { directory } }

  // MARK: Looking up

  /// Whether anybody has an account, disabled ones included.
  public var hasAccounts: Bool { lock.withLock { !directory.accounts.isEmpty } }

  /// Whether everyone may read.
  public var isPublic: Bool { lock.withLock { directory.isPublic } }

  /// Whom a key or token belongs to; nothing where it opens nothing now. About 2 µs.
  public func caller(secret: String, at now: Instant) -> Caller? {
    guard let kind = Secret.kind(of: secret), kind != .session else { return nil }
    let digest = SecretDigest(of: secret)
    return lock.withLock {
      guard let key = directory.secrets[digest].flatMap({ directory.keys[$0] }), key.isGood(at: now) else { return nil }
      let hour = now.milliseconds / 3_600_000
      if keyHours[key.id] != hour {
        keyHours[key.id] = hour
        keyMarks[key.id] = Instant(milliseconds: hour * 3_600_000)
      }
      return Caller(key)
    }
  }

  /// Who is signed in by a session; nothing where it has ended or its account may not sign in. About 2 µs.
  public func caller(session: String, at now: Instant) -> Caller? {
    guard Secret.kind(of: session) == .session else { return nil }
    let digest = SecretDigest(of: session)
    return lock.withLock {
      guard let open = directory.sessions[digest], !open.isOver(at: now),
        let kept = directory.accounts[open.account], !kept.account.isDisabled
      else { return nil }
      if now.milliseconds - open.used.milliseconds >= Self.grain {
        directory.sessions[digest]?.used = now
        sessionMarks[digest] = now
      }
      return Caller(kept.account, in: digest)
    }
  }

  /// Whether a caller who was let in before still may do what it could then: for connections that stay open. O(1).
  public func isStillGood(_ caller: Caller, at now: Instant) -> Bool {
    lock.withLock {
      switch caller.identity {
      case .thisMachine: return directory.accounts.isEmpty
      case .anyone: return caller.scopes.isEmpty || directory.isPublic
      case .key(let number), .device(let number):
        return directory.keys[number]?.isGood(at: now) ?? false
      case .account(let number):
        guard let kept = directory.accounts[number], !kept.account.isDisabled,
          kept.account.role.scopes.isSuperset(of: caller.scopes)
        else { return false }
        if let password = caller.password, password != kept.password { return false }
        guard let session = caller.session else { return true }
        return directory.sessions[session].map { !$0.isOver(at: now) } ?? false
      }
    }
  }

  /// Counts a request; nothing where it may go on, otherwise the seconds until the next may. O(1).
  public func wait(for caller: Caller, at origin: Origin, now: Instant) -> Double? {
    guard let rate = caller.rate else { return nil }
    return lock.withLock { limits.take(caller.subject(at: origin.address), rate, at: now) }
  }

  // MARK: Passwords

  /// A name and a password from somewhere as a number nobody can turn back, also not with the memory of another process.
  func fingerprint(_ name: String, _ password: String, from address: String) -> SecretDigest {
    let text = "\(address) \(name.utf8.count) \(name) \(password)"
    return SecretDigest(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: pepper)))
  }

  /// The account of a name and a password that were right not long ago and still are.
  func remembered(_ fingerprint: SecretDigest, at now: Instant) -> KeptAccount? {
    lock.withLock {
      guard let found = verified[fingerprint], now < found.until, let kept = directory.accounts[found.account],
        !kept.account.isDisabled, kept.password == found.hash
      else { return nil }
      return kept
    }
  }

  /// The attempt that is under way for the same name and password, or the one that begins now.
  func joined(_ fingerprint: SecretDigest, _ begin: () -> Task<Result<KeptAccount, SignInRefusal>, Never>)
    -> Task<Result<KeptAccount, SignInRefusal>, Never>
  {
    lock.withLock {
      if let attempt = attempts[fingerprint] { return attempt }
      let attempt = begin()
      attempts[fingerprint] = attempt
      return attempt
    }
  }

  /// An attempt has ended; one that was right is remembered.
  func left(_ fingerprint: SecretDigest, remembering kept: KeptAccount?, at now: Instant) {
    lock.withLock {
      attempts[fingerprint] = nil
      guard let kept else { return }
      verified[fingerprint] = Verified(
        account: kept.account.id, hash: kept.password,
        until: Instant(milliseconds: now.milliseconds + Self.remembering))
    }
  }

  /// Uses the brake.
  func braking<Value>(_ body: (inout SignInBrake) -> Value) -> Value { lock.withLock { body(&brake) } }
}
