import NIOCore
import Testing

@testable import Broker

/// Bytes of packets; those of the examples of OASIS MQTT 3.1.1 and 5.0 where they give some.
@Suite("Packets")
struct CodecTests {
  static func decode(_ bytes: [UInt8], _ version: ProtocolVersion? = .v5, limit: Int = 1 << 20) throws -> Packet? {
    var decoder = PacketDecoder(version: version, maximumPacketSize: limit)
    var buffer = ByteBuffer(bytes: bytes)
    return try decoder.next(from: &buffer)
  }

  @Test("CONNECT as in figure 3-6 of the standards is read")
  func connect() throws {
    // §3.1.2: name, level 4, flags 0xCE (user, password, will QoS 1, will, clean), keep alive 10.
    let header: [UInt8] = [0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 0b1100_1110, 0, 10]
    let payload: [UInt8] = [0, 1, 0x63, 0, 1, 0x77, 0, 2, 0x68, 0x69, 0, 1, 0x75, 0, 1, 0x70]
    let packet = try Self.decode([0x10, UInt8(header.count + payload.count)] + header + payload, nil)
    let expected = ConnectPacket(
      version: .v3, cleanStart: true, keepAlive: 10, client: "c",
      will: WillPacket(topic: "w", payload: ByteBuffer(string: "hi"), qos: .atLeastOnce), userName: "u",
      password: [0x70])
    #expect(packet == .connect(expected))
  }

  @Test("CONNECT of version 5 as in figure 3-6 has its session expiry of 10 seconds")
  func connect5() throws {
    let header: [UInt8] = [0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 0xCE, 0, 10, 5, 0x11, 0, 0, 0, 10]
    let payload: [UInt8] = [0, 1, 0x63, 0, 0, 1, 0x77, 0, 0, 0, 1, 0x75, 0, 1, 0x70]
    let packet = try Self.decode([0x10, UInt8(header.count + payload.count)] + header + payload, nil)
    guard case .connect(let connect)? = packet else {
      Issue.record("not CONNECT")
      return
    }
    #expect(connect.version == .v5 && connect.properties == [.sessionExpiry(10)] && connect.keepAlive == 10)
  }

  @Test("PUBLISH to a/b with identifier 10 and SUBSCRIBE to a/b and c/d are the standards' bytes")
  func examples() throws {
    // §3.3.2: topic a/b, packet identifier 10. §3.8.3: a/b at QoS 1, c/d at QoS 2.
    let publish: [UInt8] = [0x32, 7, 0, 3, 0x61, 0x2F, 0x62, 0, 10]
    let message = PublishPacket(qos: .atLeastOnce, topic: "a/b", packetID: 10, payload: ByteBuffer())
    #expect(try Self.decode(publish, .v3) == .publish(message))
    let subscribe: [UInt8] = [0x82, 14, 0, 10, 0, 3, 0x61, 0x2F, 0x62, 1, 0, 3, 0x63, 0x2F, 0x64, 2]
    let wish = SubscribePacket(
      packetID: 10,
      requests: [
        .init(filter: "a/b", options: .init(qos: .atLeastOnce)),
        .init(filter: "c/d", options: .init(qos: .exactlyOnce)),
      ])
    #expect(try Self.decode(subscribe, .v3) == .subscribe(wish))
    for (packet, bytes) in [(Packet.publish(message), publish), (.subscribe(wish), subscribe)] {
      var buffer = ByteBuffer()
      packet.write(to: &buffer, .v3)
      #expect(Array(buffer.readableBytesView) == bytes)
    }
  }

  @Test("the text A and U+2A6D4 is the standards' seven bytes (§1.5.4)")
  func text() throws {
    var buffer = ByteBuffer()
    buffer.writeText("A\u{2A6D4}")
    #expect(Array(buffer.readableBytesView) == [0, 5, 0x41, 0xF0, 0xAA, 0x9B, 0x94])
    #expect(try buffer.text("text") == "A\u{2A6D4}")
  }

