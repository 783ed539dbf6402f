/// A time of day as people write it: `07:00`, `7.30 am`, `0700`, `7:15 pagi`, `5 petang`; and a time from one to another, `07:00–08:00`.
enum CountClock {
  /// Seconds after midnight, 0…86,400; nothing for what is no time of day.
  static func seconds(_ text: String) -> Int? {
    var rest = Substring(text.lowercased().filter { !$0.isWhitespace })
    var half: Half?
    for (word, value) in halves where rest.hasSuffix(word) && rest.count > word.count {
      rest = rest.dropLast(word.count)
      half = value
      break
    }
    if half == nil, rest.hasSuffix("h") || rest.hasSuffix("hrs") {
      rest = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
    }
    var parts = rest.split(whereSeparator: { ":.h".contains($0) })
    guard !parts.isEmpty, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return nil }
    if parts.count == 2, parts[1].count > 2, parts[0] == "0", rest.contains("."), let share = Double(rest) {
      // A sheet's own time: a share of the day.
      return Int((share * 1_440).rounded()) * 60
    }
    if parts.count == 1, (3...4).contains(parts[0].count) { parts = [parts[0].dropLast(2), parts[0].suffix(2)] }
    guard parts.count <= 3, parts.allSatisfy({ $0.count <= 2 }), var hour = Int(parts[0]),
      case let minute = parts.count > 1 ? Int(parts[1]) ?? 60 : 0,
      case let second = parts.count > 2 ? Int(parts[2]) ?? 60 : 0, minute < 60, second < 60
    else { return nil }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (half == .afterNoon || (half == .night && hour != 12) ? 12 : 0)
    }
    let all = hour * 3_600 + minute * 60 + second
    return all <= 86_400 ? all : nil
  }

  /// From one time to another, written in one cell; nothing where it is not both.
  static func span(_ text: String) -> (from: Int, to: Int)? {
    var text = text.lowercased()
    for word in ["–", "—", " to ", " until ", " hingga ", " sehingga ", " sampai ", "~"] {
      text = text.replacing(word, with: "-")
    }
    let parts = text.split(separator: "-")
    guard parts.count == 2, let to = seconds(String(parts[1])) else { return nil }
    if let from = seconds(String(parts[0])) {
      // 7–8 am: the first takes the half of the day from the second.
      let tail = String(parts[1].filter { $0.isLetter || $0 == "." })
      if !parts[0].contains(where: \.isLetter), parts[1].contains(where: \.isLetter),
        let same = seconds(String(parts[0]) + tail), same < to
      {
        return (same, to)
      }
      return (from, to)
    }
    return nil
  }

  private enum Half { case beforeNoon, afterNoon, night }
  private static let halves: [(String, Half)] = [
    ("a.m.", .beforeNoon), ("p.m.", .afterNoon), ("am", .beforeNoon), ("pm", .afterNoon), ("pagi", .beforeNoon),
    ("tengahhari", .afterNoon), ("petang", .afterNoon), ("malam", .night), ("ptg", .afterNoon), ("pg", .beforeNoon),
  ]
}
