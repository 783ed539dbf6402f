internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Keys
internal import Modelling
public import Serving

/// Accounts, the public view and the log of changes, for administrators.
public struct AccountEndpoints: Routes {
  public let name = "accounts"
  private let keyring: Keyring

  /// Routes over a keyring.
  public init(_ keyring: Keyring) { self.keyring = keyring }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    let id = Endpoint.Input.path("id", "The account's number.", schema: ["type": "integer"])
    let problems: [Answer] = [
      .problem(403, "The caller is no administrator."), .problem(422, "What cannot be done, in a sentence."),
    ]
    return [
      Endpoint(
        .get, "/api/v1/accounts", operation: "listAccounts", summary: "All accounts, by name.",
        answers: [Answer(200, "The accounts.")] + problems.prefix(1), needs: .scopes(.administer),
        handle: { _, _ in Self.unkept(.list(keyring.accounts().map(\.document))) }),
      Endpoint(
        .post, "/api/v1/accounts", operation: "addAccount",
        summary: "Make an account; the first must be an administrator's.",
        body: Endpoint.Body(["application/json"], "name, role (viewer, operator, administrator) and password."),
        answers: [Answer(201, "The account.")] + problems, needs: .scopes(.administer),
        handle: { request, _ in try await add(request) }),
      Endpoint(
        .patch, "/api/v1/accounts/{id}", operation: "changeAccount",
        summary: "Give an account another role or password, or disable it; its sessions end.", inputs: [id],
        body: Endpoint.Body(["application/json"], "role, password, isDisabled: what changes."),
        answers: [Answer(200, "The account as it is now."), .problem(404, "There is no such account.")] + problems,
        needs: .scopes(.administer), handle: { request, context in try await change(request, context) }),
      Endpoint(
        .delete, "/api/v1/accounts/{id}", operation: "removeAccount", summary: "Remove an account.", inputs: [id],
        answers: [Answer(204, "It is gone.", type: ""), .problem(404, "There is no such account.")] + problems,
        needs: .scopes(.administer), handle: { _, context in try await remove(context) }),
      Endpoint(
        .get, "/api/v1/public-view", operation: "getPublicView", summary: "Whether everyone may read.",
        answers: [Answer(200, "on: true or false.")], needs: .nothing,
        handle: { _, _ in Self.unkept(["on": .flag(keyring.isPublic)]) }),
      Endpoint(
        .put, "/api/v1/public-view", operation: "setPublicView",
        summary: "Let everyone read without signing in, or no more.",
        body: Endpoint.Body(["application/json"], "on: true or false."),
        answers: [Answer(200, "on, as it is now.")] + problems, needs: .scopes(.administer),
        handle: { request, _ in try await setPublic(request) }),
      Endpoint(
        .get, "/api/v1/audit", operation: "listChanges",
        summary: "Who changed what, the newest first; kept for 400 days.",
        inputs: Page.inputs() + [.query("who", "Only what one name did.")],
        answers: [Answer(200, "The part: total, offset, items with time, who, means, method, path, status, summary.")]
          + problems.prefix(1), needs: .scopes(.administer),
        handle: { request, _ in try await changes(request) }),
    ]
  }

  private struct New: Decodable { let name, role, password: String }
  private struct Changes: Decodable {
    let role, password: String?
    let isDisabled: Bool?
  }
  private struct Switch: Decodable { let on: Bool }

  private func add(_ request: Request) async throws -> Response {
    let new = try await request.decoded(New.self, #"{"name": "…", "role": "operator", "password": "…"}"#)
    do {
      let role = try Role(word: new.role)
      let account = try await keyring.addAccount(new.name, role: role, password: new.password, at: Keyring.now())
      return Self.unkept(account.document, status: .created)
    } catch { throw Problem(error) }
  }

  private func number(_ context: BasicRequestContext) throws -> Int64 {
    let text = try context.parameters.require("id")
    guard let id = Int64(text), keyring.account(id) != nil else {
      throw Problem(.notFound, "There is no account with the number \(text.prefix(20)).")
    }
    return id
  }

  private func change(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try number(context)
    let changes = try await request.decoded(Changes.self, #"{"role": "viewer", "isDisabled": false}"#)
    if Caller.current.identity == .account(id), changes.role != nil || changes.isDisabled == true {
      throw Problem(unprocessable: "Nobody changes the role of their own account: another administrator can.")
    }
    do {
      // What is to be refused is refused before anything is changed.
      let role = try changes.role.map { try Role(word: $0) }
      if let password = changes.password { try await keyring.setPassword(of: id, to: password, by: Caller.current) }
      if let role { try await keyring.setRole(of: id, to: role) }
      if let isDisabled = changes.isDisabled { try await keyring.setDisabled(isDisabled, of: id) }
    } catch let error as KeyringError { throw Problem(error) }
    guard let account = keyring.account(id) else { throw Problem(.notFound, "The account is gone.") }
    return Self.unkept(account.document)
  }

  private func remove(_ context: BasicRequestContext) async throws -> Response {
    let id = try number(context)
    guard Caller.current.identity != .account(id) else {
      throw Problem(unprocessable: "Nobody removes their own account: another administrator can, or the command.")
    }
    do { try await keyring.removeAccount(id) } catch { throw Problem(error) }
    return Response(status: .noContent)
  }

  private func setPublic(_ request: Request) async throws -> Response {
    let wanted = try await request.decoded(Switch.self, #"{"on": true}"#)
    do { try await keyring.setPublic(wanted.on) } catch { throw Problem(error) }
    return Self.unkept(["on": .flag(keyring.isPublic)])
  }

  private func changes(_ request: Request) async throws -> Response {
    let page = try Page(of: request)
    do {
      let (total, rows) = try await keyring.changes(
        offset: page.offset, limit: page.limit, who: request.uri.queryParameters.get("who"))
      return Self.unkept([
        "total": .integer(total), "offset": .integer(page.offset), "items": .list(rows.map(\.document)),
      ])
    } catch { throw Problem(error) }
  }

  /// An answer no cache keeps.
  static func unkept(_ document: JSON, status: HTTPResponse.Status = .ok) -> Response {
    var response = Response(document, status: status)
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

extension Account {
  var document: JSON {
    [
      "id": .integer(Int(id)), "name": .text(name), "role": .text(role.rawValue),
      "created": .integer(Int(created.milliseconds)),
      "lastSignIn": lastSignIn.map { .integer(Int($0.milliseconds)) } ?? .null, "isDisabled": .flag(isDisabled),
    ]
  }
}

extension LoggedChange {
  var document: JSON {
    [
      "id": .integer(Int(id)), "time": .integer(Int(time.milliseconds)), "who": .text(who), "means": .text(means),
      "method": .text(method), "path": .text(path), "status": status.map(JSON.integer) ?? .null,
      "summary": .text(summary),
    ]
  }
}
