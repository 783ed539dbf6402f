import Demand
import Modelling

/// Which day a run looks at, and how its hours lie against the start of the run.
struct DayClock: Sendable, Equatable {
  /// Hour of the day at which a run without a start begins: water that is supposed then meets the morning's traffic.
  static let usualHour = 6.0

  /// A working day, or a Saturday; a Sunday counts as one.
  let day: DemandDay
  /// Local hours from midnight to the start of the run.
  let startHour: Double
  /// Local midnight of the day, as an instant.
  let midnight: Instant
  /// Whether the conditions say when the run begins.
  let isKnown: Bool

  init(_ conditions: Conditions) {
    let start = conditions.start.milliseconds
    isKnown = start != 0
    let local = start + Int64(conditions.zoneOffset) * 1000
    let length: Int64 = 86_400_000
    let days = Int64((Double(local) / Double(length)).rounded(.down))
    // 1 January 1970 was a Thursday.
    let weekday = ((days + 4) % 7 + 7) % 7
    day = weekday == 6 || weekday == 0 ? .saturday : .weekday
    startHour = isKnown ? Double(local - days * length) / 3_600_000 : Self.usualHour
    midnight =
      isKnown
      ? Instant(milliseconds: days * length - Int64(conditions.zoneOffset) * 1000) : Instant(milliseconds: 0)
  }

  /// The moments of the hours 0…23.
  var hours: [Instant] {
    (0..<HourTimes.hours).map { Instant(milliseconds: midnight.milliseconds + Int64($0) * 3_600_000) }
  }
}
