package import Geography

/// Which of some places are neighbours: within a band of metres, each with weight 1.
package struct SpatialWeights: Sendable {
  /// How many places there are.
  package let count: Int
  /// The neighbours of each place in ascending order, itself left out.
  package let neighbours: [[Int32]]

  /// Neighbours of points within a band, its edge included. O(n + pairs) for points that are spread out.
  package init(_ points: [Point], band: Double) {
    count = points.count
    struct Cell: Hashable {
      var x: Int
      var y: Int
    }
    func cell(_ point: Point) -> Cell {
      Cell(x: Int((point.x / band).rounded(.down)), y: Int((point.y / band).rounded(.down)))
    }
    var cells: [Cell: [Int32]] = [:]
    for (row, point) in points.enumerated() { cells[cell(point), default: []].append(Int32(row)) }
    neighbours = points.enumerated().map { row, point in
      let own = cell(point)
      var near: [Int32] = []
      for x in own.x - 1...own.x + 1 {
        for y in own.y - 1...own.y + 1 {
          for other in cells[Cell(x: x, y: y)] ?? []
          where Int(other) != row && points[Int(other)].distance(to: point) <= band {
            near.append(other)
          }
        }
      }
      return near.sorted()
    }
  }

  private init(_ neighbours: [[Int32]]) {
    count = neighbours.count
    self.neighbours = neighbours
  }

  /// The weights among some of the places, in their order. O(n + pairs).
  package func restricted(to rows: [Int]) -> SpatialWeights {
    if rows.count == count { return self }
    var place = [Int32](repeating: -1, count: count)
    for (new, row) in rows.enumerated() { place[row] = Int32(new) }
    return SpatialWeights(rows.map { row in neighbours[row].map { place[Int($0)] }.filter { $0 >= 0 } })
  }
}
