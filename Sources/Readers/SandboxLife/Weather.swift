import Geography
import Modelling
import Observations

/// The weather of the town by the hour: one for all of it, but for the rain.
///
/// Means and ranges are those of the lowland west coast (Malaysian Meteorological Department: 23–33 °C, sea breeze of
/// 5–8 m/s at most by day, a weak land breeze by night, south-west monsoon May–September, north-east November–March).
package struct Weather: Sendable {
  /// °C at 2 m.
  package private(set) var temperature: [Float]
  /// Relative humidity in per cent.
  package private(set) var humidity: [Float]
  /// m/s towards the east and towards the north at 10 m.
  package private(set) var windEast: [Float]
  package private(set) var windNorth: [Float]
  /// 0 clear … 1 overcast.
  package private(set) var cloud: [Float]
  /// mm in the hour, mean over the town.
  package let rain: [Float]
  /// How strongly what is emitted is thinned: 1 on an average hour, more when it stays.
  package private(set) var stagnation: [Float]

  /// Hour by hour from 0 to 23: the share of the daily range of temperature above its minimum.
  private static let warming: [Double] = [
    0.18, 0.13, 0.09, 0.06, 0.03, 0.01, 0, 0.06, 0.25, 0.47, 0.66, 0.82, 0.93, 0.99, 1, 0.96, 0.87, 0.74, 0.58, 0.46,
    0.38, 0.32, 0.27, 0.22,
  ]
  /// °C above 27.3 by month.
  private static let monthly = [-0.5, 0, 0.4, 0.6, 0.7, 0.5, 0.2, 0.2, 0, -0.1, -0.4, -0.6]

  /// The weather of a timeline. `seaward` is the direction of the sea, a unit vector; nothing inland.
  init(chance: Chance, timeline: Timeline, rain: [Float], seaward: Point?) {
    let hours = timeline.hours
    self.rain = rain
    var temperature = [Float](repeating: 0, count: hours)
    var humidity = temperature
    var windEast = temperature
    var windNorth = temperature
    var cloud = temperature
    var stagnation = temperature
    let sea = seaward ?? Point(x: -1, y: 0)
    let breeze = seaward == nil ? 0.45 : 1.0
    for day in 0..<timeline.dayCount {
      let number = timeline.firstDay + day
      let month = CalendarDate(daysSince1970: number).month - 1
      let warmth = Self.monthly[month] + 0.9 * chance.curve(.warmth, at: Double(number) / 4)
      let monsoon = Self.monsoon(month)
      for clock in 0..<24 {
        let hour = day * 24 + clock
        let time = Double(timeline.firstDay * 24 + hour)
        let wet = Double(rain[hour]) + 0.5 * Double(hour > 0 ? rain[hour - 1] : 0)
        let afternoon = clock >= 12 && clock <= 19 ? 0.15 : 0
        let sky = min(1, max(0.05, 0.55 + afternoon + 0.33 * chance.curve(.cloud, at: time / 7) + 0.25 * min(1, wet)))
        let recent = (0..<5).reduce(0.0) { $0 + (hour >= $1 ? Double(rain[hour - $1]) : 0) * (1 - Double($1) / 5) }
        let range = 8.6 - 3.0 * (sky - 0.55)
        let cooling = 3.6 * recent / (recent + 6)
        let share = Self.warming[clock]
        let degrees = 23.7 + warmth + range * share - cooling * (0.3 + 0.7 * share)
        // Vapour pressure by Magnus (WMO-No. 8, annex 4.B); the dew point hardly moves in the wet tropics.
        let dew = min(degrees - 0.2, 23.3 + 0.35 * warmth + 0.5 * chance.curve(.day, at: time / 20) + 0.5 * min(1, wet))
        let relative =
          100 * Portable.exp(17.62 * dew / (243.12 + dew) - 17.62 * degrees / (243.12 + degrees))
        // The sea breeze sets in before noon and dies after sunset; at night air drains from the land.
        let onshore: Double
        switch clock {
        case 10...20: onshore = 3.1 * Portable.sin(Double.pi * (Double(clock) - 9.5) / 11.5) * (1.15 - 0.5 * sky)
        case 9, 21, 22: onshore = 0
        default: onshore = -0.8
        }
        let gust = min(6, 1.2 * wet.squareRoot())
        let turn = 2 * Double.pi * chance.curve(.windTurn, at: time / 3)
        let noise = 0.35 + gust
        let east = -sea.x * onshore * breeze + monsoon.x + 0.8 * chance.curve(.wind, at: time / 5)
        let north = -sea.y * onshore * breeze + monsoon.y + 0.8 * chance.curve(.wind, at: time / 5, 1)
        temperature[hour] = Float(degrees)
        humidity[hour] = Float(min(100, max(35, relative)))
        windEast[hour] = Float(east + noise * Portable.cos(turn))
        windNorth[hour] = Float(north + noise * Portable.sin(turn))
        cloud[hour] = Float(sky)
        // Depth of the mixed layer: 250 m at night, 1,200 m on a sunny afternoon (assumed, tropical lowland).
        let depth = 260 + 950 * share * (1.2 - 0.6 * sky)
        let speed = max(
          0.7,
          (Double(windEast[hour]) * Double(windEast[hour]) + Double(windNorth[hour]) * Double(windNorth[hour]))
            .squareRoot())
        stagnation[hour] = Float(min(3.2, max(0.3, 1.7 / speed * (560 / depth).squareRoot())))
      }
    }
    self.temperature = temperature
    self.humidity = humidity
    self.windEast = windEast
    self.windNorth = windNorth
    self.cloud = cloud
    self.stagnation = stagnation
  }

  /// The monsoon's wind in m/s, 0 January … 11 December.
  private static func monsoon(_ month: Int) -> Point {
    switch month {
    case 0, 1, 11: Point(x: -0.8, y: -1.0)
    case 2, 10: Point(x: -0.5, y: -0.6)
    case 5...7: Point(x: 0.7, y: 1.0)
    case 4, 8: Point(x: 0.4, y: 0.6)
    default: Point(x: 0, y: 0)
    }
  }
}
