import Foundation

/// A value of a scenario once its words are checked: what JSON can say, with whole text and numbers kept apart.
enum Tree: Equatable, Sendable {
  case number(Double)
  case text(String)
  case list([Tree])
  case map([String: Tree])
}

extension Tree: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Tree].self) {
      self = .list(list)
    } else {
      self = .map(try container.decode([String: Tree].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .map(let map): try container.encode(map)
    }
  }

  /// Canonical JSON: keys sorted, no spaces, slashes as they are.
  static func canonical(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}

extension Tree {
  /// The value in YAML's flow style, on one line, keys sorted.
  var flow: String {
    switch self {
    case .number(let number):
      return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .text(let text): return Self.flow(text)
    case .list(let list): return "[" + list.map(\.flow).joined(separator: ", ") + "]"
    case .map(let map):
      let pairs = map.sorted { $0.key < $1.key }.map { "\(Self.flow($0.key)): \($0.value.flow)" }
      return "{" + pairs.joined(separator: ", ") + "}"
    }
  }

  /// A text as YAML: bare where nothing in it means something to YAML, otherwise in double quotes.
  static func flow(_ text: String) -> String {
    let words: Set<String> = ["yes", "no", "true", "false", "on", "off", "null", "y", "n"]
    let isBare =
      text.unicodeScalars.first.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ?? false
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || " _-./".unicodeScalars.contains($0)
      } && text.last != " " && !words.contains(text.lowercased())
    if isBare { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case let control where control.value < 32 || control.value == 127:
        let digits = String(control.value, radix: 16)
        quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
