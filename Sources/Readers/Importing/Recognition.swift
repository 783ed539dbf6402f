import Datasets
import Foundation
public import Geography
public import OpenStreetMap
public import Projections
public import Rasters
public import Vectors

/// What a file may be to a town.
public enum LayerKind: String, CaseIterable, Sendable, Codable {
  /// The open map: streets, and what else is drawn.
  case map
  /// The line around the town.
  case boundary
  /// Heights of the ground.
  case terrain
  /// Small areas, with their people or without.
  case zones
  /// A table of people by area, without shapes.
  case sheet
  /// A raster of people.
  case population
  /// Footprints.
  case buildings
  /// Pieces of land.
  case parcels
  /// Hospitals, schools, shops …
  case places
  /// Land use as areas.
  case land

  /// Whether a town may have several files of it.
  public var mayBeSeveral: Bool { self == .terrain }
  /// Whether its files say where they lie, or have to be told.
  public var isPlaced: Bool { self != .map && self != .sheet }
}

/// A file of a town, looked at: what it seems to be and why, what it holds, and what is to mend.
public struct Recognition: Sendable {
  /// What was found in it.
  public enum Content: Sendable {
    case map(OpenStreetMapSurvey)
    case features(VectorSurvey)
    case raster(RasterSurvey)
  }

  /// A sentence with a name, so that a page can say it in other words: `words` fill it.
  public struct Remark: Sendable, Equatable {
    /// Its name.
    public let code: String
    /// The sentence in English.
    public let sentence: String
    /// What stands in it.
    public let words: [String: String]

    /// A remark from its parts.
    public init(_ code: String, _ sentence: String, _ words: [String: String] = [:]) {
      self.code = code
      self.sentence = sentence
      self.words = words
    }
  }

  /// What it seems to be; nothing where nothing fits.
  public let kind: LayerKind?
  /// Why it seems so.
  public let because: Remark
  /// What it holds.
  public let content: Content
  /// What is wrong or doubtful, and how to mend it.
  public let problems: [Remark]
  /// The coordinate system it names, where its numbers can be of it; nothing where it has to be told.
  public let system: CoordinateSystem?

  /// Bytes a GeoJSON may have: it is read into memory as a whole.
  public static let mostTextBytes = 300_000_000
  /// Bytes a sheet may unpack to.
  public static let mostSheetBytes = 400_000_000

  /// Looks at a file. Seconds at most, but for a large map that does not say where it lies.
  ///
  /// Throws ``DatasetError``, `VectorError`, `RasterError` or `OpenStreetMapError`, a sentence each, where it cannot be read at all.
  public init(_ path: String) throws {
    let name = LayerReading.name(path)
    if OpenStreetMapSurvey.isMap(path) {
      let map = try OpenStreetMapSurvey(path)
      content = .map(map)
      kind = .map
      because = Remark("map", "It is a file of OpenStreetMap.")
      system = try CoordinateSystem("EPSG:4326")
      problems =
        map.box.isEmpty
        ? [Remark("emptyMap", "The map holds no position at all: download it again.")]
        : map.box.width > 1.5 || map.box.height > 1.5
          ? [
            Remark(
              "wideMap",
              "The map covers more than a town: drop the line around the town too, and only what lies within is taken.")
          ] : []
      return
    }
    if Self.isRaster(path) {
      let raster = try RasterSurvey(path)
      content = .raster(raster)
      (system, problems) = Self.judge(raster, file: name)
      (kind, because) = RasterGuess(raster, name: name).answer
      return
    }
    try Self.checkSize(path)
    let features = try VectorSurvey(path)
    content = .features(features)
    system = Self.system(features.crs, box: features.box)
    let guess = FeatureGuess(features, name: name, isGeographic: system?.isGeographic)
    (kind, because) = guess.answer
    problems = Self.judge(features, kind: kind, system: system)
  }

  /// The corners of what it holds in its own numbers; empty for a table.
  public var box: Box {
    switch content {
    case .map(let map): map.box
    case .features(let features): features.box
    case .raster(let raster): Box(raster.corners)
    }
  }

