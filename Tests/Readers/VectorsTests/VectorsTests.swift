import Foundation
import Geography
import Modelling
import Projections
import Testing

@testable import Vectors
import ReaderScratch

private let jakarta = UTM(epsg: 32748)!

private func collection(_ features: String) -> String {
  "{\"type\":\"FeatureCollection\",\"features\":[\(features)]}"
}
private func feature(_ type: String, _ coordinates: String, _ properties: String = "") -> String {
  """
  {"type":"Feature","properties":{\(properties)},"geometry":{"type":"\(type)","coordinates":\(coordinates)}}
  """
}
private let square = "[[[106.8,-6.2],[106.81,-6.2],[106.81,-6.19],[106.8,-6.19],[106.8,-6.2]]]"

@Suite("Reading features")
struct VectorReaderTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }
  let reader = VectorReader(projection: jakarta)

  @Test("carries points, lines and areas into city metres, attributes typed")
  func geoJSON() throws {
    let path = try scratch.write(
      collection(
        [
          feature("Point", "[106.8,-6.2]", "\"name\":\"Pasar Baru\",\"beds\":12,\"height\":3.5,\"none\":null"),
          feature("LineString", "[[106.8,-6.2],[106.81,-6.2]]"),
          feature("MultiPolygon", "[\(square)]", "\"name\":\"\u{4E2D}\u{6587}\""),
        ].joined(separator: ",")), to: "a.geojson")
    let layer = try reader.read(path)
    #expect(layer.features.count == 3 && layer.skipped.isEmpty)
    #expect(Set(layer.fields) == ["name", "beds", "height", "none"])
    let corner = jakarta.project(Coordinate(longitude: 106.8, latitude: -6.2))
    guard case .point(let point) = layer.features[0].geometry, case .line(let lines) = layer.features[1].geometry,
      case .area(let area) = layer.features[2].geometry
    else { return #expect(Bool(false), "a point, a line, an area") }
    #expect(point.distance(to: corner) < 1e-6 && lines.count == 1 && lines[0][0].distance(to: corner) < 1e-6)
    #expect(area.rings.count == 1 && area.rings[0].count == 4 && abs(area.area - 1_223_000) < 2_000)
    #expect(
      layer.features[0].attributes == ["name": .text("Pasar Baru"), "beds": .integer(12), "height": .real(3.5)])
    #expect(layer.features[2].attributes["name"]?.text == "\u{4E2D}\u{6587}")
  }

  @Test(
    "from every kind of file that towns are published in",
    arguments: [
      ("ESRI Shapefile", "a.shp"), ("GPKG", "a.gpkg"), ("LIBKML", "a.kml"), ("MapInfo File", "a.tab"), ("DXF", "a.dxf"),
      ("GeoJSON", "b.geojson"),
    ])
  func kinds(driver: String, name: String) throws {
    let path = try scratch.write(collection(feature("Polygon", square, "\"name\":\"Blok A\"")), to: "a.geojson")
    let more = driver == "DXF" ? ["-skipfailures", "-select", ""] : []
    try run("ogr2ogr", ["-f", driver] + more + [scratch.file(name), path])
    let layer = try VectorReader(projection: jakarta, crs: driver == "DXF" ? "EPSG:4326" : nil).read(scratch.file(name))
    #expect(layer.features.count == 1)
    switch layer.features[0].geometry {
    case .area(let area): #expect(abs(area.area - 1_223_000) < 2_000)
    case .line(let lines): #expect(driver == "DXF" && lines[0].count == 5)
    default: #expect(Bool(false), "an area")
    }
    if driver != "DXF" { #expect(layer.features[0].attributes.values.contains(.text("Blok A"))) }
  }

  @Test("finds positions in the columns of a table")
  func tables() throws {
    let text = "name,Latitude,Longitude,beds\n\"Klinik, A\",-6.2,106.8,3\nB,,106.8,\n"
    let layer = try reader.read(try scratch.write(text, to: "clinics.csv"))
    #expect(layer.features.count == 1 && layer.features[0].attributes["name"] == .text("Klinik, A"))
    #expect(layer.features[0].attributes["beds"] == .integer(3))
    #expect(layer.skipped.map(\.why) == ["its coordinates are missing or no numbers"])
    try run(
      "ogr2ogr",
      ["-f", "XLSX", scratch.file("clinics.xlsx"), scratch.file("clinics.csv"), "-oo", "AUTODETECT_TYPE=YES"])
    #expect(try reader.read(scratch.file("clinics.xlsx")).features.count == 1)

    let comma = try scratch.write("nama;lat;lon\nA;-6,2;106,8\n", to: "comma.csv")
    #expect(try reader.read(comma).features.count == 1)
    let shapes = try scratch.write("id,wkt\n1,\"POINT (106.8 -6.2)\"\n", to: "shapes.csv")
    #expect(try VectorReader(projection: jakarta, crs: "4326").read(shapes).features.count == 1)
    let metres = try scratch.write("id,x,y\n1,700000,9300000\n", to: "metres.csv")
    #expect(
      throws: VectorError.noProjection(
        file: metres, box: Box(minX: 700_000, minY: 9_300_000, maxX: 700_000, maxY: 9_300_000))
    ) { try reader.read(metres) }
  }

  @Test("reads a Shapefile with nothing but its shapes, and leaves nothing beside it")
  func bareShapefile() throws {
    let path = try scratch.write(collection(feature("Polygon", square, "\"name\":\"A\"")), to: "a.geojson")
    try run("ogr2ogr", ["-f", "ESRI Shapefile", scratch.file("a.shp"), path])
    for end in ["shx", "dbf"] { try FileManager.default.removeItem(atPath: scratch.file("a.\(end)")) }
    #expect(try reader.read(scratch.file("a.shp")).features.count == 1)
    #expect(scratch.names.filter { $0.hasPrefix("a.") } == ["a.geojson", "a.prj", "a.shp"])
    try FileManager.default.removeItem(atPath: scratch.file("a.prj"))
    let error = #expect(throws: VectorError.self) { try reader.read(scratch.file("a.shp")) }
    guard case .noProjection(_, let box) = error else { return #expect(Bool(false), "no projection") }
    #expect(box.minX == 106.8 && box.maxY == -6.19)
  }

  @Test("within a box leaves out the rest and counts none of it as skipped where the file's index does")
  func within() throws {
    let path = try scratch.write(
      collection(feature("Point", "[106.8,-6.2]") + "," + feature("Point", "[107.5,-6.9]")), to: "a.geojson")
    let here = jakarta.project(Coordinate(longitude: 106.8, latitude: -6.2))
    let layer = try VectorReader(projection: jakarta, within: Box([here]).expanded(by: 100)).read(path)
    #expect(layer.features.count == 1)
  }

  @Test("reads the layer that is named, and tells of the others")
  func layers() throws {
    let path = try scratch.write(collection(feature("Point", "[106.8,-6.2]")), to: "a.geojson")
    for name in ["one", "two"] {
      try run("ogr2ogr", ["-f", "GPKG", "-update", "-append", scratch.file("a.gpkg"), path, "-nln", name])
    }
    #expect(try VectorReader.layers(of: scratch.file("a.gpkg")) == ["one", "two"])
    #expect(try reader.read(scratch.file("a.gpkg")).skipped.map(\.examples) == [["two"]])
    #expect(try reader.read(scratch.file("a.gpkg"), layer: "two").skipped.isEmpty)
    let error = #expect(throws: VectorError.self) { try reader.read(scratch.file("a.gpkg"), layer: "three") }
    #expect(error?.description.contains("it has one, two") == true)
  }
}

