import Foundation
import Geography
import Importing
import Modelling
import OpenStreetMap
import Projections
import Rasters
import Replica
import Testing
import Vectors

@Suite("Gathering layers")
struct GatheringTests {
  @Test("footprints of a file replace the map's they lie on and leave the others")
  func buildings() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map { _ in 2 }
    request.buildings = try town.rectangles(
      "foot.geojson",
      [
        (0.15, 0.15, 0.45, 0.45, "\"floors\":7,\"type\":\"Office\""), (0.6, 0.6, 0.9, 0.9, "\"height\":9.6"),
        (1.15, 0.15, 1.45, 0.45, "\"name\":\"Rumah\""),
      ])
    let (city, report) = try Importer(request).run()
    #expect(city.buildings.count == 36 - 2 + 3)
    #expect(city.buildings.keys.prefix(3).map(\.text) == ["foot/0", "foot/1", "foot/2"])
    #expect(Array(city.buildings.levels.prefix(3)) == [7, 3, 2])
    #expect(Array(city.buildings.uses.prefix(3)) == [.commercial, .unknown, .residential])
    #expect(report.layers.contains { $0.layer == "buildings" && $0.remark.hasPrefix("2 of the map's 36") })
  }

  @Test("places of a CSV file are added by their kind")
  func places() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.places = try town.write(
      "clinics.csv",
      "lon,lat,name,kind\n101.701,3.101,Klinik Satu,Klinik\n101.702,3.102,Dewan,community centre\n99,1,Far,clinic\n")
    let city = try Importer(request).run().city
    #expect(city.places.kinds.map(\.rawValue) == ["clinic", "community"])
    #expect(city.places.names == ["Klinik Satu", "Dewan"])
    #expect(city.places.keys[0].text.hasPrefix("clinics/"))
  }

  @Test("land of a file lies over the map's, and words that are no land use are reported")
  func land() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.land = try town.rectangles(
      "land.geojson", [(0, 0, 1, 1, "\"landuse\":\"Housing\""), (1, 1, 2, 2, "\"landuse\":\"moonscape\"")])
    let (city, report) = try Importer(request).run()
    #expect(city.land.uses == [.residential])
    #expect(report.skipped.contains { $0.why.contains("moonscape") })
  }

  @Test("the profile takes what its country says, and every layer its source")
  func profile() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.name = "Bandar Kecil"
    request.openStreetMap = try town.map()
    let (city, report) = try Importer(request).run()
    #expect(city.profile.country == "MY")
    #expect(city.profile.drivingSide == .left)
    #expect(city.profile.currency == "MYR")
    #expect(city.profile.timeZone == "Asia/Kuala_Lumpur")
    #expect(city.profile.languages == ["ms", "en", "zh", "ta"])
    #expect(city.profile.source(of: "streets")?.attribution == "© OpenStreetMap contributors")
    #expect(city.profile.source(of: "streets")?.licence == "ODbL 1.0")
    #expect(report.remarks.contains { $0.contains("guessed") })
    request.country = "TH"
    #expect(try Importer(request).run().city.profile.currency == "THB")
  }

  @Test("a boundary cuts every layer")
  func boundary() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    let whole = try Importer(request).run().city
    request.boundary = try town.rectangles("town.geojson", [(0.5, 0.5, 2.5, 2.5, "\"name\":\"Town\"")])
    request.buffer = 20
    request.people = 100
    let city = try Importer(request).run().city
    #expect(city.boundary.rings.count == 1)
    #expect(city.buildings.count < whole.buildings.count / 3)
    #expect(city.buildings.count >= 4)
    #expect(city.streets.segments.count < whole.streets.segments.count)
    let foreign = Set(city.streets.segments.keys).subtracting(whole.streets.segments.keys)
    #expect(foreign.isEmpty)
    #expect(abs(city.people - 100) < 1e-6)
  }

  @Test("the same files give the same city")
  func same() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.people = 5000
    let first = try Importer(request).run().city
    #expect(try Importer(request).run().city.digest() == first.digest())
  }
}

