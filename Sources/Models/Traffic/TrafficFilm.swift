import Films
import Geography
import Junctions
import Modelling
import Queues
import Replica

/// The settled day as a film: each vehicle on each street, as the queues moved it. O(steps of all routes).
struct TrafficFilm {
  /// Steps of all routes up to which they are kept while days are run: 9 bytes each, of the best day and the last.
  static let mostSteps = 24_000_000

  private let outcome: QueueOutcome
  private let streets: Streets
  private let queues: StreetQueues
  private let gone: Set<Int>
  private var writer: FilmWriter
  /// The path of each queue link; −1 for a waiting place inside a junction, which counts to the link before.
  private var paths: [Int]

  /// The film of a day's result; `midnight` is its second 0.
  init(_ city: City, _ result: Assignment.Result, _ day: TrafficDay, _ buses: BusDay, midnight: Instant) {
    outcome = result.outcome
    gone = Set(outcome.turnedAway.map(\.vehicle))
    streets = city.streets
    queues = result.town.queues
    paths = [Int](repeating: -1, count: queues.network.linkCount)
    writer = FilmWriter(
      begin: midnight.milliseconds, every: FilmWriter.every(passages: outcome.stepSeconds.count),
      drivesOnLeft: city.profile.drivingSide == .left)
    guard !outcome.stepSeconds.isEmpty else { return }
    addPaths()
    addVehicles(result.routes, day, buses)
  }

  /// The film's file; empty where there were too many steps to keep, or nobody drove.
  var bytes: [UInt8] { writer.bytes() }

  private mutating func addPaths() {
    var pieces = [[Int]](repeating: [], count: paths.count)
    for (link, queue) in queues.queueLinks.enumerated() where queue >= 0 { pieces[Int(queue)].append(link) }
    for (queue, links) in pieces.enumerated() where !links.isEmpty {
      let line = line(of: chained(links))
      guard line.count > 1 else { continue }
      let length = zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
      let inside = max(0, length - queues.network.linkLength[queue])
      let link = Int(queues.cityLinks[queue])
      let isOneWay = queues.queueLinks[link ^ 1] < 0
      paths[queue] = writer.add(
        FilmPath(
          line: line, stop: length - inside / 2, lanes: queues.network.lanes(of: queue).count, isOneWay: isOneWay))
    }
  }

  /// Pieces of a street in the direction of travel.
  private func chained(_ links: [Int]) -> [Int] {
    guard links.count > 1 else { return links }
    var byStart: [NodeID: Int] = [:]
    for link in links { byStart[streets.start(of: LinkID(link))] = link }
    let ends = Set(links.map { streets.end(of: LinkID($0)) })
    var at = links.first { !ends.contains(streets.start(of: LinkID($0))) } ?? links[0]
    var chain = [at]
    while chain.count < links.count, let next = byStart[streets.end(of: LinkID(at))] {
      chain.append(next)
      at = next
    }
    return chain
  }

  private func line(of links: [Int]) -> [Point] {
    var line: [Point] = []
    for link in links {
      let id = LinkID(link)
      let shape = Array(streets.segments.shapes[id.segment.index])
      let points = id.isBackward ? shape.reversed() : shape
      line += line.isEmpty ? points[...] : points.dropFirst()
    }
    return line
  }

  /// Vehicles in the order in which ``Assignment`` gives them to the queues: trips that have a way, then buses.
  private mutating func addVehicles(_ routes: RouteTable, _ day: TrafficDay, _ buses: BusDay) {
    var (vehicle, step) = (0, 0)
    var route: [Int] = []
    for trip in 0..<routes.count where !routes[trip].isEmpty {
      route.removeAll(keepingCapacity: true)
      queues.append(routes[trip], to: &route)
      add(vehicle, kind: day.row(trip), route, from: step)
      vehicle += 1
      step += route.count
    }
    let ways = buses.ways.map { queues.route($0.links.map { LinkID(rawValue: $0) }) }
    let kind = TrafficTown.row(of: .bus)
    for bus in buses.buses {
      add(vehicle, kind: kind, ways[bus.way], from: step)
      vehicle += 1
      step += ways[bus.way].count
    }
  }

  /// A vehicle's passages, one a street: a waiting place inside the junction before it counts to the street.
  private mutating func add(_ vehicle: Int, kind: Int, _ route: [Int], from first: Int) {
    var time = outcome.entered[vehicle]
    guard time.isFinite else { return }
    var open: Passage?
    for (place, queue) in route.enumerated() {
      let seconds = Double(outcome.stepSeconds[first + place])
      // Whoever arrived or turned back has left its last street; who is on the way at the end stands there.
      let hasLeft = seconds.isFinite
      if !hasLeft, outcome.arrived[vehicle].isFinite || gone.contains(vehicle) { break }
      let end = hasLeft ? time + seconds : Assignment.end
      if paths[queue] < 0 {
        open?.left = end
      } else {
        if let open { writer.add(open) }
        open = Passage(
          path: paths[queue], lane: Int(outcome.stepLanes[first + place]), vehicle: vehicle, kind: kind,
          entered: time, left: end, free: Double(outcome.stepFree[first + place]))
      }
      time = end
      if !hasLeft { break }
    }
    if let open { writer.add(open) }
  }
}
