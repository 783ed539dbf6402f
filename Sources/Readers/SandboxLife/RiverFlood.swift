package import Geography
import Modelling
import Observations
package import Replica

/// A flood of the town's river.
package struct RiverFlood: Sendable {
  /// The day, from 1970.
  package var day: Int
  /// The highest level at the town's first river gauge in m above the datum.
  package var level: Double
  /// The sea's level then.
  package var sea: Double
  /// Levels at the gauge every five minutes, for a day before the highest and a day after it.
  package var course: [Float]

  /// A flood.
  package init(day: Int, level: Double, sea: Double, course: [Float]) {
    (self.day, self.level, self.sea, self.course) = (day, level, sea, course)
  }

  /// The level by station of the river, and metres of water over the ground; nothing where the river stayed between its banks.
  ///
  /// On the plain lies no more than the river brought beyond what its bed holds: the sum of Q − Q₀ over the flood, Q₀ being the discharge at
  /// which a fiftieth (assumed) of what the highest level reaches is wet.
  package func water(along profile: RiverProfile, at station: Int, over spill: RiverSpill) -> (
    levels: [Double], depths: Grid
  )? {
    let below = profile.reachesSea ? sea : nil
    let top = profile.discharge(at: station, level: level, below: below)
    let levels = profile.levels(top, below: below)
    let reached = spill.volume(levels)
    guard reached > 0 else { return nil }
    var (within, beyond) = (0.0, top)
    for _ in 0..<12 {
      let middle = (within + beyond) / 2
      if spill.volume(profile.levels(middle, below: below)) > reached / 50 { beyond = middle } else { within = middle }
    }
    let rating = (0...12).map { part in
      let more = (top - within) * Double(part) / 12
      return (level: profile.levels(within + more, below: below, from: station)[station], more: more)
    }
    var brought = 0.0
    for level in course { brought += 300 * Self.more(at: Double(level), rating) }
    return (levels, spill.depths(levels, bringing: brought))
  }

  private static func more(at level: Double, _ rating: [(level: Double, more: Double)]) -> Double {
    guard let next = rating.firstIndex(where: { $0.level >= level }) else { return rating.last?.more ?? 0 }
    guard next > 0 else { return 0 }
    let (low, high) = (rating[next - 1], rating[next])
    return low.more + (high.more - low.more) * (level - low.level) / (high.level - low.level)
  }
}

extension CityLife {
  /// The largest floods of the ten years up to the end of this one. O(days of eleven years): some tenths of a second.
  func floods() -> [RiverFlood] {
    guard let gauge = devices.first(where: { $0.catchment != nil }), let catchment = gauge.catchment else { return [] }
    let first = CalendarDate(year: year - 10, month: 9, day: 1).daysSince1970
    let long = Timeline(
      firstDay: first, dayCount: timeline.firstDay + timeline.dayCount - first, utcOffset: utcOffset)
    let rainfall = Rainfall(chance: chance, city: city.box, days: long.days)
    let rain = TownTruth.mean(rainfall, over: catchment.places, steps: long.allSteps)
    let levels = catchment.levels(rain: rain, timeline: long)
    let ofDay = Timeline.stepsPerDay
    // The highest water of each day; the largest days that are not neighbours.
    var days = (122..<long.dayCount).map { day in
      (day: first + day, level: Double(levels[day * ofDay..<(day + 1) * ofDay].max() ?? 0))
    }.filter { $0.level > catchment.bank }
    days.sort { ($1.level, $0.day) < ($0.level, $1.day) }
    var events: [(day: Int, level: Double)] = []
    for day in days where events.count < 5 && !events.contains(where: { abs($0.day - day.day) < 4 }) {
      events.append(day)
    }
    events.sort { $0.day < $1.day }
    let tide = Tide()
    return events.map { event in
      let begin = (event.day - first) * ofDay
      let top = (begin..<begin + ofDay).max { levels[$0] < levels[$1] } ?? begin
      return RiverFlood(
        day: event.day, level: event.level, sea: tide.level(at: long.instant(step: top + 1)),
        course: Array(levels[max(0, top - ofDay)..<min(levels.count, top + ofDay)]))
    }
  }
}

extension RiverProfile {
  /// The river or stream a gauge stands on; nothing for another gauge, and where the terrain does not know it.
  package init?(of gauge: Device, in city: City) {
    guard let row = gauge.waterway, let terrain = city.terrain else { return nil }
    let ways = city.waterways
    self.init(
      along: Array(ways.lines[row]), width: ways.widths[row].isNaN ? 5 : Double(ways.widths[row]), terrain: terrain)
  }
}
