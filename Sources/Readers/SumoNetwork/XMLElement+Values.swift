internal import Geography

extension XMLElement {
  /// A number, or nothing when the attribute is missing. Throws for a text that is no finite number.
  func number(_ name: StaticString, in file: XMLFile) throws -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Double(text.trimmed), value.isFinite else {
      throw file.error("\(self.name) \(title)has \(name)=\"\(text)\", which is no number.", line: line)
    }
    return value
  }

  /// A whole number, or nothing when the attribute is missing.
  func integer(_ name: StaticString, in file: XMLFile) throws -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = Int(text.trimmed) else {
      throw file.error("\(self.name) \(title)has \(name)=\"\(text)\", which is no whole number.", line: line)
    }
    return value
  }

  /// Seconds, as `90`, `15:00:00` or `1:15:00:00`, or nothing when the attribute is missing.
  func seconds(_ name: StaticString, in file: XMLFile) throws -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Self.seconds(text) else {
      throw file.error(
        "\(self.name) \(title)has \(name)=\"\(text)\", which is no time: give seconds or hours:minutes:seconds.",
        line: line)
    }
    return value
  }

  static func seconds(_ text: String) -> Double? {
    let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return Double(text.trimmed).flatMap { $0.isFinite ? $0 : nil } }
    guard (3...4).contains(parts.count), let last = Double(parts[parts.count - 1]), last.isFinite else { return nil }
    let whole = parts.dropLast().map { Double($0) }
    guard whole.allSatisfy({ $0?.isFinite == true }) else { return nil }
    let units: [Double] = [86_400, 3600, 60].suffix(whole.count)
    return zip(whole, units).reduce(last) { $0 + ($1.0 ?? 0) * $1.1 }
  }

  /// Yes or no, or nothing when the attribute is missing or neither.
  func flag(_ name: StaticString) -> Bool? {
    switch self[name]?.lowercased() {
    case "1", "true", "yes", "on", "x", "t": true
    case "0", "false", "no", "off", "-", "f": false
    default: nil
    }
  }

  /// An attribute that has to be there.
  func required(_ name: StaticString, in file: XMLFile) throws -> String {
    guard let text = self[name] else {
      throw file.error("\(self.name) \(title)has no \(name): add it.", line: line)
    }
    return text
  }

  /// Positions `x,y x,y …`; a height is left out.
  func points(_ name: StaticString, in file: XMLFile) throws -> [Point] {
    guard var rest = bytes(name) else { return [] }
    var points: [Point] = []
    while true {
      while rest.pointee == Self.blank { rest += 1 }
      if rest.pointee == 0 { return points }
      let start = rest
      var numbers = (x: Double.nan, y: Double.nan, count: 0)
      while rest.pointee != 0, rest.pointee != Self.blank {
        guard let number = Self.decimal(&rest) else { break }
        if numbers.count == 0 { numbers.x = number } else if numbers.count == 1 { numbers.y = number }
        numbers.count += 1
        if rest.pointee == Self.comma { rest += 1 } else { break }
      }
      guard rest.pointee == 0 || rest.pointee == Self.blank, (2...3).contains(numbers.count) else {
        let text = String(cString: start).split(separator: " ").first ?? ""
        throw file.error("\(self.name) \(title)has a \(name) with \"\(text)\", which is no x,y.", line: line)
      }
      points.append(Point(x: numbers.x, y: numbers.y))
    }
  }

  private static let blank = CChar(bitPattern: UInt8(ascii: " ")), comma = CChar(bitPattern: UInt8(ascii: ","))

  /// Reads a number up to a comma, a blank or the end. One of at most 15 digits without exponent is its digits, which a
  /// Double holds, divided by a power of ten, which it holds too, and so the nearest there is.
  private static func decimal(_ rest: inout UnsafePointer<CChar>) -> Double? {
    let start = rest
    var (digits, count, fraction, isPlain) = (0, 0, -1, true)
    let isNegative = rest.pointee == CChar(bitPattern: UInt8(ascii: "-"))
    if isNegative { rest += 1 }
    while rest.pointee != 0, rest.pointee != blank, rest.pointee != comma {
      let byte = UInt8(bitPattern: rest.pointee)
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 15 {
        digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
        count += 1
        if fraction >= 0 { fraction += 1 }
      } else if byte == UInt8(ascii: "."), fraction < 0 {
        fraction = 0
      } else {
        isPlain = false
      }
      rest += 1
    }
    if isPlain, count > 0 {
      let value = Double(digits) / powers[max(0, fraction)]
      return isNegative ? -value : value
    }
    let bytes = UnsafeBufferPointer(start: start, count: rest - start).map { UInt8(bitPattern: $0) }
    return Double(String(decoding: bytes, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  private static let powers: [Double] = (0...15).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

  /// Words between blanks.
  func words(_ name: StaticString) -> [String] {
    self[name]?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
  }

  /// Its `id` in quotes and a blank, to name it in sentences; empty when it has none.
  var title: String { self["id"].map { "\"\($0)\" " } ?? "" }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: Substring {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
