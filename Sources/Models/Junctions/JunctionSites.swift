internal import Replica

/// What rules a junction beyond its own node: signals and signs that stand on the way to it, and junctions of several nodes.
///
/// Maps draw signals and stop signs where they stand, at the line; and a crossing of streets with two carriageways as two or four nodes.
/// A signal or sign on a street within ``near`` metres before a junction rules that junction. Signalised nodes with at most
/// ``apart`` metres of street between them, from the crossing to the stop line, are one place with one plan: the links between them, up to twice
/// as long, are inside it and have no lamps. Apart from each other, their queues would block one another in every cycle.
struct JunctionSites: Sendable {
  /// Whether signals rule a node, its own or such as stand before it.
  private(set) var isSignalised: [Bool]
  /// The place a node belongs to: the lowest node of it; −1 for a node without signals.
  private(set) var site: [Int32]
  /// Whether a link runs inside one place.
  private(set) var isInner: [Bool]
  /// The sign on a link, before the junction at its end.
  private(set) var sign: [NodeControl]
  /// Nodes on a street, away from junctions, where signals let people walk across.
  private(set) var crossings: [Int] = []

  /// Metres before a junction within which signals and signs stand for it — an assumption of ours: the length of a crossing, a
  /// stop line and a corner.
  static let near = 30.0
  /// Metres of street between the crossings of one signalised place — ours too: two carriageways with a median between them, or room for
  /// fewer than five vehicles of 7.5 m.
  static let apart = 35.0
  /// Metres that crossings take off both ends of a street at most, see ``JunctionGeometry/setback(_:atEnd:)``.
  private static let corners = 40.0

  init(_ links: DrivenLinks, planned: Set<Int>) {
    let streets = links.streets
    let count = streets.nodes.count
    isSignalised = Array(repeating: false, count: count)
    site = Array(repeating: -1, count: count)
    isInner = Array(repeating: false, count: streets.links.count)
    sign = Array(repeating: .none, count: streets.links.count)
    for node in 0..<count {
      let control = streets.nodes.controls[node]
      if planned.contains(node) { isSignalised[node] = true }
      guard links.isJunction[node] else {
        place(node, control, links, isPlanned: planned.contains(node))
        continue
      }
      if control == .signals { isSignalised[node] = true }
    }
    join(links, planned)
  }

  /// A signal or sign on a street: it rules the junction ahead, for each direction that has one near.
  private mutating func place(_ node: Int, _ control: NodeControl, _ links: DrivenLinks, isPlanned: Bool) {
    let isCrossing = links.streets.nodes.crossings[node] == .signals
    guard !isPlanned, control != .none || isCrossing, control != .miniRoundabout else { return }
    var isNearJunction = false
    for link in links.leaving(node) {
      guard let ahead = links.junctionAhead(of: link, within: Self.near) else { continue }
      isNearJunction = true
      switch control {
      case .signals: isSignalised[ahead.node] = true
      case .stop, .giveWay: sign[ahead.last.index] = control
      case .none, .miniRoundabout: break
      }
    }
    guard control == .signals || isCrossing else { return }
    let comesFromJunction = links.reaching(node).contains {
      links.junctionBehind($0, within: Self.near)
    }
    if !isNearJunction, !comesFromJunction, !links.leaving(node).isEmpty, !links.reaching(node).isEmpty {
      crossings.append(node)
    }
  }

  /// Metres of a street from the crossing it leaves to the stop line before the next.
  private func between(
    _ ahead: (node: Int, last: LinkID, chain: [LinkID], length: Double), from node: Int, _ links: DrivenLinks
  ) -> Double {
    ahead.length - JunctionGeometry(links, node: node).setback(ahead.chain[0], atEnd: false)
      - JunctionGeometry(links, node: ahead.node).setback(ahead.last, atEnd: true)
  }

