public import Geography
public import Modelling

/// A raster as it was read: its cells, and what the file says of them.
public struct RasterLayer: Sendable {
  /// The cells and where they lie in the city.
  public var grid: Grid
  /// The coordinate system the cells came in, as text that ``Projections/CoordinateSystem`` understands.
  public var crs: String
  /// The unit the file states for its values; empty when it states none.
  public var units: String
  /// Share of the cells read that hold no data, 0…1.
  public var noDataShare: Double
  /// What was left out and why.
  public var skipped: [Skipped]

  /// The grid of the file's own cells before it was placed in the city; tiles are joined by it.
  package var source: SourceCells

  package init(
    grid: Grid, crs: String, units: String, noDataShare: Double, skipped: [Skipped], source: SourceCells
  ) {
    self.grid = grid
    self.crs = crs
    self.units = units
    self.noDataShare = noDataShare
    self.skipped = skipped
    self.source = source
  }
}
