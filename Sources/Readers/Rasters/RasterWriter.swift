public import Geography

/// Writes grids as GeoTIFF.
public enum RasterWriter {
  /// Writes a grid beside `path` and renames it into place: 32-bit floats, deflated, "no data" as NaN.
  ///
  /// ``RasterReader`` reads back an equal grid, placement included. Throws a ``RasterError``. O(cells).
  public static func write(_ grid: Grid, to path: String, projection: UTM) throws {
    throw RasterError.unwritable(file: path, why: "cannot be written yet.")
  }
}
