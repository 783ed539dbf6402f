package import Modelling
import Observations

/// The local days a truth is worked out for, and their cutting into hours and steps of five minutes.
///
/// Values of hour h belong to the time from h to h + 1 hours after the first midnight, values of step s likewise.
package struct Timeline: Sendable {
  /// The first day, counted from 1970, local.
  package let firstDay: Int
  /// How many days.
  package let dayCount: Int
  /// Seconds east of UTC.
  let utcOffset: Int

  static let stepsPerHour = 12
  static let stepsPerDay = 288

  var days: Range<Int> { firstDay..<firstDay + dayCount }
  var hours: Int { dayCount * 24 }
  var steps: Int { dayCount * Self.stepsPerDay }

  /// The moment at which a step begins.
  package func instant(step: Int) -> Instant {
    Instant(milliseconds: (Int64(firstDay) * 86_400 - Int64(utcOffset) + Int64(step) * 300) * 1_000)
  }

  /// The step a moment lies in; outside the timeline it is continued.
  package func step(of instant: Instant) -> Int {
    let local = instant.milliseconds + Int64(utcOffset) * 1_000 - Int64(firstDay) * 86_400_000
    return Int(local >= 0 ? local / 300_000 : (local - 299_999) / 300_000)
  }

  /// The local day of an hour, counted from 1970.
  func day(ofHour hour: Int) -> Int { firstDay + hour / 24 }
}
