internal import Replica

/// A contraction hierarchy with weights on its edges: what routes, matrices and reaches are asked of.
///
/// A new one for new weights takes milliseconds; the hierarchy below is shared.
public struct WeightedHierarchy: Sendable {
  /// The hierarchy below.
  public let hierarchy: ContractionHierarchy
  /// What each arc takes, turn and all, in milliseconds.
  let arcWeights: Column<Int32>
  /// What each edge takes from its lower end to its upper one, and back.
  let up, down: Column<Int32>

  init(_ hierarchy: ContractionHierarchy, links: [Int32], turns: [Int32]) {
    self.hierarchy = hierarchy
    let graph = hierarchy.graph
    let arcWeights = Column<Int32>(count: graph.tails.count, repeating: 0) { weights in
      for arc in graph.tails.indices {
        let turn = graph.turns[arc]
        let weight = links[Int(graph.links[arc])] &+ (turn < 0 ? 0 : turns[Int(turn)])
        weights[arc] = min(weight, StreetGraph.longest)
      }
    }
    let up = Column(count: hierarchy.edgeCount, repeating: StreetGraph.longest) { _ in }
    let down = Column(count: hierarchy.edgeCount, repeating: StreetGraph.longest) { _ in }
    let slots = hierarchy.slots.base
    for arc in 0..<arcWeights.count where slots[arc] >= 0 {
      let place = Int(slots[arc] >> 1)
      let column = slots[arc] & 1 == 0 ? up.base : down.base
      column[place] = min(column[place], arcWeights.base[arc])
    }
    CustomizationKernel.run(hierarchy, up.base, down.base)
    (self.arcWeights, self.up, self.down) = (arcWeights, up, down)
  }
}

extension ContractionHierarchy {
  /// Puts weights on the edges: the basic customization of Dibbelt et al. O(triangles); ~10 ms for 90,000 arcs.
  ///
  /// - Parameter turns: milliseconds a turn, in the order of the graph's turn costs; nothing takes those it was made with.
  /// - Throws: ``RoutingError`` when there are not as many weights as links, or turns.
  public func weighted(_ weights: LinkWeights, turns: [Int32]? = nil) throws -> WeightedHierarchy {
    guard weights.milliseconds.count == graph.linkCount else {
      throw RoutingError.count(of: "weights", given: weights.milliseconds.count, needed: graph.linkCount)
    }
    let turns = turns ?? graph.turnMilliseconds
    guard turns.count == graph.turnMilliseconds.count else {
      throw RoutingError.count(of: "turn costs", given: turns.count, needed: graph.turnMilliseconds.count)
    }
    if let row = turns.firstIndex(where: { $0 < 0 }) {
      throw RoutingError.turnWeight(row: row, milliseconds: Int(turns[row]))
    }
    return WeightedHierarchy(self, links: weights.milliseconds, turns: turns.map { min($0, StreetGraph.longest) })
  }
}

/// Makes every edge as short as the shortest way over vertices below both its ends.
///
/// With `w(a → b)` the weight from a to b, for every triangle of a vertex x and two upper neighbours y < z of it:
/// `w(y → z) = min(w(y → z), w(y → x) + w(x → z))`, and the same back, x ascending. Vertex by vertex y: its row is laid out
/// flat by rank, all its lower neighbours x are gone through, and the row is put back. Sums are cut at
/// ``StreetGraph/longest``, as the row never exceeds it, so two of them never overflow.
enum CustomizationKernel {
  static func run(
    _ hierarchy: ContractionHierarchy, _ up: UnsafeMutablePointer<Int32>, _ down: UnsafeMutablePointer<Int32>
  ) {
    let count = hierarchy.vertexCount
    let rowUp = UnsafeMutablePointer<Int32>.allocate(capacity: count + 1)
    let rowDown = UnsafeMutablePointer<Int32>.allocate(capacity: count + 1)
    defer {
      rowUp.deallocate()
      rowDown.deallocate()
    }
    rowUp.initialize(repeating: 0, count: count + 1)
    rowDown.initialize(repeating: 0, count: count + 1)
    let (upOffsets, upHeads) = (hierarchy.upOffsets.base, hierarchy.upHeads.base)
    let (downOffsets, downTails, downEdges) = (
      hierarchy.downOffsets.base, hierarchy.downTails.base, hierarchy.downEdges.base
    )
    for y in 0..<count {
      let row = Int(upOffsets[y])..<Int(upOffsets[y + 1])
      for edge in row {
        rowUp[Int(upHeads[edge])] = up[edge]
        rowDown[Int(upHeads[edge])] = down[edge]
      }
      for place in Int(downOffsets[y])..<Int(downOffsets[y + 1]) {
        let edge = Int(downEdges[place])
        triangles(
          rowUp, rowDown, up, down, upHeads, from: edge + 1, to: Int(upOffsets[Int(downTails[place]) + 1]),
          yToX: down[edge], xToY: up[edge])
      }
      for edge in row {
        up[edge] = rowUp[Int(upHeads[edge])]
        down[edge] = rowDown[Int(upHeads[edge])]
      }
    }
  }

  @inline(__always)
  private static func triangles(
    _ rowUp: UnsafeMutablePointer<Int32>, _ rowDown: UnsafeMutablePointer<Int32>, _ up: UnsafeMutablePointer<Int32>,
    _ down: UnsafeMutablePointer<Int32>, _ heads: UnsafeMutablePointer<Int32>, from: Int, to: Int, yToX: Int32,
    xToY: Int32
  ) {
    var edge = from
    while edge < to {
      let z = Int(heads[edge])
      rowUp[z] = min(rowUp[z], yToX &+ up[edge])
      rowDown[z] = min(rowDown[z], down[edge] &+ xToY)
      edge &+= 1
    }
  }
}
