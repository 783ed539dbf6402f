internal import Foundation
internal import Modelling

/// The files of a feed's folder: only plain ones, and none outside of the city's folder.
struct FeedFolder {
  /// A file of the folder.
  struct Entry {
    var name: String
    var path: String
    var size: Int64
    var written: Instant
  }

  private let path: String
  private let pattern: String

  /// A folder within the city's folder. Throws a sentence where it is not there or lies elsewhere, by links too.
  init(_ folder: String, files: String, in city: String) throws(PullFailure) {
    func resolved(_ path: String) -> String? {
      guard let real = realpath(path, nil) else { return nil }
      defer { free(real) }
      return String(cString: real)
    }
    guard let root = resolved(city), let path = resolved(city + "/" + folder) else {
      throw PullFailure("The folder \(folder) is not there: make it, or name another in the feed's file.")
    }
    guard path == root || path.hasPrefix(root == "/" ? root : root + "/") else {
      throw PullFailure("The folder \(folder) lies outside of the city's folder: files are read from within only.")
    }
    self.path = path
    pattern = files
  }

  /// Its plain files whose names fit, by name; `other` gets those that fit and are no plain files.
  func entries(_ other: (String) -> Void) throws(PullFailure) -> [Entry] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw PullFailure("The folder \(path.split(separator: "/").last ?? "") cannot be read: look at its rights.")
    }
    var entries: [Entry] = []
    for name in names.sorted() where fnmatch(pattern, name, FNM_PERIOD) == 0 {
      let file = path + "/" + name
      var status = stat()
      guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        other(name)
        continue
      }
      let written = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
      entries.append(
        Entry(name: name, path: file, size: Int64(status.st_size), written: Instant(milliseconds: written)))
    }
    return entries
  }

  /// Hands a file's bytes on piece by piece. A link, a pipe or a device that took its place is not opened.
  static func read(_ entry: Entry, _ piece: (UnsafeRawBufferPointer) throws -> Void) throws {
    let file = open(entry.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw UnreadableAnswer(reason: "it cannot be opened: look at its rights.") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UnreadableAnswer(reason: "it is no plain file.")
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw UnreadableAnswer(reason: "reading it failed: look at the disk.") }
      guard count > 0 else { return }
      try buffer.withUnsafeBytes { try piece(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
