/// Days and clocks of the Gregorian calendar, as ISO 8601 has them, in milliseconds since 1970.
///
/// Days from dates and back: H. Hinnant, "chrono-compatible low-level date algorithms" (2013).
enum CalendarTime {
  static let second: Int64 = 1_000
  static let minute: Int64 = 60_000
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000

  /// The first and the last moment that can be written with four digits of a year.
  static let first = days(year: 1, month: 1, day: 1) * day
  static let last = days(year: 10_000, month: 1, day: 1) * day - 1

  /// Days since 1970 of a date.
  static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floored(shifted, by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// The date of a day; beyond a thousand million years from now, that of the furthest one.
  static func date(ofDay days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = Int(min(max(days, -366_000_000_000), 366_000_000_000)) + 719_468
    let era = floored(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// The day of a moment, and the milliseconds within it.
  static func split(_ milliseconds: Int64) -> (day: Int64, clock: Int64) {
    let day = floored(milliseconds, by: Self.day)
    return (day, milliseconds - day * Self.day)
  }

  static func daysOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func floored<Number: BinaryInteger>(_ number: Number, by divisor: Number) -> Number {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
  }
}
