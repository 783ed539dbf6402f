import Geography
import Modelling
package import Replica

/// What passes a street in an hour.
package struct HourOfTraffic: Sendable {
  package var cars: Int
  package var motorcycles: Int
  /// Mean speed in km/h.
  var speed: Double
}

/// The traffic of a street hour by hour: from its daily loads, the shape of the day, growth, days unlike each other, chance.
///
/// Speed by the curve of the Bureau of Public Roads (1964), v = v₀ / (1 + 0.15·(q/c)⁴), with a motorcycle as 0.33 of a car
/// (Malaysian Highway Capacity Manual, 2011) and capacities by class (assumed), less in rain.
package struct TrafficTruth: Sendable {
  let chance: Chance
  package let loads: StreetLoads
  let hours: TrafficHours
  let timeline: Timeline
  let rain: [Float]
  /// Year the loads are of; before and after, traffic grows by 2 % a year (assumed).
  private static let baseDay = 20_089  // 2025-01-01

  /// Vehicles expected on a link in an hour.
  func expected(link: Int, hour: Int) -> Double {
    let day = timeline.day(ofHour: hour)
    let growth = 1 + 0.02 * Double(day - Self.baseDay) / 365.25
    let moods = 1 + 0.045 * chance.bell(.linkDay, link / 2, day) + 0.03 * chance.curve(.day, at: Double(day) / 6, 7)
    return max(0, growth * moods)
      * (Double(loads.out[link]) * Double(hours.out[hour]) + Double(loads.home[link]) * Double(hours.home[hour])
        + Double(loads.local[link]) * Double(hours.local[hour]))
  }

  /// What passes a link in an hour.
  package func hour(_ hour: Int, link: LinkID, in city: City) -> HourOfTraffic {
    let expected = expected(link: link.index, hour: hour)
    let time = timeline.firstDay * 24 + hour
    let share = min(0.85, Double(hours.motorcycles[hour]) * Self.motorcycleHabit(city, link))
    let cars = chance.count(expected * (1 - share), .carCount, link.index, time)
    let motorcycles = chance.count(expected * share, .motorcycleCount, link.index, time)
    let streetClass = city.streets.segments.classes[link.segment.index]
    let lanes = Double(max(1, city.streets.links.lanes[link.index]))
    let ratio = min(1.5, (Double(cars) + 0.33 * Double(motorcycles)) / (lanes * Self.capacity(streetClass)))
    let wet = min(1, Double(rain[hour]) / 8)
    let free = Double(city.streets.links.speeds[link.index]) * 3.6 * 0.9 * (1 - 0.13 * wet)
    let slow = 1 + 0.15 * ratio * ratio * ratio * ratio
    let mood = 1 + 0.025 * chance.bell(.speed, link.index, time)
    return HourOfTraffic(cars: cars, motorcycles: motorcycles, speed: free / slow * mood)
  }

  /// What passes a segment in an hour, both ways; the speed is the mean over vehicles.
  package func hour(_ number: Int, segment: SegmentID, in city: City) -> HourOfTraffic {
    let one = hour(number, link: segment.forward, in: city)
    let other = hour(number, link: segment.backward, in: city)
    let first = Double(one.cars + one.motorcycles)
    let second = Double(other.cars + other.motorcycles)
    let speed =
      first + second > 0 ? (one.speed * first + other.speed * second) / (first + second) : max(one.speed, other.speed)
    return HourOfTraffic(cars: one.cars + other.cars, motorcycles: one.motorcycles + other.motorcycles, speed: speed)
  }

  /// Motorcycles keep to smaller streets, against their mean share of a half.
  static func motorcycleHabit(_ city: City, _ link: LinkID) -> Double {
    switch city.streets.segments.classes[link.segment.index] {
    case .motorway, .motorwayLink: 0.45
    case .trunk, .trunkLink: 0.7
    case .primary, .primaryLink: 0.9
    case .secondary, .secondaryLink, .tertiary, .tertiaryLink: 1.04
    default: 1.22
    }
  }

  /// Cars an hour and lane beyond which a street breaks down; signals take their part in towns.
  static func capacity(_ streetClass: StreetClass) -> Double {
    switch streetClass {
    case .motorway: 2_000
    case .motorwayLink, .trunk: 1_500
    case .trunkLink, .primary: 950
    case .primaryLink, .secondary: 800
    case .secondaryLink, .tertiary, .tertiaryLink: 650
    default: 450
    }
  }
}
