import Foundation
import Geography
import Importing
import Modelling
import Replica
import Testing

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
    for layer in report.layers { print(layer) }
    for skip in report.skipped { print(skip) }
    for remark in report.remarks { print(remark) }
    #expect(city.profile.country == "ID")
    #expect(city.buildings.count == 22_266)
    #expect(abs(city.people - 9_600_000) <= 1e-6)
    #expect(city.zones.count > 250)
  }
}
