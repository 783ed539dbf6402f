/// One or several polygons with holes, as rings.
///
/// A ring is a list of points without the repeated closing point. An exterior ring runs counter-clockwise and begins a
/// polygon; the clockwise rings that follow it are its holes. ``init(rings:)`` trusts that order,
/// ``init(polygons:)`` makes it.
public struct MultiPolygon: Hashable, Sendable {
  /// The rings: each counter-clockwise ring is an exterior, followed by its holes, clockwise.
  public var rings: [[Point]]

  /// A shape from rings that already are oriented and ordered.
  public init(rings: [[Point]]) { self.rings = rings }

  /// A shape from polygons, each an exterior ring and then its holes, in any orientation, closed or not.
  ///
  /// Rings of fewer than three distinct points are left out; with its exterior a polygon's holes go too.
  public init(polygons: [[[Point]]]) {
    rings = []
    for polygon in polygons {
      for (index, ring) in polygon.enumerated() {
        var open = ring
        while open.count > 1, open.first == open.last { open.removeLast() }
        guard open.count >= 3 else {
          if index == 0 { break }
          continue
        }
        let isCounterClockwise = Self.signedArea(of: open) > 0
        rings.append(isCounterClockwise == (index == 0) ? open : open.reversed())
      }
    }
  }

  /// A rectangle.
  public init(_ box: Box) {
    rings = [
      [
        Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY),
        Point(x: box.maxX, y: box.maxY), Point(x: box.minX, y: box.maxY),
      ]
    ]
  }

  /// Whether there is no ring.
  public var isEmpty: Bool { rings.isEmpty }

  /// The smallest box around all rings.
  public var box: Box { Box(rings.joined()) }

  /// Area in m², holes taken out.
  public var area: Double { rings.reduce(0) { $0 + Self.signedArea(of: $1) } }

  /// Centre of mass; the middle of the box when the area vanishes.
  ///
  /// Source: the shoelace moments (Bourke 1988), taken about the first point so that large coordinates keep their digits.
  public var centroid: Point {
    guard let origin = rings.first?.first else { return Point(x: 0, y: 0) }
    var momentX = 0.0
    var momentY = 0.0
    var doubled = 0.0
    for ring in rings {
      guard var previous = ring.last else { continue }
      for point in ring {
        let ax = previous.x - origin.x
        let ay = previous.y - origin.y
        let bx = point.x - origin.x
        let by = point.y - origin.y
        let cross = ax * by - bx * ay
        doubled += cross
        momentX += (ax + bx) * cross
        momentY += (ay + by) * cross
        previous = point
      }
    }
    guard abs(doubled) > 1e-9 else { return box.center }
    return Point(x: origin.x + momentX / (3 * doubled), y: origin.y + momentY / (3 * doubled))
  }

  /// Whether a point lies inside, by the even-odd rule. O(points).
  public func contains(_ point: Point) -> Bool {
    var inside = false
    for ring in rings where Self.crossesOddly(ring, point) { inside.toggle() }
    return inside
  }

  /// Area of a ring in m², positive when it runs counter-clockwise.
  public static func signedArea(of ring: some Collection<Point>) -> Double {
    guard let origin = ring.first else { return 0 }
    var doubled = 0.0
    var previous = origin
    for point in ring {
      doubled += (previous.x - origin.x) * (point.y - origin.y) - (point.x - origin.x) * (previous.y - origin.y)
      previous = point
    }
    return doubled / 2
  }

  /// Whether a ray from the point to the east crosses the ring an odd number of times.
  static func crossesOddly(_ ring: some BidirectionalCollection<Point>, _ point: Point) -> Bool {
    guard var previous = ring.last else { return false }
    var odd = false
    for next in ring {
      if (next.y > point.y) != (previous.y > point.y) {
        let x = next.x + (point.y - next.y) / (previous.y - next.y) * (previous.x - next.x)
        if point.x < x { odd.toggle() }
      }
      previous = next
    }
    return odd
  }
}

/// Many multipolygons in flat arrays: points, where each ring begins, and where each shape's rings begin.
///
/// A copy is free and appending never renumbers. Reading a ring is O(1).
public struct MultiPolygons: Hashable, Sendable {
  /// The points of every ring, one ring after another.
  public private(set) var points: [Point] = []
  /// One more than there are rings: where each ring begins in `points`.
  public private(set) var ringOffsets: [Int32] = [0]
  /// One more than there are shapes: where each shape's rings begin in `ringOffsets`.
  public private(set) var shapeOffsets: [Int32] = [0]

  /// No shapes.
  public init() {}

  /// How many shapes there are.
  public var count: Int { shapeOffsets.count - 1 }

  /// One shape, as a value of its own.
  public subscript(row: Int) -> MultiPolygon {
    MultiPolygon(rings: rings(of: row).map { Array(ring($0)) })
  }

  /// The numbers of one shape's rings, for ``ring(_:)``.
  public func rings(of row: Int) -> Range<Int> {
    Int(shapeOffsets[row])..<Int(shapeOffsets[row + 1])
  }

  /// The points of a ring, by its number.
  public func ring(_ number: Int) -> ArraySlice<Point> {
    points[Int(ringOffsets[number])..<Int(ringOffsets[number + 1])]
  }

  /// Adds a shape at the end.
  public mutating func append(_ shape: MultiPolygon) {
    for ring in shape.rings {
      points.append(contentsOf: ring)
      ringOffsets.append(Int32(points.count))
    }
    shapeOffsets.append(Int32(ringOffsets.count - 1))
  }

  /// The smallest box around one shape.
  public func box(of row: Int) -> Box {
    let rings = rings(of: row)
    guard !rings.isEmpty else { return .empty }
    return Box(points[Int(ringOffsets[rings.lowerBound])..<Int(ringOffsets[rings.upperBound])])
  }

  /// Area in m² of one shape, holes taken out.
  public func area(of row: Int) -> Double {
    rings(of: row).reduce(0) { $0 + MultiPolygon.signedArea(of: ring($1)) }
  }

  /// Whether a point lies inside one shape, by the even-odd rule. O(points of the shape).
  public func contains(_ point: Point, in row: Int) -> Bool {
    var inside = false
    for number in rings(of: row) where MultiPolygon.crossesOddly(ring(number), point) { inside.toggle() }
    return inside
  }
}
