import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Broker

@Suite("Hostile and slow clients")
struct HostileTests {
  @Test("who connects and says nothing, or half a CONNECT byte by byte, is gone when the time is up")
  func slowConnect() async throws {
    try await Desk.run({ $0.connectWithin = .milliseconds(200) }) { desk in
      let silent = try await desk.socket()
      let slow = try await desk.socket()
      for byte in [0x10, 12, 0, 4, 0x4D, 0x51] as [UInt8] { try? await slow.send(bytes: [byte]) }
      #expect(try await silent.farewell() == nil)
      #expect(try await slow.farewell() == nil)
      #expect(try await desk.broker.figures().connections == 0)
    }
  }

  @Test("giant lengths end the connection at the first bytes, and nothing is set aside for them")
  func giants() async throws {
    try await Desk.run { desk in
      let first = try await desk.socket()
      try await first.send(bytes: [0x10, 0xFF, 0xFF, 0xFF, 0x7F])
      #expect(try await first.farewell() == nil)
      let second = try await desk.client("c")
      try await second.send(bytes: [0x30, 0xFF, 0xFF, 0xFF, 0x7F])
      #expect(try await second.farewell() == .packetTooLarge)
      let third = try await desk.client("d")
      try await third.send(bytes: [0x30, 0x80, 0x80, 0x80, 0x80, 0x01])
      #expect(try await third.farewell() == .malformedPacket)
    }
  }

  @Test(
    "packets before CONNECT, and bytes of other protocols, end the connection",
    arguments: [
      [0xC0, 0], [0x30, 3, 0, 1, 0x61], Array("GET / HTTP/1.1\r\n\r\n".utf8), [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3],
    ] as [[UInt8]])
  func noConnect(_ bytes: [UInt8]) async throws {
    try await Desk.run { desk in
      let client = try await desk.socket()
      try await client.send(bytes: bytes)
      #expect(try await client.farewell() == nil)
    }
  }

