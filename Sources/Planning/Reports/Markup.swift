/// Text from data on its way into HTML.
enum Markup {
  /// The text with everything that HTML would read as its own written out, without control characters and without those
  /// that turn the direction of writing round.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\n", "\t": safe += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
        "\u{2028}", "\u{2029}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
        continue
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// The text cut at a word to at most `length` letters, "…" standing for the rest.
  static func cut(_ text: String, to length: Int) -> String {
    // A letter may carry any number of signs; those that count are few.
    let scalars = text.unicodeScalars
    guard scalars.count > length else { return text }
    var short = String(scalars.prefix(length - 1))
    if let space = short.lastIndex(of: " "), short.distance(from: space, to: short.endIndex) < 16 {
      short = String(short[..<space])
    }
    while let last = short.last, " ,;:.–-".contains(last) { short.removeLast() }
    return short + "…"
  }

  /// Cut, then escaped.
  static func text(_ text: String, _ length: Int) -> String { escaped(cut(text, to: length)) }
}
