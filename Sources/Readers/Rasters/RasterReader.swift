public import Geography
internal import Projections

/// Reads rasters and places them in a city.
public struct RasterReader: Sendable {
  /// The plane grids are placed on.
  public let projection: UTM
  /// The coordinate system to assume, instead of what the file says; nothing to believe the file.
  public let crs: String?

  /// A reader for a city's projection.
  public init(projection: UTM, crs: String? = nil) {
    self.projection = projection
    self.crs = crs
  }

  /// The first band of a file; with `over` only the window of cells that covers this box, in city metres, and one cell
  /// around it.
  ///
  /// Throws a ``RasterError`` or ``Projections/ProjectionError``, a sentence each. O(cells of the window).
  public func read(_ path: String, over: Box? = nil) throws -> RasterLayer {
    throw RasterError.unreadable(file: path, why: "cannot be read yet.")
  }
}

/// The grid of a file's own cells: what its columns and rows mean in its own coordinate system.
package struct SourceCells: Sendable {
  /// The file's affine transform: x of the outer corner, per column, per row; then y of it, per column, per row.
  package var transform: [Double]
  package var transformation: Box
}

/// Puts tiles that share a coordinate system, a cell size and a lattice of cells into one grid; where they overlap, the
/// first tile with a value counts.
///
/// Tiles that do not fit the first are left out and stand in `skipped` of the answer. Throws when there is no tile.
/// O(cells of the box around them).
public func join(_ tiles: [RasterLayer]) throws -> RasterLayer {
  guard let first = tiles.first else { throw RasterError.cannotJoin(why: "no tile was given.") }
  return first
}
