import Junctions
import Modelling
import Queues
import Replica
import Routing

/// The ways of the first day: trips are put on the streets in parts, each part on the quickest ways over what the parts before it have filled.
///
/// Incremental assignment (Y. Sheffi, "Urban Transportation Networks", 1985, section 5.1) with parts of 20 % and eight times 10 % drawn from the
/// seed. A link takes t = t₀ (1 + 0.15 x⁴) of the Bureau of Public Roads (Traffic Assignment Manual, 1964), with x the vehicles of the hour over
/// its capacity, and, beyond capacity, the mean wait of a queue that grows all hour, (x − 1) · 1800 s. Without it all would meet on the same few
/// streets on the first day, which then lock and teach nothing.
///
/// Where drivers have ``Habits``, those whose way is still there take it, and the others are put on the streets so: t₀ is then the time the link is
/// known to take with the vehicles it had, and grows with those it gets beyond them.
struct FirstWays {
  /// Shares of the trips in each part.
  static let parts = [0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]

  private let assignment: Assignment
  /// Vehicles an hour each link can let go.
  private let capacity: [Float]

  init(_ assignment: Assignment) {
    self.assignment = assignment
    capacity = Self.capacities(assignment.town)
  }

  /// By link: over its lanes, saturation times the share of green of the best movement; half of it where that gives way.
  private static func capacities(_ town: TrafficTown) -> [Float] {
    let network = town.queues.network
    return town.queues.queueLinks.map { queue in
      guard queue >= 0 else { return 0 }
      return network.lanes(of: Int(queue)).reduce(0) { sum, lane in
        let best = network.movements(of: lane).reduce(0.0) { best, movement in
          let group = Int(network.movementGroup[movement])
          let share = group >= 0 ? network.groups[group].goShare(at: 0) : 1
          return max(best, share * (network.movementRule[movement] == .major || group >= 0 ? 1 : 0.5))
        }
        // The end of a dead end lets everybody out.
        return sum + Float(JunctionTable.saturation * (network.movements(of: lane).isEmpty ? 1 : best))
      }
    }
  }

  /// What the first day begins with.
  private struct Start {
    /// Ways by trip; empty for those that have none yet.
    var ways: [[Int32]]
    /// Vehicles of the ways there are, at `link * hours + hour`, and those that the known times are of.
    var flows: [Float], usual: [Float]
    /// Times that are known.
    var times: HourTimes
  }

  /// The ways; `tell` hears how far it is, 0…1.
  func routes(tell: (Double) throws -> Void) throws -> RouteTable {
    let cells = assignment.town.streets.links.count * HourTimes.hours
    return try routes(
      Start(
        ways: [[Int32]](repeating: [], count: assignment.day.count), flows: [Float](repeating: 0, count: cells),
        usual: [Float](repeating: 0, count: cells), times: HourTimes(links: assignment.town.streets.links.count)),
      part: 1, tell)
  }

  /// The ways of drivers with habits, when a part of all trips is made; and the milliseconds that each puts up with beyond the quickest.
  func routes(
    _ usual: UsualWays, part: Double, tell: (Double) throws -> Void
  ) throws -> (routes: RouteTable, tolerated: [Int32]) {
    let day = assignment.day
    let found = try usual.found(threads: assignment.threads)
    var start = Start(
      ways: [[Int32]](repeating: [], count: day.count), flows: [], usual: usual.flows(part: Float(part)),
      times: usual.habits.times)
    start.flows = [Float](repeating: 0, count: start.usual.count)
    var tolerated = [Int32](repeating: 0, count: day.count)
    for (trip, way, excess) in found.joined() {
      start.ways[trip] = way
      tolerated[trip] = excess
      let hour = day.hour(trip)
      for link in way { start.flows[Int(link) * HourTimes.hours + hour] += Float(part) }
    }
    return (try routes(start, part: Float(part), tell), tolerated)
  }

  /// Finds a way for every trip that has none yet.
  private func routes(_ start: Start, part: Float, _ tell: (Double) throws -> Void) throws -> RouteTable {
    let day = assignment.day
    var ways = start.ways
    let isMissing = ways.map(\.isEmpty)
    let groups = day.byHourAndClass.groups.filter { group in
      group.trips.contains { isMissing[Int(day.byHourAndClass.trips[$0])] }
    }
    // Those put on the streets here.
    var flows = [Float](repeating: 0, count: start.flows.count)
    var below = 0.0
    for (number, share) in Self.parts.enumerated() where !groups.isEmpty {
      try tell(Double(number) / Double(Self.parts.count))
      let drawn = below..<(number == Self.parts.count - 1 ? 2 : below + share)
      below += share
      // What a part finds is what all trips would fill if they were spread as those before it.
      let scale = number == 0 ? 0 : part * Float(1 / drawn.lowerBound)
      let filled = scale == 0 ? start.flows : zip(start.flows, flows).map { $0 + scale * $1 }
      let found = try mapped(over: groups.count, chunk: 1, threads: assignment.threads) { range in
        try quickest(groups[range.lowerBound], isMissing, drawn, over: filled, start)
      }
      for (trip, way) in found.joined() {
        ways[trip] = way
        let hour = day.hour(trip)
        for link in way { flows[Int(link) * HourTimes.hours + hour] += 1 }
      }
    }
    var table = RouteTable()
    table.reserve(trips: day.count, links: ways.reduce(0) { $0 + $1.count })
    for way in ways { table.append(way) }
    return table
  }

  /// The quickest ways over what is filled, of those in a group that have none yet and are drawn.
  private func quickest(
    _ group: TrafficDay.Order.Group, _ isMissing: [Bool], _ drawn: Range<Double>, over flows: [Float], _ start: Start
  ) throws -> [(Int, [Int32])] {
    let day = assignment.day
    let free = day.free(assignment.town, row: group.row, hour: group.hour)
    var milliseconds = try start.times.weights(hour: group.hour, free: free).milliseconds
    for link in milliseconds.indices where milliseconds[link] < StreetGraph.longest && capacity[link] > 0 {
      let place = link * HourTimes.hours + group.hour
      let (x, usual) = (flows[place] / capacity[link], start.usual[place] / capacity[link])
      guard max(x, usual) > 0.2, x != usual else { continue }
      let known = Float(milliseconds[link])
      // Pieces of one street wait once between them.
      let wait = (max(0, x - 1) - max(0, usual - 1)) * 1_800_000 * assignment.town.shares[link]
      let slower = (1 + 0.15 * x * x * x * x) / (1 + 0.15 * usual * usual * usual * usual)
      milliseconds[link] = max(free[link], Int32(min(86_400_000, known * slower + wait)))
    }
    let finder = try RouteFinder(
      assignment.town, row: group.row, weights: LinkWeights(milliseconds: milliseconds))
    return group.trips.compactMap { place in
      let trip = Int(day.byHourAndClass.trips[place])
      guard isMissing[trip] else { return nil }
      var random = SplitMix(seed: assignment.seed, topic: "traffic.first", number: trip)
      guard drawn.contains(random.unit()) else { return nil }
      let (from, to) = day.ends(trip)
      return (trip, finder.way(from: from, to: to))
    }
  }
}
