// CityFolder: a city on disk, a folder anyone can read.
//
// `city.yaml` says what the city is, `city.gpkg` holds its features as a GeoPackage that opens in QGIS, `rasters/` its
// grids, `scenarios/` its what-ifs, `runs/` what was computed. What was read equals what was written; edits made in
// between are kept, rows without a key get one, drawn streets are tied to nodes. A write of several files is staged and
// committed by one list of renames, so that a kill at any moment leaves the old or the new city.
//
// Words: *staging* is the folder of files not yet in place; the *commit list* names the renames that make them so; a
// *run store* keeps one folder for each run of a model.
internal import Datasets
internal import Foundation
public import Modelling
internal import Rasters
public import Replica

/// A city on disk.
public struct CityOnDisk: Sendable {
  /// The folder's path as it was given.
  public let path: String

  private static let features = "city.gpkg"
  private static let terrain = "rasters/terrain.tif"

  /// The folder at a path; nothing is read or made yet.
  public init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Whether there is a city in it, or one whose write only waits to be finished.
  public var exists: Bool {
    Disk.exists(file(ProfileText.file)) || Disk.exists(file("\(StagedWrite.name)/\(StagedWrite.list)"))
  }

  /// Reads the city. Finishes or clears away a write that was broken off, gives keys to rows that were drawn, ties
  /// drawn streets to nodes and writes both back.
  ///
  /// Throws a ``CityFolderError``. O(size of the city): Jakarta takes about half a second.
  public func load() throws -> LoadedCity {
    guard exists else {
      throw CityFolderError(path, "there is no city in this folder: make one with \u{201C}kembar import\u{201D}.")
    }
    if Disk.exists(file(StagedWrite.name)) { try recover() }
    let lock = try FolderLock(path, forWriting: false)
    defer { withExtendedLifetime(lock) {} }
    var city = City(profile: try ProfileReader(path: file(ProfileText.file)).read())
    var tables: CityTablesReader
    do {
      let dataset = try Dataset(PlainFile(file(Self.features)), .geoPackage)
      tables = CityTablesReader(dataset)
      try dataset.complaints.listening { try tables.read(into: &city) }
      guard dataset.complaints.errors.isEmpty else {
        throw CityFolderError(
          file(Self.features),
          "is damaged: restore it from a copy, or import the city again\(dataset.complaints.aside).")
      }
    } catch let error as DatasetError {
      throw CityFolderError(error.file, error.why)
    }
    if Disk.exists(file(Self.terrain)) {
      do {
        city.terrain = try RasterReader(projection: city.profile.projection).read(file(Self.terrain)).grid
      } catch let error as RasterError {
        throw CityFolderError(path, "\(error)")
      }
    }
    var remarks = tables.remarks
    writeBack(tables, city, &remarks)
    return LoadedCity(city: city, digest: city.digest(), remarks: remarks.all + otherScenarios)
  }

  /// Files that are not taken for scenarios, a sentence each.
  private var otherScenarios: [String] {
    otherScenarioFiles().map {
      "scenarios/\($0) is not taken for a scenario: a name has letters, digits, spaces, - _ and dots, and ends in .yaml."
    }
  }

  /// Writes the city: all of it or nothing. Rows marked as removed are not written. Makes the folder if need be.
  ///
  /// Tables of others in `city.gpkg` go; scenarios and runs stay. Throws a ``CityFolderError``; the old city is then
  /// untouched. O(size of the city).
  public func save(_ city: City) throws { try save(city) { _ in } }

  /// Writes the city as ``save(_:)`` does, once what was written could be read again; gives it as it was read.
  ///
  /// Throws a ``CityFolderError``; the old city is then untouched, also where the new one was written and cannot be read.
  public func replace(with city: City) throws -> LoadedCity { try replace(with: city) { _ in } }

  func replace(
    with city: City, passing: @escaping (StagedWrite.Moment) throws -> Void
  ) throws -> LoadedCity {
    var loaded: LoadedCity?
    try save(city, passing: passing) { staged in loaded = try staged.load() }
    guard var loaded else { return try load() }
    loaded.remarks += otherScenarios
    return loaded
  }

