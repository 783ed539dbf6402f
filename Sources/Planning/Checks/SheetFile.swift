import Foundation

/// A sheet in a city's folder to which rows are added one by one, by several at the same time.
struct SheetFile {
  let path: String

  /// Puts a new text in the place of the old one, which is empty where there is no sheet yet.
  ///
  /// The sheet is written beside and renamed, so that it is whole at any moment; who adds at the same time, in this process or
  /// another, waits for the folder.
  func rewrite(_ change: (String) throws(CheckError) -> String) throws(CheckError) {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CheckError("\(folder) cannot be made: \(error.localizedDescription)")
    }
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if lock >= 0 { close(lock) } }
    while flock(lock, LOCK_EX) != 0, errno == EINTR {}
    let text = try change(try contents())
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CheckError("\(path) cannot be written: \(error.localizedDescription)")
    }
  }

  /// The text as it is; empty where there is no sheet.
  func contents() throws(CheckError) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    guard let data = FileManager.default.contents(atPath: path) else { throw CheckError("\(path) cannot be read.") }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CheckError("\(path) is no text in UTF-8: save it again as CSV UTF-8, then add to it.")
    }
    return text
  }
}
