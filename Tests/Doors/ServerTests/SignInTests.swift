import Foundation
import HTTPTypes
import Hummingbird
import Keys
import Modelling
import Server
import Serving
import Testing

@Suite("Signing in, and the log of changes") struct SignInTests {
  private static let password = "correct horse battery"

  private static func town() async throws -> Desk {
    let desk = try Desk()
    try await desk.server.keyring.addAccount("Siti", role: .administrator, password: password, at: Keyring.now())
    return desk
  }

  private static func signIn(
    _ desk: Desk, _ name: String = "Siti", _ password: String = Self.password, headers: HTTPFields = [:],
    from address: String = "192.0.2.7"
  ) async throws -> Desk.Answer {
    try await desk.ask(
      "/api/v1/session", .post, body: #"{"name": "\#(name)", "password": "\#(password)"}"#, headers: headers,
      from: address)
  }

  private static func cookie(_ answer: Desk.Answer) throws -> HTTPFields {
    [.cookie: String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" })]
  }

  @Test("gives the browser a session, tells who one is, and ends it") func session() async throws {
    let desk = try await Self.town()
    let before = try await desk.ask("/api/v1/session", from: "192.0.2.7")
    #expect(before.status == 200 && (before["scopes"] as? [String])?.isEmpty == true && before["name"] == nil)
    let answer = try await Self.signIn(desk)
    #expect(answer["name"] as? String == "Siti" && answer["role"] as? String == "administrator")
    let cookie = try Self.cookie(answer)
    let who = try await desk.ask("/api/v1/session", headers: cookie, from: "192.0.2.7")
    #expect(who["scopes"] as? [String] == ["read", "observe", "operate", "administer"])
    #expect(who.headers[.cacheControl] == "no-store")
    #expect(try await desk.ask("/api/v1/city", headers: cookie, from: "192.0.2.7").status == 200)
    let out = try await desk.ask("/api/v1/session", .delete, headers: cookie, from: "192.0.2.7")
    #expect(out.status == 204 && out.headers[.setCookie]?.contains("Max-Age=0") == true)
    #expect(try await desk.ask("/api/v1/city", headers: cookie, from: "192.0.2.7").status == 401)
  }

  @Test("says Secure behind a proxy with TLS, and the base path") func secure() async throws {
    let desk = try Desk(basePath: "/ipoh")
    try await desk.server.keyring.addAccount("Siti", role: .administrator, password: Self.password, at: Keyring.now())
    let https = HTTPFields([HTTPField(name: try #require(HTTPField.Name("X-Forwarded-Proto")), value: "https")])
    let answer = try await desk.ask(
      "/ipoh/api/v1/session", .post, body: #"{"name": "Siti", "password": "\#(Self.password)"}"#, headers: https)
    #expect(
      answer.headers[.setCookie]?.hasSuffix("Path=/ipoh; Max-Age=604800; HttpOnly; SameSite=Strict; Secure") == true)
  }

  @Test("asks programs for a name and a password, and lets browsers show the form") func challenge() async throws {
    let desk = try await Self.town()
    let program = try await desk.ask("/api/v1/city", headers: [.userAgent: "curl/8"], from: "192.0.2.7")
    #expect(program.status == 401 && program.headers[.wwwAuthenticate]?.hasPrefix("Basic realm=") == true)
    for agent in ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"] {
      let browser = try await desk.ask("/api/v1/city", headers: [.userAgent: agent], from: "192.0.2.7")
      #expect(browser.status == 401 && browser.headers[.wwwAuthenticate] == nil)
    }
    let map = try await desk.ask("/api/v1/city", headers: [.userAgent: "Mozilla/5.0 QGIS/34000"], from: "192.0.2.7")
    #expect(map.headers[.wwwAuthenticate] != nil)
    for wrong in ["Bearer kmb_nothing", "Basic !!!", "Digest x", "Basic " + Data("Siti:no".utf8).base64EncodedString()]
    {
      let answer = try await desk.ask("/api/v1/city", headers: [.authorization: wrong], from: "192.0.2.7")
      #expect(answer.status == 401 && (answer["detail"] as? String ?? "").count > 20, "\(wrong)")
    }
  }

  @Test("the page's own files need no one") func page() async throws {
    let desk = try await Self.town()
    // There is no page in this town: what is asked for is looked for all the same.
    #expect(try await desk.ask("/", from: "192.0.2.7").status == 503)
    #expect(try await desk.ask("/main.js", from: "192.0.2.7").status == 404)
  }

  @Test("guesses are slowed down, with the seconds to wait, and the right one in between is not taken")
  func bruteForce()
    async throws
  {
    let desk = try await Self.town()
    var statuses: [Int] = []
    for guess in 0..<12 { statuses.append(try await Self.signIn(desk, "Siti", "guess \(guess)").status) }
    #expect(statuses.prefix(5).allSatisfy { $0 == 401 } && statuses.suffix(6).allSatisfy { $0 == 429 })
    let right = try await Self.signIn(desk)
    #expect(right.status == 429 && right.headers[.retryAfter] != nil)
    #expect(try await Self.signIn(desk, from: "198.51.100.20").status == 200)
    let unknown = try await Self.signIn(desk, "Nobody", "guess guess", from: "203.0.113.1")
    let wrong = try await Self.signIn(desk, "Siti", "guess guess", from: "203.0.113.2")
    #expect(unknown.status == 401 && unknown.bytes == wrong.bytes)
  }

  @Test("a page elsewhere can use nobody's session") func forgery() async throws {
    let desk = try await Self.town()
    var fields = try Self.cookie(try await Self.signIn(desk))
    let body = #"{"on": true}"#
    for origin in ["http://evil.example", "http://localhost:9999", "null"] {
      fields[.origin] = origin
      let answer = try await desk.ask("/api/v1/public-view", .put, body: body, headers: fields, from: "192.0.2.7")
      #expect(answer.status == 403, "\(origin)")
      #expect(try await Self.signIn(desk, headers: [.origin: origin]).status == 403)
    }
    fields[.origin] = nil
    for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
      let answer = try await desk.ask(
        "/api/v1/public-view", .put, body: body, type: type, headers: fields, from: "192.0.2.7")
      #expect(answer.status == 415, "\(type)")
    }
    #expect(!desk.server.keyring.isPublic)
    fields[.origin] = "http://localhost:8080"
    #expect(
      try await desk.ask("/api/v1/public-view", .put, body: body, headers: fields, from: "192.0.2.7").status == 200)
  }

  @Test("a key that asks too often hears when it may again, and no other caller does") func rate() async throws {
    let desk = try await Self.town()
    let keyring = desk.server.keyring
    let slow = try await keyring.addKey(NewKey("slow", scopes: .read, perSecond: 0.4), at: Keyring.now()).secret.text
    let other = try await keyring.addKey(NewKey("other", scopes: .read), at: Keyring.now()).secret.text
    func status(_ key: String) async throws -> (Int, String?) {
      let answer = try await desk.ask(
        "/api/v1/scenarios", headers: [.authorization: "Bearer \(key)"], from: "192.0.2.7")
      return (answer.status, answer.headers[.retryAfter])
    }
    #expect(try await status(slow).0 == 200)
    #expect(try await status(slow).0 == 200)
    let third = try await status(slow)
    #expect(third.0 == 429 && (1...3).contains(third.1.flatMap { Int($0) } ?? 0))
    #expect(try await status(other).0 == 200)
    #expect(try await status(slow).0 == 429)
  }

  @Test("every write by a person is written down, how it ended too; reading and measuring are not") func audit()
    async throws
  {
    let desk = try await Self.town()
    let cookie = try Self.cookie(try await Self.signIn(desk))
    let keyring = desk.server.keyring
    let key = try await keyring.addKey(NewKey("bot", scopes: .operate), at: Keyring.now()).secret.text
    let text = "scenario: x\nchanges: []\n"
    func put(_ name: String, _ text: String, _ headers: HTTPFields) async throws -> Int {
      try await desk.ask(
        "/api/v1/scenarios/\(name)", .put, body: text, type: "application/yaml", headers: headers, from: "192.0.2.7"
      ).status
    }
    #expect(try await put("a", text, cookie) == 201)
    #expect(try await put("b", "scenario: [", cookie) == 422)
    #expect(try await put("c", text, [.authorization: "Bearer \(key)"]) == 201)
    #expect(try await desk.ask("/api/v1/scenarios", headers: cookie, from: "192.0.2.7").status == 200)
    #expect(try await desk.ask("/api/v1/scenarios/a", .delete, headers: cookie, from: "192.0.2.7").status == 204)
    let log = try await desk.ask("/api/v1/audit?limit=3", headers: cookie, from: "192.0.2.7")
    let rows = try #require(log["items"] as? [[String: Any]])
    #expect(log["total"] as? Int == 4)
    #expect(rows.map { $0["method"] as? String } == ["DELETE", "PUT", "PUT"])
    #expect(rows.map { $0["status"] as? Int } == [204, 422, 201])
    #expect(rows.allSatisfy { $0["who"] as? String == "Siti" && $0["means"] as? String == "session" })
    #expect(rows.last?["path"] as? String == "/api/v1/scenarios/a")
    #expect((rows.last?["summary"] as? String)?.isEmpty == false)
    let first = try await desk.ask("/api/v1/audit?offset=3", headers: cookie, from: "192.0.2.7")
    #expect((first["items"] as? [[String: Any]])?.map { $0["summary"] as? String } == ["Sign in."])
    #expect(!log.text.contains(Self.password))
  }

  @Test("accounts and keys are made, changed and taken away by administrators; a secret is told once") func administer()
    async throws
  {
    let desk = try await Self.town()
    let cookie = try Self.cookie(try await Self.signIn(desk))
    func ask(_ path: String, _ method: HTTPRequest.Method = .get, _ body: String = "", _ fields: HTTPFields? = nil)
      async throws -> Desk.Answer
    {
      try await desk.ask("/api/v1/\(path)", method, body: body, headers: fields ?? cookie, from: "192.0.2.7")
    }
    let made = try await ask("accounts", .post, #"{"name": "Ali", "role": "viewer", "password": "rambutan durian"}"#)
    let id = try #require(made["id"] as? Int)
    #expect(made.status == 201 && !made.text.contains("rambutan") && made["role"] as? String == "viewer")
    for (body, status) in [
      (#"{"name": "ali", "role": "viewer", "password": "rambutan durian"}"#, 422),
      (#"{"name": "Mei", "role": "king", "password": "rambutan durian"}"#, 422),
      (#"{"name": "Mei", "role": "viewer", "password": "short"}"#, 422), ("{}", 422), ("[", 422),
    ] {
      #expect(try await ask("accounts", .post, body).status == status, "\(body)")
    }
    let ali = try Self.cookie(try await Self.signIn(desk, "Ali", "rambutan durian"))
    #expect(
      try await ask("session/password", .put, #"{"old": "wrong wrong", "new": "mangosteen tree"}"#, ali).status == 401)
    #expect(
      try await ask("session/password", .put, #"{"old": "rambutan durian", "new": "mangosteen tree"}"#, ali).status
        == 204)
    #expect(try await ask("city", .get, "", ali).status == 200)
    #expect(try await ask("accounts/\(id)", .patch, #"{"role": "operator"}"#).status == 200)
    #expect(try await ask("session", .get, "", ali)["role"] as? String == "operator")
    let siti = try #require(desk.server.keyring.account(named: "Siti")?.id)
    #expect(try await ask("accounts/\(siti)", .patch, #"{"role": "viewer"}"#).status == 422)
    #expect(try await ask("accounts/\(siti)", .delete).status == 422)
    #expect(try await ask("accounts/99", .delete).status == 404)
    #expect(try await ask("accounts/\(id)", .patch, #"{"isDisabled": true}"#)["isDisabled"] as? Bool == true)
    #expect(try await ask("city", .get, "", ali).status == 401)
    #expect(try await ask("accounts/\(id)", .delete).status == 204)
    #expect((try await ask("accounts").json as? [Any])?.count == 1)

    let key = try await ask("keys", .post, #"{"name": "QGIS", "scopes": ["read"], "perSecond": 20}"#)
    let secret = try #require(key["secret"] as? String)
    #expect(key.status == 201 && key.headers[.cacheControl] == "no-store")
    #expect(try await ask("city", .get, "", [.authorization: "Bearer \(secret)"]).status == 200)
    let token = try await ask("keys", .post, #"{"name": "pump", "thing": 3}"#)
    #expect(token["thing"] as? Int == 3 && (token["secret"] as? String)?.hasPrefix("kmd_") == true)
    for body in [
      #"{"name": "x"}"#, #"{"name": "x", "thing": 3, "scopes": ["read"]}"#, #"{"name": "x", "scopes": ["all"]}"#,
      #"{"name": "x", "topics": "v1.1/x"}"#, #"{"name": "x", "scopes": ["read"], "expires": 5}"#,
    ] {
      #expect(try await ask("keys", .post, body).status == 422, "\(body)")
    }
    let list = try await ask("keys")
    #expect((list.json as? [Any])?.count == 2 && !list.text.contains(secret))
    #expect(try await ask("keys/\(try #require(key["id"] as? Int))", .delete).status == 204)
    #expect(try await ask("city", .get, "", [.authorization: "Bearer \(secret)"]).status == 401)
    #expect(try await ask("keys/99", .delete).status == 404)
  }

  @Test("what needs someone lies in no cache that others share") func caches() async throws {
    let desk = try await Self.town()
    let cookie = try Self.cookie(try await Self.signIn(desk))
    let path = "/tiles/all/\(desk.digest)/1/0/0.mvt"
    #expect(try await desk.ask(path, from: "192.0.2.7").status == 401)
    let own = try await desk.ask(path, headers: cookie, from: "192.0.2.7")
    #expect(own.headers[.cacheControl]?.hasPrefix("private") == true, "\(own.headers)")
    try await desk.server.keyring.setPublic(true)
    #expect(try await desk.ask(path, from: "192.0.2.7").headers[.cacheControl]?.hasPrefix("public") == true)
  }
}
