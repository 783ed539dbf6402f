import Modelling
import Observations

/// How an average workday's traffic spreads over the hours of a timeline: shares of a day, by hour.
///
/// Two peaks a workday, the morning's sharp and outwards, the evening's broad and homewards; a dip at Friday's noon prayer;
/// no morning peak at weekends; fewer trips on holidays and in school holidays; in the fasting month people go home
/// earlier and out again after 21 h. Shapes are assumed; their measures (share of the busiest hour 7–11 % of a day,
/// Transportation Research Board, Highway Capacity Manual, K-factors) are tested.
struct TrafficHours: Sendable {
  /// Share of a workday's traffic away from homes, towards them, and of neither.
  private(set) var out: [Float]
  private(set) var home: [Float]
  private(set) var local: [Float]
  /// Share of motorcycles, before the street's own.
  private(set) var motorcycles: [Float]

  private static let workOut = normal([
    4, 2, 1, 1, 3, 14, 62, 138, 104, 66, 54, 52, 50, 52, 48, 46, 50, 54, 50, 48, 44, 30, 18, 9,
  ])
  private static let workHome = normal([
    12, 7, 4, 3, 3, 6, 14, 22, 26, 32, 40, 50, 62, 68, 60, 62, 82, 122, 116, 86, 62, 54, 42, 25,
  ])
  private static let workLocal = normal([
    8, 5, 3, 3, 5, 14, 42, 76, 72, 62, 60, 60, 62, 62, 60, 60, 66, 76, 72, 60, 52, 42, 28, 15,
  ])
  private static let weekend = normal([
    14, 9, 5, 4, 5, 9, 20, 34, 48, 60, 68, 70, 68, 64, 62, 62, 64, 68, 66, 66, 66, 56, 40, 24,
  ])

  private static func normal(_ table: [Double]) -> [Double] {
    let sum = table.reduce(0, +)
    return table.map { $0 / sum }
  }

  init(timeline: Timeline, calendar: CityCalendar, rain: [Float]) {
    let count = timeline.hours
    out = [Float](repeating: 0, count: count)
    home = out
    local = out
    motorcycles = out
    for hour in 0..<count {
      let day = calendar[timeline.day(ofHour: hour)]
      let clock = hour % 24
      var shares = Self.shares(day, clock)
      if day.isFasting { shares = Self.fasting(shares, day, clock) }
      let wet = min(1, Double(rain[hour]) / 6)
      let dry = 1 - 0.06 * wet
      out[hour] = Float(shares.out * dry)
      home[hour] = Float(shares.home * dry)
      local[hour] = Float(shares.local * dry)
      let byClock = clock < 5 ? 0.40 : clock < 9 ? 0.52 : clock < 16 ? 0.46 : clock < 20 ? 0.50 : 0.45
      motorcycles[hour] = Float(byClock * (1 - 0.38 * wet))
    }
  }

  private static func shares(_ day: CityCalendar.Day, _ clock: Int) -> (out: Double, home: Double, local: Double) {
    let size: Double
    switch day.kind {
    case .workday: size = 1
    case .friday: size = 1.04
    case .saturday: size = 0.92
    case .sunday: size = 0.80
    case .holiday: size = 0.76
    case .feast: size = 0.62
    }
    let exodus = day.isExodus ? 1.08 : 1
    guard day.kind == .workday || day.kind == .friday else {
      // Saturday keeps a third of the workday's shape: shops and works are open.
      let keep = day.kind == .saturday ? 0.34 : 0.06
      func mixed(_ work: [Double]) -> Double { (keep * work[clock] + (1 - keep) * weekend[clock]) * size * exodus }
      return (mixed(workOut), mixed(workHome), mixed(workLocal))
    }
    var prayer = 1.0
    if day.kind == .friday { prayer = [12: 1.18, 13: 0.62, 14: 1.12][clock] ?? 1 }
    let school = day.isSchoolHoliday ? (clock == 7 ? 0.80 : clock == 6 || clock == 13 ? 0.86 : 0.96) : 1
    let factor = size * prayer * school * exodus
    return (workOut[clock] * factor, workHome[clock] * factor, workLocal[clock] * factor)
  }

  /// The fasting month: quiet noon, home by 18 h, breaking of the fast at 19 h, out for prayer and supper after 20 h.
  private static func fasting(
    _ shares: (out: Double, home: Double, local: Double), _ day: CityCalendar.Day, _ clock: Int
  ) -> (out: Double, home: Double, local: Double) {
    let factor: Double
    switch clock {
    case 4, 5: factor = 1.6
    case 11...14: factor = 0.82
    case 16: factor = 1.28
    case 17: factor = 1.14
    case 18: factor = 0.92
    case 19: factor = 0.42
    case 20: factor = 1.08
    case 21...23: factor = 1.45
    default: factor = 1
    }
    return (shares.out * factor, shares.home * factor, shares.local * factor)
  }
}
