import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few things this room asks of the file system, with their failures as sentences.
enum Disk {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes of a file; nothing where there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String, mode: mode_t = 0o755) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw CityFolderError(path, "is a file where a folder is needed: move it away.")
      }
      return
    }
    let above = parent(of: path)
    if above != path, !exists(above) { try makeFolder(above, mode: mode) }
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw error(path) }
  }

  /// Forces a file or a folder to disk.
  static func synchronize(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw error(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw error(path) }
  }

  /// Writes a file beside and renames it into place, both forced to disk.
  static func write(_ data: Data, to path: String) throws {
    let beside = path + ".part"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw error(path) }
    var isWritten = data.withUnsafeBytes { bytes -> Bool in
      var done = 0
      while done < bytes.count {
        guard let base = bytes.baseAddress else { return false }
        let count = Glibc.write(descriptor, base + done, bytes.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        done += count
      }
      return true
    }
    isWritten = isWritten && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten else {
      unlink(beside)
      throw error(path, code)
    }
    guard rename(beside, path) == 0 else { throw error(path) }
    try synchronize(parent(of: path))
  }

  static func removeTree(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// The last failure of the system, as a sentence about a file.
  static func error(_ path: String, _ code: Int32 = errno) -> CityFolderError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      CityFolderError(path, "cannot be written, the disk is full: make room and try again. The old city is untouched.")
    case EROFS, EACCES, EPERM:
      CityFolderError(path, "cannot be written, the folder is read-only: choose another folder or change its rights.")
    default: CityFolderError(path, "cannot be written: \(String(cString: strerror(code))).")
    }
  }
}

/// Keeps others out of a city's folder while it is read or written. Held until it goes; the system lets go of it when
/// the program dies.
final class FolderLock {
  private let descriptor: Int32

  /// Waits until the folder is free: for readers beside other readers, for a writer alone.
  init(_ folder: String, forWriting: Bool) throws {
    descriptor = open(folder, O_RDONLY)
    guard descriptor >= 0 else {
      throw CityFolderError(folder, "cannot be opened: \(String(cString: strerror(errno))).")
    }
    while flock(descriptor, forWriting ? LOCK_EX : LOCK_SH) != 0, errno == EINTR {}
  }

  /// Lets other readers in.
  func share() { _ = flock(descriptor, LOCK_SH) }

  deinit { close(descriptor) }
}

extension Disk {
  /// Makes a folder that only its owner may enter, or makes it so.
  static func makePrivateFolder(_ path: String) throws {
    try makeFolder(path, mode: 0o700)
    guard chmod(path, 0o700) == 0 else { throw error(path) }
  }
}
