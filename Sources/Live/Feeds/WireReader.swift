/// Reads the wire of Protocol Buffers: fields of a message one after the other, every length checked against what is there.
///
/// Source: protobuf.dev, "Encoding": a field is a varint of number and kind, then a varint, eight bytes, a length and that many bytes, or four bytes.
/// Groups, long gone, are refused.
struct WireReader {
  /// What a field holds.
  enum Value {
    case varint(UInt64)
    case eight(UInt64)
    case bytes(ArraySlice<UInt8>)
    case four(UInt32)
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next field, or nothing at the end. Throws a sentence's end where the bytes are no message.
  mutating func next() throws(UnreadableAnswer) -> (number: Int, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let tag = try varint()
    guard tag >> 3 >= 1, tag >> 3 < 1 << 29 else {
      throw UnreadableAnswer(reason: "a field has a number that cannot be.")
    }
    let number = Int(tag >> 3)
    switch tag & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .eight(try fixed(8)))
    case 2:
      let length = try varint()
      guard length <= UInt64(rest.count) else { throw Self.cut }
      let bytes = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      return (number, .bytes(bytes))
    case 5: return (number, .four(UInt32(try fixed(4))))
    default: throw UnreadableAnswer(reason: "a field is of a kind that is not known.")
    }
  }

  private static let cut = UnreadableAnswer(reason: "it ends within a field: it was cut off, or is no GTFS-Realtime.")

  private mutating func varint() throws(UnreadableAnswer) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { throw Self.cut }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw UnreadableAnswer(reason: "a number in it has more than ten bytes.")
  }

  private mutating func fixed(_ count: Int) throws(UnreadableAnswer) -> UInt64 {
    guard rest.count >= count else { throw Self.cut }
    var value: UInt64 = 0
    for (place, byte) in rest.prefix(count).enumerated() { value |= UInt64(byte) << UInt64(8 * place) }
    rest = rest.dropFirst(count)
    return value
  }
}

extension WireReader.Value {
  /// A 32-bit float.
  var float: Double? { if case .four(let bits) = self { Double(Float(bitPattern: bits)) } else { nil } }
  /// A whole number.
  var whole: UInt64? { if case .varint(let number) = self { number } else { nil } }
  /// A text; what is not UTF-8 in it is replaced.
  var text: String? { if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil } }
  /// A message within.
  var message: WireReader? { if case .bytes(let bytes) = self { WireReader(bytes) } else { nil } }
}
