public import Geography

/// A raster over time, such as a radar's rain: as many cells at every moment. One moment is a raster that says its unit.
public struct GridSeries: Sendable {
  /// The cells of one moment.
  public struct Layer: Sendable, Equatable {
    /// Seconds from the moment of the first layer; 0 where the file does not tell moments.
    public var seconds: Double
    /// `columns` × `rows` values, row by row from the north; NaN is "no data".
    public var values: [Float]

    /// The cells of a moment.
    public init(seconds: Double, values: [Float]) {
      self.seconds = seconds
      self.values = values
    }
  }

  /// Cells from west to east, and from north to south.
  public let columns, rows: Int
  /// The way from city metres to column and row.
  public let placement: Placement
  /// The moments in the order of the file; at least one.
  public let layers: [Layer]
  /// Whether the file tells the moments of its layers.
  public let tellsMoments: Bool
  /// The unit the file states for its values, as it writes it; empty when it states none.
  public let unit: String

  /// A series from its layers, each of `columns` × `rows` values.
  public init(
    columns: Int, rows: Int, placement: Placement, layers: [Layer], tellsMoments: Bool, unit: String
  ) {
    precondition(!layers.isEmpty && layers.allSatisfy { $0.values.count == columns * rows }, "a value for every cell")
    self.columns = columns
    self.rows = rows
    self.placement = placement
    self.layers = layers
    self.tellsMoments = tellsMoments
    self.unit = unit
  }

  /// The cells of a moment as a grid.
  public func grid(_ number: Int) -> Grid {
    Grid(columns: columns, rows: rows, values: layers[number].values, placement: placement)
  }
}
