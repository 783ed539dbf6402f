import Demand
import Edits
import Geography
import Junctions
import Modelling
import Queues
import Replica
import Sandbox
import Testing

@testable import Traffic

@Suite("A day with changes begins from the ways of the day without them") struct HabitsTests {
  /// A town, its settled day, and the trips of that.
  private struct Settled {
    var city: City, town: TrafficTown
    var demand: TownDemand
    var day: TrafficDay
    var result: Assignment.Result
  }

  private static let settled = Result { () throws -> Settled in
    let city = try SandboxCity(people: 3_000, seed: 4).build().city
    let town = try TrafficTown(city, threads: 2)
    let demand = try TownDemand(city, Conditions(), .weekday, TestContext())
    let day = TrafficDay(demand.trips, on: town, closures: HourClosures())
    var assignment = Assignment(town: town, day: day, seed: 1, threads: 2)
    return Settled(
      city: city, town: town, demand: demand, day: day, result: try assignment.run(Assignment.Settings()) { _ in })
  }

  /// The middle of the way of most trips that are not on it by living there.
  private func busiest(_ settled: Settled) throws -> Int {
    var counts = [Int](repeating: 0, count: settled.city.streets.segments.count)
    for trip in 0..<settled.day.count {
      for link in settled.result.routes[trip].dropFirst().dropLast() { counts[Int(link >> 1)] += 1 }
    }
    return try #require(counts.indices.max { counts[$0] < counts[$1] })
  }

