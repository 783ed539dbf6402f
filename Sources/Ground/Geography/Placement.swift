/// Where a grid lies: the way from city metres to column and row.
///
/// Column 0 and row 0 are the outer corner of the first cell, so the first cell's centre is (0.5, 0.5) and the cell of a
/// position is the integer part of both numbers.
public enum Placement: Hashable, Sendable {
  /// The grid is in the city's own projection.
  case affine(AffinePlacement)
  /// The grid came in another projection: exact positions on a lattice over the city, interpolated between.
  case lattice(LatticePlacement)

  /// Column and row of a position; they may lie outside the grid.
  @inlinable
  public func gridPosition(of point: Point) -> Point {
    switch self {
    case .affine(let affine): affine.gridPosition(of: point)
    case .lattice(let lattice): lattice.gridPosition(of: point)
    }
  }
}

/// Column = c₀ + cₓ·x + c_y·y and row = r₀ + rₓ·x + r_y·y.
public struct AffinePlacement: Hashable, Sendable {
  /// Coefficients of the column: constant, per metre east, per metre north.
  public let c0, cx, cy: Double
  /// Coefficients of the row: constant, per metre east, per metre north.
  public let r0, rx, ry: Double

  /// A placement from its six coefficients.
  public init(c0: Double, cx: Double, cy: Double, r0: Double, rx: Double, ry: Double) {
    self.c0 = c0
    self.cx = cx
    self.cy = cy
    self.r0 = r0
    self.rx = rx
    self.ry = ry
  }

  /// A north-up grid from its north-west corner and its cell's size in metres.
  public init(west: Double, north: Double, cellWidth: Double, cellHeight: Double) {
    self.init(
      c0: -west / cellWidth, cx: 1 / cellWidth, cy: 0, r0: north / cellHeight, rx: 0, ry: -1 / cellHeight)
  }

  /// Column and row of a position.
  @inlinable
  public func gridPosition(of point: Point) -> Point {
    Point(x: c0 + cx * point.x + cy * point.y, y: r0 + rx * point.x + ry * point.y)
  }

  /// The position of a column and row; nothing when the placement is degenerate.
  public func position(column: Double, row: Double) -> Point? {
    let determinant = cx * ry - cy * rx
    guard determinant != 0 else { return nil }
    let u = column - c0
    let v = row - r0
    return Point(x: (u * ry - cy * v) / determinant, y: (cx * v - u * rx) / determinant)
  }
}

/// Exact column and row at the corners of a regular lattice over the city; bilinear between them.
public struct LatticePlacement: Hashable, Sendable {
  /// The part of the city the lattice covers; beyond it the outer cells are continued.
  public let box: Box
  /// Lattice cells from west to east and from south to north.
  public let columns, rows: Int
  /// (`columns` + 1) × (`rows` + 1) pairs of column (x) and row (y), row by row from the south.
  public let nodes: [Point]

  /// A lattice from its exact nodes.
  public init(box: Box, columns: Int, rows: Int, nodes: [Point]) {
    precondition(columns > 0 && rows > 0, "a lattice has cells")
    precondition(nodes.count == (columns + 1) * (rows + 1), "a node for every lattice corner")
    precondition(box.width > 0 && box.height > 0, "a lattice covers an area")
    self.box = box
    self.columns = columns
    self.rows = rows
    self.nodes = nodes
  }

  /// Column and row of a position.
  @inlinable
  public func gridPosition(of point: Point) -> Point {
    let u = (point.x - box.minX) / box.width * Double(columns)
    let v = (point.y - box.minY) / box.height * Double(rows)
    let i = min(columns - 1, max(0, u.isFinite ? Int(u.rounded(.down)) : 0))
    let j = min(rows - 1, max(0, v.isFinite ? Int(v.rounded(.down)) : 0))
    let first = j * (columns + 1) + i
    let south = nodes[first].interpolated(to: nodes[first + 1], fraction: u - Double(i))
    let north = nodes[first + columns + 1].interpolated(to: nodes[first + columns + 2], fraction: u - Double(i))
    return south.interpolated(to: north, fraction: v - Double(j))
  }
}
