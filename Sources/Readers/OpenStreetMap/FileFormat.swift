import Foundation

/// Which of OpenStreetMap's formats a file is in, by its first bytes: names lie.
enum FileFormat {
  /// libosmium's name of the format.
  static func detect(_ path: String) throws -> String {
    func fail(_ problem: String) -> OpenStreetMapError { OpenStreetMapError(file: path, problem: problem) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw fail("there is no such file; give the path of a .osm, .osm.gz, .osm.bz2 or .osm.pbf file.")
    }
    guard !isFolder.boolValue else {
      throw fail("this is a folder; give the path of a .osm, .osm.gz, .osm.bz2 or .osm.pbf file in it.")
    }
    guard let handle = FileHandle(forReadingAtPath: path), let start = try? handle.read(upToCount: 64) ?? Data()
    else {
      throw fail("it may not be read; check its permissions.")
    }
    let bytes = [UInt8](start)
    guard !bytes.isEmpty else { throw fail("the file is empty; download it again.") }
    if bytes.starts(with: [0x1F, 0x8B]) { return "osm.gz" }
    if bytes.starts(with: Array("BZh".utf8)) { return "osm.bz2" }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("OSMHeader") { return "pbf" }
    let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if trimmed.hasPrefix("<!DOCTYPE html") || trimmed.hasPrefix("<html") {
      throw fail("this is a web page, not a map; download the file itself.")
    }
    if trimmed.hasPrefix("<") { return "osm" }
    throw fail(
      "this is no OpenStreetMap file\(known(bytes)); give a .osm, .osm.gz, .osm.bz2 or .osm.pbf file, such as an extract "
        + "of your town.")
  }

  private static func known(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return " but a PNG picture" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return " but a JPEG picture" }
    if bytes.starts(with: Array("PK".utf8)) { return " but a zip archive (unpack it first)" }
    if bytes.starts(with: Array("%PDF".utf8)) { return " but a PDF" }
    if bytes.starts(with: Array("II*".utf8)) || bytes.starts(with: Array("MM".utf8)) { return " but a TIFF picture" }
    if bytes.starts(with: Array("SQLite format 3".utf8)) { return " but a database (a GeoPackage?)" }
    if bytes.starts(with: Array("{".utf8)) { return " but JSON" }
    return ""
  }
}
