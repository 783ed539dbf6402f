/// Texts as they stand in addresses (RFC 3986, section 2.1).
enum PercentEncoding {
  /// A part of a query: `%27` is a quote and `+` a space.
  static func decodedQuery(_ text: Substring) throws(QueryFault) -> String {
    guard let found = decoded(text, plusIsSpace: true, isStrict: true) else {
      throw QueryFault(
        "The query part \"\(text.prefix(40))\" is not percent-encoded UTF-8: after % two hexadecimal digits are needed, and a % itself is %25."
      )
    }
    return found
  }

  /// A part of a path. What is no escape is taken as it stands, for paths come decoded, too.
  static func decodedPath(_ text: Substring) throws(QueryFault) -> String {
    guard let found = decoded(text, plusIsSpace: false, isStrict: false) else {
      throw QueryFault("The path part \"\(text.prefix(40))\" is not UTF-8.")
    }
    return found
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool, isStrict: Bool) -> String? {
    var found: [UInt8] = []
    found.reserveCapacity(text.utf8.count)
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = rest.prefix(2).compactMap { hexadecimal($0) }
        if digits.count == 2 {
          found.append(digits[0] << 4 | digits[1])
          rest = rest.dropFirst(2)
          continue
        }
        if isStrict { return nil }
      }
      found.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
    }
    return String(validating: found, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
