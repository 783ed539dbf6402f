import CityFolder
import Foundation
import HTTPTypes
import Hummingbird
import Keys
import NIOCore
import Sandbox
import Server
import Serving
import Testing

@Suite("A server without a city yet")
struct NewCityTests {
  @Test("says so, takes files, and serves the city that is adopted without a restart")
  func firstCity() async throws {
    let desk = try EmptyDesk()
    #expect(try await desk.ask("/api/v1/city").status == 404)
    #expect(try await desk.ask("/api/v1/city")["isEmpty"] as? Bool == true)
    #expect(try await desk.ask("/api/v1/session").status == 200)
    let id = try #require(try await desk.ask("/api/v1/imports", .post, Data("{}".utf8))["id"] as? String)
    let sent = try await desk.ask(
      "/api/v1/imports/\(id)/files/..%2F..%2Ftown%20map.osm", .put, desk.map, type: "application/octet-stream")
    #expect(sent.status == 200)
    #expect(sent["name"] as? String == "town map.osm")
    #expect((sent["sha256"] as? String)?.count == 64)
    let wrong = try await desk.ask("/api/v1/imports/\(id)", .patch, Data("{\"peple\": 4}".utf8))
    #expect(wrong.status == 422)
    #expect(
      try await desk.ask("/api/v1/imports/\(id)", .patch, Data("{\"people\": 900, \"name\": \"Pekan\"}".utf8)).status
        == 200)
    #expect(try await desk.ask("/api/v1/imports/\(id)/work", .post, Data("{}".utf8)).status == 202)
    let events = try await desk.ask("/api/v1/imports/\(id)/work/events")
    #expect(events.text.contains("event: work") && events.text.contains("\"state\":\"done\""))
    #expect(try await desk.ask("/api/v1/imports/\(id)/adoption", .post, Data("{}".utf8)).status == 200)
    let city = try await desk.ask("/api/v1/city")
    #expect(city["name"] as? String == "Pekan")
    #expect((city["counts"] as? [String: Any])?["people"] as? Double == 900)
    #expect(try await desk.ask("/v1.1/Things").status == 200, "what is live is served now")
    #expect(try await desk.ask("/api/v1/catalogue").status == 200)
  }

  @Test(
    "when another city takes the place of one, accounts, scenarios and stories stay, and what is live goes by its clock"
  )
  func anotherCity() async throws {
    let desk = try EmptyDesk()
    try await desk.addAccounts()
    func ask(_ path: String, _ method: HTTPRequest.Method = .get, _ body: String = "") async throws -> Desk.Answer {
      try await desk.ask(path, method, Data(body.utf8), as: "Operator")
    }
    func things() async throws -> Int { (try await ask("/v1.1/Things")["value"] as? [Any])?.count ?? -1 }
    let thing = """
      {"name": "Gauge", "description": "", "Locations": [{"name": "Pier", "description": "", "encodingType":
         "application/geo+json", "location": {"type": "Point", "coordinates": [101.7, 3.1]}}], "Datastreams": [{"name": "Level", "description": "", "observationType":
         "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
         "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
         "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
         "ObservedProperty": {"name": "Level", "description": "", "definition": "level"},
         "Observations": [{"result": 1.5}]}]}
      """
    try await desk.adopt(desk.map, named: "Pekan", as: "Operator")
    #expect(try await ask("/api/v1/scenarios/One", .put, #"{"scenario": "One", "changes": []}"#).status == 201)
    #expect(try await ask("/api/v1/stories/One", .put, #"{"story": "One", "steps": []}"#).status == 201)
    let made = try await ask("/v1.1/Things", .post, thing)
    #expect(made.status == 201, "\(made.text)")
    let observations = desk.folder.appending(path: "observations")
    let aside = observations.appending(path: "set-aside-1/catalogue.sqlite").path

    // In Jakarta the day begins an hour later.
    try await desk.adopt(desk.map(latitude: -6.2, longitude: 106.8), named: "Kota", as: "Operator")
    #expect(try await ask("/api/v1/city")["name"] as? String == "Kota")
    #expect(try await things() == 0)
    #expect(FileManager.default.fileExists(atPath: aside))
    #expect(try await ask("/v1.1/Things", .post, thing).status == 201, "the new city's sensors are kept")
    for kept in ["scenarios", "stories"] { #expect(try await ask("/api/v1/\(kept)").text.contains("One"), "\(kept)") }
    #expect(try await desk.ask("/api/v1/imports", as: "Viewer").status == 403)

    try await desk.adopt(desk.map(latitude: -6.21, longitude: 106.8), named: "Kota Baru", as: "Operator")
    #expect(try await ask("/api/v1/city")["name"] as? String == "Kota Baru")
    #expect(try await things() == 1, "by one clock observations stay")
    #expect(
      !FileManager.default.fileExists(atPath: observations.appending(path: "set-aside-2").path))
  }

  @Test("nobody but an operator sees or makes imports, and a form of another page sends none")
  func rights() async throws {
    let desk = try EmptyDesk()
    try await desk.addAccounts()
    for (path, method) in [("/api/v1/imports", HTTPRequest.Method.get), ("/api/v1/imports", .post)] {
      #expect(try await desk.ask(path, method, Data("{}".utf8)).status == 401)
      #expect(try await desk.ask(path, method, Data("{}".utf8), as: "Viewer").status == 403)
    }
    #expect(try await desk.ask("/api/v1/imports", .post, Data("{}".utf8), as: "Operator").status == 201)
    #expect(
      try await desk.ask("/api/v1/imports", .post, Data("{}".utf8), type: "text/plain", as: "Operator").status == 415)
  }
}

