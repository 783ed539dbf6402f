public import Replica

/// What another way must be like to be offered beside the quickest one.
///
/// After I. Abraham, D. Delling, A. V. Goldberg, R. F. Werneck, "Alternative routes in road networks", ACM Journal of Experimental
/// Algorithmics 18 (2013) 1.3, doi:10.1145/2444016.2444019, with their limits: at most a quarter longer, at most 80 % shared, and
/// no detour within a stretch of a quarter of the quickest way around the place it goes through.
public struct AlternativeLimits: Hashable, Sendable {
  /// How many are offered beside the quickest.
  public var count = 2
  /// Share by which the whole way may take longer.
  public var stretch = 0.25
  /// Share of the quickest time that may be spent on links that ways already taken use.
  public var shared = 0.8
  /// Share of the quickest time over which the way, around the vertex it goes through, must be the quickest one.
  public var local = 0.25

  /// The limits of the paper.
  public init() {}
}

extension RouteSearch {
  /// Ways over other vertices that are looked at, the quickest first.
  static let tries = 32

  /// The quickest way and others beside it, the quickest first; none when there is no way.
  ///
  /// Ways over a vertex that both searches reach are tried by time, the first ``tries`` of them; one is taken when it holds
  /// all limits and passes no vertex twice nor a link and its way back. O(edges above both ends + ways tried × their links).
  public func alternatives(
    from origins: [RouteEnd], to targets: [RouteEnd], within limits: AlternativeLimits = AlternativeLimits()
  ) -> [Route] {
    let graph = weighted.hierarchy.graph
    let found = meet(origins, targets, prunes: false)
    guard found.rank >= 0 else {
      clear(found)
      return []
    }
    let quickest = trail(over: found.rank, origins, targets)
    let tried = candidates(found, beside: quickest, Int(Double(found.best) * (1 + limits.stretch))).map {
      trail(over: $0, origins, targets)
    }
    clear(found)
    var used = Set(quickest.arcs.map { graph.links[Int($0)] })
    var taken = [quickest.route(in: graph)]
    for trail in tried where taken.count <= limits.count {
      let shared = trail.arcs.reduce(0) {
        used.contains(graph.links[Int($1)]) ? $0 + Int(weighted.arcWeights.base[Int($1)]) : $0
      }
      guard Double(shared) <= limits.shared * Double(quickest.milliseconds), isStraight(trail),
        isQuickestAround(trail, Int(limits.local * Double(quickest.milliseconds)))
      else { continue }
      used.formUnion(trail.arcs.map { graph.links[Int($0)] })
      taken.append(trail.route(in: graph))
    }
    return taken
  }

  /// The quickest way from node to node and others beside it.
  public func alternatives(
    from origin: NodeID, to target: NodeID, within limits: AlternativeLimits = AlternativeLimits()
  ) -> [Route] {
    let graph = weighted.hierarchy.graph
    return alternatives(from: graph.origin(origin), to: graph.target(target), within: limits)
  }

  /// The ranks both searches reach, by time, without those the quickest way passes.
  private func candidates(_ found: Meeting, beside quickest: Trail, _ most: Int) -> [Int32] {
    let hierarchy = weighted.hierarchy
    var passed: Set<Int32> = [hierarchy.rankOf.base[Int(quickest.first)]]
    for arc in quickest.arcs { passed.insert(hierarchy.rankOf.base[Int(hierarchy.graph.heads[Int(arc)])]) }
    var ranks: [(time: Int, rank: Int32)] = []
    for place in 0..<found.aheadCount where !passed.contains(aheadPath[place]) {
      let rank = aheadPath[place]
      let time = Int(ahead[Int(rank)]) + Int(behind[Int(rank)])
      if time <= most { ranks.append((time, rank)) }
    }
    return ranks.sorted { ($0.time, $0.rank) < ($1.time, $1.rank) }.prefix(Self.tries).map(\.rank)
  }

  /// Whether a way passes no vertex twice and turns back on no link.
  private func isStraight(_ trail: Trail) -> Bool {
    let graph = weighted.hierarchy.graph
    var seen: Set<Int32> = [trail.first]
    var links: Set<Int32> = []
    for arc in trail.arcs {
      let link = graph.links[Int(arc)]
      guard seen.insert(graph.heads[Int(arc)]).inserted, !links.contains(link ^ 1) else { return false }
      links.insert(link)
    }
    return true
  }

  /// Whether the stretch of a way that reaches `span` milliseconds to both sides of the vertex it was found over is the
  /// quickest between its ends.
  private func isQuickestAround(_ trail: Trail, _ span: Int) -> Bool {
    let graph = weighted.hierarchy.graph
    let weights = weighted.arcWeights.base
    var (first, end, time) = (trail.before, trail.before, 0)
    while first > 0, time < span {
      first -= 1
      time += Int(weights[Int(trail.arcs[first])])
    }
    var beyond = 0
    while end < trail.arcs.count, beyond < span {
      beyond += Int(weights[Int(trail.arcs[end])])
      end += 1
    }
    guard first < end else { return true }
    let from = RouteEnd(vertex: graph.tails[Int(trail.arcs[first])])
    let to = RouteEnd(vertex: graph.heads[Int(trail.arcs[end - 1])])
    return milliseconds(from: [from], to: [to]) == time + beyond
  }
}
