import Geography

/// Houses or lots one kind of thing may be in, found by place.
struct Premises: Sendable {
  /// One of them.
  struct Item: Sendable {
    var point: Point
    /// The block's place, the lot's place in it, the house's place in it, −1 for none.
    var block: Int32, lot: Int32, house: Int32
    /// How well it suits: metres it seems nearer than it is.
    var bonus: Double
  }

  private(set) var items: [Item]
  private var isTaken: [Bool]
  private let box: Box
  private let cell: Double
  private let columns: Int, rows: Int
  /// Where each cell's items begin in `order`.
  private var offsets: [Int32]
  private var order: [Int32]

  /// An index over some premises. O(n).
  init(_ items: [Item]) {
    self.items = items
    isTaken = [Bool](repeating: false, count: items.count)
    box = Box(items.map(\.point))
    // About four to a cell.
    let area = items.isEmpty ? 1 : max(1, box.width * box.height)
    cell = max(25, (area * 4 / Double(max(1, items.count))).squareRoot())
    columns = items.isEmpty ? 1 : Int(box.width / cell) + 1
    rows = items.isEmpty ? 1 : Int(box.height / cell) + 1
    offsets = [Int32](repeating: 0, count: columns * rows + 1)
    order = [Int32](repeating: 0, count: items.count)
    let (minX, minY, cell, columns) = (box.minX, box.minY, cell, columns)
    let cells = items.map { Int(($0.point.y - minY) / cell) * columns + Int(($0.point.x - minX) / cell) }
    for cell in cells { offsets[cell + 1] += 1 }
    for cell in 1..<offsets.count { offsets[cell] += offsets[cell - 1] }
    var next = offsets
    for (item, cell) in cells.enumerated() {
      order[Int(next[cell])] = Int32(item)
      next[cell] += 1
    }
  }

  /// Takes what lies nearest to a position, bonuses taken off, and is not taken; nothing when all are.
  ///
  /// Rings of cells are searched outwards until none can hold anything nearer.
  mutating func take(near point: Point) -> Item? {
    guard !items.isEmpty else { return nil }
    let column = min(columns - 1, max(0, Int(max(0, point.x - box.minX) / cell)))
    let row = min(rows - 1, max(0, Int(max(0, point.y - box.minY) / cell)))
    var best = (score: Double.infinity, item: -1)
    var reach = 0
    while reach <= max(columns, rows) {
      // A bonus is at most 150 m.
      if best.item >= 0, Double(reach - 1) * cell > best.score + 150 { break }
      for y in max(0, row - reach)...min(rows - 1, row + reach) {
        let isEdge = y == row - reach || y == row + reach
        var x = max(0, column - reach)
        while x <= min(columns - 1, column + reach) {
          if !isEdge, x > column - reach, x < column + reach {
            x = column + reach
            continue
          }
          for place in offsets[y * columns + x]..<offsets[y * columns + x + 1] {
            let item = Int(order[Int(place)])
            guard !isTaken[item] else { continue }
            let score = items[item].point.distance(to: point) - items[item].bonus
            if score < best.score || score == best.score && item < best.item { best = (score, item) }
          }
          x += 1
        }
      }
      reach += 1
    }
    guard best.item >= 0 else { return nil }
    isTaken[best.item] = true
    return items[best.item]
  }
}

/// Where people are, in an order in which neighbours stay together: to give out things one for every so many people.
struct Demand: Sendable {
  private var points: [Point]
  /// Weight up to and with each point.
  private var sums: [Double]

  /// Weights at points. O(n log n).
  init(_ weighted: [(point: Point, weight: Double)]) {
    let box = Box(weighted.map(\.point))
    let scale = 65_535 / max(1, box.width, box.height)
    let keyed = weighted.map { item in
      (
        Self.hilbert(
          UInt32(max(0, (item.point.x - box.minX) * scale)), UInt32(max(0, (item.point.y - box.minY) * scale))),
        item
      )
    }
    let sorted = keyed.indices.sorted { (keyed[$0].0, $0) < (keyed[$1].0, $1) }
    points = sorted.map { keyed[$0].1.point }
    var sum = 0.0
    sums = sorted.map {
      sum += keyed[$0].1.weight
      return sum
    }
  }

  /// Some positions, each for an equal share of all weight. O(count × log n).
  func positions(_ count: Int, start: Double) -> [Point] {
    guard let total = sums.last, total > 0 else { return [] }
    return (0..<count).map { number in
      let wanted = (Double(number) + start) / Double(count) * total
      var (low, high) = (0, sums.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] < wanted { low = middle + 1 } else { high = middle }
      }
      return points[low]
    }
  }

  /// The place of a cell of a 65,536 × 65,536 grid along the Hilbert curve.
  private static func hilbert(_ x: UInt32, _ y: UInt32) -> UInt64 {
    var (x, y) = (x, y)
    var place: UInt64 = 0
    var size: UInt32 = 32_768
    while size > 0 {
      let (right, up): (UInt64, UInt64) = (x & size > 0 ? 1 : 0, y & size > 0 ? 1 : 0)
      place += UInt64(size) * UInt64(size) * ((3 * right) ^ up)
      if up == 0 {
        if right == 1 {
          x = 65_535 &- x
          y = 65_535 &- y
        }
        (x, y) = (y, x)
      }
      size /= 2
    }
    return place
  }
}
