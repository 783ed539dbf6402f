/// Writes numbers into as few bytes as they need.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// Seven bits a byte, the lowest first; numbers near 0, of either sign, are short.
  mutating func signed(_ value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func double(_ value: Double) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> (shift * 8))) }
  }

  mutating func block(_ content: some Collection<UInt8>) {
    signed(Int64(content.count))
    bytes.append(contentsOf: content)
  }
}

/// Reads what ``ByteWriter`` wrote; what is too short or too long is damage.
struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place >= bytes.count }

  mutating func byte() throws -> UInt8 {
    guard place < bytes.count else { throw Damage(what: "a row") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func signed() throws -> Int64 {
    var value: UInt64 = 0
    var shift = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Damage(what: "a row") }
      value |= UInt64(next & 127) << UInt64(shift)
      shift += 7
      if next < 128 { break }
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func double() throws -> Double {
    var pattern: UInt64 = 0
    for shift in 0..<8 { pattern |= UInt64(try byte()) << UInt64(shift * 8) }
    return Double(bitPattern: pattern)
  }

  mutating func block() throws -> [UInt8] {
    let count = Int(try signed())
    guard count >= 0, count <= bytes.count - place else { throw Damage(what: "a row") }
    defer { place += count }
    return Array(bytes[place..<place + count])
  }
}