  @Test(
    "remaining lengths are those of the standards' table, and no fifth byte is read",
    arguments: [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455])
  func lengths(_ value: Int) throws {
    let bytes: [Int: [UInt8]] = [
      0: [0], 127: [0x7F], 128: [0x80, 1], 16_383: [0xFF, 0x7F], 16_384: [0x80, 0x80, 1],
      2_097_151: [0xFF, 0xFF, 0x7F],
      2_097_152: [0x80, 0x80, 0x80, 1], 268_435_455: [0xFF, 0xFF, 0xFF, 0x7F],
    ]
    var buffer = ByteBuffer()
    buffer.writeVariableInteger(value)
    #expect(Array(buffer.readableBytesView) == bytes[value])
    #expect(try Int(buffer.variableInteger("length")) == value)
    #expect(throws: MalformedPacket.self) { try Self.decode([0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1]) }
  }

  static let all: [Packet] = {
    let words: Properties = [.reasonString("why"), .user(name: "a", value: "b"), .user(name: "a", value: "c")]
    let carried: Properties = [
      .payloadIsText(true), .messageExpiry(60), .contentType("text/plain"), .responseTopic("answers/1"),
      .correlationData([1, 2, 3]), .subscriptionIdentifier(7), .subscriptionIdentifier(268_435_455), .topicAlias(3),
      .user(name: "unit", value: "m"),
    ]
    let acks: [Packet] = [ReasonCode.success, .notAuthorized].flatMap { reason -> [Packet] in
      let ack = Acknowledgement(packetID: 65_535, reason: reason, properties: reason.isFailure ? words : [])
      return [.puback(ack), .pubrec(ack), .pubrel(ack), .pubcomp(ack)]
    }
    return acks + [
      .connect(
        ConnectPacket(
          version: .v5, cleanStart: false, keepAlive: 65_535, client: "gauge",
          will: WillPacket(
            topic: "gone", payload: ByteBuffer(string: "x"), qos: .exactlyOnce, isRetained: true,
            properties: [.willDelay(5), .contentType("t")]),
          userName: "u", password: [0, 255],
          properties: [
            .sessionExpiry(.max), .receiveMaximum(1), .maximumPacketSize(100), .topicAliasMaximum(9),
            .requestProblemInformation(false), .requestResponseInformation(true), .authenticationMethod("m"),
            .authenticationData([1]),
          ])),
      .connack(
        ConnackPacket(
          sessionPresent: true, code: 0,
          properties: [
            .assignedClientIdentifier("c"), .serverKeepAlive(3), .responseInformation("r"), .serverReference("s"),
            .maximumQoS(1), .retainAvailable(true), .wildcardsAvailable(true), .subscriptionIdentifiersAvailable(false),
            .sharedSubscriptionsAvailable(true),
          ])),
      .publish(PublishPacket(topic: "a/b", payload: ByteBuffer(string: "hello"))),
      .publish(
        PublishPacket(
          isDuplicate: true, qos: .exactlyOnce, isRetained: true, topic: "Things(1)/Datastreams?$select=name,@iot.id",
          packetID: 1, properties: carried, payload: ByteBuffer(repeating: 7, count: 20_000))),
      .subscribe(
        SubscribePacket(
          packetID: 2, properties: [.subscriptionIdentifier(128)],
          requests: [
            .init(
              filter: "#",
              options: .init(qos: .exactlyOnce, noLocal: true, retainAsPublished: true, retainHandling: .never)),
            .init(filter: "$share/g/+/x"),
          ])),
      .suback(SubackPacket(packetID: 2, properties: words, codes: [0, 1, 2, 0x87])),
      .unsubscribe(UnsubscribePacket(packetID: 3, properties: [.user(name: "", value: "")], filters: ["a", "b/#"])),
      .unsuback(SubackPacket(packetID: 3, codes: [0, 0x11])), .pingreq, .pingresp,
      .disconnect(ReasonPacket()), .disconnect(ReasonPacket(reason: .serverShuttingDown, properties: words)),
      .auth(ReasonPacket(reason: ReasonCode(rawValue: 0x18), properties: [.authenticationMethod("m")])),
    ]
  }()

  @Test("every kind of packet comes back as it went, byte by byte too")
  func roundTrips() throws {
    for packet in Self.all {
      var buffer = ByteBuffer()
      packet.write(to: &buffer, .v5)
      var decoder = PacketDecoder(version: .v5)
      var copy = buffer
      #expect(try decoder.next(from: &copy) == packet)
      #expect(copy.readableBytes == 0)
      if buffer.readableBytes > 1000 { continue }
      var grown = ByteBuffer()
      for byte in buffer.readableBytesView.dropLast() {
        grown.writeInteger(byte)
        #expect(try decoder.next(from: &grown) == nil)
      }
    }
  }

