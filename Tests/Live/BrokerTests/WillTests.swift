import NIOCore
import Testing

@testable import Broker

@Suite("Wills")
struct WillTests {
  static func will(_ properties: Properties = [], retain: Bool = false) -> WillPacket {
    WillPacket(
      topic: "gone", payload: ByteBuffer(string: "adieu"), qos: .atLeastOnce, isRetained: retain, properties: properties
    )
  }

  @Test(
    "a will is published when its client vanishes, and not when it says farewell", arguments: [ProtocolVersion.v3, .v5])
  func vanish(_ version: ProtocolVersion) async throws {
    try await Desk.run { desk in
      let listener = try await desk.client("l", version)
      try await listener.subscribe("gone")
      try await desk.client("x", version, will: Self.will()).leave()
      #expect(try await listener.hearsNothing())
      try await desk.client("x", version, will: Self.will(retain: true)).vanish()
      #expect(try await listener.message().text == "adieu")
      try await eventually("the will is retained") { try await desk.broker.figures().retained == 1 }
      #expect(desk.host.taken == ["gone=adieu"])
    }
  }

  @Test("a farewell with will, and a breach of the standard, publish it")
  func farewellWithWill() async throws {
    try await Desk.run { desk in
      let listener = try await desk.client("l")
      try await listener.subscribe("gone")
      try await desk.client("x", will: Self.will([.contentType("text/plain"), .user(name: "a", value: "b")])).leave(
        .disconnectWithWill)
      let message = try await listener.message()
      #expect(message.properties == [.contentType("text/plain"), .user(name: "a", value: "b")])
      try await listener.send(.puback(Acknowledgement(packetID: message.packetID)))
      let bad = try await desk.client("y", will: Self.will())
      try await bad.send(bytes: [0xFF, 0])
      #expect(try await bad.farewell() == .malformedPacket)
      #expect(try await listener.message().text == "adieu")
    }
  }

  @Test("a will with a delay waits, is taken back by a return, and comes at the latest with the end of the session")
  func delay() async throws {
    try await Desk.run { desk in
      let listener = try await desk.client("l")
      try await listener.subscribe("gone")
      // Back in time, a client takes its will back, and leaves none behind when it says farewell.
      let patient = Self.will([.willDelay(60)])
      try await desk.client("x", will: patient, properties: [.sessionExpiry(60)]).vanish()
      let back = try await desk.client("x", clean: false, properties: [.sessionExpiry(60)])
      #expect(try await listener.hearsNothing())
      try await back.leave()
      #expect(try await listener.hearsNothing())
      // One that stays away: it comes when the delay is over, and not before.
      let vanished = NIODeadline.now()
      try await desk.client("y", will: Self.will([.willDelay(1)]), properties: [.sessionExpiry(60)]).vanish()
      #expect(try await listener.message().text == "adieu")
      #expect(NIODeadline.now() - vanished >= .seconds(1))
      // Longer than the session: with its end.
      try await desk.client("z", will: Self.will([.willDelay(100)]), properties: [.sessionExpiry(1)]).vanish()
      #expect(try await listener.message().text == "adieu")
      // And with a new session in its place.
      try await desk.client("w", will: Self.will([.willDelay(100)]), properties: [.sessionExpiry(100)]).vanish()
      _ = try await desk.client("w", clean: true)
      #expect(try await listener.message().text == "adieu")
    }
  }

  @Test("a will on a topic the client may not publish to is refused with the connection")
  func refused() async throws {
    try await Desk.run { desk in
      let client = try await desk.socket()
      let will = WillPacket(topic: "$SYS/x", payload: ByteBuffer())
      #expect(try await client.connect(ConnectPacket(version: .v5, client: "a", will: will)).code == 0x87)
      let other = try await desk.socket()
      let wild = WillPacket(topic: "a/#", payload: ByteBuffer())
      #expect(try await other.connect(ConnectPacket(version: .v5, client: "a", will: wild)).code == 0x90)
    }
  }
}
