internal import CPROJ
public import Geography

/// Carries positions from a coordinate system to a city's plane and back.
///
/// Holds a PROJ context of its own and so belongs to one thread at a time; make one a thread.
public final class Transformation {
  /// A way from a coordinate system to a city's plane. Throws a ``ProjectionError``.
  public init(from source: CoordinateSystem, to city: UTM) throws {}

  /// City metres of positions of the source (x east or longitude in degrees, y north or latitude).
  ///
  /// A position that cannot be carried becomes NaN. About 1 µs a point.
  public func forward(_ points: [Point]) -> [Point] { points }

  /// Positions in the source of city metres.
  public func inverse(_ points: [Point]) -> [Point] { points }
}
