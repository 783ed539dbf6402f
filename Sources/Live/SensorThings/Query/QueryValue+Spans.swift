/// How spans of time stand to each other, as `before(phenomenonTime,2025-01-01T00:00:00Z)` asks. The standard names no such functions; FROST-Server has
/// them, and clients use them.
///
/// A span [a₁, a₂) holds its start and not its end, a moment has both alike, a bare date is its day in UTC. With b the second argument: `before` — a is over when b
/// begins (as `lt`); `after` — the other way round (as `gt`); `meets` — one ends where the other begins; `during` — a lies within b, which is a span; `overlaps` —
/// some moment belongs to both; `starts` and `finishes` — both have the same start, the same end.
extension QueryValue {
  /// Whether they stand so; null where one of them is no time.
  func stands(_ function: Expression.Function, to other: QueryValue) -> QueryValue {
    guard let (a1, a2) = span, let (b1, b2) = other.span else { return .null }
    return switch function {
    case .before: .truth(a2 <= b1 && a1 < b1)
    case .after: .truth(a1 >= b2 && a1 > b1)
    case .meets: .truth(a2 == b1 || a1 == b2)
    case .during: .truth(b1 < b2 && a1 >= b1 && a1 < b2 && a2 <= b2)
    case .sharesTime: .truth(Self.holds(a1, a2, b1) || Self.holds(b1, b2, a1))
    case .starts: .truth(a1 == b1)
    case .finishes: .truth(a2 == b2)
    default: .null
    }
  }

  /// Whether a span holds a moment.
  private static func holds(_ start: Int64, _ end: Int64, _ moment: Int64) -> Bool {
    start == moment || start < moment && moment < end
  }

  /// From when to when it lasts, in milliseconds since 1970.
  private var span: (Int64, Int64)? {
    switch self {
    case .time(let start, let end, _): (start, end)
    case .date(let day): Self.bounds(ofDay: day)
    case .text(let text): Self.time(written: text).flatMap { if case .text = $0 { nil } else { $0.span } }
    default: nil
    }
  }
}
