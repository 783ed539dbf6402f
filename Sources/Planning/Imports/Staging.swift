internal import Datasets
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The folder of an import: files come in under safe names, archives are taken apart, and nothing leaves it.
struct Staging: Sendable {
  let folder: String
  let limits: ImportLimits

  /// The endings of the parts of one set of data, the one that is opened first.
  private static let sets: [[String]] = [
    ["shp", "dbf", "shx", "prj", "cpg", "qix", "sbn", "sbx", "qpj", "shp.xml"], ["tab", "dat", "map", "id", "ind"],
    ["tif", "tfw", "tif.aux.xml", "tif.ovr"], ["tiff", "tfw", "tiff.aux.xml"], ["asc", "prj"],
  ]

  init(_ folder: String, limits: ImportLimits) throws {
    self.folder = folder
    self.limits = limits
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw ImportRefusal.disk("\(folder) cannot be made: \(error.localizedDescription)") }
  }

  /// A name as it is kept: no folders, no hidden file, nothing a reader or a shell would take for something else.
  ///
  /// Throws where nothing is left of it.
  static func safeName(_ name: String) throws -> String {
    let last = name.precomposedStringWithCanonicalMapping.split { "/\\".contains($0) }.last.map(String.init) ?? ""
    let plain = last.map { character -> Character in
      character.isLetter || character.isNumber || " .-_()+".contains(character) ? character : "_"
    }
    var safe = String(plain.drop { $0 == "." || $0 == " " })
    while safe.utf8.count > 120 {
      // The ending says what it is: it is the middle that goes.
      let end = safe.lastIndex(of: ".") ?? safe.endIndex
      guard end > safe.startIndex else { throw ImportRefusal.refused("This name of a file is too long.") }
      safe.remove(at: safe.index(before: end))
    }
    guard !safe.isEmpty, safe.contains(where: { $0.isLetter || $0.isNumber }) else {
      throw ImportRefusal.refused("This is no name of a file: give it one with letters or digits.")
    }
    return safe
  }

  /// Where a file is written while it comes.
  func incoming(_ number: Int) -> String { "\(folder)/.incoming-\(number)" }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Bytes of all that lies in it, what is on its way included.
  var used: Int {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).reduce(0) { sum, name in
      sum + (((try? FileManager.default.attributesOfItem(atPath: path(name)))?[.size] as? NSNumber)?.intValue ?? 0)
    }
  }

  /// Whether some bytes more fit on the disk.
  func check(room bytes: Int) throws {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return }
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    guard free - bytes >= limits.reserve else {
      throw ImportRefusal.disk(
        "There is no room for it: \(bytes / 1_000_000) MB are needed and \(max(0, free - limits.reserve) / 1_000_000) MB are free. "
          + "Make room on the server's disk.")
    }
  }

  /// The files in it that a reader may open, by name.
  func files() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The sets of data among some files: the file that is opened, and all its parts. A set whose first part is not there yet is told by `isWhole`.
  static func sets(of files: [String]) -> [(main: String, parts: [String], isWhole: Bool)] {
    var left = files
    var found: [(String, [String], Bool)] = []
    for endings in sets {
      let main = endings[0]
      var stems: [String] = []
      for file in left {
        guard let stem = stem(file, endings) else { continue }
        let isOwn = file.lowercased().hasSuffix(".\(main)")
        // A lone .prj or .dat says nothing of a set whose main file is not there, but for the parts only a Shapefile has.
        if isOwn
          || (main == "shp" && ["dbf", "shx", "prj", "cpg", "sbn"].contains { file.lowercased().hasSuffix(".\($0)") })
        {
          if !stems.contains(stem) { stems.append(stem) }
        }
      }
      for name in stems {
        let parts = left.filter { stem($0, endings) == name }
        let opened = parts.first { $0.lowercased().hasSuffix(".\(main)") }
        // A .prj beside an .asc is that grid's.
        if opened == nil, left.contains(where: { $0.lowercased() == "\(name).asc" }) { continue }
        // A table of dBase without a Shapefile is no table this house reads.
        found.append((opened ?? "\(name).\(main)", parts, opened != nil))
        left.removeAll { parts.contains($0) }
      }
    }
    found += left.map { ($0, [$0], true) }
    return found.sorted { $0.0 < $1.0 }
  }

  private static func stem(_ file: String, _ endings: [String]) -> String? {
    let lower = file.lowercased()
    guard let ending = endings.filter({ lower.hasSuffix(".\($0)") }).max(by: { $0.count < $1.count }) else {
      return nil
    }
    return String(lower.dropLast(ending.count + 1))
  }

  /// Whether a file is an archive to take apart, and not a sheet that is packed as one.
  static func isPacked(_ path: String) -> Bool {
    let lower = path.lowercased()
    return ![".xlsx", ".ods", ".kmz"].contains { lower.hasSuffix($0) } && Archive.isArchive(path)
  }

  /// Takes an archive apart into the folder; the archive goes. Answers the names of what came out. Where it fails nothing has changed.
  func unpack(_ name: String, taken: Int) throws -> [String] {
    let path = path(name)
    let archive = try Archive(
      path, limits: Archive.Limits(bytes: max(0, limits.bytes - taken), files: limits.files))
    try check(room: archive.entries.reduce(0) { $0 + $1.size })
    var names: [String] = []
    func beside(_ name: String) -> String { self.path(".unpacked-\(name)") }
    do {
      try archive.unpack { entry in
        var safe = try Self.safeName(entry.path)
        // Two folders of an archive may hold files of one name.
        if names.contains(safe) { safe = try Self.safeName(entry.path.replacingOccurrences(of: "/", with: "-")) }
        guard !Archive.isArchiveName(safe) else {
          throw ImportRefusal.refused("\(name) holds an archive itself (\(safe)): unpack it, and give its files.")
        }
        guard !names.contains(safe) else {
          throw ImportRefusal.refused("\(name) holds two files called \(safe): give them names of their own.")
        }
        let target = beside(safe)
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
          let handle = FileHandle(forWritingAtPath: target)
        else { throw ImportRefusal.disk("\(safe) cannot be written: see that the server's disk has room.") }
        names.append(safe)
        return handle
      }
    } catch {
      for name in names { try? FileManager.default.removeItem(atPath: beside(name)) }
      throw error
    }
    try? FileManager.default.removeItem(atPath: path)
    for name in names where rename(beside(name), self.path(name)) != 0 {
      throw ImportRefusal.disk("\(name) cannot be kept: see that the server's disk may be written.")
    }
    return names
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

extension Archive {
  /// Whether a name is of an archive within an archive, which stays packed.
  static func isArchiveName(_ name: String) -> Bool {
    let lower = name.lowercased()
    return [".zip", ".7z", ".rar", ".tar", ".tgz"].contains { lower.hasSuffix($0) }
  }
}
