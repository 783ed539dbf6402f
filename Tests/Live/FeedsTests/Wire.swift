/// Writes the wire of Protocol Buffers, for tests.
struct Wire {
  var bytes: [UInt8] = []

  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  mutating func whole(_ field: UInt64, _ value: UInt64) { bytes += Self.varint(field << 3) + Self.varint(value) }
  mutating func bytes(_ field: UInt64, _ value: [UInt8]) {
    bytes += Self.varint(field << 3 | 2) + Self.varint(UInt64(value.count)) + value
  }
  mutating func text(_ field: UInt64, _ value: String) { bytes(field, Array(value.utf8)) }
  mutating func float(_ field: UInt64, _ value: Float) {
    bytes += Self.varint(field << 3 | 5) + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }
  mutating func double(_ field: UInt64, _ value: Double) {
    bytes += Self.varint(field << 3 | 1) + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }
  mutating func message(_ field: UInt64, _ make: (inout Wire) -> Void) {
    var inner = Wire()
    make(&inner)
    bytes(field, inner.bytes)
  }
}
