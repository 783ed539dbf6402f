/// Solves A x = b for a matrix whose entries stand where a network has links, by elimination without pivoting.
///
/// The matrix of a step is dominated by its diagonal column by column, so no pivot is needed. Nodes are eliminated in the order
/// of the fewest neighbours left (D. J. Rose, "A graph-theoretic study of the numerical solution of sparse positive definite
/// systems", 1972): a tree of drains fills in nowhere, and a solve is O(nodes).
struct SparseElimination {
  /// The diagonal, by node.
  var diagonal: [Double]
  /// Entries (earlier, later) and (later, earlier) of a pair in the order of elimination.
  var upper: [Double], lower: [Double]
  /// Nodes in the order of elimination.
  private let order: [Int]
  /// Slots of the node eliminated at each place, and the later node of each slot.
  private let starts: [Int], laters: [Int]
  /// For each node's pairs of slots, where the update goes: a slot of `upper` and `lower`.
  private let targets: [Int]
  private let places: [Int]
  private var slotOf: [Int: Int]

  init(nodes: Int, links: [(Int, Int)]) {
    var around: [Set<Int>] = Array(repeating: [], count: nodes)
    for (a, b) in links where a != b {
      around[a].insert(b)
      around[b].insert(a)
    }
    // Each bucket is a queue; a node stands in it once for every time it came to have so many neighbours.
    var buckets: [[Int]] = Array(repeating: [], count: nodes + 1)
    var heads = Array(repeating: 0, count: nodes + 1)
    for node in 0..<nodes { buckets[around[node].count].append(node) }
    var order: [Int] = []
    var places = Array(repeating: -1, count: nodes)
    var neighbours: [[Int]] = Array(repeating: [], count: nodes)
    while order.count < nodes {
      guard let bucket = buckets.indices.first(where: { heads[$0] < buckets[$0].count }) else { break }
      let node = buckets[bucket][heads[bucket]]
      heads[bucket] += 1
      guard places[node] < 0, around[node].count == bucket else { continue }
      places[node] = order.count
      order.append(node)
      let others = around[node].sorted()
      neighbours[node] = others
      for other in others {
        around[other].remove(node)
        around[other].formUnion(others)
        around[other].remove(other)
        buckets[around[other].count].append(other)
      }
    }
    var starts = [0]
    var laters: [Int] = []
    var slotOf: [Int: Int] = [:]
    for node in order {
      for other in neighbours[node].sorted(by: { places[$0] < places[$1] }) {
        slotOf[node * nodes + other] = laters.count
        laters.append(other)
      }
      starts.append(laters.count)
    }
    var targets: [Int] = []
    for place in 0..<order.count {
      for first in starts[place]..<starts[place + 1] {
        for second in first + 1..<max(first + 1, starts[place + 1]) {
          targets.append(slotOf[laters[first] * nodes + laters[second]] ?? 0)
        }
      }
    }
    (self.order, self.starts, self.laters, self.targets) = (order, starts, laters, targets)
    (self.places, self.slotOf) = (places, slotOf)
    diagonal = Array(repeating: 0, count: nodes)
    upper = Array(repeating: 0, count: laters.count)
    lower = upper
  }

  /// The slot of a pair, and whether the first stands earlier.
  func slot(_ first: Int, _ second: Int) -> (slot: Int, isForward: Bool) {
    let nodes = diagonal.count
    if places[first] < places[second] { return (slotOf[first * nodes + second] ?? -1, true) }
    return (slotOf[second * nodes + first] ?? -1, false)
  }

  mutating func clear() {
    for number in diagonal.indices { diagonal[number] = 0 }
    for number in upper.indices {
      upper[number] = 0
      lower[number] = 0
    }
  }

  /// Solves; `vector` is b before and x after. The entries are spent.
  mutating func solve(_ vector: inout [Double]) {
    var target = 0
    for place in order.indices {
      let node = order[place]
      let inverse = 1 / diagonal[node]
      let (from, to) = (starts[place], starts[place + 1])
      for first in from..<to {
        let factor = lower[first] * inverse
        lower[first] = factor
        let other = laters[first]
        diagonal[other] -= factor * upper[first]
        vector[other] -= factor * vector[node]
      }
      for first in from..<to {
        for second in first + 1..<max(first + 1, to) {
          // Row `first`, column `second`, and the other way round; `first` is eliminated before `second`.
          upper[targets[target]] -= lower[first] * upper[second]
          lower[targets[target]] -= lower[second] * upper[first]
          target += 1
        }
      }
    }
    for place in order.indices.reversed() {
      let node = order[place]
      var sum = vector[node]
      for slot in starts[place]..<starts[place + 1] { sum -= upper[slot] * vector[laters[slot]] }
      vector[node] = sum / diagonal[node]
    }
  }
}
