import COsmium
import Foundation
public import Geography

/// What a map says of itself before it is read: what kind of file it is, and where it lies.
public struct OpenStreetMapSurvey: Sendable, Equatable {
  /// Longitude and latitude of its corners in degrees; empty where the map holds no node.
  public let box: Box

  /// Whether a file looks like a map by its first bytes: an XML of OpenStreetMap, packed or not, or a PBF.
  ///
  /// A packed file is a map when its name says `.osm`.
  public static func isMap(_ path: String) -> Bool {
    guard let format = try? FileFormat.detect(path) else { return false }
    if format == "pbf" { return true }
    if format != "osm" { return path.lowercased().contains(".osm") }
    guard let handle = FileHandle(forReadingAtPath: path), let start = try? handle.read(upToCount: 4096) else {
      return false
    }
    return String(decoding: start, as: UTF8.self).contains("<osm")
  }

  /// Looks at a file. O(bytes) where the map does not say where it lies, otherwise at once.
  ///
  /// Throws ``OpenStreetMapError`` when it is missing, empty, cut off, damaged or no map.
  public init(_ path: String) throws {
    let format = try FileFormat.detect(path)
    var corners = [0.0, 0, 0, 0]
    var failure: UnsafeMutablePointer<CChar>?
    let state = cosmium_box(path, format, &corners, &failure)
    guard state >= 0 else {
      let text = failure.map { String(cString: $0) } ?? ""
      cosmium_free_text(failure)
      throw OpenStreetMapError(file: path, problem: OpenStreetMapReader.explain(text))
    }
    box = state == 0 ? .empty : Box(minX: corners[0], minY: corners[1], maxX: corners[2], maxY: corners[3])
  }
}
