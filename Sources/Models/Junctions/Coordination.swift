internal import Replica

/// Signals with made plans that lie near each other, run together: one cycle in each hour, and green when those arrive whom the one before
/// lets go.
///
/// Neighbours within ``reach`` metres of street are joined along the streets with most traffic, a forest of greatest weight (J. B. Kruskal,
/// Proceedings of the American Mathematical Society 7 (1956) 48–50), so that every offset can be kept; along each of its branches the direction with more traffic in
/// that hour has the wave. The cycle is the longest that one of them needs (FHWA, Traffic Signal Timing Manual, 2008, chapter 6).
/// O(links within reach + hours · places).
struct Coordination {
  /// A place with the plans of its hours; all hours have the same phases.
  struct Place {
    var approaches: [(link: LinkID, rows: Range<Int32>)]
    var hours: [MadePlan]
    /// Whether somebody set times of it: it keeps them and runs with no other.
    var isSet = false
    /// Seconds on the clock at which a cycle begins, by hour; none where it runs alone.
    var offsets: [Double] = []
  }

  /// From a place to the next: by which link one leaves the first and comes to the other.
  private struct Way {
    var from: Int, to: Int
    var last: LinkID
    /// The movements of the first place that lead to the other, ascending.
    var feeding: [Int32]
    var seconds: Double
    /// Vehicles an hour, by hour.
    var volumes: [Double]
    var weight: Double { volumes.reduce(0, +) }
  }

  private(set) var places: [Place]
  private let links: DrivenLinks
  private let turns: PlaceTurns
  private let volumes: [TurnVolumes]

  /// Metres of street between signals that run together — ours: over more a platoon spreads and comes between two cycles anyway. The manual
  /// asks for it within half a mile.
  static let reach = 300.0

  init(_ places: [Place], _ links: DrivenLinks, _ sites: JunctionSites, _ turns: PlaceTurns, _ volumes: [TurnVolumes]) {
    (self.places, self.links, self.turns, self.volumes) = (places, links, turns, volumes)
    var owner: [Int32: Int] = [:]
    for (number, place) in places.enumerated() where !place.isSet {
      guard let link = place.approaches.first?.link else { continue }
      owner[sites.site[links.streets.end(of: link).index]] = number
    }
    var ways: [Way] = []
    for number in places.indices where !places[number].isSet {
      for approach in places[number].approaches {
        if let way = way(to: number, by: approach.link, sites, owner) { ways.append(way) }
      }
    }
    run(ways)
  }

  /// Back from a link before a place, straight on over what has no signals, to the place before.
  private func way(to place: Int, by last: LinkID, _ sites: JunctionSites, _ owner: [Int32: Int]) -> Way? {
    var at = last
    var (metres, seconds) = (links.lineLength[at.index], links.lineLength[at.index] / links.speed[at.index])
    // So many pieces at most: a street may be drawn of many short ones.
    for _ in 0..<64 where metres <= Self.reach {
      let node = links.streets.start(of: at).index
      if sites.isSignalised[node] {
        guard let other = owner[sites.site[node]], other != place else { return nil }
        return Way(
          from: other, to: place, last: last, feeding: feeding(at, from: other), seconds: seconds,
          volumes: places[place].hours.indices.map { volume(of: last, hour: $0) })
      }
      func angle(_ link: LinkID) -> Double {
        abs(Angle.between(links.headingIn[link.index], links.headingOut[at.index]))
      }
      let behind = links.reaching(node).filter { !links.isReverse(at, of: $0) }
      let before = behind.min { (angle($0), $0) < (angle($1), $1) }
      guard let before, angle(before) < .pi / 4 else { return nil }
      at = before
      metres += links.lineLength[at.index]
      seconds += links.lineLength[at.index] / links.speed[at.index]
    }
    return nil
  }

  /// The movements into a place by which one may leave it over a link, ascending.
  private func feeding(_ link: LinkID, from place: Int) -> [Int32] {
    places[place].approaches.flatMap(\.rows).sorted().filter { row in
      turns.passed(by: [row]).contains { turns.movements.rows[Int($0)].to == link }
    }
  }

