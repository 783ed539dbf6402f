internal import HTTPTypes
public import Hummingbird
public import Keys

/// Finds out who asks, and lets nobody ask too often. What a caller may do is for the endpoint to say (``Endpoint/guarded(by:)``).
///
/// A caller says who it is by `Authorization: Bearer` with a key, `Authorization: Basic` with a name and a password (or any name and a key, for
/// programs that know no other way), or the page's session. Handlers ask `Caller.current`.
public struct Doorkeeper: RouterMiddleware {
  public typealias Context = BasicRequestContext

  /// The keyring the present request is looked up in.
  @TaskLocal static var keyring: Keyring?

  /// Says whether the present caller may still hear answers that go on: its session or key has not ended.
  public static var stillGood: @Sendable () -> Bool {
    let (caller, keyring) = (Caller.current, keyring)
    return { keyring?.isStillGood(caller, at: Keyring.now()) ?? true }
  }

  /// Whom it lets in.
  public let policy: EntryPolicy

  /// A doorkeeper by a policy.
  public init(_ policy: EntryPolicy) { self.policy = policy }

  public func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let origin = Origin(of: request)
    let now = Keyring.now()
    let caller: Caller
    do { caller = try await policy.caller(Credentials(of: request), from: origin, at: now) } catch {
      try count(policy.anonymous(from: origin), at: origin)
      throw Problem(error, challenging: !request.isOfBrowser)
    }
    try count(caller, at: origin)
    var response = try await Caller.$current.withValue(caller) {
      try await Self.$keyring.withValue(policy.keyring) { try await next(request, context) }
    }
    if let kept = response.headers[.cacheControl], kept.hasPrefix("public"), !policy.keyring.isPublic {
      // What needs credentials may lie in the caller's own cache, not in one that others share.
      response.headers[.cacheControl] = "private" + kept.dropFirst("public".count)
    }
    return response
  }

  private func count(_ caller: Caller, at origin: Origin) throws {
    guard let wait = policy.keyring.wait(for: caller, at: origin, now: Keyring.now()) else { return }
    throw Problem(
      .tooManyRequests,
      "Too many requests at once: ask again in \(wait < 1 ? "a second" : "\(Int(wait) + 1) seconds").",
      headers: [.retryAfter: "\(max(1, Int(wait.rounded(.up))))"])
  }
}

extension Problem {
  /// Why somebody is not let in. `challenging` asks for a name and a password in the way programs understand; a browser would open a
  /// window of its own for it, in front of the page's form.
  public init(_ refusal: SignInRefusal, challenging: Bool) {
    var headers: HTTPFields = [:]
    let status: HTTPResponse.Status
    switch refusal {
    case .wrong, .unknownSecret, .unreadable:
      status = .unauthorized
      if challenging { headers[.wwwAuthenticate] = Self.challenge }
    case .wait(let seconds):
      status = .tooManyRequests
      headers[.retryAfter] = "\(seconds)"
    case .busy:
      status = .serviceUnavailable
      headers[.retryAfter] = "5"
    case .file: status = .serviceUnavailable
    }
    self.init(status, refusal.description, headers: headers)
  }

  /// Why something about accounts and keys could not be done.
  public init(_ error: KeyringError) {
    switch error {
    case .refused(let sentence): self.init(unprocessable: sentence)
    case .missing(let sentence): self.init(.notFound, sentence)
    case .file(let sentence): self.init(.serviceUnavailable, sentence)
    }
  }

  static let challenge = "Basic realm=\"Kembar\", charset=\"UTF-8\""
}
