import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A write of several files that happens wholly or not at all.
///
/// Files are made in `.staging/` and forced to disk. Then one list, `.staging/commit.json`, is written and forced to
/// disk: from that moment the write counts. Its renames are carried out and the folder goes. A kill before the list
/// leaves the old files, a kill after it the new ones, because ``recover(in:)`` finishes what the list says.
struct StagedWrite {
  /// What the list holds: paths relative to the city's folder.
  struct Commit: Codable, Equatable {
    var format = 1
    /// Files that go, before anything is renamed.
    var removals: [String] = []
    /// Files of the staging folder that come into place.
    var renames: [String] = []
  }

  /// The moments at which a kill leaves something different behind.
  enum Moment: Equatable {
    case begun, staged(String), synchronized, listed, removed(String), renamed(String), unlisted
  }

  let folder: String
  private var commit = Commit()
  private let passing: (Moment) throws -> Void
  var staging: String { folder + "/" + Self.name }

  static let name = ".staging"
  static let list = "commit.json"

  /// Clears what an earlier write left and makes the staging folder. `passing` is told each moment; when it throws,
  /// nothing is cleaned up, as after a kill.
  init(in folder: String, passing: @escaping (Moment) throws -> Void = { _ in }) throws {
    self.folder = folder
    self.passing = passing
    try Disk.makeFolder(folder)
    try Self.recover(in: folder)
    try Disk.makeFolder(staging)
    try passing(.begun)
  }

  /// The path at which to make a file that will lie at `path` in the folder.
  mutating func stage(_ path: String) throws -> String {
    let staged = staging + "/" + path
    try Disk.makeFolder(Disk.parent(of: staged))
    commit.renames.append(path)
    return staged
  }

  /// Says that the staged file is complete.
  func finish(_ path: String) throws {
    try Disk.synchronize(staging + "/" + path)
    try passing(.staged(path))
  }

  /// Says that a file of the folder must go.
  mutating func remove(_ path: String) { commit.removals.append(path) }

  /// Makes the write count and carries it out.
  func carryOut() throws {
    for path in Set(commit.renames.map { Disk.parent(of: staging + "/" + $0) }).sorted() { try Disk.synchronize(path) }
    try passing(.synchronized)
    try Disk.write(try JSONEncoder().encode(commit), to: staging + "/" + Self.list)
    try passing(.listed)
    try Self.apply(commit, in: folder, passing)
  }

  /// Takes away what was staged, after an error.
  func abandon() { Disk.removeTree(staging) }

  /// Finishes a write that counts, clears away one that does not.
  static func recover(in folder: String) throws {
    let staging = folder + "/" + name
    guard Disk.exists(staging) else { return }
    guard let data = FileManager.default.contents(atPath: staging + "/" + list) else {
      Disk.removeTree(staging)
      return
    }
    guard let commit = try? JSONDecoder().decode(Commit.self, from: data), commit.format == 1 else {
      throw CityFolderError(
        staging + "/" + list,
        "is no list of renames this version understands: finish the write with the version that began it.")
    }
    try apply(commit, in: folder) { _ in }
  }

  private static func apply(_ commit: Commit, in folder: String, _ passing: (Moment) throws -> Void) throws {
    let staging = folder + "/" + name
    for path in commit.removals {
      guard unlink(folder + "/" + path) == 0 || errno == ENOENT else { throw Disk.error(folder + "/" + path) }
      try passing(.removed(path))
    }
    for path in commit.renames {
      let target = folder + "/" + path
      guard Disk.exists(staging + "/" + path) else { continue }
      try Disk.makeFolder(Disk.parent(of: target))
      guard rename(staging + "/" + path, target) == 0 else { throw Disk.error(target) }
      try passing(.renamed(path))
    }
    for path in Set(commit.renames.map { Disk.parent(of: folder + "/" + $0) }).sorted() { try Disk.synchronize(path) }
    unlink(staging + "/" + list)
    try passing(.unlisted)
    Disk.removeTree(staging)
  }
}