  @Test("half packets that never end cost their bytes and no more, and end with the connection")
  func halves() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      var buffer = ByteBuffer()
      Packet.publish(PublishPacket(topic: "t", payload: ByteBuffer(repeating: 1, count: 100_000))).write(
        to: &buffer, .v5)
      for chunk in 0..<50 {
        try await client.send(bytes: Array(buffer.readableBytesView.dropFirst(chunk * 1000).prefix(1000)))
      }
      try await client.vanish()
      try await eventually("it is gone") { try await desk.broker.figures().connections == 0 }
      #expect(desk.host.taken.isEmpty)
    }
  }

  @Test("a flood is read at the rate that is allowed, and others are served meanwhile", arguments: [false, true])
  func flood(_ onOtherLoops: Bool) async throws {
    try await Desk.run(
      onOtherLoops: onOtherLoops,
      { limits in
        limits.messagesPerSecond = 1000
        limits.messageBurst = 100
      }
    ) { desk in
      let flooder = try await desk.client("f")
      let start = NIODeadline.now()
      var buffer = ByteBuffer()
      for _ in 0..<200_000 {
        Packet.publish(PublishPacket(topic: "flood", payload: ByteBuffer())).write(to: &buffer, .v5)
      }
      flooder.channel.writeAndFlush(buffer, promise: nil)
      let other = try await desk.client("o")
      try await other.subscribe("t")
      for number in 0..<5 {
        try await other.publish("t", "\(number)")
        #expect(try await other.message().text == "\(number)")
      }
      try await Task.sleep(nanoseconds: 300_000_000)
      // What one or two reads bring at once, beyond the rate.
      let received = try await desk.broker.figures().received
      let seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
      #expect(Double(received) < 30_000 + 1000 * seconds)
    }
  }

  @Test("a client that does not read is sent no more and costs no more than its limits")
  func slowReader() async throws {
    try await Desk.run({ limits in
      limits.slowFor = .hours(1)
      limits.queuedBytes = 2 << 20
      limits.inFlight = 8
    }) { desk in
      let slow = try await desk.client("slow")
      try await slow.subscribe("t")
      try await slow.channel.setOption(.autoRead, value: false).get()
      let publisher = try await desk.client("p", .v3)
      let text = String(repeating: "x", count: 100_000)
      for _ in 0..<300 { try await publisher.publish("t", text) }
      try await publisher.send(.pingreq)
      #expect(try await publisher.next() == .pingresp)
      let figures = try await desk.broker.figures()
      #expect(figures.heldBytes <= 2 << 20 && figures.dropped > 0 && figures.connections == 2)
    }
  }

  @Test("a client that does not read is gone after its time")
  func patienceEnds() async throws {
    try await Desk.run({ $0.slowFor = .milliseconds(400) }) { desk in
      let slow = try await desk.client("slow")
      try await slow.subscribe("t")
      try await slow.channel.setOption(.autoRead, value: false).get()
      let publisher = try await desk.client("p", .v3)
      let text = String(repeating: "x", count: 100_000)
      for _ in 0..<300 { try await publisher.publish("t", text) }
      try await eventually("it is gone") { try await desk.broker.figures().connections == 1 }
      #expect(try await desk.broker.figures().heldBytes == 0)
      #expect(desk.host.state.withLockedValue { $0.left }.contains("slow: The client did not read what it was sent."))
    }
  }

  @Test("a client that reads late gets what waited, in order")
  func lateReader() async throws {
    try await Desk.run { desk in
      let late = try await desk.client("late")
      try await late.subscribe("t", .init(qos: .atMostOnce))
      try await late.channel.setOption(.autoRead, value: false).get()
      let publisher = try await desk.client("p", .v3)
      let filler = String(repeating: "x", count: 50_000)
      for number in 0..<250 { try await publisher.publish("t", "\(number) \(filler)") }
      try await publisher.send(.pingreq)
      #expect(try await publisher.next() == .pingresp)
      try await late.channel.setOption(.autoRead, value: true).get()
      for number in 0..<250 { #expect(try await late.message().text.hasPrefix("\(number) ")) }
    }
  }

  @Test("a bomb of subscriptions stops at the limit; deep filters are refused")
  func subscriptionBomb() async throws {
    try await Desk.run { desk in
      let client = try await desk.client("c")
      let requests = (0..<5000).map { SubscriptionRequest(filter: "a/\($0)/+") }
      try await client.send(.subscribe(SubscribePacket(packetID: 1, requests: requests)))
      guard case .suback(let answer) = try await client.next() else {
        throw TestClient.Silence(description: "no SUBACK")
      }
      #expect(answer.codes.filter { $0 == 0 }.count == 1000 && answer.codes.last == ReasonCode.quotaExceeded.rawValue)
      #expect(try await desk.broker.figures().subscriptions == 1000)
      let deep = String(repeating: "+/", count: 400)
      try await client.send(.subscribe(SubscribePacket(packetID: 1, requests: [.init(filter: deep)])))
      #expect(try await client.farewell() == .topicFilterInvalid)
      try await eventually("all are gone") { desk.broker.filters.isEmpty }
    }
  }

  @Test("connections, those of one address, and sessions have their limits")
  func counts() async throws {
    try await Desk.run({ limits in
      limits.connectionsPerAddress = 3
      limits.sessions = 4
    }) { desk in
      for number in 0..<4 {
        try await desk.client("keep\(number)", properties: [.sessionExpiry(60)]).leave()
      }
      let fifth = try await desk.socket()
      #expect(
        try await fifth.connect(ConnectPacket(version: .v5, client: "keep4")).code == ReasonCode.quotaExceeded.rawValue)
      try await eventually("they are gone") { try await desk.broker.figures().connections == 0 }
      let three = try await [desk.client("keep0"), desk.client("keep1"), desk.client("keep2")]
      let fourth = try await desk.socket()
      #expect(try await fourth.farewell() == nil)
      for client in three { #expect(try await client.hearsNothing()) }
    }
  }

  @Test("retained messages stop at their limit, and those there are can still change")
  func retainedBomb() async throws {
    try await Desk.run({ $0.retainedMessages = 5 }) { desk in
      let client = try await desk.client("c")
      for number in 0..<20 { try await client.publish("r/\(number)", "x", retain: true) }
      try await client.publish("r/0", "new", retain: true)
      try await client.send(.pingreq)
      _ = try await client.next()
      #expect(try await desk.broker.figures().retained == 5)
      try await client.subscribe("r/0")
      #expect(try await client.message().text == "new")
    }
  }

  @Test("topics nobody meets twice do not fill the memory of routes")
  func topics() async throws {
    try await Desk.run({ limits in limits.messageBurst = 1e6 }) { desk in
      let client = try await desk.client("c")
      var buffer = ByteBuffer()
      for number in 0..<120_000 {
        Packet.publish(PublishPacket(topic: "x/\(number)", payload: ByteBuffer())).write(to: &buffer, .v5)
      }
      try await client.channel.writeAndFlush(buffer).get()
      #expect(try await client.hearsNothing())
      #expect(try await desk.broker.figures().received == 120_000)
    }
  }
}
