import Foundation
import HTTPTypes
import Hummingbird
import Keys
import Server
import Serving
import Testing

/// A served town with accounts and keys of every kind.
private struct Town {
  static let password = "correct horse battery"
  let desk: Desk
  /// Headers by which each kind of caller says who it is.
  var callers: [String: HTTPFields] = [:]

  init() async throws {
    desk = try Desk()
    let keyring = desk.server.keyring
    let now = Keyring.now()
    for role in [Role.administrator, .operator, .viewer] {
      try await keyring.addAccount(role.rawValue, role: role, password: Self.password, at: now)
      callers[role.rawValue] = try await session(role.rawValue)
    }
    let basic = Data("administrator:\(Self.password)".utf8).base64EncodedString()
    callers["basic"] = [.authorization: "Basic \(basic)"]
    for scopes in [Scopes.read, .observe, .operate, .administer] {
      let secret = try await keyring.addKey(NewKey("\(scopes)", scopes: scopes), at: now).secret
      callers["key \(scopes)"] = [.authorization: "Bearer \(secret.text)"]
    }
    let asPassword = try await keyring.addKey(NewKey("q", scopes: .read), at: now).secret.text
    callers["key as password"] = [
      .authorization: "Basic \(Data("qgis:\(asPassword)".utf8).base64EncodedString())"
    ]
    let token = try await keyring.addKey(NewKey("pump", for: .thing(1)), at: now).secret
    callers["device"] = [.authorization: "Bearer \(token.text)"]
    callers["nobody"] = [:]
  }

