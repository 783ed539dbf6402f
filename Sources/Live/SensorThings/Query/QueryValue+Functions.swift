// Rounding calls the mathematics of C, which comes with it.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The functions of filters but for those of places (OGC 18-088, tables 24 and 25; OData 4.0 part 2, clause 5.1.1.4). An argument of an unfit kind — which only the
/// data can bring, for others are refused when the filter is read — gives null, so that one odd value among millions spoils no query.
extension QueryValue {
  static func called(_ function: Expression.Function, _ arguments: [QueryValue]) -> QueryValue {
    switch function {
    case .mindatetime: .time(start: CalendarTime.first, end: CalendarTime.first, offsetMinutes: 0)
    case .maxdatetime: .time(start: CalendarTime.last, end: CalendarTime.last, offsetMinutes: 0)
    case .year, .month, .day, .hour, .minute, .second, .fractionalseconds, .date, .time, .totaloffsetminutes:
      arguments[0].partOfTime(function)
    case .before, .after, .meets, .during, .starts, .finishes, .sharesTime:
      arguments[0].stands(function, to: arguments[1])
    case .round, .floor, .ceiling: arguments[0].rounded(function)
    default: ofText(function, arguments)
    }
  }

  private static func ofText(_ function: Expression.Function, _ arguments: [QueryValue]) -> QueryValue {
    guard case .text(let text) = arguments[0] else { return .null }
    switch function {
    case .length: return .number(Double(text.count))
    case .tolower: return .text(text.lowercased())
    case .toupper: return .text(text.uppercased())
    case .trim: return .text(text.trimmed)
    case .substring: return text.part(arguments.dropFirst())
    default: break
    }
    guard case .text(let other) = arguments[1] else { return .null }
    return switch function {
    case .concat: .text(text + other)
    case .contains: .truth(text.position(of: other) != nil)
    case .substringof: .truth(other.position(of: text) != nil)
    case .startswith: .truth(text.starts(with: other))
    case .endswith: .truth(text.reversed().starts(with: other.reversed()))
    case .indexof: .number(Double(text.position(of: other) ?? -1))
    default: .null
    }
  }

  /// Half away from zero, down or up.
  private func rounded(_ function: Expression.Function) -> QueryValue {
    let number: Double
    switch self {
    case .number(let value): number = value
    case .text(let text):
      guard let value = text.asNumber else { return .null }
      number = value
    default: return .null
    }
    return .number(
      number.rounded(function == .round ? .toNearestOrAwayFromZero : function == .floor ? .down : .up))
  }

  /// A part of a moment or of the start of a span, on the clock of the place whose offset it was written with.
  private func partOfTime(_ function: Expression.Function) -> QueryValue {
    let day: Int64?
    let clock: Int64?
    var offset: Int?
    switch self {
    case .time(let start, _, let minutes):
      let local = CalendarTime.split(start &+ Int64(minutes) &* CalendarTime.minute)
      (day, clock, offset) = (local.day, local.clock, minutes)
    case .date(let days): (day, clock) = (Int64(days), nil)
    case .clock(let milliseconds): (day, clock) = (nil, milliseconds)
    case .text(let text): return QueryValue.time(written: text)?.partOfTime(function) ?? .null
    default: return .null
    }
    switch function {
    case .year: return day.map { .number(Double(CalendarTime.date(ofDay: $0).year)) } ?? .null
    case .month: return day.map { .number(Double(CalendarTime.date(ofDay: $0).month)) } ?? .null
    case .day: return day.map { .number(Double(CalendarTime.date(ofDay: $0).day)) } ?? .null
    case .hour: return clock.map { .number(Double($0 / CalendarTime.hour)) } ?? .null
    case .minute: return clock.map { .number(Double($0 / CalendarTime.minute % 60)) } ?? .null
    case .second: return clock.map { .number(Double($0 / CalendarTime.second % 60)) } ?? .null
    case .fractionalseconds: return clock.map { .number(Double($0 % CalendarTime.second) / 1_000) } ?? .null
    case .date: return day.map { .date(Int($0)) } ?? .null
    case .time: return clock.map { .clock($0) } ?? .null
    case .totaloffsetminutes: return offset.map { .number(Double($0)) } ?? .null
    default: return .null
    }
  }
}

extension String {
  /// Without the spaces at both ends.
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// How many characters stand before the first place where another text begins.
  fileprivate func position(of part: String) -> Int? {
    guard isPlain, part.isPlain else {
      var rest = self[...]
      var place = 0
      while !rest.starts(with: part) {
        if rest.isEmpty { return nil }
        rest = rest.dropFirst()
        place += 1
      }
      return place
    }
    let bytes = Array(utf8)
    let wanted = Array(part.utf8)
    guard let first = wanted.first else { return 0 }
    guard wanted.count <= bytes.count else { return nil }
    return (0...bytes.count - wanted.count).first {
      bytes[$0] == first && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }

  /// Whether each byte is a character.
  private var isPlain: Bool { utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } }

  /// What begins at a character, and is so long; what lies beyond the ends is left out.
  fileprivate func part(_ arguments: ArraySlice<QueryValue>) -> QueryValue {
    let numbers = arguments.map { argument -> Int? in
      guard case .number(let number) = argument, !number.isNaN else { return nil }
      return Int(min(max(number, 0), 1e9))
    }
    guard let start = numbers.first ?? nil else { return .null }
    let rest = dropFirst(start)
    guard numbers.count > 1 else { return .text(String(rest)) }
    guard let length = numbers[1] else { return .null }
    return .text(String(rest.prefix(length)))
  }
}
