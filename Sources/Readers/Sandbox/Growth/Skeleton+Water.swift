import Geography
import Modelling
import Replica

/// Rivers, streams and the shore as edges of the plan.
extension Skeleton {
  /// The frame's vertex nearest to a position, made where there is none.
  mutating func frameVertex(near point: Point) -> Int32? {
    var nearest: (distance: Double, edge: Int32, point: Point)?
    for edge in Int32(0)..<Int32(mesh.origin.count) where edge & 1 == 0 && mesh.ways[Int(edge) / 2] == 0 {
      let (a, b) = (mesh.start(edge), mesh.end(edge))
      let ab = Vector(a, b)
      let t = min(1, max(0, Vector(a, point).dot(ab) / max(1e-9, ab.dot(ab))))
      let foot = a.interpolated(to: b, fraction: t)
      if foot.distance(to: point) < nearest?.distance ?? .infinity { nearest = (foot.distance(to: point), edge, foot) }
    }
    guard let nearest else { return nil }
    if nearest.point.distance(to: mesh.start(nearest.edge)) < 5 { return mesh.origin[Int(nearest.edge)] }
    if nearest.point.distance(to: mesh.end(nearest.edge)) < 5 { return mesh.origin[Int(nearest.edge ^ 1)] }
    return mesh.split(nearest.edge, at: nearest.point)
  }

  mutating func drawWater() {
    let inner = land.box.expanded(by: -8)
    // The shore: the runs of the sea's outline that lie inside the map.
    for ring in land.sea.rings {
      guard let outside = ring.firstIndex(where: { !inner.contains($0) }) else { continue }
      let turned = Array(ring[outside...] + ring[..<outside])
      var run: [Point] = []
      for point in turned + [turned[0]] {
        if inner.contains(point) {
          run.append(point)
          continue
        }
        drawFromFrame(Self.thinned(run, 25), add(Way(kind: .coast, halfWidth: 30)), reach: .infinity)
        run = []
      }
    }
    for (number, course) in land.courses.enumerated() {
      let reserve = number == 0 ? 12.0 : course.kind == .river ? 10 : 7
      let way = add(Way(kind: .water(number), halfWidth: course.width / 2 + reserve))
      let line = Self.thinned(Array(course.line.drop { !inner.contains($0) }.prefix { inner.contains($0) }), 25)
      guard line.count > 2 else { continue }
      if number == 0 {
        drawFromFrame(line, way, reach: .infinity)
        continue
      }
      // A tributary is drawn upstream from where it joins.
      let mouth = line[line.count - 1]
      guard let vertex = vertexOnWater(near: mouth, within: 80) else { continue }
      var upstream = Array(line.reversed().drop { $0.distance(to: mesh.points[Int(vertex)]) < 30 })
      guard upstream.count > 2 else { continue }
      let spring = upstream[upstream.count - 1]
      // Above its spring a road leads on up the valley, so that the faces stay polygons.
      let ahead = Vector(upstream[upstream.count - 2], spring).unit
      let before = mesh.ways.count
      upstream.append(spring + ahead * (land.box.width + land.box.height))
      mesh.trace(from: vertex, along: upstream, way: way, snap: 12, reach: 60)
      let road = newStreet(.tertiary)
      for edge in before..<mesh.ways.count where mesh.ways[edge] == way {
        let middle = mesh.start(Int32(edge) * 2).interpolated(to: mesh.end(Int32(edge) * 2), fraction: 0.5)
        if Vector(spring, middle).dot(ahead) > 1, Lines.squaredDistance(from: middle, to: course.line) > 400 {
          mesh.ways[edge] = road
        }
      }
    }
  }

  mutating func drawFromFrame(_ line: [Point], _ way: Int32, reach: Double) {
    guard line.count > 2, let start = frameVertex(near: line[0]) else { return }
    mesh.trace(from: start, along: line, way: way, snap: 6, reach: reach)
  }

  /// The vertex of the main river nearest to a position at which nothing joins it.
  func riverVertex(near point: Point) -> Int32? {
    var nearest: (distance: Double, vertex: Int32)?
    for edge in Int32(0)..<Int32(mesh.origin.count) where way(of: edge).kind == .water(0) {
      let vertex = mesh.origin[Int(edge)]
      guard mesh.degrees[Int(vertex)] == 2, mesh.spokes(of: vertex).allSatisfy({ way(of: $0).isWater }) else {
        continue
      }
      let distance = mesh.points[Int(vertex)].distance(to: point)
      if distance < nearest?.distance ?? .infinity { nearest = (distance, vertex) }
    }
    return nearest?.vertex
  }

  mutating func vertexOnWater(near point: Point, within reach: Double) -> Int32? {
    var nearest: (distance: Double, edge: Int32, point: Point)?
    for edge in Int32(0)..<Int32(mesh.origin.count) where edge & 1 == 0 {
      guard case .water = way(of: edge).kind else { continue }
      let (a, b) = (mesh.start(edge), mesh.end(edge))
      let ab = Vector(a, b)
      let t = min(1, max(0, Vector(a, point).dot(ab) / max(1e-9, ab.dot(ab))))
      let foot = a.interpolated(to: b, fraction: t)
      if foot.distance(to: point) < min(reach, nearest?.distance ?? .infinity) {
        nearest = (foot.distance(to: point), edge, foot)
      }
    }
    guard let nearest else { return nil }
    if nearest.point.distance(to: mesh.start(nearest.edge)) < 9 { return mesh.origin[Int(nearest.edge)] }
    if nearest.point.distance(to: mesh.end(nearest.edge)) < 9 { return mesh.origin[Int(nearest.edge ^ 1)] }
    return mesh.split(nearest.edge, at: nearest.point)
  }

  /// Fewer points: those at least so far apart, and the last.
  static func thinned(_ line: [Point], _ spacing: Double) -> [Point] {
    guard let first = line.first, let last = line.last else { return [] }
    var result = [first]
    for point in line.dropFirst() where point.distance(to: result[result.count - 1]) >= spacing { result.append(point) }
    if result[result.count - 1].distance(to: last) > spacing / 2 {
      result.append(last)
    } else if result.count > 1 {
      result[result.count - 1] = last
    }
    return result
  }
}
