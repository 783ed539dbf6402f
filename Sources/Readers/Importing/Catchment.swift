import Geography

/// The ground whose rain runs through the town.
///
/// Flow goes from each cell to the neighbour from which a flood spreading inwards from the edge first reached it
/// (priority-flood: R. Barnes, C. Lehman and D. Mulla, "Priority-flood", Computers & Geosciences 62 (2014), 117–127,
/// doi:10.1016/j.cageo.2013.04.024), so that pits drain over their lowest rim; every cell upstream of a cell of the town
/// belongs to the catchment. Computed on square cells sampled from the terrain: a screening of where to cut, not a map
/// of the divide.
struct Catchment {
  /// The box of the town's cells and all cells upstream of them.
  let box: Box
  /// Whether it runs to the edge of the terrain that was looked at: the true one may be larger.
  let touchesEdge: Bool

  /// Most cells looked at.
  private static let most = 500_000.0

  init(_ terrain: Grid, over area: Box, town: (Point) -> Bool) {
    let size = max(30, (area.width * area.height / Self.most).squareRoot())
    let columns = max(1, Int((area.width / size).rounded(.up)))
    let rows = max(1, Int((area.height / size).rounded(.up)))
    var heights = [Float](repeating: .nan, count: columns * rows)
    var isTown = [Bool](repeating: false, count: columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        let point = Point(x: area.minX + (Double(column) + 0.5) * size, y: area.minY + (Double(row) + 0.5) * size)
        heights[row * columns + column] = terrain.value(at: point)
        isTown[row * columns + column] = town(point)
      }
    }
    let order = Self.flood(heights, columns: columns, rows: rows)
    // Cells come in the order water reaches them from the outlets, so that each follows the one it drains to.
    var isIn = isTown
    var box = Box.empty
    var touches = false
    for cell in order.cells {
      let next = order.downstream[cell]
      if next >= 0, isIn[Int(next)], !isIn[cell] { isIn[cell] = true }
    }
    for cell in isIn.indices where isIn[cell] {
      let column = cell % columns
      let row = cell / columns
      let corner = Point(x: area.minX + Double(column) * size, y: area.minY + Double(row) * size)
      box.extend(by: corner)
      box.extend(by: Point(x: corner.x + size, y: corner.y + size))
      if !isTown[cell], column == 0 || row == 0 || column == columns - 1 || row == rows - 1 { touches = true }
    }
    self.box = box
    touchesEdge = touches
  }

  /// The order in which a flood from the edge and from cells without data reaches the cells, and where each drains to.
  private static func flood(_ heights: [Float], columns: Int, rows: Int) -> (cells: [Int], downstream: [Int32]) {
    var queue = CellQueue()
    var downstream = [Int32](repeating: -1, count: heights.count)
    var isSeen = [Bool](repeating: false, count: heights.count)
    var cells: [Int] = []
    for cell in heights.indices {
      let isEdge =
        cell % columns == 0 || cell % columns == columns - 1 || cell / columns == 0 || cell / columns == rows - 1
      if isEdge || heights[cell].isNaN {
        isSeen[cell] = true
        queue.push(heights[cell].isNaN ? -.infinity : heights[cell], Int32(cell))
      }
    }
    while let (level, number) = queue.pop() {
      let cell = Int(number)
      cells.append(cell)
      let column = cell % columns
      let row = cell / columns
      for y in max(0, row - 1)...min(rows - 1, row + 1) {
        for x in max(0, column - 1)...min(columns - 1, column + 1) {
          let neighbour = y * columns + x
          guard !isSeen[neighbour] else { continue }
          isSeen[neighbour] = true
          downstream[neighbour] = Int32(cell)
          queue.push(max(level, heights[neighbour]), Int32(neighbour))
        }
      }
    }
    return (cells, downstream)
  }
}

/// A heap of cells by level; equal levels leave in the order they came.
private struct CellQueue {
  private var items: [(level: Float, order: Int32, cell: Int32)] = []
  private var count: Int32 = 0

  mutating func push(_ level: Float, _ cell: Int32) {
    items.append((level, count, cell))
    count += 1
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBefore(items[child], items[parent]) else { break }
      items.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (Float, Int32)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var parent = 0
      while true {
        var best = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < items.count && Self.isBefore(items[child], items[best]) {
          best = child
        }
        guard best != parent else { break }
        items.swapAt(parent, best)
        parent = best
      }
    }
    return (first.level, first.cell)
  }

  private static func isBefore(
    _ a: (level: Float, order: Int32, cell: Int32), _ b: (level: Float, order: Int32, cell: Int32)
  ) -> Bool {
    a.level < b.level || (a.level == b.level && a.order < b.order)
  }
}
