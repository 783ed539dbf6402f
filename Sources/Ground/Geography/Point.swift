// Geography: plain geometry on a plane measured in metres, without any library.
//
// A `Point` lies in the projected plane of a city, which is always a zone of Universal Transverse Mercator (`UTM`); a
// `Coordinate` in degrees exists only at doors. Shapes are values (`MultiPolygon`, arrays of points) while one handles one of
// them, and columns (`Lines`, `MultiPolygons`) while a city holds thousands: flat arrays, cheap to copy, appended to and
// never renumbered. A `Grid` keeps a raster's cells as they came; its `Placement` leads from city metres to column and row.
// `PackedIndex` answers what lies in a box and what is nearest.

/// A position in a city's projected plane.
///
/// Unit: metres east (`x`) and north (`y`) of the projection's origin.
@frozen
public struct Point: Hashable, Sendable, Codable {
  /// Metres east.
  public var x: Double
  /// Metres north.
  public var y: Double

  /// A position `x` metres east and `y` metres north of the projection's origin.
  @inlinable
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// Straight-line distance in metres.
  @inlinable
  public func distance(to other: Point) -> Double {
    let dx = other.x - x
    let dy = other.y - y
    return (dx * dx + dy * dy).squareRoot()
  }

  /// The point a `fraction` (0…1) of the way to `other`.
  @inlinable
  public func interpolated(to other: Point, fraction: Double) -> Point {
    Point(x: x + (other.x - x) * fraction, y: y + (other.y - y) * fraction)
  }

  /// The point of the straight line between two others that is nearest; `a` where both are one.
  @inlinable
  public func nearest(from a: Point, to b: Point) -> Point {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    guard square > 0 else { return a }
    return a.interpolated(to: b, fraction: min(1, max(0, ((x - a.x) * dx + (y - a.y) * dy) / square)))
  }
}

/// A position on the WGS 84 ellipsoid, as doors speak it.
///
/// Unit: degrees; longitude −180…180, latitude −90…90.
@frozen
public struct Coordinate: Hashable, Sendable, Codable {
  /// Degrees east of Greenwich.
  public var longitude: Double
  /// Degrees north of the equator.
  public var latitude: Double

  /// A position on the ellipsoid, in degrees.
  @inlinable
  public init(longitude: Double, latitude: Double) {
    self.longitude = longitude
    self.latitude = latitude
  }

  /// Whether both numbers are finite and inside their ranges.
  public var isValid: Bool {
    longitude.isFinite && latitude.isFinite && abs(longitude) <= 180 && abs(latitude) <= 90
  }
}
