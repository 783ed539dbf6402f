#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that cannot be opened as data: which, why, and how to mend it.
public struct DatasetError: Error, Equatable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// What is wrong and how to mend it, a sentence without the file's name.
  public let why: String

  /// An error in words.
  public init(file: String, why: String) {
    self.file = file
    self.why = why
  }

  /// The sentence for people.
  public var description: String { "\(file): \(why)" }
}

/// An existing regular file, by an ordinary path: nothing GDAL would take for an address, an archive or a database.
public struct PlainFile: Hashable, Sendable {
  /// The path as it was named.
  public let path: String
  /// The path with every link resolved; what is opened.
  public let resolved: String
  /// Its size in bytes, above 0.
  public let size: Int

  /// The file at a path. Throws a ``DatasetError`` for anything that is no regular file with something in it.
  public init(_ path: String) throws {
    guard !Self.isAddress(path) else { throw Self.address(path) }
    guard !path.isEmpty, !path.utf8.contains(0) else { throw DatasetError(file: path, why: "this is no file name.") }
    guard let real = realpath(path, nil) else {
      throw DatasetError(
        file: path,
        why: errno == EACCES ? "may not be read: check its rights." : "there is no such file: check its name.")
    }
    defer { free(real) }
    resolved = String(cString: real)
    self.path = path
    guard !Self.isAddress(resolved) else { throw Self.address(path) }
    var status = stat()
    guard stat(resolved, &status) == 0 else {
      throw DatasetError(file: path, why: "cannot be looked at: \(String(cString: strerror(errno))).")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw DatasetError(file: path, why: "is a folder: name the file in it.")
    default: throw DatasetError(file: path, why: "is no ordinary file: copy it to one first.")
    }
    size = Int(status.st_size)
    guard size > 0 else { throw DatasetError(file: path, why: "is empty: fetch it again.") }
    guard access(resolved, R_OK) == 0 else {
      throw DatasetError(file: path, why: "may not be read: check its rights.")
    }
  }

  /// A file of our own making, which may be a link.
  public init(unresolved path: String, named name: String) {
    self.path = name
    resolved = path
    size = 1
  }

  private static func isAddress(_ path: String) -> Bool { path.hasPrefix("/vsi") || path.contains("://") }

  private static func address(_ path: String) -> DatasetError {
    DatasetError(
      file: path, why: "addresses and virtual files are not opened: download or unpack it and name the file itself.")
  }

  /// The name without its folders.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The first bytes of the file, at most `count`.
  public func head(_ count: Int) -> [UInt8] {
    guard let stream = fopen(resolved, "rb") else { return [] }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.removeLast(count - fread(&bytes, 1, count, stream))
    return bytes
  }

  /// What the first bytes say the file is, when it is something this house does not read as data; nothing otherwise.
  public var disguise: String? {
    let bytes = head(16)
    let kinds: [(start: [UInt8], what: String)] = [
      ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
      (Array("GIF8".utf8), "a GIF picture"), (Array("%PDF".utf8), "a PDF document"), ([0x1F, 0x8B], "a gzip archive"),
      (Array("7z".utf8) + [0xBC, 0xAF], "a 7-Zip archive"), (Array("Rar!".utf8), "a RAR archive"),
      (Array("<!DOCTYPE html".utf8), "a web page"), (Array("<html".utf8), "a web page"),
    ]
    return kinds.first { bytes.starts(with: $0.start) }?.what
  }
}
