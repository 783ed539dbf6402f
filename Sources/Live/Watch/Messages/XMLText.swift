/// XML written part by part; text is escaped, and what XML 1.0 cannot hold is replaced.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  /// Opens an element, writes what is in it and closes it.
  mutating func element(_ name: String, _ attributes: String = "", _ body: (inout XMLText) -> Void) {
    indent()
    text += "<\(name)\(attributes)>\n"
    depth += 1
    body(&self)
    depth -= 1
    indent()
    text += "</\(name)>\n"
  }

  /// Writes an element that holds a text; nothing where there is no text.
  mutating func element(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    indent()
    text += "<\(name)>\(Self.escaped(value))</\(name)>\n"
  }

  private mutating func indent() { text += String(repeating: " ", count: depth * 2) }

  /// A text as character data: & < > and quotes by their entities; characters that no XML 1.0 document holds become U+FFFD.
  static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&apos;"
      case "\r": text += "&#13;"
      case "\t", "\n": text.unicodeScalars.append(scalar)
      default:
        let isHeld = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        text.unicodeScalars.append(isHeld ? scalar : "\u{FFFD}")
      }
    }
    return text
  }
}
