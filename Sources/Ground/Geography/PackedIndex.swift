/// A spatial index over boxes that do not change: an R-tree packed in Hilbert order.
///
/// Building is O(n log n), a search O(log n + found). Source: I. Kamel and C. Faloutsos, "On packing R-trees", CIKM 1993.
/// Boxes are numbered by their place in the sequence given; empty boxes are never found.
public struct PackedIndex: Sendable {
  /// How many boxes were given.
  public let count: Int
  private let fanOut = 16
  /// The boxes of all levels, leaves first, the root last.
  private var boxes: [Box] = []
  /// For a leaf the number of its box; for a higher box the place of its first child.
  private var children: [Int32] = []
  /// Where each level ends in `boxes`.
  private var levelEnds: [Int] = []

  /// An index over boxes.
  public init(_ given: some Sequence<Box>) {
    let all = Array(given)
    count = all.count
    var extent = Box.empty
    var order: [(key: UInt32, number: Int32)] = []
    for box in all where !box.isEmpty { extent.formUnion(box) }
    for (number, box) in all.enumerated() where !box.isEmpty {
      let x = extent.width > 0 ? (box.center.x - extent.minX) / extent.width : 0
      let y = extent.height > 0 ? (box.center.y - extent.minY) / extent.height : 0
      order.append((Self.hilbert(UInt32(x * 65535), UInt32(y * 65535)), Int32(number)))
    }
    guard !order.isEmpty else { return }
    order.sort { ($0.key, $0.number) < ($1.key, $1.number) }
    for item in order {
      boxes.append(all[Int(item.number)])
      children.append(item.number)
    }
    levelEnds.append(boxes.count)
    var start = 0
    while boxes.count - start > 1 {
      let end = boxes.count
      for first in stride(from: start, to: end, by: fanOut) {
        var union = Box.empty
        for child in first..<min(first + fanOut, end) { union.formUnion(boxes[child]) }
        boxes.append(union)
        children.append(Int32(first))
      }
      levelEnds.append(boxes.count)
      start = end
    }
  }

  /// Visits the numbers of all boxes that share a point with `area`, in no stated but always the same order.
  public func search(_ area: Box, _ visit: (Int) -> Void) {
    guard let root = boxes.last, root.intersects(area) else { return }
    var stack: [(place: Int, level: Int)] = []
    stack.reserveCapacity(4 * fanOut)
    stack.append((boxes.count - 1, levelEnds.count - 1))
    while let (place, level) = stack.popLast() {
      if level == 0 {
        visit(Int(children[place]))
      } else {
        let first = Int(children[place])
        for child in first..<min(first + fanOut, levelEnds[level - 1]) where boxes[child].intersects(area) {
          stack.append((child, level - 1))
        }
      }
    }
  }

  /// The numbers of all boxes that share a point with `area`, ascending.
  public func search(_ area: Box) -> [Int] {
    var found: [Int] = []
    search(area) { found.append($0) }
    return found.sorted()
  }

  /// The box nearest to a point by a distance of the caller's own, which must be no less than the distance to the box.
  ///
  /// `squaredDistance` gets a box's number and answers in m²; infinity leaves it out. Ties go to the lower number.
  /// Nothing within `limit` metres gives nothing.
  public func nearest(
    to point: Point, within limit: Double = .infinity, squaredDistance: (Int) -> Double
  ) -> (number: Int, squaredDistance: Double)? {
    guard !boxes.isEmpty else { return nil }
    var best = limit * limit
    var found: Int?
    let root = boxes.count - 1
    var stack = [(squared: boxes[root].squaredDistance(to: point), place: root, level: levelEnds.count - 1)]
    while let (near, place, level) = stack.popLast() {
      guard near <= best else { continue }
      if level == 0 {
        let number = Int(children[place])
        let squared = squaredDistance(number)
        if squared < best || (squared == best && squared < .infinity && number < found ?? .max) {
          best = squared
          found = number
        }
      } else {
        let first = Int(children[place])
        let begin = stack.count
        for child in first..<min(first + fanOut, levelEnds[level - 1]) {
          let squared = boxes[child].squaredDistance(to: point)
          // Those already too far are not sorted; the nearest comes up first.
          if squared <= best { stack.append((squared, child, level - 1)) }
        }
        stack.withUnsafeMutableBufferPointer { $0[begin...].sort { $0.squared > $1.squared } }
      }
    }
    return found.map { ($0, best) }
  }

  /// The place of a cell on a Hilbert curve over a 65536 × 65536 square.
  private static func hilbert(_ column: UInt32, _ row: UInt32) -> UInt32 {
    var x = column
    var y = row
    var distance: UInt32 = 0
    var side: UInt32 = 32768
    while side > 0 {
      let right: UInt32 = x & side > 0 ? 1 : 0
      let upper: UInt32 = y & side > 0 ? 1 : 0
      distance &+= side &* side &* ((3 &* right) ^ upper)
      if upper == 0 {
        if right == 1 {
          x = 65535 &- x
          y = 65535 &- y
        }
        swap(&x, &y)
      }
      side /= 2
    }
    return distance
  }
}
