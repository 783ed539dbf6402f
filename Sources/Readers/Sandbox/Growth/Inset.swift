import Geography

/// Draws the sides of a nearly convex ring inwards, each by its own distance.
///
/// Every side becomes a line; sides that vanish between their neighbours are left out one after another, the worst first.
/// Where two sides in line stand back differently a short step joins them. O(sides²).
struct Inset: Sendable {
  /// Counter-clockwise; empty when nothing is left.
  private(set) var ring: [Point] = []
  /// By side of the new ring: the side of the old ring it comes from; −1 for a step.
  private(set) var sources: [Int] = []

  init(_ given: [Point], by distances: [Double]) {
    struct Line {
      var point: Point
      var direction: Vector
      var source: Int
    }
    var lines: [Line] = []
    for side in given.indices {
      let (a, b) = (given[side], given[(side + 1) % given.count])
      let direction = Vector(a, b)
      guard direction.length > 0.05 else { continue }
      let unit = direction.unit
      lines.append(Line(point: a + unit.left * distances[side], direction: unit, source: side))
    }
    // A step between sides that are nearly in line but stand back differently.
    var stepped: [Line] = []
    for place in lines.indices {
      let line = lines[place]
      let after = lines[(place + 1) % lines.count]
      stepped.append(line)
      let turn = line.direction.cross(after.direction)
      let gap = distances[after.source] - distances[line.source]
      if turn.magnitude < 0.25, line.direction.dot(after.direction) > 0, gap.magnitude > 0.3 {
        let corner = given[after.source]
        let across = (line.direction + after.direction).unit.left
        let shifted = corner + (line.direction + after.direction).unit * 0
        stepped.append(Line(point: shifted, direction: gap > 0 ? across : -across, source: -1))
      }
    }
    lines = stepped
    while lines.count >= 3 {
      let count = lines.count
      var corners: [Point] = []
      corners.reserveCapacity(count)
      var worst: (length: Double, place: Int)?
      var isParallel = false
      for place in 0..<count {
        let (a, b) = (lines[(place + count - 1) % count], lines[place])
        let cross = a.direction.cross(b.direction)
        if cross.magnitude < 0.004 {
          // Nearly in line: the corner slides along with both.
          let offset = Vector(a.point, b.point)
          if a.direction.dot(b.direction) < 0 || offset.cross(a.direction).magnitude > 0.3 {
            lines.remove(at: place)
            isParallel = true
            break
          }
          corners.append(b.point)
          continue
        }
        let t = Vector(a.point, b.point).cross(b.direction) / cross
        corners.append(a.point + a.direction * t)
      }
      if isParallel { continue }
      for place in 0..<count {
        let length = Vector(corners[place], corners[(place + 1) % count]).dot(lines[place].direction)
        if length < 0.02, length < worst?.length ?? .infinity { worst = (length, place) }
      }
      if let worst {
        lines.remove(at: worst.place)
        continue
      }
      ring = corners
      sources = lines.map(\.source)
      break
    }
    if ring.count < 3 || MultiPolygon.signedArea(of: ring) < 20 || !isSimple(ring) {
      ring = []
      sources = []
    }
  }

  private func isSimple(_ ring: [Point]) -> Bool {
    let count = ring.count
    for i in 0..<count {
      let box = Box([ring[i], ring[(i + 1) % count]])
      for j in stride(from: i + 2, to: count, by: 1) where !(i == 0 && j == count - 1) {
        guard box.intersects(Box([ring[j], ring[(j + 1) % count]])) else { continue }
        if crossing(ring[i], ring[(i + 1) % count], ring[j], ring[(j + 1) % count]) != nil { return false }
      }
    }
    return true
  }
}
