import Geography
public import Modelling
public import Replica

/// Puts water on the ground, from a raster of depths: `flood-depth: {raster: rasters/flood-2007.tif}`.
public struct FloodDepth: Change {
  public static let keyword = "flood-depth"
  public static let summary = "Puts water on the ground, as deep as a raster says."
  public static let parameters = [
    Parameter("raster", .file, required: true, summary: "A raster of depths in metres; no data is dry."),
    Parameter(
      "threshold", .number(unit: "m", within: 0...20),
      summary: "Depth beyond which something counts as standing in water; by default 0.3 m."),
  ]

  /// The raster's path.
  public var raster: String
  /// Metres beyond which something counts as standing in water.
  public var threshold: Double?

  /// Water from a raster.
  public init(raster: String, threshold: Double? = nil) {
    self.raster = raster
    self.threshold = threshold
  }

  /// Sets the conditions ``WaterDepth`` and, when given, ``WaterThreshold``.
  ///
  /// A negative or infinite depth, and a raster without one cell of data, are errors: the file is no map of depths.
  /// So is a raster no cell of which lies in the city.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard conditions[WaterDepth.self] == nil else {
      throw ChangeError(Self.keyword, "water is put on the ground twice: keep one flood-depth.")
    }
    let grid = try files.grid(raster)
    var known = 0
    for value in grid.values where !value.isNaN {
      guard value >= 0, value.isFinite else {
        throw ChangeError(
          Self.keyword,
          "\(raster) has a depth of \(value) m; a depth is 0 or more. If that number means \"no data\", mark it so in "
            + "the file (gdal_edit.py -a_nodata \(value)); if the raster holds levels above the sea, subtract the ground."
        )
      }
      known += 1
    }
    guard known > 0 else { throw ChangeError(Self.keyword, "\(raster) has no data in any cell.") }
    guard Self.touches(grid, city) else {
      throw ChangeError(
        Self.keyword,
        "\(raster) lies elsewhere: no street, building or zone of the city is on it. Check its projection.")
    }
    try conditions.set(WaterDepth(frames: [.init(seconds: 0, depth: grid)]), from: Self.keyword)
    if let threshold { try conditions.set(WaterThreshold(metres: Float(threshold)), from: Self.keyword) }
  }

  /// Whether something of the city lies on the grid, with data or not.
  private static func touches(_ grid: Grid, _ city: City) -> Bool {
    city.streets.nodes.points.contains { grid.cell(at: $0) != nil }
      || city.buildings.centroids.contains { grid.cell(at: $0) != nil }
      || city.zones.centers.contains { grid.cell(at: $0) != nil }
      || city.places.points.contains { grid.cell(at: $0) != nil }
  }
}

/// The depth beyond which something counts as standing in water.
public struct WaterThreshold: Condition {
  public static let name = "water-threshold"
  /// The depth that is used when none is given: where a car stops (Pregnolato et al. 2017, see ``WadingDepth``) and water
  /// enters most ground floors.
  public static let usual: Float = 0.3

  /// Metres, 0 or more.
  public let metres: Float

  /// A threshold.
  public init(metres: Float) { self.metres = metres }

  public func feed(_ digest: inout Digest) { digest.feed("metres", numbers: [metres]) }
}
