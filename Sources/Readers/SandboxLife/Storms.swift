package import Geography
import Modelling
import Observations

/// A cell of convective rain that forms, drifts and dies.
struct Storm: Sendable {
  /// When it begins, in steps of five minutes since 1970, local; and how many steps it lasts.
  var start: Double
  var length: Double
  /// Where its middle begins, and its drift in metres a step.
  var x, y, dx, dy: Double
  /// Metres from its middle to where no rain falls.
  var reach: Double
  /// Rain in mm/h in its middle at its height.
  var peak: Double
}

/// A spell of widespread, steadier rain.
struct Spell: Sendable {
  var start: Double
  var length: Double
  /// Mean intensity in mm/h.
  var strength: Double
  var number: Int
}

/// The rain over a city: convective storms, most of them in the afternoon, and monsoon spells.
///
/// Everything about a day comes from the seed and the day, so that any month can be asked alone. Seasons are those of the
/// west coast of Peninsular Malaysia: most rain in the inter-monsoon months of April and October–November, least in
/// January–February and June–July (Malaysian Meteorological Department, "Malaysia's climate"). Frequencies and
/// intensities are fitted so that totals and extremes lie in the published ranges; see Docs/models/sandbox-life.md.
package struct Rainfall: Sendable {
  let chance: Chance
  /// Where storms may form: the city's box and 12 km around it.
  let region: Box
  let steps: Range<Int>
  private(set) var storms: [Storm] = []
  private(set) var spells: [Spell] = []
  /// For each day the storms that may still rain on it begin here; one more than days.
  private var firstStorm: [Int] = []
  private let firstDay: Int

  /// Weight of each month, of mean 1.
  private static let season = [0.80, 0.84, 1.06, 1.27, 1.00, 0.68, 0.66, 0.76, 0.98, 1.29, 1.42, 1.24]
  private static let spellsPerMonth = [0.65, 0.4, 0.4, 0.5, 0.4, 0.3, 0.3, 0.35, 0.6, 0.95, 1.15, 1.1]

  package init(chance: Chance, city: Box, days: Range<Int>) {
    self.chance = chance
    region = city.expanded(by: 12_000)
    firstDay = days.lowerBound
    steps = days.lowerBound * Timeline.stepsPerDay..<days.upperBound * Timeline.stepsPerDay
    for day in days {
      firstStorm.append(storms.count)
      addStorms(of: day)
    }
    firstStorm.append(storms.count)
    for day in days.lowerBound - 3..<days.upperBound { addSpell(of: day) }
  }

  /// How wet a day is against the mean of its month: weeks of rain and weeks of sun, wet and dry years.
  private func wetness(_ day: Int) -> Double {
    let year = 1 + 0.08 * chance.curve(.year, at: Double(day) / 1_200)
    let weeks = 1 + 0.6 * chance.curve(.wetness, at: Double(day) / 9)
    return max(0.06, year * weeks)
  }

  private func season(_ day: Int, _ table: [Double]) -> Double {
    let date = CalendarDate(daysSince1970: day)
    // Between the middles of months, so that no season begins overnight.
    let position = Double(date.month - 1) + (Double(date.day) - 0.5) / Double(date.daysInMonth) - 0.5
    let knot = position.rounded(.down)
    let first = table[(Int(knot) + 12) % 12]
    return first + (table[(Int(knot) + 13) % 12] - first) * (position - knot)
  }

  private mutating func addStorms(of day: Int) {
    var random = chance.generator(.storms, day)
    let perArea = 0.0084  // storms a day and km², fitted
    let expected = perArea * region.width * region.height / 1e6 * season(day, Self.season) * wetness(day)
    let number = chance.count(expected, .day, day)
    // Storms of a day share its steering wind.
    let turn = 2 * Double.pi * random.unit()
    let speed = random.uniform(0.5..<5.0)
    for _ in 0..<number {
      let hour: Double
      if random.unit() < 0.76 {
        hour = 16.3 + 2.1 * (random.unit() + random.unit() + random.unit() - 1.5) * 1.35
      } else if random.unit() < 0.5 {
        hour = random.uniform(2..<9)  // squall lines from the Strait reach the coast before morning
      } else {
        hour = random.uniform(0..<24)
      }
      let life = 0.45 + 0.55 * -Portable.log(1 - random.unit() * 0.97)  // hours
      let reach = random.uniform(3_500..<8_500)
      let strength = -Portable.log(1 - random.unit() * 0.9995)
      let peak = min(260, 5 + 47 * strength)
      storms.append(
        Storm(
          start: (Double(day) * 24 + hour) * 12, length: min(4, life) * 12,
          x: random.uniform(region.minX..<region.maxX), y: random.uniform(region.minY..<region.maxY),
          dx: Portable.cos(turn) * speed * 300, dy: Portable.sin(turn) * speed * 300, reach: reach, peak: peak))
    }
  }

  private mutating func addSpell(of day: Int) {
    let perDay = season(day, Self.spellsPerMonth) / 30.4 * min(2, wetness(day))
    var random = chance.generator(.spells, day)
    guard random.unit() < perDay else { return }
    spells.append(
      Spell(
        start: (Double(day) + random.unit()) * 288, length: random.uniform(9..<40) * 12,
        strength: 1.5 + 2.0 * -Portable.log(1 - random.unit() * 0.98), number: day))
  }

  /// Adds the rain in mm of each of some steps at a place. `rain` has an entry for every step of `range`.
  ///
  /// O(storms near in time × their length).
  func add(at place: Point, steps range: Range<Int>, to rain: inout [Float]) {
    precondition(rain.count == range.count, "an entry a step")
    let last = firstStorm.count - 2
    let from = min(last, max(0, range.lowerBound / Timeline.stepsPerDay - firstDay - 1))
    let to = min(last, max(0, range.upperBound / Timeline.stepsPerDay - firstDay))
    for storm in storms[firstStorm[from]..<firstStorm[to + 1]] {
      let begin = max(range.lowerBound, Int(storm.start.rounded(.up)))
      let end = min(range.upperBound, Int((storm.start + storm.length).rounded(.down)) + 1)
      guard begin < end else { continue }
      let reach2 = storm.reach * storm.reach
      for step in begin..<end {
        let t = Double(step) - storm.start
        let x = place.x - storm.x - storm.dx * t
        let y = place.y - storm.y - storm.dy * t
        let d2 = (x * x + y * y) / reach2
        guard d2 < 1 else { continue }
        let u = t / storm.length
        let shape = u < 0.3 ? u / 0.3 : (1 - u) / 0.7
        // A core of some ten minutes, and lighter rain around it.
        let gust = shape * (0.35 + 0.65 * shape * shape)
        if shape > 0 { rain[step - range.lowerBound] += Float(storm.peak * gust * (1 - d2) * (1 - d2) / 12) }
      }
    }
    for spell in spells {
      let begin = max(range.lowerBound, Int(spell.start.rounded(.up)))
      let end = min(range.upperBound, Int((spell.start + spell.length).rounded(.down)))
      guard begin < end else { continue }
      // Bands pass in an hour or two and reach places some kilometres apart at different times.
      let shift = ((place.x - region.minX) * 0.8 + (place.y - region.minY) * 0.6) / 14_000
      for step in begin..<end {
        let u = (Double(step) - spell.start) / spell.length
        let edge = min(1, min(u, 1 - u) * 6)
        let band = max(0, 0.72 + 0.95 * chance.curve(.spellStrength, at: Double(step) / 17 + shift, spell.number))
        rain[step - range.lowerBound] += Float(spell.strength * edge * band / 12)
      }
    }
  }

  /// The rain in mm of each of some steps at a place.
  package func rain(at place: Point, steps range: Range<Int>) -> [Float] {
    var rain = [Float](repeating: 0, count: range.count)
    add(at: place, steps: range, to: &rain)
    return rain
  }
}
