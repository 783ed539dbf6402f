/// Sums, differences, products and quotients of values. What cannot be reckoned — a value that is not there, of an unfit kind, a division by zero, a number too
/// large — gives null. All numbers are of one kind, so `5 div 2` is 2.5.
extension QueryValue {
  /// What an operator makes of two values.
  static func combined(_ a: QueryValue, _ operation: Expression.Binary, _ b: QueryValue) -> QueryValue {
    switch operation {
    case .and:
      return a.isTrue == false || b.isTrue == false
        ? .truth(false) : QueryValue(a.isTrue == nil || b.isTrue == nil ? nil : true)
    case .or:
      return a.isTrue == true || b.isTrue == true
        ? .truth(true) : QueryValue(a.isTrue == nil || b.isTrue == nil ? nil : false)
    case .eq, .ne, .gt, .ge, .lt, .le:
      return QueryValue(holds(a, operation, b, meansNull: a == .null || b == .null))
    case .add, .sub, .mul, .div, .mod: return reckoned(a, operation, b)
    case .isIn: return .null
    }
  }

  /// The same with the other sign.
  var opposite: QueryValue {
    switch self {
    case .number(let number): .number(-number)
    case .duration(let length): length == .min ? .null : .duration(-length)
    case .text(let text): text.asNumber.map { .number(-$0) } ?? .null
    default: .null
    }
  }

  static func reckoned(_ a: QueryValue, _ operation: Expression.Binary, _ b: QueryValue) -> QueryValue {
    switch (a, operation, b) {
    case (.number(let x), _, .number(let y)): return number(x, operation, y)
    case (.text(let x), _, .number(let y)): return x.asNumber.map { number($0, operation, y) } ?? .null
    case (.number(let x), _, .text(let y)): return y.asNumber.map { number(x, operation, $0) } ?? .null
    case (.text(let x), _, .text(let y)):
      guard let x = x.asNumber, let y = y.asNumber else { return .null }
      return number(x, operation, y)
    case (.duration, .add, .time), (.duration, .add, .date): return reckoned(b, .add, a)
    case (.time(let start, let end, let offset), .add, .duration(let length)):
      return moved(start, end, offset, by: length)
    case (.time(let start, let end, let offset), .sub, .duration(let length)):
      return length == .min ? .null : moved(start, end, offset, by: -length)
    case (.time(let a1, _, _), .sub, .time(let b1, _, _)): return whole(a1.subtractingReportingOverflow(b1))
    case (.time(let a1, _, _), .sub, .date(let day)):
      return whole(a1.subtractingReportingOverflow(bounds(ofDay: day).0))
    case (.date(let day), .sub, .time(let b1, _, _)):
      return whole(bounds(ofDay: day).0.subtractingReportingOverflow(b1))
    case (.date(let day), .add, .duration(let length)): return later(day, by: length)
    case (.date(let day), .sub, .duration(let length)): return length == .min ? .null : later(day, by: -length)
    case (.date(let x), .sub, .date(let y)):
      return whole(bounds(ofDay: x).0.subtractingReportingOverflow(bounds(ofDay: y).0))
    case (.duration(let x), .add, .duration(let y)): return whole(x.addingReportingOverflow(y))
    case (.duration(let x), .sub, .duration(let y)): return whole(x.subtractingReportingOverflow(y))
    case (.duration(let x), .mul, .number(let y)), (.number(let y), .mul, .duration(let x)):
      return duration(Double(x) * y)
    case (.duration(let x), .div, .number(let y)): return duration(Double(x) / y)
    case (.duration(let x), .div, .duration(let y)): return number(Double(x), .div, Double(y))
    default: return .null
    }
  }

  private static func number(_ x: Double, _ operation: Expression.Binary, _ y: Double) -> QueryValue {
    let result: Double =
      switch operation {
      case .add: x + y
      case .sub: x - y
      case .mul: x * y
      case .div: x / y
      case .mod: x.truncatingRemainder(dividingBy: y)
      default: .nan
      }
    return result.isFinite ? .number(result) : .null
  }

  private static func whole(_ result: (partialValue: Int64, overflow: Bool)) -> QueryValue {
    result.overflow ? .null : .duration(result.partialValue)
  }

  private static func duration(_ milliseconds: Double) -> QueryValue {
    milliseconds.magnitude < 9e18 ? .duration(Int64(milliseconds.rounded())) : .null
  }

  private static func moved(_ start: Int64, _ end: Int64, _ offset: Int, by length: Int64) -> QueryValue {
    let (first, over) = start.addingReportingOverflow(length)
    let (last, overAgain) = end.addingReportingOverflow(length)
    return over || overAgain ? .null : .time(start: first, end: last, offsetMinutes: offset)
  }

  /// A date moved by whole days; what is less than a day is cut off.
  private static func later(_ day: Int, by length: Int64) -> QueryValue {
    let (sum, over) = day.addingReportingOverflow(Int(length / CalendarTime.day))
    return over ? .null : .date(sum)
  }
}
