/// Times as ISO 8601 writes them. Each of these leaves the reader where it was when there is none.
extension TextReader {
  /// A date, a moment, or a span of two moments or of a moment and a duration.
  ///
  /// A moment without an offset is taken as UTC. A space before four digits of an offset is a `+` that was read as a space.
  /// Finer than milliseconds is cut off. A span whose end lies before its start is none.
  mutating func time() -> QueryValue? {
    let start = at
    guard let day = date() else { return nil }
    guard next | 0x20 == UInt8(ascii: "t"), let first = moment(on: day) else {
      return next == UInt8(ascii: "/") || next | 0x20 == UInt8(ascii: "t") ? back(to: start) : .date(Int(day))
    }
    guard next == UInt8(ascii: "/") else {
      return .time(start: first.time, end: first.time, offsetMinutes: first.offset)
    }
    at += 1
    let end: Int64
    if let length = duration() {
      end = first.time + length
    } else if let day = date(), let last = moment(on: day) {
      end = last.time
    } else {
      return back(to: start)
    }
    return end < first.time ? back(to: start) : .time(start: first.time, end: end, offsetMinutes: first.offset)
  }

  /// `2025-01-31`, as days since 1970.
  mutating func date() -> Int64? {
    let start = at
    guard let year = digits(4), dash(), let month = digits(2), dash(), let day = digits(2), (1...12).contains(month),
      day >= 1, day <= CalendarTime.daysOfMonth(month, year: year)
    else { return back(to: start) }
    return CalendarTime.days(year: year, month: month, day: day)
  }

  /// `16:00`, `16:00:00` or `16:00:00.000`, as milliseconds of a day; a sixtieth second and 24:00 run over into the next.
  mutating func clock() -> Int64? {
    let start = at
    guard let hour = digits(2), colon(), let minute = digits(2), hour <= 24, minute <= 59 else {
      return back(to: start)
    }
    var found = Int64(hour) * CalendarTime.hour + Int64(minute) * CalendarTime.minute
    if next == UInt8(ascii: ":") {
      at += 1
      guard let second = digits(2), second <= 60 else { return back(to: start) }
      found += Int64(second) * CalendarTime.second
      if next == UInt8(ascii: "."), Self.isDigit(peek(1)) {
        at += 1
        found += fraction()
      }
    }
    return hour == 24 && found > CalendarTime.day ? back(to: start) : found
  }

  /// `PT1H30M`, `P1DT12H`, `-PT5S` or `P2W`, in milliseconds. Years and months have no fixed length, so they are none.
  mutating func duration() -> Int64? {
    let start = at
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { at += 1 }
    guard next == UInt8(ascii: "P") else { return back(to: start) }
    at += 1
    var sum = 0.0
    var units = Self.units[...]
    var isClock = false
    var parts = 0
    while true {
      if !isClock, next == UInt8(ascii: "T") {
        isClock = true
        at += 1
        guard Self.isDigit(next) else { return back(to: start) }
      }
      guard Self.isDigit(next) else { break }
      let numberStart = at
      while Self.isDigit(next) || next == UInt8(ascii: ".") { at += 1 }
      guard let number = Double(text(from: numberStart, to: at)),
        let index = units.firstIndex(where: { $0.letter == next && $0.isClock == isClock })
      else { return back(to: start) }
      sum += number * units[index].length
      units = units[(index + 1)...]
      parts += 1
      at += 1
    }
    guard parts > 0, sum < 9e15 else { return back(to: start) }
    return Int64((isNegative ? -sum : sum).rounded())
  }

  private static let units: [(letter: UInt8, isClock: Bool, length: Double)] = [
    (UInt8(ascii: "W"), false, 7 * Double(CalendarTime.day)), (UInt8(ascii: "D"), false, Double(CalendarTime.day)),
    (UInt8(ascii: "H"), true, Double(CalendarTime.hour)), (UInt8(ascii: "M"), true, Double(CalendarTime.minute)),
    (UInt8(ascii: "S"), true, Double(CalendarTime.second)),
  ]

  /// What follows a date: `T16:00:00.000+08:00`.
  private mutating func moment(on day: Int64) -> (time: Int64, offset: Int)? {
    let start = at
    guard next | 0x20 == UInt8(ascii: "t") else { return nil }
    at += 1
    guard let clock = clock() else {
      at = start
      return nil
    }
    let offset = offset()
    return (day * CalendarTime.day + clock - Int64(offset) * CalendarTime.minute, offset)
  }

  /// Minutes east of UTC: `Z`, `+08:00`, `-0330`, `+08`, or nothing.
  private mutating func offset() -> Int {
    let start = at
    switch next {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      at += 1
      return 0
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: " "):
      let isSpace = next == UInt8(ascii: " ")
      let isWest = next == UInt8(ascii: "-")
      at += 1
      guard let hours = digits(2), hours <= 23 else { break }
      let hasColon = next == UInt8(ascii: ":")
      if hasColon { at += 1 }
      let minutes = digits(2)
      if (minutes == nil && (hasColon || isSpace)) || minutes ?? 0 > 59 || Self.isDigit(next) { break }
      return (isWest ? -1 : 1) * (hours * 60 + (minutes ?? 0))
    default: break
    }
    at = start
    return 0
  }

  /// Digits after a point of seconds, as milliseconds.
  private mutating func fraction() -> Int64 {
    var found: Int64 = 0
    var scale: Int64 = 100
    while Self.isDigit(next) {
      found += Int64(next - UInt8(ascii: "0")) * scale
      scale /= 10
      at += 1
    }
    return found
  }

  private mutating func digits(_ count: Int) -> Int? {
    var found = 0
    for distance in 0..<count {
      guard Self.isDigit(peek(distance)) else { return nil }
      found = found * 10 + Int(peek(distance) - UInt8(ascii: "0"))
    }
    at += count
    return found
  }

  private mutating func dash() -> Bool { pass(UInt8(ascii: "-")) }
  private mutating func colon() -> Bool { pass(UInt8(ascii: ":")) }

  private mutating func pass(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  private mutating func back<Value>(to start: Int) -> Value? {
    at = start
    return nil
  }
}