  func save(
    _ city: City, passing: @escaping (StagedWrite.Moment) throws -> Void,
    trying: (CityOnDisk) throws -> Void = { _ in }
  ) throws {
    try Disk.makeFolder(path)
    let lock = try FolderLock(path, forWriting: true)
    defer { withExtendedLifetime(lock) {} }
    var write = try StagedWrite(in: path, passing: passing)
    do {
      try stage(city, &write)
      try trying(CityOnDisk(path: write.staging))
    } catch let error as CityFolderError {
      write.abandon()
      // Nobody knows of the folder of files that are not in place yet.
      guard error.place.hasPrefix(write.staging) else { throw error }
      throw CityFolderError(path + error.place.dropFirst(write.staging.count), error.reason)
    } catch let error as RasterError {
      write.abandon()
      throw CityFolderError(path, "\(error)")
    }
    try write.carryOut()
  }

  private func stage(_ city: City, _ write: inout StagedWrite) throws {
    let profile = try write.stage(ProfileText.file)
    try Disk.write(Data(ProfileText.write(city.profile).utf8), to: profile)
    try write.finish(ProfileText.file)

    let package = try GeoPackageWriter(path: try write.stage(Self.features), projection: city.profile.projection)
    try CityTablesWriter(city: city, file: package).write()
    try package.close()
    try write.finish(Self.features)
    // What another program left beside the old file does not belong to the new one.
    for end in ["-wal", "-shm", "-journal"] { write.remove(Self.features + end) }

    if let terrain = city.terrain {
      try RasterWriter.write(terrain, to: try write.stage(Self.terrain), projection: city.profile.projection)
      try write.finish(Self.terrain)
    } else {
      write.remove(Self.terrain)
    }
  }

  private func recover() throws {
    let lock = try FolderLock(path, forWriting: true)
    defer { withExtendedLifetime(lock) {} }
    try StagedWrite.recover(in: path)
  }

  private func writeBack(_ tables: CityTablesReader, _ city: City, _ remarks: inout LoadRemarks) {
    guard !remarks.repairs.isEmpty || !tables.newNodes.isEmpty else { return }
    do {
      try WriteBack(path: file(Self.features)).carryOut(
        remarks.repairs, newNodes: tables.newNodes, city.streets.nodes)
    } catch {
      remarks.sentences.append("The new keys hold for now but could not be written back: \(error)")
    }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Runs computed for this city.
  public var runs: RunStore { RunStore(path: file("runs")) }

  /// The folder for what is not for everyone's eyes, readable by its owner alone; made if need be.
  public func privateFolder() throws -> String {
    try Disk.makePrivateFolder(file("private"))
    return file("private")
  }

  /// The files a scenario of the server may name: only those inside the folder, links resolved, `private/` excepted.
  public func files(for city: City) -> any Files { FolderFiles(folder: path, city: city) }

  /// The files a scenario of the command may name: any plain file, by a path relative to the folder or to where the
  /// command runs.
  public func anyFiles(for city: City) -> any Files { AnyFiles(folder: path, city: city) }
}

/// A city as it was loaded.
public struct LoadedCity: Sendable {
  /// The city.
  public var city: City
  /// Its fingerprint, `city.digest()`.
  public var digest: String
  /// What a reader must know, sentences: keys given to drawn features, streets that meet no node.
  public var remarks: [String]

  /// A loaded city.
  public init(city: City, digest: String, remarks: [String]) {
    self.city = city
    self.digest = digest
    self.remarks = remarks
  }
}

/// Something about a city's folder that cannot be read or written: where, why, and how to mend it.
public struct CityFolderError: Error, Equatable, CustomStringConvertible {
  /// The file or folder, with the line after a colon where one is known.
  public let place: String
  /// What is wrong and how to mend it, a sentence.
  public let reason: String

  /// An error in words.
  public init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  /// The sentence for people.
  public var description: String { "\(place): \(reason)" }
}
