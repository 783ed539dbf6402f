import NIOCore

extension Properties {
  /// Reads the properties that stand at `place`: each at most once, but for user properties and, in PUBLISH, subscription identifiers.
  init(from buffer: inout ByteBuffer, at place: PropertyPlace) throws(MalformedPacket) {
    let length = Int(try buffer.variableInteger("property length"))
    all = []
    if length == 0 { return }
    guard var part = buffer.readSlice(length: length) else {
      throw MalformedPacket(.malformedPacket, "The packet ends inside its properties.")
    }
    var seen: UInt64 = 0
    while part.readableBytes > 0 {
      let number = try part.variableInteger("property identifier")
      guard number < 64, PropertyPlace.allowed(for: UInt8(number)).contains(place) else {
        throw MalformedPacket(.malformedPacket, "Property \(number) does not belong here.")
      }
      let bit = UInt64(1) << UInt64(number)
      let repeats = number == 38 || number == 11 && place == .publish
      guard seen & bit == 0 || repeats else {
        throw MalformedPacket(.protocolError, "Property \(number) stands here twice.")
      }
      seen |= bit
      all.append(try Property(UInt8(number), from: &part))
    }
  }

  /// How many bytes they take without their length.
  var wireLength: Int { all.reduce(0) { $0 + $1.wireLength } }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeVariableInteger(wireLength)
    for property in all { property.write(to: &buffer) }
  }
}

extension Property {
  /// Reads the value of the property with that number.
  init(_ number: UInt8, from buffer: inout ByteBuffer) throws(MalformedPacket) {
    switch number {
    case 1: self = .payloadIsText(try buffer.truth("payload format indicator"))
    case 2: self = .messageExpiry(try buffer.field(UInt32.self, "message expiry interval"))
    case 3: self = .contentType(try buffer.text("content type"))
    case 8: self = .responseTopic(try buffer.text("response topic"))
    case 9: self = .correlationData(try buffer.binary("correlation data"))
    case 11:
      let value = try buffer.variableInteger("subscription identifier")
      guard value > 0 else { throw MalformedPacket(.protocolError, "A subscription identifier is never 0.") }
      self = .subscriptionIdentifier(value)
    case 17: self = .sessionExpiry(try buffer.field(UInt32.self, "session expiry interval"))
    case 18: self = .assignedClientIdentifier(try buffer.text("assigned client identifier"))
    case 19: self = .serverKeepAlive(try buffer.field(UInt16.self, "server keep alive"))
    case 21: self = .authenticationMethod(try buffer.text("authentication method"))
    case 22: self = .authenticationData(try buffer.binary("authentication data"))
    case 23: self = .requestProblemInformation(try buffer.truth("request problem information"))
    case 24: self = .willDelay(try buffer.field(UInt32.self, "will delay interval"))
    case 25: self = .requestResponseInformation(try buffer.truth("request response information"))
    case 26: self = .responseInformation(try buffer.text("response information"))
    case 28: self = .serverReference(try buffer.text("server reference"))
    case 31: self = .reasonString(try buffer.text("reason string"))
    case 33:
      let value = try buffer.field(UInt16.self, "receive maximum")
      guard value > 0 else { throw MalformedPacket(.protocolError, "A receive maximum is never 0.") }
      self = .receiveMaximum(value)
    case 34: self = .topicAliasMaximum(try buffer.field(UInt16.self, "topic alias maximum"))
    case 35: self = .topicAlias(try buffer.field(UInt16.self, "topic alias"))
    case 36: self = .maximumQoS(try buffer.truth("maximum QoS") ? 1 : 0)
    case 37: self = .retainAvailable(try buffer.truth("retain available"))
    case 38: self = .user(name: try buffer.text("user property"), value: try buffer.text("user property"))
    case 39:
      let value = try buffer.field(UInt32.self, "maximum packet size")
      guard value > 0 else { throw MalformedPacket(.protocolError, "A maximum packet size is never 0.") }
      self = .maximumPacketSize(value)
    case 40: self = .wildcardsAvailable(try buffer.truth("wildcard subscription available"))
    case 41: self = .subscriptionIdentifiersAvailable(try buffer.truth("subscription identifiers available"))
    case 42: self = .sharedSubscriptionsAvailable(try buffer.truth("shared subscription available"))
    default: throw MalformedPacket(.malformedPacket, "There is no property \(number).")
    }
  }

  /// How many bytes it takes with its number.
  var wireLength: Int {
    switch self {
    case .payloadIsText, .requestProblemInformation, .requestResponseInformation, .maximumQoS, .retainAvailable,
      .wildcardsAvailable, .subscriptionIdentifiersAvailable, .sharedSubscriptionsAvailable:
      2
    case .serverKeepAlive, .receiveMaximum, .topicAliasMaximum, .topicAlias: 3
    case .messageExpiry, .sessionExpiry, .willDelay, .maximumPacketSize: 5
    case .subscriptionIdentifier(let value): 1 + variableIntegerLength(Int(value))
    case .correlationData(let bytes), .authenticationData(let bytes): 3 + min(bytes.count, 0xFFFF)
    case .contentType(let text), .responseTopic(let text), .assignedClientIdentifier(let text),
      .authenticationMethod(let text), .responseInformation(let text), .serverReference(let text),
      .reasonString(let text):
      3 + min(text.utf8.count, 0xFFFF)
    case .user(let name, let value): 5 + min(name.utf8.count, 0xFFFF) + min(value.utf8.count, 0xFFFF)
    }
  }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeInteger(identifier)
    switch self {
    case .payloadIsText(let value), .requestProblemInformation(let value), .requestResponseInformation(let value),
      .retainAvailable(let value), .wildcardsAvailable(let value), .subscriptionIdentifiersAvailable(let value),
      .sharedSubscriptionsAvailable(let value):
      buffer.writeInteger(value ? UInt8(1) : 0)
    case .maximumQoS(let value): buffer.writeInteger(value)
    case .serverKeepAlive(let value), .receiveMaximum(let value), .topicAliasMaximum(let value),
      .topicAlias(let value):
      buffer.writeInteger(value)
    case .messageExpiry(let value), .sessionExpiry(let value), .willDelay(let value), .maximumPacketSize(let value):
      buffer.writeInteger(value)
    case .subscriptionIdentifier(let value): buffer.writeVariableInteger(Int(value))
    case .correlationData(let bytes), .authenticationData(let bytes): buffer.writeBinary(bytes)
    case .contentType(let text), .responseTopic(let text), .assignedClientIdentifier(let text),
      .authenticationMethod(let text), .responseInformation(let text), .serverReference(let text),
      .reasonString(let text):
      buffer.writeText(text)
    case .user(let name, let value):
      buffer.writeText(name)
      buffer.writeText(value)
    }
  }
}
