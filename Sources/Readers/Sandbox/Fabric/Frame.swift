import Geography

/// A right-handed pair of axes on the ground: x along a direction, y to its left.
struct Frame: Sendable {
  /// Where x and y are 0.
  var origin: Point
  /// The direction of x, of length 1.
  var east: Double, north: Double

  /// Axes at a point along a direction, which need not have length 1 but may not be 0.
  init(at origin: Point, east: Double, north: Double) {
    let length = (east * east + north * north).squareRoot()
    self.origin = origin
    self.east = east / length
    self.north = north / length
  }

  /// A city position in these axes.
  func local(_ point: Point) -> Point {
    let (dx, dy) = (point.x - origin.x, point.y - origin.y)
    return Point(x: dx * east + dy * north, y: dy * east - dx * north)
  }

  /// A position in these axes on the ground.
  func city(_ point: Point) -> Point { city(point.x, point.y) }

  /// A position in these axes on the ground.
  func city(_ x: Double, _ y: Double) -> Point {
    Point(x: origin.x + x * east - y * north, y: origin.y + x * north + y * east)
  }

  /// A direction in these axes as one on the ground.
  func cityDirection(_ x: Double, _ y: Double) -> (east: Double, north: Double) {
    (x * east - y * north, x * north + y * east)
  }

  /// The line of all points at one height y, along x: what lies left of it lies higher.
  func level(_ y: Double) -> CutLine { CutLine(through: city(0, y), east: east, north: north) }

  /// The line of all points at one x, against y: what lies left of it lies at a greater x.
  func upright(_ x: Double) -> CutLine { CutLine(through: city(x, 0), east: north, north: -east) }
}

/// The smallest rectangle around a piece of land among those parallel to one of its sides.
///
/// Source: a smallest rectangle has a side along one of the hull's (H. Freeman and R. Shapira, 1975,
/// doi:10.1145/360881.360919). A block's sides stand for its hull's, which is exact for a convex one.
struct PlotBox: Sendable {
  /// Axes along its longer side, origin in a corner.
  var frame: Frame
  /// Metres along x and y, `length` ≥ `width`.
  var length: Double, width: Double

  /// The box of a ring with an area. O(n²).
  init(_ ring: [Point]) {
    var best = (area: Double.infinity, box: Box.empty, frame: Frame(at: ring[0], east: 1, north: 0))
    for index in ring.indices {
      let (from, to) = (ring[index], ring[index + 1 == ring.count ? 0 : index + 1])
      guard from.distance(to: to) > 0.5 || index == 0 else { continue }
      let frame = Frame(at: ring[0], east: to.x - from.x, north: to.y - from.y)
      let box = Box(ring.map(frame.local))
      let area = box.width * box.height
      if area < best.area - 1e-6 { best = (area, box, frame) }
    }
    let corner = best.frame.city(best.box.minX, best.box.minY)
    if best.box.width >= best.box.height {
      frame = Frame(at: corner, east: best.frame.east, north: best.frame.north)
    } else {
      // Turned by a quarter, x runs up the old y; the corner moves so that y stays positive.
      let turned = best.frame.city(best.box.maxX, best.box.minY)
      frame = Frame(at: turned, east: -best.frame.north, north: best.frame.east)
    }
    length = max(best.box.width, best.box.height)
    width = min(best.box.width, best.box.height)
  }
}

extension PlotBox {
  /// The same box with x across instead of along: then `length` may be less than `width`.
  var turned: PlotBox {
    var box = self
    let corner = frame.city(length, 0)
    box.frame = Frame(at: corner, east: -frame.north, north: frame.east)
    box.length = width
    box.width = length
    return box
  }
}
