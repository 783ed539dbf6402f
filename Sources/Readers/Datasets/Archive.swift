internal import CGDAL
public import Foundation

/// A zip archive as people send it: its files without their folders, taken out with a limit on what comes out.
///
/// GDAL's own reader of archives does the work. What an archive says of itself is not believed: bytes are counted as they come.
public struct Archive: Sendable {
  /// What may come out of an archive.
  public struct Limits: Sendable {
    /// Bytes of all files together.
    public var bytes: Int
    /// Files.
    public var files: Int
    /// How many bytes may come of one byte of the archive.
    public var ratio: Int

    /// Limits by their numbers.
    public init(bytes: Int, files: Int = 500, ratio: Int = 200) {
      self.bytes = bytes
      self.files = files
      self.ratio = ratio
    }
  }

  /// A file in it.
  public struct Entry: Sendable, Equatable {
    /// Its path in the archive.
    public let path: String
    /// The bytes it says it has.
    public let size: Int
  }

  /// The files in it; folders, hidden files and what macOS adds are left out.
  public let entries: [Entry]
  private let file: PlainFile
  private let limits: Limits

  /// Whether a file begins as a zip archive does.
  public static func isArchive(_ path: String) -> Bool {
    guard let file = try? PlainFile(path) else { return false }
    return file.head(4) == [0x50, 0x4B, 0x03, 0x04]
  }

  /// An archive. Throws a ``DatasetError`` where it is damaged, or holds more than the limits allow.
  public init(_ path: String, limits: Limits) throws {
    let file = try PlainFile(path)
    self.file = file
    self.limits = limits
    let complaints = Complaints()
    let found = complaints.listening { () -> [Entry] in
      guard let directory = VSIOpenDir("/vsizip/{\(file.resolved)}", -1, nil) else { return [] }
      defer { VSICloseDir(directory) }
      var entries: [Entry] = []
      while let entry = VSIGetNextDirEntry(directory)?.pointee, let name = entry.pszName {
        let path = String(cString: name)
        let words = path.split(separator: "/")
        guard entry.bModeKnown == 0 || mode_t(entry.nMode) & S_IFMT == S_IFREG, let last = words.last,
          !last.hasPrefix("."), words.first != "__MACOSX"
        else { continue }
        entries.append(Entry(path: path, size: Int(clamping: entry.nSize)))
        if entries.count > limits.files { break }
      }
      return entries
    }
    guard !found.isEmpty else {
      throw DatasetError(file: path, why: "is a zip archive without a file in it, or damaged: pack it again.")
    }
    guard found.count <= limits.files else {
      throw DatasetError(file: path, why: "holds more than \(limits.files) files: pack only those that are needed.")
    }
    entries = found
    let stated = found.reduce(0) { $0 + max(0, $1.size) }
    if stated > bytesAllowed { throw tooLarge }
  }

  private var bytesAllowed: Int { min(limits.bytes, max(1 << 20, file.size * limits.ratio)) }

  private var tooLarge: DatasetError {
    DatasetError(
      file: file.path,
      why:
        "unpacks to more than \(bytesAllowed / 1_000_000) MB, far more than it should: unpack it yourself and give the files."
    )
  }

  private static func address(_ file: PlainFile, _ path: String) -> String { "/vsizip/{\(file.resolved)}/\(path)" }

  /// Takes the files out: `place` names where each goes, by its path in the archive, or nothing to leave it.
  ///
  /// Throws a ``DatasetError`` where the archive is damaged or more comes out than allowed, and what `place` throws; what was written stays.
  public func unpack(to place: (Entry) throws -> FileHandle?) throws {
    var left = bytesAllowed
    let complaints = Complaints()
    try complaints.listening {
      for entry in entries {
        guard let target = try place(entry) else { continue }
        defer { try? target.close() }
        guard let source = VSIFOpenL(Self.address(file, entry.path), "rb") else {
          throw DatasetError(file: file.path, why: "is damaged at \(entry.path): pack it again\(complaints.aside).")
        }
        defer { _ = VSIFCloseL(source) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var came = 0
        while true {
          let count = VSIFReadL(&buffer, 1, buffer.count, source)
          guard count > 0 else { break }
          came += count
          left -= count
          guard left >= 0 else { throw tooLarge }
          try target.write(contentsOf: buffer[..<count])
        }
        guard came == entry.size, complaints.errors.isEmpty else {
          throw DatasetError(file: file.path, why: "is damaged at \(entry.path): pack it again\(complaints.aside).")
        }
      }
    }
  }
}
