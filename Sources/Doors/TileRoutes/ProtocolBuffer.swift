/// A message of Protocol Buffers being written: fields one after another.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  /// A field of whole numbers without sign.
  mutating func add(_ field: Int, number: UInt64) {
    varint(UInt64(field) << 3)
    varint(number)
  }

  /// A field of a single-precision number.
  mutating func add(_ field: Int, single number: Float) {
    varint(UInt64(field) << 3 | 5)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A field of bytes: a text or another message.
  mutating func add(_ field: Int, bytes content: some Collection<UInt8>) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A field of many whole numbers, packed. Nothing is written when there is none.
  mutating func add(_ field: Int, packed numbers: [UInt32]) {
    guard !numbers.isEmpty else { return }
    varint(UInt64(field) << 3 | 2)
    var length = 0
    for number in numbers { length += Self.width(of: number) }
    varint(UInt64(length))
    for number in numbers { varint(UInt64(number)) }
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func varint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private static func width(of number: UInt32) -> Int {
    number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : number < 1 << 21 ? 3 : number < 1 << 28 ? 4 : 5
  }
}
