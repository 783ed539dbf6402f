import Foundation

/// Numbers with units as OpenStreetMap's tags write them, in SI.
enum Measure {
  /// The plain number a text begins with; the first of several that semicolons part.
  static func number(_ text: some StringProtocol) -> Double? {
    let digits = text.drop { $0 == " " }.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
    guard let number = Double(digits), number.isFinite else { return nil }
    return number
  }

  /// Metres of a length: `3.5`, `3.5 m`, `12'`, `12 ft`, `12'6"`, `0.5 km`.
  static func metres(_ text: String) -> Double? {
    guard let number = number(text), number >= 0 else { return nil }
    if let mark = text.firstIndex(of: "'") {
      let inches = Self.number(text[text.index(after: mark)...]) ?? 0
      return number * 0.3048 + inches * 0.0254
    }
    let unit = unit(of: text)
    switch unit {
    case "", "m", "metre", "metres", "meter", "meters": return number
    case "ft", "feet", "foot": return number * 0.3048
    case "km": return number * 1000
    case "cm": return number / 100
    default: return unit.hasPrefix(";") || unit.hasPrefix(",") ? number : nil
    }
  }

  /// Rise over run: `5%`, `-3 %`, `10°`; `up` and `down` say nothing about how steep.
  static func slope(_ text: String) -> Double? {
    guard let number = number(text) else { return nil }
    let unit = unit(of: text)
    if unit.hasPrefix("%") { return number / 100 }
    if unit.hasPrefix("°") {
      guard abs(number) < 89 else { return nil }
      return tan(number * .pi / 180)
    }
    return number == 0 ? 0 : nil
  }

  /// Metres per second of a speed: `50`, `50 km/h`, `30 mph`, `10 knots`, `walk`.
  static func speed(_ text: String) -> Double? {
    if text == "walk" || text.hasSuffix(":walk") { return 5 / 3.6 }
    guard let number = number(text), number > 0 else { return nil }
    let unit = unit(of: text)
    if unit.hasPrefix("mph") { return number * 0.44704 }
    if unit.hasPrefix("knot") { return number * 1852 / 3600 }
    guard unit.isEmpty || unit.hasPrefix("km") || unit.hasPrefix("kph") || unit.hasPrefix(";") else { return nil }
    return number / 3.6
  }

  private static func unit(of text: String) -> String {
    text.drop { $0.isNumber || ".-+ ".contains($0) }.lowercased()
  }
}
