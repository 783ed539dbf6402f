internal import Queues
internal import Replica

/// The movements a city knows, by node.
struct MapMovements: Sendable {
  private let links: DrivenLinks
  private let streets: Streets
  /// Rows by the link they come from.
  private var byLink: [Int32: [MovementID]] = [:]
  private var reached: Set<Int32> = []
  /// The nodes whose movements lead to every street there, in their order.
  private var known: [Int: [MovementID]] = [:]
  /// Nodes at which they do not.
  private(set) var partly = 0

  init(_ links: DrivenLinks, _ streets: Streets) {
    self.links = links
    self.streets = streets
    let all = streets.movements
    for row in 0..<all.count where !all.areRemoved[row] {
      let (from, to) = (all.froms[row], all.tos[row])
      guard links.isDriven(from), links.isDriven(to), streets.end(of: from) == streets.start(of: to),
        !all.access[row].isDisjoint(with: .motor), Int(all.fromLanes[row]) < links.laneCount(from),
        Int(all.toLanes[row]) < links.laneCount(to)
      else { continue }
      byLink[from.rawValue, default: []].append(MovementID(row))
      reached.insert(to.rawValue)
    }
    guard !byLink.isEmpty else { return }
    for node in 0..<streets.nodes.count {
      let found = links.reaching(node).flatMap { byLink[$0.rawValue] ?? [] }
      guard !found.isEmpty else { continue }
      if isWhole(node) { known[node] = found } else { partly += 1 }
    }
  }

  /// The city's movements at a node, those of a link together; nothing where it knows none or not all.
  func movements(at node: Int) -> [MovementID]? { known[node] }

  /// Whether every link that could lead on does, and every link that could be reached is.
  private func isWhole(_ node: Int) -> Bool {
    func joins(_ from: LinkID, _ to: LinkID) -> Bool {
      !links.access[from.index].isDisjoint(with: links.access[to.index]) && !links.isReverse(to, of: from)
        && !links.bans.contains(TurnBan(from: from, to: to))
    }
    for from in links.reaching(node) where byLink[from.rawValue] == nil {
      if links.leaving(node).contains(where: { joins(from, $0) }) { return false }
    }
    for to in links.leaving(node) where !reached.contains(to.rawValue) {
      if links.reaching(node).contains(where: { joins($0, to) }) { return false }
    }
    return true
  }

  /// A movement of the city.
  func movement(_ id: MovementID) -> JunctionMovement {
    let said = streets.movements[id]
    var one = JunctionMovement(
      from: said.from, to: said.to, fromLane: Int(said.fromLane), toLane: Int(said.toLane))
    one.turn = Angle.between(links.headingIn[said.from.index], links.headingOut[said.to.index])
    one.length = said.length.isFinite && said.length > 0 ? Double(said.length) : 0.1
    let known = streets.lanes[said.from]
    let usual = known.count > one.fromLane ? Double(known[known.startIndex + one.fromLane].speed) : .nan
    let speeds = [Double(said.speed), usual, links.speed[said.from.index]]
    one.speed = speeds.first { $0 > 0 && $0.isFinite } ?? links.speed[said.from.index]
    if !streets.movements.yields(of: id).isEmpty {
      switch said.rule {
      case .rightBeforeLeft: one.rule = .equal
      case .stops, .allWayStop: one.rule = .stop
      default: one.rule = .minor
      }
    }
    if said.waitsInside, said.length > 0 {
      // Half way where nobody says where.
      one.waiting = said.waitLength.isNaN ? one.length / 2 : min(Double(max(0, said.waitLength)), one.length)
    }
    one.isSignalled = said.rule == .signals
    one.mapped = id
    return one
  }
}