  /// Makes places of signalised nodes that lie together.
  private mutating func join(_ links: DrivenLinks, _ planned: Set<Int>) {
    let streets = links.streets
    var root = Array(0..<Int32(streets.nodes.count))
    func find(_ node: Int) -> Int {
      var at = node
      while Int(root[at]) != at { at = Int(root[at]) }
      return at
    }
    let signalised = isSignalised
    for node in signalised.indices where signalised[node] && links.isJunction[node] && !planned.contains(node) {
      for link in links.leaving(node) {
        guard let ahead = links.junctionAhead(of: link, within: Self.apart + Self.corners), ahead.node != node,
          !planned.contains(ahead.node)
        else { continue }
        let isPartOfIt =
          (signalised[ahead.node] && between(ahead, from: node, links) <= Self.apart)
          || (ahead.length <= 25 && links.isSplit(ahead.node, besides: ahead.chain))
        guard isPartOfIt else { continue }
        let (a, b) = (find(node), find(ahead.node))
        root[max(a, b)] = Int32(min(a, b))
        isSignalised[ahead.node] = true
      }
    }
    for node in isSignalised.indices where isSignalised[node] { site[node] = Int32(find(node)) }
    for node in site.indices where site[node] >= 0 && links.isJunction[node] && !planned.contains(node) {
      for link in links.leaving(node) {
        // Whichever way leads from node to node of one place is inside it, though another way joined them.
        guard let ahead = links.junctionAhead(of: link, within: 2 * Self.apart + Self.corners), ahead.node != node,
          site[ahead.node] == site[node], between(ahead, from: node, links) <= 2 * Self.apart
        else { continue }
        for link in ahead.chain { isInner[link.index] = true }
      }
    }
  }
}

extension DrivenLinks {
  /// The only link one may go on to at the end of a link that is a mere point of a street; nothing at a junction or dead end.
  func onward(_ link: LinkID) -> LinkID? {
    let node = streets.end(of: link).index
    guard !isJunction[node] else { return nil }
    return leaving(node).first { !isReverse($0, of: link) && !bans.contains(TurnBan(from: link, to: $0)) }
  }

  /// The junction at the end of a street that begins with a link, and the way there.
  func junctionAhead(
    of link: LinkID, within metres: Double
  ) -> (node: Int, last: LinkID, chain: [LinkID], length: Double)? {
    var chain = [link]
    var length = lineLength[link.index]
    while length <= metres, chain.count < 16 {
      let last = chain[chain.count - 1]
      let node = streets.end(of: last).index
      if isJunction[node] { return (node, last, chain, length) }
      guard let next = onward(last) else { return nil }
      chain.append(next)
      length += lineLength[next.index]
    }
    return nil
  }

  /// Whether a junction lies behind a link, on the street that ends with it.
  func junctionBehind(_ link: LinkID, within metres: Double) -> Bool {
    var at = link
    var length = lineLength[link.index]
    for _ in 0..<16 where length <= metres {
      let node = streets.start(of: at).index
      if isJunction[node] { return true }
      guard let before = reaching(node).first(where: { !isReverse(at, of: $0) }) else { return false }
      at = before
      length += lineLength[at.index]
    }
    return false
  }

  /// Whether a street of one direction only, one that is more than a drive, crosses at a node: the sign of a split carriageway. One that goes
  /// on ahead does not, nor does a slip road that merges or branches off within 60° of the way there: it passes the lamps by.
  func isSplit(_ node: Int, besides chain: [LinkID]) -> Bool {
    let own = chain.last.map { headingIn[$0.index] } ?? 0
    func counts(_ link: LinkID, _ heading: Double) -> Bool {
      guard !chain.contains(link), rank[link.index] >= 6 else { return false }
      let angle = abs(Angle.between(own, heading))
      let least = rank[link.index] == Self.slipRank ? Double.pi / 3 : .pi / 4
      return angle > least && angle < .pi - least
    }
    return reaching(node).contains { link in
      counts(link, headingIn[link.index]) && !leaving(node).contains { isReverse($0, of: link) }
    }
      || leaving(node).contains { link in
        counts(link, headingOut[link.index]) && !reaching(node).contains { isReverse(link, of: $0) }
      }
  }
}
