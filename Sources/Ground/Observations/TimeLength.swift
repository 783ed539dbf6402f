/// Lengths of time as people write them in settings: `90 s`, `5 min`, `6 h`, `2 d`.
package enum TimeLength {
  /// The units and their milliseconds.
  private static let units: [(name: String, others: Set<String>, milliseconds: Int64)] = [
    ("d", ["day", "days"], 86_400_000), ("h", ["hour", "hours"], 3_600_000),
    ("min", ["m", "minute", "minutes"], 60_000), ("s", ["sec", "second", "seconds"], 1_000), ("ms", [], 1),
  ]
  /// A hundred years: longer lengths are slips of the pen.
  private static let longest = 3_155_760_000_000.0

  /// What a length looks like, for sentences.
  package static let example = "a number with its unit: 90 s, 5 min, 6 h or 2 d"

  /// The milliseconds of a text, at least 0, or nothing where it is no number with a unit.
  package static func milliseconds(_ text: String) -> Int64? {
    let words = text.lowercased()
    let digits = words.prefix { ($0.isASCII && $0.isNumber) || $0 == "." }
    let name = words.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Double(digits), number.isFinite,
      let unit = units.first(where: { $0.name == name || $0.others.contains(String(name)) }),
      number * Double(unit.milliseconds) <= longest
    else { return nil }
    return Int64((number * Double(unit.milliseconds)).rounded())
  }

  /// The length in the greatest unit that leaves no rest.
  package static func text(_ milliseconds: Int64) -> String {
    guard milliseconds != 0, let unit = units.first(where: { milliseconds % $0.milliseconds == 0 }) else {
      return "\(milliseconds) s"
    }
    return "\(milliseconds / unit.milliseconds) \(unit.name)"
  }
}
