extension Expression {
  /// Whether an entity fulfils it; what is unknown is not fulfilled.
  ///
  /// Where many entities are asked, an ``Evaluator`` is cheaper: it works out `now()` once, and prepares each place once.
  /// - Parameter now: Milliseconds since 1970.
  package func matches(_ subject: some QuerySubject, now: Int64) throws(QueryFault) -> Bool {
    try Evaluation(subject: subject, now: now, places: nil).truth(of: self) == true
  }

  /// What it makes of an entity: one value, or those a path leads to, of which there may be none.
  package func values(of subject: some QuerySubject, now: Int64) throws(QueryFault) -> [QueryValue] {
    try values(in: Evaluation(subject: subject, now: now, places: nil))
  }

  fileprivate func values(in evaluation: Evaluation<some QuerySubject>) throws(QueryFault) -> [QueryValue] {
    if case .path(let path) = self { return try evaluation.subject.values(at: path) }
    return try evaluation.values(of: self).list
  }

  /// The same for a moment: `now()` is that moment, and what thereby is always the same is worked out. Times of `phenomenonTime` can be read from it.
  package func resolved(now: Int64) -> Expression {
    switch self {
    case .literal, .path: return self
    case .call(.now, _): return .literal(.time(start: now, end: now, offsetMinutes: 0))
    case .unary(let operation, let inner):
      let inner = inner.resolved(now: now)
      guard case .literal(let value) = inner else { return .unary(operation, inner) }
      return .literal(operation == .not ? value.negated : value.opposite)
    case .binary(let operation, let left, let right):
      let (left, right) = (left.resolved(now: now), right.resolved(now: now))
      guard case .literal(let a) = left, case .literal(let b) = right else { return .binary(operation, left, right) }
      return .literal(QueryValue.combined(a, operation, b))
    case .call(let function, let arguments):
      let arguments = arguments.map { $0.resolved(now: now) }
      let values = arguments.compactMap { if case .literal(let value) = $0 { value } else { nil } }
      guard values.count == arguments.count, !function.isSpatial else { return .call(function, arguments) }
      return .literal(QueryValue.called(function, values))
    }
  }

  /// Whether places are asked about.
  var isSpatial: Bool {
    switch self {
    case .literal, .path: false
    case .unary(_, let inner): inner.isSpatial
    case .binary(_, let left, let right): left.isSpatial || right.isSpatial
    case .call(let function, let arguments): function.isSpatial || arguments.contains { $0.isSpatial }
    }
  }
}

/// An expression made ready to be held against many entities. It belongs to one thread.
package struct Evaluator {
  private let expression: Expression
  private let now: Int64
  private let places: Places?

  /// - Parameter now: Milliseconds since 1970.
  package init(_ expression: Expression, now: Int64) throws(QueryFault) {
    self.expression = expression.resolved(now: now)
    self.now = now
    places = expression.isSpatial ? try Places() : nil
  }

  /// Whether an entity fulfils it; what is unknown is not fulfilled.
  package func matches(_ subject: some QuerySubject) throws(QueryFault) -> Bool {
    try Evaluation(subject: subject, now: now, places: places).truth(of: expression) == true
  }

  /// What it makes of an entity: one value, or those a path leads to, of which there may be none.
  package func values(of subject: some QuerySubject) throws(QueryFault) -> [QueryValue] {
    try expression.values(in: Evaluation(subject: subject, now: now, places: places))
  }
}
