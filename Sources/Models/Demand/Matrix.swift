/// A table of numbers from rows to columns, row after row: 4 bytes an entry.
public struct Matrix: Sendable, Equatable {
  /// How many rows and columns it has.
  public let rows, columns: Int
  /// `rows × columns` numbers, row after row.
  public var values: [Float]

  /// A table of one number throughout.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.rows = rows
    self.columns = columns
    values = [Float](repeating: value, count: rows * columns)
  }

  /// One entry.
  public subscript(_ row: Int, _ column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }
}
