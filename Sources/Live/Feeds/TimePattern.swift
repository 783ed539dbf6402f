internal import Foundation
internal import Modelling
internal import Observations

/// How moments are written: `dd/MM/yyyy HH:mm`, ISO 8601, or a count since 1970.
///
/// Letters: `yyyy` or `yy` (2000 to 2099) the year, `MM` or `M` the month, `MMM` its English name of three letters, `dd` or `d` the day, `HH` or `H`
/// the hour of 24, `hh` or `h` that of 12 with `a` for AM or PM, `mm` minutes, `ss` seconds, `SSS` milliseconds, `Z` an offset or the letter Z.
/// Anything else stands for itself. `24:00` is the beginning of the next day.
public struct TimePattern: Hashable, Sendable {
  private enum Form: Hashable, Sendable {
    case iso, seconds, milliseconds
    case letters([Piece])
  }
  private enum Piece: Hashable, Sendable {
    case year(Int), month(Int), monthName, day(Int), hour(Int), halfHour(Int), half, minute(Int), second(Int),
      thousandth
    case offset
    case plain(UInt8)
  }

  /// The pattern as it was written.
  public let text: String
  private let form: Form

  /// ISO 8601: `2026-01-31T16:00:00Z`, with a zone to be said where the offset is missing; a date alone is its midnight.
  public static let iso = TimePattern(text: "iso", form: .iso)
  /// Seconds since 1970.
  public static let seconds = TimePattern(text: "unix", form: .seconds)
  /// Milliseconds since 1970.
  public static let milliseconds = TimePattern(text: "unix-ms", form: .milliseconds)

  private init(text: String, form: Form) {
    self.text = text
    self.form = form
  }

  /// A pattern, or nothing where it does not tell year, month and day, or has a letter that is not known.
  public init?(_ text: String) {
    switch text {
    case "iso": self = .iso
    case "unix": self = .seconds
    case "unix-ms": self = .milliseconds
    default:
      guard let pieces = Self.pieces(of: text) else { return nil }
      self.init(text: text, form: .letters(pieces))
    }
  }

  private static func pieces(of text: String) -> [Piece]? {
    var pieces: [Piece] = []
    var rest = Array(text.utf8)[...]
    while let letter = rest.first {
      let count = rest.prefix { $0 == letter }.count
      let isLetter = (65...90).contains(letter & 0xDF) && letter < 128
      rest = rest.dropFirst(isLetter ? count : 1)
      switch (Character(Unicode.Scalar(letter)), count) {
      case ("y", 4), ("y", 2): pieces.append(.year(count))
      case ("M", 1...2): pieces.append(.month(count))
      case ("M", 3): pieces.append(.monthName)
      case ("d", 1...2): pieces.append(.day(count))
      case ("H", 1...2): pieces.append(.hour(count))
      case ("h", 1...2): pieces.append(.halfHour(count))
      case ("m", 1...2): pieces.append(.minute(count))
      case ("s", 1...2): pieces.append(.second(count))
      case ("S", 3): pieces.append(.thousandth)
      case ("a", 1): pieces.append(.half)
      case ("Z", 1): pieces.append(.offset)
      case ("T", 1): pieces.append(.plain(letter))
      default:
        guard !isLetter else { return nil }
        pieces.append(.plain(letter))
      }
    }
    func has(_ test: (Piece) -> Bool) -> Bool { pieces.contains(where: test) }
    let hasYear = has { if case .year = $0 { true } else { false } }
    let hasMonth = has { if case .month = $0 { true } else { $0 == .monthName } }
    let hasDay = has { if case .day = $0 { true } else { false } }
    return hasYear && hasMonth && hasDay ? pieces : nil
  }

  /// The moment a text tells, local times by a zone, or nothing.
  func instant(_ text: String, in zone: LocalZone) -> Instant? {
    switch form {
    case .seconds, .milliseconds:
      guard let number = Double(text), number.isFinite, abs(number) < 1e15 else { return nil }
      return Instant(milliseconds: Int64((form == .seconds ? number * 1_000 : number).rounded()))
    case .iso: return iso(text, zone)
    case .letters(let pieces): return Self.read(text, pieces, zone)
    }
  }

