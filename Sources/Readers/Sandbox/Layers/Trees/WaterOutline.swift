import Geography

/// Outlines of water, cut into bands from south to north: whether a point lies in one asks only the edges of its band, and
/// answers as `MultiPolygons.contains` does, to the bit. A river's outline has thousands of edges.
struct WaterOutline: Sendable {
  private let box: Box
  private let bands: Int
  /// Where the edges of each band begin in `edges`, and one more.
  private var firsts: [Int32]
  private var edges: [(from: Point, to: Point)]

  /// One shape of many. O(edges), as long as edges are short beside the shape.
  init(_ shapes: MultiPolygons, _ row: Int) {
    box = shapes.box(of: row)
    var all: [(from: Point, to: Point)] = []
    for number in shapes.rings(of: row) {
      let ring = shapes.ring(number)
      guard var previous = ring.last else { continue }
      for point in ring {
        all.append((previous, point))
        previous = point
      }
    }
    bands = max(1, min(2_048, all.count / 4))
    firsts = [Int32](repeating: 0, count: bands + 1)
    edges = []
    let places = all.map { edge in
      (band(min(edge.from.y, edge.to.y)), band(max(edge.from.y, edge.to.y)))
    }
    for (low, high) in places { for band in low...high { firsts[band + 1] += 1 } }
    for band in 0..<bands { firsts[band + 1] += firsts[band] }
    guard let none = all.first else { return }
    edges = [(from: Point, to: Point)](repeating: none, count: Int(firsts[bands]))
    var next = firsts
    for (edge, (low, high)) in zip(all, places) {
      for band in low...high {
        edges[Int(next[band])] = edge
        next[band] += 1
      }
    }
  }

  private func band(_ y: Double) -> Int {
    guard box.height > 0 else { return 0 }
    return min(bands - 1, max(0, Int((y - box.minY) / box.height * Double(bands))))
  }

  /// Whether a point lies inside, by the even-odd rule.
  func contains(_ point: Point) -> Bool {
    guard box.contains(point) else { return false }
    var isInside = false
    let band = band(point.y)
    for place in Int(firsts[band])..<Int(firsts[band + 1]) {
      let (from, to) = edges[place]
      if (to.y > point.y) != (from.y > point.y) {
        let x = to.x + (point.y - to.y) / (from.y - to.y) * (from.x - to.x)
        if point.x < x { isInside.toggle() }
      }
    }
    return isInside
  }
}
