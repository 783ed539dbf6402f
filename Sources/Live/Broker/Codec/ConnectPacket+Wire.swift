import NIOCore

extension ConnectPacket {
  /// Reads the body of a CONNECT (OASIS MQTT 3.1.1 and 5.0, §3.1).
  init(from body: inout ByteBuffer) throws(MalformedPacket) {
    let name = try body.text("protocol name")
    let level = try body.field(UInt8.self, "protocol level")
    guard name == "MQTT", let version = ProtocolVersion(rawValue: level) else {
      guard name == "MQTT" || name == "MQIsdp" else {
        throw MalformedPacket(.protocolError, "The protocol's name is not MQTT.")
      }
      throw MalformedPacket(.unsupportedVersion, "MQTT of level \(level) is not spoken here; 4 (3.1.1) and 5 are.")
    }
    self.version = version
    let flags = try body.field(UInt8.self, "connect flags")
    guard flags & 1 == 0 else { throw MalformedPacket(.malformedPacket, "The reserved connect flag is set.") }
    cleanStart = flags & 2 != 0
    let hasWill = flags & 4 != 0
    guard let willQoS = QoS(rawValue: flags >> 3 & 3) else {
      throw MalformedPacket(.malformedPacket, "There is no QoS 3 for a will.")
    }
    guard hasWill || flags & 0b0011_1000 == 0 else {
      throw MalformedPacket(.malformedPacket, "Flags of a will, and no will.")
    }
    let hasName = flags & 0x80 != 0
    let hasPassword = flags & 0x40 != 0
    guard version == .v5 || hasName || !hasPassword else {
      throw MalformedPacket(.malformedPacket, "A password without a user name.")
    }
    keepAlive = try body.field(UInt16.self, "keep alive")
    properties = version == .v5 ? try Properties(from: &body, at: .connect) : []
    client = try body.text("client identifier")
    if hasWill {
      let properties: Properties = version == .v5 ? try Properties(from: &body, at: .will) : []
      let topic = try body.text("will topic")
      let length = Int(try body.field(UInt16.self, "will payload"))
      guard let payload = body.readSlice(length: length) else {
        throw MalformedPacket(.malformedPacket, "The packet ends inside its will.")
      }
      will = WillPacket(
        topic: topic, payload: payload, qos: willQoS, isRetained: flags & 0x20 != 0, properties: properties)
    }
    userName = hasName ? try body.text("user name") : nil
    password = hasPassword ? try body.binary("password") : nil
  }

  /// How many bytes its body takes.
  var wireLength: Int {
    let spoken = version == .v5
    func withLength(_ count: Int) -> Int { variableIntegerLength(count) + count }
    var length = 10 + 2 + client.utf8.count
    if spoken { length += withLength(properties.wireLength) }
    if let will {
      length += 4 + will.topic.utf8.count + will.payload.readableBytes
      if spoken { length += withLength(will.properties.wireLength) }
    }
    if let userName { length += 2 + userName.utf8.count }
    if let password { length += 2 + password.count }
    return length
  }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeText("MQTT")
    buffer.writeInteger(version.rawValue)
    var flags: UInt8 = cleanStart ? 2 : 0
    if let will { flags |= 4 | will.qos.rawValue << 3 | (will.isRetained ? 0x20 : 0) }
    if userName != nil { flags |= 0x80 }
    if password != nil { flags |= 0x40 }
    buffer.writeInteger(flags)
    buffer.writeInteger(keepAlive)
    if version == .v5 { properties.write(to: &buffer) }
    buffer.writeText(client)
    if let will {
      if version == .v5 { will.properties.write(to: &buffer) }
      buffer.writeText(will.topic)
      buffer.writeInteger(UInt16(truncatingIfNeeded: will.payload.readableBytes))
      buffer.writeImmutableBuffer(will.payload)
    }
    if let userName { buffer.writeText(userName) }
    if let password { buffer.writeBinary(password) }
  }
}
