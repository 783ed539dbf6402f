import Geography
import Modelling

/// Rasters of one moment each, listed in a text: a heading with the unit of the time and of the values, then a moment and a file beside
/// the list in each line.
///
///     minutes,mm/h
///     0,rain-0000.asc
///     15,rain-0015.asc
///
/// Empty lines and lines that begin with `#` are passed over.
struct GridList {
  private let name: String
  private var unit = ""
  private var rows: [(seconds: Double, path: String, line: Int)] = []

  /// Whether a path is a list's, by its ending.
  static func isList(_ path: String) -> Bool {
    [".csv", ".txt"].contains { path.lowercased().hasSuffix($0) }
  }

  init(_ text: String, named name: String) throws {
    self.name = name
    var size: Double?
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      func fail(_ what: String) -> CityFolderError { CityFolderError(name, "line \(index + 1): \(what)") }
      let cells = raw.split(omittingEmptySubsequences: false) { ",;\t".contains($0) }.map {
        String($0.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
      }
      if cells.isEmpty || cells == [""] || cells[0].hasPrefix("#") { continue }
      guard cells.count == 2 else { throw fail("a moment and a file are needed, parted by a comma.") }
      guard let size else {
        size = ["hours": 3600.0, "h": 3600, "minutes": 60, "min": 60, "seconds": 1, "s": 1][cells[0].lowercased()]
        guard size != nil else {
          throw fail("the heading begins with hours, minutes or seconds, not with \u{201C}\(cells[0])\u{201D}.")
        }
        unit = cells[1]
        continue
      }
      guard let moment = Double(cells[0]), moment.isFinite else {
        throw fail("\u{201C}\(cells[0])\u{201D} is no moment.")
      }
      rows.append((moment * size, cells[1], index + 1))
    }
    guard !rows.isEmpty else {
      throw CityFolderError(name, "lists no raster: a heading such as minutes,mm/h and rows such as 0,rain-0000.asc.")
    }
  }

  /// The rasters as one series; `read` reads one by its path beside the list.
  func series(_ read: (String) throws -> GridSeries) throws -> GridSeries {
    var layers: [GridSeries.Layer] = []
    var first: GridSeries?
    for row in rows {
      let one = try read(row.path)
      let model = first ?? one
      first = model
      guard one.layers.count == 1 else {
        throw CityFolderError(
          name, "line \(row.line): \(row.path) has \(one.layers.count) bands; a list takes one moment of each file.")
      }
      guard one.columns == model.columns, one.rows == model.rows, one.placement == model.placement else {
        throw CityFolderError(
          name, "line \(row.line): the cells of \(row.path) are not those of \(rows[0].path): bring them on one grid.")
      }
      guard one.unit.isEmpty || one.unit == unit else {
        throw CityFolderError(
          name, "line \(row.line): \(row.path) says its unit is \(one.unit), the list's heading says \(unit).")
      }
      layers.append(GridSeries.Layer(seconds: row.seconds - rows[0].seconds, values: one.layers[0].values))
    }
    guard let first else { throw CityFolderError(name, "lists no raster.") }
    return GridSeries(
      columns: first.columns, rows: first.rows, placement: first.placement, layers: layers, tellsMoments: true,
      unit: unit)
  }
}
