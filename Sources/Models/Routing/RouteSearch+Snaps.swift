public import Replica

extension StreetGraph {
  /// A foot on a street as where a way begins: the rest of its link to the next junction, in each open direction.
  ///
  /// A foot within a millimetre of a junction is at it. Parts of a link are rounded to the millisecond. A foot on a street
  /// that is closed to both sides has no end.
  public func origin(_ snap: Snap, _ weights: LinkWeights, in streets: Streets) -> [RouteEnd] {
    if let node = node(of: snap, in: streets) { return origin(node) }
    let id = SegmentID(snap.segment)
    let share = snap.along / streets.segments.lengths[snap.segment]
    return [(id.forward, 1 - share), (id.backward, share)].compactMap { link, part in
      weights.part(part, of: link, in: self).map { RouteEnd(vertex: head(of: link, in: streets), milliseconds: $0) }
    }
  }

  /// A foot on a street as where a way ends: the part of its link from the junction before, in each open direction, with the
  /// turn one takes into it; `turns` are milliseconds a turn, nothing takes those the graph was made with.
  public func target(
    _ snap: Snap, _ weights: LinkWeights, turns: [Int32]? = nil, in streets: Streets
  ) -> [RouteEnd] {
    if let node = node(of: snap, in: streets) { return target(node) }
    let turns = turns ?? turnMilliseconds
    let id = SegmentID(snap.segment)
    let share = snap.along / streets.segments.lengths[snap.segment]
    return [(id.forward, share), (id.backward, 1 - share)].flatMap { link, part -> [RouteEnd] in
      guard let time = weights.part(part, of: link, in: self) else { return [] }
      return tails(of: link, in: streets).map { tail in
        let turn = tail.turn < 0 ? 0 : turns[Int(tail.turn)]
        return RouteEnd(vertex: tail.vertex, milliseconds: min(time &+ turn, Self.longest))
      }
    }
  }

  /// The junction a foot is at, or nothing.
  private func node(of snap: Snap, in streets: Streets) -> NodeID? {
    let segments = streets.segments
    if snap.along <= Router.atJunction { return segments.starts[snap.segment] }
    if segments.lengths[snap.segment] - snap.along <= Router.atJunction { return segments.ends[snap.segment] }
    return nil
  }
}

extension LinkWeights {
  /// From foot to foot straight along one street: the link and its milliseconds; nothing where they are on two, or where one may not go that
  /// way.
  public func along(
    from origin: Snap, to target: Snap, in graph: StreetGraph, _ streets: Streets
  ) -> (link: LinkID, milliseconds: Int32)? {
    guard origin.segment == target.segment else { return nil }
    let id = SegmentID(origin.segment)
    let link = target.along >= origin.along ? id.forward : id.backward
    let share = abs(target.along - origin.along) / streets.segments.lengths[origin.segment]
    return part(share, of: link, in: graph).map { (link, $0) }
  }

  /// Milliseconds for a share of a link; nothing when it is closed or not in the graph.
  fileprivate func part(_ share: Double, of link: LinkID, in graph: StreetGraph) -> Int32? {
    let whole = milliseconds[link.index]
    return graph.contains(link) && whole < StreetGraph.longest
      ? Int32((Double(whole) * min(1, max(0, share))).rounded()) : nil
  }
}

extension RouteSearch {
  /// The quickest way from foot to foot with its links, the first and the last taken in part; nothing where there is none.
  ///
  /// `weights` are those of the hierarchy. What is walked between a point and its foot (``Snap/away``) is not in it.
  public func route(
    from origin: Snap, to target: Snap, _ weights: LinkWeights, turns: [Int32]? = nil, in streets: Streets
  ) -> Route? {
    let graph = weighted.hierarchy.graph
    let begins = graph.origin(origin, weights, in: streets)
    let ends = graph.target(target, weights, turns: turns, in: streets)
    let around = route(from: begins, to: ends).map { way in
      var way = way
      if let link = usable(origin, weights, streets).first(where: { graph.head(of: $0, in: streets) == way.first }) {
        way.links.insert(link, at: 0)
      }
      let into = usable(target, weights, streets).first { link in
        graph.tails(of: link, in: streets).contains { $0.vertex == way.last }
      }
      if let into { way.links.append(into) }
      return way
    }
    guard !isAtJunction(origin, streets), !isAtJunction(target, streets) else {
      return around
    }
    guard let direct = weights.along(from: origin, to: target, in: graph, streets),
      Int(direct.milliseconds) <= around?.milliseconds ?? .max
    else { return around }
    let vertex = graph.head(of: direct.link, in: streets)
    return Route(milliseconds: Int(direct.milliseconds), links: [direct.link], first: vertex, last: vertex)
  }

  /// The open directions of the street a foot is on; none at a junction.
  private func usable(_ snap: Snap, _ weights: LinkWeights, _ streets: Streets) -> [LinkID] {
    let id = SegmentID(snap.segment)
    return isAtJunction(snap, streets)
      ? [] : [id.forward, id.backward].filter { weights.part(1, of: $0, in: weighted.hierarchy.graph) != nil }
  }

  private func isAtJunction(_ snap: Snap, _ streets: Streets) -> Bool {
    snap.along <= Router.atJunction || streets.segments.lengths[snap.segment] - snap.along <= Router.atJunction
  }
}
