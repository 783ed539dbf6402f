import Modelling
import Observations

/// What kind of day it is for traffic and work.
package enum DayKind: UInt8, Sendable { case workday, friday, saturday, sunday, holiday, feast }

/// The days of a Malaysian year: weekdays, public holidays, school terms, the fasting month.
///
/// Holidays that follow the moon are computed — the Islamic ones by the tabular calendar (civil epoch, 30-year cycle),
/// the Chinese and Indian ones by the mean new moon with its two largest corrections (J. Meeus, Astronomical Algorithms,
/// chapter 49) — and may lie a day off the gazetted ones. School holidays are assumed after the usual calendar of the
/// Ministry of Education: a week in March, two from late May, a week at the end of August, and all December.
package struct CityCalendar: Sendable {
  package struct Day: Sendable {
    package var kind: DayKind
    var isSchoolHoliday: Bool
    var isFasting: Bool
    /// Whether many leave or come back for a feast.
    var isExodus: Bool
  }

  private let firstDay: Int
  private let days: [Day]

  /// The calendar of some days since 1970.
  package init(days range: Range<Int>) {
    firstDay = range.lowerBound
    let firstYear = CalendarDate(daysSince1970: range.lowerBound).year
    let lastYear = CalendarDate(daysSince1970: range.upperBound).year
    var holidays: Set<Int> = []
    var feasts: Set<Int> = []
    for year in firstYear...lastYear {
      let fixed = [(1, 1), (2, 1), (5, 1), (8, 31), (9, 16), (12, 25)]
      for (month, day) in fixed { holidays.insert(CalendarDate(year: year, month: month, day: day).daysSince1970) }
      let june = CalendarDate(year: year, month: 6, day: 1)
      holidays.insert(june.daysSince1970 + (7 - june.weekday) % 7)
      let newYear = Moon.phase(.new, notBefore: CalendarDate(year: year, month: 1, day: 21).daysSince1970)
      feasts.formUnion([newYear, newYear + 1])
      holidays.insert(Moon.phase(.full, notBefore: CalendarDate(year: year, month: 4, day: 28).daysSince1970))
      holidays.insert(Moon.phase(.new, notBefore: CalendarDate(year: year, month: 10, day: 17).daysSince1970))
    }
    var fasting: Set<Int> = []
    let firstHijri = Islamic.year(of: range.lowerBound) - 1
    for year in firstHijri...(Islamic.year(of: range.upperBound) + 1) {
      for day in Islamic.day(year, 9, 1)..<Islamic.day(year, 10, 1) { fasting.insert(day) }
      feasts.formUnion([Islamic.day(year, 10, 1), Islamic.day(year, 10, 2)])
      holidays.formUnion([Islamic.day(year, 12, 10), Islamic.day(year, 1, 1), Islamic.day(year, 3, 12)])
    }
    days = range.map { number in
      let date = CalendarDate(daysSince1970: number)
      let kind: DayKind
      if feasts.contains(number) {
        kind = .feast
      } else if holidays.contains(number) {
        kind = .holiday
      } else {
        kind = date.weekday == 6 ? .sunday : date.weekday == 5 ? .saturday : date.weekday == 4 ? .friday : .workday
      }
      let code = date.month * 100 + date.day
      let isSchoolHoliday =
        (315...321).contains(code) || (525...607).contains(code) || (823...831).contains(code) || code >= 1125
      let isExodus = (-2...4).contains { feasts.contains(number + $0) } && !feasts.contains(number)
      return Day(
        kind: kind, isSchoolHoliday: isSchoolHoliday, isFasting: fasting.contains(number), isExodus: isExodus)
    }
  }

  /// A day by its number since 1970; outside the range made for, the nearest one.
  package subscript(day: Int) -> Day { days[min(days.count - 1, max(0, day - firstDay))] }
}

/// The tabular Islamic calendar.
private enum Islamic {
  /// 1 Muharram 1 is 16 July 622 of the Julian calendar, day −492,148 before 1970.
  private static let epoch = -492_148

  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    epoch + day - 1 + 29 * (month - 1) + month / 2 + (year - 1) * 354 + (3 + 11 * year) / 30
  }

  static func year(of day: Int) -> Int { (30 * (day - epoch) + 10_646) / 10_631 }
}

/// New and full moons at the longitude of Malaysia.
private enum Moon {
  enum Phase: Double { case new = 0, full = 0.5 }

  /// The first day not before a given one on which, at UTC+8, the moon reaches a phase.
  static func phase(_ phase: Phase, notBefore day: Int) -> Int {
    // Day 10962.5977 since 1970 is the mean new moon of 2000 January 6, 14:20.
    let first = ((Double(day) - 10_962.5977) / 29.530588861 - phase.rawValue).rounded(.down)
    var k = first + phase.rawValue
    while true {
      let turn = Double.pi / 180
      let sun = (2.5534 + 29.1053567 * k) * turn
      let moon = (201.5643 + 385.81693528 * k) * turn
      let correction = -0.4072 * Portable.sin(moon) + 0.172 * Portable.sin(sun) + 0.0161 * Portable.sin(2 * moon)
      let found = Int((10_962.5977 + 29.530588861 * k + correction + 8.0 / 24).rounded(.down))
      if found >= day { return found }
      k += 1
    }
  }
}
