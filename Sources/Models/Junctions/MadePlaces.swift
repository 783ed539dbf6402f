internal import Geography
internal import Replica

/// The signalised places whose plan has to be made, each with its plans by the hour.
struct MadePlaces {
  private let links: DrivenLinks
  private let turns: PlaceTurns
  private let sites: JunctionSites

  init(_ links: DrivenLinks, _ turns: PlaceTurns, _ sites: JunctionSites) {
    (self.links, self.turns, self.sites) = (links, turns, sites)
  }

  /// All of them, in the order of their nodes, but those of one phase, where nobody crosses. Each runs alone.
  ///
  /// - Parameters:
  ///   - plans: nodes that have a plan.
  ///   - volumes: vehicles an hour by turn, of every hour; none takes assumed ones, for one plan all day.
  func places(without plans: [NodeID: Signal], _ volumes: [TurnVolumes]) -> [Coordination.Place] {
    var nodes: [Int32: [Int]] = [:]
    for node in sites.site.indices where sites.site[node] >= 0 && plans[NodeID(node)] == nil {
      nodes[sites.site[node], default: []].append(node)
    }
    return nodes.sorted { $0.key < $1.key }.compactMap { _, nodes in place(nodes, volumes) }
  }

  /// The place that a node belongs to, with a plan for assumed volumes.
  func place(of node: Int) -> Coordination.Place? {
    place(sites.site.indices.filter { sites.site[$0] == sites.site[node] }, [])
  }

  private func place(_ nodes: [Int], _ volumes: [TurnVolumes]) -> Coordination.Place? {
    var approaches: [(link: LinkID, rows: Range<Int32>)] = []
    var width = 0.0
    for node in nodes {
      for link in links.reaching(node) where !sites.isInner[link.index] {
        let rows = turns.movements.range[link.index]
        guard !rows.isEmpty, turns.movements.rows[Int(rows.lowerBound)].mapped == nil else { continue }
        approaches.append((link, rows))
        width = max(width, 2 * JunctionGeometry(links, node: node).setback(link, atEnd: true))
      }
    }
    let points = nodes.map { links.streets.nodes.points[$0] }
    for one in points { width = max(width, (points.map { one.distance(to: $0) }.max() ?? 0) + 10) }
    let hours = (volumes.isEmpty ? [nil] : volumes.map(Optional.some)).map {
      MadePlan(links, turns, approaches: approaches, width: min(width, 60), volumes: $0)
    }
    guard let first = hours.first, first.phases.count > 1 else { return nil }
    return Coordination.Place(approaches: approaches, hours: hours)
  }
}
