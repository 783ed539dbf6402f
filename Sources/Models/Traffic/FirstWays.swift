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

  /// The ways; `tell` hears how far it is, 0…1.
  func routes(tell: (Double) throws -> Void) throws -> RouteTable {
    let day = assignment.day
    var ways = [[Int32]](repeating: [], count: day.count)
    var flows = [Float](repeating: 0, count: assignment.town.streets.links.count * HourTimes.hours)
    var below = 0.0
    for (number, share) in Self.parts.enumerated() {
      try tell(Double(number) / Double(Self.parts.count))
      let drawn = below..<(number == Self.parts.count - 1 ? 2 : below + share)
      below += share
      // What a part finds is what all trips would fill if they were spread as those before it.
      let scale = number == 0 ? 0 : Float(1 / drawn.lowerBound)
      let groups = day.byHourAndClass.groups
      let loaded = flows
      let found = try mapped(over: groups.count, chunk: 1, threads: assignment.threads) { range in
        try part(groups[range.lowerBound], drawn, loaded, scale: scale)
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

  private func part(
    _ group: TrafficDay.Order.Group, _ drawn: Range<Double>, _ flows: [Float], scale: Float
  ) throws -> [(Int, [Int32])] {
    let day = assignment.day
    var milliseconds = day.free(assignment.town, row: group.row, hour: group.hour)
    if scale > 0 {
      for link in milliseconds.indices where milliseconds[link] < StreetGraph.longest && capacity[link] > 0 {
        let x = flows[link * HourTimes.hours + group.hour] * scale / capacity[link]
        guard x > 0.2 else { continue }
        let free = Float(milliseconds[link])
        // Pieces of one street wait once between them.
        let wait = max(0, x - 1) * 1_800_000 * assignment.town.shares[link]
        milliseconds[link] = Int32(min(86_400_000, free * (1 + 0.15 * x * x * x * x) + wait))
      }
    }
    let finder = try RouteFinder(
      assignment.town, row: group.row, weights: LinkWeights(milliseconds: milliseconds))
    return group.trips.compactMap { place in
      let trip = Int(day.byHourAndClass.trips[place])
      var random = SplitMix(seed: assignment.seed, topic: "traffic.first", number: trip)
      guard drawn.contains(random.unit()) else { return nil }
      let (from, to) = day.ends(trip)
      return (trip, finder.way(from: from, to: to))
    }
  }
}
