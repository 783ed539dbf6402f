/// Between which moments something must begin: from the first, which belongs to it, to the last, which does not. Nothing where there is no such bound.
package struct TimeBounds: Hashable, Sendable {
  /// Milliseconds since 1970.
  package var from: Int64?
  /// Milliseconds since 1970.
  package var to: Int64?

  package init(from: Int64? = nil, to: Int64? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether a moment lies within.
  package func contains(_ moment: Int64) -> Bool {
    (from.map { $0 <= moment } ?? true) && (to.map { moment < $0 } ?? true)
  }

  /// Whether nothing lies within.
  package var isEmpty: Bool { if let from, let to { from >= to } else { false } }

  /// What lies within both.
  func and(_ other: TimeBounds) -> TimeBounds {
    TimeBounds(from: [from, other.from].compactMap(\.self).max(), to: [to, other.to].compactMap(\.self).min())
  }

  /// What lies within one of them, and what lies between.
  func or(_ other: TimeBounds) -> TimeBounds {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return TimeBounds(
      from: from.flatMap { mine in other.from.map { min(mine, $0) } },
      to: to.flatMap { mine in other.to.map { max(mine, $0) } })
  }
}

/// What a filter says of `phenomenonTime`, so that a store that keeps observations by the **start** of it need not look at all of them.
///
/// These conclusions are drawn, with b from b₁ to b₂, and hold for moments and for spans, whose end is never before their start: `lt b` — starts before b₁; `le b` — starts at b₁ or
/// before; `gt b` — starts at b₂ or after, and after b₁; `ge b` — starts at b₁ or after; `eq b` — starts at b₁. Beside a bare date: `lt` — before the day begins; `le` — before it
/// ends; `gt` — when it ends or after; `ge` — when it begins or after; `eq` — within it. `and` narrows, `or` widens to what holds both; from `not`, `ne` and all else nothing follows.
/// With `now()` in it, ask ``Expression/resolved(now:)``.
extension Expression {
  /// Where the start of `phenomenonTime` must lie for the filter to hold, whatever else it says.
  package var phenomenonBounds: TimeBounds {
    switch self {
    case .literal(.truth(true)), .path, .unary, .call: return TimeBounds()
    case .literal: return TimeBounds(from: 0, to: 0)
    case .binary(.and, let left, let right): return left.phenomenonBounds.and(right.phenomenonBounds)
    case .binary(.or, let left, let right): return left.phenomenonBounds.or(right.phenomenonBounds)
    case .binary(let operation, let left, let right):
      return Self.bound(left, operation, right)?.bounds ?? TimeBounds()
    }
  }

  /// Whether the filter says nothing but what ``phenomenonBounds`` says: then each moment within them fulfils it. For spans that does not follow.
  package var isOnlyPhenomenonBounds: Bool {
    switch self {
    case .binary(.and, let left, let right): left.isOnlyPhenomenonBounds && right.isOnlyPhenomenonBounds
    case .binary(let operation, let left, let right): Self.bound(left, operation, right)?.isExact ?? false
    case .literal(.truth(true)): true
    default: false
    }
  }

  /// What follows from one comparison, and whether the comparison follows from it for moments.
  private static func bound(
    _ left: Expression, _ operation: Binary, _ right: Expression
  ) -> (bounds: TimeBounds, isExact: Bool)? {
    switch (left, right) {
    case (.path(["phenomenonTime"]), .literal(let value)): bound(operation, value)
    case (.literal(let value), .path(["phenomenonTime"])): bound(operation.turned, value)
    default: nil
    }
  }

  private static func bound(_ operation: Binary, _ value: QueryValue) -> (bounds: TimeBounds, isExact: Bool)? {
    switch (operation, value) {
    case (.lt, .time(let b1, _, _)): (TimeBounds(to: b1), true)
    case (.le, .time(let b1, _, _)): (TimeBounds(to: after(b1)), true)
    case (.gt, .time(let b1, let b2, _)): (TimeBounds(from: b1 == b2 ? after(b2) : b2), true)
    case (.ge, .time(let b1, let b2, _)): (TimeBounds(from: b1), b1 == b2)
    case (.eq, .time(let b1, let b2, _)): (TimeBounds(from: b1, to: after(b1)), b1 == b2)
    case (.lt, .date(let day)): (TimeBounds(to: QueryValue.bounds(ofDay: day).0), true)
    case (.le, .date(let day)): (TimeBounds(to: QueryValue.bounds(ofDay: day).1), true)
    case (.gt, .date(let day)): (TimeBounds(from: QueryValue.bounds(ofDay: day).1), true)
    case (.ge, .date(let day)): (TimeBounds(from: QueryValue.bounds(ofDay: day).0), true)
    case (.eq, .date(let day)):
      (TimeBounds(from: QueryValue.bounds(ofDay: day).0, to: QueryValue.bounds(ofDay: day).1), true)
    default: nil
    }
  }

  private static func after(_ moment: Int64) -> Int64 { moment == .max ? moment : moment + 1 }
}
