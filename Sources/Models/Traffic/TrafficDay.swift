import Demand
import Geography
import Junctions
import Modelling
import Queues
import Replica
import Routing

/// Who drives on a day, and which streets are closed to whom at which hour.
struct TrafficDay: Sendable {
  /// The trips as demand makes them, of the streets as they were.
  let trips: DemandTrips
  /// The link each trip begins on and ends on now: another one where the old one was cut, taken away or closed all day.
  private let from: [Int32], to: [Int32]
  /// Links closed to a class (row of ``StreetQueues/vehicles``) at an hour: `row * 24 + hour`; empty where none is.
  private let closed: [[Bool]]
  /// Trips that begin or end elsewhere than on a day without changes.
  let moved: Int

  /// Trips in the order of hours and classes, for work by groups that share their weights.
  struct Order {
    struct Group {
      var hour: Int, row: Int
      var trips: Range<Int>
    }
    var trips: [Int32]
    var groups: [Group]
  }
  let byHourAndClass: Order

  /// A day's trips on a town.
  init(_ trips: DemandTrips, on town: TrafficTown, closures: HourClosures) {
    self.trips = trips
    var heirs: [Int: Heirs] = [:]
    var (from, to) = (trips.fromLinks, trips.toLinks)
    var moved = 0
    for trip in 0..<trips.count {
      let row = TrafficTown.row(of: trips.vehicle(trip))
      if town.isOpen(from[trip], for: row), town.isOpen(to[trip], for: row) { continue }
      let heir = heirs[row] ?? Heirs(town, row: row)
      heirs[row] = heir
      let others = (heir.link(for: from[trip]), heir.link(for: to[trip]))
      if others != (from[trip], to[trip]) { moved += 1 }
      (from[trip], to[trip]) = others
    }
    (self.from, self.to, self.moved) = (from, to, moved)
    closed = closures.closed(town.streets)
    let rows = StreetQueues.vehicles.count
    var counts = [Int](repeating: 0, count: HourTimes.hours * rows + 1)
    func group(_ trip: Int) -> Int {
      Self.hour(of: trips.departs[trip]) * rows + TrafficTown.row(of: trips.vehicle(trip))
    }
    for trip in 0..<trips.count { counts[group(trip) + 1] += 1 }
    for number in 1..<counts.count { counts[number] += counts[number - 1] }
    var next = counts
    var order = [Int32](repeating: 0, count: trips.count)
    for trip in 0..<trips.count {
      let number = group(trip)
      order[next[number]] = Int32(trip)
      next[number] += 1
    }
    byHourAndClass = Order(
      trips: order,
      groups: (0..<HourTimes.hours * rows).filter { counts[$0] < counts[$0 + 1] }.map {
        Order.Group(hour: $0 / rows, row: $0 % rows, trips: counts[$0]..<counts[$0 + 1])
      })
  }

  /// The part of a lane that a vehicle takes, on the mean of all trips: 1 for cars, less with motorcycles.
  var width: Float {
    let widths = byHourAndClass.groups.reduce(0) { $0 + Double($1.trips.count) * StreetQueues.drivers[$1.row].width }
    return count > 0 ? Float(widths / Double(count)) : 1
  }

  /// How many trips.
  var count: Int { trips.count }

  /// Seconds after midnight at which a trip sets out.
  func departure(_ trip: Int) -> Double { Double(trips.departs[trip]) }

  /// The hour 0…23 in which it does.
  func hour(_ trip: Int) -> Int { Self.hour(of: trips.departs[trip]) }

  static func hour(of second: Int32) -> Int { min(HourTimes.hours - 1, Int(second) / 3600) }

  /// The row of its class among ``StreetQueues/vehicles``.
  func row(_ trip: Int) -> Int { TrafficTown.row(of: trips.vehicle(trip)) }

  /// The links it leads from and to.
  func ends(_ trip: Int) -> (from: LinkID, to: LinkID) {
    (LinkID(rawValue: from[trip]), LinkID(rawValue: to[trip]))
  }

  /// The closures as the queues know them: whoever comes to one is turned away.
  func closures(_ town: TrafficTown) -> [QueueClosure] {
    var closures: [QueueClosure] = []
    for (number, links) in closed.enumerated() where !links.isEmpty {
      let (row, hour) = (number / HourTimes.hours, Double(number % HourTimes.hours))
      for link in links.indices where links[link] && town.queues.queueLinks[link] >= 0 {
        closures.append(
          QueueClosure(
            link: Int(town.queues.queueLinks[link]), classes: 1 << UInt64(row), from: hour * 3600,
            to: (hour + 1) * 3600))
      }
    }
    return closures
  }

  /// Free times for a class at an hour: ``StreetGraph/longest`` on what is closed then.
  func free(_ town: TrafficTown, row: Int, hour: Int) -> [Int32] {
    let closed = closed[row * HourTimes.hours + hour]
    guard !closed.isEmpty else { return town.free[row] }
    return zip(town.free[row], closed).map { $1 ? StreetGraph.longest : $0 }
  }
}

extension TrafficTown {
  /// Whether a class may drive on a link at all.
  func isOpen(_ link: Int32, for row: Int) -> Bool { free[row][Int(link)] < StreetGraph.longest }
}

/// Where trips of a link begin and end when it is no longer there, or closed: at the nearest one that is open.
private struct Heirs {
  private let town: TrafficTown
  private let row: Int
  private let segments: [Int32]
  private let index: PackedIndex

  init(_ town: TrafficTown, row: Int) {
    let streets = town.streets
    self.town = town
    self.row = row
    let open = (0..<Int32(streets.segments.count)).filter {
      let isRoad = streets.segments.classes[Int($0)].rawValue >= StreetClass.primary.rawValue
      return isRoad && (town.isOpen($0 * 2, for: row) || town.isOpen($0 * 2 + 1, for: row))
    }
    segments = open
    index = PackedIndex(open.map { streets.segments.shapes.box(of: Int($0)) })
  }

  /// The same link, its other direction, or one of the nearest street; itself where there is none within a kilometre.
  func link(for link: Int32) -> Int32 {
    if town.isOpen(link, for: row) { return link }
    let id = LinkID(rawValue: link)
    if town.isOpen(link ^ 1, for: row) { return link ^ 1 }
    let shapes = town.streets.segments.shapes
    let line = shapes[id.segment.index]
    guard let middle = line.dropFirst(line.count / 2).first else { return link }
    let found = index.nearest(to: middle, within: 1_000) { number in
      Lines.squaredDistance(from: middle, to: shapes[Int(segments[number])])
    }
    guard let found else { return link }
    let other = segments[found.number] * 2
    return town.isOpen(other, for: row) ? other : other + 1
  }
}
