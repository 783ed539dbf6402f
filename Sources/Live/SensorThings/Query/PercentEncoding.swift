/// Texts as they stand in addresses (RFC 3986, section 2.1).
enum PercentEncoding {
  /// A part of a query: `%27` is a quote and `+` a space.
  static func decodedQuery(_ text: ArraySlice<UInt8>) throws(QueryFault) -> String {
    guard let found = decoded(text, plusIsSpace: true, isStrict: true) else {
      throw QueryFault(
        "The query part \"\(String(decoding: text.prefix(40), as: UTF8.self))\" is not percent-encoded UTF-8: after % two hexadecimal digits are needed, and a % itself is %25."
      )
    }
    return found
  }

  /// A part of a path. What is no escape is taken as it stands, for paths come decoded, too.
  static func decodedPath(_ text: ArraySlice<UInt8>) throws(QueryFault) -> String {
    guard let found = decoded(text, plusIsSpace: false, isStrict: false) else {
      throw QueryFault("The path part \"\(String(decoding: text.prefix(40), as: UTF8.self))\" is not UTF-8.")
    }
    return found
  }

  private static func decoded(_ text: ArraySlice<UInt8>, plusIsSpace: Bool, isStrict: Bool) -> String? {
    var found: [UInt8] = []
    found.reserveCapacity(text.count)
    var at = text.startIndex
    while at < text.endIndex {
      let byte = text[at]
      at += 1
      if byte == UInt8(ascii: "%") {
        if at + 1 < text.endIndex, let high = hexadecimal(text[at]), let low = hexadecimal(text[at + 1]) {
          found.append(high << 4 | low)
          at += 2
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
