import Geography

/// A lot seen from its street: where on it a house fits.
struct Yard: Sendable {
  /// The lot.
  let plot: Plot
  /// x along the front, y inwards.
  let frame: Frame
  /// The lot's ring in those axes.
  let ring: [Point]
  /// Around that ring.
  let box: Box
  /// Between the sides a quarter of the way in.
  let middle: Double

  /// A lot with its axes.
  init(_ plot: Plot, _ frame: Frame) {
    self.plot = plot
    self.frame = frame
    ring = plot.ring.map(frame.local)
    box = Box(ring)
    let interval = Self.interval(ring, atY: box.minY + box.height * 0.3, around: (box.minX + box.maxX) / 2)
    middle = interval.map { ($0.low + $0.high) / 2 } ?? (box.minX + box.maxX) / 2
    depth = ring.section(atX: middle).map { max(0, $0.high) } ?? 0
  }

  /// Metres from the front to the rear in the middle.
  let depth: Double

  /// From which to which x the lot is free of corners and edges between two heights, around an x; nothing when that x
  /// is not free itself. Exact: between the heights of corners edges are straight. O(sides²).
  func room(_ low: Double, _ high: Double, around x: Double) -> (low: Double, high: Double)? {
    guard high > low, let first = Self.interval(ring, atY: low + 1e-6, around: x),
      let last = Self.interval(ring, atY: high - 1e-6, around: x)
    else { return nil }
    var (left, right) = (max(first.low, last.low), min(first.high, last.high))
    for corner in ring where corner.y > low && corner.y < high {
      for y in [corner.y - 1e-6, corner.y + 1e-6] {
        guard let interval = Self.interval(ring, atY: y, around: x) else { return nil }
        left = max(left, interval.low)
        right = min(right, interval.high)
      }
    }
    return right > left ? (left, right) : nil
  }

  /// The widest room between two heights, tried around nine places.
  func widestRoom(_ low: Double, _ high: Double) -> (low: Double, high: Double)? {
    var best: (low: Double, high: Double)?
    for number in 1...9 {
      let x = box.minX + box.width * Double(number) / 10
      if let best, x > best.low, x < best.high { continue }
      guard let room = room(low, high, around: x) else { continue }
      if room.high - room.low > (best.map { $0.high - $0.low } ?? 0) { best = room }
    }
    return best
  }

  /// A rectangle on the ground, counter-clockwise.
  func rectangle(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [Point] {
    [frame.city(x0, y0), frame.city(x1, y0), frame.city(x1, y1), frame.city(x0, y1)]
  }

  /// The part of the lot between two heights, with a distance kept from the left and the right edge where one is given:
  /// without, the wall stands on the lot's edge.
  func band(_ low: Double, _ high: Double, left: Double?, right: Double?) -> [Point]? {
    guard var piece = plot.largest(leftOf: frame.level(low)) else { return nil }
    let upper = frame.level(high)
    guard let below = piece.cut(along: upper).right.largest else { return nil }
    piece = below
    if left != nil || right != nil {
      guard let room = room(low, high, around: middle) else { return nil }
      if let left {
        guard let rest = piece.largest(leftOf: frame.upright(room.low + left)) else { return nil }
        piece = rest
      }
      if let right {
        guard let rest = piece.cut(along: frame.upright(room.high - right)).right.largest else { return nil }
        piece = rest
      }
    }
    return piece.ring
  }

  private static func interval(_ ring: [Point], atY y: Double, around x: Double) -> (low: Double, high: Double)? {
    guard var previous = ring.last else { return nil }
    var (low, high) = (-Double.infinity, Double.infinity)
    var lefts = 0
    for next in ring {
      if (next.y > y) != (previous.y > y) {
        let at = previous.x + (y - previous.y) / (next.y - previous.y) * (next.x - previous.x)
        if at <= x {
          low = max(low, at)
          lefts += 1
        } else {
          high = min(high, at)
        }
      }
      previous = next
    }
    return lefts.isMultiple(of: 2) || high == .infinity ? nil : (low, high)
  }
}
