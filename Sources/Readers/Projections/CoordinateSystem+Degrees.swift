public import Geography

extension CoordinateSystem {
  /// Where positions of this system lie on WGS 84: longitude as x, latitude as y, in degrees; NaN where they lie nowhere.
  ///
  /// `area`, in degrees, is where they are thought to lie: of several ways between two datums the most accurate there is taken; nothing is all
  /// of the Earth. ~10 ms, then about 1 µs a point. Throws a ``ProjectionError`` where no way is known.
  public func degrees(of points: [Point], around area: Box? = nil) throws -> [Point] {
    let world = Box(minX: -180, minY: -90, maxX: 180, maxY: 90)
    return try Transformation(toDegreesFrom: definition, over: area ?? world, in: ProjectionContext()).forward(points)
  }
}
