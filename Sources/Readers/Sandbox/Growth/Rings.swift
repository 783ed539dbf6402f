import Geography

/// A direction or a difference of positions, in metres.
struct Vector: Sendable {
  var x: Double
  var y: Double

  init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// From one position to another.
  init(_ from: Point, _ to: Point) {
    x = to.x - from.x
    y = to.y - from.y
  }

  var length: Double { (x * x + y * y).squareRoot() }
  /// Of length 1; of the zero vector: east.
  var unit: Vector {
    let length = length
    return length > 0 ? Vector(x: x / length, y: y / length) : Vector(x: 1, y: 0)
  }
  /// A quarter turn to the left.
  var left: Vector { Vector(x: -y, y: x) }
  func dot(_ other: Vector) -> Double { x * other.x + y * other.y }
  func cross(_ other: Vector) -> Double { x * other.y - y * other.x }
  /// Turned to the left by an angle given as its cosine and sine.
  func turned(cosine: Double, sine: Double) -> Vector {
    Vector(x: x * cosine - y * sine, y: x * sine + y * cosine)
  }
  static func * (vector: Vector, factor: Double) -> Vector { Vector(x: vector.x * factor, y: vector.y * factor) }
  static func + (left: Vector, right: Vector) -> Vector { Vector(x: left.x + right.x, y: left.y + right.y) }
  static prefix func - (vector: Vector) -> Vector { Vector(x: -vector.x, y: -vector.y) }
}

extension Point {
  static func + (point: Point, vector: Vector) -> Point { Point(x: point.x + vector.x, y: point.y + vector.y) }
}

/// The smallest rectangle around a ring, in any orientation.
struct FaceBox: Sendable {
  var center: Point
  /// Along the longer sides.
  var axis: Vector
  /// Metres of the longer and the shorter sides.
  var length: Double
  var width: Double

  /// Tries the direction of every side that is no mere step of a curve. O(sides × corners).
  init(_ ring: [Point]) {
    var best = Double.infinity
    center = ring[0]
    axis = Vector(x: 1, y: 0)
    length = 0
    width = 0
    let least = 0.25 * (MultiPolygon.signedArea(of: ring).magnitude).squareRoot()
    var hasTried = false
    for attempt in 0..<2 where !hasTried {
      for place in ring.indices {
        let side = Vector(ring[place], ring[(place + 1) % ring.count])
        guard side.length > (attempt == 0 ? least : 0.01) else { continue }
        hasTried = true
        let box = FaceBox(ring, along: side.unit)
        if box.length * box.width < best {
          best = box.length * box.width
          self = box
        }
      }
    }
  }

  /// The rectangle with sides along and across a direction.
  init(_ ring: [Point], along direction: Vector) {
    let across = direction.left
    var (low, high) = (Vector(x: .infinity, y: .infinity), Vector(x: -.infinity, y: -.infinity))
    for point in ring {
      let offset = Vector(ring[0], point)
      let (u, v) = (offset.dot(direction), offset.dot(across))
      low = Vector(x: min(low.x, u), y: min(low.y, v))
      high = Vector(x: max(high.x, u), y: max(high.y, v))
    }
    center = ring[0] + direction * ((low.x + high.x) / 2) + across * ((low.y + high.y) / 2)
    let (a, b) = (high.x - low.x, high.y - low.y)
    axis = a >= b ? direction : across
    length = max(a, b)
    width = min(a, b)
  }
}

/// Where two pieces of line cross: the fraction of the way along each; nothing when they are parallel or miss.
func crossing(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> (first: Double, second: Double)? {
  let (ab, cd, ac) = (Vector(a, b), Vector(c, d), Vector(a, c))
  let cross = ab.cross(cd)
  guard cross.magnitude > 1e-9 * ab.length * cd.length else { return nil }
  let (t, u) = (ac.cross(cd) / cross, ac.cross(ab) / cross)
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? (t, u) : nil
}
