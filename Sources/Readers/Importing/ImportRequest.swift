import Projections

/// What to gather into a city: files by layer, and what only a person knows.
public struct ImportRequest: Sendable {
  /// What people call the town; empty takes the name of the map's file.
  public var name = ""
  /// ISO 3166-1 alpha-2; empty guesses it from where the map lies.
  public var country = ""
  /// The map: .osm, .osm.gz, .osm.bz2 or .osm.pbf.
  public var openStreetMap = ""
  /// Tiles of terrain, joined in the order given: the first that has a value wins.
  public var terrain: [String] = []
  /// Standard error of the terrain in metres; NaN takes that of global terrain.
  public var terrainError = Double.nan
  /// Footprints of buildings; empty leaves those of the map.
  public var buildings = ""
  /// Small areas with people; empty makes a grid of squares.
  public var zones = ""
  /// The field of `zones` that names them; empty guesses.
  public var zonesName = ""
  /// The field of `zones` that counts their people; empty guesses.
  public var zonesPeople = ""
  /// A raster of people: counts, or weights when `people` is given.
  public var population = ""
  /// How many people live in the town; nothing takes the counts of `population` or `zones`.
  public var people: Double?
  /// Places as points.
  public var places = ""
  /// Land use as areas.
  public var land = ""
  /// Pieces of land; their use and value where the file tells.
  public var parcels = ""
  /// A table of people by area, without shapes: its rows go to the zones of the same name, or its sum to the town.
  public var sheet = ""
  /// The column of `sheet` that names the areas; empty guesses.
  public var sheetName = ""
  /// The column of `sheet` that counts their people; empty guesses.
  public var sheetPeople = ""
  /// The line around the town; every layer is cut to it and a buffer.
  public var boundary = ""
  /// Metres beyond the boundary that are kept.
  public var buffer = 500.0
  /// Coordinate systems chosen by hand, by layer: `buildings` → `EPSG:23835`.
  public var systems: [String: String] = [:]

  /// A request for nothing.
  public init() {}
}

extension ImportRequest {
  /// Throws `ProjectionError` where a text names no coordinate system of a map.
  public static func check(system: String) throws { _ = try CoordinateSystem(system) }
}
