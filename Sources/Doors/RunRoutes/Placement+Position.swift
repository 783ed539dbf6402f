internal import Geography

extension Placement {
  /// The position in the city's plane of a column and row; nothing when the placement is degenerate.
  ///
  /// A lattice is smooth and nearly affine: its inverse is found in a few steps of Newton's method, to a hundredth of a cell.
  func position(column: Double, row: Double) -> Point? {
    switch self {
    case .affine(let affine): return affine.position(column: column, row: row)
    case .lattice(let lattice):
      let step = min(lattice.box.width / Double(lattice.columns), lattice.box.height / Double(lattice.rows)) / 2
      var found = Point(x: (lattice.box.minX + lattice.box.maxX) / 2, y: (lattice.box.minY + lattice.box.maxY) / 2)
      for _ in 0..<20 {
        let here = gridPosition(of: found)
        let (du, dv) = (column - here.x, row - here.y)
        if abs(du) < 0.01, abs(dv) < 0.01 { return found }
        let east = gridPosition(of: Point(x: found.x + step, y: found.y))
        let north = gridPosition(of: Point(x: found.x, y: found.y + step))
        let (a, b, c, d) = (east.x - here.x, north.x - here.x, east.y - here.y, north.y - here.y)
        let determinant = a * d - b * c
        guard determinant != 0, determinant.isFinite else { return nil }
        found = Point(
          x: found.x + step * (d * du - b * dv) / determinant, y: found.y + step * (a * dv - c * du) / determinant)
      }
      return nil
    }
  }
}
