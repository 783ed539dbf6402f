import Checks
import Demand
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

@testable import kembar

@Suite("kembar check, vehicle counts") struct CountCheckTableTests {
  private static let check: CountCheck? = {
    let city = SandboxCity(people: 1_500, seed: 2).make()
    guard let draws = try? DemandDraws(of: city) else { return nil }
    let segments = city.streets.segments
    let counts = (0..<segments.count).filter { city.streets.links.access[2 * $0].contains(.car) }.prefix(4).map {
      TrafficCount(links: [SegmentID($0).forward], date: nil, seconds: 25_200..<28_800, vehicles: .motor, count: 40)
    }
    return try? CountCheck(
      counts, in: city, model: "traffic", version: "1", digest: "c",
      demand: { _ in draws },
      passings: { draws, counters in
        try CounterPassings(of: draws.trips, at: counters, stations: draws.demand.zones.count, in: city.streets)
      })
  }()

  @Test("The table tells each street and hour, before and after, and the errors beside the guess")
  func table() throws {
    let text = CountCheckTable(try #require(Self.check)).text(within: 120)
    for words in [
      "counted", "map alone", "held out", "fitted to other streets", "constant guess", "07:00–08:00", "GEH < 5",
      "4 hours of 4 streets with counts",
    ] { #expect(text.contains(words), "\(words)") }
  }

  @Test("What the town counted stands before what was measured elsewhere")
  func first() throws {
    let check = try #require(Self.check)
    let verdicts = Catalogue.standard.verdicts(
      on: SandboxCity(people: 500, seed: 1).make(), digest: "c", checked: nil, counted: check)
    #expect(verdicts.first?.verdict.question == "Are there as many vehicles on your town's streets as were counted?")
    #expect(verdicts.first?.verdict.because.contains("4 streets") == true)
  }
}
