internal import Modelling
internal import Queues
internal import Replica

/// The movements at a node, worked out from the streets that meet there.
struct JunctionGeometry {
  let links: DrivenLinks
  let node: Int
  /// The links that reach and leave the node.
  let reaching: [LinkID], leaving: [LinkID]
  /// Whether two or more streets could be taken from some link: not a mere point on a street.
  let isJunction: Bool

  /// Metres of width of a lane: the usual one of urban streets (AASHTO, "A Policy on Geometric Design of Highways and Streets", 2018,
  /// 4.3: 2.7–3.6 m).
  static let laneWidth = 3.2
  /// Metres between the edge of the crossing street and the stop line: a crossing of 3 m and the metre one stops before it (MUTCD
  /// 2009, 3B.16: at least 1.2 m before it).
  static let margin = 4.0
  /// m/s² to the side that drivers take in a turn: what lets a lane of turns around 12 m pass 0.85 of one that goes straight, the factor
  /// of right turns of the Highway Capacity Manual (7th edition, chapter 19), at the headway of the engine's cars.
  static let sideways = 5.2

  init(_ links: DrivenLinks, node: Int) {
    self.links = links
    self.node = node
    reaching = Array(links.reaching(node))
    leaving = Array(links.leaving(node))
    isJunction = links.isJunction[node]
  }

  /// What was made of the arrows on the lanes before a node.
  struct Arrows {
    /// Links whose arrows decided, arrows for turns that are not there, and turns that no arrow allows.
    var links = 0, idle = 0, unmarked = 0
  }

  /// The movements, those of a link together in the order of the links; rows are counted from 0.
  func movements(_ sites: JunctionSites) -> (rows: [JunctionMovement], arrows: Arrows) {
    var rows: [JunctionMovement] = []
    var arrows = Arrows()
    for from in reaching {
      let turns = turnLanes(from, sites, most: 3)
      for (to, lanes) in turns.lanes {
        for (fromLane, toLane) in lanes { rows.append(movement(from, to, fromLane, toLane)) }
      }
      if turns.isMarked { arrows.links += 1 }
      arrows.idle += turns.idleArrows
      arrows.unmarked += turns.unmarkedTurns
    }
    if isJunction { RightOfWay(self, sites).settle(&rows) }
    return (rows, arrows)
  }

  /// From which lanes of a link one turns where; `most` pieces inside a place are looked through.
  private func turnLanes(_ from: LinkID, _ sites: JunctionSites, most: Int) -> TurnLanes {
    TurnLanes(links, from: from, to: exits(from)) { to in
      goals(Angle.between(links.headingIn[from.index], links.headingOut[to.index]), to, sites, most: most)
    }
  }

  /// The directions in which one leaves the place that a turn leads into, with the lanes that lead there; its own where it leads out.
  private func goals(_ angle: Double, _ to: LinkID, _ sites: JunctionSites, most: Int) -> [TurnLanes.Goal] {
    let all = TurnLanes.Goal(angle: angle, lanes: Set(0..<links.laneCount(to)))
    guard sites.isInner[to.index], most > 0 else { return [all] }
    let beyond = JunctionGeometry(links, node: links.streets.end(of: to).index)
    let bend = Angle.between(links.headingOut[to.index], links.headingIn[to.index])
    var found: [TurnLanes.Goal] = []
    for (next, lanes) in beyond.turnLanes(to, sites, most: most - 1).lanes where !links.isReverse(next, of: to) {
      let turn = Angle.between(links.headingIn[to.index], links.headingOut[next.index])
      // Whoever has turned back and goes on turning has lost its way.
      guard abs(angle + bend + turn) < .pi * 7 / 6 else { continue }
      for goal in beyond.goals(angle + bend + turn, next, sites, most: most - 1) {
        let here = Set(lanes.filter { goal.lanes.contains($0.1) }.map(\.0))
        if !here.isEmpty { found.append(TurnLanes.Goal(angle: goal.angle, lanes: here)) }
      }
    }
    return found.isEmpty ? [all] : found
  }

