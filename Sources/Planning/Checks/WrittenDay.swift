public import Observations

extension CalendarDate {
  /// A day as people write it: `2024-11-30`, `30/11/2024`, `30.11.2024`, `30 Nov 2024`, `30 Disember 2024`; a clock behind it is passed
  /// over. The day stands before the month, as Malaysia writes; nothing where that gives no day, or the year has not four digits.
  public init?(written text: String) {
    var words: [Substring] = []
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      // 2024-11-30T16:00 holds the day and a clock in one word.
      words.append(contentsOf: word.first?.isNumber == true ? word.split(separator: "t", maxSplits: 1) : [word])
    }
    guard words.count >= 3 else { return nil }
    let year: Int?
    let month: Int?
    let day: Int?
    if words[0].count == 4 {
      (year, month, day) = (Int(words[0]), Self.month(words[1]), Int(words[2]))
    } else if words[0].first?.isLetter == true {
      (year, month, day) = (words[2].count == 4 ? Int(words[2]) : nil, Self.month(words[0]), Int(words[1]))
    } else {
      (year, month, day) = (words[2].count == 4 ? Int(words[2]) : nil, Self.month(words[1]), Int(words[0]))
    }
    guard let year, let month, let day, year > 1000, (1...12).contains(month), day >= 1,
      day <= CalendarDate(year: year, month: month, day: 1).daysInMonth
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The first letters of the months in English, Malay and Indonesian.
  private static let months = [
    ["jan"], ["feb"], ["mar", "mac"], ["apr"], ["may", "mei"], ["jun"], ["jul"], ["aug", "ogo", "agu"], ["sep"],
    ["oct", "okt"], ["nov"], ["dec", "dis", "des"],
  ]

  private static func month(_ word: Substring) -> Int? {
    if let number = Int(word) { return number }
    return months.firstIndex { $0.contains(String(word.prefix(3))) }.map { $0 + 1 }
  }
}
