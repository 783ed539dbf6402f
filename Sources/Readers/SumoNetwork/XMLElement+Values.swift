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
    guard let text = self[name] else { return [] }
    var points: [Point] = []
    for place in text.split(separator: " ", omittingEmptySubsequences: true) {
      let parts = place.split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count == 2 || parts.count == 3, let x = Double(parts[0]), let y = Double(parts[1]), x.isFinite,
        y.isFinite
      else {
        throw file.error("\(self.name) \(title)has a \(name) with \"\(place)\", which is no x,y.", line: line)
      }
      points.append(Point(x: x, y: y))
    }
    return points
  }

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
