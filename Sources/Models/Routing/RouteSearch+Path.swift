public import Replica

extension RouteSearch {
  /// The quickest way with its links, nothing where there is none. O(edges above both ends + edges below the way).
  public func route(from origins: [RouteEnd], to targets: [RouteEnd]) -> Route? {
    let found = meet(origins, targets)
    defer { clear(found) }
    guard found.rank >= 0 else { return nil }
    return trail(over: found.rank, origins, targets).route(in: weighted.hierarchy.graph)
  }

  /// The quickest way from node to node with its links, nothing where there is none.
  public func route(from origin: NodeID, to target: NodeID) -> Route? {
    let graph = weighted.hierarchy.graph
    return route(from: graph.origin(origin), to: graph.target(target))
  }

  /// A way as arcs.
  struct Trail {
    var milliseconds: Int
    var arcs: [Int32]
    /// How many of the arcs come before the rank it was found over.
    var before: Int
    var first, last: Int32

    func route(in graph: StreetGraph) -> Route {
      Route(
        milliseconds: milliseconds, links: arcs.map { LinkID(rawValue: graph.links[Int($0)]) }, first: first, last: last
      )
    }
  }

  /// The quickest way over a rank that both searches have reached.
  func trail(over middle: Int32, _ origins: [RouteEnd], _ targets: [RouteEnd]) -> Trail {
    let time = Int(ahead[Int(middle)]) + Int(behind[Int(middle)])
    let before = trace(from: middle, ahead, weighted.up.base, origins)
    let after = trace(from: middle, behind, weighted.down.base, targets)
    var arcs: [Int32] = []
    arcs.reserveCapacity(128)
    for edge in before.edges.reversed() { unpack(edge * 2, into: &arcs) }
    let countBefore = arcs.count
    for edge in after.edges { unpack(edge * 2 + 1, into: &arcs) }
    let vertexAt = weighted.hierarchy.vertexAt.base
    return Trail(
      milliseconds: time, arcs: arcs, before: countBefore, first: vertexAt[Int(before.rank)],
      last: vertexAt[Int(after.rank)])
  }

  /// Follows a search back from a rank to the end it came from: the edges on the way, and the rank of the end.
  private func trace(
    from middle: Int32, _ times: UnsafeMutablePointer<Int32>, _ weights: UnsafeMutablePointer<Int32>, _ ends: [RouteEnd]
  ) -> (edges: [Int32], rank: Int32) {
    let hierarchy = weighted.hierarchy
    let (rankOf, offsets) = (hierarchy.rankOf.base, hierarchy.downOffsets.base)
    let (tails, numbers) = (hierarchy.downTails.base, hierarchy.downEdges.base)
    var edges: [Int32] = []
    var rank = middle
    while !ends.contains(where: { rankOf[Int($0.vertex)] == rank && $0.milliseconds == times[Int(rank)] }) {
      let time = times[Int(rank)]
      var place = Int(offsets[Int(rank)])
      // The lowest vertex that explains the time; there is one, as the time came from below.
      while times[Int(tails[place])] &+ weights[Int(numbers[place])] != time { place += 1 }
      edges.append(numbers[place])
      rank = tails[place]
    }
    return (edges, rank)
  }

  /// Appends the arcs an edge stands for; `slot` is twice the edge, plus one when it is taken downwards.
  ///
  /// An edge is an arc of that weight if there is one, else two edges over the lowest vertex below that give it.
  private func unpack(_ slot: Int32, into arcs: inout [Int32]) {
    let hierarchy = weighted.hierarchy
    let (up, down) = (weighted.up.base, weighted.down.base)
    let (upOffsets, upHeads) = (hierarchy.upOffsets.base, hierarchy.upHeads.base)
    let (downOffsets, downTails) = (hierarchy.downOffsets.base, hierarchy.downTails.base)
    let numbers = hierarchy.downEdges.base
    waiting.append(slot)
    next: while let slot = waiting.popLast() {
      let edge = Int(slot >> 1)
      let goesUp = slot & 1 == 0
      let weight = goesUp ? up[edge] : down[edge]
      if let arc = arc(slot, weight) {
        arcs.append(arc)
        continue
      }
      let (low, high) = (Int(hierarchy.upTails.base[edge]), upHeads[edge])
      for place in Int(downOffsets[low])..<Int(downOffsets[low + 1]) {
        let toLow = Int(numbers[place])
        guard (goesUp ? down[toLow] : up[toLow]) <= weight else { continue }
        let below = Int(downTails[place])
        var (first, end) = (toLow + 1, Int(upOffsets[below + 1]))
        while first < end {
          let middle = (first + end) >> 1
          if upHeads[middle] < high { first = middle + 1 } else { end = middle }
        }
        guard first < Int(upOffsets[below + 1]), upHeads[first] == high else { continue }
        if goesUp, down[toLow] &+ up[first] == weight {
          waiting.append(Int32(first) * 2)
          waiting.append(Int32(toLow) * 2 + 1)
          continue next
        }
        if !goesUp, down[first] &+ up[toLow] == weight {
          waiting.append(Int32(toLow) * 2)
          waiting.append(Int32(first) * 2 + 1)
          continue next
        }
      }
      preconditionFailure("an edge is an arc or goes over a vertex below it")
    }
  }

  /// The first arc that is an edge of that weight, if there is one.
  private func arc(_ slot: Int32, _ weight: Int32) -> Int32? {
    let hierarchy = weighted.hierarchy
    let edge = Int(slot >> 1)
    for place in Int(hierarchy.edgeArcOffsets.base[edge])..<Int(hierarchy.edgeArcOffsets.base[edge + 1]) {
      let arc = hierarchy.edgeArcs.base[place]
      if hierarchy.slots.base[Int(arc)] == slot, weighted.arcWeights.base[Int(arc)] == weight { return arc }
    }
    return nil
  }
}
