import CityFolder
import Foundation
import HTTPTypes
import Hummingbird
import Keys
import NIOCore
import Replica
import Sandbox
import Server
import Serving
import Testing

/// A small made-up town in a folder of its own, served without a port.
final class Desk: Sendable {
  let folder: URL
  let city: City
  let digest: String
  let server: CityServer
  let responder: RouterResponder<BasicRequestContext>

  /// `prepare` may put more into the city's folder before it is served.
  init(basePath: String = "", web: String? = nil, publicNames: [String] = [], prepare: (URL) throws -> Void = { _ in })
    throws
  {
    folder = FileManager.default.temporaryDirectory.appending(path: "kembar-server-\(UUID().uuidString)")
    let made = CityOnDisk(path: folder.path)
    try made.save(SandboxCity(people: 1000, seed: 3).make())
    try prepare(folder)
    let loaded = try made.load()
    city = loaded.city
    digest = loaded.digest
    var configuration = ServerConfiguration()
    configuration.basePath = basePath
    configuration.web = web ?? folder.appending(path: "no-page").path
    configuration.threads = 1
    configuration.publicNames = publicNames
    configuration.passwordCost = PasswordCost(logRounds: 4)
    server = try CityServer(loaded, in: made, configuration: configuration)
    responder = server.responder
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON.
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(bytes)) }
    subscript(name: String) -> Any? { (json as? [String: Any])?[name] }
  }

  func ask(
    _ path: String, _ method: HTTPRequest.Method = .get, body: String = "", type: String = "application/json",
    headers: HTTPFields = [:], from address: String? = "127.0.0.1"
  ) async throws -> Answer {
    let response = try await respond(path, method, body: body, type: type, headers: headers, from: address)
    return try await Answer(response)
  }
}

extension Desk.Answer {
  /// An answer with all of its body.
  init(_ response: Response) async throws {
    let collector = Collector()
    try await response.body.write(collector)
    self.init(status: response.status.code, headers: response.headers, bytes: collector.bytes.value)
  }
}

extension Desk {
  /// The head of an answer, whose body is not read.
  func respond(
    _ path: String, _ method: HTTPRequest.Method = .get, body: String = "", type: String = "application/json",
    headers: HTTPFields = [:], from address: String? = "127.0.0.1"
  ) async throws -> Response {
    var fields = headers
    if !body.isEmpty { fields[.contentType] = type }
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost:8080", path: path, headerFields: fields)
    return try await Doorway.$remoteAddress.withValue(address) {
      try await responder.respond(
        to: Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body))), context: try context())
    }
  }
}

