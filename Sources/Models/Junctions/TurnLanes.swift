internal import Replica

/// From which lane of a link one may turn where: as the arrows on its lanes say, and where there are none by rule: the kerb lane takes turns to
/// the kerb side, the innermost those to the far side, all go straight as far as the next link has lanes for them.
struct TurnLanes {
  /// The lanes (from, to) of each turn, from the kerb side to the far side, turns back last.
  private(set) var lanes: [(to: LinkID, lanes: [(Int, Int)])] = []
  /// Whether arrows decided, arrows for turns that are not there, and turns that no arrow allows.
  private(set) var isMarked = false, idleArrows = 0, unmarkedTurns = 0
  private let links: DrivenLinks
  private let from: LinkID

  /// A direction in which one leaves the place that a turn leads into.
  struct Goal {
    /// Radians from the link one comes from, positive to the left; beyond ±π where one goes on turning.
    var angle: Double
    /// The lanes of the turn's link that lead there.
    var lanes: Set<Int>
  }

  /// `goals` tells in which directions one leaves the place that an exit leads into.
  init(_ links: DrivenLinks, from: LinkID, to exits: [LinkID], goals: (LinkID) -> [Goal]) {
    self.links = links
    self.from = from
    let turns = exits.map { to in
      (to: to, angle: Angle.between(links.headingIn[from.index], links.headingOut[to.index]))
    }
    let onward = turns.filter { !links.isReverse($0.to, of: from) }.sorted {
      ($0.angle, $0.to) < ($1.angle, $1.to)
    }
    let own = general(from)
    let ahead = straight(onward)
    let sides = onward.indices.map { number in ahead.map { number - $0 } ?? (onward[number].angle < 0 ? -1 : 1) }
    var shares = Self.shares(own.count, onward.map { general($0.to).count }, straight: ahead).map { Array($0) }
    let marks = own.map { links.marks(from)[links.marks(from).startIndex + $0] }
    let merges = Self.merges(marks)
    var directions = onward.map { _ in [(arrows: LaneMarks, goal: Goal)]() }
    if onward.count > 1, marks.contains(where: { !$0.isDisjoint(with: LaneArrows.turning) }) {
      isMarked = true
      let found = onward.map { goals($0.to) }
      let arrows = LaneArrows(
        marks.reduce(into: []) { $0.formUnion($1) }, turns: found.map { $0.map(\.angle) }, straight: ahead)
      idleArrows = arrows.idle.rawValue.nonzeroBitCount
      directions = zip(arrows.arrows, found).map { zip($0, $1).map { (arrows: $0, goal: $1) } }
      let heeded = arrows.arrows.map { $0.reduce(into: LaneMarks()) { $0.formUnion($1) } }
      unmarkedTurns = heeded.count(where: \.isEmpty)
      shares = Self.marked(marks, heeded, shares, sides, merges)
    }
    for (number, turn) in onward.enumerated() {
      let goal = general(turn.to)
      // A lane that is marked to end may do so farther on.
      let endsHere = goal.count < shares[number].count
      let goesOn = shares[number].filter { !endsHere || merges[$0] == nil }
      let share = goesOn.isEmpty ? shares[number] : goesOn
      var pairs = Self.pairs(share, goal.count, side: sides[number])
      if directions[number].contains(where: { $0.goal.lanes.count < goal.count }) {
        pairs = Self.pairs(share, marks, goal, directions[number], orElse: pairs)
      }
      for lane in shares[number] where !share.contains(lane) {
        // One that ends here goes where the lane goes that it ends in.
        if let pair = pairs.first(where: { $0.0 == merges[lane] }) { pairs.append((lane, pair.1)) }
      }
      lanes.append((turn.to, pairs.map { (own[$0.0], goal[$0.1]) }))
    }
    for turn in turns where links.isReverse(turn.to, of: from) {
      let goal = general(turn.to)
      lanes.append((turn.to, [(own[own.count - 1], goal[goal.count - 1])]))
    }
    serveSpecialLanes()
  }

