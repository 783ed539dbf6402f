// CityFolder: a city on disk, a folder anyone can read.
//
// `city.yaml` says what the city is, `city.gpkg` holds its features as a GeoPackage that opens in QGIS, `rasters/` its
// grids, `scenarios/` its what-ifs, `runs/` what was computed. What was read equals what was written; edits made in
// between are kept, rows without a key get one, drawn streets are tied to nodes. A write of several files is staged and
// committed by one list of renames, so that a kill at any moment leaves the old or the new city.
//
// Words: *staging* is the folder of files not yet in place; the *commit list* names the renames that make them so; a
// *run store* keeps one folder for each run of a model.
public import Modelling
public import Replica

/// A city on disk.
public struct CityFolder: Sendable {
  /// The folder's path as it was given.
  public let path: String

  /// The folder at a path; nothing is read or made yet.
  public init(path: String) { self.path = path }

  /// Whether there is a city in it.
  public var exists: Bool { false }

  /// Reads the city. Finishes or clears away a write that was broken off; upgrades an older format into a copy beside.
  ///
  /// Throws a ``CityFolderError``.
  public func load() throws -> LoadedCity {
    throw CityFolderError(path, "cannot be read yet.")
  }

  /// Writes the city: all of it or nothing. Rows marked as removed are not written. Makes the folder if need be.
  ///
  /// Throws a ``CityFolderError``; the old city is then untouched.
  public func save(_ city: City) throws {
    throw CityFolderError(path, "cannot be written yet.")
  }

  /// Runs computed for this city.
  public var runs: RunStore { RunStore(path: path + "/runs") }

  /// The files a scenario of the server may name: only those inside the folder, links resolved.
  public func files(for city: City) -> any Files { FolderFiles(folder: path, city: city) }

  /// The files a scenario of the command may name: any plain file, by a path relative to the folder or to where the
  /// command runs.
  public func anyFiles(for city: City) -> any Files { AnyFiles(folder: path, city: city) }

  /// The names of the scenarios, sorted, without `.yaml`.
  public func scenarios() throws -> [String] { [] }

  /// The text of a scenario.
  public func scenario(_ name: String) throws -> String { throw CityFolderError(path, "cannot be read yet.") }

  /// Writes a scenario beside the old one and renames it into place.
  public func writeScenario(_ text: String, named name: String) throws {}

  /// Takes a scenario away.
  public func deleteScenario(named name: String) throws {}
}

/// A city as it was loaded.
public struct LoadedCity: Sendable {
  /// The city.
  public var city: City
  /// Its fingerprint, `city.digest()`.
  public var digest: String
  /// What a reader must know: keys given to drawn features, streets that meet no node, an upgrade.
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

  public var description: String { "\(place): \(reason)" }
}
