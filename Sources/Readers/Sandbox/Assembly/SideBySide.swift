/// Makes two values that do not need each other, at the same time when there are threads for it.
///
/// What each makes may use ``inChunks(of:chunk:threads:_:)``; it then runs in line.
package func sideBySide<First: Sendable, Second: Sendable>(
  threads: Int, _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  let made = inChunks(of: 2, chunk: 1, threads: threads) { range in
    range.lowerBound == 0 ? Half<First, Second>.first(first()) : .second(second())
  }
  guard case .first(let one) = made.first, case .second(let other) = made.last else { return (first(), second()) }
  return (one, other)
}

private enum Half<First: Sendable, Second: Sendable>: Sendable {
  case first(First)
  case second(Second)
}
