import Geography
import Modelling

/// The way from the drawing board to the ground: w = z + a·z² + b·z³ in complex numbers, then moved to the town's place.
///
/// A polynomial with a derivative that never vanishes keeps angles and is one to one near the middle; with
/// |a| ≤ 0.05/R and |b| ≤ 0.03/R² its scale stays within 1 ± 0.2 in the town (|z| ≤ R).
struct Bend: Sendable {
  let origin: Point
  private let a: Point
  private let b: Point

  init(origin: Point, radius: Double, random: inout SplitMix) {
    self.origin = origin
    a = Point(x: random.uniform(-0.05..<0.05) / radius, y: random.uniform(-0.05..<0.05) / radius)
    b = Point(x: random.uniform(-0.03..<0.03) / (radius * radius), y: random.uniform(-0.03..<0.03) / (radius * radius))
  }

  /// The place on the ground, in city metres, of a place on the board.
  func ground(_ z: Point) -> Point {
    let square = Self.product(z, z)
    let second = Self.product(a, square)
    let third = Self.product(b, Self.product(square, z))
    return Point(x: origin.x + z.x + second.x + third.x, y: origin.y + z.y + second.y + third.y)
  }

  /// Metres on the ground a metre on the board.
  func scale(at z: Point) -> Double {
    let slope = derivative(z)
    return (slope.x * slope.x + slope.y * slope.y).squareRoot()
  }

  /// The place on the board of a place on the ground: four steps of Newton's method, good to a millimetre near the town.
  func board(_ ground: Point) -> Point {
    var z = Point(x: ground.x - origin.x, y: ground.y - origin.y)
    for _ in 0..<4 {
      let reached = self.ground(z)
      let slope = derivative(z)
      let missed = Point(x: reached.x - ground.x, y: reached.y - ground.y)
      let size = slope.x * slope.x + slope.y * slope.y
      z.x -= (missed.x * slope.x + missed.y * slope.y) / size
      z.y -= (missed.y * slope.x - missed.x * slope.y) / size
    }
    return z
  }

  private func derivative(_ z: Point) -> Point {
    let first = Self.product(a, z)
    let second = Self.product(b, Self.product(z, z))
    return Point(x: 1 + 2 * first.x + 3 * second.x, y: 2 * first.y + 3 * second.y)
  }

  private static func product(_ p: Point, _ q: Point) -> Point {
    Point(x: p.x * q.x - p.y * q.y, y: p.x * q.y + p.y * q.x)
  }
}
