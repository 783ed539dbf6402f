internal import Geography
internal import Modelling
internal import Replica

/// The links motor vehicles may use, with what geometry needs of them; on a plane in which one drives on the right.
struct DrivenLinks: Sendable {
  /// Who may drive; empty where nobody may, or the segment is gone.
  private(set) var access: [VehicleSet] = []
  /// Lanes: `laneAccess[laneStart[link]..<laneStart[link + 1]]`, the kerb's first.
  private(set) var laneStart: [Int32] = [0]
  private(set) var laneAccess: [VehicleSet] = []
  /// What is painted on each lane, as ``laneAccess``; empty where nothing is, or nobody knows.
  private(set) var laneMarks: [LaneMarks] = []
  /// Metres of the line, and from the beginning to the stop line where the city knows them.
  private(set) var lineLength: [Double] = []
  private(set) var knownLength: [Double] = []
  /// Permitted speed, m/s.
  private(set) var speed: [Double] = []
  /// Direction of travel at the beginning and at the end, radians from east towards north.
  private(set) var headingOut: [Double] = []
  private(set) var headingIn: [Double] = []
  /// Which goes first where streets of unlike class meet.
  private(set) var rank: [Int] = []
  /// Links by the node they reach, and that they leave: `reaching[reachStart[node]..<reachStart[node + 1]]`.
  private(set) var reachStart: [Int32] = []
  private(set) var reaching: [LinkID] = []
  private(set) var leaveStart: [Int32] = []
  private(set) var leaving: [LinkID] = []
  /// Whether two or more streets could be taken from some link that reaches a node, or come together there: not a mere point of a street.
  private(set) var isJunction: [Bool] = []
  private(set) var remarks: [String] = []
  let streets: Streets
  /// Turns a sign forbids.
  let bans: Set<TurnBan>

  /// Metres of the street over which its direction at a node is taken: so many that the last corner, by which a carriageway is drawn
  /// to the middle of a wide junction, does not decide.
  static let view = 25.0

  init(_ city: City) {
    streets = city.streets
    bans = Set(streets.turnBans)
    let isMirrored = city.profile.drivingSide == .left
    let count = streets.links.count
    var slow = 0
    var reach = [Int32](repeating: 0, count: streets.nodes.count + 1)
    var leave = reach
    for row in 0..<count {
      let link = LinkID(row)
      let segment = link.segment.index
      var who = streets.links.access[row].intersection(.motor)
      if streets.segments.areRemoved[segment] { who = [] }
      access.append(who)
      rank.append(Self.rank(of: streets.segments.classes[segment]))
      lineLength.append(streets.segments.lengths[segment])
      var metres = Double(streets.links.speeds[row])
      if !(metres > 0.5), !who.isEmpty {
        slow += 1
        metres = 0.5
      }
      speed.append(min(metres.isFinite ? metres : 13.9, 60))
      addLanes(of: link, who, isMirrored)
      let (out, inward) = who.isEmpty ? (0, 0) : headings(link, isMirrored)
      headingOut.append(out)
      headingIn.append(inward)
      if !who.isEmpty {
        reach[streets.end(of: link).index + 1] += 1
        leave[streets.start(of: link).index + 1] += 1
      }
    }
    for node in 0..<streets.nodes.count {
      reach[node + 1] += reach[node]
      leave[node + 1] += leave[node]
    }
    (reachStart, leaveStart) = (reach, leave)
    reaching = Array(repeating: LinkID(0), count: Int(reach[streets.nodes.count]))
    leaving = reaching
    for row in 0..<count where !access[row].isEmpty {
      let link = LinkID(row)
      let (end, start) = (streets.end(of: link).index, streets.start(of: link).index)
      reaching[Int(reach[end])] = link
      reach[end] += 1
      leaving[Int(leave[start])] = link
      leave[start] += 1
    }
    isJunction = (0..<streets.nodes.count).map { node in
      reaching(node).contains { from in leaving(node).count(where: { !isReverse($0, of: from) }) > 1 }
        || leaving(node).contains { to in reaching(node).count(where: { !isReverse(to, of: $0) }) > 1 }
    }
    if slow > 0 { remarks.append("\(slow) links have no speed anybody could drive; 0.5 m/s was taken.") }
  }

