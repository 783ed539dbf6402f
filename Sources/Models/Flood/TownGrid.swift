public import Geography

/// Where the square cells of a town's basin lie.
public struct TownGrid: Hashable, Sendable {
  /// City metres of the north-west corner.
  public let west, north: Double
  /// A cell's side in metres.
  public let cell: Double
  /// Cells from west to east and from north to south.
  public let columns, rows: Int

  /// The cells that cover a box.
  public init(over box: Box, cell: Double) {
    west = box.minX
    north = box.maxY
    self.cell = cell
    columns = max(1, Int((box.width / cell - 1e-6).rounded(.up)))
    rows = max(1, Int((box.height / cell - 1e-6).rounded(.up)))
  }

  /// How many cells there are.
  public var count: Int { columns * rows }

  /// The box the cells fill.
  var box: Box {
    Box(minX: west, minY: north - Double(rows) * cell, maxX: west + Double(columns) * cell, maxY: north)
  }

  /// Where the cells lie, for a ``Geography/Grid``.
  public var placement: Placement {
    .affine(AffinePlacement(west: west, north: north, cellWidth: cell, cellHeight: cell))
  }

  /// The middle of a cell, in city metres.
  public func center(_ index: Int) -> Point {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    return Point(x: west + (Double(column) + 0.5) * cell, y: north - (Double(row) + 0.5) * cell)
  }

  /// The cell under a position; nothing outside.
  public func index(at point: Point) -> Int? {
    let x = (point.x - west) / cell
    let y = (north - point.y) / cell
    guard x >= 0, y >= 0, x < Double(columns), y < Double(rows) else { return nil }
    return Int(y) * columns + Int(x)
  }

  /// Values of the cells as a grid of the city.
  public func grid(_ values: [Float]) -> Grid {
    Grid(columns: columns, rows: rows, values: values, placement: placement)
  }

  /// The cells beside a cell: north, west, east, south, as far as there are any.
  func forEachNeighbour(of index: Int, _ visit: (Int) -> Void) {
    let column = index % columns
    if index >= columns { visit(index - columns) }
    if column > 0 { visit(index - 1) }
    if column < columns - 1 { visit(index + 1) }
    if index + columns < count { visit(index + columns) }
  }

  /// Whether a cell lies at the outer edge.
  func isAtEdge(_ index: Int) -> Bool {
    let column = index % columns
    return column == 0 || column == columns - 1 || index < columns || index >= count - columns
  }

  /// Adds the share of each cell that a shape covers, by a lattice of `fineness`² points in every cell. O(points × rows + cells).
  func addShares(of shape: MultiPolygon, fineness: Int = 4, to shares: inout [Float]) {
    let fine = cell / Double(fineness)
    let box = shape.box
    guard !box.isEmpty else { return }
    let first = (
      column: Int(((box.minX - west) / cell).rounded(.down)), row: Int(((north - box.maxY) / cell).rounded(.down))
    )
    let last = (
      column: Int(((box.maxX - west) / cell).rounded(.down)), row: Int(((north - box.minY) / cell).rounded(.down))
    )
    let from = (column: max(0, first.column), row: max(0, first.row))
    let to = (column: min(columns - 1, last.column), row: min(rows - 1, last.row))
    guard from.column <= to.column, from.row <= to.row else { return }
    let wide = (to.column - from.column + 1) * fineness
    let high = (to.row - from.row + 1) * fineness
    let local = Grid(
      columns: wide, rows: high, values: [Float](repeating: 0, count: wide * high),
      placement: .affine(
        AffinePlacement(
          west: west + Double(from.column) * cell, north: north - Double(from.row) * cell, cellWidth: fine,
          cellHeight: fine)))
    let part = Float(1) / Float(fineness * fineness)
    local.forEachCell(coveredBy: shape) { small in
      let (row, column) = small.quotientAndRemainder(dividingBy: wide)
      shares[(from.row + row / fineness) * columns + from.column + column / fineness] += part
    }
  }
}
