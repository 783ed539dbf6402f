package import Queues
package import Replica

extension StreetQueues {
  /// A movement from lane to lane, for those who compare movements.
  package struct Way: Sendable {
    /// The links it leads from and to, and their lanes, counted from the kerb.
    package var from: LinkID, to: LinkID, fromLane: Int, toLane: Int
    /// Those it lets go first, by their place in the list.
    package var yields: [Int]
    /// Whether it turns back into the street it came from.
    package var isBack: Bool
    /// Metres over the junction, m/s there, whether one may wait inside, and how it takes its turn.
    package var length: Double, speed: Double, waitsInside: Bool, rule: QueueNetwork.Rule
    /// Whether signals rule the node.
    package var isSignalised: Bool
  }

  /// The movements at every node of a city, the map's where it knows them.
  package static func ways(_ city: City) throws -> [Way] {
    let links = DrivenLinks(city)
    let sites = JunctionSites(links, planned: Set(city.streets.signals.map { $0.node.index }))
    return try JunctionMovements(links, sites, threads: 1).rows.map { one in
      Way(
        from: one.from, to: one.to, fromLane: one.fromLane, toLane: one.toLane, yields: one.yields.map(Int.init),
        isBack: links.isReverse(one.to, of: one.from), length: one.length, speed: one.speed,
        waitsInside: one.turn > .pi / 6 && !one.yields.isEmpty, rule: one.rule,
        isSignalised: sites.isSignalised[links.streets.end(of: one.from).index])
    }
  }
}
