import Foundation
import Geography
import Modelling
import OpenStreetMap
import Replica

/// A map of a few nodes and ways, written by hand for one test.
///
/// Node n of the helper lies n thousandths of a degree east of 101.7° E and on 3.1° N, in Kuala Lumpur.
struct SmallMap {
  private var body = ""

  mutating func node(_ id: Int, east: Double, north: Double = 0, _ tags: [String: String] = [:]) {
    body += "<node id='\(id)' lat='\(3.1 + north / 1000)' lon='\(101.7 + east / 1000)' version='1'>"
    body += Self.tags(tags) + "</node>\n"
  }

  mutating func nodes(_ ids: ClosedRange<Int>) {
    for id in ids { node(id, east: Double(id)) }
  }

  mutating func way(_ id: Int, _ nodes: [Int], _ tags: [String: String]) {
    body += "<way id='\(id)' version='1'>" + nodes.map { "<nd ref='\($0)'/>" }.joined() + Self.tags(tags) + "</way>\n"
  }

  mutating func relation(_ id: Int, _ members: [(type: String, ref: Int, role: String)], _ tags: [String: String]) {
    body += "<relation id='\(id)' version='1'>"
    body += members.map { "<member type='\($0.type)' ref='\($0.ref)' role='\($0.role)'/>" }.joined()
    body += Self.tags(tags) + "</relation>\n"
  }

  private static func tags(_ tags: [String: String]) -> String {
    tags.sorted { $0.key < $1.key }.map {
      "<tag k='\($0.key)' v='\($0.value.replacingOccurrences(of: "'", with: "&apos;"))'/>"
    }.joined()
  }

  var text: String { "<?xml version='1.0'?>\n<osm version='0.6'>\n" + body + "</osm>\n" }

  func read(country: String? = "MY", boundary: [[Coordinate]] = [], buffer: Double = 0) throws -> OpenStreetMapLayers {
    try TestFolder().read(text, country: country, boundary: boundary, buffer: buffer)
  }

  /// The layers of one way over the nodes 1, 2, 3.
  static func street(_ tags: [String: String], country: String = "MY") throws -> OpenStreetMapLayers {
    var map = SmallMap()
    map.nodes(1...3)
    map.way(7, [1, 2, 3], tags)
    return try map.read(country: country)
  }
}

/// A folder that goes when the test is done with it.
final class TestFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "kembar-osm-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ data: Data) throws -> String {
    try data.write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  func read(
    _ text: String, country: String?, boundary: [[Coordinate]] = [], buffer: Double = 0
  ) throws -> OpenStreetMapLayers {
    let file = try write("map.osm", Data(text.utf8))
    return try OpenStreetMapReader(country: country, boundary: boundary, buffer: buffer).read(file)
  }
}

/// Real maps that are shared beside the repository and never part of it.
enum Shared {
  static let root: String = {
    if let given = ProcessInfo.processInfo.environment["KEMBAR_SHARED"] { return given }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  static func map(_ name: String) -> String { root + "/data/osm/" + name }

  static var isThere: Bool { FileManager.default.fileExists(atPath: map("jakarta_roads_2012.osm.pbf")) }
}

extension OpenStreetMapLayers {
  func access(_ segment: Int) -> (forward: VehicleSet, backward: VehicleSet) {
    (streets.links.access[segment * 2], streets.links.access[segment * 2 + 1])
  }

  func speeds(_ segment: Int) -> [Double] {
    [streets.links.speeds[segment * 2], streets.links.speeds[segment * 2 + 1]].map { (Double($0) * 36).rounded() / 10 }
  }

  func lanes(_ segment: Int) -> [Int] {
    [Int(streets.links.lanes[segment * 2]), Int(streets.links.lanes[segment * 2 + 1])]
  }

  func left(_ what: String) -> Int { skipped.filter { $0.what == what }.map(\.count).reduce(0, +) }

  var segmentKeys: [String] { streets.segments.keys.map(\.text) }
  var reasons: [String] { skipped.map { "\($0.what): \($0.why)" } }
}