  /// Whether it has to be told where its numbers lie.
  public var needsSystem: Bool { system == nil && !box.isEmpty }

  private static func isRaster(_ path: String) -> Bool {
    guard let file = try? PlainFile(path) else { return false }
    let lower = path.lowercased()
    if [".tif", ".tiff", ".asc", ".hgt", ".nc", ".img"].contains(where: lower.hasSuffix) { return true }
    let head = file.head(4)
    return head.starts(with: [0x49, 0x49, 0x2A, 0]) || head.starts(with: [0x4D, 0x4D, 0, 0x2A])
  }

  private static func checkSize(_ path: String) throws {
    let lower = path.lowercased()
    let file = try PlainFile(path)
    if [".geojson", ".json", ".kml"].contains(where: lower.hasSuffix), file.size > mostTextBytes {
      throw DatasetError(
        file: path,
        why: "is larger than \(mostTextBytes / 1_000_000) MB as text: save it as a GeoPackage, in QGIS for example.")
    }
    if [".xlsx", ".ods", ".kmz"].contains(where: lower.hasSuffix) {
      _ = try Archive(path, limits: Archive.Limits(bytes: mostSheetBytes))
    }
  }

  /// The system a file names; nothing where its numbers cannot be of it, such as metres in a GeoJSON, which has no word for them.
  private static func system(_ definition: String?, box: Box) -> CoordinateSystem? {
    guard let definition, let system = try? CoordinateSystem(definition) else { return nil }
    guard system.isGeographic, !box.isEmpty else { return system }
    return box.minX >= -360 && box.maxX <= 360 && box.minY >= -90.001 && box.maxY <= 90.001 ? system : nil
  }

  private static func judge(_ raster: RasterSurvey, file: String) -> (CoordinateSystem?, [Remark]) {
    var problems: [Remark] = []
    let system = system(raster.crs, box: Box(raster.corners))
    if system == nil { problems.append(noSystem) }
    if raster.bands == 3 || raster.bands == 4, raster.areWhole, raster.least >= 0, raster.greatest <= 255 {
      problems.append(
        Remark("picture", "It looks like a picture, not like numbers: give the grid the picture was made of."))
    }
    if raster.noDataShare == 1 {
      problems.append(
        Remark("noData", "No number was found in it, only \u{201C}no data\u{201D}: check that it is the right file."))
    }
    return (system, problems)
  }

  private static func judge(_ features: VectorSurvey, kind: LayerKind?, system: CoordinateSystem?) -> [Remark] {
    var problems: [Remark] = []
    if system == nil, !features.box.isEmpty { problems.append(noSystem) }
    if features.layers.count > 1 {
      let rest = features.layers.dropFirst().prefix(3).joined(separator: ", ")
      problems.append(
        Remark(
          "layers",
          "Only its first layer, \u{201C}\(features.layers[0])\u{201D}, is read; save others (\(rest)) as files of their own.",
          ["layer": features.layers[0], "others": rest]))
    }
    if kind == .sheet || kind == .zones {
      let people = FieldNames.find(FieldNames.people, in: features.fields.map(\.name))
      if let people, let field = features.fields.first(where: { $0.name == people }), field.hasFractions {
        problems.append(
          Remark(
            "fractions",
            "The people in \u{201C}\(people)\u{201D} are not whole numbers: if the points part thousands, write them without.",
            ["field": people]))
      }
    }
    return problems
  }

  private static let noSystem = Remark(
    "noSystem",
    "It does not say in which coordinate system its numbers are: choose the one by which it lands on the town.")
}

extension VectorSurvey {
  /// The field that is taken for the name of a row where no other is chosen.
  public var guessedName: String? {
    let held = fields.filter { field in
      let words = field.name.lowercased().split { !$0.isLetter }.map(String.init)
      return FieldNames.name.contains(field.name.lowercased()) || words.contains { FieldNames.name.contains($0) }
    }
    return held.max { $0.distinct < $1.distinct }?.name
  }

  /// The field that is taken for the people of a row where no other is chosen.
  public var guessedPeople: String? { FieldNames.find(FieldNames.people, in: fields.map(\.name)) }
}
