import Foundation
import Geography
import Importing

/// A folder that goes when the test is done with it, with files of a small made-up town in Kuala Lumpur.
final class SmallTown {
  let path: String
  /// The plane of the town.
  let plane = UTM(containing: Coordinate(longitude: 101.7, latitude: 3.1))

  init() throws {
    path = NSTemporaryDirectory() + "kembar-import-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  /// A map: `side` × `side` crossings a thousandth of a degree apart, and a house of one storey beside each.
  func map(side: Int = 6, houses: Bool = true, levels: (Int) -> Int = { _ in 1 }) throws -> String {
    var text = "<?xml version='1.0'?>\n<osm version='0.6'>\n"
    var ways = ""
    func node(_ id: Int, _ east: Double, _ north: Double) {
      text += "<node id='\(id)' version='1' lat='\(3.1 + north / 1000)' lon='\(101.7 + east / 1000)'/>\n"
    }
    func way(_ id: Int, _ nodes: [Int], _ tags: String) {
      ways += "<way id='\(id)' version='1'>" + nodes.map { "<nd ref='\($0)'/>" }.joined() + tags + "</way>\n"
    }
    for row in 0..<side {
      for column in 0..<side {
        let id = 1 + row * side + column
        node(id, Double(column), Double(row))
        guard houses else { continue }
        let corner = 1000 + id * 4
        for (number, (x, y)) in [(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.4)].enumerated() {
          node(corner + number, Double(column) + x, Double(row) + y)
        }
        way(
          5000 + id, [corner, corner + 1, corner + 2, corner + 3, corner],
          "<tag k='building' v='house'/><tag k='building:levels' v='\(levels(id))'/>")
      }
    }
    for line in 0..<side {
      way(100 + line, (0..<side).map { 1 + line * side + $0 }, "<tag k='highway' v='residential'/>")
      way(200 + line, (0..<side).map { 1 + $0 * side + line }, "<tag k='highway' v='residential'/>")
    }
    return try write("map.osm", text + ways + "</osm>\n")
  }

  /// GeoJSON of rectangles in thousandths of a degree from the town's corner.
  func rectangles(
    _ name: String, _ rows: [(west: Double, south: Double, east: Double, north: Double, properties: String)]
  ) throws -> String {
    let features = rows.map { row in
      let ring = [
        (row.west, row.south), (row.east, row.south), (row.east, row.north), (row.west, row.north),
        (row.west, row.south),
      ].map { "[\(101.7 + $0.0 / 1000),\(3.1 + $0.1 / 1000)]" }.joined(separator: ",")
      return
        "{\"type\":\"Feature\",\"properties\":{\(row.properties)},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}}"
    }
    return try write(name, "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}")
  }

  /// An ESRI ASCII grid in degrees with its projection beside it.
  func raster(
    _ name: String, columns: Int, rows: Int, cell: Double, west: Double = -1, south: Double = -1,
    hasProjection: Bool = true, _ value: (Int, Int) -> Double
  ) throws -> String {
    var text =
      "ncols \(columns)\nnrows \(rows)\nxllcorner \(101.7 + west / 1000)\nyllcorner \(3.1 + south / 1000)\n"
      + "cellsize \(cell / 1000)\nNODATA_value -9999\n"
    for row in 0..<rows { text += (0..<columns).map { "\(value($0, row))" }.joined(separator: " ") + "\n" }
    if hasProjection {
      _ = try write(
        name.replacingOccurrences(of: ".asc", with: ".prj"),
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],"
          + "UNIT[\"degree\",0.0174532925199433]]")
    }
    return try write(name, text)
  }
}

/// Real data that is shared beside the repository and never part of it.
enum Shared {
  static let root: String = {
    if let given = ProcessInfo.processInfo.environment["KEMBAR_SHARED"] { return given }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  static func file(_ name: String) -> String { root + "/data/" + name }

  static var isThere: Bool { FileManager.default.fileExists(atPath: file("osm/jakarta_roads_2012.osm.pbf")) }
}
