/// A text with names in braces to be filled in: `Rain at {name}`. `{{` and `}}` stand for braces.
public struct Template: Hashable, Sendable, ExpressibleByStringLiteral {
  enum Part: Hashable, Sendable {
    case text(String)
    case name(String)
  }

  /// The text as it was written.
  public let text: String
  let parts: [Part]

  /// A template from its text; a brace that is not closed is text.
  public init(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var plain = ""
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      if character == "{" || character == "}", rest.first == character {
        plain.append(character)
        rest.removeFirst()
      } else if character == "{", let end = rest.firstIndex(of: "}") {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(.name(String(rest[..<end])))
        rest = rest[(end + 1)...]
      } else {
        plain.append(character)
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    self.parts = parts
  }

  /// A template from its text.
  public init(stringLiteral value: String) { self.init(value) }

  /// The names in it, in order.
  public var names: [String] {
    parts.compactMap {
      if case .name(let name) = $0 { name } else { nil }
    }
  }

  /// The text with its names filled in; nothing where one of them has no value.
  func filled(_ value: (String) -> String?) -> String? {
    var filled = ""
    for part in parts {
      switch part {
      case .text(let text): filled += text
      case .name(let name):
        guard let value = value(name) else { return nil }
        filled += value
      }
    }
    return filled
  }
}
