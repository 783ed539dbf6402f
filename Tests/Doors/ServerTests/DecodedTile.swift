/// A tile read back, as the Mapbox Vector Tile specification 2.1 tells to; written apart from the encoder.
struct DecodedTile {
  var layers: [String: DecodedLayer] = [:]

  init(_ bytes: [UInt8]) throws {
    for (field, value) in try Message(bytes).fields {
      guard field == 3, case .bytes(let content) = value else { throw Broken("a tile holds layers") }
      let layer = try DecodedLayer(content)
      guard layers[layer.name] == nil else { throw Broken("\(layer.name) stands twice") }
      layers[layer.name] = layer
    }
  }
}

struct Broken: Error {
  let what: String
  init(_ what: String) { self.what = what }
}

struct DecodedLayer {
  var name = ""
  var features: [DecodedFeature] = []

  init(_ bytes: [UInt8]) throws {
    var keys: [String] = []
    var values: [String] = []
    var raw: [[UInt8]] = []
    var version: UInt64 = 0
    var extent: UInt64 = 0
    for (field, value) in try Message(bytes).fields {
      switch (field, value) {
      case (1, .bytes(let text)): name = String(decoding: text, as: UTF8.self)
      case (2, .bytes(let feature)): raw.append(feature)
      case (3, .bytes(let text)): keys.append(String(decoding: text, as: UTF8.self))
      case (4, .bytes(let value)): values.append(try Self.value(value))
      case (5, .number(let number)): extent = number
      case (15, .number(let number)): version = number
      default: throw Broken("field \(field) of a layer")
      }
    }
    guard version == 2, extent == 4096, !name.isEmpty else { throw Broken("version, extent or name") }
    features = try raw.map { try DecodedFeature($0, keys: keys, values: values) }
  }

  private static func value(_ bytes: [UInt8]) throws -> String {
    guard let (field, value) = try Message(bytes).fields.first else { throw Broken("a value") }
    switch (field, value) {
    case (1, .bytes(let text)): return String(decoding: text, as: UTF8.self)
    case (2, .single(let bits)): return "\(Float(bitPattern: bits))"
    case (6, .number(let number)):
      let half = Int64(bitPattern: number >> 1)
      return "\(half ^ -Int64(bitPattern: number & 1))"
    default: throw Broken("a value")
    }
  }
}

struct DecodedPart {
  var points: [SIMD2<Int>] = []
  var isClosed = false

  /// Twice the area by the surveyor's formula, positive when it runs clockwise on the screen.
  var doubledArea: Int {
    zip(points, points.dropFirst() + points.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
  }
}

struct DecodedFeature {
  var id = 0
  var attributes: [String: String] = [:]
  var parts: [DecodedPart] = []

  init(_ bytes: [UInt8], keys: [String], values: [String]) throws {
    var commands: [UInt64] = []
    for (field, value) in try Message(bytes).fields {
      switch (field, value) {
      case (1, .number(let number)): id = Int(number)
      case (2, .bytes(let packed)):
        let tags = try Message.numbers(packed).map(Int.init)
        for pair in stride(from: 0, to: tags.count, by: 2) { attributes[keys[tags[pair]]] = values[tags[pair + 1]] }
      case (3, .number): break
      case (4, .bytes(let packed)): commands = try Message.numbers(packed)
      default: throw Broken("field \(field) of a feature")
      }
    }
    var cursor = SIMD2(0, 0)
    var place = 0
    while place < commands.count {
      let (command, count) = (commands[place] & 7, Int(commands[place] >> 3))
      place += 1
      guard command != 7 else {
        parts[parts.count - 1].isClosed = true
        continue
      }
      for _ in 0..<count {
        cursor &+= SIMD2(Self.signed(commands[place]), Self.signed(commands[place + 1]))
        place += 2
        if command == 1 { parts.append(DecodedPart()) }
        parts[parts.count - 1].points.append(cursor)
      }
    }
  }

  private static func signed(_ number: UInt64) -> Int { Int(number >> 1) ^ -Int(number & 1) }
}

/// The fields of a Protocol Buffers message.
struct Message {
  enum Value { case number(UInt64), single(UInt32), bytes([UInt8]) }
  var fields: [(Int, Value)] = []

  init(_ bytes: [UInt8]) throws {
    var place = 0
    while place < bytes.count {
      let head = try Self.number(bytes, &place)
      switch head & 7 {
      case 0: fields.append((Int(head >> 3), .number(try Self.number(bytes, &place))))
      case 2:
        let count = Int(try Self.number(bytes, &place))
        guard place + count <= bytes.count else { throw Broken("a length beyond the end") }
        fields.append((Int(head >> 3), .bytes(Array(bytes[place..<place + count]))))
        place += count
      case 5:
        let bits = bytes[place..<place + 4].enumerated().reduce(UInt32(0)) {
          $0 | UInt32($1.element) << (8 * $1.offset)
        }
        fields.append((Int(head >> 3), .single(bits)))
        place += 4
      default: throw Broken("wire type \(head & 7)")
      }
    }
  }

  static func numbers(_ bytes: [UInt8]) throws -> [UInt64] {
    var place = 0
    var numbers: [UInt64] = []
    while place < bytes.count { numbers.append(try number(bytes, &place)) }
    return numbers
  }

  private static func number(_ bytes: [UInt8], _ place: inout Int) throws -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard place < bytes.count else { throw Broken("a number beyond the end") }
      number |= UInt64(bytes[place] & 0x7F) << UInt64(shift)
      place += 1
      if bytes[place - 1] & 0x80 == 0 { return number }
    }
    throw Broken("a number too long")
  }
}
