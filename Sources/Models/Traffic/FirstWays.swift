import Junctions
import Modelling
import Queues
import Replica
import Routing

/// The ways of the first day: trips are put on the streets in parts, each part on the quickest ways over what the parts before it have filled.
///
/// Incremental assignment (Y. Sheffi, "Urban Transportation Networks", 1985, section 5.1) with parts of 20 % and eight times 10 % drawn from the
/// seed. A link takes t = t₀ (1 + 0.15 x⁴) of the Bureau of Public Roads (Traffic Assignment Manual, 1964), with x the vehicles of the hour over
/// its capacity, and what is to be expected before its line (``ExpectedWaits``). Without it all would meet on the same few streets on the first
/// day, which then lock and teach nothing; without the gaps that give-way streets find in main ones, all would leave main streets for those.
///
/// Where drivers have ``Habits``, those whose way is still there take it, and the others are put on the streets so: t₀ is then the time the link is
/// known to take with the vehicles it had, and grows with those it gets beyond them.
struct FirstWays {
  /// Shares of the trips in each part.
  static let parts = [0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]

  private let assignment: Assignment

  init(_ assignment: Assignment) { self.assignment = assignment }

  private func waits(_ flows: [Float]) throws -> [ExpectedWaits] {
    try ExpectedWaits.ofDay(assignment.town, width: assignment.day.width, threads: assignment.threads) { flows[$0] }
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
    let usual = groups.isEmpty ? [] : try waits(start.usual)
    for (number, share) in Self.parts.enumerated() where !groups.isEmpty {
      try tell(Double(number) / Double(Self.parts.count))
      let drawn = below..<(number == Self.parts.count - 1 ? 2 : below + share)
      below += share
      // What a part finds is what all trips would fill if they were spread as those before it.
      let scale = number == 0 ? 0 : part * Float(1 / drawn.lowerBound)
      let filled = scale == 0 ? start.flows : zip(start.flows, flows).map { $0 + scale * $1 }
      let waits = filled == start.usual ? usual : try self.waits(filled)
      let found = try mapped(over: groups.count, chunk: 1, threads: assignment.threads) { range in
        let group = groups[range.lowerBound]
        return try quickest(
          group, isMissing, drawn, over: filled, waits[group.hour], usual: usual[group.hour], start)
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
    _ group: TrafficDay.Order.Group, _ isMissing: [Bool], _ drawn: Range<Double>, over flows: [Float],
    _ waits: ExpectedWaits, usual: ExpectedWaits, _ start: Start
  ) throws -> [(Int, [Int32])] {
    let day = assignment.day
    let free = day.free(assignment.town, row: group.row, hour: group.hour)
    var milliseconds = try start.times.weights(hour: group.hour, free: free).milliseconds
    for link in milliseconds.indices where milliseconds[link] < StreetGraph.longest && waits.capacity(of: link) > 0 {
      let place = link * HourTimes.hours + group.hour
      let (now, before) = (flows[place], start.usual[place])
      let (x, known) = (now / waits.capacity(of: link), before / usual.capacity(of: link))
      // What is known to take its time waits already.
      let waited = start.times.seconds[place].isNaN ? 0 : usual.milliseconds(on: link, flow: before)
      let wait = waits.milliseconds(on: link, flow: now) - waited
      let slower = (1 + 0.15 * x * x * x * x) / (1 + 0.15 * known * known * known * known)
      guard wait != 0 || slower != 1 else { continue }
      milliseconds[link] = max(free[link], Int32(min(86_400_000, Float(milliseconds[link]) * slower + wait)))
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
