/// Values as they are written in a filter.
extension ExpressionParser {
  /// What begins with a digit: a number, a date, a time, a time of day, or an observation's number with dashes, which is a text beside `id`.
  mutating func numeral() throws(QueryFault) -> Part {
    let start = reader.at
    if let value = reader.time(), !continues {
      return Part(
        expression: .literal(value), kind: ExpressionKind(of: value), start: start,
        written: reader.text(from: start, to: reader.at))
    }
    reader.at = start
    if let clock = reader.clock(), !continues {
      return Part(expression: .literal(.clock(clock)), kind: .clock, start: start)
    }
    reader.at = start
    digits()
    if reader.next == UInt8(ascii: "-") { return try dashed(from: start) }
    if reader.next == UInt8(ascii: "."), TextReader.isDigit(reader.peek(1)) {
      reader.at += 1
      digits()
    }
    exponent()
    let written = reader.text(from: start, to: reader.at)
    guard !continues, let number = Double(written) else {
      throw reader.fault("This is no number, date or time.", at: start)
    }
    guard number.isFinite else { throw reader.fault("This number is too large.", at: start) }
    return Part(expression: .literal(.number(number)), kind: .number, start: start, written: written)
  }

  /// `12-1763900000000` or `12-1763900000000-1`; whoever takes it looks whether an `id` stands on the other side.
  private mutating func dashed(from start: Int) throws(QueryFault) -> Part {
    while reader.next == UInt8(ascii: "-"), TextReader.isDigit(reader.peek(1)) {
      reader.at += 1
      digits()
    }
    guard !continues else {
      throw reader.fault("This is no number, date or time; a time is written as 2025-01-31T16:00:00Z.", at: start)
    }
    let written = reader.text(from: start, to: reader.at)
    return Part(expression: .literal(.composite), kind: .composite, start: start, written: written)
  }

  /// `duration'PT1H'`, `geography'POINT (101.1 4.6)'` and their like.
  mutating func typedLiteral(_ word: String, at start: Int) throws(QueryFault) -> Part {
    let place = reader.at
    let text = try reader.quoted()
    var inner = TextReader(text, of: reader.what)
    var value: QueryValue?
    let example: String
    switch word {
    case "duration":
      value = inner.duration().map(QueryValue.duration)
      example = "duration'PT1H30M'"
    case "datetime", "datetimeoffset":
      value = inner.time()
      if case .date(let day) = value { value = QueryValue.midnight(ofDay: day) }
      example = "datetime'2025-01-31T16:00:00Z'"
    case "date":
      value = inner.date().map { .date(Int($0)) }
      example = "date'2025-01-31'"
    case "time", "timeofday":
      value = inner.clock().map(QueryValue.clock)
      example = "time'16:00:00'"
    case "geography", "geometry":
      value = .geometry(text)
      inner.at = inner.bytes.count
      example = "geography'POINT (101.1 4.6)'"
    default:
      throw reader.fault(
        "A text in quotes does not follow \(LikelyName.repeated(word))."
          + LikelyName.hint(word, among: ["duration", "datetime", "date", "time", "geography", "geometry"]), at: start)
    }
    guard let value, inner.isAtEnd else {
      throw reader.fault("This is no \(word); one is written as \(example).", at: place)
    }
    return Part(expression: .literal(value), kind: ExpressionKind(of: value), start: start)
  }

  private mutating func digits() {
    while TextReader.isDigit(reader.next) { reader.at += 1 }
  }

  private mutating func exponent() {
    guard reader.next | 0x20 == UInt8(ascii: "e") else { return }
    let hasSign = reader.peek(1) == UInt8(ascii: "-") || reader.peek(1) == UInt8(ascii: "+")
    guard TextReader.isDigit(reader.peek(hasSign ? 2 : 1)) else { return }
    reader.at += hasSign ? 2 : 1
    digits()
  }

  /// Whether what has been read goes on, so that it is something else.
  private var continues: Bool {
    TextReader.isWordByte(reader.next) || reader.next == UInt8(ascii: "-") || reader.next == UInt8(ascii: ":")
      || reader.next == UInt8(ascii: "'") || reader.next == UInt8(ascii: "/")
  }
}

extension QueryValue {
  /// The first moment of a day in UTC.
  static func midnight(ofDay day: Int) -> QueryValue {
    let start = Int64(day) * CalendarTime.day
    return .time(start: start, end: start, offsetMinutes: 0)
  }

  /// A text that is a date or a time as a whole, as one.
  static func time(written text: String) -> QueryValue? {
    var reader = TextReader(text, of: "")
    let value = reader.time()
    return reader.isAtEnd ? value : nil
  }
}
