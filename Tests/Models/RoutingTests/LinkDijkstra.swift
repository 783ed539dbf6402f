import Replica
import Routing

/// Dijkstra's algorithm from link to link, which knows no vertices, copies or hierarchy: what every answer is held against.
struct LinkDijkstra {
  let streets: Streets
  let weights: [Int32]
  let turns: [TurnBan: Int32]
  let bans: Set<TurnBan>
  private let exits: [[Int]]

  init(_ streets: Streets, _ weights: LinkWeights, turnCosts: [TurnCost] = [], obeysTurnBans: Bool = true) {
    self.streets = streets
    self.weights = weights.milliseconds
    turns = Dictionary(uniqueKeysWithValues: turnCosts.map { (TurnBan(from: $0.from, to: $0.to), $0.milliseconds) })
    bans = obeysTurnBans ? Set(streets.turnBans) : []
    var exits = [[Int]](repeating: [], count: streets.nodes.count)
    for link in 0..<streets.links.count { exits[streets.start(of: LinkID(link)).index].append(link) }
    self.exits = exits
  }

  /// What the turn from one link into the next takes; nothing where it is banned.
  func turn(_ from: Int, _ to: Int) -> Int? {
    let turn = TurnBan(from: LinkID(from), to: LinkID(to))
    return bans.contains(turn) ? nil : Int(turns[turn] ?? 0)
  }

  /// Milliseconds to every node; nothing where there is no way.
  func times(from origin: NodeID) -> [Int?] {
    var best = [Int](repeating: .max, count: weights.count)
    var heap: [(time: Int, link: Int)] = []
    func push(_ time: Int, _ link: Int) {
      let total = time + Int(weights[link])
      guard weights[link] < StreetGraph.longest, total < best[link] else { return }
      best[link] = total
      heap.append((total, link))
      var child = heap.count - 1
      while child > 0, heap[(child - 1) / 2].time > heap[child].time {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }
    func pop() -> (time: Int, link: Int) {
      heap.swapAt(0, heap.count - 1)
      let top = heap.removeLast()
      var place = 0
      while place * 2 + 1 < heap.count {
        var child = place * 2 + 1
        if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
        guard heap[child].time < heap[place].time else { break }
        heap.swapAt(place, child)
        place = child
      }
      return top
    }
    for link in exits[origin.index] { push(0, link) }
    while !heap.isEmpty {
      let (time, link) = pop()
      guard time == best[link] else { continue }
      for next in exits[streets.end(of: LinkID(link)).index] {
        if let turn = turn(link, next) { push(time + turn, next) }
      }
    }
    var times = [Int?](repeating: nil, count: streets.nodes.count)
    for link in weights.indices where best[link] < Int(StreetGraph.longest) {
      let node = streets.end(of: LinkID(link)).index
      times[node] = min(times[node] ?? .max, best[link])
    }
    times[origin.index] = 0
    return times
  }

  /// What a route takes when it is driven link by link; nothing when it cannot be.
  func drive(_ links: [LinkID], from origin: NodeID, to target: NodeID) -> Int? {
    var (node, time) = (origin, 0)
    for (place, link) in links.enumerated() {
      guard streets.start(of: link) == node, weights[link.index] < StreetGraph.longest else { return nil }
      if place > 0 {
        guard let turn = turn(links[place - 1].index, link.index) else { return nil }
        time += turn
      }
      time += Int(weights[link.index])
      node = streets.end(of: link)
    }
    return node == target ? time : nil
  }
}
