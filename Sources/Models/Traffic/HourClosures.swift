import Junctions
import Modelling
import Replica
import Routing

/// Which segments are closed to which class at which hour of the day: by a change, or by water.
struct HourClosures: Sendable {
  /// Segments closed, by row of ``StreetQueues/vehicles`` and hour: `row * 24 + hour`; empty where none is.
  private var sets: [[Bool]]

  /// Nothing is closed.
  init() { sets = [[Bool]](repeating: [], count: StreetQueues.vehicles.count * HourTimes.hours) }

  /// What conditions close; `start` is the local hour at which the run, and so the water, begins.
  init(_ conditions: Conditions, _ streets: Streets, startHour: Double, threads: Int) throws {
    self.init()
    let count = streets.segments.count
    for closure in conditions[StreetClosures.self]?.closures ?? [] {
      for hour in 0..<HourTimes.hours where closure.hours.meets(hour: hour) {
        for (row, vehicle) in StreetQueues.vehicles.enumerated() where closure.vehicles.contains(vehicle) {
          for segment in closure.segments { close(Int(segment), row, hour, of: count) }
        }
      }
    }
    guard let water = conditions[WaterDepth.self] else { return }
    var finder = TouchedCells.Finder { try TouchedCells(along: streets.segments, on: $0, threads: threads) }
    for (number, frame) in water.frames.enumerated() {
      let depths = try finder.cells(on: frame.depth).greatest(in: frame.depth)
      // A moment of the water holds until the next; the last one, and a single one, for the hour it falls in.
      let begin = startHour + frame.seconds / 3600
      let end = number + 1 < water.frames.count ? startHour + water.frames[number + 1].seconds / 3600 : begin + 1
      let isStanding = water.frames.count == 1
      let first = isStanding ? 0 : Int(begin.rounded(.down))
      let last = isStanding ? HourTimes.hours - 1 : max(first, Int(end.rounded(.up)) - 1)
      for hour in first...last where (0..<HourTimes.hours).contains(hour) {
        for (row, vehicle) in StreetQueues.vehicles.enumerated() {
          let limit = WadingDepth.limit(of: vehicle)
          for segment in 0..<count where depths[segment] >= limit { close(segment, row, hour, of: count) }
        }
      }
    }
  }

  private mutating func close(_ segment: Int, _ row: Int, _ hour: Int, of count: Int) {
    if sets[row * HourTimes.hours + hour].isEmpty {
      sets[row * HourTimes.hours + hour] = [Bool](repeating: false, count: count)
    }
    sets[row * HourTimes.hours + hour][segment] = true
  }

  /// The same by links.
  func closed(_ streets: Streets) -> [[Bool]] {
    sets.map { set in set.isEmpty ? [] : (0..<streets.links.count).map { set[$0 >> 1] } }
  }

  /// Segments that are closed to a class at any hour.
  func everClosed(row: Int) -> Int {
    var any: [Bool] = []
    for hour in 0..<HourTimes.hours {
      let set = sets[row * HourTimes.hours + hour]
      if any.isEmpty { any = set } else if !set.isEmpty { any = zip(any, set).map { $0 || $1 } }
    }
    return any.count { $0 }
  }
}
