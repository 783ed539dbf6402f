internal import Foundation
public import Replica

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CityOnDisk {
  /// What `city.yaml` says, without reading the rest. Throws a ``CityFolderError``.
  public func profile() throws -> Profile { try ProfileReader(path: file(ProfileText.file)).read() }

  /// Makes the folder as a whole or not at all: `fill` writes into a folder beside, which then comes into place.
  ///
  /// The folder may be absent, or empty but for hidden files. A city that is there already is left alone, unless
  /// `mayReplace` says yes to its profile; then the new one takes its place, and scenarios, studies and private files that
  /// the new one does not bring come along. Whatever fails — the disk is full, `fill` throws — leaves everything as it was;
  /// a kill leaves a folder `NAME.making-…` beside, which the next call clears away.
  ///
  /// Throws a ``CityFolderError``, or what `fill` throws.
  public func make(
    replacing mayReplace: (Profile) -> Bool = { _ in false }, _ fill: (CityOnDisk) throws -> Void
  ) throws {
    let target = try FolderInMaking(of: self)
    switch target.found {
    case .nothing, .empty: break
    case .city:
      guard mayReplace(try profile()) else {
        throw CityFolderError(path, "holds another city already; it was left as it is. Name another folder.")
      }
    case .other:
      throw CityFolderError(path, "is not empty and holds no city; it was left as it is. Name another folder.")
    }
    let beside = try target.begin()
    do {
      try fill(beside)
      try target.finish()
    } catch let error as CityFolderError {
      target.abandon()
      throw target.told(error)
    } catch {
      target.abandon()
      throw error
    }
  }

  /// Writes a file of the folder beside the old one and renames it into place; folders above it are made.
  ///
  /// `path` is relative to the folder and stays in it. Throws a ``CityFolderError``.
  public func write(_ bytes: [UInt8], to path: String) throws {
    precondition(
      !path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "a file of the city lies in its folder")
    try Disk.makeFolder(Disk.parent(of: file(path)))
    try Disk.write(Data(bytes), to: file(path))
  }
}

/// A folder that is being made beside the one it is to become.
private struct FolderInMaking {
  /// What is in the way.
  enum Found { case nothing, empty, city, other }

  let found: Found
  /// The place, links resolved.
  private let place: String
  /// Where it is made: beside the place, or within where an empty folder, which may be a mount, is there.
  private let making: String
  private let replaced: String
  /// The lowest folder above that was there.
  private let parentsFrom: String

  init(of city: CityOnDisk) throws {
    place =
      realpath(city.path, nil).map { text in
        defer { free(text) }
        return String(cString: text)
      } ?? city.path
    replaced = place + ".replaced"
    // A kill between two renames: the old city goes back.
    if !Disk.exists(place), Disk.exists(replaced) { _ = rename(replaced, place) }
    found = try Self.look(at: place)
    Self.clearLeftovers(of: place)
    making = found == .empty ? "\(place)/.making-\(getpid())" : "\(place).making-\(getpid())"
    var above = Disk.parent(of: place)
    while !Disk.exists(above) { above = Disk.parent(of: above) }
    parentsFrom = above
  }

  private static func look(at place: String) throws -> Found {
    var status = stat()
    guard stat(place, &status) == 0 else { return .nothing }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw CityFolderError(place, "is a file where a folder is needed: move it away.")
    }
    if CityOnDisk(path: place).exists { return .city }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
      throw CityFolderError(place, "may not be read: check its rights.")
    }
    return names.allSatisfy { $0.hasPrefix(".") || $0 == "lost+found" } ? .empty : .other
  }

  /// Takes away what killed processes left; what a living one makes stays.
  private static func clearLeftovers(of place: String) {
    let name = String(place.dropFirst(Disk.parent(of: place).count)).trimmingCharacters(in: ["/"])
    for (folder, start) in [(Disk.parent(of: place), name + ".making-"), (place, ".making-")] {
      for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where entry.hasPrefix(start) {
        guard let process = pid_t(entry.dropFirst(start.count)), kill(process, 0) != 0, errno == ESRCH else { continue }
        Disk.removeTree("\(folder)/\(entry)")
      }
    }
  }

  /// The error as one about the folder that was asked for: nobody knows of the one beside.
  func told(_ error: CityFolderError) -> CityFolderError {
    guard error.place.hasPrefix(making) else { return error }
    let staging = "/\(StagedWrite.name)"
    var rest = error.place.dropFirst(making.count)
    if rest.hasPrefix(staging) { rest = rest.dropFirst(staging.count) }
    return CityFolderError(place + rest, error.reason)
  }

  func begin() throws -> CityOnDisk {
    do {
      try Disk.makeFolder(making)
    } catch let error as CityFolderError {
      abandon()
      throw told(error)
    }
    return CityOnDisk(path: making)
  }

  /// Brings the folder into place.
  func finish() throws {
    switch found {
    case .nothing, .other:
      guard rename(making, place) == 0 else { throw Disk.error(place) }
    case .empty:
      // The file by which a city is known comes last.
      let names = try FileManager.default.contentsOfDirectory(atPath: making).sorted()
      for name in names.filter({ $0 != ProfileText.file }) + [ProfileText.file] {
        guard rename("\(making)/\(name)", "\(place)/\(name)") == 0 else { throw Disk.error(place) }
      }
      Disk.removeTree(making)
    case .city: try swap()
    }
    try Disk.synchronize(Disk.parent(of: place))
  }

  private func swap() throws {
    let lock = try FolderLock(place, forWriting: true)
    defer { withExtendedLifetime(lock) {} }
    for folder in ["scenarios", "studies", "stories", "private"] { try carryOver(folder) }
    Disk.removeTree(replaced)
    guard rename(place, replaced) == 0 else { throw Disk.error(place) }
    guard rename(making, place) == 0 else {
      let error = Disk.error(place)
      _ = rename(replaced, place)
      throw error
    }
    Disk.removeTree(replaced)
  }

  /// Copies what the new city does not bring itself.
  private func carryOver(_ folder: String) throws {
    let (old, new) = ("\(place)/\(folder)", "\(making)/\(folder)")
    guard Disk.exists(old) else { return }
    do {
      guard Disk.exists(new) else { return try FileManager.default.copyItem(atPath: old, toPath: new) }
      for name in try FileManager.default.contentsOfDirectory(atPath: old) where !Disk.exists("\(new)/\(name)") {
        try FileManager.default.copyItem(atPath: "\(old)/\(name)", toPath: "\(new)/\(name)")
      }
    } catch {
      throw CityFolderError(old, "cannot be carried over to the new city (\(error.localizedDescription)).")
    }
  }

  /// Takes away what was made, the folders above included.
  func abandon() {
    Disk.removeTree(making)
    var above = Disk.parent(of: place)
    while above != parentsFrom, above.count > parentsFrom.count, rmdir(above) == 0 { above = Disk.parent(of: above) }
  }
}
