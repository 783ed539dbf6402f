import Junctions
import Modelling
import Queues
import Replica
import Routing

/// Finds ways for the trips of a day and runs them over the queues, day by day, until few have a quicker way left.
///
/// The first ways are those of ``FirstWays``; signals whose plan nobody knows are then timed for their volumes. Where the streets lock, nobody
/// learns anything on that day: the next runs with fewer trips, drawn from the seed, and demand grows again day by day while drivers learn and
/// signals follow, by half as much where it had grown too fast. After each day a share of those who would have been quicker by more than a
/// hundredth on another way under that day's times (of the hour they set out) take it on the next, drawn from the seed: 1⁄β, where β grows
/// slowly while the gap falls and quickly where it does not, the self-regulated averages of H. X. Liu, X. He and B. He (Networks and Spatial
/// Economics 9 (2009) 485–503, doi:10.1007/s11067-007-9023-x). Where the streets lock on the day after one on which as many trips did not, too
/// many changed at once: the day is begun again from the ways of that one, with a third of the share. The relative gap is what all trips'
/// ways take beyond the quickest, over what the quickest take. The answer is the day with most trips among those that did not lock and are
/// settled; a day that locks only where all do.
///
/// Where drivers have ``Habits``, days begin from these, and only what a way takes beyond the quickest and beyond what its driver is used to
/// counts: as a reason to change it, and in the gap at which days end.
struct Assignment {
  /// How long to go on.
  struct Settings: Sendable, Hashable {
    /// Days at most, 1 or more.
    var days = 14
    /// The relative gap at which to stop.
    var gap = 0.01
    /// What part of the trips is made at most, above 0 to 1.
    var most = 1.0

    /// The settings of a day to be compared with one that has this part of its trips.
    func comparable(part: Double) -> Settings {
      var settings = self
      settings.most = max(Assignment.least, min(1, part))
      return settings
    }
  }

  /// Seconds after midnight at which the last day's stragglers are counted as still on their way.
  static let end = 26 * 3600.0
  /// What part of the trips is left after a day on which the streets locked, and what is added after one on which they did not.
  private static let fewer = 0.7, growth = 0.1
  /// The least part that is made.
  fileprivate static let least = 0.1
  /// How finely it is told what the streets carry: to that part of it.
  private static let fineness = 0.07
  /// The relative gap of a day that is settled well enough for more trips to count for more than a smaller gap.
  fileprivate static let settled = 0.05
  /// How many days may pass without a better one than a settled one that does not have all trips.
  private static let inVain = 4
  /// Days drivers take to get used to changes; fewer where next to none of them has a reason to: that part of the gap asked for.
  private static let adapting = 4, hardly = 0.1
  /// β after the first day; what is added to it after a day with a smaller gap than the one before, and after another.
  private static let first = 2.0, less = 0.3, more = 1.8
  /// What becomes of the share that changes its way when too many did.
  private static let caution = 1.0 / 3
  /// The relative gap below which times are averaged over days, and what part the last has in them.
  private static let calmed = 0.1, fresh: Float = 0.34
  /// Trips routed in one piece of work.
  private static let chunk = 8192

  private(set) var town: TrafficTown
  let day: TrafficDay
  let buses: BusDay
  let seed: UInt64
  let threads: Int
  /// What drivers are used to, where they are; for each trip its row there, −1 for new ones.
  private let habits: Habits?
  private let known: [Int32]

  init(
    town: TrafficTown, day: TrafficDay, buses: BusDay = BusDay(), from habits: Habits? = nil, seed: UInt64,
    threads: Int
  ) {
    (self.town, self.day, self.buses, self.seed, self.threads) = (town, day, buses, seed, threads)
    self.habits = habits?.extended(to: town.streets.links.count)
    known = habits?.rows(of: day.trips) ?? []
  }

  /// What chance knows a trip by: the same where its drivers have habits, so that the same trips are drawn.
  private func number(_ trip: Int) -> Int {
    guard let habits else { return trip }
    return known[trip] >= 0 ? Int(known[trip]) : habits.count + trip
  }