  /// Where one may go on to: every street that a common vehicle may use and no sign forbids; back only for whom nothing else leads on.
  func exits(_ from: LinkID) -> [LinkID] {
    let who = links.access[from.index]
    var exits = leaving.filter {
      !links.isReverse($0, of: from) && !who.isDisjoint(with: links.access[$0.index])
        && !links.bans.contains(TurnBan(from: from, to: $0))
    }
    let served = exits.reduce(into: VehicleSet()) { $0.formUnion(links.access[$1.index]) }
    for back in leaving where links.isReverse(back, of: from) {
      if !who.intersection(links.access[back.index]).isSubset(of: served) { exits.append(back) }
    }
    return exits
  }

  private func movement(_ from: LinkID, _ to: LinkID, _ fromLane: Int, _ toLane: Int) -> JunctionMovement {
    var one = JunctionMovement(from: from, to: to, fromLane: fromLane, toLane: toLane)
    let isBack = links.isReverse(to, of: from)
    one.turn = isBack ? .pi : Angle.between(links.headingIn[from.index], links.headingOut[to.index])
    let limit = max(links.speed[from.index], links.speed[to.index])
    let (before, after) = (setback(from, atEnd: true), setback(to, atEnd: false))
    let bend = abs(one.turn)
    // From line to line, measured by the chord over the corner; in an arc of that chord it is longer.
    let side = offset(to, toLane) - offset(from, fromLane)
    let chord = max(
      0.1, (before * before + after * after + 2 * before * after * Portable.cos(bend) + side * side).squareRoot())
    one.length = isBack ? max(chord, 2 * Self.laneWidth) : chord * (1 + 0.11 * min(1, bend / (.pi / 2)))
    if bend > .pi / 12 {
      let (from, to) = (tangent(from, before), tangent(to, after))
      let arc = (from * from + to * to + 2 * from * to * Portable.cos(bend) + side * side).squareRoot()
      let radius = max(3, arc / (2 * Portable.sin(bend / 2)))
      one.speed = min(limit, (Self.sideways * radius).squareRoot())
    } else {
      one.speed = limit
    }
    return one
  }

  /// Metres of a link that are driven in the arc of a turn: up to the line; where nothing crosses in front, half of the way over which
  /// the link's direction is measured.
  private func tangent(_ link: LinkID, _ setback: Double) -> Double {
    setback > 0 ? setback : min(DrivenLinks.view, links.lineLength[link.index]) / 2
  }

  /// Metres from the middle of the street to the middle of a lane, towards the kerb.
  private func offset(_ link: LinkID, _ lane: Int) -> Double {
    let count = Double(links.laneCount(link))
    let middle = count - Double(lane) - 0.5
    return (isTwoWay(link) ? middle : middle - count / 2) * Self.laneWidth
  }

  private func isTwoWay(_ link: LinkID) -> Bool {
    links.isDriven(link.reversed) || leaving.contains { links.isReverse($0, of: link) }
      || reaching.contains { links.isReverse(link, of: $0) }
  }

  /// Half the width of a street here, in metres.
  private func halfWidth(_ link: LinkID) -> Double {
    let own = Double(links.laneCount(link))
    return (isTwoWay(link) ? own : own / 2) * Self.laneWidth
  }

  /// Metres from the node to the stop line of a link, or to where it begins: what crosses in front is wide.
  func setback(_ link: LinkID, atEnd: Bool) -> Double {
    guard isJunction else { return 0 }
    let own = atEnd ? links.headingIn[link.index] : links.headingOut[link.index] + .pi
    var most = 0.0
    func look(_ other: LinkID, _ direction: Double) {
      let angle = abs(Angle.between(own, direction))
      // Streets that go on ahead, or lie alongside, do not cross in front.
      guard angle > .pi / 6, angle < .pi * 5 / 6 else { return }
      most = max(most, halfWidth(other) / Portable.sin(angle) + Self.margin)
    }
    for other in reaching where other != link && !links.isReverse(link, of: other) {
      look(other, links.headingIn[other.index] + .pi)
    }
    for other in leaving where other != link && !links.isReverse(other, of: link) {
      look(other, links.headingOut[other.index])
    }
    return min(most, 20, links.lineLength[link.index] * 0.35)
  }
}