  /// The lanes for general traffic: those cars may use, all where they may use none.
  private func general(_ link: LinkID) -> [Int] {
    let all = links.lanes(link)
    let cars = all.indices.filter { all[$0].contains(.car) }.map { $0 - all.startIndex }
    return cars.isEmpty ? Array(0..<all.count) : cars
  }

  /// Which turn goes straight on: that with the smallest angle up to 50°; a street of the same name or class counts 15° less each.
  private func straight(_ turns: [(to: LinkID, angle: Double)]) -> Int? {
    let segments = links.streets.segments
    let name = segments.nameNumbers[from.segment.index]
    var best: (number: Int, cost: Double)?
    for (number, turn) in turns.enumerated() where abs(turn.angle) <= .pi * 50 / 180 {
      var cost = abs(turn.angle)
      if name == 0 || segments.nameNumbers[turn.to.segment.index] != name { cost += .pi / 12 }
      if links.rank[turn.to.index] != links.rank[from.index] { cost += .pi / 12 }
      if best.map({ cost < $0.cost }) ?? true { best = (number, cost) }
    }
    return best?.number
  }

  /// The lanes of each turn by the arrows: where none is painted by rule, and a turn that no lane would make from the outermost lane.
  private static func marked(
    _ marks: [LaneMarks], _ arrows: [LaneMarks], _ rule: [[Int]], _ sides: [Int], _ merges: [Int: Int]
  ) -> [[Int]] {
    let heeded = arrows.reduce(into: LaneMarks()) { $0.formUnion($1) }
    return rule.indices.map { number in
      func leads(_ lane: Int) -> Bool {
        if let into = merges[lane] { return leads(into) }
        let isFree = marks[lane].isDisjoint(with: heeded)
        return isFree ? rule[number].contains(lane) : !marks[lane].isDisjoint(with: arrows[number])
      }
      let lanes = marks.indices.filter(leads)
      if !lanes.isEmpty { return lanes }
      return sides[number] == 0 ? rule[number] : [sides[number] < 0 ? 0 : marks.count - 1]
    }
  }

  /// The lanes that end, and those in which they do. One that has an arrow besides, or no lane beside it that goes on, does not.
  private static func merges(_ marks: [LaneMarks]) -> [Int: Int] {
    var merges: [Int: Int] = [:]
    for lane in marks.indices where marks[lane].isDisjoint(with: LaneArrows.turning) && !marks[lane].isEmpty {
      let step = marks[lane].contains(.mergeLeft) ? 1 : -1
      let isEnding = { (lane: Int) in !marks[lane].isDisjoint(with: [.mergeLeft, .mergeRight]) }
      if let into = stride(from: lane + step, to: step > 0 ? marks.count : -1, by: step).first(where: { !isEnding($0) })
      {
        merges[lane] = into
      }
    }
    return merges
  }

  /// The lanes of each turn by rule, turns being ordered from the kerb side to the far side.
  static func shares(_ count: Int, _ goals: [Int], straight: Int?) -> [Range<Int>] {
    if count == 1 || goals.count == 1 { return goals.map { _ in 0..<count } }
    guard let straight else { return split(count, goals) }
    let (kerbs, fars) = (straight, goals.count - straight - 1)
    var spare = count - min(count, goals[straight])
    // Lanes that the street ahead has no room for are for turns alone, the far side first.
    var (kerb, far) = (0, 0)
    var grew = true
    while spare > 0, grew {
      grew = false
      if fars > 0, far < goals[(straight + 1)...].reduce(0, +) { (far, spare, grew) = (far + 1, spare - 1, true) }
      if spare > 0, kerbs > 0, kerb < goals[..<straight].reduce(0, +) {
        (kerb, spare, grew) = (kerb + 1, spare - 1, true)
      }
    }
    let kerbSide = 0..<max(1, kerb), farSide = count - max(1, far)..<count
    var shares: [Range<Int>] = []
    shares += kerbs > 0 ? split(kerbSide.count, Array(goals[..<straight])) : []
    shares.append(kerb..<count - far)
    if fars > 0 {
      shares += split(farSide.count, Array(goals[(straight + 1)...])).map {
        $0.lowerBound + farSide.lowerBound..<$0.upperBound + farSide.lowerBound
      }
    }
    return shares
  }

