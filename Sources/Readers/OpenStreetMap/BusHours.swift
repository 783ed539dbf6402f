import Foundation
import Replica

/// How many buses of a line set out in each hour, from the tags `interval` and `opening_hours` of its relation.
enum BusHours {
  /// Hours in which buses run when the map says how often, and not when; assumed.
  static let usual = 6.0..<20.0

  /// 72 numbers, as ``BusLines/departures``; empty when the map does not say how often buses come.
  static func departures(interval: String?, openingHours: String?) -> [Float] {
    guard let minutes = interval.flatMap(Self.minutes) else { return [] }
    let days = openingHours.flatMap(Self.days) ?? Array(repeating: [usual], count: 3)
    return days.flatMap { spans in
      (0..<24).map { hour in
        let share = spans.reduce(0.0) { sum, span in
          // What runs past midnight counts to the small hours of the same kind of day.
          [0.0, 24.0].reduce(sum) { sum, shift in
            let (from, to) = (Double(hour) + shift, Double(hour + 1) + shift)
            return sum + max(0, min(span.upperBound, to) - max(span.lowerBound, from))
          }
        }
        return Float(min(1, share) * 60 / minutes)
      }
    }
  }

  /// Minutes of an interval: `00:20`, `00:20:00`, `20`, `20 min`; the middle of `00:06-00:12`; nothing outside 1…1440.
  static func minutes(_ text: String) -> Double? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(single)
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
    let middle = (first + last) / 2
    return (1...1440).contains(middle) ? middle : nil
  }

  private static func single(_ text: Substring) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    if parts.count == 1 {
      let digits = parts[0].prefix { $0.isASCII && $0.isNumber }
      let unit = parts[0].dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
      return ["", "m", "min", "mins", "minutes"].contains(unit) ? Double(digits) : nil
    }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }), let hours = Int(parts[0]),
      let minutes = Int(parts[1]), minutes < 60
    else { return nil }
    return Double(hours * 60 + minutes)
  }

  /// Hours of a working day, a Saturday and a Sunday: `24/7`, `05:00-21:10`, `Mo-Sa 05:00-21:10; Su 06:00-20:00`; nothing
  /// when it is written in any other way. Of a working day, Wednesday counts.
  static func days(_ text: String) -> [[Range<Double>]]? {
    if text == "24/7" { return Array(repeating: [0..<24], count: 3) }
    var days: [[Range<Double>]] = [[], [], []]
    for rule in text.split(separator: ";") {
      let words = rule.split(separator: " ").map(String.init)
      let spans: [Range<Double>]
      switch words.last {
      case "off", "closed": spans = []
      case let hours?:
        guard let read = Self.spans(hours) else { return nil }
        spans = read
      case nil: continue
      }
      guard words.count <= 2, let numbers = words.count == 2 ? weekdays(words[0]) : Set(0..<7) else { return nil }
      for (day, number) in [2, 5, 6].enumerated() where numbers.contains(number) { days[day] = spans }
    }
    return days.allSatisfy(\.isEmpty) ? nil : days
  }

  private static func spans(_ text: String) -> [Range<Double>]? {
    var spans: [Range<Double>] = []
    for span in text.split(separator: ",") {
      let ends = span.split(separator: "-").map { $0.split(separator: ":").map { Int($0) } }
      guard ends.count == 2, ends.allSatisfy({ $0.count == 2 }) else { return nil }
      let times = ends.compactMap { parts in
        parts[0].flatMap { hour in parts[1].map { Double(hour) + Double($0) / 60 } }
      }
      guard times.count == 2, (0...24).contains(times[0]), (0...48).contains(times[1]) else { return nil }
      spans.append(times[0]..<(times[1] > times[0] ? times[1] : times[1] + 24))
    }
    return spans.isEmpty ? nil : spans
  }

  private static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

  /// The days of `Mo-Fr` or `Sa,Su,PH`, 0 for Monday; public holidays are not told from Sundays.
  private static func weekdays(_ text: String) -> Set<Int>? {
    var days: Set<Int> = []
    for part in text.split(separator: ",") where part != "PH" {
      let ends = part.split(separator: "-").map { names.firstIndex(of: String($0)) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
      var day = first
      days.insert(day)
      while day != last {
        day = (day + 1) % 7
        days.insert(day)
      }
    }
    return days
  }
}
