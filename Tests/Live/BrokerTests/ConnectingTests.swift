import NIOCore
import NIOPosix
import Testing

@testable import Broker

@Suite("Connecting")
struct ConnectingTests {
  @Test("CONNACK of version 5 states the broker's limits, and a name for a client without one")
  func answer() async throws {
    try await Desk.run { desk in
      let client = try await desk.client()
      let given = try #require(client.answer?.properties)
      #expect(given.maximumPacketSize == 1 << 20 && given.receiveMaximum == 256 && given.topicAliasMaximum == 32)
      #expect(given.assignedClientIdentifier?.hasPrefix("client-") == true)
      let other = try await desk.client("me", .v3)
      #expect(other.answer == ConnackPacket(code: 0))
    }
  }

  @Test("3.1.1 without a name is taken with a clean session only")
  func noName() async throws {
    try await Desk.run { desk in
      #expect(try await desk.client("", .v3).answer?.code == 0)
      let client = try await desk.socket(.v3)
      #expect(try await client.connect(ConnectPacket(version: .v3, cleanStart: false, client: "")).code == 2)
      #expect(try await client.farewell() == nil)
    }
  }

  @Test("a version nobody speaks hears so in 3.1.1's words")
  func versions() async throws {
    try await Desk.run { desk in
      let client = try await desk.socket(.v3)
      try await client.send(bytes: [0x10, 12, 0, 4, 0x4D, 0x51, 0x54, 0x54, 3, 2, 0, 10, 0, 0])
      #expect(try await client.next() == .connack(ConnackPacket(code: 1)))
      #expect(try await client.farewell() == nil)
    }
  }

  @Test("a way of authentication nobody knows is refused")
  func authentication() async throws {
    try await Desk.run { desk in
      let client = try await desk.socket()
      let connect = ConnectPacket(version: .v5, client: "a", properties: [.authenticationMethod("SCRAM")])
      #expect(try await client.connect(connect).code == ReasonCode.badAuthenticationMethod.rawValue)
    }
  }

  @Test(
    "the host admits by name, password and address, also when it thinks a while", arguments: [ProtocolVersion.v3, .v5])
  func admission(_ version: ProtocolVersion) async throws {
    let host = RecordingHost(admission: { client, decided in
      let isRight =
        client.userName == "ali" && client.password == Array("kopi".utf8) && client.address.hasPrefix("127.")
      testLoops.next().scheduleTask(in: .milliseconds(30)) {
        decided(isRight ? .admitted : .refused(.badUserNameOrPassword, "Wrong password."))
        decided(.admitted)
      }
    })
    try await Desk.run(host: host) { desk in
      let client = try await desk.socket(version)
      var connect = ConnectPacket(version: version, client: "a", userName: "ali", password: Array("kopi".utf8))
      // What comes before the decision waits for it.
      try await client.send(.connect(connect))
      try await client.send(.pingreq)
      guard case .connack(let answer) = try await client.next() else {
        throw TestClient.Silence(description: "no CONNACK")
      }
      #expect(answer.code == 0)
      #expect(try await client.next() == .pingresp)
      connect.password = []
      let other = try await desk.socket(version)
      #expect(try await other.connect(connect).code == (version == .v5 ? 0x86 : 4))
      #expect(try await other.farewell() == nil)
      #expect(try await client.hearsNothing())
    }
  }

  @Test("another connection by the same name takes over, and the first hears why")
  func takeOver() async throws {
    try await Desk.run { desk in
      let first = try await desk.client("x", properties: [.sessionExpiry(60)])
      try await first.subscribe("a")
      let second = try await desk.client("x", clean: false, properties: [.sessionExpiry(60)])
      #expect(second.answer?.sessionPresent == true)
      #expect(try await first.farewell() == .sessionTakenOver)
      try await second.publish("a", "1")
      #expect(try await second.message().text == "1")
      let third = try await desk.client("x", clean: true)
      #expect(third.answer?.sessionPresent == false)
      try await third.publish("a", "2")
      #expect(try await third.hearsNothing())
    }
  }

  @Test("a client that says nothing for one and a half times its keep-alive is gone; one that pings is not")
  func keepAlive() async throws {
    try await Desk.run { desk in
      let lively = try await desk.socket()
      let channel = lively.channel
      // By a loop of its own, which no other test holds up, and from the first moment on.
      let pinging = try await channel.eventLoop.submit {
        var hello = ByteBuffer()
        Packet.connect(ConnectPacket(version: .v5, cleanStart: true, keepAlive: 1, client: "lively")).write(
          to: &hello, .v5)
        channel.writeAndFlush(hello, promise: nil)
        return channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(200), delay: .milliseconds(200)) {
          _ in
          channel.writeAndFlush(ByteBuffer(bytes: [0xC0, 0]), promise: nil)
        }
      }.get()
      let silent = try await desk.client("silent", keepAlive: 1)
      #expect(try await silent.farewell() == .keepAliveTimeout)
      #expect(try await desk.broker.figures().connections == 1)
      pinging.cancel()
    }
  }

  @Test(
    "a second CONNECT, AUTH, and a broker's packets end the connection",
    arguments: [
      Packet.connect(ConnectPacket(version: .v5, client: "x")), .auth(ReasonPacket()), .pingresp,
      .suback(SubackPacket(packetID: 1, codes: [0])), .connack(ConnackPacket(code: 0)),
    ])
  func wrongOrder(_ packet: Packet) async throws {
    try await Desk.run { desk in
      let client = try await desk.client("x")
      try await client.send(packet)
      #expect(try await client.farewell() == .protocolError)
    }
  }

  @Test("a client may not make a session last at its farewell that was to end")
  func expiryAtFarewell() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("x")
      try await client.send(.disconnect(ReasonPacket(properties: [.sessionExpiry(10)])))
      #expect(try await client.farewell() == .protocolError)
    }
  }

  @Test("at its end the broker says so to clients of version 5")
  func shutdown() async throws {
    let host = RecordingHost()
    try await Desk.run(host: host) { desk in
      let new = try await desk.client("new")
      let old = try await desk.client("old", .v3)
      try await desk.broker.shutdown()
      #expect(try await new.farewell() == .serverShuttingDown)
      #expect(try await old.farewell() == nil)
      await #expect(throws: (any Error).self) { try await desk.socket() }
    }
  }

  @Test("an operator ends a connection with a sentence")
  func administrator() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("x")
      desk.broker.disconnect(ClientName("x"), because: "You were loud.")
      #expect(
        try await client.next()
          == .disconnect(ReasonPacket(reason: .administrativeAction, properties: [.reasonString("You were loud.")])))
    }
  }
}
