internal import CGDAL
internal import Datasets
public import Geography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes grids as GeoTIFF.
public enum RasterWriter {
  /// Writes a grid beside `path` and renames it into place: 32-bit floats, deflated, "no data" as NaN.
  ///
  /// ``RasterReader`` reads back an equal grid, placement included. Throws a ``RasterError``; the old file is then
  /// untouched. O(cells).
  public static func write(_ grid: Grid, to path: String, projection: UTM) throws {
    let beside = path + ".part"
    defer { unlink(beside) }
    DriverFamily.rasters.register()
    let complaints = Complaints()
    let isWritten = complaints.listening { write(grid, beside: beside, projection, complaints) }
    guard isWritten, complaints.errors.isEmpty, synchronize(beside) else {
      let code = errno
      let reason = complaints.errors.isEmpty ? String(cString: strerror(code)) : complaints.errors[0]
      throw RasterError.unwritable(
        file: path, why: "is the disk full, or the folder read-only? (\(reason))")
    }
    guard rename(beside, path) == 0 else {
      throw RasterError.unwritable(file: path, why: String(cString: strerror(errno)) + ".")
    }
  }

  private static func write(_ grid: Grid, beside path: String, _ projection: UTM, _ complaints: Complaints) -> Bool {
    let options = ["COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES", "BIGTIFF=IF_SAFER"]
    guard
      let driver = GDALGetDriverByName("GTiff"), let system = OSRNewSpatialReference(nil),
      OSRImportFromEPSG(system, Int32(projection.epsg)) == OGRERR_NONE
    else { return false }
    defer { OSRRelease(system) }
    let made = withTextList(options) { options in
      GDALCreate(driver, path, Int32(grid.columns), Int32(grid.rows), 1, GDT_Float32, options)
    }
    guard let made else { return false }
    // Closing writes what is still in memory; its complaints count as well.
    let dataset = Dataset(handle: made, complaints: complaints)
    guard let band = GDALGetRasterBand(made, 1) else { return false }
    var values = grid.values
    guard
      StoredPlacement.write(grid.placement, to: made, system: system),
      GDALSetRasterNoDataValue(band, .nan) == CE_None,
      GDALRasterIO(
        band, GF_Write, 0, 0, Int32(grid.columns), Int32(grid.rows), &values, Int32(grid.columns), Int32(grid.rows),
        GDT_Float32, 0, 0) == CE_None
    else { return false }
    GDALFlushCache(dataset.handle)
    return complaints.errors.isEmpty
  }

  private static func synchronize(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