/// An empty folder, served without a port.
private final class EmptyDesk {
  let folder = FileManager.default.temporaryDirectory.appending(path: "kembar-empty-\(UUID().uuidString)")
  let server: CityServer
  private static let password = "three plain words"

  init() throws {
    var configuration = ServerConfiguration()
    configuration.web = folder.appending(path: "no-page").path
    configuration.threads = 1
    configuration.passwordCost = PasswordCost(logRounds: 4)
    server = try CityServer(nil, in: CityOnDisk(path: folder.path), configuration: configuration)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func addAccounts() async throws {
    for (name, role) in [("Admin", Role.administrator), ("Operator", .operator), ("Viewer", .viewer)] {
      _ = try await server.keyring.addAccount(name, role: role, password: Self.password, at: Keyring.now())
    }
  }

  /// Makes a city of a map and serves it.
  func adopt(_ map: Data, named town: String, as name: String) async throws {
    let id = try #require(try await ask("/api/v1/imports", .post, Data("{}".utf8), as: name)["id"] as? String)
    let path = "/api/v1/imports/\(id)"
    #expect(
      try await ask("\(path)/files/town.osm", .put, map, type: "application/octet-stream", as: name).status == 200)
    #expect(
      try await ask(path, .patch, Data("{\"people\": 900, \"name\": \"\(town)\"}".utf8), as: name).status == 200)
    #expect(try await ask("\(path)/work", .post, Data("{}".utf8), as: name).status == 202)
    #expect(try await ask("\(path)/work/events", as: name).text.contains("\"state\":\"done\""))
    let adopted = try await ask("\(path)/adoption", .post, Data("{}".utf8), as: name)
    #expect(adopted.status == 200, "\(adopted.text)")
  }

  /// Streets of four crossings with a house, in Kuala Lumpur.
  var map: Data { map(latitude: 3.1, longitude: 101.7) }

  /// The same elsewhere.
  func map(latitude: Double, longitude: Double) -> Data {
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (2, 0), (2, 1)]
    let nodes = corners.enumerated().map { number, place in
      "<node id='\(number + 1)' version='1' lat='\(latitude + Double(place.1) / 500)' lon='\(longitude + Double(place.0) / 500)'/>"
    }
    let house = [(0.2, 0.2), (0.3, 0.2), (0.3, 0.3), (0.2, 0.3)].enumerated().map { number, place in
      "<node id='\(number + 10)' version='1' lat='\(latitude + place.1 / 500)' lon='\(longitude + place.0 / 500)'/>"
    }
    func way(_ id: Int, _ refs: [Int], _ tag: String) -> String {
      "<way id='\(id)' version='1'>" + refs.map { "<nd ref='\($0)'/>" }.joined() + "<tag \(tag)/></way>"
    }
    let ways = [
      way(1, [1, 2, 5, 6, 3, 4, 1], "k='highway' v='residential'"), way(2, [2, 3], "k='highway' v='residential'"),
      way(3, [10, 11, 12, 13, 10], "k='building' v='house'"),
    ]
    return Data("<?xml version='1.0'?><osm version='0.6'>\((nodes + house + ways).joined(separator: "\n"))</osm>".utf8)
  }

  func ask(
    _ path: String, _ method: HTTPRequest.Method = .get, _ body: Data = Data(), type: String = "application/json",
    as name: String? = nil
  ) async throws -> Desk.Answer {
    var fields: HTTPFields = [.contentType: type]
    if let name {
      fields[.authorization] = "Basic \(Data("\(name):\(Self.password)".utf8).base64EncodedString())"
    }
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost:8080", path: path, headerFields: fields)
    let response = try await Doorway.$remoteAddress.withValue("127.0.0.1") {
      try await server.responder.respond(
        to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: [UInt8](body)))), context: try context())
    }
    return try await Desk.Answer(response)
  }
}
