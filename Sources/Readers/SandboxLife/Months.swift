import Observations

/// Months as steps of five minutes since 1970, local.
package enum Months {
  /// The steps of a month: 0 January … 11 December of a year; −1 and 12 are the neighbours.
  package static func steps(year: Int, month: Int) -> Range<Int> {
    first(year, month)..<first(year, month + 1)
  }

  private static func first(_ year: Int, _ month: Int) -> Int {
    let shifted = (month % 12 + 12) % 12
    let years = (month - shifted) / 12
    return CalendarDate(year: year + years, month: shifted + 1, day: 1).daysSince1970 * Timeline.stepsPerDay
  }
}
