public import Replica

/// How far one gets from some places, or from where one gets to them: the time of every vertex, and how much of each link.
public struct TravelReach: Sendable {
  /// Milliseconds a vertex; ``StreetGraph/longest`` where there is no way.
  public let milliseconds: [Int32]

  /// The times from some ends to every vertex, the one-to-all sweep of D. Delling, A. V. Goldberg, A. Nowatzyk and
  /// R. F. Werneck ("PHAST", Journal of Parallel and Distributed Computing 73 (2013) 940–952,
  /// doi:10.1016/j.jpdc.2012.02.007) on the elimination tree. O(edges).
  public init(from ends: [RouteEnd], _ weighted: WeightedHierarchy) {
    self.init(ends, weighted, rising: weighted.up, falling: weighted.down)
  }

  /// The times from every vertex to some ends. O(edges).
  public init(to ends: [RouteEnd], _ weighted: WeightedHierarchy) {
    self.init(ends, weighted, rising: weighted.down, falling: weighted.up)
  }

  private init(_ ends: [RouteEnd], _ weighted: WeightedHierarchy, rising: Column<Int32>, falling: Column<Int32>) {
    let hierarchy = weighted.hierarchy
    let count = hierarchy.vertexCount
    let (offsets, heads) = (hierarchy.upOffsets.base, hierarchy.upHeads.base)
    let search = RouteSearch(weighted)
    // What pointers lead to is kept until the end.
    defer { withExtendedLifetime((search, weighted, rising, falling)) {} }
    let times = search.ahead
    let climbed = search.climb(ends, times, search.aheadPath)
    for place in 0..<climbed {
      let rank = Int(search.aheadPath[place])
      RouteSearch.relax(times[rank], times, rising.base, heads, Int(offsets[rank]), Int(offsets[rank + 1]))
    }
    for rank in (0..<count).reversed() {
      var time = times[rank]
      for edge in Int(offsets[rank])..<Int(offsets[rank + 1]) {
        time = min(time, times[Int(heads[edge])] &+ falling.base[edge])
      }
      times[rank] = time
    }
    milliseconds = (0..<count).map { times[Int(hierarchy.rankOf.base[$0])] }
  }

  /// Milliseconds to a node however one comes into it; ``StreetGraph/longest`` where there is no way.
  public func milliseconds(to node: NodeID, in graph: StreetGraph) -> Int32 {
    graph.vertices(of: node).map { milliseconds[Int($0)] }.min() ?? StreetGraph.longest
  }

  /// The share of each link that one reaches within a time when one sets out from the ends: 0 none of it, 1 to its end.
  ///
  /// One enters a link where it starts, with the turn it takes; what a link takes is spread evenly over it. Closed links have
  /// share 0. `weights` and `turns` are those the reach was computed with. O(links).
  public func sharesOfLinks(
    within limit: Int32, _ weights: LinkWeights, turns: [Int32]? = nil, in graph: StreetGraph
  ) -> [Float] {
    let turns = turns ?? graph.turnMilliseconds
    var shares = [Float](repeating: 0, count: graph.linkCount)
    for arc in graph.links.indices {
      let link = Int(graph.links[arc])
      let turn = graph.turns[arc] < 0 ? 0 : turns[Int(graph.turns[arc])]
      let start = Int(milliseconds[Int(graph.tails[arc])]) + Int(turn)
      let weight = Int(weights.milliseconds[link])
      guard weight < Int(StreetGraph.longest), start <= Int(limit) else { continue }
      let left = Int(limit) - start
      shares[link] = max(shares[link], left >= weight ? 1 : Float(Double(left) / Double(weight)))
    }
    return shares
  }
}
