internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Keys
internal import Modelling
public import Serving

/// Keys of programs and tokens of devices, for administrators.
public struct KeyEndpoints: Routes {
  public let name = "keys"
  private let keyring: Keyring

  /// Routes over a keyring.
  public init(_ keyring: Keyring) { self.keyring = keyring }

  private typealias Answer = Endpoint.Answer

  public var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/api/v1/keys", operation: "listKeys", summary: "All keys and tokens, the newest first, without secrets.",
        answers: [Answer(200, "The keys."), .problem(403, "The caller is no administrator.")],
        needs: .scopes(.administer), handle: { _, _ in try await list() }),
      Endpoint(
        .post, "/api/v1/keys", operation: "addKey",
        summary: "Make a key for a program, or a token for a device; the secret is answered this once.",
        body: Endpoint.Body(
          ["application/json"],
          "name, and scopes (read, observe, operate, administer) for a program, or thing or topics for a device; expires (milliseconds since 1970) "
            + "and perSecond as you like."),
        answers: [Answer(201, "The key, with its secret."), .problem(422, "What cannot be done, in a sentence.")],
        needs: .scopes(.administer), handle: { request, _ in try await add(request) }),
      Endpoint(
        .delete, "/api/v1/keys/{id}", operation: "revokeKey", summary: "Revoke a key for ever.",
        inputs: [.path("id", "The key's number.", schema: ["type": "integer"])],
        answers: [Answer(204, "It opens nothing any more.", type: ""), .problem(404, "There is no such key.")],
        needs: .scopes(.administer), handle: { _, context in try await revoke(context) }),
    ]
  }

  private struct New: Decodable {
    let name: String
    let scopes: [String]?
    let thing: Int64?
    let topics: String?
    let expires: Int64?
    let perSecond: Double?
  }

  private func list() async throws -> Response {
    do { return AccountEndpoints.unkept(.list(try await keyring.keys().map { JSON.object($0.fields) })) } catch {
      throw Problem(error)
    }
  }

  private func add(_ request: Request) async throws -> Response {
    let wanted = try await request.decoded(New.self, #"{"name": "…", "scopes": ["read"]}"#)
    do {
      var new = NewKey(
        wanted.name, scopes: .observe, perSecond: wanted.perSecond,
        expires: wanted.expires.map { Instant(milliseconds: $0) })
      switch (wanted.thing, wanted.topics, wanted.scopes) {
      case (let thing?, nil, nil): new.binding = .thing(thing)
      case (nil, let topics?, nil): new.binding = try Binding(topicPrefix: topics)
      case (nil, nil, let scopes?): new.scopes = try Scopes(words: scopes.joined(separator: " "))
      default:
        throw KeyringError.refused("Give scopes for a program's key, or either thing or topics for a device's token.")
      }
      let (key, secret) = try await keyring.addKey(new, at: Keyring.now())
      return AccountEndpoints.unkept(
        .object(key.fields + [JSON.Field("secret", .text(secret.text))]), status: .created)
    } catch let error as KeyringError { throw Problem(error) }
  }

  private func revoke(_ context: BasicRequestContext) async throws -> Response {
    let text = try context.parameters.require("id")
    guard let id = Int64(text) else { throw Problem(.notFound, "There is no key with the number \(text.prefix(20)).") }
    do { try await keyring.revokeKey(id, at: Keyring.now()) } catch { throw Problem(error) }
    return Response(status: .noContent)
  }
}

extension AccessKey {
  var fields: [JSON.Field] {
    func moment(_ instant: Instant?) -> JSON { instant.map { .integer(Int($0.milliseconds)) } ?? .null }
    var fields = [
      JSON.Field("id", .integer(Int(id))), JSON.Field("name", .text(name)), JSON.Field("beginning", .text(beginning)),
      JSON.Field("scopes", .list(scopes.list.map(JSON.text))),
    ]
    switch binding {
    case .thing(let number): fields.append(JSON.Field("thing", .integer(Int(number))))
    case .topics(let prefix): fields.append(JSON.Field("topics", .text(prefix)))
    case nil: break
    }
    return fields + [
      JSON.Field("perSecond", perSecond.map(JSON.number) ?? .null), JSON.Field("created", moment(created)),
      JSON.Field("expires", moment(expires)), JSON.Field("lastUsed", moment(lastUsed)),
      JSON.Field("revoked", moment(revoked)),
    ]
  }
}
