import Foundation
import HTTPTypes
import Hummingbird
import Serving
import Testing

@Suite("A JSON value")
struct JSONTests {
  @Test("is written in the order of its fields, with what JSON needs escaped")
  func writes() {
    let value: JSON = ["b": 1, "a": .list([.null, .flag(true), .text("\"\\\n\u{1}é")]), "c": .number(0.5)]
    #expect(
      String(decoding: value.bytes, as: UTF8.self) == #"{"b":1,"a":[null,true,"\"\\\n\u0001é"],"c":0.5}"#)
  }

  @Test("says null where a number is none, and writes whole numbers whole")
  func numbers() {
    let value: JSON = .list([.number(.nan), .number(.infinity), .number(3), .number(-2.5e-7)])
    #expect(String(decoding: value.bytes, as: UTF8.self) == "[null,null,3,-2.5e-07]")
  }
}

@Suite("An endpoint")
struct EndpointTests {
  private func endpoint(_ path: String) -> Endpoint {
    Endpoint(
      .get, path, operation: "get", summary: "", inputs: [.path("key", "A key.")], answers: [.init(200, "Fine.")],
      handle: { _, _ in Response(.null) })
  }

  @Test("tells the router where names stand, and lets a last key hold slashes")
  func pattern() {
    #expect(endpoint("/tiles/{layers}/{z}").pattern == "tiles/:layers/:z")
    #expect(endpoint("/api/v1/streets/{key}").pattern == "api/v1/streets/**")
  }

  @Test("is described in the OpenAPI document under its path and method")
  func described() {
    struct One: Routes {
      let name = "one"
      let endpoints: [Endpoint]
    }
    let document = OpenAPI(
      title: "T", version: "1", basePath: "/ipoh", routes: [One(endpoints: [endpoint("/a/{key}")])]
    ).document
    #expect(document["openapi"] == "3.1.0")
    #expect(document["paths"]?["/a/{key}"]?["get"]?["operationId"] == "get")
    #expect(document["servers"] == [["url": "/ipoh"]])
  }
}

@Suite("The gate")
struct GateTests {
  private func answer(
    of gate: Gate = Gate(), _ method: HTTPRequest.Method = .get, host: String?, headers: HTTPFields = [:]
  ) async throws -> Response {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: gate)
    router.on("x", method: method) { _, _ in Response(.text("in")) }
    let head = HTTPRequest(method: method, scheme: "http", authority: host, path: "/x", headerFields: headers)
    return try await router.buildResponder().respond(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: try context())
  }

  @Test("lets this machine's own names in, with any port", arguments: ["localhost:8080", "127.0.0.1", "[::1]:80"])
  func ownNames(host: String) async throws {
    let response = try await answer(host: host)
    #expect(response.status == .ok)
    #expect(response.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
    #expect(response.headers[.contentSecurityPolicy]?.contains("unsafe-eval") == false)
    #expect(response.headers[.xContentTypeOptions] == "nosniff")
  }

  @Test(
    "refuses a name that was pointed at this machine",
    arguments: ["evil.example", "localhost.evil.example", "10.0.0.5"])
  func rebinding(host: String) async throws {
    #expect(try await answer(host: host).status.code == 421)
  }

  @Test("refuses a request without a name") func noName() async throws {
    #expect(try await answer(host: nil).status.code == 421)
  }

  @Test("accepts a public name and, when open, addresses in numbers") func open() async throws {
    let gate = Gate(names: ["Ipoh.example"], isOpen: true)
    #expect(try await answer(of: gate, host: "ipoh.example").status == .ok)
    #expect(try await answer(of: gate, host: "192.168.1.7:8080").status == .ok)
    #expect(try await answer(of: gate, host: "other.example").status.code == 421)
  }

  @Test("refuses a write from a page elsewhere") func origin() async throws {
    let headers: HTTPFields = [.origin: "http://evil.example", .contentType: "application/json"]
    #expect(try await answer(.post, host: "localhost:8080", headers: headers).status == .forbidden)
    let own: HTTPFields = [.origin: "http://localhost:8080", .contentType: "application/json"]
    #expect(try await answer(.post, host: "localhost:8080", headers: own).status == .ok)
  }

  @Test("refuses a body that any form could send", arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
  func form(type: String) async throws {
    let headers: HTTPFields = type.isEmpty ? [:] : [.contentType: type]
    let response = try await answer(.put, host: "localhost", headers: headers)
    #expect(response.status == .unsupportedMediaType)
    #expect(response.headers[.contentType] == "application/problem+json")
  }

  @Test("what fails here has a number that the log has too; what the caller can mend has none")
  func numbers() async throws {
    struct Broken: Error, CustomStringConvertible { let description = "the disk is gone" }
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: Gate())
    router.get("broken") { _, _ -> Response in throw Broken() }
    router.get("wrong") { _, _ -> Response in throw Problem(unprocessable: "no") }
    let responder = router.buildResponder()
    let log = Lines()
    func ask(_ path: String) async throws -> [String: Any] {
      let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
      let response = try await responder.respond(
        to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: try context(logging: log))
      let body = Lines()
      try await response.body.write(LineWriter(lines: body))
      let document = try JSONSerialization.jsonObject(with: Data(body.all.joined().utf8))
      return document as? [String: Any] ?? [:]
    }
    let (one, two) = (try await ask("/broken"), try await ask("/broken"))
    let id = try #require(one["id"] as? String)
    #expect(id.count == 8 && id != two["id"] as? String && one["detail"] as? String == "the disk is gone")
    #expect(log.all.count == 2 && log.all[0] == "\(id): GET /broken: the disk is gone", "\(log.all)")
    #expect(try await ask("/wrong")["id"] == nil)
    #expect(log.all.count == 2)
  }

  @Test("tells an unknown address as a problem") func unknown() async throws {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: Gate())
    let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/nothing")
    let response = try await router.buildResponder().respond(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: try context())
    #expect(response.status == .notFound)
    #expect(response.headers[.contentType] == "application/problem+json")
  }
}

@Suite("A part of a list")
struct PageTests {
  private func page(_ query: String) throws -> Page {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/x?\(query)")
    return try Page(of: Request(head: head, body: RequestBody(buffer: ByteBuffer())))
  }

  @Test("is what was asked for") func asked() throws {
    let page = try page("offset=2&limit=3")
    #expect(page.part(of: (0..<9).map(JSON.integer)) == ["total": 9, "offset": 2, "items": [2, 3, 4]])
  }

  @Test("begins at the beginning when nothing is said, and may lie beyond the end") func edges() throws {
    #expect(try page("").offset == 0)
    #expect(try page("offset=99").part(of: [1]) == ["total": 1, "offset": 99, "items": []])
  }

  @Test("is refused in words when a number is none", arguments: ["limit=0", "limit=many", "offset=-1", "limit=501"])
  func refused(query: String) {
    #expect(throws: Problem.self) { try page(query) }
  }
}

@Suite("An entity tag")
struct EntityTagTests {
  @Test("spares a body the caller holds") func spared() {
    func request(_ tag: String?) -> Request {
      var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
      head.headerFields[.ifNoneMatch] = tag
      return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
    }
    #expect(Response(.null).tagged("a", for: request(nil)).status == .ok)
    #expect(Response(.null).tagged("a", for: request("\"b\", W/\"a\"")).status == .notModified)
    #expect(Response(.null).tagged("a", for: request("\"b\"")).status == .ok)
    #expect(
      Response(.null).tagged("a", for: request(nil), lasting: true).headers[.cacheControl]?.contains("immutable")
        == true)
  }
}