@Suite("Terrain")
struct TerrainTests {
  @Test("without a boundary it covers the town's box")
  func box() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.terrain = [
      try town.raster("hills.asc", columns: 200, rows: 200, cell: 0.5, west: -50, south: -50) { Double($0 + $1) }
    ]
    let (city, report) = try Importer(request).run()
    let terrain = try #require(city.terrain)
    #expect(!terrain.value(at: city.box.center).isNaN)
    #expect(terrain.columns < 100)
    #expect(city.profile.source(of: "terrain")?.standardError == 1.4)
    #expect(report.remarks.contains { $0.contains("1.4 m") })
    request.terrainError = 0.15
    #expect(try Importer(request).run().city.profile.source(of: "terrain")?.standardError == 0.15)
  }

  @Test("with a boundary it reaches up to the ridge whose rain runs through the town")
  func catchment() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.boundary = try town.rectangles("town.geojson", [(0, 0, 4, 4, "\"name\":\"Town\"")])
    request.buffer = 0
    // A slope that falls to the south, with its ridge 30 thousandths of a degree (3.3 km) north of the town's corner.
    request.terrain = [
      try town.raster("slope.asc", columns: 400, rows: 400, cell: 0.3, west: -60, south: -60) { column, row in
        let north = 60 - Double(row) * 0.3
        return north < 30 ? 100 + north : 160 - north
      }
    ]
    let terrain = try #require(try Importer(request).run().city.terrain)
    let upstream = town.plane.project(Coordinate(longitude: 101.702, latitude: 3.128))
    let beyond = town.plane.project(Coordinate(longitude: 101.702, latitude: 3.15))
    #expect(!terrain.value(at: upstream).isNaN)
    #expect(terrain.value(at: beyond).isNaN)
  }

  @Test(
    "two sources of other cells are joined and told; heights no ground has, undeclared voids among them, are left out and told"
  )
  func sources() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.terrain = [
      try town.raster("fine.asc", columns: 40, rows: 40, cell: 0.1, west: 0, south: 0) { column, row in
        column == 5 && row == 5 ? 32767 : column == 6 && row == 5 ? -32768 : 12
      },
      try town.raster("coarse.asc", columns: 60, rows: 60, cell: 0.5, west: -10, south: -10) { _, _ in 13 },
    ]
    let (city, report) = try Importer(request).run()
    let terrain = try #require(city.terrain)
    func height(_ east: Double, _ north: Double) -> Float {
      terrain.value(at: town.plane.project(Coordinate(longitude: 101.7 + east / 1000, latitude: 3.1 + north / 1000)))
    }
    #expect(height(2.05, 2.05) == 12 && height(-8.7, -8.7) == 13)
    #expect(abs(height(0.55, 3.45) - 12) < 0.2)
    #expect(report.remarks.contains { $0.contains("coarse.asc") && $0.contains("1.0 m higher") })
    #expect(report.skipped.contains { $0.what == "cell of the terrain" && $0.count == 2 })
    #expect(!report.remarks.contains { $0.contains("in metres?") })
    // Hills of 1 in 5, written in centimetres.
    request.terrain = [
      try town.raster("cm.asc", columns: 60, rows: 60, cell: 0.5, west: -10, south: -10) { column, _ in
        Double(column % 5) * 1110
      }
    ]
    #expect(try Importer(request).run().report.remarks.contains { $0.contains("in metres?") })
  }

  @Test("a raster elsewhere on Earth, and one that holds nothing, get a sentence")
  func elsewhere() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    request.terrain = [try town.raster("far.asc", columns: 9, rows: 9, cell: 1, west: 9000) { _, _ in 1 }]
    #expect(throws: RasterError.self) { try Importer(request).run() }
    request.terrain = [try town.raster("void.asc", columns: 9, rows: 9, cell: 1) { _, _ in -9999 }]
    #expect(throws: RasterError.self) { try Importer(request).run() }
  }
}

@Suite("Requests that cannot be done")
struct RequestTests {
  @Test("a layer without a coordinate system is answered with those that would do")
  func noSystem() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    let corner = town.plane.project(Coordinate(longitude: 101.7, latitude: 3.1))
    var text = "x,y,name,kind\n"
    text += "\(corner.x + 50),\(corner.y + 50),A,clinic\n\(corner.x + 400),\(corner.y + 300),B,school\n"
    request.places = try town.write("places.csv", text)
    do {
      _ = try Importer(request).run()
      Issue.record("a layer without a coordinate system was read")
    } catch ImportError.noSystem(let layer, _, let candidates) {
      #expect(layer == "places")
      #expect(candidates.contains { $0.definition == "EPSG:32647" })
    }
    request.systems["places"] = "EPSG:32647"
    let city = try Importer(request).run().city
    #expect(city.places.count == 2)
    #expect(city.profile.source(of: "places")?.chosenCRS == "EPSG:32647")
  }

  @Test("missing maps, unknown countries, layers and fields are named")
  func unknown() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    #expect(throws: ImportError.self) { try Importer(request).run() }
    request.openStreetMap = town.path + "/nothing.osm"
    #expect(throws: OpenStreetMapError.self) { try Importer(request).run() }
    request.openStreetMap = try town.map()
    request.country = "XX"
    #expect(throws: ImportError.self) { try Importer(request).run() }
    request.country = ""
    request.systems = ["roads": "EPSG:4326"]
    #expect(throws: ImportError.self) { try Importer(request).run() }
    request.systems = [:]
    request.zones = try town.rectangles("zones.geojson", [(-1, -1, 6, 6, "\"name\":\"All\"")])
    request.zonesPeople = "inhabitants"
    let error = #expect(throws: ImportError.self) { try Importer(request).run() }
    #expect(error?.description.contains("inhabitants") == true)
  }

  @Test("a total that is no number of people is refused")
  func people() throws {
    let town = try SmallTown()
    var request = ImportRequest()
    request.openStreetMap = try town.map()
    for people in [-1.0, .nan, .infinity] {
      request.people = people
      #expect(throws: ImportError.self) { try Importer(request).run() }
    }
  }
}

@Suite("Importing Jakarta", .enabled(if: Shared.isThere, "the shared data are not beside the repository"))
struct JakartaTests {
  @Test("gathers streets, footprints, zones and a density, and keeps the stated people")
  func gathers() throws {
    var request = ImportRequest()
    request.name = "Jakarta"
    request.openStreetMap = Shared.file("osm/jakarta_roads_2012.osm.pbf")
    request.buildings = Shared.file("jakarta/exposure/jakarta_OSM_building.shp")
    request.population = Shared.file("jakarta/test/Population_Jakarta_geographic.asc")
    request.people = 9_600_000
    request.zones = Shared.file("jakarta/boundaries/kelurahan_jakarta.shp")
    let (city, report) = try Importer(request).run()
    #expect(city.profile.country == "ID")
    #expect(city.profile.drivingSide == .left)
    // 22,266 footprints, of which a few are no buildings: without extent, or above 5 km².
    #expect(city.buildings.count > 22_250)
    #expect(
      city.buildings.count
        + report.skipped.filter { $0.what.hasPrefix("building") || $0.what.hasPrefix("feature") }.map(\.count).reduce(
          0, +) == 22_266)
    #expect(abs(city.people - 9_600_000) <= 1e-6)
    #expect(city.zones.count > 250)
  }
}
