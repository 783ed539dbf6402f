package import Geography
package import Replica

/// Where the town is: the largest patch of cells of 250 m whose surroundings, 750 m across, hold at least 6 km of street
/// per km². The same rule for a map and for a sandbox, with or without buildings on it.
package struct BuiltArea: Sendable {
  /// Metres along a side of a cell.
  package static let cell = 250.0
  /// Kilometres of street per km² that make a cell built.
  package static let least = 6.0

  private let box: Box
  private let columns, rows: Int
  private var isBuilt: [Bool]

  /// The area of a city. O(length of its streets + cells).
  package init(_ streets: Streets) {
    let taken = (0..<streets.segments.count).filter { StreetGraph.takes(streets, $0) }
    var box = Box.empty
    for segment in taken { box.formUnion(streets.segments.shapes.box(of: segment)) }
    if box.isEmpty { box = Box(minX: 0, minY: 0, maxX: 1, maxY: 1) }
    self.box = box
    columns = Int(box.width / Self.cell) + 1
    rows = Int(box.height / Self.cell) + 1
    var metres = Array(repeating: 0.0, count: columns * rows)
    for segment in taken {
      let shape = streets.segments.shapes[segment]
      for (from, to) in zip(shape, shape.dropFirst()) {
        let length = from.distance(to: to)
        let pieces = max(1, Int(length / 20))
        for piece in 0..<pieces {
          let at = from.interpolated(to: to, fraction: (Double(piece) + 0.5) / Double(pieces))
          metres[Self.place(at, box, columns)] += length / Double(pieces)
        }
      }
    }
    isBuilt = Array(repeating: false, count: metres.count)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
          for x in max(0, column - 1)...min(columns - 1, column + 1) { sum += metres[y * columns + x] }
        }
        isBuilt[row * columns + column] = sum / 1000 / (9 * Self.cell * Self.cell / 1e6) >= Self.least
      }
    }
    keepLargestPatch()
  }

  /// Km² of it.
  package var squareKilometres: Double { Double(isBuilt.count { $0 }) * Self.cell * Self.cell / 1e6 }

  /// Whether a point is in it.
  package func contains(_ point: Point) -> Bool { box.contains(point) && isBuilt[Self.place(point, box, columns)] }

  /// The centres of its cells.
  package var cells: [Point] {
    isBuilt.indices.filter { isBuilt[$0] }.map {
      Point(
        x: box.minX + (Double($0 % columns) + 0.5) * Self.cell, y: box.minY + (Double($0 / columns) + 0.5) * Self.cell)
    }
  }

  private static func place(_ point: Point, _ box: Box, _ columns: Int) -> Int {
    Int((point.y - box.minY) / cell) * columns + Int((point.x - box.minX) / cell)
  }

  private mutating func keepLargestPatch() {
    var patch = Array(repeating: -1, count: isBuilt.count)
    var sizes: [Int] = []
    for first in isBuilt.indices where isBuilt[first] && patch[first] < 0 {
      var stack = [first]
      patch[first] = sizes.count
      var size = 0
      while let at = stack.popLast() {
        size += 1
        let (column, row) = (at % columns, at / columns)
        let near = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
        for (x, y) in near where (0..<columns).contains(x) && (0..<rows).contains(y) {
          let other = y * columns + x
          guard isBuilt[other], patch[other] < 0 else { continue }
          patch[other] = sizes.count
          stack.append(other)
        }
      }
      sizes.append(size)
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] } ?? -1
    for place in isBuilt.indices { isBuilt[place] = isBuilt[place] && patch[place] == largest }
  }
}
