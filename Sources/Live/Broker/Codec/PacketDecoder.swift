import NIOCore

/// Takes packets off the front of a stream of bytes, as strictly as OASIS MQTT 3.1.1 and 5.0 ask. A payload is a slice of the
/// bytes it came in, not a copy. What a client announces takes no memory before it has come.
struct PacketDecoder {
  /// What the client speaks; CONNECT sets it.
  var version: ProtocolVersion?
  /// The longest packet that is read, in bytes, header included.
  var maximumPacketSize: Int

  /// A decoder for a client's first packet on, or for one whose version is known.
  init(version: ProtocolVersion? = nil, maximumPacketSize: Int = 1 << 20) {
    self.version = version
    self.maximumPacketSize = maximumPacketSize
  }

  /// The next packet; nil when it has not come whole.
  mutating func next(from buffer: inout ByteBuffer) throws(MalformedPacket) -> Packet? {
    guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return nil }
    try Self.checkFlags(first)
    var length = 0
    var headerLength = 1
    while true {
      guard headerLength <= 4 else {
        throw MalformedPacket(.malformedPacket, "The remaining length has more than four bytes.")
      }
      guard let byte = buffer.getInteger(at: buffer.readerIndex + headerLength, as: UInt8.self) else { return nil }
      length |= Int(byte & 0x7F) << (7 * (headerLength - 1))
      headerLength += 1
      if byte & 0x80 == 0 { break }
    }
    guard headerLength + length <= maximumPacketSize else {
      throw MalformedPacket(
        .packetTooLarge, "A packet of \(headerLength + length) bytes; this broker takes up to \(maximumPacketSize).")
    }
    guard buffer.readableBytes >= headerLength + length else { return nil }
    buffer.moveReaderIndex(forwardBy: headerLength)
    guard var body = buffer.readSlice(length: length) else { return nil }
    let packet = try packet(first, &body)
    guard body.readableBytes == 0 else {
      throw MalformedPacket(.malformedPacket, "The packet goes on after its last field.")
    }
    return packet
  }

  /// The lower half of the first byte is fixed for every kind but PUBLISH.
  private static func checkFlags(_ first: UInt8) throws(MalformedPacket) {
    let kind = first >> 4
    let flags = first & 0x0F
    guard kind != 0 else { throw MalformedPacket(.malformedPacket, "There is no packet of type 0.") }
    if kind == 3 {
      guard flags >> 1 & 3 != 3 else { throw MalformedPacket(.malformedPacket, "There is no QoS 3.") }
      return
    }
    let expected: UInt8 = kind == 6 || kind == 8 || kind == 10 ? 2 : 0
    guard flags == expected else {
      throw MalformedPacket(.malformedPacket, "The flags of a packet of type \(kind) are \(flags).")
    }
  }

  private mutating func packet(_ first: UInt8, _ body: inout ByteBuffer) throws(MalformedPacket) -> Packet {
    let kind = first >> 4
    if kind == 1 {
      let connect = try ConnectPacket(from: &body)
      if version == nil { version = connect.version }
      return .connect(connect)
    }
    guard let version else { throw MalformedPacket(.protocolError, "The first packet is not CONNECT.") }
    switch kind {
    case 2: return .connack(try ConnackPacket(from: &body, version))
    case 3: return .publish(try PublishPacket(first, from: &body, version))
    case 4: return .puback(try Acknowledgement(from: &body, version))
    case 5: return .pubrec(try Acknowledgement(from: &body, version))
    case 6: return .pubrel(try Acknowledgement(from: &body, version))
    case 7: return .pubcomp(try Acknowledgement(from: &body, version))
    case 8: return .subscribe(try SubscribePacket(from: &body, version))
    case 9: return .suback(try SubackPacket(from: &body, version, hasCodes: true))
    case 10: return .unsubscribe(try UnsubscribePacket(from: &body, version))
    case 11: return .unsuback(try SubackPacket(from: &body, version, hasCodes: version == .v5))
    case 12: return .pingreq
    case 13: return .pingresp
    case 14: return .disconnect(try ReasonPacket(from: &body, version, at: .disconnect))
    default:
      guard version == .v5 else { throw MalformedPacket(.malformedPacket, "MQTT 3.1.1 has no packet of type 15.") }
      return .auth(try ReasonPacket(from: &body, version, at: .auth))
    }
  }
}

extension ConnackPacket {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion) throws(MalformedPacket) {
    sessionPresent = try body.truth("session present flag")
    code = try body.field(UInt8.self, "return code")
    properties = version == .v5 ? try Properties(from: &body, at: .connack) : []
  }
}

extension PublishPacket {
  @inline(__always)
  init(_ first: UInt8, from body: inout ByteBuffer, _ version: ProtocolVersion) throws(MalformedPacket) {
    isDuplicate = first & 8 != 0
    isRetained = first & 1 != 0
    qos = QoS(rawValue: first >> 1 & 3) ?? .atMostOnce
    guard qos != .atMostOnce || !isDuplicate else {
      throw MalformedPacket(.malformedPacket, "A message of QoS 0 is never a duplicate.")
    }
    topic = try body.text("topic")
    packetID = qos == .atMostOnce ? 0 : try body.packetID()
    properties = version == .v5 ? try Properties(from: &body, at: .publish) : []
    payload = body
    body.moveReaderIndex(to: body.writerIndex)
  }
}

extension Acknowledgement {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion) throws(MalformedPacket) {
    packetID = try body.packetID()
    guard version == .v5, body.readableBytes > 0 else { return }
    reason = ReasonCode(rawValue: try body.field(UInt8.self, "reason code"))
    if body.readableBytes > 0 { properties = try Properties(from: &body, at: .acknowledgement) }
  }
}

extension SubscribePacket {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion) throws(MalformedPacket) {
    packetID = try body.packetID()
    properties = version == .v5 ? try Properties(from: &body, at: .subscribe) : []
    requests = []
    repeat {
      let filter = try body.text("topic filter")
      let byte = try body.field(UInt8.self, "subscription options")
      guard let options = SubscriptionOptions(byte: byte), version == .v5 || byte <= 2 else {
        throw MalformedPacket(.malformedPacket, "Subscription options \(byte) use bits that are reserved.")
      }
      requests.append(SubscriptionRequest(filter: filter, options: options))
    } while body.readableBytes > 0
  }
}

extension SubackPacket {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion, hasCodes: Bool) throws(MalformedPacket) {
    packetID = try body.packetID()
    properties = version == .v5 ? try Properties(from: &body, at: .acknowledgement) : []
    codes = hasCodes ? body.readBytes(length: body.readableBytes) ?? [] : []
    guard !hasCodes || !codes.isEmpty else {
      throw MalformedPacket(.protocolError, "An acknowledgement of subscriptions without codes.")
    }
  }
}

extension UnsubscribePacket {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion) throws(MalformedPacket) {
    packetID = try body.packetID()
    properties = version == .v5 ? try Properties(from: &body, at: .unsubscribe) : []
    filters = []
    repeat { filters.append(try body.text("topic filter")) } while body.readableBytes > 0
  }
}

extension ReasonPacket {
  init(from body: inout ByteBuffer, _ version: ProtocolVersion, at place: PropertyPlace) throws(MalformedPacket) {
    guard version == .v5, body.readableBytes > 0 else { return }
    reason = ReasonCode(rawValue: try body.field(UInt8.self, "reason code"))
    if body.readableBytes > 0 { properties = try Properties(from: &body, at: place) }
  }
}
