import Demand
import Foundation
import Geography
import Modelling
import Replica
import Routing
import Sandbox
import Testing

@Suite("Demand corrected by counts")
struct CountedDemandTests {
  private static let city = SandboxCity(people: 4_000, seed: 3).make()
  private static let draws = try? DemandDraws(of: city)

  /// Counters by the hour, morning and afternoon, on both directions of the busiest streets.
  private static func counters(_ number: Int) throws -> [TrafficCounter] {
    let draws = try #require(draws)
    let everywhere = (0..<city.streets.links.count).filter { city.streets.links.access[$0].contains(.car) }.map {
      TrafficCounter(links: [LinkID($0)], seconds: 0..<86_400)
    }
    let passings = try passings(draws.demand.trips, everywhere)
    let sums = passings.counts()
    let best = sums.indices.sorted { (sums[$0], $1) > (sums[$1], $0) }.prefix(number)
    return best.flatMap { row in
      [7, 17].map { hour in
        TrafficCounter(links: everywhere[row].links, seconds: hour * 3_600..<(hour + 1) * 3_600)
      }
    }
  }

  private static func passings(
    _ trips: DemandTrips, _ counters: [TrafficCounter], threads: Int = 2
  ) throws -> CounterPassings {
    try CounterPassings(
      of: trips, at: counters, stations: try #require(draws).demand.zones.count, in: city.streets, threads: threads)
  }

  @Test("passings on free ways are those of the routes walked one by one, for any number of threads")
  func walked() throws {
    let city = Self.city
    let demand = try #require(Self.draws).demand
    let counters = try Self.counters(6) + [TrafficCounter(links: [LinkID(0), LinkID(1)], seconds: 0..<86_400)]
    let free = try Self.passings(demand.trips, counters, threads: 1)
    #expect(try Self.passings(demand.trips, counters, threads: 2) == free)
    let graph = try StreetGraph(city.streets, for: .motor)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    var searches: [VehicleClass: (RouteSearch, [Int32])] = [:]
    for vehicle in [VehicleClass.car, .motorcycle, .truck] {
      let times = try LinkWeights(city.streets, mode: .car, vehicle: vehicle)
      searches[vehicle] = (RouteSearch(try hierarchy.weighted(times)), times.milliseconds)
    }
    let trips = demand.trips
    let walked = try CounterPassings(of: trips, at: counters, stations: demand.zones.count) { trip, pass in
      let (search, times) = try #require(searches[trips.vehicle(trip)])
      let (from, to) = (LinkID(rawValue: trips.fromLinks[trip]), LinkID(rawValue: trips.toLinks[trip]))
      let begin = [RouteEnd(vertex: graph.head(of: from, in: city.streets))]
      let end = graph.tails(of: to, in: city.streets).map { RouteEnd(vertex: $0.vertex) }
      let between = from == to ? [] : search.route(from: begin, to: end)?.links
      guard let between else { return false }
      var clock = Double(trips.departs[trip])
      for link in from == to ? [from] : [from] + between + [to] {
        pass(link, clock)
        clock += Double(times[link.index]) / 1_000
      }
      return true
    }
    #expect(walked == free)
    #expect(free.entries.count > 100)
    #expect(free.entries.allSatisfy { $0.share == 1 || $0.share == 0.5 })
  }

  @Test("a demand that is wrong by place and hour comes nearer to counts it has not seen, and keeps its lengths")
  func corrects() throws {
    let draws = try #require(Self.draws)
    let counters = try Self.counters(20)
    let passings = try Self.passings(draws.trips, counters)
    // The truth: half as much again everywhere, places twice or half as busy, mornings busier still.
    var random = SplitMix(seed: 5)
    let places = draws.demand.placeNames.map { _ in Portable.exp(0.35 * random.normal()) }
    let trips = draws.trips
    let counts = passings.counts { trip in
      let hour = trips.departs[trip] / 3_600 < 12 ? 1.3 : 1.0
      return 1.5 * hour * places[Int(trips.fromZones[trip])] * places[Int(trips.toZones[trip])] / Double(draws.count)
    }.map { $0.rounded() }
    let flows = draws.flows
    // Both hours of a street, and the street's other direction, are left out together.
    let segments = Set(counters.map { $0.links[0].segment }).sorted { $0.index < $1.index }
    let fold = counters.map { counter in (segments.firstIndex(of: counter.links[0].segment) ?? 0) % 6 }
    let judged = CountedDemand.estimation().judge(
      prior: flows.trips, shares: flows.shares(passings), counts: counts, fold: fold, groupings: flows.groupings)
    let before = Agreement.rootMeanSquare(models: judged.before, counts: counts)
    #expect(Agreement.rootMeanSquare(models: judged.heldOut, counts: counts) < 0.6 * before)
    #expect(Agreement.shareBelowFive(models: judged.fitted, counts: counts) >= 0.9)

    let corrected = CountedDemand(draws, passings, counts: counts)
    let factors = corrected.factors(for: draws.demand)
    #expect(factors.count == draws.demand.trips.count)
    #expect(factors.allSatisfy { CountEstimation.bounds.contains($0) })
    let more = corrected.trips(of: draws.demand)
    #expect(abs(Double(more.count) - factors.reduce(0, +)) < 1)
    let again = try Self.passings(more, counters).counts()
    #expect(
      Agreement.rootMeanSquare(models: again, counts: counts)
        < 0.7
        * Agreement.rootMeanSquare(models: try Self.passings(draws.demand.trips, counters).counts(), counts: counts))

    let kept = try JSONDecoder().decode(CountedDemand.self, from: JSONEncoder().encode(corrected))
    #expect(kept.factors(for: draws.demand) == factors)
  }

  @Test("counts that say what the demand says change it little; no counts change nothing")
  func silence() throws {
    let draws = try #require(Self.draws)
    let counters = try Self.counters(6)
    let passings = try Self.passings(draws.trips, counters)
    let same = CountedDemand(draws, passings, counts: passings.counts { _ in 1 / Double(draws.count) })
    #expect(same.factors(for: draws.demand).allSatisfy { abs($0 - 1) < 0.01 })
    let none = CountedDemand(draws, passings, counts: counters.map { _ in .nan })
    #expect(none.factors(for: draws.demand).allSatisfy { $0 == 1 })
  }

  @Test("the same whatever the number of threads")
  func threads() throws {
    let draws = try #require(Self.draws)
    let counters = try Self.counters(10)
    let passings = try Self.passings(draws.trips, counters)
    let counts = passings.counts { _ in 2 / Double(draws.count) }
    #expect(
      CountedDemand(draws, passings, counts: counts, threads: 1)
        == CountedDemand(draws, passings, counts: counts, threads: 2))
  }
}
