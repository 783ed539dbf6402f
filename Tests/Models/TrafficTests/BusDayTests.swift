import Demand
import Geography
import Modelling
import Queues
import Replica
import Routing
import Testing

@testable import Traffic

@Suite("Buses on a day") struct BusDayTests {
  /// A street from west to east in four pieces of 400 m, and a street round its third piece; a line along it with five stops.
  private static func city() -> City {
    var city = City(
      profile: Profile(
        name: "Small", country: "MY", timeZone: "Etc/UTC", languages: ["en"], currency: "MYR", drivingSide: .left,
        projection: UTM(zone: 47, isSouthern: false)!))
    let points = [(0.0, 0.0), (400, 0), (800, 0), (1200, 0), (1600, 0), (800, 300), (1200, 300)]
    for (number, (x, y)) in points.enumerated() {
      city.streets.nodes.append(key: FeatureKey("node/\(number)"), at: Point(x: 500_000 + x, y: 350_000 + y))
    }
    for (from, to) in [(0, 1), (1, 2), (2, 3), (3, 4), (2, 5), (5, 6), (6, 3)] {
      let link = Link(access: .all, speed: 13.9, lanes: 1)
      let ends = [from, to].map { city.streets.nodes.points[$0] }
      city.streets.append(
        Segment(streetClass: .tertiary, forward: link, backward: link), key: FeatureKey("street/\(from)-\(to)"),
        from: NodeID(from), to: NodeID(to), shape: ends)
    }
    var hourly = [Float](repeating: 0, count: BusLines.hours)
    for hour in 8..<10 { hourly[hour] = 2.5 }
    hourly[24 + 8] = 1
    city.busLines.append(
      key: FeatureKey("line/1"), name: "1: West – East", way: [0, 2, 4, 6].map { LinkID(rawValue: $0) },
      stops: [20, 410, 1_000, 1_250, 1_580], departures: hourly)
    return city
  }

  private func day(_ city: City, _ closures: HourClosures = HourClosures(), on kind: Int = 0) throws -> (
    town: TrafficTown, day: TrafficDay, buses: BusDay
  ) {
    let town = try TrafficTown(city, threads: 1)
    let day = TrafficDay(DemandTrips(), on: town, closures: closures)
    return (town, day, try BusDay(city, on: kind, town, day))
  }

  private func driven(_ city: City, _ closures: HourClosures = HourClosures()) throws -> (BusDay, BusJourneys) {
    let (town, day, buses) = try day(city, closures)
    let outcome = try Assignment(town: town, day: day, buses: buses, seed: 1, threads: 1).queued(RouteTable())
    return (buses, BusJourneys(outcome, buses, first: 0))
  }

