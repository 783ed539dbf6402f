public import Geography
public import Modelling
import Projections

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
  /// What a reader must know of how several files became one.
  public var remarks: [String] = []

  /// The file's own cells, by which tiles are joined; nothing when they are not known any more.
  let source: JoinableSource?

  init(
    grid: Grid, crs: String, units: String, noDataShare: Double, skipped: [Skipped], source: JoinableSource?
  ) {
    self.grid = grid
    self.crs = crs
    self.units = units
    self.noDataShare = noDataShare
    self.skipped = skipped
    self.source = source
  }
}

/// What joining needs to know of a tile.
struct JoinableSource: Sendable {
  let file: String
  let cells: SourceCells
  let system: CoordinateSystem
  let projection: UTM
  let over: Box?
}
