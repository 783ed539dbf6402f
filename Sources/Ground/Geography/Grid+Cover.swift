extension Grid {
  /// Visits the cells whose centres a shape covers, or the cell under its centroid where it covers none.
  ///
  /// The shape's corners are carried into the grid and tested there by the even-odd rule, so the answer is exact for an
  /// affine placement. A cell outside the grid is not visited: the count returned tells how many cells were looked for,
  /// so that `count` minus the visits lie outside. O(points × rows touched).
  @discardableResult
  public func forEachCell(coveredBy shape: MultiPolygon, _ visit: (_ cell: Int) -> Void) -> Int {
    var edges: [(top: Point, bottom: Point)] = []
    var low = Double.infinity
    var high = -Double.infinity
    for ring in shape.rings {
      guard let last = ring.last else { continue }
      var previous = placement.gridPosition(of: last)
      for corner in ring {
        let next = placement.gridPosition(of: corner)
        low = min(low, next.y)
        high = max(high, next.y)
        if previous.y != next.y { edges.append(previous.y < next.y ? (previous, next) : (next, previous)) }
        previous = next
      }
    }
    var looked = 0
    if low.isFinite, high.isFinite, high - low < 1e7 {
      let first = Int((low - 0.5).rounded(.up))
      let last = Int((high - 0.5).rounded(.down))
      var crossings: [Double] = []
      for row in stride(from: first, through: last, by: 1) {
        let y = Double(row) + 0.5
        crossings.removeAll(keepingCapacity: true)
        for edge in edges where edge.top.y <= y && y < edge.bottom.y {
          let along = (y - edge.top.y) / (edge.bottom.y - edge.top.y)
          crossings.append(edge.top.x + along * (edge.bottom.x - edge.top.x))
        }
        crossings.sort()
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let start = Int((crossings[pair] - 0.5).rounded(.up))
          let end = Int((crossings[pair + 1] - 0.5).rounded(.up))
          for column in stride(from: start, to: end, by: 1) {
            looked += 1
            if row >= 0, row < rows, column >= 0, column < columns { visit(row * columns + column) }
          }
        }
      }
    }
    if looked == 0, !shape.isEmpty {
      looked = 1
      if let cell = cell(at: shape.centroid) { visit(cell) }
    }
    return looked
  }

  /// Visits the pieces of a polyline cell by cell, in order: the cell (nothing outside the grid) and the piece's metres.
  ///
  /// The pieces' lengths add up to the line's. O(points + cells crossed).
  public func forEachPiece(along line: some Collection<Point>, _ visit: (_ cell: Int?, _ metres: Double) -> Void) {
    var previous: Point?
    var cuts: [Double] = []
    for point in line {
      defer { previous = point }
      guard let start = previous else { continue }
      let metres = start.distance(to: point)
      guard metres > 0 else { continue }
      let from = placement.gridPosition(of: start)
      let to = placement.gridPosition(of: point)
      cuts.removeAll(keepingCapacity: true)
      cuts.append(0)
      Self.appendCrossings(from: from.x, to: to.x, limit: Double(columns), &cuts)
      Self.appendCrossings(from: from.y, to: to.y, limit: Double(rows), &cuts)
      cuts.append(1)
      cuts.sort()
      for index in 1..<cuts.count where cuts[index] > cuts[index - 1] {
        let middle = from.interpolated(to: to, fraction: (cuts[index] + cuts[index - 1]) / 2)
        let isInside = middle.x >= 0 && middle.y >= 0 && middle.x < Double(columns) && middle.y < Double(rows)
        visit(isInside ? Int(middle.y) * columns + Int(middle.x) : nil, metres * (cuts[index] - cuts[index - 1]))
      }
    }
  }

  /// The fractions of the way from one coordinate to another at which whole numbers within 0…limit are crossed.
  private static func appendCrossings(from: Double, to: Double, limit: Double, _ cuts: inout [Double]) {
    let low = max(0, min(from, to).rounded(.up))
    let high = min(limit, max(from, to).rounded(.down))
    guard low <= high, from != to else { return }
    for number in stride(from: low, through: high, by: 1) {
      let fraction = (number - from) / (to - from)
      if fraction > 0, fraction < 1 { cuts.append(fraction) }
    }
  }
}
