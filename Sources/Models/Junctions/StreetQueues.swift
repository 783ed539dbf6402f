// Junctions: a city's streets as the queue engine runs on them.
//
// A map says where streets lie; an engine of queues must know from which lane one may turn where, who lets whom go first, and
// what the lamps show. Where the city knows (`Movements`, `Lanes`, `Signal`s) that is used; where it is silent it is worked out by
// geometry and class. The words: an *arm* is a street at a node, seen from there; the *kerb side* is the side one drives on, the *far
// side* the other; a *movement* leads from lane to lane over a node; a *pocket* is the place inside a junction where one waits for
// those one lets go first. Everything is computed as if one drove on the right: a city that drives on the left is mirrored first, so that
// both answer alike. Docs/models/junctions.md has the rules with their sources.

internal import Modelling
public import Queues
public import Replica

/// A city's streets as the queue engine runs on them.
public struct StreetQueues: Sendable {
  /// The network the engine runs.
  public let network: QueueNetwork
  /// The queue link of each link of the city; −1 where no motor vehicle may ever go. Short pieces of one street share one.
  public let queueLinks: [Int32]
  /// The city's link of each queue link: the longest of those that share it; a place to wait inside a junction counts to the link one
  /// comes from.
  public let cityLinks: [Int32]
  /// Turns that the ends of streets would allow but no car can make: bans for the routing graph. Most are turns back at junctions, about one
  /// a link; all stand here, since with costs of turns a way may make use of any.
  public let impossibleTurns: [(from: LinkID, to: LinkID)]
  /// What was assumed or left out, in sentences; counts, not lists.
  public let remarks: [String]
  /// Whether a link reaches a node of a signalised place: the turns by which plans that have to be made are timed.
  public let areTimed: [Bool]
  /// The pockets of each link, by the next link: rows `pocketStart[link]..<pocketStart[link + 1]` of both columns.
  private let pocketStart, pocketNext, pocketQueue: [Int32]

  /// The streets of a city for motor vehicles (``vehicles``).
  ///
  /// Who a closure keeps out still has lanes and right of way: closing is the business of routes. Takes O(links + Σ movements²
  /// at a node).
  ///
  /// - Parameters:
  ///   - signals: plans in the place of the city's own, by node.
  ///   - volumes: vehicles an hour by turn, by which plans that have to be made share their green: of one hour, then all day, or of every hour
  ///     of the day, each for a plan of its own; none takes assumed ones.
  ///   - threads: at most how many work at once; the result does not depend on it.
  /// - Throws: ``QueueFault`` where the network that came out cannot be run; ``StreetQueuesError`` where a plan stands at no node.
  public init(_ city: City, signals: [NodeID: Signal] = [:], volumes: [TurnVolumes] = [], threads: Int) throws {
    try self.init(city, signals: signals, volumes: volumes, drivenBy: Self.vehicles, threads: threads)
  }

  /// The streets for rows of one's own: the class of each, nothing for one that heeds no lane's signs.
  package init(
    _ city: City, signals: [NodeID: Signal] = [:], volumes: [TurnVolumes] = [], drivenBy rows: [VehicleClass?],
    threads: Int
  ) throws {
    let links = DrivenLinks(city)
    for node in signals.keys.sorted() {
      guard (0..<city.streets.nodes.count).contains(node.index), !links.reaching(node.index).isEmpty else {
        throw StreetQueuesError.plan(node: node.index)
      }
    }
    var plans = signals
    for signal in city.streets.signals where plans[signal.node] == nil { plans[signal.node] = signal }
    let sites = JunctionSites(links, planned: Set(plans.keys.map(\.index)))
    var movements = try JunctionMovements(links, sites, threads: threads)
    let lamps = SignalLamps(links, sites, &movements, plans, volumes: volumes)
    var assembly = QueueAssembly(links, movements, lamps, rows: rows)
    network = try assembly.network()
    queueLinks = assembly.queueLinks
    areTimed = (0..<city.streets.links.count).map {
      links.isDriven(LinkID($0)) && sites.site[city.streets.end(of: LinkID($0)).index] >= 0
    }
    cityLinks = assembly.cityLinks
    (pocketStart, pocketNext, pocketQueue) = assembly.pocketColumns()
    impossibleTurns = assembly.impossibleTurns(for: .car)
    remarks = links.remarks + movements.remarks + lamps.remarks
  }

  /// A route over the city's links as queue links, waiting places inside junctions put in. Links that no motor vehicle may use are left
  /// out.
  public func route(_ links: some Sequence<LinkID>) -> [Int] {
    var route: [Int] = []
    append(links.map(\.rawValue)[...], to: &route)
    return route
  }

  /// The same of rows of links, behind what a route holds already. O(links · pockets of a link).
  package func append(_ links: ArraySlice<Int32>, to route: inout [Int]) {
    var previous = -1
    var last = route.last ?? -1
    for row in links {
      let link = Int(row)
      if previous >= 0 {
        for pocket in Int(pocketStart[previous])..<Int(pocketStart[previous + 1]) where pocketNext[pocket] == row {
          last = Int(pocketQueue[pocket])
          route.append(last)
        }
      }
      let queue = Int(queueLinks[link])
      if queue >= 0, queue != last {
        last = queue
        route.append(queue)
      }
      previous = link
    }
  }
}

/// Why a city's streets cannot become queues.
public enum StreetQueuesError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A plan for a node that is not there or has no street.
  case plan(node: Int)

  /// What, where, and how to mend it.
  public var description: String {
    switch self {
    case .plan(let node):
      "A signal plan is given for node \(node), where no street ends; give the node of the junction it is for."
    }
  }
}