  /// Opens a street from the middle of another to a corner of the town: that one is cut.
  private static func open(_ city: inout City, from segment: Int) throws {
    let streets = city.streets
    let line = streets.segments.shapes[segment]
    let (first, last) = (try #require(line.first), try #require(line.last))
    let from = Point(x: (first.x + last.x) / 2, y: (first.y + last.y) / 2)
    let corner = try #require(streets.nodes.points.max { $0.x + $0.y < $1.x + $1.y })
    let ends = [from, corner].map { point -> [Double] in
      let at = city.profile.projection.unproject(point)
      return [at.longitude, at.latitude]
    }
    _ = try TrafficChangeTests.apply(OpenStreet(line: ends, class: "residential"), to: &city)
    #expect(city.streets.segments.areRemoved[segment])
  }

  @Test("without any change it is the same day, at once")
  func same() throws {
    let settled = try Self.settled.get()
    var again = Assignment(town: settled.town, day: settled.day, from: settled.result.habits, seed: 1, threads: 1)
    let result = try again.run(Assignment.Settings()) { _ in }
    #expect(result.gaps == [settled.result.gaps[settled.result.gaps.count - 1]])
    #expect(result.routes == settled.result.routes)
    #expect(result.outcome.arrived == settled.result.outcome.arrived)
    #expect(result.outcome.linkSeconds == settled.result.outcome.linkSeconds)
  }

  @Test("who can keeps the usual way; nobody drives where it is closed, and all others go around")
  func closed() throws {
    let settled = try Self.settled.get()
    let segment = try busiest(settled)
    var city = settled.city
    for link in [segment * 2, segment * 2 + 1] { city.streets.links.closed[link].formUnion(.motor) }
    let town = try TrafficTown(city, threads: 2)
    let day = TrafficDay(settled.demand.trips, on: town, closures: HourClosures())
    let habits = settled.result.habits
    let usual = UsualWays(habits, habits.rows(of: day.trips), town, day)
    var kept = 0
    for (trip, way, excess) in try usual.found(threads: 2).joined() {
      #expect(!way.contains { Int($0 >> 1) == segment })
      if !habits.routes[trip].contains(where: { Int($0 >> 1) == segment }) {
        #expect(way == Array(habits.routes[trip]) && excess == habits.excess[trip])
        kept += 1
      }
    }
    let untouched = (0..<day.count).count { trip in
      !habits.routes[trip].isEmpty && !habits.routes[trip].contains { Int($0 >> 1) == segment }
    }
    #expect(kept == untouched && kept < day.count * 99 / 100)
    var assignment = Assignment(town: town, day: day, from: habits, seed: 1, threads: 2)
    let result = try assignment.run(Assignment.Settings()) { _ in }
    for trip in 0..<day.count {
      #expect(!result.routes[trip].contains { Int($0 >> 1) == segment })
      for (from, to) in zip(result.routes[trip], result.routes[trip].dropFirst()) {
        #expect(city.streets.end(of: LinkID(rawValue: from)) == city.streets.start(of: LinkID(rawValue: to)))
      }
    }
    #expect(result.gaps.count < settled.result.gaps.count)
    #expect(result.outcome.arrived.count { $0.isFinite } == result.outcome.arrived.count)
  }

  @Test("streets that are cut and opened are driven by those who have a reason to, and by nobody else")
  func opened() throws {
    let settled = try Self.settled.get()
    var city = settled.city
    try Self.open(&city, from: busiest(settled))
    let town = try TrafficTown(city, threads: 2)
    let day = TrafficDay(settled.demand.trips, on: town, closures: HourClosures())
    var assignment = Assignment(town: town, day: day, from: settled.result.habits, seed: 1, threads: 2)
    let result = try assignment.run(Assignment.Settings()) { _ in }
    let driven = (0..<day.count).count { !result.routes[$0].isEmpty }
    #expect(driven == (0..<day.count).count { !settled.result.routes[$0].isEmpty })
    let other = (0..<day.count).count { trip in
      let old = settled.result.routes[trip].filter { !city.streets.segments.areRemoved[Int($0 >> 1)] }
      return !settled.result.routes[trip].isEmpty && !Set(old).isSubset(of: Set(result.routes[trip]))
    }
    // Nobody else: who neither drove where it was cut nor drives what is new seldom goes another way.
    let built = settled.city.streets.segments.count
    let bystanders = (0..<day.count).count { trip in
      let (old, new) = (settled.result.routes[trip], result.routes[trip])
      return !old.contains { city.streets.segments.areRemoved[Int($0 >> 1)] } && !new.contains { Int($0 >> 1) >= built }
        && Array(old) != Array(new)
    }
    #expect(bystanders < day.count / 20 && bystanders < other / 2, "\(bystanders) and \(other) of \(day.count)")
  }

  @Test("trips are known again by what they are, each once, whatever stands between")
  func rows() throws {
    let settled = try Self.settled.get()
    let habits = settled.result.habits
    let trips = settled.demand.trips
    #expect(habits.rows(of: trips) == Array(0..<Int32(trips.count)))
    let more = trips.reweighted(seed: 3) { $0 % 3 == 0 ? 2 : 1 }
    let rows = habits.rows(of: more)
    let known = rows.filter { $0 >= 0 }
    #expect(Set(known).count == known.count && known.count >= trips.count * 95 / 100 && rows.contains(-1))
    for (trip, row) in rows.enumerated() where row >= 0 {
      #expect(habits.departs[Int(row)] == more.departs[trip] && habits.fromLinks[Int(row)] == more.fromLinks[trip])
    }
  }

  @Test("as bytes they come back as they were, in a city with changes too; what is cut off or of another city is none")
  func bytes() throws {
    let settled = try Self.settled.get()
    let habits = settled.result.habits
    let bytes = habits.bytes(in: settled.city.streets)
    #expect(bytes.count < habits.routes.links.count * 2 + habits.count * 40 + habits.times.seconds.count * 4)
    var opened = settled.city
    try Self.open(&opened, from: busiest(settled))
    for city in [settled.city, opened] {
      let back = try #require(Habits(bytes, in: city.streets))
      #expect(back.routes == habits.routes && back.excess == habits.excess && back.gapBefore == habits.gapBefore)
      #expect(back.departs == habits.departs && back.vehicles == habits.vehicles)
      #expect(back.fromLinks == habits.fromLinks && back.toLinks == habits.toLinks)
      #expect(back.times.seconds.count == city.streets.links.count * 24)
      for (old, new) in zip(habits.times.seconds, back.times.seconds) { #expect(old == new || old.isNaN && new.isNaN) }
      for (old, new) in zip(habits.volumes, back.volumes) {
        #expect(old.all.map(\.links) == new.all.map(\.links) && old.all.map(\.vehicles) == new.all.map(\.vehicles))
      }
    }
    let other = try SandboxCity(people: 1_000, seed: 2).build().city
    #expect(Habits(bytes, in: other.streets) == nil)
    for count in [0, 1, 7, 8, 16, bytes.count / 2, bytes.count - 1] {
      #expect(Habits(Array(bytes.prefix(count)), in: settled.city.streets) == nil)
    }
    #expect(Habits(bytes + [0], in: settled.city.streets) == nil)
    // Whatever is damaged, what comes back fits the city.
    var random = SplitMix(seed: 1)
    for _ in 0..<20 {
      var damaged = bytes
      damaged[random.index(below: bytes.count)] ^= 0x80
      guard let back = Habits(damaged, in: settled.city.streets) else { continue }
      #expect(back.routes.links.allSatisfy { (0..<settled.city.streets.links.count).contains(Int($0)) })
    }
  }
}
