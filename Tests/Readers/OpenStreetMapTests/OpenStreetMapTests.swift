import Foundation
import Geography
import Modelling
import OpenStreetMap
import Replica
import Testing

@Suite("Real maps", .enabled(if: Shared.isThere, "the shared maps are not beside the repository"))
struct RealMapTests {
  @Test(
    "come through whole",
    arguments: [
      "jakarta_roads_2012.osm.pbf", "manila_makati_bbox.osm.gz", "chiangmai_bbox.osm.gz", "butuan_bbox.osm.gz",
      "hcmc_q3.osm", "hcmc_multi.osm", "hanoi_quoctugiam.osm", "heidelberg.test.osm.pbf",
    ])
  func comeThrough(_ name: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let layers = try OpenStreetMapReader().read(Shared.map(name))
    print(name, layers.country, layers.projection.epsg, layers.date, clock.now - start)
    print(
      "  segments", layers.streets.segments.count, "nodes", layers.streets.nodes.count, "bans",
      layers.streets.turnBans.count, "buildings", layers.buildings.count, "places", layers.places.count, "land",
      layers.land.count, "water", layers.waterways.count, "assets", layers.assets.count)
    for skip in layers.skipped { print("   -", skip.what, skip.count, skip.why, skip.examples.prefix(2)) }
    #expect(layers.streets.segments.count > 100)
  }
}