  func session(_ name: String) async throws -> HTTPFields {
    let answer = try await desk.ask(
      "/api/v1/session", .post, body: #"{"name": "\#(name)", "password": "\#(Self.password)"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    let cookie = try #require(answer.headers[.setCookie])
    #expect(cookie.contains("; HttpOnly; SameSite=Strict") && cookie.contains("Path=/;") && !cookie.contains("Secure"))
    return [.cookie: String(cookie.prefix { $0 != ";" })]
  }

  func ask(
    _ who: String, _ path: String, _ method: HTTPRequest.Method = .get, body: String = ""
  ) async throws -> Desk.Answer {
    try await desk.ask(path, method, body: body, headers: try #require(callers[who]), from: "192.0.2.7")
  }
}

@Suite("Who may do what") struct AccessTests {
  /// What each kind of caller may do.
  private static let scopes: [String: Scopes] = [
    "administrator": .all, "operator": [.read, .observe, .operate], "viewer": .read, "basic": .all, "key read": .read,
    "key observe": .observe, "key operate": [.read, .observe, .operate], "key administer": .all,
    "key as password": .read, "device": .observe, "nobody": [],
  ]

  @Test("is held at every endpoint for every kind of caller") func matrix() async throws {
    let town = try await Town()
    var asked = 0
    // Numbers that nothing has, so that nobody is taken away in between.
    for endpoint in town.desk.server.endpoints where endpoint.operation != "signOut" {
      var path = endpoint.path.replacing("{key}", with: "Things")
      while let start = path.firstIndex(of: "{"), let end = path.firstIndex(of: "}") {
        path.replaceSubrange(start...end, with: "999")
      }
      for (who, scopes) in Self.scopes {
        let response = try await town.desk.respond(
          path, endpoint.method, body: endpoint.method == .get || endpoint.method == .delete ? "" : "{}",
          headers: try #require(town.callers[who]), from: "192.0.2.7")
        let status = response.status.code
        asked += 1
        let asking = "\(who): \(endpoint.method) \(path) \(status)"
        guard let needs = endpoint.needs, !scopes.isSuperset(of: needs) else {
          // Keys have no password of their own; who may only observe makes no things.
          let isRefusedLater =
            endpoint.operation == "changePassword" && !["administrator", "operator", "viewer", "basic"].contains(who)
            || endpoint.operation == "createSensorThings" && !scopes.contains(.operate)
          #expect(status != 401 || endpoint.operation == "signIn", "\(asking)")
          #expect((status == 403) == isRefusedLater, "\(asking)")
          continue
        }
        #expect(status == (who == "nobody" ? 401 : 403), "\(asking)")
        #expect((response.headers[.wwwAuthenticate] != nil) == (who == "nobody"), "\(asking)")
      }
    }
    #expect(asked > 400)
  }

  @Test("is said by every endpoint: what is no reading and needs less than operating is known by name") func stated()
    throws
  {
    let endpoints = try Desk().server.endpoints
    func names(_ which: (Endpoint) -> Bool) -> Set<String> { Set(endpoints.filter(which).map(\.operation)) }
    #expect(
      names { $0.method != .get && $0.needs.map { !$0.contains(.operate) && !$0.contains(.administer) } ?? true }
        == ["signIn", "signOut", "changePassword", "getTravelTimes", "estimateScenario", "createSensorThings"])
    #expect(names { $0.needs == nil } == ["getSession", "signIn", "signOut", "getPublicView"])
    #expect(
      names { $0.needs == .administer } == [
        "listAccounts", "addAccount", "changeAccount", "removeAccount", "setPublicView", "listChanges", "listKeys",
        "addKey", "revokeKey",
      ])
  }

  @Test("at this machine is all until there is an account, and nothing from elsewhere or through a proxy") func open()
    async throws
  {
    let desk = try Desk()
    func status(_ headers: HTTPFields = [:], from address: String?) async throws -> Int {
      try await desk.ask("/api/v1/scenarios", headers: headers, from: address).status
    }
    #expect(try await status(from: "127.0.0.1") == 200)
    #expect(try await status(from: "::1") == 200)
    #expect(try await status(from: "192.0.2.7") == 401)
    #expect(try await status(from: nil) == 401)
    for name in ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"] {
      let field = HTTPField(name: try #require(HTTPField.Name(name)), value: "127.0.0.1")
      #expect(try await status(HTTPFields([field]), from: "127.0.0.1") == 401, "\(name)")
      #expect(try await status(HTTPFields([field]), from: "192.0.2.7") == 401, "\(name)")
    }
    #expect(try await desk.ask("/api/v1/session")["isOpen"] as? Bool == true)
    let first = try await desk.ask(
      "/api/v1/accounts", .post, body: #"{"name": "Ali", "role": "viewer", "password": "some long words"}"#)
    #expect(first.status == 422, "the first account is an administrator's")
    let made = try await desk.ask(
      "/api/v1/accounts", .post, body: #"{"name": "Siti", "role": "administrator", "password": "some long words"}"#)
    #expect(made.status == 201, "\(made.text)")
    #expect(try await status(from: "127.0.0.1") == 401)
    #expect(try await desk.ask("/api/v1/session")["isOpen"] as? Bool == false)
    #expect(try await Desk(publicNames: ["ipoh.example"]).ask("/api/v1/scenarios").status == 401)
  }

  @Test("the public view is off until switched on, and reading alone") func publicView() async throws {
    let town = try await Town()
    #expect(try await town.ask("nobody", "/api/v1/city").status == 401)
    #expect(try await town.ask("operator", "/api/v1/public-view", .put, body: #"{"on": true}"#).status == 403)
    #expect(try await town.ask("administrator", "/api/v1/public-view", .put, body: #"{"on": true}"#).status == 200)
    #expect(try await town.ask("nobody", "/api/v1/city").status == 200)
    #expect(try await town.ask("nobody", "/v1.1/Things").status == 200)
    for (path, method) in [
      ("/api/v1/runs", .post), ("/v1.1/Things", .post), ("/v1.1/Datastreams(1)/Observations", .post),
      ("/api/v1/scenarios/a", .put),
    ] as [(String, HTTPRequest.Method)] {
      #expect(try await town.ask("nobody", path, method, body: "{}").status == 401, "\(path)")
    }
    for path in ["/api/v1/accounts", "/api/v1/keys", "/api/v1/audit"] {
      #expect(try await town.ask("nobody", path).status == 401)
    }
    try await town.desk.server.keyring.setPublic(false)
    #expect(try await town.ask("nobody", "/api/v1/city").status == 401)
  }

  @Test("a device's token opens its own streams and nothing of another thing") func device() async throws {
    let town = try await Town()
    func thing(_ name: String) -> String {
      """
      {"name": "\(name)", "description": "", "Locations": [{"name": "a", "description": "",
        "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [100.0, 3.9]}}],
       "Datastreams": [{"name": "Level", "description": "", "observationType":
       "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
       "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
       "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
       "ObservedProperty": {"name": "Water level", "definition": "x", "description": ""}}]}
      """
    }
    for name in ["own", "other"] {
      #expect(try await town.ask("operator", "/v1.1/Things", .post, body: thing(name)).status == 201)
    }
    // Made-up towns have things already: find the streams of the two.
    func stream(of name: String) async throws -> (thing: Int64, stream: Int64) {
      let answer = try await town.ask("viewer", "/v1.1/Things?$filter=name%20eq%20'\(name)'&$expand=Datastreams")
      let made = try #require((answer["value"] as? [[String: Any]])?.first)
      let streams = try #require(made["Datastreams"] as? [[String: Any]])
      let number = try #require(made["@iot.id"] as? Int)
      return (Int64(number), Int64(try #require(streams.first?["@iot.id"] as? Int)))
    }
    let own = try await stream(of: "own")
    let other = try await stream(of: "other")
    let keyring = town.desk.server.keyring
    let token = try await keyring.addKey(NewKey("own", for: .thing(own.thing)), at: Keyring.now()).secret
    let lamps = try await keyring.addKey(NewKey("lamps", for: .topics("lamps")), at: Keyring.now()).secret
    func send(_ path: String, _ body: String, _ secret: Secret) async throws -> Int {
      try await town.desk.ask(
        path, .post, body: body, headers: [.authorization: "Bearer \(secret.text)"], from: "192.0.2.7"
      ).status
    }
    let link = #""Datastream": {"@iot.id": \#(own.stream)}"#
    let foreign = #""Datastream": {"@iot.id": \#(other.stream)}"#
    for (path, body) in [
      ("/v1.1/Datastreams(\(own.stream))/Observations", #"{"result": 1}"#),
      ("/v1.1/Observations", #"{"result": 1, \#(link)}"#),
      (
        "/v1.1/CreateObservations",
        #"[{\#(link), "components": ["result"], "dataArray@iot.count": 1, "dataArray": [[3]]}]"#
      ),
    ] {
      #expect(try await send(path, body, token) == 201, "\(path)")
      #expect(try await send(path, body, lamps) == 403, "\(path)")
    }
    for (path, body) in [
      ("/v1.1/Datastreams(\(other.stream))/Observations", #"{"result": 1}"#),
      ("/v1.1/Datastreams(\(own.stream))/Observations", #"{"result": 1, \#(foreign)}"#),
      ("/v1.1/Datastreams(\(own.stream))/Observations?x=/Observations", #"{"result": 1, \#(foreign)}"#),
      ("/v1.1/Observations", #"{"result": 1, \#(foreign)}"#),
      ("/v1.1/Observations", #"{"result": 1}"#),
      ("/v1.1/Observations", #"{"result": 1, \#(link), \#(foreign)}"#),
      ("/v1.1/Observations", #"{"result": 1, "Datastream": {"name": "new"}}"#),
      ("/v1.1/Observations", #"{"result": 1, \#(link), "FeatureOfInterest": {"name": "new"}}"#),
      (
        "/v1.1/CreateObservations",
        #"[{\#(link), "components": ["result"], "dataArray": [[3]]}, {\#(foreign), "components": ["result"], "dataArray": [[3]]}]"#
      ),
      ("/v1.1/Things(\(other.thing))/Datastreams(\(other.stream))/Observations", #"{"result": 1}"#),
      ("/v1.1/Things(\(own.thing))/Datastreams", "{}"), ("/v1.1/Things", thing("third")),
      ("/v1.1/$batch", #"{"requests": [{"id": "1", "method": "delete", "url": "Things(1)"}]}"#),
      ("/v1.1/Datastreams(\(own.stream))/Observations", "[]"), ("/v1.1/Observations", "{"),
    ] {
      #expect(try await send(path, body, token) == 403, "\(path) \(body)")
    }
    let counts = try await town.ask("viewer", "/v1.1/Datastreams(\(other.stream))/Observations?$count=true")
    #expect(counts["@iot.count"] as? Int == 0)
  }
}
