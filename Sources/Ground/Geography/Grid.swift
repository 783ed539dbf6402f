/// A raster as it came: its cells, and where they lie in the city. Nothing is resampled.
public struct Grid: Hashable, Sendable {
  /// Cells from west to east.
  public let columns: Int
  /// Cells from north to south.
  public let rows: Int
  /// `columns` × `rows` values, row by row from the first (for a north-up grid the northern) row; NaN is "no data".
  public var values: [Float]
  /// The way from city metres to column and row.
  public let placement: Placement

  /// A grid from its cells.
  public init(columns: Int, rows: Int, values: [Float], placement: Placement) {
    precondition(columns > 0 && rows > 0 && values.count == columns * rows, "one value a cell")
    self.columns = columns
    self.rows = rows
    self.values = values
    self.placement = placement
  }

  /// The index in `values` of the cell under a position; nothing outside the grid. O(1).
  @inlinable
  public func cell(at point: Point) -> Int? {
    let position = placement.gridPosition(of: point)
    guard position.x >= 0, position.y >= 0, position.x < Double(columns), position.y < Double(rows) else { return nil }
    return Int(position.y) * columns + Int(position.x)
  }

  /// The value of the cell under a position; NaN where there is none. O(1).
  @inlinable
  public func value(at point: Point) -> Float {
    guard let cell = cell(at: point) else { return .nan }
    return values[cell]
  }

  /// The value interpolated between the four cell centres around a position.
  ///
  /// Falls back to the cell itself where one of the four is missing or outside. O(1).
  public func interpolatedValue(at point: Point) -> Float {
    let position = placement.gridPosition(of: point)
    let u = position.x - 0.5
    let v = position.y - 0.5
    let i = u.rounded(.down)
    let j = v.rounded(.down)
    guard i >= 0, j >= 0, i + 1 < Double(columns), j + 1 < Double(rows) else { return value(at: point) }
    let first = Int(j) * columns + Int(i)
    let s = Float(u - i)
    let t = Float(v - j)
    let north = values[first] * (1 - s) + values[first + 1] * s
    let south = values[first + columns] * (1 - s) + values[first + columns + 1] * s
    let result = north * (1 - t) + south * t
    return result.isNaN ? value(at: point) : result
  }
}
