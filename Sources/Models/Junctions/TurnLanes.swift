internal import Replica

/// From which lane of a link one may turn where, when nobody says it: the kerb lane takes turns to the kerb side, the innermost those
/// to the far side, all go straight as far as the next link has lanes for them.
struct TurnLanes {
  /// The lanes (from, to) of each turn, from the kerb side to the far side, turns back last.
  private(set) var lanes: [(to: LinkID, lanes: [(Int, Int)])] = []
  private let links: DrivenLinks
  private let from: LinkID

  init(_ links: DrivenLinks, from: LinkID, to exits: [LinkID]) {
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
    let shares = Self.shares(
      own.count, onward.map { general($0.to).count }, straight: ahead)
    for (number, turn) in onward.enumerated() {
      let goal = general(turn.to)
      let side = ahead.map { number - $0 } ?? (turn.angle < 0 ? -1 : 1)
      lanes.append((turn.to, Self.pairs(shares[number], goal.count, side: side).map { (own[$0], goal[$1]) }))
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

  /// The lanes of each turn, turns being ordered from the kerb side to the far side.
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
  static func pairs(_ share: Range<Int>, _ goals: Int, side: Int) -> [(Int, Int)] {
    if side > 0 {
      return share.map { ($0, max(0, goals - (share.upperBound - $0))) }
    }
    let shift = side == 0 ? max(0, min(share.lowerBound, goals - share.count)) : 0
    return share.map { ($0, min(goals - 1, $0 - share.lowerBound + shift)) }
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
