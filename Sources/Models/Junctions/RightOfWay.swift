internal import Queues
internal import Replica

/// Whose ways meet at a node, and who lets whom go first.
///
/// Where ways meet follows from the order of the streets around the node alone: two ways cross when the ends of one lie on both sides of
/// the other. Who goes first: the greater street (its class; among equals of signed classes the one that goes on straight), on a
/// roundabout who is on it; then the ranks of the Highway Capacity Manual (7th edition, chapter 20): a turn across the oncoming traffic
/// waits for it; of equals at a crossing without signs who comes from the kerb side goes first (Convention on Road Traffic, Vienna 1968,
/// article 18, 4 a).
struct RightOfWay {
  private let junction: JunctionGeometry
  private let links: DrivenLinks
  /// Places around the node, by link: where it comes in, and where it goes out.
  private var inPlace: [LinkID: Int] = [:]
  private var outPlace: [LinkID: Int] = [:]
  /// Which street each link belongs to: who has a higher level goes first.
  private var level: [LinkID: Int] = [:]
  private var isEqual = false
  private let sites: JunctionSites
  private let isSignalised: Bool

  init(_ junction: JunctionGeometry, _ sites: JunctionSites) {
    self.junction = junction
    self.sites = sites
    links = junction.links
    isSignalised = sites.isSignalised[junction.node]
    placeArms()
    setLevels()
  }

  /// Fills in conflicts, yields and rules of the movements at the node; rows are counted from 0.
  func settle(_ rows: inout [JunctionMovement]) {
    for one in rows.indices {
      for other in rows.indices where one < other && meet(rows[one], rows[other]) {
        rows[one].conflicts.append(Int32(other))
        rows[other].conflicts.append(Int32(one))
        switch first(rows[one], rows[other]) {
        case true?: rows[other].yields.append(Int32(one))
        case false?: rows[one].yields.append(Int32(other))
        case nil:
          rows[one].yields.append(Int32(other))
          rows[other].yields.append(Int32(one))
        }
      }
    }
    let control = links.streets.nodes.controls[junction.node]
    for row in rows.indices where !rows[row].yields.isEmpty {
      let isMinor = rows[row].yields.contains {
        level[rows[Int($0)].from, default: 0] > level[rows[row].from, default: 0]
      }
      let stops = control == .stop && (isMinor || isEqual) || sites.sign[rows[row].from.index] == .stop
      rows[row].rule = stops ? .stop : isEqual ? .equal : .minor
    }
  }

  /// Gives every end of a link its place around the node, counter-clockwise; of a street of both directions the way out comes first,
  /// as one drives on the right.
  private mutating func placeArms() {
    var ends: [(angle: Double, isIn: Bool, link: LinkID)] = []
    for link in junction.leaving {
      ends.append((Angle.between(0, links.headingOut[link.index]), false, link))
    }
    for link in junction.reaching {
      var angle = Angle.between(0, links.headingIn[link.index] + .pi)
      if let back = junction.leaving.first(where: { links.isReverse($0, of: link) }) {
        angle = Angle.between(0, links.headingOut[back.index])
      }
      ends.append((angle, true, link))
    }
    ends.sort { ($0.angle, $0.isIn ? 1 : 0, $0.link) < ($1.angle, $1.isIn ? 1 : 0, $1.link) }
    for (place, end) in ends.enumerated() {
      if end.isIn { inPlace[end.link] = place } else { outPlace[end.link] = place }
    }
  }

  /// Whether the ways of two movements cross or join.
  private func meet(_ one: JunctionMovement, _ other: JunctionMovement) -> Bool {
    if one.from == other.from { return false }
    if one.to == other.to {
      return one.toLane == other.toLane || isBack(one) || isBack(other)
    }
    guard let a = inPlace[one.from], let b = outPlace[one.to], let c = inPlace[other.from],
      let d = outPlace[other.to]
    else { return false }
    let (low, high) = (min(a, b), max(a, b))
    return (c > low && c < high) != (d > low && d < high)
  }

