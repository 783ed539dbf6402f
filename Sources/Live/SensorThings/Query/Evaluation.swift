/// Works out one expression for one entity at one moment.
///
/// A comparison whose side is a path with many values holds if it holds for one of them; each path is taken by itself. A chain of `and` or `or` is worked out
/// from the left and no further than needed.
struct Evaluation<Subject: QuerySubject> {
  let subject: Subject
  /// Milliseconds since 1970.
  let now: Int64
  /// Where places are compared; nothing where a single entity is asked, which then makes its own.
  let places: Places?

  /// How many pairs of values an operation between two paths may make.
  static var mostPairs: Int { 100_000 }

  /// Whether it holds; nil where that is unknown.
  func truth(of expression: Expression) throws(QueryFault) -> Bool? {
    switch expression {
    case .binary(.and, let left, let right):
      let first = try truth(of: left)
      if first == false { return false }
      let second = try truth(of: right)
      return second == false ? false : first == nil || second == nil ? nil : true
    case .binary(.or, let left, let right):
      let first = try truth(of: left)
      if first == true { return true }
      let second = try truth(of: right)
      return second == true ? true : first == nil || second == nil ? nil : false
    case .binary(.isIn, let left, .path(let path)):
      let members = try subject.elements(at: path)
      return Self.any(try values(of: left).list) { value in
        Self.any(members) { QueryValue.holds(value, .eq, $0) }
      }
    case .binary(let operation, let left, let right) where operation.isComparison:
      return try comparison(left, operation, right)
    case .unary(.not, let inner): return try truth(of: inner).map(!)
    case .literal(let value): return value.isTrue
    default:
      switch try values(of: expression) {
      case .one(let value): return value.isTrue
      case .many(let values): return Self.any(values) { $0.isTrue }
      }
    }
  }

  /// The values of an expression; one that is null where a path leads to nothing.
  func values(of expression: Expression) throws(QueryFault) -> Values {
    switch expression {
    case .literal(let value): return .one(value)
    case .path(let path): return Values(try subject.values(at: path))
    case .unary(.negate, let inner): return try values(of: inner).map { $0.opposite }
    case .binary(let operation, let left, let right):
      switch operation {
      case .add, .sub, .mul, .div, .mod:
        return try pairs(try values(of: left), try values(of: right)) { (a, b) throws(QueryFault) in
          QueryValue.reckoned(a, operation, b)
        }
      default: return .one(QueryValue(try truth(of: expression)))
      }
    case .unary(.not, _): return .one(QueryValue(try truth(of: expression)))
    case .call(.now, _): return .one(.time(start: now, end: now, offsetMinutes: 0))
    case .call(let function, let arguments):
      return function.isSpatial ? try spatial(function, arguments) : try called(function, arguments)
    }
  }

  private func comparison(
    _ left: Expression, _ operation: Expression.Binary, _ right: Expression
  ) throws(QueryFault) -> Bool? {
    let meansNull = left.isNull || right.isNull
    switch (try values(of: left), try values(of: right)) {
    case (.one(let a), .one(let b)): return QueryValue.holds(a, operation, b, meansNull: meansNull)
    case (.many(let all), .one(let b)):
      return Self.any(all) { QueryValue.holds($0, operation, b, meansNull: meansNull) }
    case (.one(let a), .many(let all)):
      return Self.any(all) { QueryValue.holds(a, operation, $0, meansNull: meansNull) }
    case (.many(let all), .many(let others)):
      try Self.limit(all.count, others.count)
      return Self.any(all) { a in Self.any(others) { QueryValue.holds(a, operation, $0, meansNull: meansNull) } }
    }
  }

  private func called(_ function: Expression.Function, _ arguments: [Expression]) throws(QueryFault) -> Values {
    guard let first = arguments.first else { return .one(QueryValue.called(function, [])) }
    var rows = try values(of: first).map { [$0] }
    for argument in arguments.dropFirst() {
      rows = try pairs(rows, try values(of: argument)) { (row, value) throws(QueryFault) in row + [value] }
    }
    return rows.map { QueryValue.called(function, $0) }
  }

  private func spatial(_ function: Expression.Function, _ arguments: [Expression]) throws(QueryFault) -> Values {
    let places = if let places { places } else { try Places() }
    let first = try values(of: arguments[0])
    let isFixed = arguments.map { if case .literal = $0 { true } else { false } }
    guard arguments.count > 1 else {
      return try first.map { (a) throws(QueryFault) in try places.length(of: a, isFixed: isFixed[0]) }
    }
    var pattern: String?
    if arguments.count > 2, case .one(.text(let text)) = try values(of: arguments[2]) { pattern = text }
    return try pairs(first, try values(of: arguments[1])) { (a, b) throws(QueryFault) in
      try places.called(function, (a, isFixed[0]), (b, isFixed[1]), pattern: pattern)
    }
  }

  private func pairs<A, B, Result>(
    _ left: Several<A>, _ right: Several<B>, _ combine: (A, B) throws(QueryFault) -> Result
  ) throws(QueryFault) -> Several<Result> {
    switch (left, right) {
    case (.one(let a), .one(let b)): return .one(try combine(a, b))
    default:
      let (all, others) = (left.list, right.list)
      try Self.limit(all.count, others.count)
      var found: [Result] = []
      found.reserveCapacity(all.count * others.count)
      for a in all { for b in others { found.append(try combine(a, b)) } }
      return .many(found)
    }
  }

  private static func limit(_ count: Int, _ other: Int) throws(QueryFault) {
    guard count.multipliedReportingOverflow(by: other).partialValue <= mostPairs, count <= mostPairs, other <= mostPairs
    else {
      throw QueryFault("Two ways to many values, \(count) and \(other), are too many to compare each with each.")
    }
  }

  /// True if it is for one; unknown if it is for one and true for none.
  private static func any(_ values: [QueryValue], _ holds: (QueryValue) -> Bool?) -> Bool? {
    var found: Bool? = false
    for value in values {
      switch holds(value) {
      case true: return true
      case nil: found = nil
      default: break
      }
    }
    return found
  }
}

/// One or many, so that one needs no list.
enum Several<Element> {
  case one(Element)
  case many([Element])

  var list: [Element] {
    switch self {
    case .one(let element): [element]
    case .many(let elements): elements
    }
  }

  func map<Other, Failure: Error>(
    _ change: (Element) throws(Failure) -> Other
  ) throws(Failure) -> Several<Other> {
    switch self {
    case .one(let element): return .one(try change(element))
    case .many(let elements):
      var found: [Other] = []
      found.reserveCapacity(elements.count)
      for element in elements { found.append(try change(element)) }
      return .many(found)
    }
  }
}

typealias Values = Several<QueryValue>

extension Several where Element == QueryValue {
  init(_ values: [QueryValue]) {
    self = values.count == 1 ? .one(values[0]) : values.isEmpty ? .one(.null) : .many(values)
  }
}

extension Expression {
  /// Whether it is the word `null`.
  fileprivate var isNull: Bool { if case .literal(.null) = self { true } else { false } }
}
