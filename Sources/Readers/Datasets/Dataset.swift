public import CGDAL

/// The drivers a file may be opened with.
public enum DriverFamily: Sendable {
  /// GeoTIFF, ESRI ASCII grid, SRTM height and NetCDF.
  case rasters
  /// Shapefile, GeoPackage, GeoJSON, CSV, KML, DXF, MapInfo, XLSX and ODS.
  case vectors
  /// GeoPackage alone, for a city's own file.
  case geoPackage

  var names: [String] {
    switch self {
    case .rasters: ["GTiff", "AAIGrid", "SRTMHGT", "netCDF"]
    case .vectors:
      ["ESRI Shapefile", "GPKG", "GeoJSON", "CSV", "LIBKML", "KML", "DXF", "MapInfo File", "XLSX", "ODS"]
    case .geoPackage: ["GPKG"]
    }
  }

  /// Registers the drivers; only the ones asked for, because each costs time at the start.
  public func register() {
    switch self {
    case .rasters: _ = Self.rastersOnce
    case .vectors: _ = Self.vectorsOnce
    case .geoPackage: _ = Self.geoPackageOnce
    }
  }

  private static let rastersOnce: Void = {
    CPLSetConfigOption("GDAL_PAM_ENABLED", "YES")
    GDALRegister_GTiff()
    GDALRegister_AAIGrid()
    GDALRegister_SRTMHGT()
    GDALRegister_netCDF()
  }()
  private static let geoPackageOnce: Void = RegisterOGRGeoPackage()
  private static let vectorsOnce: Void = {
    _ = geoPackageOnce
    RegisterOGRShape()
    RegisterOGRGeoJSON()
    RegisterOGRCSV()
    RegisterOGRLIBKML()
    RegisterOGRKML()
    RegisterOGRDXF()
    RegisterOGRTAB()
    RegisterOGRXLSX()
    RegisterOGRODS()
  }()
}

/// A file opened by GDAL; closed when the last one lets go of it.
public final class Dataset {
  /// What it is opened for.
  public enum Purpose: Sendable { case read, edit }

  /// GDAL's handle; valid as long as this object lives.
  public let handle: GDALDatasetH
  /// What GDAL said at opening and after.
  public let complaints: Complaints

  /// Something that must live as long as the dataset: files of its own that GDAL comes back to.
  public var companion: AnyObject?

  /// Takes over a dataset that was just made.
  public init(handle: GDALDatasetH, complaints: Complaints) {
    self.handle = handle
    self.complaints = complaints
  }

  /// Opens a plain file with the drivers of a family, `options` being GDAL's open options such as `HEADERS=FORCE`.
  ///
  /// Throws a ``DatasetError``.
  public init(_ file: PlainFile, _ family: DriverFamily, options: [String] = [], to purpose: Purpose = .read) throws {
    family.register()
    let complaints = Complaints()
    let kind = family.isRaster ? GDAL_OF_RASTER : GDAL_OF_VECTOR
    let flags = UInt32(
      bitPattern: kind | GDAL_OF_VERBOSE_ERROR | (purpose == .edit ? GDAL_OF_UPDATE : GDAL_OF_READONLY))
    let handle = complaints.listening {
      withTextList(family.names) { drivers in
        withTextList(options) { options in GDALOpenEx(file.resolved, flags, constant(drivers), constant(options), nil) }
      }
    }
    guard let handle else {
      if let disguise = file.disguise {
        throw DatasetError(file: file.path, why: "is \(disguise), whatever its name says: give \(family.wish).")
      }
      throw DatasetError(
        file: file.path, why: "cannot be read as \(family.wish), or is cut short or damaged\(complaints.aside).")
    }
    self.handle = handle
    self.complaints = complaints
  }

  deinit {
    let handle = handle
    complaints.listening { GDALClose(handle) }
  }

  /// The short name of the driver that opened it.
  public var driver: String {
    guard let driver = GDALGetDatasetDriver(handle), let name = GDALGetDriverShortName(driver) else { return "" }
    return String(cString: name)
  }
}

extension DriverFamily {
  fileprivate var isRaster: Bool { if case .rasters = self { true } else { false } }

  fileprivate var wish: String {
    switch self {
    case .rasters: "a GeoTIFF, an ESRI ASCII grid, an .hgt or a NetCDF file"
    case .vectors: "a Shapefile, GeoPackage, GeoJSON, CSV, KML, DXF, MapInfo, XLSX or ODS file"
    case .geoPackage: "a GeoPackage"
    }
  }
}

/// Calls `body` with a null-ended list of C texts, as GDAL takes options.
public func withTextList<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) throws -> Result
) rethrows -> Result {
  var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  for text in texts { list = CSLAddString(list, text) }
  defer { CSLDestroy(list) }
  return try body(list)
}

/// The same list for the functions of GDAL that promise not to change it.
public func constant(
  _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> UnsafePointer<UnsafePointer<CChar>?>? {
  list.map { UnsafePointer(UnsafeRawPointer($0).assumingMemoryBound(to: UnsafePointer<CChar>?.self)) }
}
