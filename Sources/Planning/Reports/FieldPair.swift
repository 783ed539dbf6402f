public import Modelling
public import Scenarios

/// A field of a run on both sides of the comparison.
public struct FieldPair: Sendable {
  /// What the run says of it.
  public var summary: FieldSummary
  /// Its values without the changes; nothing where the baseline has none.
  public var before: Field?
  /// Its values with the changes.
  public var after: Field

  /// A field on both sides.
  public init(_ summary: FieldSummary, before: Field?, after: Field) {
    self.summary = summary
    self.before = before
    self.after = after
  }

  /// The moment at which most differs; where nothing does, that at which most is. O(values).
  var frame: Int {
    let rows = after.rowCount
    var best = (frame: 0, difference: -1.0, sum: -1.0)
    for frame in after.times.indices {
      var (difference, sum) = (0.0, 0.0)
      let old = before.map { min(frame, $0.times.count - 1) * $0.rowCount }
      for row in 0..<rows {
        let new = after.values[frame * rows + row]
        if !new.isNaN { sum += abs(Double(new)) }
        guard let before, let old, row < before.rowCount else { continue }
        let was = before.values[old + row]
        if !new.isNaN, !was.isNaN { difference += abs(Double(new - was)) }
      }
      if difference > best.difference || (difference == best.difference && sum > best.sum) {
        best = (frame, difference, sum)
      }
    }
    return best.frame
  }

  /// The values of a moment on both sides; "none" where the baseline has none.
  func values(at frame: Int) -> (before: [Float], after: [Float]) {
    let new = Array(after.values[frame * after.rowCount..<(frame + 1) * after.rowCount])
    guard let before, !before.times.isEmpty else { return ([Float](repeating: .nan, count: new.count), new) }
    let place = min(frame, before.times.count - 1)
    return (Array(before.values[place * before.rowCount..<(place + 1) * before.rowCount]), new)
  }
}
