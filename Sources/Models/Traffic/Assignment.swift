import Junctions
import Modelling
import Queues
import Replica
import Routing

/// Finds ways for the trips of a day and runs them over the queues, day by day, until few have a quicker way left.
///
/// On the first day all take the quickest way over free streets. After each day those who would have been quicker by more than a hundredth on
/// another way under that day's times (of the hour they set out) take it on the next, a share of 1⁄(n + 1) of them on day n, drawn from the seed:
/// the method of successive averages (H. Robbins, S. Monro, Annals of Mathematical Statistics 22 (1951) 400–407; Y. Sheffi, "Urban Transportation
/// Networks", 1985, chapter 5). The relative gap is what all trips' ways take beyond the quickest, over what the quickest take.
struct Assignment {
  /// How long to go on.
  struct Settings: Sendable, Hashable {
    /// Days at most, 1 or more.
    var days = 10
    /// The relative gap at which to stop.
    var gap = 0.01
  }

  /// Seconds after midnight at which the last day's stragglers are counted as still on their way.
  static let end = 26 * 3600.0
  /// Trips routed in one piece of work.
  private static let chunk = 8192

  let town: TrafficTown
  let day: TrafficDay
  let seed: UInt64
  let threads: Int

  /// A day that is settled.
  struct Result {
    var routes: RouteTable
    var outcome: QueueOutcome
    var times: HourTimes
    /// The relative gap after each day.
    var gaps: [Double]
  }

  /// Runs days until the gap is small enough; `tell` hears how far it is, 0…1.
  func run(_ settings: Settings, tell: (Double) throws -> Void) throws -> Result {
    var times = HourTimes(links: town.streets.links.count)
    var routes = try rerouted(RouteTable(), times, number: 0).routes
    var gaps: [Double] = []
    for number in 1...max(1, settings.days) {
      try tell((Double(number) - 0.8) / Double(settings.days))
      let outcome = try queued(routes) { try tell((Double(number) - 0.8 + 0.5 * $0) / Double(settings.days)) }
      let found = HourTimes(LinkHours(outcome, town))
      times = number == 1 ? found : times.mixed(with: found, share: max(0.34, 1 / Float(number)))
      try tell((Double(number) - 0.3) / Double(settings.days))
      let next = try rerouted(routes, times, number: number)
      gaps.append(next.gap)
      if next.gap <= settings.gap || number == settings.days {
        return Result(routes: routes, outcome: outcome, times: found, gaps: gaps)
      }
      routes = next.routes
    }
    preconditionFailure("the last day returns")
  }

  /// Runs the queues of one day; `tell` hears which share of the day has passed.
  func queued(
    _ routes: RouteTable, seed other: UInt64? = nil, tell: (Double) throws -> Void = { _ in }
  ) throws -> QueueOutcome {
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    for trip in 0..<day.count where !routes[trip].isEmpty {
      vehicles.add(
        departure: day.departure(trip), driver: day.row(trip),
        route: town.queues.route(routes[trip].lazy.map { LinkID(rawValue: $0) }))
    }
    var options = QueueOptions(begin: 0, end: Self.end)
    options.interval = 3600
    options.seed = other ?? seed
    options.closures = day.closures(town)
    return try QueueEngine.run(vehicles, on: town.queues.network, options: options, progress: tell)
  }

  private struct Piece {
    var hour: Int, row: Int
    var trips: Range<Int>
  }

  /// What came of a piece: other ways where there are some, and the milliseconds of ways used and of the quickest.
  private struct Found {
    var ways: [[Int32]?] = []
    var used = 0, shortest = 0
  }

  private func piece(
    _ piece: Piece, _ order: [Int32], _ routes: RouteTable, _ times: HourTimes, share: Double
  ) throws -> Found {
    let finder = try RouteFinder(
      town, row: piece.row,
      weights: times.weights(hour: piece.hour, free: day.free(town, row: piece.row, hour: piece.hour)))
    var found = Found()
    for place in piece.trips {
      let trip = Int(order[place])
      let (from, to) = day.ends(trip)
      guard routes.count > 0 else {
        found.ways.append(finder.way(from: from, to: to))
        continue
      }
      let way = routes[trip]
      guard !way.isEmpty, let best = finder.shortest(from: from, to: to) else {
        found.ways.append(nil)
        continue
      }
      let used = max(best, finder.cost(of: way))
      found.used += used
      found.shortest += best
      let isSlow = used - best > best / 100
      found.ways.append(isSlow && draw(trip, day: share) ? finder.way(from: from, to: to) : nil)
    }
    return found
  }

  /// The ways of the next day and this day's gap: on day 0 everybody's first way.
  private func rerouted(
    _ routes: RouteTable, _ times: HourTimes, number: Int
  ) throws -> (routes: RouteTable, gap: Double) {
    let order = day.byHourAndClass
    var pieces: [Piece] = []
    for group in order.groups {
      for first in stride(from: group.trips.lowerBound, to: group.trips.upperBound, by: Self.chunk) {
        let trips = first..<min(first + Self.chunk, group.trips.upperBound)
        pieces.append(Piece(hour: group.hour, row: group.row, trips: trips))
      }
    }
    let share = 1 / (Double(number) + 1)
    let work = pieces
    let found = try mapped(over: work.count, chunk: 1, threads: threads) { range in
      try piece(work[range.lowerBound], order.trips, routes, times, share: share)
    }
    var ways = [[Int32]?](repeating: nil, count: day.count)
    var (used, shortest) = (0, 0)
    for (piece, result) in zip(pieces, found) {
      used += result.used
      shortest += result.shortest
      for (place, way) in zip(piece.trips, result.ways) { ways[Int(order.trips[place])] = way }
    }
    var table = RouteTable()
    table.reserve(trips: day.count, links: routes.links.count)
    for trip in 0..<day.count {
      if let way = ways[trip] { table.append(way) } else { table.append(routes[trip]) }
    }
    return (table, shortest > 0 ? Double(used - shortest) / Double(shortest) : 0)
  }

  /// Whether a trip is among those who take another way tomorrow.
  private func draw(_ trip: Int, day share: Double) -> Bool {
    var random = SplitMix(seed: seed &+ UInt64(share * 1e6), topic: "traffic.reroute", number: trip)
    return random.unit() < share
  }
}
