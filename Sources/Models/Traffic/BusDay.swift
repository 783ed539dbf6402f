import Junctions
import Modelling
import Queues
import Replica
import Routing

/// The buses of a day: by which way each line can go now, and when its buses set out.
///
/// A line keeps to its links. Where one of them is gone, closed to buses at that hour, or cannot be reached by a turn, its buses take the quickest
/// free way to the next that is open, and leave out the stops between. O(lines · links of a line + searches at closures).
struct BusDay: Sendable {
  /// Seconds a bus stands at a stop on its way: the figure for typical stops where nothing is measured in the Transit Capacity and Quality of
  /// Service Manual (TCRP Report 165, 3rd ed., 2013, chapter 6: 15 s at typical, 30 s at major stops, 60 s in the centre).
  static let dwell = 15.0
  /// The least street on which stops are bays beside the lane, where nobody waits behind the bus: assumed. On lesser streets it stands on its lane.
  static let leastWithBays = StreetClass.secondary
  /// Buses an hour of a line whose timetable is not known, and between which hours — assumed.
  static let assumed = (hourly: 2.0, hours: 6..<20)

  /// A line's way at some hours.
  struct Way: Sendable, Hashable {
    /// The links driven; empty where none is open.
    var links: [Int32]
    /// Stops on the lane of each of them, the first and last stop of the line left out: there nobody waits for the bus to go on.
    var halts: [Int]
    /// Seconds that its stops in bays take: standing, braking and starting.
    var inBays = 0.0
    /// Stops of the line that it passes by.
    var missed: Int
  }

  /// A bus.
  struct Bus: Sendable {
    var line: Int, departure: Double
    /// Its row among ``ways``.
    var way: Int
    /// Its number among all buses of the day, those that cannot go too: what chance knows its driver by, as others by that of their trip.
    var number: UInt32
  }

  let lines: BusLines
  private(set) var ways: [Way] = []
  /// In the order of lines and departures; those without any way are left out.
  private(set) var buses: [Bus] = []
  /// Lines whose timetable is assumed.
  private(set) var assumedLines = 0
  /// Lines that take another way at some hour of service than theirs on the map.
  private(set) var diverted: Set<Int> = []
  /// Buses that cannot go at all.
  private(set) var fallenOut = 0

  /// No buses.
  init() { lines = BusLines() }

  /// The buses of a city on a day whose closures are those of `day`.
  init(_ city: City, on kind: Int, _ town: TrafficTown, _ day: TrafficDay) throws {
    lines = city.busLines
    guard !lines.isEmpty else { return }
    let row = TrafficTown.row(of: .bus)
    let hours = (0..<HourTimes.hours).map { day.free(town, row: row, hour: $0) }
    // Hours in which the same streets are open share their ways.
    var finders: [(free: [Int32], finder: RouteFinder)] = []
    let finderOf = try hours.map { free -> Int in
      if let known = finders.firstIndex(where: { $0.free == free }) { return known }
      finders.append((free, try RouteFinder(town, row: row, weights: LinkWeights(milliseconds: free))))
      return finders.count - 1
    }
    for line in 0..<lines.count {
      let departures = departures(line, on: kind)
      var wayOf: [Int: Int] = [:]
      for departure in departures {
        let number = finderOf[min(HourTimes.hours - 1, Int(departure / 3600))]
        let way: Int
        if let known = wayOf[number] {
          way = known
        } else {
          ways.append(self.way(line, city.streets, finders[number].finder, town.bannedTurns))
          way = ways.count - 1
          wayOf[number] = way
        }
        if ways[way].links.isEmpty {
          fallenOut += 1
        } else {
          buses.append(
            Bus(line: line, departure: departure, way: way, number: UInt32(buses.count + fallenOut)))
        }
        if ways[way].links != lines.ways[line].map(\.rawValue) { diverted.insert(line) }
      }
    }
  }

  /// Stops that buses pass by, each counted for every bus.
  var missedStops: Int {
    buses.reduce(0) { $0 + ways[$1.way].missed }
  }

