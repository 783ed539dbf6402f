/// How values stand to each other in filters.
///
/// Three answers are possible: true, false, and unknown (nil), which a filter takes for false. Nothing is known of a value that is not there, but for what is
/// asked with the word `null` itself. Values of different kinds are not equal, and their order is unknown; but a text that is a number is one beside a
/// number, and a text that is a time is one beside a time or a date.
///
/// **Times** may be spans. Where a is [a₁, a₂] and b is [b₁, b₂], and a moment has both ends alike: `a lt b` — a₂ ≤ b₁ and a₁ < b₁, a is over when b
/// begins; `a gt b` the other way round; `a le b` — a₁ ≤ b₁ and a₂ ≤ b₂; `a ge b` — a₁ ≥ b₁ and a₂ ≥ b₂; `a eq b` — both ends alike. This is how
/// FROST-Server compares them; the standard leaves it open. A bare **date** beside a time is that day in UTC: `lt` before it begins, `gt` after it
/// ends, `ge` and `le` the day included, `eq` within it.
extension QueryValue {
  /// - Parameter meansNull: whether one side is the word `null`.
  static func holds(
    _ a: QueryValue, _ operation: Expression.Binary, _ b: QueryValue, meansNull: Bool = false
  ) -> Bool? {
    switch (a, b) {
    case (.number(let x), .number(let y)): return ordered(x, operation, y)
    case (.time(let a1, let a2, _), .time(let b1, let b2, _)):
      return spans(a1, a2, operation, b1, b2)
    case (.null, .null): return operation == .eq ? true : operation == .ne ? false : nil
    case (.null, _), (_, .null): return meansNull ? (operation == .eq ? false : operation == .ne ? true : nil) : nil
    case (.text(let x), .text(let y)): return texts(x, operation, y)
    case (.truth(let x), .truth(let y)): return ordered(x ? 1 : 0, operation, y ? 1 : 0)
    case (.number(let x), .text(let text)):
      return text.asNumber.map { ordered(x, operation, $0) } ?? unlike(operation)
    case (.text(let text), .number(let y)):
      return text.asNumber.map { ordered($0, operation, y) } ?? unlike(operation)
    case (.time(let a1, let a2, _), .date(let day)): return span(a1, a2, operation, ofDay: day)
    case (.date(let day), .time(let b1, let b2, _)): return span(b1, b2, operation.turned, ofDay: day)
    case (.text(let text), .time), (.text(let text), .date):
      return time(written: text).map { holds($0, operation, b) } ?? unlike(operation)
    case (.time, .text(let text)), (.date, .text(let text)):
      return time(written: text).map { holds(a, operation, $0) } ?? unlike(operation)
    case (.truth(let x), .text(let text)), (.text(let text), .truth(let x)):
      return text == "true" || text == "false"
        ? ordered(x ? 1 : 0, operation, text == "true" ? 1 : 0) : unlike(operation)
    case (.duration(let x), .duration(let y)), (.clock(let x), .clock(let y)): return ordered(x, operation, y)
    case (.date(let x), .date(let y)): return ordered(x, operation, y)
    default: return unlike(operation)
    }
  }

  /// What is known of values that have nothing in common.
  private static func unlike(_ operation: Expression.Binary) -> Bool? {
    operation == .eq ? false : operation == .ne ? true : nil
  }

  private static func ordered<Value: Comparable>(_ x: Value, _ operation: Expression.Binary, _ y: Value) -> Bool {
    switch operation {
    case .eq: x == y
    case .ne: x != y
    case .gt: x > y
    case .ge: x >= y
    case .lt: x < y
    case .le: x <= y
    default: false
    }
  }

  private static func texts(_ x: String, _ operation: Expression.Binary, _ y: String) -> Bool {
    switch operation {
    case .eq: isSame(x, y)
    case .ne: !isSame(x, y)
    case .gt: y.precedes(x)
    case .ge: !x.precedes(y)
    case .lt: x.precedes(y)
    case .le: !y.precedes(x)
    default: false
    }
  }

  /// Whether two texts are made of the same Unicode scalars; the equality of `String` is wider, and is fast where it fails.
  private static func isSame(_ x: String, _ y: String) -> Bool { x == y && x.utf8.elementsEqual(y.utf8) }

  private static func spans(
    _ a1: Int64, _ a2: Int64, _ operation: Expression.Binary, _ b1: Int64, _ b2: Int64
  ) -> Bool {
    switch operation {
    case .eq: a1 == b1 && a2 == b2
    case .ne: a1 != b1 || a2 != b2
    case .gt: a1 >= b2 && a1 > b1
    case .ge: a1 >= b1 && a2 >= b2
    case .lt: a2 <= b1 && a1 < b1
    case .le: a1 <= b1 && a2 <= b2
    default: false
    }
  }

  private static func span(_ a1: Int64, _ a2: Int64, _ operation: Expression.Binary, ofDay day: Int) -> Bool {
    let (b1, b2) = bounds(ofDay: day)
    let isNotAfter = a2 < b2 || a2 == b2 && a1 < b2
    return switch operation {
    case .eq: a1 >= b1 && isNotAfter
    case .ne: a1 < b1 || !isNotAfter
    case .gt: a1 >= b2
    case .ge: a1 >= b1
    case .lt: a2 <= b1 && a1 < b1
    case .le: isNotAfter
    default: false
    }
  }

  /// When a day begins in UTC, and when the next does.
  static func bounds(ofDay day: Int) -> (Int64, Int64) {
    let start = Int64(day) &* CalendarTime.day
    return (start, start &+ CalendarTime.day)
  }

  // MARK: True or false

  /// Whether it is true; unknown if it is neither.
  var isTrue: Bool? { if case .truth(let truth) = self { truth } else { nil } }

  init(_ truth: Bool?) { self = truth.map(QueryValue.truth) ?? .null }

  /// `not`.
  var negated: QueryValue { QueryValue(isTrue.map(!)) }
}

extension Expression.Binary {
  /// The same with its sides exchanged.
  var turned: Expression.Binary {
    switch self {
    case .gt: .lt
    case .ge: .le
    case .lt: .gt
    case .le: .ge
    default: self
    }
  }

  /// Whether it compares.
  var isComparison: Bool {
    switch self {
    case .eq, .ne, .gt, .ge, .lt, .le: true
    default: false
    }
  }
}

extension String {
  /// The order of Unicode scalars, which is that of the bytes of UTF-8.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

  /// The decimal number that the whole text is; hexadecimal ones, infinities and what is not a number are none.
  var asNumber: Double? {
    guard let first = utf8.first, first < UInt8(ascii: ":"), utf8.count <= 64,
      utf8.allSatisfy({ TextReader.isDigit($0) || "+-.eE".utf8.contains($0) }), let number = Double(self),
      number.isFinite
    else { return nil }
    return number
  }
}
