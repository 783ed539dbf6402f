import Demand
import Foundation
import Replica
import Sandbox
import Testing

@Suite("Demand of a made-up town")
struct SandboxDemandTests {
  @Test("a town of 8,000 people travels as towns do")
  func smallTown() throws {
    let city = SandboxCity(people: 8_000, seed: 3).make()
    let start = Date()
    let demand = try TravelDemand(of: city)
      "zones", demand.zones.count, "stations", demand.stations.count,
      demand.stations.map { ($0.streetClass, $0.throughShare) })
      "trips", demand.trips.count, "pp", demand.summary.tripsPerPerson, "mean", demand.summary.meanMetres,
      Date().timeIntervalSince(start))
    #expect((2.0...3.5).contains(demand.summary.tripsPerPerson))
  }
}