  /// A day that is settled.
  struct Result {
    /// The town with its signals as they were timed.
    var town: TrafficTown
    /// The ways; none for a trip left out.
    var routes: RouteTable
    var outcome: QueueOutcome
    /// What passed each link on that day.
    var hours: LinkHours
    /// The relative gap after each day on which the streets did not lock, and after the last.
    var gaps: [Double]
    /// What part of the trips was made, 0…1: less than all where the streets lock with more.
    var part: Double
    /// Trips left out to that end.
    var leftOut = 0
    /// What a day with changes begins from.
    var habits = Habits()
    /// The relative gap beyond what drivers are used to; the same as the last of ``gaps`` where they are used to nothing.
    var unused = Double.infinity

    /// Whether it says more of the town than another day: more of its trips where both are settled, else the smaller gap.
    fileprivate func isBetter(than other: Result) -> Bool {
      if isSettled != other.isSettled { return isSettled }
      return part == other.part || !isSettled ? unused <= other.unused : part > other.part
    }

    fileprivate var isSettled: Bool { unused <= Assignment.settled }
  }

  /// Runs days until the gap is small enough; `tell` hears how far it is, 0…1. Signals are left as they were on the day that answers.
  mutating func run(_ settings: Settings, tell: (Double) throws -> Void) throws -> Result {
    let result = try settle(settings, tell: tell)
    town = result.town
    return result
  }

  private mutating func settle(_ settings: Settings, tell: (Double) throws -> Void) throws -> Result {
    var (routes, tolerated) = try begin(part: settings.most) { try tell(0.2 * $0) }
    var timedFor = volumes(routes)
    town = try town.timed(for: timedFor, threads: threads)
    var times = habits?.times ?? HourTimes(links: town.streets.links.count)
    var waits: [ExpectedWaits] = []
    var gaps: [Double] = []
    // The gaps of the day before: in all, and beyond what drivers are used to.
    var (gap, unused) = (habits?.gapBefore ?? .infinity, Double.infinity)
    var (part, growth, beta) = (settings.most, Self.growth, Self.first)
    // The ways of the last day that did not lock, with its part of the trips; and the best of these days.
    var calm: (routes: RouteTable, part: Double)?
    var best: (result: Result, day: Int)?
    let step = 0.8 / Double(max(1, settings.days))
    for number in 1...max(1, settings.days) {
      let done = 0.2 + step * Double(number - 1)
      try tell(done)
      if let best {
        if best.result.isSettled, number - best.day > Self.inVain { return best.result }
        let isUsed = habits != nil && number > Self.adapting && best.result.unused <= settings.gap
        if isUsed, best.result.part == settings.most { return best.result }
      }
      let isLast = number >= settings.days
      // A day that locks teaches nothing; only the last has to be told to its end.
      let outcome = try queued(routes, part: part, toTheEnd: isLast) { try tell(done + step * 0.6 * $0) }
      let locks = outcome.endedLocked || !outcome.standing.isEmpty
      if locks, isLast, let best { return best.result }
      if locks, !isLast {
        // Nothing is learned from times without end.
        if let calm, calm.part >= part {
          beta /= Self.caution
          routes = try rerouted(calm.routes, times, waits, tolerated, share: 1 / beta).routes
        } else if let calm {
          growth = (part - calm.part) / 2
          if growth < calm.part * Self.fineness {
            if let best, best.result.isSettled { return best.result }
            growth = 0
          }
          part = calm.part + growth
        } else {
          part = max(Self.least, part * Self.fewer)
        }
        continue
      }
      let hours = LinkHours(outcome, town)
      let (before, gapBefore) = (times, gap)
      times = gap <= Self.calmed ? times.mixed(with: HourTimes(hours), share: Self.fresh) : HourTimes(hours)
      waits = try ExpectedWaits.ofDay(town, width: day.width, threads: threads) { hours.vehicles[$0] }
      try tell(done + step * 0.6)
      let next = try rerouted(routes, times, waits, tolerated, share: 1 / beta)
      beta += next.unused < unused ? Self.less : Self.more
      (gap, unused) = (next.gap, next.unused)
      gaps.append(gap)
      let made = made(routes, part: part)
      let result = Result(
        town: town, routes: made.routes, outcome: outcome, hours: hours, gaps: gaps, part: part, leftOut: made.leftOut,
        habits: Habits(
          day.trips, routes, excess: next.excess, times: before, gapBefore: gapBefore.isFinite ? gapBefore : nil,
          volumes: timedFor), unused: unused)
      if locks { return result }
      if best.map({ result.isBetter(than: $0.result) }) ?? true { best = (result, number) }
      let enough = part == settings.most ? settings.gap : growth == 0 ? Self.settled : -.infinity
      let isAtOnce = habits == nil || unused <= settings.gap * Self.hardly
      if isLast || unused <= enough && isAtOnce { return best?.result ?? result }
      calm = (routes, part)
      routes = next.routes
      if part < 1, habits == nil || part < settings.most {
        timedFor = volumes(routes)
        town = try town.timed(for: timedFor, threads: threads)
        if unused <= Self.settled { part = min(settings.most, part + growth) }
      }
    }
    preconditionFailure("the last day returns")
  }

