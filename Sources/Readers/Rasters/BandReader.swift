internal import CGDAL
import Datasets
import Geography

/// A band of an opened raster, the first where no other is asked for.
struct BandReader {
  let dataset: Dataset
  let file: String
  let columns: Int
  let rows: Int
  let bandCount: Int
  private let band: GDALRasterBandH

  /// 400 million cells are 1.6 GB.
  private static let mostCells = 400_000_000
  /// Cells read at once: 8 MB of doubles.
  private static let chunk = 1 << 20

  init(dataset: Dataset, file: String, band number: Int32 = 1) throws {
    self.dataset = dataset
    self.file = file
    columns = Int(GDALGetRasterXSize(dataset.handle))
    rows = Int(GDALGetRasterYSize(dataset.handle))
    bandCount = Int(GDALGetRasterCount(dataset.handle))
    guard bandCount > 0, columns > 0, rows > 0, let band = GDALGetRasterBand(dataset.handle, number)
    else {
      let names = Self.variables(of: dataset)
      throw RasterError.unreadable(
        file: file,
        why: names.isEmpty
          ? "holds no grid: give a file that does."
          : "holds several variables (\(names.joined(separator: ", "))): save the one you mean as a GeoTIFF.")
    }
    self.band = band
    guard GDALDataTypeIsComplex(GDALGetRasterDataType(band)) == 0 else {
      throw RasterError.unreadable(file: file, why: "holds complex numbers, not heights, depths or counts.")
    }
  }

  /// An item of the band's metadata.
  func metadata(_ name: String) -> String? { GDALGetMetadataItem(band, name, nil).map { String(cString: $0) } }

  var units: String {
    let unit = GDALGetRasterUnitType(band).map { String(cString: $0) } ?? ""
    return unit.isEmpty ? metadata("units") ?? "" : unit
  }

  /// The six numbers that lead from column and row to the file's own x and y.
  func transform() throws -> [Double] {
    var transform = [Double](repeating: 0, count: 6)
    guard GDALGetGeoTransform(dataset.handle, &transform) == CE_None else {
      let points = GDALGetGCPCount(dataset.handle)
      throw RasterError.unreadable(
        file: file,
        why: points > 0
          ? "is placed by \(points) control points only: put it on a grid first, with gdalwarp."
          : "does not say where it lies (no corner, no cell size): georeference it first, in QGIS for example.")
    }
    guard transform.allSatisfy(\.isFinite), transform[1] * transform[5] - transform[2] * transform[4] != 0 else {
      throw RasterError.unreadable(file: file, why: "has cells without area: its georeference is damaged.")
    }
    return transform
  }

  /// The coordinate system the file names, as WKT; nothing when it names none.
  func coordinateSystem() -> String? {
    guard let system = GDALGetSpatialRef(dataset.handle) else { return nil }
    return wellKnownText(of: system)
  }

  /// The cells of a window as they count: scaled, and NaN where there is no data; with `zeroCounts` a 0 is a value even where the file
  /// calls it "no data", as files of rain do where it is dry.
  func values(in window: Window, zeroCounts: Bool = false) throws -> [Float] {
    guard window.columns * window.rows <= Self.mostCells else {
      throw RasterError.unreadable(
        file: file, why: "has \(window.columns) × \(window.rows) cells, more than fit: cut it to the town first.")
    }
    var values = [Float](repeating: .nan, count: window.columns * window.rows)
    let rowsAtOnce = max(1, Self.chunk / window.columns)
    var numbers = [Double](repeating: 0, count: rowsAtOnce * window.columns)
    var mask: [UInt8] = []
    let maskBand = GDALGetMaskBand(band)
    let hasMask = GDALGetMaskFlags(band) & GMF_PER_DATASET != 0
    if hasMask { mask = [UInt8](repeating: 0, count: numbers.count) }
    let rule = CellRule(band)
    for start in stride(from: 0, to: window.rows, by: rowsAtOnce) {
      let count = min(rowsAtOnce, window.rows - start)
      var state = GDALRasterIO(
        band, GF_Read, Int32(window.column), Int32(window.row + start), Int32(window.columns), Int32(count), &numbers,
        Int32(window.columns), Int32(count), GDT_Float64, 0, 0)
      if hasMask, state == CE_None {
        state = GDALRasterIO(
          maskBand, GF_Read, Int32(window.column), Int32(window.row + start), Int32(window.columns), Int32(count),
          &mask,
          Int32(window.columns), Int32(count), GDT_Byte, 0, 0)
      }
      guard state == CE_None else {
        throw RasterError.unreadable(
          file: file, why: "is cut short or damaged; fetch it again\(dataset.complaints.aside).")
      }
      let first = start * window.columns
      for index in 0..<count * window.columns where !hasMask || mask[index] != 0 {
        values[first + index] = zeroCounts && numbers[index] == 0 ? rule.zero : rule.value(numbers[index])
      }
    }
    return values
  }

  private static func variables(of dataset: Dataset) -> [String] {
    guard let list = GDALGetMetadata(dataset.handle, "SUBDATASETS") else { return [] }
    var names: [String] = []
    var index = 0
    while let entry = list[index] {
      let text = String(cString: entry)
      if let name = text.split(separator: ":").last, text.contains("_NAME=") { names.append(String(name)) }
      index += 1
    }
    return names
  }
}

/// What a number in a file means: a value, or "no data".
private struct CellRule {
  private let noData: Double
  private let isSinglePrecision: Bool
  private let scale: Double
  private let offset: Double

  init(_ band: GDALRasterBandH) {
    var has: Int32 = 0
    let noData = GDALGetRasterNoDataValue(band, &has)
    self.noData = has != 0 ? noData : .nan
    isSinglePrecision = GDALGetRasterDataType(band) == GDT_Float32
    let scale = GDALGetRasterScale(band, &has)
    self.scale = has != 0 && scale != 0 ? scale : 1
    let offset = GDALGetRasterOffset(band, &has)
    self.offset = has != 0 ? offset : 0
  }

  /// A 0 as it counts.
  var zero: Float { Float(offset) }

  /// "No data" is compared in the precision of the file: −3.4e38 written with few digits still is −3.4e38.
  func value(_ number: Double) -> Float {
    guard number.isFinite, number != noData else { return .nan }
    if isSinglePrecision, Float(number) == Float(noData) { return .nan }
    let value = Float(number * scale + offset)
    return value.isFinite ? value : .nan
  }
}

/// A coordinate system of GDAL as WKT; nothing when it is empty.
func wellKnownText(of system: OGRSpatialReferenceH) -> String? {
  var text: UnsafeMutablePointer<CChar>?
  defer { VSIFree(text) }
  let state = withTextList(["FORMAT=WKT2_2019"]) { options in
    OSRExportToWktEx(system, &text, constant(options))
  }
  guard state == OGRERR_NONE, let text, text.pointee != 0 else { return nil }
  return String(cString: text)
}
