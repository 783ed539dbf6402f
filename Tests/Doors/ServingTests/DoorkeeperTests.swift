import Foundation
import HTTPTypes
import Hummingbird
import Keys
import Logging
import NIOCore
import NIOEmbedded
import Serving
import Testing

@Suite("Who a request says it is of")
struct CredentialsTests {
  private func request(_ fields: HTTPFields) -> Request {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/x", headerFields: fields)
    return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
  }

  @Test("is read from its header, or the page's cookie") func read() {
    func read(_ fields: HTTPFields) -> Credentials { Credentials(of: request(fields)) }
    func basic(_ text: String) -> HTTPFields { [.authorization: "Basic \(Data(text.utf8).base64EncodedString())"] }
    let session = Secret(.session).text
    #expect(read([:]) == .nothing)
    #expect(read([.authorization: "Bearer kmb_x"]) == .secret("kmb_x"))
    #expect(read([.authorization: "bearer  kmb_x "]) == .secret("kmb_x"))
    #expect(read(basic("Siti:a:b")) == .password(name: "Siti", password: "a:b"))
    #expect(read(basic("சித்தி:π")) == .password(name: "சித்தி", password: "π"))
    for wrong in ["Basic", "Basic !", "Basic YQ==", "Bearer", "Digest x", ""] {
      #expect(read([.authorization: wrong]) == .unreadable, "\(wrong)")
    }
    #expect(read([.cookie: "a=b; kembar=\(session)"]) == .session(session))
    #expect(read([.cookie: "kembar=nothing"]) == .nothing)
    #expect(read([.cookie: "kembar=\(session)", .authorization: "Bearer x"]) == .secret("x"))
  }

  @Test("comes from where its connection comes from, whatever it says of itself") func origin() async throws {
    for (address, isThisMachine) in [("127.0.0.1", true), ("::1", true), ("192.0.2.7", false)] {
      let channel = EmbeddedChannel()
      channel.remoteAddress = try SocketAddress(ipAddress: address, port: 50_000)
      let router = Router(context: BasicRequestContext.self)
      router.get("x") { request, _ in
        Response(.text(Origin(of: request).isThisMachine ? "here" : Origin(of: request).address))
      }
      let context = Doorway.Context(
        source: ApplicationRequestContextSource(channel: channel, logger: Logger(label: "test")))
      let responder = router.buildResponder()
      let doorway = Doorway { responder }
      func answer(_ fields: HTTPFields) async throws -> Int {
        try await doorway.respond(to: request(fields), context: context).headers[.contentLength].flatMap { Int($0) }
          ?? 0
      }
      // "here", or the address, in quotes.
      #expect(try await answer([:]) == (isThisMachine ? 6 : address.utf8.count + 2))
      let name = try #require(HTTPField.Name("X-Forwarded-For"))
      let spoofed = try await answer(HTTPFields([HTTPField(name: name, value: "127.0.0.1")]))
      #expect(spoofed == (isThisMachine ? "127.0.0.1" : address).utf8.count + 2)
    }
    #expect(!Origin(of: request([:])).isThisMachine)
  }
}

@Suite("The doorkeeper")
struct DoorkeeperTests {
  private struct House {
    let folder = FileManager.default.temporaryDirectory.appending(path: "doorkeeper-\(UUID().uuidString)").path
    let keyring: Keyring
    let responder: RouterResponder<BasicRequestContext>

    init(needs: Endpoint.Needs = .byMethod, _ method: HTTPRequest.Method = .get) throws {
      keyring = try Keyring(folder: folder, cost: PasswordCost(logRounds: 4))
      let router = Router(context: BasicRequestContext.self)
      router.add(middleware: Gate())
      router.add(middleware: Doorkeeper(EntryPolicy(keyring, isOnlyThisMachine: true)))
      let endpoint = Endpoint(
        method, "/x", operation: "x", summary: "X.", answers: [], needs: needs,
        handle: { _, _ in Response(.text(Caller.current.name)) })
      let handle = endpoint.guarded(by: keyring)
      router.on("x", method: method) { try await handle($0, $1) }
      responder = router.buildResponder()
    }

    func ask(_ fields: HTTPFields = [:], _ method: HTTPRequest.Method = .get, from address: String = "192.0.2.7")
      async throws -> Response
    {
      let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: "/x", headerFields: fields)
      return try await Doorway.$remoteAddress.withValue(address) {
        try await responder.respond(
          to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context())
      }
    }
  }

  @Test("lets an address ask so often, and no other pays for it; wrong keys are counted too") func limits() async throws
  {
    let house = try House(needs: .nothing)
    var limited = 0
    for number in 0..<1200 {
      let fields: HTTPFields = number % 2 == 0 ? [:] : [.authorization: "Bearer \(Secret(.key).text)"]
      if try await house.ask(fields).status == .tooManyRequests { limited += 1 }
    }
    #expect(limited > 0 && limited < 200 + 50)
    #expect(try await house.ask(from: "192.0.2.8").status == .ok)
    #expect(try await house.ask(from: "127.0.0.1").status == .ok)
  }

  @Test("tells handlers who asks, and endpoints refuse with what is missing") func current() async throws {
    let house = try House(.post)
    let key = try await house.keyring.addKey(NewKey("reader", scopes: .read), at: Keyring.now()).secret.text
    let bot = try await house.keyring.addKey(NewKey("bot", scopes: .operate), at: Keyring.now()).secret.text
    let json: HTTPFields = [.contentType: "application/json"]
    func status(_ secret: String?) async throws -> Int {
      var fields = json
      if let secret { fields[.authorization] = "Bearer \(secret)" }
      return try await house.ask(fields, .post).status.code
    }
    #expect(try await status(nil) == 401)
    #expect(try await status(key) == 403)
    #expect(try await status(bot) == 200)
    #expect(try await house.ask(json, .post, from: "127.0.0.1").status == .ok)
    let (total, rows) = try await house.keyring.changes(offset: 0, limit: 10)
    #expect(total == 1 && rows.first?.who == "this machine" && rows.first?.status == 200)
  }
}
