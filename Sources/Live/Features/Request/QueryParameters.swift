internal import Modelling

/// The parameters of a query, decoded, each at most once.
struct QueryParameters {
  /// Names and values in their order.
  let all: [(name: String, value: String)]

  /// Reads what follows the question mark (RFC 3986; `+` is a space). Throws where it is no text or a name comes twice.
  init(_ query: String?) throws(Refusal) {
    var all: [(name: String, value: String)] = []
    for part in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
      let middle = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      let rest = middle < part.endIndex ? part[part.index(after: middle)...] : part[middle...]
      guard let name = Self.decoded(part[..<middle], plusIsSpace: true),
        let value = Self.decoded(rest, plusIsSpace: true)
      else {
        throw Refusal(400, "The query is not percent-encoded UTF-8: after % two hexadecimal digits are needed.")
      }
      guard !all.contains(where: { $0.name == name }) else {
        throw Refusal(400, "The parameter \"\(name.prefix(40))\" is given twice: keep one of them.")
      }
      guard all.count < 64 else { throw Refusal(400, "The query has more than 64 parameters: leave some out.") }
      all.append((name, value))
    }
    self.all = all
  }

  /// The value of a name, or nothing.
  subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  /// Throws where a parameter is none of some names.
  func check(known: [String]) throws(Refusal) {
    for (name, _) in all where !known.contains(name) {
      let meant = NearestName.question(String(name.prefix(40)), among: known)
      let hint = meant.isEmpty ? " Known are \(known.prefix(30).joined(separator: ", "))." : meant
      throw Refusal(400, "There is no parameter \"\(name.prefix(40))\" here.\(hint)")
    }
  }

  /// The query without one of its parameters, as it came.
  static func without(_ name: String, _ query: String?) -> String {
    (query ?? "").split(separator: "&").filter { part in
      let end = part.firstIndex(of: "=") ?? part.endIndex
      return decoded(part[..<end].utf8, plusIsSpace: true) != name
    }.joined(separator: "&")
  }

  /// A text from its percent-encoding; nothing where that is broken or no UTF-8.
  static func decoded(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var iterator = text.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(hexadecimal), let low = iterator.next().flatMap(hexadecimal) else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A text as a part of a path: all but letters, digits and - . _ ~ escaped.
  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += byte < 16 ? "%0" : "%"
        encoded += String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
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
