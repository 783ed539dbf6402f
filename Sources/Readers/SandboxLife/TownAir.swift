import Geography
import Modelling
import Observations
import Replica

/// What the air brings from elsewhere, by the hour: the background of PM2.5 and NO₂ in µg/m³, and haze.
///
/// Background PM2.5 of some 12–16 µg/m³ (assumed, below the 18–25 of Malaysian towns' annual means by what traffic adds);
/// haze from fires, most years none or one week in June–October, in some years weeks with days above 100 µg/m³
/// (Department of Environment Malaysia, Environmental Quality Reports 2013, 2015, 2019). Rain washes dust out: a scavenging
/// coefficient of about 0.1 per mm.
struct TownAir: Sendable {
  private(set) var dust: [Float]
  private(set) var nitrogen: [Float]
  private(set) var washed: [Float]

  init(chance: Chance, timeline: Timeline, rain: [Float]) {
    dust = [Float](repeating: 0, count: timeline.hours)
    nitrogen = dust
    washed = dust
    for hour in 0..<timeline.hours {
      let time = Double(timeline.firstDay * 24 + hour)
      let day = timeline.day(ofHour: hour)
      let month = CalendarDate(daysSince1970: day).month
      let season = [1.05, 1.1, 1.05, 0.92, 0.98, 1.12, 1.15, 1.15, 1.08, 0.92, 0.85, 0.9][month - 1]
      let slow = Portable.exp(
        0.34 * chance.curve(.background, at: time / 60) + 0.16 * chance.curve(.background, at: time / 9, 1))
      var recent = 0.0
      for back in 0..<6 where hour >= back { recent += Double(rain[hour - back]) * (1 - Double(back) / 6) }
      let wash = 0.35 + 0.65 * Portable.exp(-0.11 * recent)
      dust[hour] = Float((11.2 * season * slow + Self.haze(chance, time: time)) * wash)
      nitrogen[hour] = Float(7.5 * slow)
      washed[hour] = Float(0.5 + 0.5 * wash)
    }
  }

  /// µg/m³ of PM2.5 from fires at an hour since 1970, local.
  private static func haze(_ chance: Chance, time: Double) -> Double {
    let day = Int((time / 24).rounded(.down))
    let year = CalendarDate(daysSince1970: day).year
    var sum = 0.0
    for number in 0..<3 {
      var random = chance.generator(.haze, year, number)
      // One year in five is an El Niño's: dry, with more and thicker haze.
      let isBad = chance.unit(.haze, year, 99) < 0.2
      guard random.unit() < (isBad ? 0.85 : 0.28) else { continue }
      let begin = CalendarDate(year: year, month: 6, day: 10).daysSince1970 + Int(random.unit() * 125)
      let length = random.uniform(4..<(isBad ? 20 : 10))
      let peak = random.uniform(25..<70) * (isBad ? 2.2 : 1)
      let u = (time / 24 - Double(begin)) / length
      guard u > 0, u < 1 else { continue }
      let shape = 4 * u * (1 - u)
      sum += peak * shape * max(0.15, 1 + 0.5 * chance.curve(.haze, at: time / 14, year * 4 + number))
    }
    return sum
  }
}

/// What traffic adds to the air at a place: vehicles a day times metres, over squared distance.
///
/// A line of traffic at distance d adds as 1/d, as behind a road in a cross wind. Scaled so that a street of 20,000
/// vehicles adds, at its kerb on an average hour, 6 µg/m³ of PM2.5 and 30 µg/m³ of NO₂ (assumed).
struct StreetFumes: Sendable {
  private let index: PackedIndex
  private let city: City
  private let loads: StreetLoads
  static let dustPerUnit = 6.0 / 4_200
  static let nitrogenPerUnit = 30.0 / 4_200

  init(city: City, loads: StreetLoads) {
    self.city = city
    self.loads = loads
    index = PackedIndex((0..<city.streets.segments.count).map { city.streets.segments.shapes.box(of: $0) })
  }

  /// The measure at a place. O(streets within 800 m).
  func strength(at place: Point) -> Double {
    var sum = 0.0
    let reach = 800.0
    let area = Box(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y).expanded(by: reach)
    for segment in index.search(area) {
      let daily = loads.daily(segment * 2) + loads.daily(segment * 2 + 1)
      guard daily > 0 else { continue }
      var previous: Point?
      for point in city.streets.segments.shapes[segment] {
        defer { previous = point }
        guard let start = previous else { continue }
        let length = start.distance(to: point)
        let pieces = max(1, Int(length / 25))
        for piece in 0..<pieces {
          let at = start.interpolated(to: point, fraction: (Double(piece) + 0.5) / Double(pieces))
          let dx = at.x - place.x
          let dy = at.y - place.y
          let d2 = dx * dx + dy * dy
          if d2 < reach * reach { sum += daily * length / Double(pieces) / (d2 + 225) }
        }
      }
    }
    return sum
  }
}

/// The sound of streets.
///
/// Department of Transport (UK), "Calculation of Road Traffic Noise" (1988), charts 3, 4 and 7: L10 at 10 m from hourly
/// flow, speed and share of heavy vehicles; LAeq = 0.94·L10 + 0.77 (P. G. Abbott and P. M. Nelson, TRL PR/SE/451/02,
/// 2002). Below 50 vehicles an hour the method does not hold; there the level falls by 10·log q and what is left is the
/// town's own murmur, insects and frogs at night.
enum StreetSound {
  /// dB(A) LAeq over an hour at `distance` metres from the kerb.
  static func level(vehicles: Double, speed: Double, heavy: Double, distance: Double, clock: Int, rain: Double)
    -> Double
  {
    let q = max(1, vehicles)
    let v = max(20, speed)
    let basic = 42.2 + 10 * Portable.log10(q)
    let correction = 33 * Portable.log10(v + 40 + 500 / v) + 10 * Portable.log10(1 + 5 * heavy / v) - 68.8
    let far = -10 * Portable.log10((distance + 3.5) / 13.5)
    let street = 0.94 * (basic + correction + far) + 0.77
    let murmur: Double = clock < 5 ? 43 : clock < 7 ? 46 : clock < 20 ? 48 : 47
    let drops = rain > 0.1 ? 44 + 6.5 * Portable.log10(rain * 10) : 0
    return 10 * Portable.log10(power(street) + power(murmur) + (drops > 0 ? power(drops) : 0))
  }

  private static func power(_ decibels: Double) -> Double { Portable.exp(decibels * 0.2302585092994046) }
}
