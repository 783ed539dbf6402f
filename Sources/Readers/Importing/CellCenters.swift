import Geography

/// Where the centres of a grid's cells lie in the city.
///
/// For an affine placement exact; for a lattice the way back from column and row is found by Newton's method from the
/// neighbour's answer, to a hundredth of a cell.
struct CellCenters {
  private let grid: Grid
  private let start: Point
  /// Metres for a column and a row at the start.
  private let perColumn: Point
  private let perRow: Point

  init(_ grid: Grid, around box: Box) {
    self.grid = grid
    start = box.center
    // The placement's own slopes, by differences over the town.
    let h = max(1, min(box.width, box.height) / 8)
    let here = grid.placement.gridPosition(of: start)
    let east = grid.placement.gridPosition(of: Point(x: start.x + h, y: start.y))
    let north = grid.placement.gridPosition(of: Point(x: start.x, y: start.y + h))
    let a = (east.x - here.x) / h
    let b = (north.x - here.x) / h
    let c = (east.y - here.y) / h
    let d = (north.y - here.y) / h
    let determinant = a * d - b * c
    perColumn = determinant == 0 ? Point(x: 0, y: 0) : Point(x: d / determinant, y: -c / determinant)
    perRow = determinant == 0 ? Point(x: 0, y: 0) : Point(x: -b / determinant, y: a / determinant)
  }

  /// The centre of a cell, in city metres.
  func center(_ cell: Int) -> Point {
    let column = Double(cell % grid.columns) + 0.5
    let row = Double(cell / grid.columns) + 0.5
    if case .affine(let affine) = grid.placement, let position = affine.position(column: column, row: row) {
      return position
    }
    var point = start
    for _ in 0..<8 {
      let here = grid.placement.gridPosition(of: point)
      let du = column - here.x
      let dv = row - here.y
      guard abs(du) + abs(dv) > 0.01 else { break }
      point.x += du * perColumn.x + dv * perRow.x
      point.y += du * perColumn.y + dv * perRow.y
    }
    return point
  }
}