  /// Lanes shared out among turns in their order, as many each as the goal's share of all; one at least, shared if need be.
  static func split(_ count: Int, _ goals: [Int]) -> [Range<Int>] {
    let total = goals.reduce(0, +)
    var shares: [Range<Int>] = []
    var before = 0
    for goal in goals {
      let first = min(count - 1, (2 * before * count + total) / (2 * total))
      before += goal
      let last = max(first + 1, min(count, (2 * before * count + total) / (2 * total)))
      shares.append(first..<last)
    }
    return shares
  }

  /// Lane to lane: turns to the kerb side along the kerb, those to the far side along the middle, straight on by number.
  static func pairs(_ share: [Int], _ goals: Int, side: Int) -> [(Int, Int)] {
    if side > 0 {
      return share.enumerated().map { ($1, max(0, goals - (share.count - $0))) }
    }
    let shift = side == 0 ? max(0, min(share.first ?? 0, goals - share.count)) : 0
    return share.enumerated().map { ($1, min(goals - 1, $0 + shift)) }
  }

  /// Lane to lane into a place one leaves in several directions: to the lanes that lead where the arrow points; for lanes without one as
  /// by `rule`.
  private static func pairs(
    _ share: [Int], _ marks: [LaneMarks], _ goal: [Int], _ directions: [(arrows: LaneMarks, goal: Goal)],
    orElse rule: [(Int, Int)]
  ) -> [(Int, Int)] {
    var found: [(Int, Int)] = []
    for (arrows, way) in directions {
      let from = share.filter { !marks[$0].isDisjoint(with: arrows) }
      let to = goal.indices.filter { way.lanes.contains(goal[$0]) }
      guard !from.isEmpty, !to.isEmpty else { continue }
      let side = abs(way.angle) < PlaceTurns.far ? 0 : way.angle < 0 ? -1 : 1
      for (lane, place) in pairs(from, to.count, side: side) where !found.contains(where: { $0 == (lane, to[place]) }) {
        found.append((lane, to[place]))
      }
    }
    let rest = rule.filter { one in !found.contains { $0.0 == one.0 } }
    return (found + rest).sorted { $0 < $1 }
  }

  /// Lanes kept for some vehicles lead straight on beside the others; and whoever may use two links finds a lane from one to the other.
  private mutating func serveSpecialLanes() {
    let own = links.lanes(from)
    let common = Set(general(from))
    for number in 0..<own.count where !common.contains(number) {
      for turn in lanes.indices {
        let goal = links.lanes(lanes[turn].to)
        guard !own[own.startIndex + number].isDisjoint(with: links.access[lanes[turn].to.index]) else { continue }
        let besides = lanes[turn].lanes.contains { abs($0.0 - number) <= 1 }
        if besides { lanes[turn].lanes.append((number, min(number, goal.count - 1))) }
      }
    }
    for turn in lanes.indices {
      let to = lanes[turn].to
      for vehicle in links.access[from.index].intersection(links.access[to.index]).members {
        let isServed = lanes[turn].lanes.contains { own[own.startIndex + $0.0].contains(vehicle) }
        guard !isServed else { continue }
        for number in 0..<own.count where own[own.startIndex + number].contains(vehicle) {
          lanes[turn].lanes.append((number, min(number, links.laneCount(to) - 1)))
        }
      }
    }
  }
}
