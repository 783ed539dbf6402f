import Demand
import Edits
import Geography
import Modelling
import Replica
import Sandbox
import Testing

@testable import Traffic

@Suite("An impact assessment") struct SiteTrafficTests {
  /// A town with its day without changes.
  private struct Known {
    var city: City
    var values: BaselineValues
  }

  private static let known = Result { () throws -> Known in
    let city = try #require(TownDayTests.town).city
    var conditions = Conditions()
    try conditions.set(CityBefore(city), from: "city")
    let outcome = try TrafficModel().run(on: city, under: conditions, in: TestContext())
    return Known(
      city: city,
      values: BaselineValues(
        TrafficModel.fromBaseline, of: outcome.indicators, run: "before", kept: outcome.kept))
  }

  /// What is told when something is built on the largest free parcel, and something done to the streets behind it.
  private func told(_ build: Build, then mitigate: (inout City) -> Void = { _ in }) throws -> Outcome {
    let known = try Self.known.get()
    var (city, conditions) = (known.city, Conditions())
    try conditions.set(CityBefore(known.city), from: "city")
    try conditions.set(known.values, from: "baseline")
    var build = build
    let parcels = city.parcels
    let largest = try #require(
      parcels.areFree.indices.filter { parcels.areFree[$0] }.max {
        parcels.outlines[$0].area < parcels.outlines[$1].area
      }
    )
    build.parcel = parcels.keys[largest].text
    try build.apply(to: &city, under: &conditions, with: NoFiles())
    mitigate(&city)
    return try TrafficModel().run(on: city, under: conditions, in: TestContext())
  }

  @Test(
    "sides stand beside each other: before, after, by the applicant's trips and mitigated, in the peaks of both days")
  func sides() throws {
    let outcome = try told(Build(use: "commercial", floors: 4, jobs: 400, statedTrips: 300)) { city in
      for link in 0..<city.streets.links.count where city.streets.links.lanes[link] == 1 {
        city.streets.links.lanes[link] = 2
      }
    }
    func number(_ id: String, _ place: String = "") -> Double? {
      outcome.indicators.first { $0.id == "traffic.site.\(id)" && $0.place == place }?.value.number
    }
    let ours = try #require(number("trips"))
    #expect(ours > 600 && number("stated-trips") == 300)
    let places = Set(outcome.indicators.filter { $0.id == "traffic.site.weekday.volume.after" }.map(\.place))
    #expect(!places.isEmpty && Double(places.count) <= number("weekday.junctions") ?? 0)
    #expect(number("saturday.junctions") != nil)
    var grown = 0.0
    for place in places {
      for side in SiteTraffic.Side.allCases.map(\.rawValue) {
        let level = try #require(number("weekday.level.\(side)", place))
        #expect(level >= 1 && level <= 6)
        for id in ["volume", "delay", "queue", "ratio"] {
          #expect(number("weekday.\(id).\(side)", place) ?? -1 >= 0)
        }
      }
      let (before, after) = (number("weekday.volume.before", place), number("weekday.volume.after", place))
      #expect(abs((after ?? 0) - (before ?? 0)) >= SiteTraffic.vehicles)
      grown = max(grown, (after ?? 0) - (before ?? 0))
    }
    // Its own junction sees a peak hour of it: some 5 to 15 of 100 trips of the day.
    #expect(grown > ours * 0.03 && grown < ours * 0.3, "\(grown) of \(ours)")
  }

  @Test("what makes no trips changes no junction: the days begin from each other's ways")
  func nothing() throws {
    let outcome = try told(Build(use: "parking", floors: 1))
    for day in ["weekday", "saturday"] {
      let junctions = outcome.indicators.first { $0.id == "traffic.site.\(day).junctions" }
      #expect(junctions?.value.number == 0)
    }
  }
}
