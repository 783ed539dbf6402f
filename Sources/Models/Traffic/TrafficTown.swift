import Geography
import Junctions
import Queues
import Replica
import Routing

/// A town's streets made ready for traffic: as queues, and as a hierarchy to find ways in.
struct TrafficTown: Sendable {
  let streets: Streets
  private(set) var queues: StreetQueues
  private let city: City
  let hierarchy: ContractionHierarchy
  /// Turns that are banned, or that no lane leads to.
  let bannedTurns: Set<TurnBan>
  /// Milliseconds over each link when nobody else drives, by the rows of ``StreetQueues/vehicles``; closed links are
  /// ``StreetGraph/longest``.
  let free: [[Int32]]
  /// What part of its queue link each link is, 0…1: short pieces of one street share one, by their metres.
  let shares: [Float]
  /// The links whose times hold for each queue link that is no street's: the link one waits behind, inside a junction.
  let pockets: [(queue: Int, link: Int)]

  init(_ city: City, threads: Int) throws {
    self.city = city
    streets = city.streets
    let queues = try StreetQueues(city, threads: threads)
    self.queues = queues
    // What no lane leads to is a turn nobody can make: the ways found are ways that can be driven.
    var signed = city.streets
    signed.turnBans += queues.impossibleTurns.map { TurnBan(from: $0.from, to: $0.to) }
    bannedTurns = Set(signed.turnBans)
    let graph = try StreetGraph(signed, for: .motor)
    hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    var metres = [Double](repeating: 0, count: queues.network.linkCount)
    for (link, queue) in queues.queueLinks.enumerated() where queue >= 0 {
      metres[Int(queue)] += Self.length(link, streets)
    }
    let shares = queues.queueLinks.enumerated().map { link, queue -> Float in
      queue >= 0 && metres[Int(queue)] > 0 ? Float(Self.length(link, city.streets) / metres[Int(queue)]) : 0
    }
    self.shares = shares
    pockets = queues.cityLinks.enumerated().compactMap { queue, link in
      link >= 0 && queues.queueLinks[Int(link)] != Int32(queue) ? (queue, Int(link)) : nil
    }
    free = zip(StreetQueues.vehicles, StreetQueues.drivers).map { vehicle, driver in
      Self.free(city.streets, queues, shares, vehicle, topSpeed: driver.topSpeed * driver.factor)
    }
  }

  /// The same town, its signals without a known plan timed for these volumes by hour: as those who keep signals set them, and as signals that
  /// count vehicles set themselves.
  func timed(for volumes: [TurnVolumes], threads: Int) throws -> TrafficTown {
    var town = self
    town.queues = try StreetQueues(city, volumes: volumes, threads: threads)
    return town
  }

  private static func length(_ link: Int, _ streets: Streets) -> Double {
    max(0.1, streets.segments.lengths[link >> 1])
  }

  private static func free(
    _ streets: Streets, _ queues: StreetQueues, _ shares: [Float], _ vehicle: VehicleClass, topSpeed: Double
  ) -> [Int32] {
    (0..<streets.links.count).map { row in
      let queue = Int(queues.queueLinks[row])
      guard queue >= 0, !streets.segments.areRemoved[row >> 1], streets.links.open(LinkID(row)).contains(vehicle) else {
        return StreetGraph.longest
      }
      let seconds =
        queues.network.linkLength[queue] * Double(shares[row]) / min(queues.network.linkSpeed[queue], topSpeed)
      return Int32(min(Double(StreetGraph.longest), max(1, (seconds * 1000).rounded())))
    }
  }

  /// The row of a class of vehicle among ``StreetQueues/vehicles``; cars stand for what is not among them.
  static func row(of vehicle: VehicleClass) -> Int {
    StreetQueues.vehicles.firstIndex(of: vehicle) ?? StreetQueues.vehicles.firstIndex(of: .car) ?? 0
  }

  /// The directions in which one may set out from, or come to, a place on a link: both on streets narrow enough to leave a kerb across.
  func directions(of link: LinkID, for row: Int) -> [LinkID] {
    let other = LinkID(rawValue: link.rawValue ^ 1)
    let isNarrow =
      Int(streets.links.lanes[link.index]) + Int(streets.links.lanes[other.index]) <= 2
      && streets.segments.classes[link.segment.index].rawValue >= StreetClass.tertiary.rawValue
    let isOpen = { (link: LinkID) in free[row][link.index] < StreetGraph.longest }
    if !isOpen(link) { return isOpen(other) ? [other] : [] }
    return isNarrow && isOpen(other) ? [link, other] : [link]
  }
}
