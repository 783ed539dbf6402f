internal import Observations

/// A row of an answer, by the names of its fields.
protocol Row {
  /// The value of a field, or nothing where it has none.
  func field(_ name: String) -> PlainValue?
  /// Where it stands, for sentences: `line 12`.
  var place: String { get }
}

extension PlainValue {
  /// The value as a text without space around it, as a template has it; nothing for what is no single value.
  var word: String? {
    switch self {
    case .text(let text): text.trimmed
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : "\(number)"
    case .truth(let isTrue): isTrue ? "true" : "false"
    case .null, .list, .object: nil
    }
  }
}

extension String {
  /// It without spaces, breaks and no-break spaces around it.
  var trimmed: String {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    else { return self }
    var rest = unicodeScalars[...]
    while let scalar = rest.first, scalar.properties.isWhitespace { rest = rest.dropFirst() }
    while let scalar = rest.last, scalar.properties.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }

  /// It short enough for a sentence, without breaks.
  var quotable: String {
    let line = String(map { $0.isNewline ? " " : $0 })
    return line.count > 60 ? line.prefix(60) + "…" : line
  }
}

/// A number as people write it.
enum WrittenNumber {
  /// The number of a text: digits with a point, or a comma where that is said; nothing for words, spaces between digits and numbers that are infinite.
  static func value(_ text: String, hasDecimalComma: Bool = false) -> Double? {
    var plain: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"): plain.append(byte)
      case UInt8(ascii: ".") where !hasDecimalComma: plain.append(byte)
      case UInt8(ascii: ",") where hasDecimalComma: plain.append(UInt8(ascii: "."))
      default: return nil
      }
    }
    guard let number = Double(String(decoding: plain, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }
}
