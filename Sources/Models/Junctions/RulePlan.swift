public import Geography
public import Replica

/// The plan that rules make for signals of which the map knows only that they stand there, for volumes assumed by class of street.
///
/// The phases are those of every hour of a day; their greens follow the traffic there.
public struct RulePlan: Sendable {
  /// Who goes, and for how long.
  public struct Phase: Sendable, Hashable {
    /// The links that enter the junction in it, ascending.
    public var links: [LinkID]
    /// Whether only some of their turns go, such as those across the oncoming traffic.
    public var isPart: Bool
    /// Seconds.
    public var green, amber, allRed: Double
  }
  /// Where the junction is known by: its lowest node.
  public let node: NodeID
  /// What has green after what.
  public let phases: [Phase]

  /// The plan of the nearest junction with signals but no plan within some metres of a point; nothing where there is none. O(streets).
  public init?(near point: Point, within reach: Double, in city: City, threads: Int) throws {
    let links = DrivenLinks(city)
    let plans = Dictionary(city.streets.signals.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    let sites = JunctionSites(links, planned: Set(plans.keys.map(\.index)))
    let points = city.streets.nodes.points
    let near = sites.site.indices.filter {
      sites.site[$0] >= 0 && plans[NodeID($0)] == nil && points[$0].distance(to: point) <= reach
    }
    let nearest = near.min { points[$0].distance(to: point) < points[$1].distance(to: point) }
    guard let nearest else { return nil }
    let movements = try JunctionMovements(links, sites, threads: threads)
    let made = MadePlaces(links, PlaceTurns(links, sites, movements), sites)
    guard let plan = made.place(of: nearest)?.hours.first else { return nil }
    node = NodeID(rawValue: sites.site[nearest])
    phases = plan.phases.map { phase in
      let ways = Set(phase.goes.map { movements.rows[Int($0)].from })
      let isPart = ways.contains { !Set(movements.range[$0.index]).isSubset(of: phase.goes) }
      return Phase(
        links: ways.sorted(), isPart: isPart, green: phase.green, amber: phase.amber, allRed: phase.allRed)
    }
  }
}