  /// Seconds after midnight at which buses of a line set out, evenly within each hour; what an hour's part of a bus leaves over counts to
  /// the next.
  private mutating func departures(_ line: Int, on kind: Int) -> [Double] {
    var hourly = (0..<HourTimes.hours).map { Self.assumed.hours.contains($0) ? Float(Self.assumed.hourly) : 0 }
    if lines.departures[line].isEmpty {
      assumedLines += 1
    } else {
      hourly = Array(lines.departures[line][kind * HourTimes.hours..<(kind + 1) * HourTimes.hours])
    }
    var times: [Double] = []
    var sum = 0.0
    for (hour, count) in hourly.enumerated() where count > 0 {
      let begin = sum
      sum += Double(count)
      while Double(times.count) + 0.5 < sum {
        times.append((Double(hour) + (Double(times.count) + 0.5 - begin) / Double(count)) * 3600)
      }
    }
    return times
  }

  /// A line's way over what is open to buses.
  private func way(_ line: Int, _ streets: Streets, _ finder: RouteFinder, _ banned: Set<TurnBan>) -> Way {
    let planned = lines.ways[line]
    let stops = stopsByLink(line, streets)
    var way = Way(links: [], halts: [], missed: 0)
    func isOpen(_ link: LinkID) -> Bool { finder.weights.milliseconds[link.index] < StreetGraph.longest }
    for (place, link) in planned.enumerated() {
      guard isOpen(link) else {
        way.missed += stops[place]
        continue
      }
      if let last = way.links.last {
        let before = LinkID(rawValue: last)
        let follows = streets.end(of: before) == streets.start(of: link)
        if !follows || banned.contains(TurnBan(from: before, to: link)) {
          guard let between = finder.between(before, link) else {
            way.missed += stops[place]
            continue
          }
          way.links += between.map(\.rawValue)
          way.halts += between.map { _ in 0 }
        }
      }
      way.links.append(link.rawValue)
      way.halts.append(stops[place])
    }
    // Where a line begins and ends nobody in the bus waits.
    let ends = (way.halts.firstIndex { $0 > 0 }, way.halts.lastIndex { $0 > 0 })
    if let first = ends.0, let last = ends.1, first < last {
      way.halts[first] -= 1
      way.halts[last] -= 1
    }
    let driver = StreetQueues.drivers[TrafficTown.row(of: .bus)]
    for (place, link) in way.links.enumerated() where way.halts[place] > 0 {
      let id = LinkID(rawValue: link)
      guard streets.segments.classes[id.segment.index].rawValue <= Self.leastWithBays.rawValue else { continue }
      let speed = min(Double(streets.links.speeds[id.index]), driver.topSpeed)
      let stop = Self.dwell + speed / (2 * driver.acceleration) + speed / (2 * driver.deceleration)
      way.inBays += Double(way.halts[place]) * stop
      way.halts[place] = 0
    }
    return way
  }

  /// How many stops lie on each link of a line.
  private func stopsByLink(_ line: Int, _ streets: Streets) -> [Int] {
    let planned = lines.ways[line]
    var counts = [Int](repeating: 0, count: planned.count)
    var (place, end) = (0, 0.0)
    for stop in lines.stops[line] {
      while place < planned.count - 1, end + length(planned[place], streets) < Double(stop) {
        end += length(planned[place], streets)
        place += 1
      }
      if !counts.isEmpty { counts[place] += 1 }
    }
    return counts
  }

  private func length(_ link: LinkID, _ streets: Streets) -> Double { streets.segments.lengths[link.segment.index] }

  /// Adds all buses behind the vehicles there are.
  func add(to vehicles: inout QueueVehicles, on queues: StreetQueues) {
    let driver = TrafficTown.row(of: .bus)
    let routes = ways.map { way -> (links: [Int], dwell: [Double]) in
      let route = queues.route(way.links.map { LinkID(rawValue: $0) })
      var dwell = [Double](repeating: 0, count: route.count)
      var step = 0
      for (link, halts) in zip(way.links, way.halts) {
        let queue = Int(queues.queueLinks[Int(link)])
        guard let found = route[step...].firstIndex(of: queue) else { continue }
        step = found
        dwell[step] += Double(halts) * Self.dwell
      }
      return (route, dwell)
    }
    for bus in buses {
      vehicles.add(
        departure: bus.departure, driver: driver, route: routes[bus.way].links, dwell: routes[bus.way].dwell,
        number: bus.number)
    }
  }
}
