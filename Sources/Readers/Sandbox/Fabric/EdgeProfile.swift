import Geography

extension [Point] {
  /// The lowest and highest y of a ring at an x; nothing beyond it.
  func section(atX x: Double) -> (low: Double, high: Double)? {
    guard var previous = last else { return nil }
    var (low, high) = (Double.infinity, -Double.infinity)
    for next in self {
      if (next.x > x) != (previous.x > x) {
        let y = previous.y + (x - previous.x) / (next.x - previous.x) * (next.y - previous.y)
        low = Swift.min(low, y)
        high = Swift.max(high, y)
      }
      previous = next
    }
    return low <= high ? (low, high) : nil
  }

  /// The y of a ring's lower edge at some x's, as its street runs: where the ring turns up along a slanted end, the
  /// edge is carried on as it ran over its last 25 m. O(x's × sides).
  func lowerEdge(at places: [Double]) -> [Double] {
    var heights = [Double](repeating: 0, count: places.count)
    var runsOn = [Bool](repeating: false, count: places.count)
    for (index, x) in places.enumerated() {
      guard var previous = last else { return heights }
      var low = Double.infinity
      for next in self {
        if (next.x > x) != (previous.x > x) {
          let slope = (next.y - previous.y) / (next.x - previous.x)
          let y = previous.y + (x - previous.x) * slope
          if y < low {
            low = y
            runsOn[index] = abs(slope) < 0.75
          }
        }
        previous = next
      }
      heights[index] = low.isFinite ? low : 0
      if !low.isFinite { runsOn[index] = false }
    }
    guard let first = runsOn.firstIndex(of: true), let end = runsOn.lastIndex(of: true), end > first else {
      return heights
    }
    var known = first
    for index in (first + 1)...end where runsOn[index] {
      let rise = (heights[index] - heights[known]) / (places[index] - places[known])
      for between in (known + 1)..<Swift.max(index, known + 1) {
        heights[between] = heights[known] + rise * (places[between] - places[known])
      }
      known = index
    }
    let early = places[first...end].lastIndex { $0 <= places[first] + 25 } ?? end
    let late = places[first...end].firstIndex { $0 >= places[end] - 25 } ?? first
    func slope(_ a: Int, _ b: Int) -> Double { b > a ? (heights[b] - heights[a]) / (places[b] - places[a]) : 0 }
    let (before, after) = (slope(first, early), slope(late, end))
    for index in 0..<first { heights[index] = heights[first] + before * (places[index] - places[first]) }
    for index in (end + 1)..<Swift.max(places.count, end + 1) {
      heights[index] = heights[end] + after * (places[index] - places[end])
    }
    return heights
  }
}
