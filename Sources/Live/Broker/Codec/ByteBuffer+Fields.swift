import NIOCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Foundation
#endif

/// The fields packets are made of (OASIS MQTT 5.0, §1.5). Reading what is not there is malformed, never a trap.
extension ByteBuffer {
  mutating func field<T: FixedWidthInteger>(_: T.Type, _ what: StaticString) throws(MalformedPacket) -> T {
    guard let value = readInteger(as: T.self) else {
      throw MalformedPacket(.malformedPacket, "The packet ends before its \(what).")
    }
    return value
  }

  /// A packet's number, which is never 0.
  mutating func packetID() throws(MalformedPacket) -> UInt16 {
    let number = try field(UInt16.self, "packet identifier")
    guard number != 0 else { throw MalformedPacket(.protocolError, "A packet identifier is never 0.") }
    return number
  }

  /// A text of two bytes' length: well-formed UTF-8 without U+0000. Surrogates are not well formed.
  mutating func text(_ what: StaticString) throws(MalformedPacket) -> String {
    let length = Int(try field(UInt16.self, what))
    guard length <= readableBytes else {
      throw MalformedPacket(.malformedPacket, "The packet ends inside its \(what).")
    }
    if length == 0 { return "" }
    let text: String? = withUnsafeReadableBytes { bytes in
      guard let start = bytes.baseAddress, memchr(start, 0, length) == nil else { return nil }
      return String(validating: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
    guard let text else {
      throw MalformedPacket(.malformedPacket, "The \(what) is not UTF-8 text without NUL.")
    }
    moveReaderIndex(forwardBy: length)
    return text
  }

  /// Bytes with two bytes' length before them.
  mutating func binary(_ what: StaticString) throws(MalformedPacket) -> [UInt8] {
    let length = Int(try field(UInt16.self, what))
    guard let bytes = readBytes(length: length) else {
      throw MalformedPacket(.malformedPacket, "The packet ends inside its \(what).")
    }
    return bytes
  }

  /// A number of one to four bytes, seven bits in each.
  mutating func variableInteger(_ what: StaticString) throws(MalformedPacket) -> UInt32 {
    var value: UInt32 = 0
    for place in 0..<4 {
      let byte = try field(UInt8.self, what)
      value |= UInt32(byte & 0x7F) << (7 * UInt32(place))
      if byte & 0x80 == 0 {
        // The standard asks for the shortest form.
        guard place == 0 || byte != 0 else { break }
        return value
      }
    }
    throw MalformedPacket(.malformedPacket, "The \(what) is not a variable byte integer in its shortest form.")
  }

  /// A truth, which is a byte of 0 or 1.
  mutating func truth(_ what: StaticString) throws(MalformedPacket) -> Bool {
    let byte = try field(UInt8.self, what)
    guard byte <= 1 else { throw MalformedPacket(.protocolError, "The \(what) is neither 0 nor 1.") }
    return byte == 1
  }

  mutating func writeVariableInteger(_ value: Int) {
    var rest = UInt32(truncatingIfNeeded: value)
    repeat {
      let low = UInt8(truncatingIfNeeded: rest & 0x7F)
      rest >>= 7
      writeInteger(rest == 0 ? low : low | 0x80)
    } while rest != 0
  }

  /// Writes a text with its length, cut where a length of two bytes ends.
  mutating func writeText(_ text: String) {
    let bytes = text.utf8
    if bytes.count <= 0xFFFF {
      writeInteger(UInt16(truncatingIfNeeded: bytes.count))
      writeString(text)
    } else {
      writeInteger(UInt16.max)
      writeBytes(bytes.prefix(0xFFFF))
    }
  }

  mutating func writeBinary(_ bytes: [UInt8]) {
    let count = min(bytes.count, 0xFFFF)
    writeInteger(UInt16(truncatingIfNeeded: count))
    writeBytes(bytes.prefix(count))
  }
}

/// How many bytes a variable byte integer takes.
@inline(__always)
func variableIntegerLength(_ value: Int) -> Int {
  value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4
}
