import Foundation
import Geography
import Modelling
import OpenStreetMap
import Replica
import Testing

@Suite("Real maps", .enabled(if: Shared.isThere, "the shared maps are not beside the repository"))
struct RealMapTests {
  @Test("of Jakarta's roads of 2012 give every way that is built, both ways round the same")
  func jakarta() throws {
    let layers = try OpenStreetMapReader().read(Shared.map("jakarta_roads_2012.osm.pbf"))
    #expect(layers.country == "ID")
    #expect(layers.projection.epsg == 32748)
    #expect(layers.streets.segments.count == 47_861)
    let ways = Set(layers.streets.segments.keys.map { $0.text.split(separator: "/")[2] })
    // 18,574 ways, of which five are under construction.
    #expect(ways.count == 18_569)
    #expect(layers.skipped.map(\.count) == [5])
    #expect(Set(layers.segmentKeys).count == layers.segmentKeys.count)
  }

  @Test("of Makati give its signals, crossings, kerbs and trees")
  func makati() throws {
    let layers = try OpenStreetMapReader().read(Shared.map("manila_makati_bbox.osm.gz"))
    #expect(layers.country == "PH")
    // 266 kerbs of which one is of unknown height, 100 signals and 277 crossings stand in the file.
    let nodes = layers.streets.nodes
    #expect(nodes.controls.count { $0 == .signals } == 100)
    #expect(nodes.crossings.count { $0 != .none } >= 277)
    #expect(nodes.kerbs.count { $0 != .unknown } + layers.left("kerb") >= 260)
    #expect(layers.assets.kinds.count { $0 == "tree" } == 207)
    #expect(layers.streets.turnBans.count > 100)
    #expect(layers.buildings.areLevelsAssumed.contains(false))
  }

  @Test(
    "on both sides of borders are placed in their country",
    arguments: [
      ("chiangmai_bbox.osm.gz", "TH"), ("butuan_bbox.osm.gz", "PH"), ("hcmc_q3.osm", "VN"), ("hcmc_multi.osm", "VN"),
      ("hanoi_quoctugiam.osm", "VN"), ("heidelberg.test.osm.pbf", "DE"),
    ])
  func countries(_ name: String, _ country: String) throws {
    let layers = try OpenStreetMapReader().read(Shared.map(name))
    #expect(layers.country == country)
    #expect(layers.streets.segments.count > 200)
    #expect(layers.places.count > 100)
  }

  @Test("cut by a boundary keep only what touches it")
  func boundary() throws {
    let whole = try OpenStreetMapReader().read(Shared.map("jakarta_roads_2012.osm.pbf"))
    let ring = [(106.82, -6.20), (106.84, -6.20), (106.84, -6.18), (106.82, -6.18)].map {
      Coordinate(longitude: $0.0, latitude: $0.1)
    }
    let cut = try OpenStreetMapReader(boundary: [ring], buffer: 200).read(Shared.map("jakarta_roads_2012.osm.pbf"))
    #expect(cut.streets.segments.count > 100)
    #expect(cut.streets.segments.count < whole.streets.segments.count / 20)
    let foreign = Set(cut.segmentKeys).subtracting(whole.segmentKeys)
    #expect(foreign.isEmpty)
  }
}

@Suite("Damaged and foreign files")
struct DamagedFileTests {
  private func refusal(_ name: String, _ data: Data) throws -> String {
    let folder = try TestFolder()
    let path = try folder.write(name, data)
    let error = #expect(throws: OpenStreetMapError.self) { try OpenStreetMapReader().read(path) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(path + ": "))
    #expect(text.hasSuffix("."))
    return text
  }

  @Test("a file that is missing, empty or a folder is named")
  func missing() throws {
    #expect(throws: OpenStreetMapError.self) { try OpenStreetMapReader().read("/nowhere/map.osm") }
    #expect(throws: OpenStreetMapError.self) { try OpenStreetMapReader().read(NSTemporaryDirectory()) }
    #expect(try refusal("map.osm", Data()).contains("empty"))
    #expect(try refusal("map.osm.pbf", Data()).contains("empty"))
  }

  @Test("a PNG named .osm is called a picture, a web page a web page")
  func foreign() throws {
    let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 100))
    #expect(try refusal("map.osm", picture).contains("PNG"))
    #expect(
      try refusal("map.osm", Data("<!DOCTYPE html><html><body>Not found</body></html>".utf8)).contains("web page"))
    #expect(try refusal("map.osm", Data("<?xml version='1.0'?><kml></kml>".utf8)).contains("no OpenStreetMap file"))
    #expect(try refusal("map.osm", Data("{\"type\": \"FeatureCollection\"}".utf8)).contains("JSON"))
    #expect(try refusal("map.osm", Data("lon,lat\n1,2\n".utf8)).contains("no OpenStreetMap file"))
  }

  @Test("a map without anything in it says so")
  func nothing() throws {
    #expect(
      try refusal("map.osm", Data("<?xml version='1.0'?><osm version='0.6'></osm>".utf8)).contains("no map at all"))
    #expect(
      try refusal("map.osm", Data("<osm version='0.6'><node id='1' lat='1' lon='1' version='1'/></osm>".utf8))
        .contains("no street"))
  }

  @Test("XML that is cut off anywhere is refused")
  func cutXML() throws {
    var map = SmallMap()
    map.nodes(1...3)
    map.way(7, [1, 2, 3], ["highway": "residential"])
    let whole = Data(map.text.utf8)
    for share in [0.2, 0.5, 0.8, 0.97] {
      let cut = whole.prefix(Int(Double(whole.count) * share))
      #expect(try refusal("map.osm", cut).contains("cut off or damaged"))
    }
  }

  @Test("rubbish in a numeric attribute is refused", arguments: ["id='x'", "id='1' lat='400' lon='north'"])
  func rubbish(_ attributes: String) throws {
    _ = try refusal("map.osm", Data("<osm version='0.6'><node \(attributes) version='1'/></osm>".utf8))
  }

  @Test("a .pbf cut off or overwritten is refused, never a crash", .enabled(if: Shared.isThere, "no shared maps"))
  func cutPBF() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Shared.map("jakarta_roads_2012.osm.pbf")))
    for bytes in [100, 5_000, 200_000, whole.count - 10] {
      #expect(try refusal("map.osm.pbf", whole.prefix(bytes)).contains("cut off or damaged"))
    }
    var random = SplitMix(seed: 4)
    for _ in 0..<12 {
      var broken = whole
      for _ in 0..<200 { broken[Int(random.next() % UInt64(broken.count))] = UInt8(truncatingIfNeeded: random.next()) }
      let folder = try TestFolder()
      let path = try folder.write("map.osm.pbf", broken)
      // A byte that is changed may by luck leave a readable file.
      do { _ = try OpenStreetMapReader().read(path) } catch { #expect(error is OpenStreetMapError) }
    }
  }

  @Test("a .gz cut off is refused", .enabled(if: Shared.isThere, "no shared maps"))
  func cutGzip() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Shared.map("butuan_bbox.osm.gz")))
    #expect(try refusal("map.osm.gz", whole.prefix(whole.count / 2)).contains("cut off or damaged"))
  }

  @Test("a file's format is told by its content, whatever its name", .enabled(if: Shared.isThere, "no shared maps"))
  func misnamed() throws {
    let folder = try TestFolder()
    let path = try folder.write(
      "map.osm", Data(contentsOf: URL(fileURLWithPath: Shared.map("jakarta_roads_2012.osm.pbf"))))
    #expect(try OpenStreetMapReader().read(path).streets.segments.count == 47_861)
  }
}
