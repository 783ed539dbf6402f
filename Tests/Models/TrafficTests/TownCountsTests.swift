import Demand
import Edits
import Geography
import Modelling
import Replica
import Sandbox
import Testing

@testable import Traffic

@Suite("Traffic that follows a town's counts") struct TownCountsTests {
  private static let city = SandboxCity(people: 2_500, seed: 3).make()
  private static let draws = try? DemandDraws(of: city)
  private static let hours = [7, 8, 17]

  /// The busiest links on the map's own demand, a street once, and counters on some of them by the hour.
  private static let busiest: [LinkID] = {
    guard let draws else { return [] }
    let links = (0..<city.streets.links.count).filter { city.streets.links.access[$0].contains(.car) }.map {
      LinkID($0)
    }
    let all = (try? flows(draws.demand.trips, links.map { TrafficCounter(links: [$0], seconds: 0..<86_400) })) ?? []
    var streets: Set<SegmentID> = []
    return all.indices.sorted { (all[$0], $1) > (all[$1], $0) }.map { links[$0] }
      .filter { streets.insert($0.segment).inserted }
  }()

  private static func counters(_ links: some Sequence<LinkID>) -> [TrafficCounter] {
    links.flatMap { link in
      hours.map { TrafficCounter(links: [link], seconds: $0 * 3_600..<($0 + 1) * 3_600) }
    }
  }

  private static func passings(_ trips: DemandTrips, _ counters: [TrafficCounter]) throws -> CounterPassings {
    try CounterPassings(
      of: trips, at: counters, stations: try #require(draws).demand.zones.count, in: city.streets)
  }

  private static func flows(_ trips: DemandTrips, _ counters: [TrafficCounter]) throws -> [Double] {
    try passings(trips, counters).counts()
  }

  /// Twice as many trips as the map tells, by places that differ.
  private static let truth: [Double] = {
    guard let draws else { return [] }
    var random = SplitMix(seed: 5)
    let places = draws.demand.placeNames.map { _ in Portable.exp(0.2 * random.normal()) }
    let trips = draws.trips
    return (0..<trips.count).map {
      2 * places[Int(trips.fromZones[$0])] * places[Int(trips.toZones[$0])] / Double(draws.count)
    }
  }()

  /// What counts of the truth say, on every other of the 24 busiest streets.
  private static let told: TownCounts? = {
    guard let draws,
      let seen = try? passings(draws.trips, counters(stride(from: 0, to: 24, by: 2).map { busiest[$0] }))
    else { return nil }
    return TownCounts(
      CountedDemand(draws, seen, counts: seen.counts { truth[$0] }), sentence: "Trips follow 36 counted hours.")
  }()

  private static func demand(_ conditions: Conditions, _ day: DemandDay = .weekday, of other: City? = nil) throws
    -> TownDemand
  {
    try TownDemand(other ?? city, conditions, day, TestContext())
  }

  private static func conditions(_ counts: TownCounts?) throws -> Conditions {
    var conditions = Conditions()
    try conditions.set(CityBefore(city), from: "city")
    if let counts { try conditions.set(counts, from: "counts") }
    return conditions
  }

  @Test("where twice as many drive as the map tells, streets nobody counted come nearer to the truth")
  func nearer() throws {
    let draws = try #require(Self.draws)
    let counts = try #require(Self.told)
    let with = try Self.demand(Self.conditions(counts))
    let without = try Self.demand(Self.conditions(nil))
    let uncounted = Self.counters(stride(from: 1, to: 24, by: 2).map { Self.busiest[$0] })
    let whole = try Self.passings(draws.trips, uncounted).counts { Self.truth[$0] }
    let near = Agreement.rootMeanSquare(models: try Self.flows(with.trips, uncounted), counts: whole)
    let far = Agreement.rootMeanSquare(models: try Self.flows(without.trips, uncounted), counts: whole)
    #expect(near < 0.5 * far, "\(near) of \(far) vehicles an hour")
    #expect(Double(with.trips.count) > 1.6 * Double(without.trips.count))
    #expect(
      with.remarks.first == "Trips follow 36 counted hours." && !without.remarks.contains { $0.contains("counted") })
  }

  @Test("a change to the streets leaves the trips that are made, and demand's factors come on top of the counts")
  func same() throws {
    let counts = try #require(Self.told)
    let conditions = try Self.conditions(counts)
    let base = try Self.demand(conditions)
    var (changed, under) = (Self.city, conditions)
    let key = Self.city.streets.segments.keys[Self.busiest[0].segment.index].text
    try CloseStreets(keys: [key]).apply(to: &changed, under: &under, with: NoFiles())
    #expect(changed.streets != Self.city.streets)
    #expect(try Self.demand(under, of: changed).trips == base.trips)
    try DemandChange(factor: 0.5).apply(to: &changed, under: &under, with: NoFiles())
    #expect(abs(Double(try Self.demand(under, of: changed).trips.count) - Double(base.trips.count) / 2) < 2)
  }

  @Test("counts of weekdays say nothing of Saturdays, counts that are not used change no trip, and both are told")
  func unused() throws {
    let counts = try #require(Self.told)
    let plain = try Self.conditions(nil)
    let saturday = try Self.demand(Self.conditions(counts), .saturday)
    #expect(try saturday.trips == Self.demand(plain, .saturday).trips)
    #expect(saturday.remarks.first?.contains("counts are of weekdays") == true)
    let refused = try Self.demand(Self.conditions(TownCounts(nil, sentence: "The counts are not used.")))
    #expect(try refused.trips == Self.demand(plain).trips)
    #expect(refused.remarks.first == "The counts are not used.")
  }

  @Test("what the counts say is part of a run's name, and of no run that does not use them")
  func named() throws {
    let counts = try #require(Self.told)
    func name(_ model: any Model.Type, _ counts: TownCounts?) throws -> RunID {
      RunID(model, city: "c", changes: [], files: [], conditions: try Self.conditions(counts), seed: 1)
    }
    var other = counts
    other.day = .saturday
    let names = try [nil, counts, other, TownCounts(nil, sentence: "a")].map { try name(TrafficModel.self, $0) }
    #expect(Set(names).count == 4)
    #expect(try name(TrafficModel.self, counts) == names[1])
    #expect(try name(Idle.self, counts) == name(Idle.self, nil))
  }

  /// A model that uses nothing.
  private struct Idle: Model {
    static let card = TrafficModel.card
    static let uses: [any Condition.Type] = []
    static let offers: [any Condition.Type] = []
    func verdicts(on city: City) -> [Verdict] { [] }
    func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome { Outcome() }
  }
}
