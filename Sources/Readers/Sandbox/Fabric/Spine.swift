import Geography
import Replica

/// The middle line of a block along its longer axis, and how wide the block is beside it.
struct Spine: Sendable {
  /// x along the block, y across.
  let frame: Frame
  /// Metres along.
  let length: Double
  /// Metres across, as usual over its body: where it is at least 0.7 as wide as at its widest.
  let width: Double
  /// Share of the body's lower and upper edge that is a frontage.
  private(set) var lowerFrontage = 0.0, upperFrontage = 0.0
  /// How much the edges run aslant, on average: rise over run.
  private(set) var skew = 0.0

  private let step: Double
  private let lows: [Double], highs: [Double], middles: [Double]

  /// The spine of a piece of land; nothing when it is too small to have one.
  init?(_ plot: Plot, _ sides: [BlockSide], in box: PlotBox) {
    frame = box.frame
    length = box.length
    let ring = plot.ring.map(box.frame.local)
    let count = min(160, max(6, Int(box.length / 5)))
    let step = box.length / Double(count)
    self.step = step
    var sections: [(low: Double, high: Double)] = []
    for number in 0..<count {
      sections.append(ring.section(atX: (Double(number) + 0.5) * step) ?? (0, 0))
    }
    let widest = sections.map { $0.high - $0.low }.max() ?? 0
    guard widest > 3,
      let first = sections.firstIndex(where: { $0.high - $0.low >= 0.7 * widest }),
      let last = sections.lastIndex(where: { $0.high - $0.low >= 0.7 * widest })
    else { return nil }
    let body = sections[first...last]
    width = body.reduce(0) { $0 + $1.high - $1.low } / Double(body.count)
    let places = (0..<count).map { (Double($0) + 0.5) * step }
    let reach = max(1, Int(12 / step))
    lows = Self.smoothed(ring.lowerEdge(at: places), over: reach)
    highs = Self.smoothed(ring.map { Point(x: $0.x, y: -$0.y) }.lowerEdge(at: places), over: reach).map { -$0 }
    middles = zip(lows, highs).map { ($0 + $1) / 2 }
    var runs = (lower: 0.0, upper: 0.0, lowerStreet: 0.0, upperStreet: 0.0)
    for index in plot.ring.indices {
      let (from, to) = (ring[index], ring[plot.next(index)])
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      guard abs(dx) > abs(dy) * 0.8 else { continue }
      skew += min(abs(dy), abs(dx))
      if dx > 0 { runs.lower += dx } else { runs.upper -= dx }
      guard plot.isFrontage(index, sides) else { continue }
      if dx > 0 { runs.lowerStreet += dx } else { runs.upperStreet -= dx }
    }
    skew /= max(1, runs.lower + runs.upper)
    if runs.lower > 0 { lowerFrontage = runs.lowerStreet / runs.lower }
    if runs.upper > 0 { upperFrontage = runs.upperStreet / runs.upper }
  }

  /// The middle line, moved across by some metres, beyond both ends.
  func middle(_ offset: Double) -> [Point] { path(middles.map { $0 + offset }) }

  /// A line some metres above the lower edge, nowhere nearer to the middle line than `clearance`.
  func aboveLower(_ depth: Double, clearance: Double) -> [Point] {
    path(lows.indices.map { min(lows[$0] + depth, middles[$0] - clearance) })
  }

  /// A line some metres below the upper edge, nowhere nearer to the middle line than `clearance`.
  func belowUpper(_ depth: Double, clearance: Double) -> [Point] {
    path(highs.indices.map { max(highs[$0] - depth, middles[$0] + clearance) })
  }

  /// A line on the ground along x with few corners, 50 m beyond both ends.
  private func path(_ heights: [Double]) -> [Point] {
    var kept = [0]
    var anchor = 0
    // A corner is kept where the straight line past it would leave out a point by more than 0.2 m.
    for index in heights.indices.dropFirst(2) {
      let rise = (heights[index] - heights[anchor]) / Double(index - anchor)
      let isStraight = ((anchor + 1)..<index).allSatisfy {
        abs(heights[anchor] + rise * Double($0 - anchor) - heights[$0]) < 0.2
      }
      if !isStraight {
        anchor = index - 1
        kept.append(anchor)
      }
    }
    kept.append(heights.count - 1)
    var local = kept.map { Point(x: (Double($0) + 0.5) * step, y: heights[$0]) }
    func beyond(_ end: Point, _ before: Point, to x: Double) -> Point {
      Point(x: x, y: end.y + (end.y - before.y) / (end.x - before.x) * (x - end.x))
    }
    local[0] = beyond(local[0], local[1], to: -50)
    local[local.count - 1] = beyond(local[local.count - 1], local[local.count - 2], to: length + 50)
    return local.map(frame.city)
  }

  private static func smoothed(_ values: [Double], over reach: Int) -> [Double] {
    guard values.count > 2 * reach + 1 else { return values }
    return values.indices.map { index in
      // The window shrinks towards the ends, so that a straight slope stays as it is.
      let window = min(reach, index, values.count - 1 - index)
      return values[(index - window)...(index + window)].reduce(0, +) / Double(2 * window + 1)
    }
  }
}

extension Plot {
  /// What lies left and right of a path, each its largest piece and the rest; a path that does not cut cleanly is
  /// replaced by the straight line through its ends.
  func parted(along path: [Point]) -> (left: Plot?, right: Plot?, scraps: [Plot]) {
    if path.count > 2, let (left, right) = split(along: path) { return (left, right, []) }
    guard let from = path.first, let to = path.last else { return (self, nil, []) }
    let (left, right) = cut(along: CutLine(through: from, east: to.x - from.x, north: to.y - from.y))
    return (left.largest, right.largest, left.withoutLargest + right.withoutLargest)
  }
}
