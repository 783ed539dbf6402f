import Geography
import Modelling

/// The river: a smooth line from the east edge of the board to the west, where it reaches the sea.
///
/// Its middle is a uniform cubic B-spline through random heights, y = middle(x), so it winds but never turns back.
struct River: Sendable {
  /// Metres from bank to bank.
  let width: Double
  private let west: Double
  private let spacing: Double
  private let heights: [Double]

  /// A river across the board from `-reach` to `reach`, about `offset` metres north of the middle.
  init(width: Double, offset: Double, swing: Double, reach: Double, random: inout SplitMix) {
    self.width = width
    spacing = max(140, width * 9)
    let count = Int((2 * reach / spacing).rounded(.up)) + 4
    west = -reach - spacing
    var side = random.unit() < 0.5 ? 1.0 : -1.0
    heights = (0..<count).map { _ in
      side = random.unit() < 0.8 ? -side : side
      return offset + side * swing * random.uniform(0.35..<1)
    }
  }

  /// The northing of the river's middle.
  func middle(_ x: Double) -> Double {
    let (index, t) = place(x)
    let s = 1 - t
    let weights = (s * s * s, 3 * t * t * t - 6 * t * t + 4, -3 * t * t * t + 3 * t * t + 3 * t + 1, t * t * t)
    return
      (weights.0 * heights[index] + weights.1 * heights[index + 1] + weights.2 * heights[index + 2]
      + weights.3 * heights[index + 3]) / 6
  }

  /// Northing gained a metre eastwards.
  func slope(_ x: Double) -> Double {
    let (index, t) = place(x)
    let s = 1 - t
    let weights = (-s * s, 3 * t * t - 4 * t, -3 * t * t + 2 * t + 1, t * t)
    return
      (weights.0 * heights[index] + weights.1 * heights[index + 1] + weights.2 * heights[index + 2]
      + weights.3 * heights[index + 3]) / 2 / spacing
  }

  /// Metres from a place to the river's middle, to the first order in the river's slope; never more than the true
  /// difference in northing.
  func distance(to z: Point) -> Double {
    let slope = slope(z.x)
    return abs(z.y - middle(z.x)) / (1 + slope * slope).squareRoot()
  }

  /// The place `offset` metres to the left (north for positive) of the middle, at an easting of the middle.
  func bank(_ x: Double, offset: Double) -> Point {
    let slope = slope(x)
    let length = (1 + slope * slope).squareRoot()
    return Point(x: x - slope / length * offset, y: middle(x) + offset / length)
  }

  private func place(_ x: Double) -> (index: Int, t: Double) {
    let along = (x - west) / spacing - 1
    let index = min(heights.count - 4, max(0, Int(along.rounded(.down))))
    return (index, min(1, max(0, along - Double(index))))
  }
}
