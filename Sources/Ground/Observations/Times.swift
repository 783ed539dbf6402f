public import Modelling

/// From one moment to another, both included; a single moment begins and ends with itself.
///
/// Text as SensorThings writes it: `2025-01-31T16:00:00Z` or two of them with a slash between (ISO 8601).
public struct TimeSpan: Hashable, Sendable, Codable {
  /// Its first moment.
  public var start: Instant
  /// Its last moment, never before ``start``.
  public var end: Instant

  /// A span between two moments, whichever comes first.
  public init(_ one: Instant, _ other: Instant) {
    start = min(one, other)
    end = max(one, other)
  }

  /// A single moment.
  public init(at moment: Instant) {
    start = moment
    end = moment
  }

  /// A span from its text, or nothing.
  public init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = Instant(text: parts[0]),
      let last = Instant(text: parts[parts.count - 1]), first <= last
    else { return nil }
    self.init(first, last)
  }

  /// The text in UTC.
  public var text: String { start == end ? start.text() : "\(start.text())/\(end.text())" }

  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let span = TimeSpan(text: text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is neither a time such as 2025-01-31T16:00:00Z nor two with a slash.")
    }
    self = span
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A date of the Gregorian calendar, without clock or zone.
///
/// Source of the conversions: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// The year.
  public var year: Int
  /// 1…12.
  public var month: Int
  /// 1…31.
  public var day: Int

  /// A date from its parts; they are not checked.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date so many days after 1970-01-01.
  public init(daysSince1970 days: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days after 1970-01-01.
  public var daysSince1970: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 Monday … 6 Sunday.
  public var weekday: Int { (((daysSince1970 + 3) % 7) + 7) % 7 }

  /// How many days the month has.
  public var daysInMonth: Int {
    let next =
      month == 12
      ? CalendarDate(year: year + 1, month: 1, day: 1) : CalendarDate(year: year, month: month + 1, day: 1)
    return next.daysSince1970 - CalendarDate(year: year, month: month, day: 1).daysSince1970
  }

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

  /// `2025-01-31`.
  public var text: String { "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))" }

  static func digits(_ number: Int, _ width: Int) -> String {
    let plain = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, width - plain.count)) + plain
    return number < 0 ? "-" + padded : padded
  }
}

extension Instant {
  /// The moment as ISO 8601 at an offset from UTC in seconds: `2025-01-31T16:00:00Z`, `2025-02-01T00:00:00+08:00`.
  ///
  /// Milliseconds stand there only when there are any.
  public func text(utcOffset: Int = 0) -> String {
    let local = milliseconds + Int64(utcOffset) * 1_000
    let day = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
    let rest = Int(local - day * 86_400_000)
    func two(_ number: Int) -> String { CalendarDate.digits(number, 2) }
    var text = "\(CalendarDate(daysSince1970: Int(day)).text)T\(two(rest / 3_600_000)):\(two(rest / 60_000 % 60))"
    text += ":\(two(rest / 1_000 % 60))"
    if rest % 1_000 != 0 { text += "." + CalendarDate.digits(rest % 1_000, 3) }
    guard utcOffset != 0 else { return text + "Z" }
    let minutes = abs(utcOffset) / 60
    return text + "\(utcOffset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// The moment an ISO 8601 text names, or nothing: a date, `T` or a space, a clock, and `Z` or an offset.
  ///
  /// Seconds may be left out or have a fraction, of which milliseconds are kept. A text without an offset is nothing,
  /// because it names no moment.
  public init?(text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    func number(_ width: Int) -> Int? {
      guard rest.count >= width else { return nil }
      var value = 0
      for byte in rest.prefix(width) {
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      rest = rest.dropFirst(width)
      return value
    }
    func skip(_ allowed: String) -> Bool {
      guard let byte = rest.first, allowed.utf8.contains(byte) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), skip("Tt "),
      let hour = number(2), skip(":"), let minute = number(2), (1...12).contains(month), day >= 1, hour < 24,
      minute < 60, day <= CalendarDate(year: year, month: month, day: 1).daysInMonth
    else { return nil }
    var second = 0
    var fraction = 0
    if skip(":") {
      guard let whole = number(2), whole < 60 else { return nil }
      second = whole
      if skip(".,") {
        var scale = 100
        var count = 0
        while let digit = number(1) {
          fraction += digit * scale
          scale /= 10
          count += 1
        }
        guard count > 0 else { return nil }
      }
    }
    var offset = 0
    if !skip("Zz") {
      let isWest = rest.first == UInt8(ascii: "-")
      guard skip("+-"), let hours = number(2), hours < 24 else { return nil }
      var minutes = 0
      if !rest.isEmpty {
        _ = skip(":")
        guard let given = number(2), given < 60 else { return nil }
        minutes = given
      }
      offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    let days = CalendarDate(year: year, month: month, day: day).daysSince1970
    let minutes = Int64(days) * 1_440 + Int64(hour * 60 + minute - offset)
    self.init(milliseconds: (minutes * 60 + Int64(second)) * 1_000 + Int64(fraction))
  }
}
