internal import CGDAL
internal import Datasets
public import Geography
public import Modelling

extension RasterReader {
  /// Values of all layers together: 200 MB.
  private static let mostValues = 50_000_000

  /// All bands of a file as a raster over time; with `over` only the window of cells that covers this box.
  ///
  /// Moments are read where the file keeps them as NetCDF does: a dimension beside the two of the plane, in `minutes since …` or the
  /// like; a GeoTIFF made of such a file by `gdal_translate` has them too. Throws a ``RasterError`` or
  /// ``Projections/ProjectionError``, a sentence each. O(values read).
  public func series(_ path: String, over: Box? = nil) throws -> GridSeries {
    let dataset = try Self.open(path)
    return try dataset.complaints.listening {
      let first = try BandReader(dataset: dataset, file: path)
      let (window, placement, _) = try place(first, of: dataset, over: over)
      let cells = window.columns * window.rows
      guard first.bandCount * cells <= Self.mostValues else {
        throw RasterError.unreadable(
          file: path,
          why:
            "has \(first.bandCount) layers of \(window.columns) × \(window.rows) cells over the town, more than fit: "
            + "cut it to the hours of the event, or make its cells larger.")
      }
      let clock = try BandClock(dataset, file: path)
      let layers = try (1...first.bandCount).map { number in
        let band = try BandReader(dataset: dataset, file: path, band: Int32(number))
        return GridSeries.Layer(
          seconds: try clock?.seconds(of: band) ?? 0, values: try band.values(in: window, zeroCounts: true))
      }
      let start = layers[0].seconds
      return GridSeries(
        columns: window.columns, rows: window.rows, placement: placement,
        layers: layers.map { GridSeries.Layer(seconds: $0.seconds - start, values: $0.values) },
        tellsMoments: clock != nil, unit: first.units)
    }
  }
}

/// How a file tells the moments of its bands.
private struct BandClock {
  /// The name of the item that holds a band's moment, and the seconds of its unit.
  private let item: String
  private let size: Double
  private let file: String

  /// Nothing where a file has no dimension beside those of the plane.
  init?(_ dataset: Dataset, file: String) throws {
    func item(_ name: String) -> String? {
      GDALGetMetadataItem(dataset.handle, name, nil).map { String(cString: $0) }
    }
    guard let listed = item("NETCDF_DIM_EXTRA") else { return nil }
    let names = listed.filter { !"{} ".contains($0) }.split(separator: ",").map(String.init)
    guard names.count == 1 else {
      throw RasterError.unreadable(
        file: file,
        why: "has \(names.count) dimensions beside the plane (\(names.joined(separator: ", "))): keep the time alone.")
    }
    let words = (item("\(names[0])#units") ?? "").lowercased().split(separator: " ").map(String.init)
    guard words.count >= 2, words[1] == "since" else {
      throw RasterError.unreadable(
        file: file,
        why: "does not say in which unit its \(names[0]) is: it should be such as minutes since 2021-12-18 00:00.")
    }
    guard let size = Self.sizes.first(where: { $0.words.contains(words[0]) })?.seconds else {
      throw RasterError.unreadable(
        file: file, why: "counts its \(names[0]) in \(words[0]); seconds, minutes, hours and days can be read.")
    }
    self.item = "NETCDF_DIM_\(names[0])"
    self.size = size
    self.file = file
  }

  func seconds(of band: BandReader) throws -> Double {
    guard let number = band.metadata(item).flatMap(Double.init), number.isFinite else {
      throw RasterError.unreadable(file: file, why: "has a layer without a moment: make the file again.")
    }
    return number * size
  }

  private static let sizes: [(words: [String], seconds: Double)] = [
    (["seconds", "second", "sec", "secs", "s"], 1), (["minutes", "minute", "min", "mins"], 60),
    (["hours", "hour", "hr", "hrs", "h"], 3600), (["days", "day", "d"], 86_400),
  ]
}
