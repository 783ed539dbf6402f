internal import Foundation

/// Text of people in a header of RFC 5322: what is not plain ASCII becomes encoded words of RFC 2047; no line of it can begin a
/// header of its own.
enum HeaderText {
  /// An unstructured value, folded: every line but the first begins with a space. `used` columns stand before it.
  static func unstructured(_ text: String, after used: Int) -> String {
    let line = clean(text)
    guard line.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), !line.contains("=?"), line.utf8.count + used <= 76 else {
      return encoded(line, after: used)
    }
    return line
  }

  /// A name beside an address: in quotes, or encoded.
  static func phrase(_ text: String) -> String {
    let line = clean(text)
    guard line.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), !line.contains("=?"), line.utf8.count <= 60 else {
      return encoded(line, after: 10)
    }
    return "\"" + line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Control characters and separators of lines become spaces.
  private static func clean(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      let isControl =
        scalar.value < 32 || (127...159).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
      line.unicodeScalars.append(isControl ? " " : scalar)
    }
    return line
  }

  /// Encoded words of at most 75 characters (RFC 2047, 2), cut between characters; base64 of UTF-8.
  private static func encoded(_ text: String, after used: Int) -> String {
    var words: [String] = []
    var part: [UInt8] = []
    // "=?UTF-8?B?" and "?=" leave 63 characters, which hold 45 bytes; the first line has less room.
    var room = max(15, (76 - used - 12) / 4 * 3)
    func flush() {
      words.append("=?UTF-8?B?" + Data(part).base64EncodedString() + "?=")
      part = []
      room = 45
    }
    room = min(45, room)
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if part.count + bytes.count > room { flush() }
      part += bytes
    }
    if !part.isEmpty || words.isEmpty { flush() }
    return words.joined(separator: "\r\n ")
  }
}
