import Modelling
import Observations
import Replica

/// Counts put together by the hour: quarters that follow each other are added up, days of one kind are averaged.
struct CountHours {
  /// What was counted of one class on a link in an hour, or in a part of it.
  struct Hour: Equatable {
    var links: [LinkID]
    var seconds: Range<Int>
    var vehicles: VehicleSet
    /// Vehicles in that time, the mean of the days.
    var count: Double
    var days: Int
  }

  var hours: [Hour] = []
  var isSaturday = false
  var left = SkippedTally()
  /// Monday is 0.
  private static let saturday = 5

  /// The hours of some counts: those of weekdays, or of Saturdays where these are more. Buses and bicycles, which no trips are made for, and
  /// Sundays are left out. O(counts log counts).
  init(_ counts: [TrafficCount]) {
    let saturdays = counts.count { $0.date?.weekday == Self.saturday }
    let weekdays = counts.count { $0.date.map { $0.weekday < Self.saturday } ?? true }
    isSaturday = saturdays > weekdays
    var ofDay: [Series: [TrafficCount]] = [:]
    for count in counts {
      let weekday = count.date?.weekday ?? 0
      guard weekday == Self.saturday ? isSaturday : weekday < Self.saturday && !isSaturday else {
        left.add(
          "count",
          because: weekday > Self.saturday
            ? "it is of a Sunday, for which no trips are made"
            : "most counts are of \(isSaturday ? "Saturdays" : "weekdays")",
          example: count.date?.text ?? "")
        continue
      }
      guard count.vehicles != VehicleSet(.bus), count.vehicles != VehicleSet(.bicycle) else {
        left.add("count", because: "no trips are made for its class", example: count.vehicles.text)
        continue
      }
      ofDay[Series(links: count.links, vehicles: count.vehicles, date: count.date), default: []].append(count)
    }
    var byHour: [Slot: (sum: Double, days: Int)] = [:]
    for (series, counts) in ofDay.sorted(by: { $0.key < $1.key }) {
      for (seconds, count) in merged(counts) {
        let slot = Slot(
          links: series.links, begin: seconds.lowerBound, end: seconds.upperBound, vehicles: series.vehicles.rawValue)
        byHour[slot, default: (0, 0)].sum += count
        byHour[slot, default: (0, 0)].days += 1
      }
    }
    hours = byHour.sorted { $0.key < $1.key }.map { slot, found in
      Hour(
        links: slot.links, seconds: slot.begin..<slot.end, vehicles: VehicleSet(rawValue: slot.vehicles),
        count: found.sum / Double(found.days), days: found.days)
    }
  }

  /// Quarters of one hour that follow each other, added up; what overlaps an earlier one is left out.
  private mutating func merged(_ counts: [TrafficCount]) -> [(Range<Int>, Double)] {
    var found: [(seconds: Range<Int>, count: Double)] = []
    let sorted = counts.sorted {
      ($0.seconds.lowerBound, $0.seconds.upperBound, $0.count) < (
        $1.seconds.lowerBound, $1.seconds.upperBound, $1.count
      )
    }
    for count in sorted {
      guard let last = found.last else {
        found.append((count.seconds, count.count))
        continue
      }
      guard count.seconds.lowerBound >= last.seconds.upperBound else {
        left.add(
          "count", because: "the same vehicles are counted twice on its street at its time",
          example: "\(CountRow.text(count.seconds.lowerBound))–\(CountRow.text(count.seconds.upperBound))")
        continue
      }
      if count.seconds.lowerBound == last.seconds.upperBound,
        last.seconds.lowerBound / 3_600 == (count.seconds.upperBound - 1) / 3_600
      {
        found[found.count - 1] = (last.seconds.lowerBound..<count.seconds.upperBound, last.count + count.count)
      } else {
        found.append((count.seconds, count.count))
      }
    }
    return found
  }

  private struct Series: Hashable, Comparable {
    var links: [LinkID]
    var vehicles: VehicleSet
    var date: CalendarDate?
    private var order: [Int] {
      links.map { Int($0.rawValue) } + [-1, Int(vehicles.rawValue), date?.daysSince1970 ?? Int.min]
    }
    static func < (left: Self, right: Self) -> Bool { left.order.lexicographicallyPrecedes(right.order) }
  }

  private struct Slot: Hashable, Comparable {
    var links: [LinkID]
    var begin, end: Int
    var vehicles: UInt16
    private var order: [Int] { links.map { Int($0.rawValue) } + [-1, begin, end, Int(vehicles)] }
    static func < (left: Self, right: Self) -> Bool { left.order.lexicographicallyPrecedes(right.order) }
  }
}