  /// The ways of the first day, and the milliseconds each trip puts up with beyond the quickest.
  private func begin(
    part: Double, _ tell: (Double) throws -> Void
  ) throws -> (routes: RouteTable, tolerated: [Int32]) {
    let first = FirstWays(self)
    guard let habits else { return (try first.routes(tell: tell), [Int32](repeating: 0, count: day.count)) }
    return try first.routes(UsualWays(habits, known, town, day), part: part, tell: tell)
  }

  /// What signals are timed for: the turns of the ways; where drivers have habits, what they were timed for and what is driven otherwise now.
  private func volumes(_ routes: RouteTable) -> [TurnVolumes] {
    let turns = turns(routes)
    guard let habits else { return turns }
    let usual = self.turns(habits.routes, hourOf: { TrafficDay.hour(of: habits.departs[$0]) })
    return habits.volumes.indices.map { hour in
      var volumes = habits.volumes[hour]
      volumes.add(turns[hour], beyond: usual[hour])
      return volumes
    }
  }

  /// The ways of the trips that are made on a day with a part of them, and how many others have one.
  private func made(_ routes: RouteTable, part: Double) -> (routes: RouteTable, leftOut: Int) {
    guard part < 1 else { return (routes, 0) }
    var made = RouteTable()
    var leftOut = 0
    made.reserve(trips: routes.count, links: routes.links.count)
    for trip in 0..<routes.count {
      let isMade = isOut(trip, on: part)
      if !isMade, !routes[trip].isEmpty { leftOut += 1 }
      made.append(isMade ? routes[trip] : [])
    }
    return (made, leftOut)
  }

  /// The turns before signals by hour of the day: those of who sets out in it, or in the hour before where that is more, since many of these
  /// are still on the way.
  func turns(_ routes: RouteTable) -> [TurnVolumes] { turns(routes, hourOf: day.hour) }

  private func turns(_ routes: RouteTable, hourOf: (Int) -> Int) -> [TurnVolumes] {
    let areTimed = town.queues.areTimed
    var hours = [TurnVolumes](repeating: TurnVolumes(), count: HourTimes.hours)
    for trip in 0..<routes.count {
      let (way, hour) = (routes[trip], hourOf(trip))
      for place in way.indices.dropLast() where areTimed[Int(way[place])] {
        let (from, to) = (LinkID(rawValue: way[place]), LinkID(rawValue: way[place + 1]))
        hours[hour][from, to] += 1
        if areTimed[to.index], place + 2 < way.endIndex { hours[hour][from, to, LinkID(rawValue: way[place + 2])] += 1 }
      }
    }
    return hours.indices.map { hour in
      guard hour > 0 else { return hours[0] }
      var greatest = hours[hour]
      greatest.formGreatest(hours[hour - 1])
      return greatest
    }
  }

  /// Runs the queues of one day, buses behind the trips, to its end or until the streets have locked; `tell` hears which share of the day has passed.
  func queued(
    _ routes: RouteTable, part: Double = 1, seed other: UInt64? = nil, toTheEnd: Bool = true,
    tell: (Double) throws -> Void = { _ in }
  ) throws -> QueueOutcome {
    var vehicles = QueueVehicles(drivers: StreetQueues.drivers)
    vehicles.reserve(day.count, steps: routes.links.count)
    var route: [Int] = []
    for trip in 0..<day.count where !routes[trip].isEmpty && isOut(trip, on: part) {
      route.removeAll(keepingCapacity: true)
      town.queues.append(routes[trip], to: &route)
      vehicles.add(departure: day.departure(trip), driver: day.row(trip), route: route, number: UInt32(number(trip)))
    }
    buses.add(to: &vehicles, on: town.queues)
    var options = QueueOptions(begin: 0, end: Self.end)
    options.leavesOutStops = true
    options.endsWhenLocked = !toTheEnd
    options.interval = 3600
    options.keepsSteps = other == nil && vehicles.route.count <= TrafficFilm.mostSteps
    options.seed = other ?? seed
    options.closures = day.closures(town)
    return try QueueEngine.run(vehicles, on: town.queues.network, options: options, progress: tell)
  }

