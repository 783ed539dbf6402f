import Foundation
import Testing
import Transfer

/// Requests to a server on this machine, which a setting allows.
@Suite struct HTTP {
  private func transfer(_ change: (inout TransferSettings) -> Void = { _ in }) -> HTTPTransfer {
    var settings = TransferSettings()
    settings.reach = .everywhere
    change(&settings)
    return HTTPTransfer(settings)
  }

  private func error(_ transfer: HTTPTransfer, _ request: HTTPRequest) -> TransferError? {
    do {
      _ = try transfer.answer(to: request)
      return nil
    } catch { return error }
  }

  @Test func anAnswerHasItsStatusHeadersAndBody() throws {
    let server = try LocalServer.http { _ in
      answer(
        "200 OK", ["ETag: \"a1\"", "Last-Modified: Mon, 23 Nov 2026 12:00:00 GMT", "X-Two: 1", "X-Two: 2"],
        Array("hello".utf8))
    }
    defer { server.end() }
    var request = HTTPRequest(server.url + "/a?b=c")
    request.headers = ["X-Key": "s3cret"]
    let got = try transfer().answer(to: request)
    #expect(got.status == 200 && got.body == Array("hello".utf8))
    #expect(got.etag == "\"a1\"" && got.lastModified == "Mon, 23 Nov 2026 12:00:00 GMT" && got.headers["x-two"] == "2")
    let heard = server.requests()[0]
    #expect(heard.hasPrefix("GET /a?b=c HTTP/1.1"))
    #expect(heard.contains("X-Key: s3cret") && heard.contains("User-Agent: Kembar") && heard.contains("gzip"))
  }

  @Test func whatHasNotChangedIsNotSentAgain() throws {
    let server = try LocalServer.http { request in
      request.contains("If-None-Match: \"a1\"") && request.contains("If-Modified-Since: then")
        ? answer("304 Not Modified", ["ETag: \"a1\""]) : answer("200 OK", [], [1])
    }
    defer { server.end() }
    var request = HTTPRequest(server.url)
    (request.etag, request.lastModified) = ("\"a1\"", "then")
    let got = try transfer().answer(to: request)
    #expect(got.status == 304 && got.body.isEmpty)
  }

