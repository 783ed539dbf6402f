/// Fills sinks that are the terrain's noise and leaves those that are real.
///
/// A depression — ground from which no path leads out without rising, found by the priority flood of R. Barnes, C. Lehman and D.
/// Mulla (Computers & Geosciences 62 (2014) 117–127, doi:10.1016/j.cageo.2013.04.024) — is spurious when it is no deeper than twice the
/// terrain's standard error and has at most nine cells (assumed). Deeper or wider ones are ponds, underpasses, courtyards: they stay.
enum SpuriousSinks {
  /// Cells a spurious sink may have.
  static let mostCells = 9

  /// Fills them in place and returns how many cells were raised. O(n log n).
  static func fill(_ heights: inout [Float], on grid: TownGrid, standardError: Double) -> Int {
    guard standardError > 0 else { return 0 }
    var filled = heights
    var done = [Bool](repeating: false, count: heights.count)
    var heap = CellHeap()
    for index in heights.indices where !heights[index].isNaN {
      var isRim = grid.isAtEdge(index)
      grid.forEachNeighbour(of: index) { if heights[$0].isNaN { isRim = true } }
      if isRim {
        done[index] = true
        heap.push(heights[index], index)
      }
    }
    while let (level, index) = heap.pop() {
      grid.forEachNeighbour(of: index) { other in
        guard !done[other], !heights[other].isNaN else { return }
        done[other] = true
        filled[other] = max(heights[other], level)
        heap.push(filled[other], other)
      }
    }
    let most = Float(2 * standardError)
    var seen = [Bool](repeating: false, count: heights.count)
    var raised = 0
    for start in heights.indices where !seen[start] && filled[start] > heights[start] {
      var sink = [start]
      seen[start] = true
      var next = 0
      var depth: Float = 0
      while next < sink.count {
        let index = sink[next]
        next += 1
        depth = max(depth, filled[index] - heights[index])
        grid.forEachNeighbour(of: index) { other in
          if !seen[other], filled[other] > heights[other] {
            seen[other] = true
            sink.append(other)
          }
        }
      }
      guard sink.count <= mostCells, depth <= most else { continue }
      for index in sink { heights[index] = filled[index] }
      raised += sink.count
    }
    return raised
  }
}

/// Cells by height, the lowest first; equal heights by their number.
private struct CellHeap {
  private var keys: [Float] = []
  private var cells: [Int32] = []

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    keys[a] < keys[b] || (keys[a] == keys[b] && cells[a] < cells[b])
  }

  mutating func push(_ key: Float, _ cell: Int) {
    keys.append(key)
    cells.append(Int32(cell))
    var child = keys.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      swap(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (Float, Int)? {
    guard let key = keys.first, let cell = cells.first else { return nil }
    swap(0, keys.count - 1)
    keys.removeLast()
    cells.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < keys.count && isBefore(child, least) { least = child }
      if least == parent { break }
      swap(parent, least)
      parent = least
    }
    return (key, Int(cell))
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    keys.swapAt(a, b)
    cells.swapAt(a, b)
  }
}