  /// Links that reach a node.
  func reaching(_ node: Int) -> ArraySlice<LinkID> { reaching[Int(reachStart[node])..<Int(reachStart[node + 1])] }
  /// Links that leave a node.
  func leaving(_ node: Int) -> ArraySlice<LinkID> { leaving[Int(leaveStart[node])..<Int(leaveStart[node + 1])] }
  /// Whether motor vehicles may use a link.
  func isDriven(_ link: LinkID) -> Bool { !access[link.index].isEmpty }
  /// How many lanes a link has.
  func laneCount(_ link: LinkID) -> Int { Int(laneStart[link.index + 1] - laneStart[link.index]) }
  /// Who may use each lane, the kerb's first.
  func lanes(_ link: LinkID) -> ArraySlice<VehicleSet> {
    laneAccess[Int(laneStart[link.index])..<Int(laneStart[link.index + 1])]
  }

  /// What is painted on each lane, the kerb's first; as if one drove on the right.
  func marks(_ link: LinkID) -> ArraySlice<LaneMarks> {
    laneMarks[Int(laneStart[link.index])..<Int(laneStart[link.index + 1])]
  }

  /// Whether one link leads back where another came from: the other direction of the same street.
  func isReverse(_ to: LinkID, of from: LinkID) -> Bool {
    if to == from.reversed { return true }
    guard streets.end(of: to) == streets.start(of: from), streets.start(of: to) == streets.end(of: from) else {
      return false
    }
    // Two lines between the same nodes: the same street where they set out together and are of one length.
    let turned = Angle.between(headingOut[to.index], headingIn[from.index] + .pi)
    let (a, b) = (lineLength[to.index], lineLength[from.index])
    return abs(turned) < .pi / 6 && abs(a - b) < 0.1 * max(a, b) + 5
  }

  private mutating func addLanes(of link: LinkID, _ who: VehicleSet, _ isMirrored: Bool) {
    defer { laneStart.append(Int32(laneAccess.count)) }
    guard !who.isEmpty else { return knownLength.append(.nan) }
    let said = max(1, min(31, Int(streets.links.lanes[link.index])))
    let known = streets.lanes[link]
    let open = known.map { $0.access.intersection(who) }
    // Lanes that a change has added or taken away are no longer known one by one.
    guard known.count == said, open.contains(where: { !$0.isEmpty }) else {
      laneAccess += Array(repeating: who, count: said)
      laneMarks += Array(repeating: [], count: said)
      return knownLength.append(.nan)
    }
    laneAccess += open
    laneMarks += known.map { isMirrored ? $0.marks.mirrored : $0.marks }
    knownLength.append(Double(known.first?.length ?? .nan))
  }

  private func headings(_ link: LinkID, _ isMirrored: Bool) -> (out: Double, inward: Double) {
    let line = streets.segments.shapes[link.segment.index]
    let first = Self.direction(line, isMirrored)
    let last = Self.direction(line.reversed(), isMirrored)
    return link.isBackward ? (last, first + .pi) : (first, last + .pi)
  }

  /// The direction in which a line sets out.
  private static func direction(_ line: some Collection<Point>, _ isMirrored: Bool) -> Double {
    guard let start = line.first else { return 0 }
    var (at, left) = (start, view)
    for next in line.dropFirst() {
      let step = at.distance(to: next)
      if step >= left {
        at = at.interpolated(to: next, fraction: left / step)
        break
      }
      left -= step
      at = next
    }
    let x = isMirrored ? start.x - at.x : at.x - start.x
    return Portable.atan2(at.y - start.y, x)
  }

  /// Which class goes first; slip roads let every street go first that is more than residential.
  private static func rank(of streetClass: StreetClass) -> Int {
    switch streetClass {
    case .motorway: 12
    case .trunk: 11
    case .primary: 10
    case .secondary: 9
    case .tertiary: 8
    case .motorwayLink, .trunkLink, .primaryLink, .secondaryLink, .tertiaryLink: 7
    case .unclassified, .residential, .busway: 6
    case .livingStreet: 3
    case .service, .pedestrian: 2
    case .track, .footway, .cycleway, .path, .steps, .bridleway: 1
    }
  }
  /// The lowest rank whose crossings of equals are signed: a continuing street goes first there.
  static let signedRank = 8
  /// The rank of slip roads.
  static let slipRank = 7
}

/// Angles in radians.
enum Angle {
  /// From one direction to another, −π…π, positive towards the left.
  static func between(_ from: Double, _ to: Double) -> Double {
    var angle = (to - from).truncatingRemainder(dividingBy: 2 * .pi)
    if angle > .pi { angle -= 2 * .pi }
    if angle <= -.pi { angle += 2 * .pi }
    return angle
  }

  /// Whether two directions are opposed: within 45° of it.
  static func areOpposed(_ a: Double, _ b: Double) -> Bool { abs(between(a, b)) > .pi * 3 / 4 }
}