  /// Vehicles an hour that come to a place by a link.
  private func volume(of link: LinkID, hour: Int) -> Double {
    guard !volumes.isEmpty else { return MadePlan.volume(of: links.rank[link.index]) }
    return links.leaving(links.streets.end(of: link).index).reduce(0) { $0 + volumes[hour][link, $1] }
  }

  /// Gives all that hang together one cycle and their offsets.
  private mutating func run(_ ways: [Way]) {
    var root = Array(places.indices)
    func find(_ place: Int) -> Int {
      var at = place
      while root[at] != at { at = root[at] }
      return at
    }
    var branches: [Set<Int>] = places.map { _ in [] }
    let order = ways.indices.sorted { (-ways[$0].weight, $0) < (-ways[$1].weight, $1) }
    for number in order {
      let (a, b) = (find(ways[number].from), find(ways[number].to))
      guard a != b else { continue }
      root[max(a, b)] = min(a, b)
      branches[ways[number].from].insert(ways[number].to)
      branches[ways[number].to].insert(ways[number].from)
    }
    var between: [[Int]: [Way]] = [:]
    for way in ways { between[[min(way.from, way.to), max(way.from, way.to)], default: []].append(way) }
    for (first, members) in Dictionary(grouping: places.indices, by: find).sorted(by: { $0.key < $1.key })
    where members.count > 1 {
      for hour in places[first].hours.indices {
        let cycle = members.map { places[$0].hours[hour].cycle }.max() ?? 0
        for member in members { places[member].hours[hour].lengthen(to: cycle) }
      }
      for member in members { places[member].offsets = places[member].hours.map { _ in 0 } }
      var open = [(place: first, from: first)]
      while let (place, from) = open.popLast() {
        for next in branches[place].sorted() where next != from {
          keep(between[[min(place, next), max(place, next)]] ?? [], from: place, to: next)
          open.append((next, place))
        }
      }
    }
  }

  /// Sets the offsets of a place from those of its neighbour.
  private mutating func keep(_ ways: [Way], from known: Int, to place: Int) {
    for hour in places[place].hours.indices {
      let most = ways.indices.max { (ways[$0].volumes[hour], -$0) < (ways[$1].volumes[hour], -$1) }
      guard let way = most.map({ ways[$0] }) else { continue }
      let leaves = begin(feeding: way.feeding, at: way.from, hour: hour)
      let arrives = begin(serving: way.last, at: way.to, hour: hour)
      let later = way.seconds + leaves - arrives
      let offset = places[known].offsets[hour] + (way.to == place ? later : -later)
      let cycle = places[place].hours[hour].cycle
      places[place].offsets[hour] = MadePlan.half(offset - (offset / cycle).rounded(.down) * cycle)
        .truncatingRemainder(dividingBy: cycle)
    }
  }

  /// Seconds into the cycle at which the phase begins in which most make these movements.
  private func begin(feeding rows: [Int32], at place: Int, hour: Int) -> Double {
    let plan = places[place].hours[hour]
    let flows = plan.phases.map { phase in
      rows.reduce(0) { sum, row in
        guard phase.goes.contains(row) else { return sum }
        let one = turns.movements.rows[Int(row)]
        return sum + (volumes.isEmpty ? 1 : volumes[hour][one.from, one.to])
      }
    }
    return plan.begin(of: flows.indices.max { (flows[$0], $0) < (flows[$1], $1) } ?? 0)
  }

  /// Seconds into the cycle at which the phase begins in which most of a link's movements go.
  private func begin(serving link: LinkID, at place: Int, hour: Int) -> Double {
    let plan = places[place].hours[hour]
    let rows = turns.movements.range[link.index]
    let served = plan.phases.map { phase in rows.count(where: phase.goes.contains) }
    return plan.begin(of: served.indices.max { (served[$0], $0) < (served[$1], $1) } ?? 0)
  }
}