/// Takes what a body writes.
private struct Collector: ResponseBodyWriter {
  final class Box: @unchecked Sendable { var value: [UInt8] = [] }  // one task writes, and reads after it ended
  let bytes = Box()
  mutating func write(_ buffer: ByteBuffer) async throws { bytes.value.append(contentsOf: buffer.readableBytesView) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

@Suite("The server's API")
struct ServerTests {
  @Test("tells the city: profile, counts, box, digest, verdicts and what is missing")
  func city() async throws {
    let desk = try Desk()
    let answer = try await desk.ask("/api/v1/city")
    #expect(answer.status == 200)
    #expect(answer["digest"] as? String == desk.digest)
    #expect((answer["box"] as? [Double])?.count == 4)
    #expect((answer["counts"] as? [String: Any])?["buildings"] as? Int == desk.city.buildings.count)
    #expect(!((answer["verdicts"] as? [Any]) ?? []).isEmpty)
    let tag = try #require(answer.headers[.eTag])
    #expect(try await desk.ask("/api/v1/city", headers: [.ifNoneMatch: tag]).status == 304)
  }

  @Test("lists every route in the OpenAPI document, and nothing that is not served")
  func openAPI() async throws {
    let desk = try Desk()
    let document = try await desk.ask("/api/v1/openapi.json")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    var described = Set<String>()
    for (path, methods) in paths { for method in methods.keys { described.insert("\(method) \(path)") } }
    #expect(described == Set(desk.server.endpoints.map { "\($0.method.rawValue.lowercased()) \($0.path)" }))
    let routed = Set(desk.server.routes.map { $0.lowercased() })
    for endpoint in desk.server.endpoints {
      let path = endpoint.path.replacing("{key}", with: "**")
      #expect(routed.contains("\(endpoint.method.rawValue) \(path)".lowercased()), "\(endpoint.path)")
    }
    let operations = desk.server.endpoints.map(\.operation)
    #expect(Set(operations).count == operations.count)
    for endpoint in desk.server.endpoints {
      for name in endpoint.path.split(separator: "/").filter({ $0.hasPrefix("{") }) {
        #expect(endpoint.inputs.contains { $0.place == .path && "{\($0.name)}" == name }, "\(endpoint.path) \(name)")
      }
    }
  }

  @Test("lists the changes with their parameters and the models with their cards")
  func catalogue() async throws {
    let answer = try await Desk().ask("/api/v1/catalogue")
    let changes = try #require(answer["changes"] as? [[String: Any]])
    #expect(changes.contains { $0["keyword"] as? String == "close-streets" })
    #expect(!((answer["models"] as? [Any]) ?? []).isEmpty)
  }

  @Test("finds a street by the beginning of its name, and the nearest name for a misspelt one")
  func search() async throws {
    let desk = try Desk()
    let name = try #require(desk.city.streets.segments.distinctNames.first { $0.count > 8 })
    func first(_ text: String) async throws -> String? {
      let query = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let items = try await desk.ask("/api/v1/search?q=\(query)")["items"] as? [[String: Any]]
      return items?.first?["name"] as? String
    }
    #expect(try await first(name.uppercased()) == name)
    var misspelt = Array(name)
    misspelt.swapAt(5, 6)
    #expect(try await first(String(misspelt)) != nil)
    #expect(try await first("qqqqqqqqqq") == nil)
    #expect(try await desk.ask("/api/v1/search?q=").status == 200)
  }

  @Test("tells a street by its key and by its row, with what was assumed")
  func street() async throws {
    let desk = try Desk()
    let key = desk.city.streets.segments.keys[5].text
    let byKey = try await desk.ask("/api/v1/streets/\(key)")
    #expect(byKey.status == 200)
    let byRow = try await desk.ask("/api/v1/rows/streets/5?city=\(desk.digest)")
    #expect(byKey.bytes == byRow.bytes)
    #expect((byKey["properties"] as? [String: Any])?["key"] as? String == key)
    #expect(try await desk.ask("/api/v1/streets/none/such").status == 404)
    #expect(try await desk.ask("/api/v1/rows/streets/5?city=another").status == 409)
    #expect(try await desk.ask("/api/v1/rows/streets/99999999?city=\(desk.digest)").status == 404)
    #expect(try await desk.ask("/api/v1/rows/nothing/1?city=\(desk.digest)").status == 404)
  }

  @Test("tells the lengths of all streets by row, of this city only")
  func lengths() async throws {
    let desk = try Desk()
    #expect(try await desk.ask("/api/v1/street-lengths").status == 409)
    let metres = try await desk.ask("/api/v1/street-lengths?city=\(desk.digest)")["metres"] as? [Double]
    #expect(metres?.count == desk.city.streets.segments.count)
    #expect(abs((metres?.first ?? 0) - desk.city.streets.segments.lengths[0]) <= 0.05)
  }

  @Test("answers an unknown street name with the nearest")
  func unknownStreet() async throws {
    let desk = try Desk()
    let name = try #require(desk.city.streets.segments.distinctNames.first { $0.count > 8 })
    let query = try #require((name + "x").addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    let answer = try await desk.ask("/api/v1/streets?named=\(query)")
    #expect(answer.status == 404)
    #expect(answer["nearest"] as? String == name)
  }

  @Test("makes tiles that may be kept for ever, for this city only")
  func tile() async throws {
    let desk = try Desk()
    let box = try #require(try await desk.ask("/api/v1/city")["box"] as? [Double])
    let column = Int((box[0] + box[2] + 360) / 720 * 4096)
    let latitude = (box[1] + box[3]) / 2 * Double.pi / 180
    let row = Int((1 - asinh(tan(latitude)) / Double.pi) / 2 * 4096)
    let answer = try await desk.ask("/tiles/all/\(desk.digest)/12/\(column)/\(row).mvt")
    #expect(answer.status == 200)
    #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
    #expect(try DecodedTile(answer.bytes).layers["streets"] != nil)
    let again = try await desk.ask("/tiles/all/\(desk.digest)/12/\(column)/\(row).mvt")
    #expect(again.bytes == answer.bytes)
    #expect(try await desk.ask("/tiles/all/other/12/\(column)/\(row).mvt").status == 404)
    #expect(try await desk.ask("/tiles/nothing/\(desk.digest)/1/0/0.mvt").status == 400)
    #expect(try await desk.ask("/tiles/all/\(desk.digest)/99/0/0.mvt").status == 400)
  }

  @Test("keeps scenarios: writes, reads, lists and deletes them")
  func scenarios() async throws {
    let desk = try Desk()
    let street = try #require(desk.city.streets.segments.distinctNames.first { $0.count > 8 })
    let text = "scenario: Close it\nchanges:\n  - close-streets: {named: \(street)}\n"
    let written = try await desk.ask("/api/v1/scenarios/close-it", .put, body: text, type: "application/yaml")
    #expect(written.status == 201)
    let read = try await desk.ask("/api/v1/scenarios/close-it")
    #expect(read["text"] as? String == text)
    #expect(read["title"] as? String == "Close it")
    let changes = try #require(read["changes"] as? [[String: Any]])
    #expect(changes.first?.keys.first == "close-streets")
    let list = try #require(try await desk.ask("/api/v1/scenarios").json as? [[String: Any]])
    #expect(list.contains { $0["name"] as? String == "close-it" && $0["changes"] as? Int == 1 })
    let stale = try await desk.ask(
      "/api/v1/scenarios/close-it", .put, body: text, type: "application/yaml", headers: [.ifMatch: "\"stale\""])
    #expect(stale.status == 412)
    #expect(try await desk.ask("/api/v1/scenarios/close-it", .delete).status == 204)
    #expect(try await desk.ask("/api/v1/scenarios/close-it").status == 404)
  }

  @Test("tells apart what a scenario supposes and what it changes")
  func supposing() async throws {
    let desk = try Desk()
    let street = try #require(desk.city.streets.segments.distinctNames.first { $0.count > 8 })
    let text = """
      scenario: A slow night
      supposing:
        - speed-limit: {named: \(street), speed: 30}
      changes:
        - close-streets: {named: \(street)}
      """
    _ = try await desk.ask("/api/v1/scenarios/slow", .put, body: text, type: "application/yaml")
    let read = try await desk.ask("/api/v1/scenarios/slow")
    #expect((read["supposing"] as? [[String: Any]])?.map { $0.keys.first } == ["speed-limit"])
    #expect((read["changes"] as? [[String: Any]])?.map { $0.keys.first } == ["close-streets"])
    let again = try JSONSerialization.data(withJSONObject: [
      "scenario": "A slow night", "supposing": read["supposing"] ?? [], "changes": read["changes"] ?? [],
    ])
    let written = try await desk.ask(
      "/api/v1/scenarios/again", .put, body: String(decoding: again, as: UTF8.self))
    #expect(written.status == 201)
    #expect(try await desk.ask("/api/v1/scenarios/again")["supposing"] as? NSArray == read["supposing"] as? NSArray)
  }

  @Test("tries a scenario out: numbers in their fields' units, or what is wrong with which field of which change")
  func trial() async throws {
    let desk = try Desk()
    func tried(_ supposed: String) async throws -> Desk.Answer {
      try await desk.ask(
        "/api/v1/try", .post, body: "{\"scenario\": \"x\", \"supposing\": [\(supposed)], \"changes\": []}")
    }
    let inches = try await tried(#"{"rain": {"depth": "4 in", "duration": 3}}"#)
    let rain = (inches["supposing"] as? [[String: [String: Any]]])?.first?["rain"]
    #expect(inches.status == 200)
    #expect(abs((rain?["depth"] as? Double ?? 0) - 101.6) < 1e-9)
    for (written, field) in [
      (#"{"depth": "0.1 m/h", "duration": 3}"#, "depth"), (#"{"depth": 2540, "duration": 3}"#, "depth"),
      (#"{"depth": "NaN", "duration": 3}"#, "depth"), (#"{"depth": 100}"#, "duration"),
      (#"{"return-period": 500, "duration": 3}"#, "return-period"),
    ] {
      let answer = try await tried("{\"rain\": \(written)}")
      #expect(answer.status == 422, "\(written)")
      #expect(answer["change"] as? String == "rain" && answer["field"] as? String == field, "\(written) \(answer.text)")
      #expect((answer["reason"] as? String)?.isEmpty == false)
    }
    let missing = try await tried(#"{"rain": {"table": "none.csv"}}"#)
    #expect(missing.status == 422 && (missing["reason"] as? String)?.contains("none.csv") == true, "\(missing.text)")
    let start = try await tried(#"{"start": {"at": "2025-02-30 16:00"}}"#)
    #expect(start.status == 422 && start["field"] as? String == "at")
    #expect(try await desk.ask("/api/v1/scenarios").json as? [Any] != nil)
  }

  @Test("keeps flood marks that are typed, dry ones too, and says at which field a mark cannot be")
  func marks() async throws {
    let desk = try Desk()
    let center = try #require(try await desk.ask("/api/v1/city")["center"] as? [Double])
    func add(_ date: String, _ depth: String, at place: [Double]) async throws -> Desk.Answer {
      let body = ["date": date, "depth": depth, "longitude": place[0], "latitude": place[1]] as [String: Any]
      let data = try JSONSerialization.data(withJSONObject: body)
      return try await desk.ask("/api/v1/marks", .post, body: String(decoding: data, as: UTF8.self))
    }
    let before = (try await desk.ask("/api/v1/marks")["items"] as? [Any])?.count ?? -1
    #expect(try await add("2024-11-30", "40 cm", at: center).status == 201)
    #expect(try await add("2024-11-30", "dry", at: [center[0] + 0.001, center[1]]).status == 201)
    let marks = try #require(try await desk.ask("/api/v1/marks")["items"] as? [[String: Any]])
    #expect(marks.count == before + 2)
    #expect(marks.suffix(2).map { $0["depth"] as? Double } == [0.4, 0])
    for (date, depth, place, field) in [
      ("30 Foo", "0.4", center, "date"), ("2199-01-01", "0.4", center, "date"), ("2024-11-30", "knee", center, "depth"),
      ("2024-11-30", "400", center, "depth"), ("2024-11-30", "0.4", [0.0, 51.0], "place"),
    ] {
      let answer = try await add(date, depth, at: place)
      #expect(answer.status == 422 && answer["field"] as? String == field, "\(date) \(depth): \(answer.text)")
    }
    #expect((try await desk.ask("/api/v1/marks")["items"] as? [Any])?.count == before + 2)
    let form = try await desk.ask("/api/v1/marks", .post, body: "x=1", type: "application/x-www-form-urlencoded")
    var elsewhere = HTTPFields()
    elsewhere[.origin] = "https://elsewhere.example"
    let foreign = try await desk.ask("/api/v1/marks", .post, body: "{}", headers: elsewhere)
    #expect(form.status == 415 && foreign.status == 403)
    #expect(try await desk.ask("/api/v1/check")["check"] is NSNull)
  }

  @Test("refuses a scenario it cannot read, with a sentence, and writes nothing")
  func unreadable() async throws {
    let desk = try Desk()
    let answer = try await desk.ask(
      "/api/v1/scenarios/bad", .put, body: "scenario: x\nchanges:\n  - close-strets: {named: A}\n",
      type: "application/yaml")
    #expect(answer.status == 422)
    #expect(answer.headers[.contentType] == "application/problem+json")
    #expect((answer["detail"] as? String)?.contains("close-streets") == true)
    #expect(try await desk.ask("/api/v1/scenarios/bad").status == 404)
  }

  @Test("lets no name leave the folder", arguments: ["..%2Fcity", "a%2Fb", ".hidden", "x.yaml", "%00"])
  func names(name: String) async throws {
    let answer = try await Desk().ask("/api/v1/scenarios/\(name)", .put, body: "scenario: x", type: "application/yaml")
    #expect(answer.status == 400 || answer.status == 404)
  }

  @Test("refuses a scenario of more than a megabyte")
  func large() async throws {
    let text = "scenario: x\n#" + String(repeating: "x", count: 1 << 20)
    let answer = try await Desk().ask("/api/v1/scenarios/large", .put, body: text, type: "application/yaml")
    #expect(answer.status == 413)
  }

  @Test(
    "tells a file that may not be named as the caller's mistake",
    arguments: [
      "/etc/passwd", "../../x.tif", "/vsicurl/http://example.org/a.tif", "http://example.org/a.tif", "rasters", "",
    ])
  func files(path: String) async throws {
    let body = #"{"scenario": "x", "changes": [{"flood-depth": {"raster": "\#(path)"}}]}"#
    let answer = try await Desk().ask("/api/v1/runs", .post, body: body)
    #expect(answer.status == 422)
  }

  @Test("takes names with spaces, and a letter however it is composed")
  func spelling() async throws {
    let desk = try Desk()
    for name in ["two%20words", "caf%C3%A9"] {
      let put = try await desk.ask("/api/v1/scenarios/\(name)", .put, body: "scenario: x", type: "application/yaml")
      #expect(put.status == 201)
    }
    #expect(try await desk.ask("/api/v1/scenarios/cafe%CC%81").status == 200)
    #expect(try await desk.ask("/api/v1/scenarios/cafe%CC%81", .delete).status == 204)
  }

  @Test("takes a run as a job, refuses what it cannot read, and knows no run it did not make")
  func runs() async throws {
    let desk = try Desk()
    let bad = try await desk.ask("/api/v1/runs", .post, body: #"{"scenario": "x", "changes": [{"nothing": {}}]}"#)
    #expect(bad.status == 422)
    let job = try await desk.ask("/api/v1/runs", .post, body: #"{"scenario": "x", "changes": []}"#)
    #expect(job.status == 202)
    let id = try #require(job["id"] as? String)
    #expect(job.headers[.location] == "/api/v1/jobs/\(id)")
    #expect(try await desk.ask("/api/v1/jobs/\(id)").status == 200)
    let again = try await desk.ask("/api/v1/runs", .post, body: #"{"scenario": "x", "changes": []}"#)
    #expect(again["id"] as? String == id)
    #expect(try await desk.ask("/api/v1/jobs/\(id)", .delete).status == 200)
    #expect(try await desk.ask("/api/v1/jobs/none").status == 404)
    let unknown = String(repeating: "0", count: 64)
    #expect(try await desk.ask("/api/v1/runs/\(unknown)").status == 404)
    #expect(try await desk.ask("/api/v1/runs/../city").status == 404)
    #expect(try await desk.ask("/api/v1/runs/\(unknown)/fields/..%2f..%2fcity.json").status == 404)
  }

  @Test("without a page says so in a sentence, and answers the API all the same")
  func noPage() async throws {
    let desk = try Desk()
    let answer = try await desk.ask("/")
    #expect(answer.status == 503)
    #expect(answer.text.contains("--web"))
    #expect(try await desk.ask("/api/v1/city").status == 200)
  }

  @Test("stands below a base path, and leads there what lacks the slash")
  func basePath() async throws {
    let desk = try Desk(basePath: "ipoh/")
    #expect(try await desk.ask("/ipoh/api/v1/city").status == 200)
    #expect(try await desk.ask("/api/v1/city").status == 404)
    #expect(try await desk.ask("/ipoh").headers[.location] == "/ipoh/")
  }

  @Test("serves the page's own files and no others, compressed where it can")
  func page() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let copy = FileManager.default.temporaryDirectory.appending(path: "kembar-web-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.copyItem(at: root.appending(path: "Sources/Doors/Web"), to: copy)
    let vendor = copy.appending(path: "vendor")
    try? FileManager.default.removeItem(at: vendor)
    try FileManager.default.createDirectory(at: vendor, withIntermediateDirectories: true)
    for file in ["maplibre-gl.js", "vue.js", "vue.js.gz"] {
      try Data(file.utf8).write(to: vendor.appending(path: file))
    }
    let desk = try Desk(web: copy.path)
    #expect(try await desk.ask("/").headers[.contentType] == "text/html; charset=utf-8")
    let plain = try await desk.ask("/vendor/vue.js")
    #expect(plain.text == "vue.js" && plain.headers[.contentEncoding] == nil)
    let compressed = try await desk.ask("/vendor/vue.js", headers: [.acceptEncoding: "gzip, br"])
    #expect(compressed.text == "vue.js.gz" && compressed.headers[.contentEncoding] == "gzip")
    #expect(compressed.headers[.contentType] == "text/javascript; charset=utf-8")
    let words = try await desk.ask("/strings/ms.json")
    let packed = try await desk.ask("/strings/ms.json", headers: [.acceptEncoding: "gzip"])
    #expect(words.headers[.contentEncoding] == nil && packed.headers[.contentEncoding] == "gzip")
    #expect(packed.headers[.vary] == "Accept-Encoding" && packed.headers[.eTag] != words.headers[.eTag])
    #expect(Int(packed.headers[.contentLength] ?? "") ?? .max < words.text.utf8.count / 2)
    let again = try await desk.ask(
      "/strings/ms.json", headers: [.acceptEncoding: "gzip", .ifNoneMatch: packed.headers[.eTag] ?? ""])
    #expect(again.status == 304 && again.headers[.contentEncoding] == nil)
    #expect(try await desk.ask("/../Package.swift").status == 404)
    #expect(try await desk.ask("/%2e%2e/Package.swift").status == 404)
    #expect(try await desk.ask("/vendor/vue.js.gz").status == 404)
  }
}

@Suite("The page's words")
struct CatalogueOfWordsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Doors/Web/strings")

  private static func words(_ language: String) throws -> [String: String] {
    let files = try [language, "rest/\(language)"].map {
      try JSONDecoder().decode([String: String].self, from: Data(contentsOf: folder.appending(path: "\($0).json")))
    }
    return files[0].merging(files[1]) { one, _ in one }
  }

  private static func names(in text: String) -> Set<String> {
    Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) })
  }

  @Test("are there in all four languages, none empty, with the same places to fill in", arguments: ["ms", "zh", "ta"])
  func complete(language: String) throws {
    let english = try Self.words("en")
    let other = try Self.words(language)
    #expect(Set(other.keys) == Set(english.keys))
    for (key, text) in english {
      let there = try #require(other[key])
      #expect(!there.isEmpty, "\(key)")
      #expect(Self.names(in: there) == Self.names(in: text), "\(key) in \(language)")
    }
  }

  @Test("name every kind of place that readers give")
  func kinds() throws {
    let english = try Self.words("en")
    for kind in PlaceKind.known { #expect(english["kind.\(kind.rawValue)"] != nil, "\(kind.rawValue)") }
  }
}
