import Geography
import Modelling

/// The shore as a curve across the valley: the distance downstream at which the sea begins, by the place to the left.
struct Shoreline: Sendable {
  /// Metres between corners, across the valley.
  private static let step = 25.0
  private let axes: ValleyAxes
  private let first: Double
  /// Distances downstream at the corners.
  private let distances: [Double]

  /// A shore; with an estuary where a river's mouth lies so far to the left.
  init(_ sizes: LandSizes, shore: Double, seed: UInt64, mouth: Double? = nil) {
    axes = sizes.axes
    let span = sizes.box.width * 0.75 + 500
    first = -span
    let bays = LatticeNoise(seed: seed, "bays")
    let radius = sizes.radius
    let count = Int(2 * span / Self.step) + 1
    distances = (0..<count).map { number in
      let v = -span + Double(number) * Self.step
      let long = 0.28 * radius * bays.value(v / (1.9 * radius) + 0.3, 0.5)
      let short = min(0.16 * radius, 260) * bays.value(v / min(1.1 * radius, 1_900), 7.5)
      // Towards the river's mouth the shore draws in: an estuary between two low points.
      let estuary =
        mouth.map { mouth in
          let away = (v - mouth) / (1.7 * sizes.riverWidth)
          return 1.1 * sizes.riverWidth / (1 + away * away)
        } ?? 0
      return shore + (long + short) - (bays.value(0.3, 0.5) * 0.28 * radius) - estuary
    }
  }

  /// Metres downstream at which the sea begins.
  func distance(at v: Double) -> Double {
    let along = min(Double(distances.count - 2), max(0, (v - first) / Self.step))
    let number = Int(along)
    let t = along - Double(number)
    return distances[number] * (1 - t) + distances[number + 1] * t
  }

  func isSea(_ point: Point) -> Bool {
    let local = axes.local(point)
    return local.x > distance(at: local.y)
  }

  /// Metres seawards of the shore along the valley; negative on land.
  func offshore(_ point: Point) -> Double {
    let local = axes.local(point)
    return local.x - distance(at: local.y)
  }

  /// Metres to the left of the valley's middle at which a line first meets the sea; nothing when it never does.
  func mouth(of line: [Point]) -> Double? {
    line.first { isSea($0) }.map { axes.local($0).y }
  }

  /// The corners of the shore, from the right bank's side to the left's: the sea lies to the right of the line.
  var line: [Point] {
    distances.indices.map { axes.world(distances[$0], first + Double($0) * Self.step) }
  }

  /// The sea within a box.
  func sea(in box: Box) -> MultiPolygon {
    let far = box.width * 2
    let span = first.magnitude
    let ring = line + [axes.world(far, span), axes.world(far, -span)]
    let clipped = RingClip.clip(ring, to: box)
    return clipped.count < 3 ? MultiPolygon(rings: []) : MultiPolygon(polygons: [[clipped]])
  }
}

/// Cuts rings and lines off at a box. Source of the ring's: I. E. Sutherland and G. W. Hodgman, "Reentrant polygon
/// clipping", Communications of the ACM 17 (1974), doi:10.1145/360767.360802.
enum RingClip {
  static func clip(_ ring: [Point], to box: Box) -> [Point] {
    var points = ring
    let sides: [(inside: (Point) -> Double, snap: (Point) -> Point)] = [
      ({ $0.x - box.minX }, { Point(x: box.minX, y: $0.y) }), ({ box.maxX - $0.x }, { Point(x: box.maxX, y: $0.y) }),
      ({ $0.y - box.minY }, { Point(x: $0.x, y: box.minY) }), ({ box.maxY - $0.y }, { Point(x: $0.x, y: box.maxY) }),
    ]
    for side in sides {
      guard var previous = points.last else { return [] }
      var kept: [Point] = []
      for next in points {
        let a = side.inside(previous)
        let b = side.inside(next)
        if (a >= 0) != (b >= 0) { kept.append(side.snap(previous.interpolated(to: next, fraction: a / (a - b)))) }
        if b >= 0 { kept.append(next) }
        previous = next
      }
      points = kept
    }
    return points
  }

  /// Where the way from an inner position to an outer one leaves a box.
  static func exit(from inner: Point, to outer: Point, of box: Box) -> Point {
    var share = 1.0
    if outer.x < box.minX { share = min(share, (box.minX - inner.x) / (outer.x - inner.x)) }
    if outer.x > box.maxX { share = min(share, (box.maxX - inner.x) / (outer.x - inner.x)) }
    if outer.y < box.minY { share = min(share, (box.minY - inner.y) / (outer.y - inner.y)) }
    if outer.y > box.maxY { share = min(share, (box.maxY - inner.y) / (outer.y - inner.y)) }
    let point = inner.interpolated(to: outer, fraction: share)
    return Point(x: min(box.maxX, max(box.minX, point.x)), y: min(box.maxY, max(box.minY, point.y)))
  }
}