  @Test func gzipIsUnpackedAndItsUnpackedSizeCounts() throws {
    // A thousand zeros, packed by gzip.
    let packed: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x63, 0x60, 0x18, 0x05, 0xA3, 0x60, 0xA4, 0x03, 0x00,
      0xD3, 0xB1, 0x9A, 0x68, 0xE8, 0x03, 0x00, 0x00,
    ]
    let gzip = Self.gzip(Array(repeating: 0, count: 1_000)) ?? packed
    let server = try LocalServer.http { _ in answer("200 OK", ["Content-Encoding: gzip"], gzip) }
    defer { server.end() }
    #expect(try transfer().answer(to: HTTPRequest(server.url)).body == Array(repeating: 0, count: 1_000))
    var small = HTTPRequest(server.url)
    small.largest = 999
    #expect(error(transfer(), small)?.kind == .size)
  }

  /// Bytes packed by the system's gzip.
  static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    process.arguments = ["-c"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    guard (try? process.run()) != nil else { return nil }
    input.fileHandleForWriting.write(Data(bytes))
    try? input.fileHandleForWriting.close()
    let packed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(packed)
  }

  @Test func postingSendsTheBody() throws {
    let server = try LocalServer.http { _ in answer("201 Created") }
    defer { server.end() }
    var request = HTTPRequest(server.url + "/hook", posting: Array("{\"a\":1}".utf8))
    request.headers["Content-Type"] = "application/json"
    #expect(try transfer().answer(to: request).status == 201)
    let heard = server.requests()[0]
    #expect(
      heard.hasPrefix("POST /hook") && heard.hasSuffix("{\"a\":1}") && heard.contains("Content-Type: application/json"))
    #expect(!heard.contains("Expect"))
  }

  @Test func retryAfterIsTold() throws {
    let server = try LocalServer.http { _ in answer("503 Service Unavailable", ["Retry-After: 120"]) }
    defer { server.end() }
    let got = try transfer().answer(to: HTTPRequest(server.url))
    #expect(got.status == 503 && got.retryAfter == 120)
  }

  @Test func redirectsAreFollowedWithoutTheKeyToAnotherHost() throws {
    let other = try LocalServer.http { _ in answer("200 OK", [], [7]) }
    let otherURL = other.url
    let server = try LocalServer.http { request in
      request.hasPrefix("GET /start")
        ? answer("302 Found", ["Location: /next"]) : answer("301 Moved", ["Location: \(otherURL)/there"])
    }
    defer {
      server.end()
      other.end()
    }
    var request = HTTPRequest(server.url + "/start")
    request.headers["X-Key"] = "s3cret"
    #expect(try transfer().answer(to: request).body == [7])
    #expect(server.requests(2).allSatisfy { $0.contains("s3cret") } && server.requests(2).count == 2)
    #expect(!other.requests()[0].contains("s3cret"))
    // What is posted is not posted elsewhere.
    let posted = try transfer().answer(to: HTTPRequest(server.url + "/start", posting: [1]))
    #expect(posted.status == 301 || posted.status == 302)
  }

  @Test func redirectsEnd() throws {
    let server = try LocalServer.http { _ in answer("302 Found", ["Location: /again"]) }
    defer { server.end() }
    let found = error(transfer { $0.redirects = 3 }, HTTPRequest(server.url))
    #expect(found?.kind == .redirects)
    #expect(server.requests(4).count == 4)
    let files = try LocalServer.http { _ in answer("302 Found", ["Location: file:///etc/passwd"]) }
    defer { files.end() }
    #expect(error(transfer(), HTTPRequest(files.url))?.kind == .redirects)
  }

  @Test func whatIsTooLargeIsCutOff() throws {
    let server = try LocalServer.http { _ in answer("200 OK", [], Array(repeating: 65, count: 300_000)) }
    defer { server.end() }
    var request = HTTPRequest(server.url + "/?key=s3cret")
    request.largest = 100_000
    let found = error(transfer(), request)
    #expect(found?.kind == .size)
    #expect(found?.description.contains("s3cret") == false && found?.description.contains("127.0.0.1") == true)
  }

  @Test func aServerThatDribblesIsLeft() throws {
    let server = try LocalServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      for _ in 0..<30 {
        connection.send("x")
        usleep(100_000)
      }
      return ""
    }
    defer { server.end() }
    var request = HTTPRequest(server.url)
    request.seconds = 0.4
    let began = ContinuousClock.now
    #expect(error(transfer(), request)?.kind == .time)
    #expect(ContinuousClock.now - began < .seconds(2))
  }

  @Test func aServerThatBreaksOffIsTold() throws {
    let server = try LocalServer.http { _ in Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8) }
    defer { server.end() }
    #expect(error(transfer(), HTTPRequest(server.url))?.kind == .connection)
    let silent = try LocalServer.http { _ in [] }
    defer { silent.end() }
    #expect(error(transfer(), HTTPRequest(silent.url))?.kind == .connection)
    let other = try LocalServer.http { _ in Array("SSH-2.0-OpenSSH_9.2\r\n".utf8) }
    defer { other.end() }
    #expect(error(transfer(), HTTPRequest(other.url))?.kind == .connection)
    let flood = try LocalServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\n")
      for number in 0..<10_000 { connection.send("X-\(number): \(String(repeating: "a", count: 90))\r\n") }
      return ""
    }
    defer { flood.end() }
    #expect(error(transfer(), HTTPRequest(flood.url)) != nil)
  }

  @Test func certificatesAreAskedFor() throws {
    let plain = try LocalServer { connection in
      connection.send("HTTP/1.1 200 OK\r\n\r\n")
      return ""
    }
    defer { plain.end() }
    let found = error(transfer(), HTTPRequest("https://127.0.0.1:\(plain.port)"))
    #expect(found?.kind == .certificate || found?.kind == .connection)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
  func aCertificateNobodyVouchesForIsNotTrusted() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func openssl(_ arguments: [String]) throws -> Process {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
      process.arguments = arguments
      process.currentDirectoryURL = folder
      (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
      process.standardInput = Pipe()
      try process.run()
      return process
    }
    try openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout",
      "key.pem", "-out", "own.pem", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
    ]).waitUntilExit()
    let free = try LocalServer.http { _ in [] }
    let port = free.port
    free.end()
    let server = try openssl([
      "s_server", "-accept", "127.0.0.1:\(port)", "-key", "key.pem", "-cert", "own.pem", "-www",
    ])
    defer {
      // It was started with signals held back, and would not hear a gentler one.
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    let request = HTTPRequest("https://127.0.0.1:\(port)/")
    var found: TransferError?
    for _ in 0..<50 {
      found = error(transfer(), request)
      if found?.kind != .connection { break }
      usleep(50_000)
    }
    #expect(found?.kind == .certificate, "\(String(describing: found))")
    let trusting = transfer { $0.certificates = folder.appendingPathComponent("own.pem").path }
    #expect(try trusting.answer(to: request).status == 200)
    // The certificate is of the address, not of the name.
    let named = HTTPRequest("https://localhost:\(port)/")
    #expect(error(trusting, named)?.kind == .certificate)
  }

  @Test(arguments: [
    "ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1:25/x", "dict://127.0.0.1/x", "http://a b/",
    "HTTP//x",
    "http://127.0.0.1/\r\nX: 1", "",
  ])
  func otherAddressesAreNone(_ url: String) {
    #expect(error(transfer(), HTTPRequest(url))?.kind == .address)
  }

  @Test func usersInAddressesAndBreaksInHeadersAreNone() {
    #expect(error(transfer(), HTTPRequest("http://me:pass@127.0.0.1:9/"))?.description.contains("pass@") == false)
    var request = HTTPRequest("http://127.0.0.1:9/")
    request.headers = ["X-Key": "a\r\nHost: b"]
    #expect(error(transfer(), request)?.kind == .address)
    request.headers = ["X Key": "a"]
    #expect(error(transfer(), request)?.kind == .address)
  }

  @Test func nobodyListens() throws {
    let server = try LocalServer.http { _ in [] }
    let url = server.url
    server.end()
    usleep(20_000)
    #expect(error(transfer(), HTTPRequest(url))?.kind == .connection)
  }

  @Test func aQueueWaitsForThoseWhoMustNot() async throws {
    let server = try LocalServer.http { request in answer("200 OK", [], Array(request.prefix(6).utf8)) }
    defer { server.end() }
    let queue = TransferQueue(width: 2)
    let transfer = transfer()
    let url = server.url
    let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 {
        group.addTask { try await queue.run { try transfer.answer(to: HTTPRequest(url)).body } }
      }
      return try await group.reduce(into: [[UInt8]]()) { $0.append($1) }
    }
    #expect(bodies.count == 8 && bodies.allSatisfy { $0 == Array("GET / ".utf8) })
  }
}
