import Geography

/// A line with a width, as an area: rivers on the map.
enum Ribbon {
  /// The area within half a width of a line; corners are mitred, at most twice as far out.
  static func along(_ line: [Point], width: Double) -> MultiPolygon {
    guard line.count > 1 else { return MultiPolygon(rings: []) }
    var left: [Point] = []
    var right: [Point] = []
    for place in line.indices {
      let before = place > 0 ? Vector(line[place - 1], line[place]).unit : Vector(line[0], line[1]).unit
      let after = place < line.count - 1 ? Vector(line[place], line[place + 1]).unit : before
      let normal = (before.left + after.left).unit
      let reach = width / 2 / max(0.5, normal.dot(after.left))
      left.append(line[place] + normal * reach)
      right.append(line[place] + normal * -reach)
    }
    return MultiPolygon(polygons: [[right + left.reversed()]])
  }
}
