import Checks
import Demand
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Sandbox
import Testing

@Suite("A demand held against counts") struct CountCheckTests {
  private static let city = SandboxCity(people: 4_000, seed: 3).make()
  private static let draws = try? DemandDraws(of: city)

  private static func passings(_ draws: DemandDraws, _ counters: [TrafficCounter]) throws -> CounterPassings {
    try CounterPassings(
      of: draws.trips, at: counters, stations: draws.demand.zones.count, in: city.streets)
  }

  /// Counts as a town would bring them, quarter by quarter, made of the demand itself with every place wrong by a factor.
  private static func counts(on streets: Int, factor: (Int, Int) -> Double) throws -> [TrafficCount] {
    let draws = try #require(draws)
    let links = (0..<city.streets.links.count).filter { city.streets.links.access[$0].contains(.car) }
    let all = try passings(draws, links.map { TrafficCounter(links: [LinkID($0)], seconds: 0..<86_400) }).counts()
    let busiest = all.indices.sorted { (all[$0], $1) > (all[$1], $0) }.prefix(streets)
    let day = CalendarDate(year: 2026, month: 3, day: 4)
    var slots: [TrafficCounter] = []
    for row in busiest {
      for quarter in 28..<36 {
        for vehicle in [VehicleClass.car, .motorcycle, .truck] {
          slots.append(
            TrafficCounter(
              links: [LinkID(links[row])], seconds: quarter * 900..<(quarter + 1) * 900, vehicles: VehicleSet(vehicle)))
        }
      }
    }
    let trips = draws.trips
    let told = try passings(draws, slots).counts {
      factor(Int(trips.fromZones[$0]), Int(trips.toZones[$0])) / Double(draws.count)
    }
    return zip(slots, told).map { slot, count in
      TrafficCount(
        links: slot.links, date: day, seconds: slot.seconds, vehicles: slot.vehicles, count: count.rounded())
    }
  }

  private static func check(_ counts: [TrafficCount], digest: String = "c") throws -> CountCheck {
    try CountCheck(counts, in: city, model: "traffic", version: "1", digest: digest) { _ in
      try #require(draws)
    } passings: { draws, counters in
      try passings(draws, counters)
    }
  }

  @Test("streets it has not seen come nearer than the map alone and the guess, and the result says so")
  func better() throws {
    var random = SplitMix(seed: 9)
    let places = (0..<2_000).map { _ in Portable.exp(0.3 * random.normal()) }
    let check = try Self.check(Self.counts(on: 14) { 2 * places[$0] * places[$1] })
    let heldOut = try #require(check.heldOut)
    #expect(heldOut.rootError < 0.7 * check.before.rootError)
    #expect(heldOut.rootError < check.guess.rootError)
    #expect(check.fitted.goodShare >= 0.85)
    #expect(check.finding == .better)
    // Quarters and classes are put together to hours.
    #expect(check.pairs.count == 2 * 14)
    #expect(check.pairs.allSatisfy { $0.from == "07:00" && $0.to == "08:00" || $0.from == "08:00" && $0.to == "09:00" })
    #expect(check.sentence.contains("on streets left out"))
    #expect(check.verdict(cityNow: "c", versionNow: "1").level != .cannot)
    #expect(check.verdict(cityNow: "d", versionNow: "1").because.contains("run kembar check again"))
    let factors = check.corrected.factors(for: try #require(Self.draws).demand)
    #expect(factors.reduce(0, +) / Double(factors.count) > 1.3)

    let folder = FileManager.default.temporaryDirectory.path + "/kembar-count-check-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try check.write(toRuns: folder)
    #expect(CountCheck.kept(inRuns: folder)?.sentence == check.sentence)
    try Data("{".utf8).write(to: URL(filePath: "\(folder)/\(CountCheck.file)"))
    #expect(CountCheck.kept(inRuns: folder) == nil)
  }

  @Test("counts shuffled among streets show nothing: held out they are no better than the guess")
  func shuffled() throws {
    var counts = try Self.counts(on: 12) { _, _ in 1 }
    let links = counts.map(\.links)
    // Every street gets the vehicles of the one half the list away.
    for row in counts.indices { counts[row].links = links[(row + counts.count / 2) % counts.count] }
    // Every other one is empty, in both directions: what is found on one says nothing of the next.
    let streets = Set(counts.flatMap(\.links).map(\.segment)).sorted()
    let empty = Set(streets.indices.filter { $0.isMultiple(of: 2) }.map { streets[$0] })
    for row in counts.indices where counts[row].links.contains(where: { empty.contains($0.segment) }) {
      counts[row].count = 0
    }
    let check = try Self.check(counts)
    #expect(check.finding == .noBetter)
    #expect(check.sentence.contains("no better than the guess"))
  }

  @Test("one street cannot be left out, and shows nothing either way; buses, bicycles and Sundays are told")
  func few() throws {
    let counts = try Self.counts(on: 1) { _, _ in 1 }
    var more = counts
    more[0].vehicles = VehicleSet(.bus)
    more[1].date = CalendarDate(year: 2026, month: 3, day: 8)
    let check = try Self.check(more)
    #expect(check.heldOut == nil && check.finding == .tooFew)
    #expect(check.left.map(\.why).contains { $0.contains("no trips are made for its class") })
    #expect(check.left.map(\.why).contains { $0.contains("Sunday") })
    #expect(check.verdict(cityNow: "c", versionNow: nil).level == .screeningOnly)
    #expect(throws: CheckError.self) {
      try Self.check(
        counts.map { count in
          var count = count
          count.vehicles = VehicleSet(.bicycle)
          return count
        })
    }
  }

  @Test("the same vehicles told twice count once; two days of one hour count as their mean")
  func twice() throws {
    let counts = try Self.counts(on: 4) { _, _ in 1 }
    let once = try Self.check(counts)
    let twice = try Self.check(counts + counts)
    #expect(twice.pairs == once.pairs)
    #expect(twice.left.map(\.count).reduce(0, +) == counts.count)
    let other = counts.map { count in
      var count = count
      count.date = CalendarDate(year: 2026, month: 3, day: 5)
      count.count *= 3
      return count
    }
    let mean = try Self.check(counts + other)
    #expect(zip(mean.pairs, once.pairs).allSatisfy { abs($0.counted - 2 * $1.counted) < 1e-9 })
  }
}
