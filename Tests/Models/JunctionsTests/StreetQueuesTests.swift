import Junctions
import Queues
import Replica
import Testing

@Suite("Streets as queues")
struct StreetQueuesTests {
  @Test("Every driven link is a queue link, and a vehicle runs over a crossing")
  func runs() throws {
    let small = SmallCity.cross()
    let streets = try StreetQueues(small.city, threads: 1)
    #expect(streets.queueLinks.count == small.city.streets.links.count)
    #expect(!streets.queueLinks.contains(-1))
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    for (from, to) in [("e", "w"), ("e", "n"), ("e", "s"), ("s", "n"), ("n", "e"), ("w", "n")] {
      let route = streets.route([small.link(from, "o"), small.link("o", to)])
      vehicles.add(departure: 0, driver: 0, route: route)
    }
    let outcome = try QueueEngine.run(vehicles, on: streets.network, options: QueueOptions(begin: 0, end: 600))
    #expect(outcome.arrivedCount == 6 && outcome.stranded.isEmpty)
  }
}
