import Broker
import BrokerTLS
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Testing

@testable import Broker

@Suite("Doors")
struct DoorTests {
  /// Frames of the client's side: masked as the standard asks.
  private static func frame(_ opcode: UInt8, _ bytes: [UInt8], fin: Bool = true) -> [UInt8] {
    let mask: [UInt8] = [1, 2, 3, 4]
    return [opcode | (fin ? 0x80 : 0), UInt8(bytes.count) | 0x80] + mask
      + bytes.enumerated().map { $1 ^ mask[$0 % 4] }
  }

  private static func request(_ path: String, _ subprotocol: String = "mqtt") -> [UInt8] {
    let lines = [
      "GET \(path) HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: \(subprotocol)", "", "",
    ]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  /// A connection whose bytes are gathered.
  private final class Gathered: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let bytes: NIOLockedValueBox<(all: [UInt8], isClosed: Bool)>
    init(_ bytes: NIOLockedValueBox<(all: [UInt8], isClosed: Bool)>) { self.bytes = bytes }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes.withLockedValue { $0.all += Array(unwrapInboundIn(data).readableBytesView) }
    }
    func channelInactive(context: ChannelHandlerContext) { bytes.withLockedValue { $0.isClosed = true } }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }

  private static func raw(_ port: Int) async throws -> (any Channel, NIOLockedValueBox<(all: [UInt8], isClosed: Bool)>)
  {
    let box = NIOLockedValueBox<(all: [UInt8], isClosed: Bool)>(([], false))
    let channel = try await ClientBootstrap(group: testLoops)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Gathered(box)) }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return (channel, box)
  }

  @Test("MQTT goes through a WebSocket, packets cut into frames anyhow")
  func webSocket() async throws {
    try await Desk.run(carrier: .webSocket(path: "/mqtt")) { desk in
      let (channel, box) = try await Self.raw(desk.port)
      try await channel.writeAndFlush(ByteBuffer(bytes: Self.request("/mqtt"))).get()
      try await eventually("the upgrade is answered") {
        box.withLockedValue { String(decoding: $0.all, as: UTF8.self).hasSuffix("\r\n\r\n") }
      }
      let head = box.withLockedValue { String(decoding: $0.all, as: UTF8.self).lowercased() }
      #expect(head.hasPrefix("http/1.1 101") && head.contains("sec-websocket-protocol: mqtt"))
      box.withLockedValue { $0.all = [] }
      var packets = ByteBuffer()
      Packet.connect(ConnectPacket(client: "w")).write(to: &packets, .v3)
      Packet.pingreq.write(to: &packets, .v3)
      let bytes = Array(packets.readableBytesView)
      let frames =
        Self.frame(2, Array(bytes[..<5]), fin: false) + Self.frame(9, [7]) + Self.frame(0, Array(bytes[5...]))
      try await channel.writeAndFlush(ByteBuffer(bytes: frames)).get()
      try await eventually("CONNACK, PONG and PINGRESP come") { box.withLockedValue { $0.all.count >= 11 } }
      #expect(box.withLockedValue { $0.all } == [0x8A, 1, 7, 0x82, 6, 0x20, 2, 0, 0, 0xD0, 0])
      try await channel.writeAndFlush(ByteBuffer(bytes: Self.frame(1, Array("text".utf8)))).get()
      try await eventually("text ends it") { box.withLockedValue { $0.isClosed } }
    }
  }

  @Test(
    "another path, another subprotocol and a plain request are answered and ended; silence is ended",
    arguments: [
      request("/other"), request("/mqtt", "chat"), Array("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [],
    ])
  func refused(_ bytes: [UInt8]) async throws {
    let wait: TimeAmount = bytes.isEmpty ? .milliseconds(300) : .seconds(20)
    try await Desk.run(carrier: .webSocket(path: "/mqtt"), { $0.connectWithin = wait }) { desk in
      let (channel, box) = try await Self.raw(desk.port)
      if !bytes.isEmpty { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }
      try await eventually("it is closed") { box.withLockedValue { $0.isClosed } }
      let text = box.withLockedValue { String(decoding: $0.all, as: UTF8.self) }
      #expect(bytes.isEmpty ? text.isEmpty : text.hasPrefix("HTTP/1.1 426"))
    }
  }

  @Test("another server's upgraded channel can be handed over")
  func handedOver() async throws {
    try await Desk.run { desk in
      let broker = desk.broker
      let upgrader = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
        upgradePipelineHandler: { channel, _ in broker.configure(channel, isSecured: false) })
      let server = try await ServerBootstrap(group: testLoops)
        .childChannelInitializer { channel in
          channel.pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        }
        .bind(host: "127.0.0.1", port: 0).get()
      let (channel, box) = try await Self.raw(try #require(server.localAddress?.port))
      try await channel.writeAndFlush(ByteBuffer(bytes: Self.request("/any"))).get()
      try await eventually("the upgrade is answered") {
        box.withLockedValue { String(decoding: $0.all, as: UTF8.self).hasSuffix("\r\n\r\n") }
      }
      box.withLockedValue { $0.all = [] }
      var packet = ByteBuffer()
      Packet.connect(ConnectPacket(client: "w")).write(to: &packet, .v3)
      try await channel.writeAndFlush(ByteBuffer(bytes: Self.frame(2, Array(packet.readableBytesView)))).get()
      try await eventually("CONNACK comes") { box.withLockedValue { $0.all == [0x82, 4, 0x20, 2, 0, 0] } }
      try await server.close().get()
    }
  }

  private static func make(_ folder: URL) throws -> (certificate: String, key: String) {
    let key = folder.appendingPathComponent("key.pem").path
    let certificate = folder.appendingPathComponent("certificate.pem").path
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    return (certificate, key)
  }

  @Test(
    "MQTT goes through TLS, the host knows, and plain bytes at that door are ended",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/bin/openssl"), "openssl is not there to make a certificate"))
  func tls() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "broker-\(UInt32.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = try Self.make(folder)
    let host = RecordingHost(admission: { client, decided in
      decided(client.isSecured ? .admitted : .refused(.notAuthorized, "Not without TLS."))
    })
    try await Desk.run(host: host) { desk in
      let door = try Listener(port: 0).secured(certificateChain: certificate, privateKey: key)
      let port = try #require(try await desk.broker.listen(at: door)?.port)
      var trust = TLSConfiguration.makeClientConfiguration()
      trust.trustRoots = .file(certificate)
      let context = try NIOSSLContext(configuration: trust)
      let box = NIOLockedValueBox<(all: [UInt8], isClosed: Bool)>(([], false))
      let channel = try await ClientBootstrap(group: testLoops)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers([
              try NIOSSLClientHandler(context: context, serverHostname: "localhost"), Gathered(box),
            ])
          }
        }
        .connect(host: "127.0.0.1", port: port).get()
      var packet = ByteBuffer()
      Packet.connect(ConnectPacket(client: "t")).write(to: &packet, .v3)
      try await channel.writeAndFlush(packet).get()
      try await eventually("CONNACK comes") { box.withLockedValue { $0.all == [0x20, 2, 0, 0] } }
      try await channel.close().get()
      let (plain, heard) = try await Self.raw(port)
      try? await plain.writeAndFlush(packet).get()
      try await eventually("plain bytes end") { heard.withLockedValue { $0.isClosed } }
    }
    #expect(throws: (any Error).self) { try Listener().secured(certificateChain: key + ".missing", privateKey: key) }
  }
}
