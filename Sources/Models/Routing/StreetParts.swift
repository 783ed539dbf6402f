public import Replica

/// Into which parts the streets fall: from everywhere in a part one gets everywhere in it and back.
///
/// Strongly connected components of the nodes over links that are open by their weights (R. Tarjan 1972, see ``RoundTrips``).
/// Bans of turns do not count. O(nodes + links).
public struct StreetParts: Sendable {
  /// The part of each node, numbered from 0, the one with most nodes first, of equal ones that with the lowest node.
  public let partOfNode: [Int32]
  /// Nodes of each part.
  public let sizes: [Int]

  /// The parts of the streets with some weights.
  public init(_ streets: Streets, _ weights: LinkWeights) {
    let roots = RoundTrips.parts(streets) { link in
      !streets.segments.areRemoved[link >> 1] && weights.milliseconds[link] < StreetGraph.longest
    }
    var counts = [Int](repeating: 0, count: roots.count)
    var lowest = [Int](repeating: .max, count: roots.count)
    for (node, root) in roots.enumerated() {
      counts[Int(root)] += 1
      lowest[Int(root)] = min(lowest[Int(root)], node)
    }
    let ordered = counts.indices.filter { counts[$0] > 0 }.sorted {
      (-counts[$0], lowest[$0]) < (-counts[$1], lowest[$1])
    }
    var number = [Int32](repeating: -1, count: roots.count)
    for (place, root) in ordered.enumerated() { number[root] = Int32(place) }
    partOfNode = roots.map { number[Int($0)] }
    sizes = ordered.map { counts[$0] }
  }

  /// Why there may be no way from one node to another, in a sentence; nothing when both lie in one part.
  public func separation(of origin: NodeID, and target: NodeID) -> String? {
    let (a, b) = (Int(partOfNode[origin.index]), Int(partOfNode[target.index]))
    guard a != b else { return nil }
    return
      "node \(origin.index) lies in part \(a + 1) of the streets (\(sizes[a]) nodes) and node \(target.index) in part "
      + "\(b + 1) (\(sizes[b]) nodes), which are not joined in both directions; take both from one part, or open a street."
  }
}