@Suite("Bad features are mended or left out, and told")
struct BadVectorTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }
  let reader = VectorReader(projection: jakarta)

  private func sentence(_ path: String) -> String {
    do {
      _ = try reader.read(path)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("a bow tie becomes two triangles")
  func bowTie() throws {
    let bow = "[[[106.8,-6.2],[106.81,-6.19],[106.81,-6.2],[106.8,-6.19],[106.8,-6.2]]]"
    let layer = try reader.read(try scratch.write(collection(feature("Polygon", bow)), to: "a.geojson"))
    guard case .area(let area) = layer.features[0].geometry else { return #expect(Bool(false), "an area") }
    #expect(area.rings.count == 2 && abs(area.area - 1_223_000 / 2) < 2_000)
    #expect(layer.skipped.map(\.why) == ["mended: it crossed or touched itself"])
  }

  @Test("an open ring is closed")
  func openRing() throws {
    let text = "id,wkt\n1,\"POLYGON ((106.8 -6.2,106.81 -6.2,106.81 -6.19,106.8 -6.19))\"\n"
    let layer = try VectorReader(projection: jakarta, crs: "4326").read(try scratch.write(text, to: "a.csv"))
    guard case .area(let area) = layer.features[0].geometry else { return #expect(Bool(false), "an area") }
    #expect(abs(area.area - 1_223_000) < 2_000)
    #expect(layer.skipped.map(\.why) == ["mended: a ring was left open and is closed now"])
  }

  @Test("a spike, a line for an area and a hole are dealt with")
  func degenerate() throws {
    let flat = "[[[106.8,-6.2],[106.81,-6.2],[106.8,-6.2]]]"
    let hole =
      "[[[106.8,-6.2],[106.81,-6.2],[106.81,-6.19],[106.8,-6.19],[106.8,-6.2]],"
      + "[[106.803,-6.197],[106.807,-6.197],[106.807,-6.193],[106.803,-6.193],[106.803,-6.197]]]"
    let path = try scratch.write(
      collection(feature("Polygon", flat) + "," + feature("Polygon", hole)), to: "a.geojson")
    let layer = try reader.read(path)
    #expect(layer.features.count == 1 && layer.skipped.map(\.why) == ["an area without extent"])
    guard case .area(let area) = layer.features[0].geometry else { return #expect(Bool(false), "an area") }
    #expect(area.rings.count == 2 && MultiPolygon.signedArea(of: area.rings[1]) < 0)
    #expect(abs(area.area - 1_223_000 * 0.84) < 2_000)
  }

  @Test("positions that lie nowhere are left out")
  func nowhere() throws {
    let layer = try reader.read(
      try scratch.write(
        collection(feature("Point", "[106.8,-600]") + "," + feature("Point", "[106.8,-6.2]")), to: "a.geojson"))
    #expect(layer.features.count == 1 && layer.skipped[0].why.contains("outside"))
  }

  @Test("files that cannot be read get a sentence")
  func unreadable() throws {
    try scratch.write("", to: "empty.geojson")
    #expect(sentence(scratch.file("empty.geojson")).contains("is empty"))
    try scratch.write("{\"type\":\"FeatureCollection\",\"features\":[", to: "cut.geojson")
    #expect(sentence(scratch.file("cut.geojson")).contains("cut short or damaged"))
    try scratch.write(collection(""), to: "none.geojson")
    #expect(sentence(scratch.file("none.geojson")).contains("holds no feature"))
    #expect(sentence("https://example.org/a.geojson").contains("addresses and virtual files are not opened"))
    #expect(sentence("PG:dbname=x").contains("there is no such file"))
    #expect(sentence(scratch.path).contains("is a folder"))
    try Data([0x89, 0x50, 0x4E, 0x47, 0, 0]).write(to: URL(fileURLWithPath: scratch.file("a.shp")))
    #expect(sentence(scratch.file("a.shp")).contains("a PNG picture"))
  }

  @Test("a Shapefile cut short is refused")
  func cutShort() throws {
    let squares = (0..<50).map { _ in feature("Polygon", square) }.joined(separator: ",")
    let path = try scratch.write(collection(squares), to: "a.geojson")
    try run("ogr2ogr", ["-f", "ESRI Shapefile", scratch.file("a.shp"), path])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.file("a.shp")))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: scratch.file("a.shp")))
    #expect(sentence(scratch.file("a.shp")).contains("cut short or damaged"))
  }

  @Test("a file of another town says where it lies")
  func elsewhere() throws {
    let path = try scratch.write(collection(feature("Point", "[101.7,3.1]")), to: "a.geojson")
    let town = Box([jakarta.project(Coordinate(longitude: 106.8, latitude: -6.2))]).expanded(by: 5000)
    let error = #expect(throws: VectorError.self) { try VectorReader(projection: jakarta, within: town).read(path) }
    #expect(error?.description.contains("around 3.10° N 101.70° E, the town around 6.20° S 106.80° E") == true)
  }
}

