import Junctions
import Modelling
import Replica
import Routing

/// The ways of drivers with ``Habits`` in a town that may have changed: as they were where every link and turn of them is open at its hour;
/// around what is not, where that takes no longer beyond the quickest way than one is used to and a hundredth.
struct UsualWays {
  let habits: Habits
  /// For each trip of the day, its row in the habits; −1 for one that is new.
  let rows: [Int32]
  private let town: TrafficTown
  private let day: TrafficDay

  init(_ habits: Habits, _ rows: [Int32], _ town: TrafficTown, _ day: TrafficDay) {
    (self.habits, self.rows, self.town, self.day) = (habits, rows, town, day)
  }

  /// Vehicles an hour that set out over each link, at `link * hours + hour`, when a part of all trips is made.
  func flows(part: Float) -> [Float] {
    var flows = [Float](repeating: 0, count: town.streets.links.count * HourTimes.hours)
    for row in 0..<habits.count {
      let hour = TrafficDay.hour(of: habits.departs[row])
      for link in habits.routes[row] { flows[Int(link) * HourTimes.hours + hour] += part }
    }
    return flows
  }

  /// Trips with the way they keep and the milliseconds they put up with beyond the quickest.
  func found(threads: Int) throws -> [[(trip: Int, way: [Int32], excess: Int32)]] {
    let banned = town.bannedTurns
    let order = day.byHourAndClass
    return try mapped(over: order.groups.count, chunk: 1, threads: threads) { range in
      let group = order.groups[range.lowerBound]
      let free = day.free(town, row: group.row, hour: group.hour)
      // Made only where somebody's way is no longer open.
      var finder: RouteFinder?
      var found: [(trip: Int, way: [Int32], excess: Int32)] = []
      for place in group.trips {
        let trip = Int(order.trips[place])
        let row = Int(rows[trip])
        guard row >= 0 else { continue }
        let (way, excess) = (habits.routes[row], habits.excess[row])
        let (from, to) = day.ends(trip)
        guard let first = way.first, let last = way.last, first | 1 == from.rawValue | 1, last | 1 == to.rawValue | 1
        else { continue }
        if isOpen(way, free, banned) {
          found.append((trip, Array(way), excess))
          continue
        }
        let search =
          try finder ?? RouteFinder(town, row: group.row, weights: habits.times.weights(hour: group.hour, free: free))
        finder = search
        guard let best = search.shortest(from: from, to: to), let around = around(way, free, banned, search) else {
          continue
        }
        if search.cost(of: around[...]) - best <= Int(excess) + best / 100 { found.append((trip, around, excess)) }
      }
      return found
    }
  }

  private func isOpen(_ way: ArraySlice<Int32>, _ free: [Int32], _ banned: Set<TurnBan>) -> Bool {
    way.allSatisfy { free[Int($0)] < StreetGraph.longest }
      && zip(way, way.dropFirst()).allSatisfy { follows($0, $1, banned) }
  }

  private func follows(_ link: Int32, _ next: Int32, _ banned: Set<TurnBan>) -> Bool {
    let (from, to) = (LinkID(rawValue: link), LinkID(rawValue: next))
    return town.streets.end(of: from) == town.streets.start(of: to) && !banned.contains(TurnBan(from: from, to: to))
  }

  /// A way with what is not open gone around; nothing where its first or last link is not, or no way leads around.
  private func around(
    _ way: ArraySlice<Int32>, _ free: [Int32], _ banned: Set<TurnBan>, _ finder: RouteFinder
  ) -> [Int32]? {
    guard let first = way.first, let last = way.last, free[Int(first)] < StreetGraph.longest,
      free[Int(last)] < StreetGraph.longest
    else { return nil }
    var around = [first]
    for link in way.dropFirst() where free[Int(link)] < StreetGraph.longest {
      let before = around[around.count - 1]
      if !follows(before, link, banned) {
        let between = finder.between(LinkID(rawValue: before), LinkID(rawValue: link))
        guard let between else { return nil }
        around += between.map(\.rawValue)
      }
      around.append(link)
    }
    return around
  }
}
