import Geography
import Modelling

/// Land worn down by flowing water until its streams no longer change it.
///
/// In a landscape that has come to rest under the stream-power law a channel's slope is S = k·A^(−θ), with A the area that
/// drains through it (W. E. H. Culling; A. D. Howard, "A detachment-limited model of drainage basin evolution", Water
/// Resources Research 30, 1994, doi:10.1029/94WR00757). Given the areas, the heights are the least rise over all ways up
/// from the water, found like a shortest path (E. W. Dijkstra, 1959); given the heights, the ways down and so the areas
/// follow. Some rounds of this grow valleys, from coarse cells to fine. Heights made so have no pit: every cell but the
/// water has a lower neighbour. θ = 3/8, within the 0.35–0.6 of measured rivers (G. E. Tucker and K. X. Whipple, JGR 107,
/// 2002, doi:10.1029/2001JB000162), because it is a product of square roots.
struct LeastRise {
  /// Cells along a side, and metres along a cell's.
  let side: Int, cell: Float
  /// Metres above the sea; water has its given level.
  private(set) var heights: [Float]
  /// The place of the next lower cell; its own place for water.
  private(set) var receivers: [Int32]
  /// m² drained through each cell.
  private(set) var areas: [Float]
  /// Cells in the order of their heights.
  private var order: [Int32] = []

  /// m² below which a slope has no stream yet.
  private static let head: Float = 9_000

  init(side: Int, cell: Double, areas: [Float]?) {
    self.side = side
    self.cell = Float(cell)
    heights = []
    receivers = []
    self.areas = areas ?? [Float](repeating: Float(cell * cell), count: side * side)
  }

  /// One round: heights from areas, then areas from heights. `water` holds levels and NaN on land; `steepness` is k for a
  /// slope without stream, `least` the slope of the largest stream.
  mutating func run(water: [Float], steepness: [Float], least: Float) {
    let count = side * side
    let side = side
    var costs = [Float](repeating: 0, count: count)
    for i in 0..<count {
      let ratio = max(1, areas[i] / Self.head)
      let root = ratio.squareRoot().squareRoot()
      costs[i] = max(least, steepness[i] / (root * root.squareRoot())) * cell
    }
    var heights = [Float](repeating: .infinity, count: count)
    var receivers = [Int32](repeating: 0, count: count)
    var order: [Int32] = []
    order.reserveCapacity(count)
    var heap = KeyHeap(capacity: count)
    for i in 0..<count {
      receivers[i] = Int32(i)
      if !water[i].isNaN { heights[i] = water[i] }
    }
    let steps = Self.steps(side)
    for i in 0..<count where heights[i] < .infinity {
      // Water amid water lifts nothing.
      let row = i / side
      let column = i - row * side
      let isInner = row > 0 && row < side - 1 && column > 0 && column < side - 1
      if isInner, steps.allSatisfy({ !water[i + $0.offset].isNaN }) { continue }
      heap.push(Self.key(heights[i], i))
    }
    heights.withUnsafeMutableBufferPointer { heights in
      receivers.withUnsafeMutableBufferPointer { receivers in
        costs.withUnsafeBufferPointer { costs in
          while let key = heap.pop() {
            let i = Int(key & 0xFFFF_FFFF)
            let height = heights[i]
            guard Self.key(height, i) == key else { continue }
            order.append(Int32(i))
            let row = i / side
            let column = i - row * side
            for step in steps {
              let r = row + step.row
              let c = column + step.column
              guard r >= 0, r < side, c >= 0, c < side else { continue }
              let j = i + step.offset
              let lifted = height + costs[j] * step.length
              if lifted < heights[j] {
                heights[j] = lifted
                receivers[j] = Int32(i)
                heap.push(Self.key(lifted, j))
              }
            }
          }
        }
      }
    }
    var areas = [Float](repeating: cell * cell, count: count)
    for i in order.reversed() {
      let receiver = receivers[Int(i)]
      if receiver != i { areas[Int(receiver)] += areas[Int(i)] }
    }
    self.heights = heights
    self.receivers = receivers
    self.areas = areas
    self.order = order
  }

  /// Gives every cell what the water it drains to has.
  func carried(_ values: [Float]) -> [Float] {
    var result = values
    for i in order {
      let receiver = receivers[Int(i)]
      if receiver != i { result[Int(i)] = result[Int(receiver)] }
    }
    return result
  }

  /// The areas of the same land in cells of half the size; the new grid may be a cell wider than twice the old.
  func areasOfHalvedCells(side fine: Int) -> [Float] {
    var result = [Float](repeating: 0, count: fine * fine)
    for row in 0..<fine {
      let from = min(side - 1, row / 2) * side
      for column in 0..<fine { result[row * fine + column] = areas[from + min(side - 1, column / 2)] }
    }
    return result
  }

  /// Sorts by height, then by place, so that equal heights have one order.
  static func key(_ height: Float, _ place: Int) -> UInt64 {
    UInt64((height + 256).bitPattern) << 32 | UInt64(place)
  }

  /// The eight ways to a neighbour.
  static func steps(_ side: Int) -> [(row: Int, column: Int, offset: Int, length: Float)] {
    var steps: [(row: Int, column: Int, offset: Int, length: Float)] = []
    for row in -1...1 {
      for column in -1...1 where row != 0 || column != 0 {
        steps.append((row, column, row * side + column, row != 0 && column != 0 ? 1.41421356 : 1))
      }
    }
    return steps
  }
}

/// A heap of whole numbers, the smallest first.
///
/// Source: J. W. J. Williams, "Algorithm 232: heapsort", CACM 7 (1964); with four children a node, which misses the cache
/// less often.
struct KeyHeap {
  private var keys: [UInt64] = []

  init(capacity: Int) { keys.reserveCapacity(capacity) }

  mutating func push(_ key: UInt64) {
    keys.append(key)
    keys.withUnsafeMutableBufferPointer { keys in
      var place = keys.count - 1
      while place > 0 {
        let parent = (place - 1) >> 2
        if keys[parent] <= key { break }
        keys[place] = keys[parent]
        place = parent
      }
      keys[place] = key
    }
  }

  mutating func pop() -> UInt64? {
    guard let first = keys.first, let last = keys.popLast() else { return nil }
    if keys.isEmpty { return first }
    keys.withUnsafeMutableBufferPointer { keys in
      let count = keys.count
      var place = 0
      while true {
        let child = place << 2 + 1
        if child >= count { break }
        var least = child
        for other in child + 1..<max(child + 1, min(child + 4, count)) where keys[other] < keys[least] { least = other }
        if keys[least] >= last { break }
        keys[place] = keys[least]
        place = least
      }
      keys[place] = last
    }
    return first
  }
}
