import NIOCore

extension Packet {
  /// Appends the packet as that version writes it. Properties, and codes that 3.1.1 does not have, are left out there.
  func write(to buffer: inout ByteBuffer, _ version: ProtocolVersion) {
    switch self {
    case .connect(let packet):
      Self.header(0x10, packet.wireLength, &buffer)
      packet.write(to: &buffer)
    case .connack(let packet):
      Self.header(0x20, 2 + Self.length(packet.properties, version), &buffer)
      buffer.writeInteger(packet.sessionPresent ? UInt8(1) : 0)
      buffer.writeInteger(packet.code)
      if version == .v5 { packet.properties.write(to: &buffer) }
    case .publish(let packet):
      packet.writeHead(to: &buffer, version)
      buffer.writeImmutableBuffer(packet.payload)
    case .puback(let packet): packet.write(0x40, to: &buffer, version)
    case .pubrec(let packet): packet.write(0x50, to: &buffer, version)
    case .pubrel(let packet): packet.write(0x62, to: &buffer, version)
    case .pubcomp(let packet): packet.write(0x70, to: &buffer, version)
    case .subscribe(let packet):
      let filters = packet.requests.reduce(0) { $0 + 3 + $1.filter.utf8.count }
      Self.header(0x82, 2 + Self.length(packet.properties, version) + filters, &buffer)
      buffer.writeInteger(packet.packetID)
      if version == .v5 { packet.properties.write(to: &buffer) }
      for request in packet.requests {
        buffer.writeText(request.filter)
        buffer.writeInteger(version == .v5 ? request.options.byte : request.options.qos.rawValue)
      }
    case .suback(let packet): packet.write(0x90, hasCodes: true, to: &buffer, version)
    case .unsubscribe(let packet):
      let filters = packet.filters.reduce(0) { $0 + 2 + $1.utf8.count }
      Self.header(0xA2, 2 + Self.length(packet.properties, version) + filters, &buffer)
      buffer.writeInteger(packet.packetID)
      if version == .v5 { packet.properties.write(to: &buffer) }
      for filter in packet.filters { buffer.writeText(filter) }
    case .unsuback(let packet): packet.write(0xB0, hasCodes: version == .v5, to: &buffer, version)
    case .pingreq: buffer.writeInteger(UInt16(0xC000))
    case .pingresp: buffer.writeInteger(UInt16(0xD000))
    case .disconnect(let packet): packet.write(0xE0, to: &buffer, version)
    case .auth(let packet): packet.write(0xF0, to: &buffer, version)
    }
  }

  @inline(__always)
  fileprivate static func header(_ first: UInt8, _ length: Int, _ buffer: inout ByteBuffer) {
    buffer.writeInteger(first)
    buffer.writeVariableInteger(length)
  }

  /// How many bytes properties take with their length; none in 3.1.1.
  @inline(__always)
  fileprivate static func length(_ properties: Properties, _ version: ProtocolVersion) -> Int {
    guard version == .v5 else { return 0 }
    let length = properties.isEmpty ? 0 : properties.wireLength
    return variableIntegerLength(length) + length
  }
}

extension PublishPacket {
  /// How many bytes it takes after the fixed header.
  @inline(__always)
  func wireLength(_ version: ProtocolVersion) -> Int {
    2 + topic.utf8.count + (qos == .atMostOnce ? 0 : 2) + Packet.length(properties, version) + payload.readableBytes
  }

  /// Writes all but the payload.
  @inline(__always)
  func writeHead(to buffer: inout ByteBuffer, _ version: ProtocolVersion) {
    let flags: UInt8 = (isDuplicate ? 8 : 0) | qos.rawValue << 1 | (isRetained ? 1 : 0)
    Packet.header(0x30 | flags, wireLength(version), &buffer)
    buffer.writeText(topic)
    if qos != .atMostOnce { buffer.writeInteger(packetID) }
    if version == .v5 { properties.write(to: &buffer) }
  }
}

extension Acknowledgement {
  /// A success without properties is written short, as both versions allow.
  @inline(__always)
  func write(_ first: UInt8, to buffer: inout ByteBuffer, _ version: ProtocolVersion) {
    if version == .v3 || reason == .success && properties.isEmpty {
      buffer.writeInteger(UInt16(first) << 8 | 2)
      buffer.writeInteger(packetID)
      return
    }
    Packet.header(first, 3 + (properties.isEmpty ? 0 : Packet.length(properties, version)), &buffer)
    buffer.writeInteger(packetID)
    buffer.writeInteger(reason.rawValue)
    if !properties.isEmpty { properties.write(to: &buffer) }
  }
}

extension SubackPacket {
  func write(_ first: UInt8, hasCodes: Bool, to buffer: inout ByteBuffer, _ version: ProtocolVersion) {
    Packet.header(first, 2 + Packet.length(properties, version) + (hasCodes ? codes.count : 0), &buffer)
    buffer.writeInteger(packetID)
    if version == .v5 { properties.write(to: &buffer) }
    if hasCodes { buffer.writeBytes(codes) }
  }
}

extension ReasonPacket {
  func write(_ first: UInt8, to buffer: inout ByteBuffer, _ version: ProtocolVersion) {
    if version == .v3 || reason == .success && properties.isEmpty {
      buffer.writeInteger(UInt16(first) << 8)
      return
    }
    Packet.header(first, 1 + (properties.isEmpty ? 0 : Packet.length(properties, version)), &buffer)
    buffer.writeInteger(reason.rawValue)
    if !properties.isEmpty { properties.write(to: &buffer) }
  }
}
