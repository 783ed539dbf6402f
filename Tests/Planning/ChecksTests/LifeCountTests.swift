import Checks
import Demand
import Foundation
import Geography
import Modelling
import Observations
import Replica
import Sandbox
import SandboxLife
import Testing

@Suite("Counts of a made-up town's own life") struct LifeCountTests {
  private static let city = SandboxCity(people: 20_000, seed: 1).make()

  /// Cars and motorcycles by hour, from 7 to 9 h and 16 to 18 h of a workday, on streets of the tertiary class and above all over the town.
  private static func counts(on streets: Int) -> [TrafficCount] {
    let life = CityLife(city: city, seed: 1, year: 2025, sensors: 12)
    let day = CalendarDate(year: 2025, month: 3, day: 5)
    let segments = city.streets.segments
    let rows = (0..<segments.count).filter {
      (StreetClass.primary.rawValue...StreetClass.tertiary.rawValue).contains(segments.classes[$0].rawValue)
        && segments.classes[$0].isRoad && segments.lengths[$0] > 60
        && city.streets.links.access[2 * $0].contains(.car)
    }
    return (0..<streets).flatMap { number -> [TrafficCount] in
      let segment = SegmentID(rows[number * rows.count / streets])
      return [segment.forward, segment.backward].filter { city.streets.links.access[$0.index].contains(.car) }
        .flatMap { link in
          [7, 8, 16, 17].flatMap { clock -> [TrafficCount] in
            let hour = (day.daysSince1970 - life.timeline.firstDay) * 24 + clock
            let passed = life.truth.traffic.hour(hour, link: link, in: city)
            return [(VehicleClass.car, passed.cars), (.motorcycle, passed.motorcycles)].map { vehicle, count in
              TrafficCount(
                links: [link], date: day, seconds: clock * 3_600..<(clock + 1) * 3_600, vehicles: VehicleSet(vehicle),
                count: Double(count))
            }
          }
        }
    }
  }

  @Test("a life the demand knows nothing of: streets left out come nearer than by the map alone")
  func improves() throws {
    let check = try CountCheck(Self.counts(on: 18), in: Self.city, model: "traffic", version: "1", digest: "c") { day in
      DemandDraws(try TravelDemand(of: Self.city, on: day))
    } passings: { draws, counters in
      try CounterPassings(of: draws.trips, at: counters, stations: draws.demand.zones.count, in: Self.city.streets)
    }
    let heldOut = try #require(check.heldOut)
    #expect(heldOut.rootError < check.before.rootError)
    #expect(heldOut.goodShare > check.before.goodShare)
    #expect(check.fitted.rootError < 0.7 * check.before.rootError)
  }
}
