// AccountRoutes: signing in, accounts, keys, the public view and the log of changes, over HTTP.
//
// Its words are those of Keyring. A secret — a new key, a new session — is answered once; no other answer holds one.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Keys
public import Serving

/// Signing in and out, and who one is.
public struct SessionRoutes: Routes {
  public let name = "session"
  private let policy: EntryPolicy
  private let basePath: String

  /// Routes over a policy, below a base path.
  public init(_ policy: EntryPolicy, basePath: String) {
    self.policy = policy
    self.basePath = basePath
  }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/session", operation: "getSession", summary: "Who the caller is, and what it may do.",
        answers: [
          Answer(200, "name, role, scopes, means; isOpen: nobody needs to sign in at this machine; publicView.")
        ], needs: .nothing, handle: { request, _ in document(of: Caller.current, request) }),
      Endpoint(
        .post, "/api/v1/session", operation: "signIn", summary: "Sign in with a name and a password.",
        body: Endpoint.Body(["application/json"], "name and password."),
        answers: [
          Answer(200, "Who the caller is now; the session is in a cookie."),
          .problem(401, "The name or the password is wrong."), .problem(429, "Too many attempts; see Retry-After."),
        ], needs: .nothing, handle: { request, _ in try await signIn(request) }),
      Endpoint(
        .delete, "/api/v1/session", operation: "signOut", summary: "Sign out.",
        answers: [Answer(204, "The session has ended.", type: "")], needs: .nothing,
        handle: { request, _ in try await signOut(request) }),
      Endpoint(
        .put, "/api/v1/session/password", operation: "changePassword",
        summary: "Change the password of one's own account; its other sessions end.",
        body: Endpoint.Body(["application/json"], "old and new."),
        answers: [
          Answer(204, "It is changed.", type: ""), .problem(401, "The old password is wrong."),
          .problem(422, "The new one is too easy."),
        ], needs: .scopes(.read), handle: { request, _ in try await changePassword(request) }),
    ]
  }

  private struct Names: Decodable { let name, password: String }
  private struct Passwords: Decodable { let old, new: String }

  private func signIn(_ request: Request) async throws -> Response {
    let names = try await request.decoded(Names.self, "{\"name\": \"…\", \"password\": \"…\"}")
    let origin = Origin(of: request)
    let now = Keyring.now()
    let signedIn: (account: Account, session: Secret)
    do {
      signedIn = try await policy.keyring.signIn(names.name, names.password, from: origin.address, at: now)
    } catch { throw Problem(error, challenging: false) }
    if let old = request.session { try? await policy.keyring.signOut(session: old) }
    guard let caller = policy.keyring.caller(session: signedIn.session.text, at: now) else {
      throw Problem(.unauthorized, "The account was taken away just now.")
    }
    if let change = try? await policy.keyring.log(
      "POST", request.uri.path, by: caller, summary: "Sign in.", at: now)
    {
      try? await policy.keyring.end(change, status: 200)
    }
    var response = document(of: caller, request)
    response.setSession(signedIn.session, for: request, basePath: basePath)
    return response
  }

  private func signOut(_ request: Request) async throws -> Response {
    if let session = request.session {
      do { try await policy.keyring.signOut(session: session) } catch { throw Problem(error) }
    }
    var response = Response(status: .noContent)
    response.setSession(nil, for: request, basePath: basePath)
    return response
  }

  private func changePassword(_ request: Request) async throws -> Response {
    let caller = Caller.current
    guard case .account(let id) = caller.identity, let account = policy.keyring.account(id) else {
      throw Problem(.forbidden, "Only an account has a password to change; a key can be revoked and made anew.")
    }
    let passwords = try await request.decoded(Passwords.self, "{\"old\": \"…\", \"new\": \"…\"}")
    do {
      _ = try await policy.keyring.account(
        account.name, passwords.old, from: Origin(of: request).address, at: Keyring.now())
    } catch { throw Problem(error, challenging: false) }
    let change: Int64
    do {
      change = try await policy.keyring.log(
        "PUT", request.uri.path, by: caller, summary: "Change one's own password.", at: Keyring.now())
    } catch { throw Problem(error) }
    do { try await policy.keyring.setPassword(of: id, to: passwords.new, by: caller) } catch {
      let problem = Problem(error)
      try? await policy.keyring.end(change, status: problem.status.code)
      throw problem
    }
    try? await policy.keyring.end(change, status: 204)
    return Response(status: .noContent)
  }

  private func document(of caller: Caller, _ request: Request) -> Response {
    var fields: [JSON.Field] = []
    if case .account(let id) = caller.identity, let account = policy.keyring.account(id) {
      fields += [
        JSON.Field("account", .integer(Int(id))), JSON.Field("name", .text(account.name)),
        JSON.Field("role", .text(account.role.rawValue)),
      ]
    } else if caller.identity != .anyone {
      fields.append(JSON.Field("name", .text(caller.name)))
    }
    fields += [
      JSON.Field("means", .text(caller.means.rawValue)),
      JSON.Field("scopes", .list(caller.scopes.list.map(JSON.text))),
      JSON.Field("isOpen", .flag(caller.identity == .thisMachine)),
      JSON.Field("publicView", .flag(policy.keyring.isPublic)),
      JSON.Field("hasAccounts", .flag(policy.keyring.hasAccounts)),
    ]
    var response = Response(JSON.object(fields))
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

extension Request {
  /// A small body in JSON; a problem that shows its form where it is something else.
  func decoded<Value: Decodable>(_ type: Value.Type, _ form: String) async throws -> Value {
    let data = try await bytes(upTo: 16_384, orElse: "The body is longer than 16 kB: send \(form).")
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw Problem(unprocessable: "The body cannot be read: send \(form).")
    }
  }
}
