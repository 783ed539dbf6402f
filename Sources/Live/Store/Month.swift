internal import Modelling
internal import Observations

/// A month of the city's own calendar: what one file holds.
///
/// Months begin at local midnight, so hours and days lie wholly in one file.
struct Month: Hashable, Comparable {
  /// Months since the year 0.
  let number: Int

  init(number: Int) { self.number = number }

  /// The month a moment lies in, for a city so many seconds east of UTC.
  init(of time: Instant, utcOffset: Int) {
    let local = time.milliseconds + Int64(utcOffset) * 1_000
    let day = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
    let date = CalendarDate(daysSince1970: Int(day))
    number = date.year * 12 + date.month - 1
  }

  /// The month a file's name without its ending tells, `2026-11`, or nothing.
  init?(name: Substring) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard name.utf8.count == 7, parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]), year >= 0,
      (1...12).contains(month)
    else { return nil }
    number = year * 12 + month - 1
  }

  /// `2026-11`.
  var name: String { String(CalendarDate(year: number / 12, month: number % 12 + 1, day: 1).text.prefix(7)) }

  /// Its first moment.
  func start(utcOffset: Int) -> Instant {
    let days = CalendarDate(year: number / 12, month: number % 12 + 1, day: 1).daysSince1970
    return Instant(milliseconds: Int64(days) * 86_400_000 - Int64(utcOffset) * 1_000)
  }

  /// From its first moment to before that of the next.
  func range(utcOffset: Int) -> Range<Instant> {
    start(utcOffset: utcOffset)..<Month(number: number + 1).start(utcOffset: utcOffset)
  }

  /// What moments in its file are told from: sixteen days after its beginning, so that they fit four bytes.
  func middle(utcOffset: Int) -> Int64 { start(utcOffset: utcOffset).milliseconds + 16 * 86_400_000 }

  static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
