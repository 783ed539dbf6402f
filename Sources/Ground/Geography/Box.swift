/// An axis-aligned rectangle in a city's projected plane, in metres; empty when its minimum lies beyond its maximum.
@frozen
public struct Box: Hashable, Sendable, Codable {
  /// West, south, east and north edges, in metres.
  public var minX, minY, maxX, maxY: Double

  /// A box from its edges.
  @inlinable
  public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  /// The box that contains nothing; the start of every union.
  @inlinable
  public static var empty: Box {
    Box(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
  }

  /// The smallest box around some points; empty when there are none.
  @inlinable
  public init(_ points: some Sequence<Point>) {
    self = .empty
    for point in points { extend(by: point) }
  }

  /// Whether no point lies inside.
  @inlinable
  public var isEmpty: Bool { !(minX <= maxX && minY <= maxY) }

  /// Metres from west to east.
  @inlinable
  public var width: Double { maxX - minX }

  /// Metres from south to north.
  @inlinable
  public var height: Double { maxY - minY }

  /// The middle.
  @inlinable
  public var center: Point { Point(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

  /// Grows to contain a point.
  @inlinable
  public mutating func extend(by point: Point) {
    minX = min(minX, point.x)
    minY = min(minY, point.y)
    maxX = max(maxX, point.x)
    maxY = max(maxY, point.y)
  }

  /// Grows to contain another box.
  @inlinable
  public mutating func formUnion(_ other: Box) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
  }

  /// The box with every edge moved outwards by `margin` metres.
  @inlinable
  public func expanded(by margin: Double) -> Box {
    Box(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }

  /// Whether the two share a point, edges included.
  @inlinable
  public func intersects(_ other: Box) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }

  /// Whether a point lies inside or on the edge.
  @inlinable
  public func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }

  /// Squared distance in m² from a point to the nearest point of the box; 0 inside.
  @inlinable
  public func squaredDistance(to point: Point) -> Double {
    let dx = max(minX - point.x, 0, point.x - maxX)
    let dy = max(minY - point.y, 0, point.y - maxY)
    return dx * dx + dy * dy
  }
}
