internal import Modelling
internal import Observations

extension QueryOptions {
  /// The options as an address has them, for the page after `skip` entities, percent-encoded; with a mark it is found without reading those.
  func text(skipping skip: Int, behind mark: PageMark? = nil) -> String {
    var options = self
    options.skip = skip
    options.after = mark
    return options.parts.map(Self.encoded).joined(separator: "&")
  }

  /// Every option as `$name=value`.
  private var parts: [String] {
    var parts: [String] = []
    if let top { parts.append("$top=\(top)") }
    if let skip { parts.append("$skip=\(skip)") }
    if let after { parts.append("$skiptoken=\(after.text)") }
    if let count { parts.append("$count=\(count)") }
    if let resultFormat { parts.append("$resultFormat=\(resultFormat)") }
    if let select { parts.append("$select=" + select.map { $0.joined(separator: "/") }.joined(separator: ",")) }
    if let filter { parts.append("$filter=" + filter.text) }
    if !orderBy.isEmpty {
      parts.append(
        "$orderby=" + orderBy.map { $0.by.text + ($0.isDescending ? " desc" : " asc") }.joined(separator: ","))
    }
    if !expand.isEmpty {
      parts.append(
        "$expand="
          + expand.map { expansion in
            let inner = expansion.options.parts.joined(separator: ";")
            return expansion.navigation.name + (inner.isEmpty ? "" : "(\(inner))")
          }.joined(separator: ","))
    }
    return parts
  }

  /// Percent-encoded, but for what may stand in a query and is easier to read so.
  private static func encoded(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if isPlain(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] { encoded.append(digit < 10 ? 48 + digit : 55 + digit) }
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "'")...UInt8(ascii: "*"),
      UInt8(ascii: ",")...UInt8(ascii: "/"), UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: ":"),
      UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}

extension Expression {
  /// The expression as an address has it, with all its brackets.
  var text: String {
    switch self {
    case .literal(let value): value.text
    case .path(let path): path.joined(separator: "/")
    case .unary(.not, let expression): "not (\(expression.text))"
    case .unary(.negate, let expression): "-(\(expression.text))"
    case .binary(let operation, let left, let right):
      "(\(left.text) \(operation.rawValue) \(right.text))"
    case .call(let function, let arguments): "\(function.rawValue)(\(arguments.map(\.text).joined(separator: ",")))"
    }
  }
}

extension QueryValue {
  /// The value as a literal.
  var text: String {
    func quoted(_ text: String) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    return switch self {
    case .null, .composite: "null"
    case .truth(let value): value ? "true" : "false"
    case .number(let number): number.description
    case .text(let text): quoted(text)
    case .time(let start, let end, _): TimeSpan(Instant(milliseconds: start), Instant(milliseconds: end)).text
    case .duration(let milliseconds):
      "duration'\(milliseconds < 0 ? "-" : "")PT\(Double(milliseconds.magnitude) / 1_000)S'"
    case .date(let day): CalendarDate(daysSince1970: day).text
    case .clock(let milliseconds): String(Instant(milliseconds: milliseconds).text().dropFirst(11).dropLast())
    case .geometry(let geometry): "geography" + quoted(geometry)
    }
  }
}