@Suite("Jakarta's features", .enabled(if: Shared.has("jakarta/exposure"), "the shared data are not here"))
struct JakartaVectorTests {
  // Reference: ogrinfo -so jakarta_OSM_building.shp gives 22266 features.
  @Test("are 22,266 footprints from Web Mercator")
  func buildings() throws {
    let start = KembarClock.now()
    let layer = try VectorReader(projection: jakarta).read(Shared.path("jakarta/exposure/jakarta_OSM_building.shp"))
    print("22,266 footprints: \(Double(KembarClock.now() - start) / 1e6) ms CPU")
    let areas = layer.features.compactMap { if case .area(let area) = $0.geometry { area } else { nil } }
    #expect(
      layer.features.count + layer.skipped.filter { !$0.why.hasPrefix("mended") }.reduce(0) { $0 + $1.count } == 22_266)
    #expect(areas.count > 22_200)
    let middle = jakarta.unproject(Box(areas.lazy.map(\.box.center)).center)
    #expect(abs(middle.latitude + 6.2) < 0.3 && abs(middle.longitude - 106.8) < 0.3)
    print(layer.skipped)
  }

  @Test("are boundaries with names")
  func boundaries() throws {
    let layer = try VectorReader(projection: jakarta).read(Shared.path("jakarta/boundaries/kelurahan_jakarta.shp"))
    #expect(layer.features.count == 267 || layer.features.count == 261 || layer.features.count > 200)
    #expect(layer.fields.contains { $0.uppercased().contains("KEL") })
  }
}

private enum KembarClock {
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Runs a program of GDAL.
private func run(_ program: String, _ arguments: [String]) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.standardError = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
}
