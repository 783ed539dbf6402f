internal import Foundation
public import Modelling

/// One folder for each run of a model: `runs/<id>/indicators.json`, `fields/<name>.{json,bin}`, and `kept.bin` where the model keeps something
/// for its runs with changes, and `film.bin` where it tells the ways of single vehicles.
///
/// A run is made beside and renamed into place, so that half a run is never seen. Deleting the folder loses nothing
/// that cannot be computed again; a run that is damaged counts as absent.
public struct RunStore: Sendable {
  /// The folder of the runs.
  public let path: String

  /// The runs in a folder; nothing is read or made yet.
  public init(path: String) { self.path = path }

  /// A run by its name, fields included, but for what it kept; nothing when it is not there or cannot be read as what it should be.
  public func read(_ id: RunID) throws -> StoredRun? {
    guard let folder = folder(of: id), let data = FileManager.default.contents(atPath: folder + "/indicators.json"),
      let sheet = try? Self.decoder.decode(IndicatorSheet.self, from: data), sheet.run == id
    else { return nil }
    if let size = sheet.kept, Disk.size(of: folder + Self.keptFile) != size { return nil }
    var run = StoredRun(
      id: id, model: sheet.model, version: sheet.version, city: sheet.city, indicators: sheet.indicators, fields: [],
      remarks: sheet.remarks)
    for name in sheet.fields {
      guard let field = try? FieldFile.read(name, in: folder + "/fields") else { return nil }
      run.fields.append(field)
    }
    return run
  }

  /// What a run kept for those with changes; empty where it kept nothing, nothing when the run is not there or damaged.
  public func kept(_ id: RunID) -> [UInt8]? {
    guard let folder = folder(of: id), let data = FileManager.default.contents(atPath: folder + "/indicators.json"),
      let sheet = try? Self.decoder.decode(IndicatorSheet.self, from: data), sheet.run == id
    else { return nil }
    guard let size = sheet.kept else { return [] }
    guard let bytes = FileManager.default.contents(atPath: folder + Self.keptFile), bytes.count == size else {
      return nil
    }
    return Array(bytes)
  }

  private static let keptFile = "/kept.bin"
  private static let filmFile = "/film.bin"

  /// The file of a run's single vehicles; nothing where it has none.
  public func film(_ run: RunID) -> String? {
    guard let folder = folder(of: run), Disk.exists(folder + Self.filmFile) else { return nil }
    return folder + Self.filmFile
  }

  /// Writes a run beside and renames it into place; a sound run that is there already is left as it is.
  ///
  /// Throws a ``CityFolderError``; nothing is then left behind.
  public func write(_ run: StoredRun) throws {
    guard let folder = folder(of: run.id) else {
      throw CityFolderError(path, "\u{201C}\(run.id.text)\u{201D} cannot name a run.")
    }
    if try read(run.id) != nil { return }
    let beside = "\(path)/.part-\(run.id.text)-\(ProcessInfo.processInfo.processIdentifier)"
    Disk.removeTree(beside)
    do {
      try Disk.makeFolder(beside + "/fields")
      for field in run.fields { try FieldFile.write(field, city: run.city, in: beside + "/fields") }
      let sheet = IndicatorSheet(
        run: run.id, model: run.model, version: run.version, city: run.city, indicators: run.indicators,
        fields: run.fields.map(\.name), remarks: run.remarks, kept: run.kept.isEmpty ? nil : run.kept.count)
      if !run.kept.isEmpty { try Disk.write(Data(run.kept), to: beside + Self.keptFile) }
      if !run.film.isEmpty { try Disk.write(Data(run.film), to: beside + Self.filmFile) }
      try Disk.write(Self.encoder.encode(sheet), to: beside + "/indicators.json")
      // What stands there was damaged, or `read` would have found it.
      Disk.removeTree(folder)
      guard rename(beside, folder) == 0 else { throw Disk.error(folder) }
      try Disk.synchronize(path)
    } catch {
      Disk.removeTree(beside)
      throw error
    }
  }

  /// The paths of a field's description and of its numbers; nothing when the run has no such field.
  public func fieldData(_ run: RunID, _ name: String) -> (json: String, bin: String)? {
    guard let folder = folder(of: run), CityOnDisk.isSafe(name) else { return nil }
    let stem = "\(folder)/fields/\(name)"
    guard Disk.exists(stem + ".json"), Disk.exists(stem + ".bin") else { return nil }
    return (stem + ".json", stem + ".bin")
  }

  /// The fingerprint of the city a run was made on; nothing when the run is not there or damaged.
  public func city(of run: RunID) -> String? {
    guard let folder = folder(of: run), let data = FileManager.default.contents(atPath: folder + "/indicators.json"),
      let sheet = try? Self.decoder.decode(IndicatorSheet.self, from: data), sheet.run == run
    else { return nil }
    return sheet.city
  }

  /// One field of a run; nothing when the run has none of that name, or it cannot be read.
  public func field(_ run: RunID, _ name: String) -> Field? {
    guard let folder = folder(of: run), CityOnDisk.isSafe(name) else { return nil }
    return try? FieldFile.read(name, in: folder + "/fields")
  }

  /// One field of a run at the moment nearest to a time in milliseconds, at its first where no time is given; nothing when the run has none of
  /// that name, or it cannot be read.
  public func field(_ run: RunID, _ name: String, nearest milliseconds: Double?) -> Field? {
    guard let folder = folder(of: run), CityOnDisk.isSafe(name) else { return nil }
    return try? FieldFile.moment(name, nearest: milliseconds, in: folder + "/fields")
  }

  /// How a field's numbers lie in their file, from its description; nothing when the run has no such field.
  public func fieldShape(_ run: RunID, _ name: String) -> FieldShape? {
    guard let folder = folder(of: run), CityOnDisk.isSafe(name) else { return nil }
    return try? FieldFile.shape(name, in: folder + "/fields")
  }

  private func folder(of id: RunID) -> String? {
    guard id.text.count == 64, id.text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    return "\(path)/\(id.text)"
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

/// What a model answered, as it is kept.
public struct StoredRun: Sendable {
  /// The run's name.
  public var id: RunID
  /// The model's name.
  public var model: String
  /// The model's version.
  public var version: String
  /// The fingerprint of the city it ran on; rows of fields are rows of that city.
  public var city: String
  /// Numbers.
  public var indicators: [Indicator]
  /// Values per link, building, zone, place or cell.
  public var fields: [Field]
  /// Sentences a reader of the numbers must know.
  public var remarks: [String]
  /// What the model keeps for its runs with changes; read apart, by ``RunStore/kept(_:)``.
  public var kept: [UInt8]
  /// The ways of single vehicles, as a film holds them; read apart, from ``RunStore/film(_:)``.
  public var film: [UInt8]

  /// A run to keep.
  public init(
    id: RunID, model: String, version: String, city: String, indicators: [Indicator], fields: [Field],
    remarks: [String], kept: [UInt8] = [], film: [UInt8] = []
  ) {
    self.id = id
    self.model = model
    self.version = version
    self.city = city
    self.indicators = indicators
    self.fields = fields
    self.remarks = remarks
    self.kept = kept
    self.film = film
  }
}

/// `indicators.json`.
private struct IndicatorSheet: Codable {
  var run: RunID
  var model: String
  var version: String
  var city: String
  var indicators: [Indicator]
  var fields: [String]
  var remarks: [String]
  /// Bytes of `kept.bin`; none where nothing is kept.
  var kept: Int?
}
