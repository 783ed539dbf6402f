import Replica
import Routing

/// Dijkstra's algorithm over the arcs of a street graph whose turns are free: what the answers are held against.
struct DijkstraTimes {
  private let graph: StreetGraph
  private let weights: [Int32]
  private var offsets: [Int]
  private var arcs: [Int]

  init(_ graph: StreetGraph, _ weights: LinkWeights) {
    self.graph = graph
    self.weights = weights.milliseconds
    offsets = [Int](repeating: 0, count: graph.vertexCount + 1)
    for tail in graph.tails { offsets[Int(tail) + 1] += 1 }
    for vertex in 0..<graph.vertexCount { offsets[vertex + 1] += offsets[vertex] }
    var next = offsets
    arcs = [Int](repeating: 0, count: graph.tails.count)
    for (arc, tail) in graph.tails.enumerated() {
      arcs[next[Int(tail)]] = arc
      next[Int(tail)] += 1
    }
  }

  func time(_ from: NodeID, _ to: NodeID) -> Int? {
    let time = times(from)[to.index]
    return time < StreetGraph.longest ? Int(time) : nil
  }

  /// Milliseconds to every node; ``StreetGraph/longest`` where there is no way.
  func times(_ from: NodeID) -> [Int32] {
    var best = [Int32](repeating: StreetGraph.longest, count: graph.vertexCount)
    // Buckets of a second keep the order; within one, what improves is settled again.
    var buckets: [[Int32]] = [[from.rawValue]]
    best[from.index] = 0
    var second = 0
    while second < buckets.count {
      while let vertex = buckets[second].popLast() {
        let time = best[Int(vertex)]
        guard Int(time) / 1000 == second else { continue }
        for place in offsets[Int(vertex)]..<offsets[Int(vertex) + 1] {
          let arc = arcs[place]
          let (head, weight) = (graph.heads[arc], weights[Int(graph.links[arc])])
          guard weight < StreetGraph.longest, time + weight < best[Int(head)] else { continue }
          best[Int(head)] = time + weight
          let bucket = Int(time + weight) / 1000
          while buckets.count <= bucket { buckets.append([]) }
          buckets[bucket].append(head)
        }
      }
      second += 1
    }
    return (0..<graph.nodeCount).map { node in
      graph.vertices(of: NodeID(node)).map { best[Int($0)] }.min() ?? StreetGraph.longest
    }
  }
}
