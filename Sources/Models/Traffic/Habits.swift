import Demand
import Junctions
import Modelling
import Replica

/// What those who drive on a settled day are used to: their ways, what these take beyond the quickest, the hours' times, the signals.
///
/// A day with changes begins from it instead of from nothing: whoever's way is still open takes it, and leaves it only where it has become
/// worse beside the quickest than it was before — what one put up with one puts up with again (the indifference band of boundedly rational
/// drivers: H. S. Mahmassani, G.-L. Chang, Transportation Science 21 (1987) 89–99, with each trip's own band). So two days differ by what
/// the change does and not by what chance made of their learning; without any change they are the same day.
struct Habits: Sendable {
  /// The trips by what they are known by: second, class, links.
  struct Trip: Hashable {
    var departs: Int32, vehicle: UInt8, from: Int32, to: Int32
  }

  /// A column an entry a trip.
  var departs: [Int32], vehicles: [UInt8], fromLinks: [Int32], toLinks: [Int32]
  /// The way of each trip; those that were left out have one too.
  var routes: RouteTable
  /// Milliseconds that each trip's way takes beyond the quickest.
  var excess: [Int32]
  /// The times that were known before the day, by which it and they make those known after it.
  var times: HourTimes
  /// The relative gap of the day before; nothing on a first day.
  var gapBefore: Double?
  /// By hour, what signals without a known plan are timed for.
  var volumes: [TurnVolumes]

  /// Nobody drives.
  init() { self.init(DemandTrips(), RouteTable(), excess: [], times: HourTimes(links: 0), gapBefore: nil, volumes: []) }

  init(
    _ trips: DemandTrips, _ routes: RouteTable, excess: [Int32], times: HourTimes, gapBefore: Double?,
    volumes: [TurnVolumes]
  ) {
    (departs, vehicles, fromLinks, toLinks) = (trips.departs, trips.classes, trips.fromLinks, trips.toLinks)
    (self.routes, self.excess, self.times) = (routes, excess, times)
    (self.gapBefore, self.volumes) = (gapBefore, volumes)
  }

  /// How many trips.
  var count: Int { departs.count }

  /// The same in a city that has got more links.
  func extended(to links: Int) -> Habits {
    guard let times = HourTimes(seconds: times.seconds, links: links) else { return self }
    var habits = self
    habits.times = times
    return habits
  }

  private func trip(_ row: Int) -> Trip {
    Trip(departs: departs[row], vehicle: vehicles[row], from: fromLinks[row], to: toLinks[row])
  }

  /// For each trip of a day, the row here of the one that is the same; −1 for those that were not made. O(trips).
  func rows(of trips: DemandTrips) -> [Int32] {
    let (classes, from, to) = (trips.classes, trips.fromLinks, trips.toLinks)
    if trips.departs == departs, classes == vehicles, from == fromLinks, to == toLinks {
      return Array(0..<Int32(count))
    }
    // Of several that are alike each is taken once, in their order.
    var first: [Trip: Int32] = [:]
    var next = [Int32](repeating: -1, count: count)
    for row in (0..<count).reversed() {
      next[row] = first[trip(row)] ?? -1
      first[trip(row)] = Int32(row)
    }
    return (0..<trips.count).map { number in
      let key = Trip(departs: trips.departs[number], vehicle: classes[number], from: from[number], to: to[number])
      guard let row = first[key], row >= 0 else { return -1 }
      first[key] = next[Int(row)]
      return row
    }
  }
}
