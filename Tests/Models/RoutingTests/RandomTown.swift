import Geography
import Modelling
import Replica
import Routing

/// Streets of a given shape with random weights, bans and costs of turns.
struct RandomTown {
  enum Shape: CaseIterable {
    case grid, tree, parts, parallel, zeroLength, oneWayRings, mesh, line, star
  }

  let town: TinyTown
  let weights: LinkWeights
  let turnCosts: [TurnCost]

  init(_ shape: Shape, seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var town = TinyTown()
    func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    let count = 30 + pick(50)
    let width = 8
    let spread = shape == .zeroLength ? 3.0 : 1000.0
    for number in 0..<count {
      // Whole metres, so that some nodes lie on top of each other.
      if shape == .grid {
        _ = town.node(Double(number % width) * 100, Double(number / width) * 100)
      } else {
        _ = town.node(random.uniform(0..<spread).rounded(), random.uniform(0..<spread).rounded())
      }
    }
    func street(_ a: Int, _ b: Int, isOneWay: Bool) { town.street(NodeID(a), NodeID(b), isOneWay: isOneWay) }
    switch shape {
    case .grid:
      for node in 0..<count {
        if node % width > 0 { street(node - 1, node, isOneWay: pick(3) == 0) }
        if node >= width { street(node - width, node, isOneWay: pick(3) == 0) }
      }
    case .tree:
      for node in 1..<count { street(pick(node), node, isOneWay: pick(8) == 0) }
    case .parts:
      for node in 4..<count { street(pick(node / 4) * 4 + node % 4, node, isOneWay: pick(4) == 0) }
      for _ in 0..<count {
        let (a, b) = (pick(count / 4), pick(count / 4))
        street(a * 4 + 1, b * 4 + 1, isOneWay: pick(4) == 0)
      }
    case .parallel:
      for _ in 0..<count * 2 {
        let (a, b) = (pick(count), pick(count))
        for _ in 0...pick(3) { street(a, b, isOneWay: pick(2) == 0) }
      }
    case .zeroLength, .mesh:
      for _ in 0..<count * 2 { street(pick(count), pick(count), isOneWay: pick(3) == 0) }
    case .oneWayRings:
      for first in stride(from: 0, to: count - 5, by: 5) {
        for step in 0..<6 { street(first + step, first + (step + 1) % 6, isOneWay: true) }
      }
    case .line:
      for node in 1..<count { street(node - 1, node, isOneWay: pick(30) == 0) }
    case .star:
      for node in 1..<count { street(0, node, isOneWay: pick(5) == 0) }
    }
    let streets = town.streets
    let links = streets.links.count
    let zeroes = shape == .zeroLength ? 2 : 9
    weights = try LinkWeights(
      milliseconds: (0..<links).map { link in
        guard streets.links.access[link].contains(.car), pick(20) > 0 else { return StreetGraph.longest }
        return pick(zeroes) == 0 ? 0 : Int32(pick(60_000))
      })
    var turnCosts: [TurnCost] = []
    for _ in 0..<(seed % 3 == 0 ? 0 : links / 3) {
      let from = LinkID(pick(links))
      let outs = (0..<links).map { LinkID($0) }.filter { streets.start(of: $0) == streets.end(of: from) }
      guard !outs.isEmpty else { continue }
      let to = outs[pick(outs.count)]
      if pick(2) == 0 {
        town.streets.turnBans.append(TurnBan(from: from, to: to))
      } else if !turnCosts.contains(where: { $0.from == from && $0.to == to }) {
        turnCosts.append(TurnCost(from: from, to: to, milliseconds: Int32(pick(20_000))))
      }
    }
    (self.town, self.turnCosts) = (town, turnCosts)
  }
}
