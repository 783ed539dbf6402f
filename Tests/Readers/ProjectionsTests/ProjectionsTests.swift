import Geography
import Testing

@testable import Projections

private let jakarta = UTM(epsg: 32748)!
private let kl = UTM(epsg: 32647)!

@Suite("Coordinate systems")
struct CoordinateSystemTests {
  @Test(
    "are made from codes, numbers, WKT and PROJ texts",
    arguments: [
      ("EPSG:4326", "WGS 84", true), ("3857", "WGS 84 / Pseudo-Mercator", false),
      ("+proj=utm +zone=48 +south +datum=WGS84", "unknown", false),
      ("EPSG:23838", "DGN95 / Indonesia TM-3 zone 50.1", false),
    ])
  func definitions(definition: String, name: String, isGeographic: Bool) throws {
    let system = try CoordinateSystem(definition)
    #expect(system.isGeographic == isGeographic)
    if definition.hasPrefix("EPSG:23838") {
      #expect(system.name.hasPrefix("DGN95 / Indonesia TM-3"))
    } else {
      #expect(system.name == name)
    }
  }

  @Test("of an old ESRI sidecar file are understood")
  func esri() throws {
    let text = """
      GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],
      UNIT["Degree",0.017453292519943295]]
      """
    #expect(try CoordinateSystem(text).isGeographic)
  }

  @Test("that mean nothing get a sentence", arguments: ["", "EPSG:999999", "Jakarta", "EPSG:5773", "EPSG:4978"])
  func nonsense(text: String) {
    let error = #expect(throws: ProjectionError.self) { try CoordinateSystem(text) }
    #expect(error?.description.contains("EPSG:4326") == true)
  }
}

@Suite("Transformations")
struct TransformationTests {
  @Test("agree with the city's own projection to a micrometre")
  func agreesWithUTM() throws {
    let degrees = [Point(x: 106.8, y: -6.2), Point(x: 107.1, y: -6.5), Point(x: 105, y: -0.5)]
    let carried = try Transformation(from: CoordinateSystem("EPSG:4326"), to: jakarta).forward(degrees)
    for (point, place) in zip(degrees, carried) {
      #expect(jakarta.project(Coordinate(longitude: point.x, latitude: point.y)).distance(to: place) < 1e-6)
    }
  }

  // Reference: echo "11880000 -690000" | cs2cs -f "%.4f" EPSG:3857 EPSG:32748
  @Test("give the numbers of cs2cs for Web Mercator")
  func webMercator() throws {
    let carried = try Transformation(from: CoordinateSystem("EPSG:3857"), to: jakarta)
      .forward([Point(x: 11_880_000, y: -690_000)])
    #expect(carried[0].distance(to: Point(x: 690_297.9439, y: 9_315_891.2494)) < 1e-4)
  }

  @Test("lead back to where they began", arguments: ["EPSG:4326", "EPSG:3857", "EPSG:32648", "EPSG:23834"])
  func thereAndBack(definition: String) throws {
    let way = try Transformation(from: CoordinateSystem(definition), to: jakarta)
    let places = [Point(x: 700_000, y: 9_310_000), Point(x: 710_500.5, y: 9_320_000.25)]
    for (there, back) in zip(places, way.forward(way.inverse(places))) { #expect(there.distance(to: back) < 1e-3) }
  }

  @Test("from the city's own plane leave every number as it was")
  func identity() throws {
    let way = try Transformation(from: CoordinateSystem("+proj=utm +zone=48 +south +datum=WGS84"), to: jakarta)
    let places = [Point(x: 700_000.123456789, y: 9_310_000.987654321)]
    #expect(way.isIdentity && way.forward(places) == places && way.inverse(places) == places)
    #expect(try !Transformation(from: CoordinateSystem("EPSG:32648"), to: jakarta).isIdentity)
  }

  @Test("of positions that lie nowhere are not numbers")
  func nowhere() throws {
    let way = try Transformation(from: CoordinateSystem("EPSG:4326"), to: jakarta)
    #expect(way.forward([Point(x: 106, y: 500)])[0].x.isNaN)
    #expect(way.forward([]).isEmpty)
  }
}

@Suite("Candidate systems")
struct CandidateSystemsTests {
  let town = Box(minX: 106.69, minY: -6.37, maxX: 106.97, maxY: -6.08)

  @Test("for degrees begin with WGS 84")
  func degrees() throws {
    let found = CandidateSystems.landing(box: town, on: town, country: "ID")
    #expect(found.first?.definition == "EPSG:4326")
    #expect(found.contains { $0.name.contains("Batavia") || $0.name.contains("DGN95") })
    #expect(found[0].distance < 1)
  }

  @Test("for metres of UTM begin with the city's zone, and land on the town")
  func metres() throws {
    let box = Box(minX: 690_000, minY: 9_300_000, maxX: 720_000, maxY: 9_325_000)
    let found = CandidateSystems.landing(box: box, on: town, country: "ID")
    #expect(found.first?.definition == "EPSG:32748")
    #expect(found.count > 1 && found.allSatisfy { $0.distance < 50_000 })
    #expect(found.contains { $0.definition == "EPSG:23878" })  // DGN95 / UTM zone 48S
    #expect(!found.contains { $0.definition == "EPSG:32648" })
    #expect("\(found[0])".contains("lands at -6.2"))
  }

  @Test("in Malaysia know the national grids")
  func kualaLumpur() throws {
    let town = Box(minX: 101.6, minY: 3.05, maxX: 101.76, maxY: 3.25)
    let way = try Transformation(from: CoordinateSystem("EPSG:3375"), to: kl)  // GDM2000 / Peninsula RSO
    let corners = [Coordinate(longitude: 101.6, latitude: 3.05), Coordinate(longitude: 101.76, latitude: 3.25)]
    let box = Box(way.inverse(corners.map(kl.project)))
    let found = CandidateSystems.landing(box: box, on: town, country: "MY")
    #expect(found.prefix(6).contains { $0.definition == "EPSG:3375" })
  }

  @Test("for numbers that fit nowhere near are none")
  func none() {
    let box = Box(minX: 5e8, minY: 5e8, maxX: 6e8, maxY: 6e8)
    #expect(CandidateSystems.landing(box: box, on: town, country: "ID").isEmpty)
    #expect(CandidateSystems.landing(box: .empty, on: town, country: "ID").isEmpty)
  }
}
