internal import Foundation

/// A day of the calendar.
public struct Day: Sendable, Hashable, CustomStringConvertible {
  /// The year of the common era, the month 1…12, the day 1…31.
  public let year, month, day: Int

  /// A day; nothing when there is none of that date.
  public init?(year: Int, month: Int, day: Int) {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// A day written as `2026-11-23`; nothing when it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day as `2026-11-23`.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let zeros = String(repeating: "0", count: max(0, 4 - "\(year)".count))
    return "\(zeros)\(year)-\(two(month))-\(two(day))"
  }

  /// The day in words: `23 November 2026`.
  func words(_ language: Language) -> String { "\(day) \(Words.months[month - 1](language)) \(year)" }
}

/// Numbers as both languages write them: a comma between thousands, a point before decimals.
enum Numbers {
  /// Units of things that are counted whole.
  private static let counted: Set<String> = [
    "count", "people", "trips", "buses", "lines", "stops", "rings", "links", "junctions", "parcels", "m³",
  ]

  /// Decimals that numbers of a unit deserve, the greatest of them being as large as told.
  static func decimals(_ unit: String, greatest: Double) -> Int {
    let isMoney = unit.count >= 3 && unit.prefix(3).allSatisfy { $0.isASCII && $0.isUppercase }
    if isMoney || counted.contains(unit) || greatest >= 1000 { return 0 }
    if greatest >= 10 || ["min", "%"].contains(unit) { return 1 }
    return greatest >= 1 || greatest == 0 ? 2 : 3
  }

  /// A number, "–" where there is none; money in millions where it is millions.
  static func text(_ number: Double?, decimals: Int) -> String {
    guard let number, number.isFinite else { return "–" }
    let scale = [1.0, 10, 100, 1000][min(3, max(0, decimals))]
    let whole = (abs(number) * scale).rounded()
    guard whole < 1e15 else { return "\(number)" }
    let digits = Int(whole)
    var text = "\(digits / Int(scale))"
    for place in stride(from: text.count - 3, to: 0, by: -3) {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
    }
    if decimals > 0 {
      let rest = "\(digits % Int(scale))"
      text += "." + String(repeating: "0", count: decimals - rest.count) + rest
    }
    return (number < 0 && digits > 0 ? "−" : "") + text
  }

  /// A number as short as it can be told: up to three decimals, no zeros behind.
  static func short(_ number: Double) -> String {
    var text = text(number, decimals: abs(number) < 1000 ? 3 : 0)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }
}
