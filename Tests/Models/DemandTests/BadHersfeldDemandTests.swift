import Demand
import Foundation
import OpenStreetMap
import Replica
import Testing

/// A real small town of which only the map is known (OpenStreetMap, ODbL 1.0, shared beside the repository): no census, no counts.
private let map: String = {
  let shared =
    ProcessInfo.processInfo.environment["KEMBAR_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared").path
  return shared + "/data/traffic/badhersfeld_osm/osm_bbox.osm.xml.gz"
}()

@Suite(
  "Demand of Bad Hersfeld from its map",
  .enabled(if: FileManager.default.fileExists(atPath: map), "the shared map of Bad Hersfeld is not there"))
struct BadHersfeldDemandTests {
  @Test("about 30,000 people are found, who travel as surveys say")
  func town() throws {
    let layers = try OpenStreetMapReader(country: "DE").read(map)
    var city = City(
      profile: Profile(
        name: "Bad Hersfeld", country: "DE", timeZone: "Europe/Berlin", languages: ["de"], currency: "EUR",
        drivingSide: .right, projection: layers.projection))
    city.streets = layers.streets
    city.buildings = layers.buildings
    city.places = layers.places
    let demand = try TravelDemand(of: city)
    #expect((20_000...45_000).contains(demand.summary.people))
    #expect((2.0...3.5).contains(demand.summary.tripsPerPerson))
    #expect((0.35...0.75).contains(demand.summary.share(of: .car)))
    #expect((1_000...12_600).contains(demand.summary.meanMetres))
    #expect(demand.stations.count >= 4)
  }
}
