/// A text with words in braces to fill in: `{thing}: {value} {unit}`.
struct Template {
  /// The words that can be filled in.
  static let words = [
    "rule", "event", "thing", "stream", "property", "value", "unit", "level", "limit", "time", "age", "peak",
    "severity", "usual", "deviations",
  ]

  private enum Part { case plain(Substring), word(Substring) }
  private var parts: [Part] = []

  init(_ text: String) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append(.plain(rest[..<open]))
      parts.append(.word(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.plain(rest))
  }

  /// The first word that cannot be filled in.
  var unknown: String? {
    for case .word(let word) in parts where !Self.words.contains(String(word)) { return String(word) }
    return nil
  }

  /// The text with its words filled in; what is filled in is not looked through again.
  func filled(_ values: [String: String]) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .plain(let plain): text += plain
      case .word(let word): text += values[String(word)] ?? ""
      }
    }
    return text
  }
}
