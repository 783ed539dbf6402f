internal import Geography
internal import Modelling
internal import Replica
internal import Routing

/// Why there is no way.
enum WayMissing: Error, Sendable, Hashable {
  /// No street near the place one sets out from, or the one one wants to go to.
  case street(isOrigin: Bool)
  /// Streets, but no way between them.
  case way

  /// What is wrong and how to mend it.
  func sentence(by mode: TravelMode) -> String {
    switch self {
    case .street(let isOrigin):
      "There is no street for \(mode.rawValue) within \(Int(Snapper.reach)) m of \(isOrigin ? "from" : "to"): "
        + "give a place inside the city."
    case .way:
      "No way by \(mode.rawValue) leads from one place to the other: one of them lies beyond closed or missing streets."
    }
  }
}

/// Finds ways of one mode; what it takes is made when it is first asked, and ways are found one after the other.
///
/// Making takes a few seconds on a city of a million people, a way well under a millisecond (Docs/models/routing.md).
actor Wayfinder {
  /// A way that was found.
  struct Found: Sendable {
    /// Seconds on the streets, and metres.
    var seconds: Double, metres: Double
    /// The line from foot to foot.
    var line: [Point]
    /// The names of streets in their order, empty where they have none, with the metres on each.
    var streets: [(name: String, metres: Double)]
    /// Straight-line metres from both places to their feet.
    var away: [Double]
  }

  private struct Made {
    let snapper: Snapper
    let weights: LinkWeights
    let weighted: WeightedHierarchy
    let search: RouteSearch
  }

  private let streets: Streets
  nonisolated let mode: TravelMode
  private let threads: Int
  private var made: Made?

  init(_ streets: Streets, mode: TravelMode, threads: Int) {
    (self.streets, self.mode, self.threads) = (streets, mode, threads)
  }

  /// The quickest way between two places of the city's plane.
  ///
  /// - Throws: ``WayMissing`` where there is none.
  func way(from: Point, to: Point) throws -> Found {
    let made = try self.made ?? make()
    guard let origin = made.snapper.snap(from, to: streets) else { throw WayMissing.street(isOrigin: true) }
    guard let target = made.snapper.snap(to, to: streets) else { throw WayMissing.street(isOrigin: false) }
    guard let route = made.search.route(from: origin, to: target, made.weights, in: streets) else {
      throw WayMissing.way
    }
    var found = Found(
      seconds: Double(route.milliseconds) / 1000, metres: 0, line: [], streets: [], away: [origin.away, target.away])
    let segments = streets.segments
    for (number, link) in route.links.enumerated() {
      let length = segments.lengths[link.segment.index]
      let isForward = !link.isBackward
      // Metres of the link, in its direction, at which one comes onto it and leaves it.
      func metres(_ foot: Snap) -> Double { isForward ? foot.along : length - foot.along }
      let isFirst = number == 0 && link.segment.index == origin.segment
      let isLast = number == route.links.count - 1 && link.segment.index == target.segment
      let (begin, end) = (isFirst ? metres(origin) : 0, isLast ? metres(target) : length)
      guard end >= begin else { continue }
      let shape = segments.shapes[link.segment.index]
      let part = Self.part(isForward ? Array(shape) : shape.reversed(), from: begin, to: end)
      found.line += found.line.last == part.first ? part.dropFirst() : part[...]
      found.metres += end - begin
      let name = segments.name(of: link.segment)
      if found.streets.last?.name == name {
        found.streets[found.streets.count - 1].metres += end - begin
      } else {
        found.streets.append((name, end - begin))
      }
    }
    // A line has two ends, also where one is there already.
    if found.line.isEmpty {
      found.line = Self.part(Array(segments.shapes[origin.segment]), from: origin.along, to: origin.along)
    }
    if found.line.count == 1 { found.line.append(found.line[0]) }
    return found
  }

  /// Milliseconds from each of some places to each of others, origin by origin; nothing where there is no way or no street near.
  func milliseconds(from origins: [Point], to targets: [Point]) throws -> [Int32?] {
    let made = try self.made ?? make()
    let graph = made.weighted.hierarchy.graph
    let (snapper, streets, weights) = (made.snapper, streets, made.weights)
    let from = origins.map { snapper.snap($0, to: streets) }
    let begins = from.map { $0.map { graph.origin($0, weights, in: streets) } ?? [] }
    let goals = try mapped(over: targets.count, chunk: 64, threads: threads) { range in
      targets[range].map { place -> (snap: Snap?, ends: [RouteEnd]) in
        let snap = snapper.snap(place, to: streets)
        return (snap, snap.map { graph.target($0, weights, in: streets) } ?? [])
      }
    }.flatMap { $0 }
    let (to, ends) = (goals.map(\.snap), goals.map(\.ends))
    var times = try made.weighted.milliseconds(from: begins, to: TravelTargets(ends, in: made.weighted.hierarchy))
    for (row, origin) in from.enumerated() {
      guard let origin else { continue }
      // Along one street one need not drive around the block.
      for (column, target) in to.enumerated() {
        guard let target, let direct = weights.along(from: origin, to: target, in: graph, streets) else { continue }
        let place = row * to.count + column
        times[place] = min(times[place], direct.milliseconds)
      }
    }
    return times.map { $0 < StreetGraph.longest ? $0 : nil }
  }

  private func make() throws -> Made {
    let graph = try StreetGraph(streets, mode: mode)
    let weights = try LinkWeights(streets, mode: mode)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    let weighted = try hierarchy.weighted(weights)
    let fresh = Made(
      snapper: Snapper(streets, mode: mode), weights: weights, weighted: weighted, search: RouteSearch(weighted))
    made = fresh
    return fresh
  }

  /// A line between two distances along it, in metres.
  static func part(_ line: [Point], from begin: Double, to end: Double) -> [Point] {
    var part: [Point] = []
    var walked = 0.0
    for (last, next) in zip(line, line.dropFirst()) {
      let length = last.distance(to: next)
      func at(_ metres: Double) -> Point {
        last.interpolated(to: next, fraction: length > 0 ? min(1, max(0, (metres - walked) / length)) : 0)
      }
      if part.isEmpty, begin <= walked + length { part.append(at(begin)) }
      if !part.isEmpty {
        let point = at(end)
        if part.last != point { part.append(point) }
        if end <= walked + length { break }
      }
      walked += length
    }
    return part.isEmpty ? line.suffix(1) : part
  }
}