  private func iso(_ text: String, _ zone: LocalZone) -> Instant? {
    if let instant = Instant(text: text) { return instant }
    let time = text.utf8.count == 10 ? "T00:00:00Z" : "Z"
    return Instant(text: text + time).map { zone.instant(local: $0.milliseconds) }
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  private static func read(_ text: String, _ pieces: [Piece], _ zone: LocalZone) -> Instant? {
    var rest = Array(text.utf8)[...]
    /// Up to so many digits, exactly so many where more than one is asked for and the year.
    func number(_ width: Int) -> Int? {
      let most = width == 1 ? 2 : width
      let digits = rest.prefix(most).prefix { $0 >= 48 && $0 <= 57 }
      guard !digits.isEmpty, width == 1 || digits.count == width else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    var (year, month, day, hour, minute, second, thousandth) = (0, 0, 0, 0, 0, 0, 0)
    var isAfternoon: Bool?
    var offset: Int?
    for piece in pieces {
      switch piece {
      case .year(let width):
        guard let found = number(width) else { return nil }
        year = width == 2 ? 2_000 + found : found
      case .month(let width):
        guard let found = number(width) else { return nil }
        month = found
      case .monthName:
        let name = String(decoding: rest.prefix(3), as: UTF8.self).lowercased()
        guard let place = months.firstIndex(of: name) else { return nil }
        month = place + 1
        rest = rest.dropFirst(3)
      case .day(let width):
        guard let found = number(width) else { return nil }
        day = found
      case .hour(let width):
        guard let found = number(width) else { return nil }
        hour = found
      case .halfHour(let width):
        guard let found = number(width), (1...12).contains(found) else { return nil }
        hour = found % 12
      case .half:
        let letters = String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
        guard letters == "am" || letters == "pm" else { return nil }
        isAfternoon = letters == "pm"
        rest = rest.dropFirst(2)
      case .minute(let width):
        guard let found = number(width), found < 60 else { return nil }
        minute = found
      case .second(let width):
        guard let found = number(width), found < 60 else { return nil }
        second = found
      case .thousandth:
        guard let found = number(3) else { return nil }
        thousandth = found
      case .offset:
        guard let found = Self.offset(&rest) else { return nil }
        offset = found
      case .plain(let byte):
        guard rest.first == byte else { return nil }
        rest = rest.dropFirst()
      }
    }
    if let isAfternoon, isAfternoon { hour += 12 }
    let isMidnight = hour == 24 && minute == 0 && second == 0 && thousandth == 0
    guard rest.isEmpty, (1...12).contains(month), day >= 1, hour < 24 || isMidnight,
      day <= CalendarDate(year: year, month: month, day: 1).daysInMonth
    else { return nil }
    let days = Int64(CalendarDate(year: year, month: month, day: day).daysSince1970)
    let local = ((days * 24 + Int64(hour)) * 60 + Int64(minute)) * 60_000 + Int64(second * 1_000 + thousandth)
    if let offset { return Instant(milliseconds: local - Int64(offset) * 1_000) }
    return zone.instant(local: local)
  }

  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.dropFirst().filter { $0 != UInt8(ascii: ":") }
    let sign = rest.first
    if sign == UInt8(ascii: "Z") {
      rest = rest.dropFirst()
      return 0
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4,
      digits.allSatisfy({ $0 >= 48 && $0 <= 57 })
    else { return nil }
    let parts = digits.map { Int($0) - 48 }
    let minutes = (parts[0] * 10 + parts[1]) * 60 + parts[2] * 10 + parts[3]
    rest = []
    return minutes * 60 * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  /// A moment as this pattern writes it, for addresses.
  func text(_ instant: Instant, in zone: LocalZone) -> String {
    switch form {
    case .iso: return instant.text(utcOffset: zone.offset(at: instant))
    case .seconds: return String(instant.milliseconds / 1_000)
    case .milliseconds: return String(instant.milliseconds)
    case .letters(let pieces):
      let offset = zone.offset(at: instant)
      let local = instant.milliseconds + Int64(offset) * 1_000
      let day = Int((Double(local) / 86_400_000).rounded(.down))
      let rest = Int(local - Int64(day) * 86_400_000)
      let date = CalendarDate(daysSince1970: day)
      func digits(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
      }
      let hour = rest / 3_600_000
      return pieces.map { piece in
        switch piece {
        case .year(let width): digits(width == 2 ? date.year % 100 : date.year, width)
        case .month(let width): digits(date.month, width)
        case .monthName: Self.months[date.month - 1].capitalized
        case .day(let width): digits(date.day, width)
        case .hour(let width): digits(hour, width)
        case .halfHour(let width): digits((hour + 11) % 12 + 1, width)
        case .half: hour < 12 ? "AM" : "PM"
        case .minute(let width): digits(rest / 60_000 % 60, width)
        case .second(let width): digits(rest / 1_000 % 60, width)
        case .thousandth: digits(rest % 1_000, 3)
        case .offset:
          (offset < 0 ? "-" : "+") + digits(abs(offset) / 3_600, 2) + ":" + digits(abs(offset) / 60 % 60, 2)
        case .plain(let byte): String(UnicodeScalar(byte))
        }
      }.joined()
    }
  }
}

/// The local time of a place.
struct LocalZone: Hashable, Sendable {
  private let zone: TimeZone

  /// A zone of the IANA, or nothing.
  init?(_ name: String) {
    guard let zone = name == "UTC" ? TimeZone(secondsFromGMT: 0) : TimeZone(identifier: name) else { return nil }
    self.zone = zone
  }

  /// Seconds east of UTC.
  func offset(at instant: Instant) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))
  }

  /// The moment of a local time, as milliseconds as if it were UTC. An hour that the clock skips is taken as if it had not been put forward.
  func instant(local: Int64) -> Instant {
    let first = Int64(offset(at: Instant(milliseconds: local))) * 1_000
    let second = Int64(offset(at: Instant(milliseconds: local - first))) * 1_000
    return Instant(milliseconds: local - second)
  }
}
