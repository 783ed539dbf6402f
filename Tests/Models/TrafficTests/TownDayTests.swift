import Demand
import Junctions
import Modelling
import Queues
import Replica
import Sandbox
import Testing

@testable import Traffic

/// A run of its own, on some threads.
struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 2
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}

@Suite("A town's day") struct TownDayTests {
  static let town = try? SandboxCity(people: 3_000, seed: 4).build()

  // In the town of seed 1 two junctions with signals stand close to each other.
  @Test("a town settles, everybody arrives, and its numbers hang together", arguments: [1, 4] as [UInt64])
  func settles(seed: UInt64) throws {
    let city = try seed == 4 ? #require(Self.town).city : SandboxCity(people: 3_000, seed: seed).build().city
    let outcome = try TrafficModel().run(on: city, under: Conditions(), in: TestContext())
    func number(_ id: String) throws -> Double {
      try #require(outcome.indicators.first { $0.id == "traffic.\(id)" }?.value.number)
    }
    #expect(try number("trips") > 1_000)
    #expect(try number("trips-not-arrived") == 0)
    #expect(try number("trips-left-out") == 0)
    #expect(try number("gridlocks") == 0)
    #expect(try number("relative-gap") < 2)
    #expect(try number("vehicle-hours") > number("delay-hours"))
    let index = try number("time-index")
    #expect(index >= 1 && index < 2)
    // Cars at town speeds emit 150 to 350 g a kilometre by the curve; trucks several times as much, but few drive.
    let grams = try number("co2") * 1e6 / number("kilometres")
    #expect(grams > 150 && grams < 400, "\(grams) g a kilometre")
  }

  @Test("signals are timed hour by hour for those who set out in it, or in the one before")
  func turnsByHour() throws {
    let city = try #require(Self.town).city
    let town = try TrafficTown(city, threads: 2)
    let demand = try TownDemand(city, Conditions(), .weekday, TestContext())
    let day = TrafficDay(demand.trips, on: town, closures: HourClosures())
    let assignment = Assignment(town: town, day: day, seed: 1, threads: 2)
    let routes = try FirstWays(assignment).routes { _ in }
    var counts: [[Int32]: [Double]] = [:]
    for trip in 0..<routes.count {
      for pair in zip(routes[trip], routes[trip].dropFirst()) where town.queues.areTimed[Int(pair.0)] {
        counts[[pair.0, pair.1], default: Array(repeating: 0, count: 24)][day.hour(trip)] += 1
      }
    }
    let volumes = assignment.turns(routes)
    #expect(counts.count > 10)
    for (turn, hours) in counts {
      for hour in hours.indices {
        let expected = max(hours[hour], hour > 0 ? hours[hour - 1] : 0)
        #expect(volumes[hour][LinkID(rawValue: turn[0]), LinkID(rawValue: turn[1])] == expected)
      }
    }
  }

  @Test(
    "where the streets do not carry all trips, the answer is a day with fewer that does not lock", arguments: [3.0, 5])
  func staysFree(factor: Double) throws {
    let city = try #require(Self.town).city
    let town = try TrafficTown(city, threads: 2)
    var conditions = Conditions()
    try conditions.set(DemandFactors([.init(factor: factor)]), from: "test")
    let demand = try TownDemand(city, conditions, .weekday, TestContext())
    let day = TrafficDay(demand.trips, on: town, closures: HourClosures())
    var assignment = Assignment(town: town, day: day, seed: 1, threads: 2)
    let result = try assignment.run(Assignment.Settings(days: 5, gap: 0)) { _ in }
    #expect(result.outcome.standing.isEmpty)
    #expect((result.leftOut > 0) == (result.part < 1))
    // Who is left out has no way, and whoever has one drives.
    let driven = (0..<result.routes.count).count { !result.routes[$0].isEmpty }
    #expect(driven == result.outcome.arrived.count && driven + result.leftOut > day.count * 95 / 100)
    #expect(abs(Double(driven) / Double(driven + result.leftOut) - result.part) < 0.01)
    // A day to be compared with it makes no other trips, and is settled as well.
    guard result.part < 1 else { return }
    var again = Assignment(town: town, day: day, seed: 1, threads: 2)
    let beside = try again.run(
      Assignment.Settings(days: 5, gap: 0).comparable(part: result.part)
    ) { _ in }
    #expect(beside.part <= result.part)
    #expect(
      beside.part < result.part
        || (0..<day.count).allSatisfy { beside.routes[$0].isEmpty == result.routes[$0].isEmpty })
  }
}
