internal import CGDAL
import Datasets
import Geography

/// Makes a new GeoPackage, table by table.
///
/// The tables have no spatial index: its triggers call functions that only programs with GDAL or SpatiaLite have, so
/// that a plain SQL tool could not change a single word. QGIS makes one at a click.
final class GeoPackageWriter {
  /// What a column holds.
  enum Kind { case text, number, integer, flag }

  private let path: String
  private var dataset: GDALDatasetH?
  private let system: OGRSpatialReferenceH
  let complaints = Complaints()

  init(path: String, projection: UTM) throws {
    self.path = path
    DriverFamily.geoPackage.register()
    guard let system = OSRNewSpatialReference(nil), OSRImportFromEPSG(system, Int32(projection.epsg)) == OGRERR_NONE
    else {
      throw CityFolderError(path, "cannot be written: PROJ does not know EPSG:\(projection.epsg), is it installed?")
    }
    self.system = system
    dataset = complaints.listening {
      // The file is not yet in use: a kill while it is made leaves nothing that counts, so SQLite need not wait for the
      // disk after every table.
      CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")
      defer { CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", nil) }
      return GDALGetDriverByName("GPKG").flatMap { GDALCreate($0, path, 0, 0, 0, GDT_Unknown, nil) }
    }
    guard let dataset else { throw failure }
    complaints.listening { _ = GDALDatasetStartTransaction(dataset, 0) }
  }

  deinit {
    if let dataset { complaints.listening { GDALClose(dataset) } }
    OSRRelease(system)
  }

  /// Makes a table and lets `fill` add its rows.
  func table(
    _ name: String, geometry: OGRwkbGeometryType, _ columns: [(name: String, kind: Kind)],
    fill: (inout RowWriter) throws -> Void
  ) throws {
    try complaints.listening {
      let layer = withTextList(["SPATIAL_INDEX=NO"]) {
        GDALDatasetCreateLayer(dataset, name, geometry == wkbNone ? nil : system, geometry, $0)
      }
      guard let layer else { throw failure }
      for column in columns {
        let kind: OGRFieldType =
          switch column.kind {
          case .text, .flag: OFTString
          case .number: OFTReal
          case .integer: OFTInteger
          }
        guard let field = OGR_Fld_Create(column.name, kind) else { throw failure }
        defer { OGR_Fld_Destroy(field) }
        guard OGR_L_CreateField(layer, field, 0) == OGRERR_NONE else { throw failure }
      }
      var rows = RowWriter(layer)
      try fill(&rows)
      guard !rows.hasFailed, complaints.errors.isEmpty else { throw failure }
    }
  }

  /// Completes the file. Throws when anything was not written.
  func close() throws {
    complaints.listening {
      if GDALDatasetCommitTransaction(dataset) == OGRERR_NONE, let dataset { GDALClose(dataset) }
      dataset = nil
    }
    guard complaints.errors.isEmpty else { throw failure }
  }

  private var failure: CityFolderError {
    CityFolderError(path, "cannot be written; is the disk full, or the folder read-only?\(complaints.aside)")
  }
}

/// Adds rows to a table; the fields are set in the order of its columns.
struct RowWriter {
  private let layer: OGRLayerH
  private let table: OGRFeatureDefnH?
  private(set) var hasFailed = false
  private var feature: OGRFeatureH?
  private var column: Int32 = 0

  init(_ layer: OGRLayerH) {
    self.layer = layer
    table = OGR_L_GetLayerDefn(layer)
  }

  /// Adds a row: `fill` sets its fields, `geometry` is well-known binary or empty.
  mutating func add(_ geometry: [UInt8], _ fill: (inout RowWriter) -> Void) {
    guard !hasFailed, let table, let feature = OGR_F_Create(table) else {
      hasFailed = true
      return
    }
    defer { OGR_F_Destroy(feature) }
    self.feature = feature
    column = 0
    fill(&self)
    if !geometry.isEmpty {
      var made: OGRGeometryH?
      let state = geometry.withUnsafeBytes { OGR_G_CreateFromWkb($0.baseAddress, nil, &made, Int32($0.count)) }
      guard state == OGRERR_NONE, OGR_F_SetGeometryDirectly(feature, made) == OGRERR_NONE else {
        hasFailed = true
        return
      }
    }
    if OGR_L_CreateFeature(layer, feature) != OGRERR_NONE { hasFailed = true }
  }

  /// Sets a text; an empty one is left out.
  mutating func text(_ text: String) {
    if !text.isEmpty { OGR_F_SetFieldString(feature, column, text) }
    column += 1
  }

  /// Sets a text of a column by its name, in a table whose columns others may have changed.
  mutating func set(_ name: String, _ text: String) {
    let place = OGR_F_GetFieldIndex(feature, name)
    if place >= 0 { OGR_F_SetFieldString(feature, place, text) }
  }

  /// Sets a number; NaN is left out.
  mutating func number(_ number: Double) {
    if !number.isNaN { OGR_F_SetFieldDouble(feature, column, number) }
    column += 1
  }

  /// Sets a number of single precision as the shortest decimal that gives it back; NaN is left out.
  mutating func number(_ single: Float) {
    let exact = Double(single)
    guard exact != exact.rounded(), let short = Double("\(single)"), Float(short) == single else {
      return number(exact)
    }
    number(short)
  }

  /// Sets a speed of m/s as km/h, in thousandths where they give it back.
  mutating func kilometresPerHour(_ speed: Float) {
    let exact = Double(speed) * 3.6
    let short = (exact * 1000).rounded() / 1000
    number(Float(short / 3.6) == speed ? short : exact)
  }

  /// Sets a whole number.
  mutating func integer(_ integer: some FixedWidthInteger) {
    OGR_F_SetFieldInteger(feature, column, Int32(clamping: integer))
    column += 1
  }

  /// Sets a year; 0, which is not known, is left out.
  mutating func year(_ year: Int16) {
    if year != 0 { OGR_F_SetFieldInteger(feature, column, Int32(year)) }
    column += 1
  }

  /// Sets a yes or no, as a word: GDAL before 3.8.3 mixes up columns of true and false when it hands over many rows at
  /// once (github.com/OSGeo/gdal/issues/8998).
  mutating func flag(_ flag: Bool) { text(flag ? "yes" : "no") }
}