  /// Whether one drives around a spot on the road; a node of a roundabout that is drawn as streets is none, whatever its sign.
  private var isMiniRoundabout: Bool {
    links.streets.nodes.controls[junction.node] == .miniRoundabout
      && !junction.reaching.contains { links.streets.segments.areRoundabouts[$0.segment.index] }
  }

  private func isBack(_ one: JunctionMovement) -> Bool { links.isReverse(one.to, of: one.from) }

  /// Whether one goes before the other; nothing where neither has a right to.
  private func first(_ one: JunctionMovement, _ other: JunctionMovement) -> Bool? {
    if isBack(one) != isBack(other) { return isBack(other) }
    let between = Angle.between(links.headingIn[one.from.index], links.headingIn[other.from.index])
    let isOncoming = abs(between) > .pi * 3 / 4
    let far = Double.pi / 6
    // Oncoming: who turns across the other's way waits, at signals whatever the streets are.
    if isOncoming, isSignalised, (one.turn > far) != (other.turn > far) { return other.turn > far }
    let (mine, its) = (level[one.from, default: 0], level[other.from, default: 0])
    if mine != its { return mine > its }
    if isOncoming {
      if (one.turn > far) != (other.turn > far) { return other.turn > far }
      return one.turn == other.turn ? nil : one.turn < other.turn
    }
    if abs(between) < .pi / 4 {
      // Side by side into one: who goes straighter goes first.
      return abs(one.turn) == abs(other.turn) ? nil : abs(one.turn) < abs(other.turn)
    }
    // On a circle who comes round goes first, from the far side.
    if isMiniRoundabout { return between > 0 }
    // The other drives towards the far side: it comes from the kerb side.
    return between < 0
  }

  /// Puts links into levels.
  private mutating func setLevels() {
    for link in junction.reaching {
      level[link] = links.rank[link.index] * 2
      if links.streets.segments.areRoundabouts[link.segment.index] { level[link] = 1000 }
    }
    if isSignalised {
      // At signals all are equals: the lamps part them. Who is inside the place already lets those go whom the lamps let in.
      for link in junction.reaching { level[link] = sites.isInner[link.index] ? 0 : 1 }
      return
    }
    if isMiniRoundabout {
      for link in junction.reaching { level[link] = 0 }
      return
    }
    for link in junction.reaching where sites.sign[link.index] != .none { level[link] = -1 }
    let top = level.values.max() ?? 0
    guard top < 1000 else { return }
    let tops = junction.reaching.filter { level[$0] == top }
    let isSigned = top >= DrivenLinks.signedRank * 2
    if tops.count == 1, junction.reaching.count > 2 {
      // The greatest street goes on as a lesser one.
      if let ahead = partner(of: tops[0], among: junction.reaching) { level[ahead] = top }
    } else if tops.count > 2, isSigned || tops.count < junction.reaching.count {
      // Several equals: the pair that lies straightest goes first.
      var best: (LinkID, LinkID, Double)?
      for one in tops {
        guard let other = partner(of: one, among: tops) else { continue }
        let cost = bend(one, other)
        if best.map({ cost < $0.2 }) ?? true { best = (one, other, cost) }
      }
      if let best {
        level[best.0] = top + 1
        level[best.1] = top + 1
      }
    }
    isEqual = Set(junction.reaching.map { level[$0] ?? 0 }).count == 1
  }

  /// How far two streets are from lying straight ahead of each other; less for one name.
  private func bend(_ one: LinkID, _ other: LinkID) -> Double {
    let angle = Angle.between(links.headingIn[one.index], links.headingIn[other.index] + .pi)
    let names = links.streets.segments.nameNumbers
    let isOne = names[one.segment.index] != 0 && names[one.segment.index] == names[other.segment.index]
    return abs(angle) - (isOne ? .pi / 6 : 0)
  }

  /// The street that goes on where one comes from: the straightest, within 50°.
  private func partner(of one: LinkID, among all: [LinkID]) -> LinkID? {
    let rest = all.filter { $0 != one && !links.isReverse($0, of: one) }
    let best = rest.min { (bend(one, $0), $0) < (bend(one, $1), $1) }
    return best.flatMap { bend(one, $0) < .pi * 50 / 180 ? $0 : nil }
  }
}
