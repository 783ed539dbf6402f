import Geography

extension Mesh {
  /// Lays a line across faces, from a vertex to where the line ends, cutting every face it passes.
  ///
  /// Where it meets an edge it makes a vertex, or joins one that is within `snap` metres. A line that ends inside a face is led
  /// on to the nearest side within `reach` metres, otherwise its last piece is left out. Gives back the vertices it passed,
  /// the first included; nothing is cut where it would leave a sliver of less than `leastArea`.
  @discardableResult
  mutating func trace(
    from vertex: Int32, along line: [Point], way: Int32, snap: Double, reach: Double, leastArea: Double = 400
  ) -> [Int32] {
    var passed = [vertex]
    var here = vertex
    var path: [Point] = []
    var place = 0
    var guardCount = 0
    while place < line.count, guardCount < 200_000 {
      guardCount += 1
      let target = line[place]
      let from = path.last ?? points[Int(here)]
      if from.distance(to: target) < 0.5 {
        place += 1
        continue
      }
      guard let startEdge = spoke(of: here, towards: path.first ?? target) else { return passed }
      let number = face[Int(startEdge)]
      guard number >= 0 else { return passed }
      let sides = edges(of: number)
      var hit: (t: Double, side: Int32, point: Point)?
      for side in sides {
        if path.isEmpty, side == startEdge || side == previous[Int(startEdge)] { continue }
        guard let met = crossing(from, target, start(side), end(side)), met.first > 1e-9 else { continue }
        if met.first < hit?.t ?? .infinity {
          hit = (met.first, side, from.interpolated(to: target, fraction: met.first))
        }
      }
      if let hit {
        guard let reached = close(from: startEdge, path, on: hit.side, at: hit.point, way, snap, leastArea) else {
          return passed
        }
        passed.append(reached)
        here = reached
        path = []
        if points[Int(reached)].distance(to: target) < snap { place += 1 }
        continue
      }
      path.append(target)
      place += 1
    }
    // The line ended inside a face: on to the nearest side.
    guard let last = path.last, let startEdge = spoke(of: here, towards: path[0]) else { return passed }
    var nearest: (distance: Double, side: Int32, point: Point)?
    for side in edges(of: face[Int(startEdge)]) where side != startEdge && side != previous[Int(startEdge)] {
      let (a, b) = (start(side), end(side))
      let ab = Vector(a, b)
      let t = min(1, max(0, Vector(a, last).dot(ab) / max(1e-9, ab.dot(ab))))
      let foot = a.interpolated(to: b, fraction: t)
      if foot.distance(to: last) < min(reach, nearest?.distance ?? .infinity) {
        nearest = (foot.distance(to: last), side, foot)
      }
    }
    guard let nearest else { return passed }
    if nearest.distance < snap { path.removeLast() }
    if let reached = close(from: startEdge, path, on: nearest.side, at: nearest.point, way, snap, leastArea) {
      passed.append(reached)
    }
    return passed
  }

  /// Cuts the face by the path, which ends on a side; gives back the vertex there.
  private mutating func close(
    from startEdge: Int32, _ path: [Point], on side: Int32, at point: Point, _ way: Int32, _ snap: Double,
    _ leastArea: Double
  ) -> Int32? {
    var path = path
    let landing: Cut.Landing
    let reached: Point
    if point.distance(to: start(side)) < snap {
      (landing, reached) = (.vertex(side), start(side))
    } else if point.distance(to: end(side)) < snap {
      (landing, reached) = (.vertex(next[Int(side)]), end(side))
    } else {
      (landing, reached) = (.side(side, point), point)
    }
    while let last = path.last, last.distance(to: reached) < 0.8 * snap { path.removeLast() }
    let cut = Cut(from: .vertex(startEdge), to: landing, start: start(startEdge), end: reached, path: path)
    guard !isCrossed(cut.line, in: face[Int(startEdge)]),
      apply(cut, ways: Array(repeating: way, count: path.count + 1), leastArea: leastArea) != nil
    else { return nil }
    switch landing {
    case .vertex(let edge): return origin[Int(edge)]
    case .side(let edge, _): return origin[Int(next[Int(edge)])]
    }
  }

  /// Whether a line meets the sides of a face other than at its own ends.
  func isCrossed(_ line: [Point], in number: Int32) -> Bool {
    let sides = edges(of: number)
    for piece in 1..<max(2, line.count) {
      let (a, b) = (line[piece - 1], line[piece])
      let reach = Box([a, b])
      for side in sides {
        let (c, d) = (start(side), end(side))
        guard reach.intersects(Box([c, d])), let met = crossing(a, b, c, d) else { continue }
        let isEnd =
          (piece == 1 && met.first * a.distance(to: b) < 0.01)
          || (piece == line.count - 1 && (1 - met.first) * a.distance(to: b) < 0.01)
        if !isEnd { return true }
      }
    }
    return false
  }

  /// The half-edge leaving a vertex whose face one enters by going from the vertex towards a position.
  func spoke(of vertex: Int32, towards point: Point) -> Int32? {
    let here = points[Int(vertex)]
    let ahead = Vector(here, point)
    for edge in spokes(of: vertex) {
      let low = Vector(here, end(edge))
      let high = Vector(here, start(previous[Int(edge)]))
      // The face lies to the left of `edge`: from `low` counter-clockwise to `high`.
      let isInside =
        low.cross(high) > 0 || (low.cross(high) == 0 && low.dot(high) > 0)
        ? low.cross(ahead) > 0 && ahead.cross(high) > 0
        : !(high.cross(ahead) >= 0 && ahead.cross(low) >= 0)
      if isInside, face[Int(edge)] >= 0 { return edge }
    }
    return nil
  }
}
