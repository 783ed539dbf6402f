import Broker
import Foundation
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Server
import Testing

/// The doors a server opens, and what it does with those who hold them open.
@Suite("Doors") struct DoorTests {
  @Test("for devices are those the configuration asks for, with a sentence for each that cannot be") func devices() {
    var configuration = ServerConfiguration()
    #expect(DeviceDoor.all(configuration).doors.isEmpty)
    configuration.host = "0.0.0.0"
    configuration.mqttPort = 1_883
    configuration.mqttWebSocketPort = 8_083
    var (doors, complaints) = DeviceDoor.all(configuration)
    #expect(doors.map(\.option) == ["--mqtt-port", "--mqtt-websocket-port"] && complaints.isEmpty)
    #expect(doors.map(\.listener.port) == [1_883, 8_083] && doors.allSatisfy { $0.listener.host == "0.0.0.0" })
    #expect(doors.map(\.listener.carrier) == [.stream, .webSocket(path: "/mqtt")])
    configuration.mqttTLSPort = 8_883
    (doors, complaints) = DeviceDoor.all(configuration)
    #expect(doors.count == 2 && complaints.count == 1 && complaints[0].contains("--tls-certificate"))
    configuration.tlsCertificate = "/nowhere/certificate.pem"
    configuration.tlsKey = "/nowhere/key.pem"
    (doors, complaints) = DeviceDoor.all(configuration)
    #expect(doors.count == 2 && complaints.count == 1 && complaints[0].contains("/nowhere/certificate.pem"))
  }

  /// A connection with the handler in it.
  private static func connection() throws -> EmbeddedChannel {
    let channel = EmbeddedChannel(handler: SlowRequests())
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return channel
  }

  private static let head = HTTPRequestPart.head(
    HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/"))

  @Test("are closed to a body that does not come or trickles, and open to one that comes slowly") func slow() throws {
    let silent = try Self.connection()
    try silent.writeInbound(Self.head)
    silent.embeddedEventLoop.advanceTime(by: .seconds(19))
    #expect(silent.isActive)
    silent.embeddedEventLoop.advanceTime(by: .seconds(2))
    #expect(!silent.isActive)

    for (rate, isOpen) in [(1, false), (500, false), (2_048, true)] {
      let channel = try Self.connection()
      try channel.writeInbound(Self.head)
      for _ in 0..<120 where channel.isActive {
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 120, count: rate)))
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
      }
      #expect(channel.isActive == isOpen, "\(rate) bytes a second")
      _ = try? channel.finish()
    }
  }

  @Test("stay open to a whole request, however long its answer takes") func whole() throws {
    let channel = try Self.connection()
    try channel.writeInbound(Self.head)
    try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "x")))
    try channel.writeInbound(HTTPRequestPart.end(nil))
    channel.embeddedEventLoop.advanceTime(by: .hours(1))
    #expect(channel.isActive)
    _ = try channel.finish()
  }
}