  /// Whether a trip is made on a day with a part of them.
  private func isOut(_ trip: Int, on part: Double) -> Bool {
    guard part < 1 else { return true }
    var random = SplitMix(seed: seed, topic: "traffic.growth", number: number(trip))
    return random.unit() < part
  }

  private struct Piece {
    var hour: Int, row: Int
    var trips: Range<Int>
  }

  /// What came of a piece: other ways where there are some, what each takes beyond the quickest, and the milliseconds of ways used, of those
  /// beyond what drivers put up with, and of the quickest.
  private struct Found {
    var ways: [[Int32]?] = []
    var excess: [Int32] = []
    var used = 0, unused = 0, shortest = 0
  }

  /// The ways of the next day, with this day's gap: in all, and beyond what drivers put up with; and what each takes beyond the quickest.
  private struct Rerouted {
    var routes: RouteTable
    var gap, unused: Double
    var excess: [Int32]
  }

  private func piece(
    _ piece: Piece, _ order: [Int32], _ routes: RouteTable, _ times: HourTimes, _ waits: [ExpectedWaits],
    _ tolerated: [Int32], share: Double
  ) throws -> Found {
    let finder = try RouteFinder(
      town, row: piece.row,
      weights: times.weights(hour: piece.hour, free: day.free(town, row: piece.row, hour: piece.hour)) {
        waits.isEmpty ? 0 : waits[piece.hour].milliseconds(on: $0, flow: 0)
      })
    var found = Found()
    for place in piece.trips {
      let trip = Int(order[place])
      let (from, to) = day.ends(trip)
      let way = routes[trip]
      guard !way.isEmpty, let best = finder.shortest(from: from, to: to) else {
        found.ways.append(nil)
        found.excess.append(0)
        continue
      }
      let used = max(best, finder.cost(of: way))
      let beyond = max(0, used - best - Int(tolerated[trip]))
      found.used += used
      found.unused += beyond
      found.shortest += best
      found.excess.append(Int32(clamping: used - best))
      let isSlow = beyond > best / 100
      found.ways.append(isSlow && draw(trip, day: share) ? finder.way(from: from, to: to) : nil)
    }
    return found
  }

  /// The ways of the next day, when this share of those who would be quicker takes them, and this day's gap.
  private func rerouted(
    _ routes: RouteTable, _ times: HourTimes, _ waits: [ExpectedWaits], _ tolerated: [Int32], share: Double
  ) throws -> Rerouted {
    let order = day.byHourAndClass
    var pieces: [Piece] = []
    for group in order.groups {
      for first in stride(from: group.trips.lowerBound, to: group.trips.upperBound, by: Self.chunk) {
        let trips = first..<min(first + Self.chunk, group.trips.upperBound)
        pieces.append(Piece(hour: group.hour, row: group.row, trips: trips))
      }
    }
    let work = pieces
    let found = try mapped(over: work.count, chunk: 1, threads: threads) { range in
      try piece(work[range.lowerBound], order.trips, routes, times, waits, tolerated, share: share)
    }
    var ways = [[Int32]?](repeating: nil, count: day.count)
    var excess = [Int32](repeating: 0, count: day.count)
    var (used, unused, shortest) = (0, 0, 0)
    for (piece, result) in zip(pieces, found) {
      used += result.used
      unused += result.unused
      shortest += result.shortest
      for (number, place) in piece.trips.enumerated() {
        let trip = Int(order.trips[place])
        (ways[trip], excess[trip]) = (result.ways[number], result.excess[number])
      }
    }
    var table = RouteTable()
    table.reserve(trips: day.count, links: routes.links.count)
    for trip in 0..<day.count {
      if let way = ways[trip] { table.append(way) } else { table.append(routes[trip]) }
    }
    let all = Double(max(1, shortest))
    return Rerouted(
      routes: table, gap: Double(used - shortest) / all, unused: Double(unused) / all, excess: excess)
  }

  /// Whether a trip is among those who take another way tomorrow.
  private func draw(_ trip: Int, day share: Double) -> Bool {
    var random = SplitMix(seed: seed &+ UInt64(share * 1e6), topic: "traffic.reroute", number: number(trip))
    return random.unit() < share
  }
}
