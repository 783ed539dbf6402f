/// A lane that stands, and what for.
public struct StandingLane: Sendable, Hashable {
  /// The lane, and its link.
  public var lane: Int, link: Int
  /// The link its first vehicle wants to go on to; nothing at the end of its route.
  public var next: Int?
  /// How many stand there.
  public var vehicles: Int
  /// What holds the first.
  public var hold: Hold
}

extension QueueOutcome {
  /// Rings of links that wait for each other, each full and unable to move: nothing but a change of the streets or of the demand would
  /// have kept them moving. Every ring begins with its lowest link. O(standing lanes × lanes of a link).
  public var gridlocks: [[Int]] {
    let full = standing.filter { $0.hold == .full }
    var lanes: [Int: [Int]] = [:]
    for row in full.indices { lanes[full[row].link, default: []].append(row) }
    let onward = full.map { lane in lane.next.flatMap { lanes[$0] } ?? [] }
    var before = [[Int]](repeating: [], count: full.count)
    for row in full.indices { for next in onward[row] { before[next].append(row) } }
    // A lane that waits for none that is full waits for something else, and so do all who wait for it alone.
    var left = onward.map(\.count)
    var free = full.indices.filter { left[$0] == 0 }
    while let row = free.popLast() {
      for one in before[row] {
        left[one] -= 1
        if left[one] == 0 { free.append(one) }
      }
    }
    var rings: [[Int]] = []
    var seen = Set<Int>()
    for row in full.indices.sorted(by: { (full[$0].link, $0) < (full[$1].link, $1) }) where left[row] > 0 {
      var way: [Int] = []
      var at: Int? = row
      while let here = at, seen.insert(here).inserted {
        way.append(here)
        at = onward[here].first { left[$0] > 0 }
      }
      guard let end = at, let first = way.firstIndex(of: end) else { continue }
      let ring = way[first...].map { full[$0].link }
      let lowest = ring.indices.min { ring[$0] < ring[$1] } ?? 0
      rings.append(Array(ring[lowest...] + ring[..<lowest]))
    }
    return rings.sorted { $0[0] < $1[0] }
  }
}

extension QueueRun {
  /// Lanes on which somebody stands with nothing due to happen, in the order of their rows.
  var standing: [StandingLane] {
    (0..<laneCount).compactMap { lane in
      guard lanes[lane].head != nobody, lanes[lane].due == .infinity else { return nil }
      let first = Int(lanes[lane].head)
      return StandingLane(
        lane: lane, link: Int(lanes[lane].link),
        next: nextLink(of: first).map(Int.init), vehicles: Int(lanes[lane].count),
        hold: Hold(rawValue: lanes[lane].blocked) ?? .none)
    }
  }
}
