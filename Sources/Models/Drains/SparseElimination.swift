/// Solves A x = b for a matrix whose entries stand where a network has links, by elimination without pivoting.
///
/// The matrix of a step is dominated by its diagonal column by column, so no pivot is needed. Nodes are eliminated in the order
/// of the fewest neighbours left (D. J. Rose, "A graph-theoretic study of the numerical solution of sparse positive definite
/// systems", 1972): a tree of drains fills in nowhere, and a solve is O(nodes).
final class SparseElimination {
  /// The diagonal, by node.
  let diagonal: DrainColumn
  /// Entries (earlier, later) and (later, earlier) of a pair in the order of elimination.
  let upper: DrainColumn, lower: DrainColumn
  private let nodes: Int, count: Int
  /// Nodes in the order of elimination.
  private let order: UnsafeMutablePointer<Int32>
  /// Slots of the node eliminated at each place, and the later node of each slot.
  private let starts: UnsafeMutablePointer<Int32>, laters: UnsafeMutablePointer<Int32>
  /// For each node's pairs of slots, where the update goes: a slot of `upper` and `lower`.
  private let targets: UnsafeMutablePointer<Int32>
  private let places: [Int]
  private let slotOf: [Int: Int]

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
    func keep(_ numbers: [Int]) -> UnsafeMutablePointer<Int32> {
      let column = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, numbers.count))
      column.initialize(from: numbers.map { Int32($0) }, count: numbers.count)
      return column
    }
    (self.order, self.starts) = (keep(order), keep(starts))
    (self.laters, self.targets) = (keep(laters), keep(targets))
    (self.places, self.slotOf) = (places, slotOf)
    (self.nodes, count) = (order.count, laters.count)
    diagonal = .allocate(Array(repeating: 0, count: nodes))
    upper = .allocate(Array(repeating: 0, count: laters.count))
    lower = .allocate(Array(repeating: 0, count: laters.count))
  }

  deinit {
    for column in [diagonal, upper, lower] { column.deallocate() }
    for column in [order, starts, laters, targets] { column.deallocate() }
  }

  /// The slot of a pair, and whether the first stands earlier.
  func slot(_ first: Int, _ second: Int) -> (slot: Int, isForward: Bool) {
    if places[first] < places[second] { return (slotOf[first * nodes + second] ?? -1, true) }
    return (slotOf[second * nodes + first] ?? -1, false)
  }

  func clear() {
    diagonal.update(repeating: 0, count: nodes)
    upper.update(repeating: 0, count: count)
    lower.update(repeating: 0, count: count)
  }

  /// Solves; `vector` is b before and x after. The entries are spent.
  func solve(_ vector: DrainColumn) {
    var target = 0
    for place in 0..<nodes {
      let node = Int(order[place])
      let inverse = 1 / diagonal[node]
      let (from, to) = (Int(starts[place]), Int(starts[place + 1]))
      for first in from..<to {
        let factor = lower[first] * inverse
        lower[first] = factor
        let other = Int(laters[first])
        diagonal[other] -= factor * upper[first]
        vector[other] -= factor * vector[node]
      }
      for first in from..<to {
        for second in first + 1..<max(first + 1, to) {
          // Row `first`, column `second`, and the other way round; `first` is eliminated before `second`.
          let at = Int(targets[target])
          upper[at] -= lower[first] * upper[second]
          lower[at] -= lower[second] * upper[first]
          target += 1
        }
      }
    }
    for place in (0..<nodes).reversed() {
      let node = Int(order[place])
      var sum = vector[node]
      for slot in Int(starts[place])..<Int(starts[place + 1]) { sum -= upper[slot] * vector[Int(laters[slot])] }
      vector[node] = sum / diagonal[node]
    }
  }
}
