import Modelling
import Observations
import Replica
import SandboxLife
import Testing

@Suite("Traffic of a town")
struct LifeTrafficTests {
  /// Vehicles by hour of the day, mean over ordinary workdays, at every counter.
  private static let shapes: [[Double]] = Lives.town.devices.filter { $0.kind == .trafficCounter }.map { device in
    let cars = Lives.months.flatMap { $0.truth[device.firstStream] }
    let motorcycles = Lives.months.flatMap { $0.truth[device.firstStream + 1] }
    var sums = [Double](repeating: 0, count: 24)
    let first = CalendarDate(year: 2025, month: 1, day: 1).daysSince1970
    for row in 1..<cars.count {
      // A row's time is the end of its hour.
      let day = CalendarDate(daysSince1970: first + (row - 1) / 24)
      if day.weekday < 4, (4...9).contains(day.month) { sums[(row - 1) % 24] += cars[row] + motorcycles[row] }
    }
    return sums
  }

  /// Share of the busiest hour (K-factor) 7–11 % in towns: Highway Capacity Manual, Transportation Research Board.
  @Test("has two peaks a workday, the busiest hour 7 to 11 per cent of it, and quiet nights")
  func shape() {
    for shape in Self.shapes {
      let all = shape.reduce(0, +)
      let morning = shape[6...8].max() ?? 0
      let evening = shape[16...18].max() ?? 0
      let noon = shape[9...11].min() ?? 0
      #expect((0.07...0.11).contains((shape.max() ?? 0) / all))
      #expect(morning > 1.15 * noon && evening > 1.15 * noon)
      #expect(shape[0...4].reduce(0, +) < 0.05 * all)
    }
  }

  @Test("is less on Sundays and feasts, and about half of it motorcycles")
  func days() {
    let device = Lives.town.devices.first { $0.kind == .trafficCounter }
    let stream = device?.firstStream ?? 0
    let cars = Lives.months.flatMap { $0.truth[stream] }
    let motorcycles = Lives.months.flatMap { $0.truth[stream + 1] }
    let first = CalendarDate(year: 2025, month: 1, day: 1).daysSince1970
    var byWeekday = [Double](repeating: 0, count: 7)
    for row in 1..<cars.count {
      byWeekday[CalendarDate(daysSince1970: first + (row - 1) / 24).weekday] += cars[row] + motorcycles[row]
    }
    #expect(byWeekday[6] < 0.88 * byWeekday[2])
    #expect(byWeekday[5] < byWeekday[2])
    let share = motorcycles.reduce(0, +) / (cars.reduce(0, +) + motorcycles.reduce(0, +))
    #expect((0.35...0.6).contains(share))
  }

  @Test("keeps to what lanes can carry, and larger streets carry more")
  func loads() {
    let streets = Lives.city.streets
    let loads = Lives.town.truth.traffic.loads
    var sums: [StreetClass: (daily: Double, count: Double)] = [:]
    for link in 0..<streets.links.count {
      let daily = loads.daily(link)
      #expect(daily >= 0 && daily <= 26_000 * Double(max(1, streets.links.lanes[link])))
      if !streets.links.access[link].contains(.car) { #expect(daily == 0) }
      sums[streets.segments.classes[link / 2], default: (0, 0)].daily += daily
      sums[streets.segments.classes[link / 2], default: (0, 0)].count += 1
    }
    func mean(_ streetClass: StreetClass) -> Double {
      (sums[streetClass]?.daily ?? 0) / (sums[streetClass]?.count ?? 1)
    }
    #expect(mean(.primary) > 2 * mean(.tertiary) && mean(.tertiary) > 2 * mean(.residential))
  }

  @Test("Loads are the same with any number of threads")
  func threads() {
    let one = StreetLoads(city: Lives.city, threads: 1)
    let three = StreetLoads(city: Lives.city, threads: 3)
    #expect((0..<Lives.city.streets.links.count).allSatisfy { one.daily($0) == three.daily($0) })
  }
}

@Suite("The calendar")
struct CityCalendarTests {
  /// Gazetted days of the federal government, within a day: the moon's are computed.
  @Test(
    "knows feasts within a day of the gazetted ones",
    arguments: [
      (2024, 4, 10), (2025, 3, 31), (2026, 3, 21),  // Hari Raya Aidilfitri
      (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6),  // Chinese New Year
    ])
  func feasts(year: Int, month: Int, day: Int) {
    let number = CalendarDate(year: year, month: month, day: day).daysSince1970
    let calendar = CityCalendar(days: number - 40..<number + 40)
    #expect((-1...1).contains { calendar[number + $0].kind == .feast && calendar[number + $0 - 1].kind != .feast })
  }

  @Test("knows holidays and Fridays")
  func holidays() {
    let merdeka = CalendarDate(year: 2026, month: 8, day: 31).daysSince1970
    let calendar = CityCalendar(days: merdeka - 10..<merdeka + 10)
    #expect(calendar[merdeka].kind == .holiday)
    #expect(calendar[merdeka - 3].kind == .friday)
    #expect(calendar[merdeka - 4].kind == .workday)
  }
}