  @Test("a payload is a slice of the bytes it came in")
  func slices() throws {
    var buffer = ByteBuffer()
    Packet.publish(PublishPacket(topic: "a", payload: ByteBuffer(repeating: 1, count: 5000))).write(to: &buffer, .v3)
    var decoder = PacketDecoder(version: .v3)
    guard case .publish(let message)? = try decoder.next(from: &buffer) else {
      Issue.record("no message")
      return
    }
    let places = [buffer, message.payload].map { $0.withVeryUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
    #expect(places[0] == places[1] || message.payload.storageCapacity == buffer.storageCapacity)
  }

  @Test(
    "what the standard forbids is malformed, with its code",
    arguments: [
      ([0x00, 0], ReasonCode.malformedPacket), ([0x36, 5, 0, 1, 0x61, 0, 1], .malformedPacket),
      ([0x38, 4, 0, 1, 0x61, 0], .malformedPacket), ([0x32, 6, 0, 1, 0x61, 0, 0, 0], .protocolError),
      ([0x80, 3, 0, 1, 0], .malformedPacket), ([0x82, 3, 0, 1, 0], .malformedPacket),
      ([0x82, 7, 0, 1, 0, 0, 1, 0x61, 3], .malformedPacket), ([0x82, 7, 0, 1, 0, 0, 1, 0x61, 0xC0], .malformedPacket),
      ([0xC0, 1, 0], .malformedPacket), ([0xC1, 0], .malformedPacket), ([0x60, 2, 0, 1], .malformedPacket),
      // Topics with NUL, with half a character, with a surrogate, longer than the packet.
      ([0x30, 4, 0, 1, 0x00, 0], .malformedPacket), ([0x30, 4, 0, 1, 0xC3, 0], .malformedPacket),
      ([0x30, 6, 0, 3, 0xED, 0xA0, 0x80, 0], .malformedPacket), ([0x30, 4, 0xFF, 0xFF, 0x61, 0], .malformedPacket),
      // Properties: twice, in the wrong place, unknown, longer than the packet, a zero that may not be.
      ([0x30, 14, 0, 1, 0x61, 10, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1], .protocolError),
      ([0x30, 6, 0, 1, 0x61, 2, 0x24, 1], .malformedPacket), ([0x30, 6, 0, 1, 0x61, 2, 0x7E, 1], .malformedPacket),
      ([0x30, 4, 0, 1, 0x61, 9], .malformedPacket), ([0x30, 6, 0, 1, 0x61, 2, 0x0B, 0], .protocolError),
      ([0x30, 6, 0, 1, 0x61, 2, 0x01, 2], .protocolError),
    ] as [([UInt8], ReasonCode)])
  func malformed(_ bytes: [UInt8], _ reason: ReasonCode) throws {
    let error = #expect(throws: MalformedPacket.self) { try Self.decode(bytes) }
    #expect(error?.reason == reason, "\(error?.sentence ?? "")")
  }

  @Test("a packet longer than the limit is refused by its first bytes")
  func tooLong() throws {
    let error = #expect(throws: MalformedPacket.self) { try Self.decode([0x30, 0xFF, 0xFF, 0xFF, 0x7F]) }
    #expect(error?.reason == .packetTooLarge)
    #expect(try Self.decode([0x30, 0xFE, 0x07], limit: 1025) == nil)
  }

  @Test("CONNECT with a reserved flag, a QoS 3 or a password without a name is malformed")
  func badConnects() throws {
    func bytes(_ flags: UInt8, level: UInt8 = 4) -> [UInt8] {
      [0x10, 12, 0, 4, 0x4D, 0x51, 0x54, 0x54, level, flags, 0, 10, 0, 0]
    }
    for flags in [1, 0b0001_1110, 0b0100_0000, 0b0010_0000, 0b0000_1000] as [UInt8] {
      #expect(throws: MalformedPacket.self) { try Self.decode(bytes(flags), nil) }
    }
    let error = #expect(throws: MalformedPacket.self) { try Self.decode(bytes(2, level: 6), nil) }
    #expect(error?.reason == .unsupportedVersion)
  }
}