  @Test("buses set out evenly, parts of a bus are carried into the next hour, and days differ")
  func departures() throws {
    let buses = try day(Self.city()).buses
    #expect(
      buses.buses.map { Int($0.departure.rounded()) } == [8.2, 8.6, 9.0, 9.4, 9.8].map { Int(($0 * 3600).rounded()) })
    #expect(buses.assumedLines == 0 && buses.diverted.isEmpty && buses.fallenOut == 0 && buses.missedStops == 0)
    #expect(try day(Self.city(), on: 1).buses.buses.count == 1)
    var unknown = Self.city()
    var lines = BusLines()
    lines.append(key: FeatureKey("line/1"), name: "", way: unknown.busLines.ways[0])
    unknown.busLines = lines
    let assumed = try day(unknown).buses
    #expect(assumed.assumedLines == 1 && assumed.buses.count == 28)
  }

  @Test("a bus takes its way's time and 15 s more at each stop between the first and the last")
  func minutes() throws {
    let (buses, journeys) = try driven(Self.city())
    #expect(buses.ways[0].halts == [0, 1, 1, 1])
    var still = Self.city()
    still.busLines.stops[0] = []
    let (_, nonStop) = try driven(still)
    // A stop costs its seconds and braking and starting: 13.9 m/s over 2 · 1.2 and 2 · 4 m/s².
    let stop = BusDay.dwell + 13.9 / 2.4 + 13.9 / 8
    #expect(
      abs(journeys.minutes * 60 - nonStop.minutes * 60 - 3 * stop) < 3 * 2.5, "\(journeys.minutes) \(nonStop.minutes)")
    #expect(nonStop.minutes * 60 > 1_600 / 13.9 && nonStop.minutes * 60 < 1.35 * 1_600 / 13.9)
    #expect(journeys.minutesLost < 0.6)
    #expect(journeys.minutes(of: 0) == journeys.minutes)
  }

  @Test("on main streets buses stop in bays: the same minutes, but nobody waits behind them")
  func bays() throws {
    var main = Self.city()
    for segment in 0..<main.streets.segments.count { main.streets.segments.classes[segment] = .secondary }
    let (buses, journeys) = try driven(main)
    let (_, onLane) = try driven(Self.city())
    #expect(buses.ways[0].halts == [0, 0, 0, 0])
    #expect(abs(journeys.minutes - onLane.minutes) < 0.1, "\(journeys.minutes) \(onLane.minutes)")
  }

  @Test("where a street is closed in one hour, that hour's buses drive round it and miss its stops, the others do not")
  func diverted() throws {
    let city = Self.city()
    var conditions = Conditions()
    var closures = StreetClosures()
    closures.closures.append(
      StreetClosures.Closure(segments: [2], vehicles: VehicleSet(.bus), hours: HoursOfDay(from: 9, until: 10)))
    try conditions.set(closures, from: "test")
    let hours = try HourClosures(conditions, city.streets, startHour: 6, threads: 1)
    let (buses, journeys) = try driven(city, hours)
    #expect(buses.diverted == [0])
    #expect(buses.ways.map(\.links) == [[0, 2, 4, 6], [0, 2, 8, 10, 12, 6]])
    #expect(buses.missedStops == 3)
    let (before, after) = (journeys.seconds[0], journeys.seconds[4])
    // 600 m more, one stop less.
    #expect(after > before + 600 / 13.9 - BusDay.dwell - 10 && after < before + 600 / 13.9 + 30, "\(before) \(after)")
  }

  @Test("a line cut at its end goes as far as it can; one without any street left does not go")
  func cut() throws {
    var city = Self.city()
    city.streets.segments.areRemoved[3] = true
    let short = try day(city).buses
    #expect(short.ways.map(\.links) == [[0, 2, 4]] && short.missedStops == 5 * 2)
    for segment in 0..<4 { city.streets.segments.areRemoved[segment] = true }
    let none = try day(city).buses
    #expect(none.buses.isEmpty && none.fallenOut == 5)
  }

  @Test("an answer tells buses and lines; a city without lines says that it knows none")
  func indicators() throws {
    for knows in [true, false] {
      var city = Self.city()
      if !knows { city.busLines = BusLines() }
      let (town, day, buses) = try day(city)
      let assignment = Assignment(town: town, day: day, buses: buses, seed: 1, threads: 1)
      let outcome = try assignment.queued(RouteTable())
      let demand = try TownDemand(city, Conditions(), .weekday, TestContext())
      let answer = TrafficAnswer(
        city: city, town: town, day: day, buses: buses, demand: demand, clock: DayClock(Conditions()),
        result: Assignment.Result(
          town: town, routes: RouteTable(), outcome: outcome, hours: LinkHours(outcome, town), gaps: [0], part: 1))
      let rows = answer.busIndicators()
      let minutes = rows.first { $0.id == "traffic.bus-minutes" }
      #expect((minutes?.value.number != nil) == knows)
      let line = rows.first { $0.id == "traffic.bus-line-minutes" }
      #expect((line?.place == "line/1") == knows)
      #expect(line?.placeName == (knows ? "1: West – East" : nil))
      #expect(line?.value.number == (knows ? minutes?.value.number : nil))
      #expect(rows.first { $0.id == "traffic.buses" }?.value.number == (knows ? 5 : nil))
    }
  }

  @Test("standing at stops is no time of the street's: the link's hour holds what others take")
  func record() throws {
    let (town, day, buses) = try day(Self.city())
    let outcome = try Assignment(town: town, day: day, buses: buses, seed: 1, threads: 1).queued(RouteTable())
    let hours = LinkHours(outcome, town)
    let speed = hours.speed(2 * HourTimes.hours + 8)
    #expect(speed > 8, "\(speed)")
    var all: Float = 0
    for hour in 0..<HourTimes.hours { all += hours.vehicles[2 * HourTimes.hours + hour] }
    #expect(all == 5)
  }
}
