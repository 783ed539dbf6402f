import Geography
import Modelling
import Replica

/// The main street and the roads that leave the town.
extension Skeleton {
  /// Roads outwards from the old bridge: the main street both ways, and country roads from it.
  mutating func drawMainRoads() {
    guard let bridge = riverVertex(near: land.origin) else { return }
    oldBridge = bridge
    let middle = mesh.points[Int(bridge)]
    let water = mesh.spokes(of: bridge).filter { way(of: $0).isWater }
    guard water.count == 2 else { return }
    let along = Vector(mesh.end(water[0]), mesh.end(water[1])).unit
    mainStreetHeading = along.left
    // The main street bears the first name.
    let main = add(.street(.primary, name: 1))
    for side in [1.0, -1.0] {
      for lean in [0.0, 0.15, -0.15, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6] {
        let heading = (along.left * side).turned(cosine: 1 - lean * lean / 2, sine: lean).unit
        if walkRoad(from: bridge, start: middle, heading: heading, way: main) { break }
      }
    }
    // Roads that branch off the main street on both banks, upstream and downstream.
    for side in [1.0, -1.0] {
      for branch in [1.0, -1.0] {
        let distance = random.uniform(140..<260) + 0.06 * land.radius
        let leaning = random.uniform(0.35..<0.75)
        guard let vertex = vertex(on: main, at: distance, from: middle, towards: along.left * side) else { continue }
        let way = newStreet(land.radius > 1_200 ? .primary : .secondary)
        let heading = (along * branch + along.left * (side * leaning)).unit
        walkRoad(from: vertex, start: mesh.points[Int(vertex)], heading: heading, way: way)
      }
    }
    // In larger towns more of them, from further out.
    let rings = land.radius > 5_000 ? 3 : land.radius > 2_200 ? 2 : land.radius > 1_300 ? 1 : 0
    for ring in 0..<rings {
      let distance = land.radius * (0.16 + 0.2 * Double(ring))
      for sector in 0..<(8 << min(ring, 1)) {
        let angle = (Double(sector) + random.unit() * 0.5) / Double(8 << min(ring, 1)) * 2 * 3.141592653589793
        let heading = Vector(x: Portable.cos(angle), y: Portable.sin(angle))
        let start = middle + heading * distance
        guard isLand(start), clearOfRoads(start, heading) else { continue }
        guard let vertex = vertexOnRoad(near: start, within: 0.12 * land.radius) else { continue }
        walkRoad(from: vertex, start: mesh.points[Int(vertex)], heading: heading, way: newStreet(.secondary))
      }
    }
    // Larger towns have ring roads: the first around the centre, another around what was built later.
    if land.radius > 1_500 { drawRing(at: (land.radius > 5_000 ? 0.35 : 0.5) * land.radius) }
    if land.radius > 5_000 { drawRing(at: 0.7 * land.radius) }
  }

  /// A ring road so many metres around the middle, from main road to main road; where the sea or a pond lies in its way it ends.
  private mutating func drawRing(at distance: Double) {
    let way = newStreet(.primary)
    let phase = random.unit() * 2 * 3.141592653589793
    let count = max(24, Int(2 * 3.141592653589793 * distance / 50))
    let circle = (0..<count).map { number in
      let angle = Double(number) / Double(count) * 2 * 3.141592653589793
      let reach = distance * (1 + 0.08 * Portable.sin(2 * angle + phase))
      return land.origin + Vector(x: Portable.cos(angle), y: Portable.sin(angle)) * reach
    }
    func isBarred(_ place: Int) -> Bool {
      let (here, next) = (circle[place % count], circle[(place + 1) % count])
      return !land.box.contains(next) || land.sea.contains(next) || ponds.meet([here, next])
    }
    // It begins where it first meets a main road, goes round once and is laid anew behind every barrier.
    var (place, last) = (0, count)
    while place < last {
      guard let start = vertexOnRoad(near: circle[place % count], within: 40) else {
        place += 1
        continue
      }
      // Once round, it ends where it began.
      if place < count, last == count { last = place + count }
      let from = mesh.points[Int(start)]
      var end = place + 1
      while end < last, !isBarred(end) { end += 1 }
      let line = (place + 1...end).map { circle[$0 % count] }
      let clear = Array(line.drop { $0.distance(to: from) < 20 })
      let passed = mesh.trace(from: start, along: clear, way: way, snap: 24, reach: 150, leastArea: 1_000)
      // What could not be laid is left out.
      let reached = mesh.points[Int(passed[passed.count - 1])]
      let done = line.indices.min { line[$0].distance(to: reached) < line[$1].distance(to: reached) } ?? 0
      place += done + 1
    }
  }

  func isLand(_ point: Point) -> Bool { land.box.contains(point) && land.clearance(at: point) > 20 }

  /// Whether a road that goes out there would not run beside another one.
  func clearOfRoads(_ start: Point, _ heading: Vector) -> Bool {
    for share in [0.15, 0.3, 0.5] {
      let probe = start + heading * (land.radius * share)
      for edge in 0..<mesh.ways.count where ways[Int(mesh.ways[edge])].isStreet {
        let (a, b) = (mesh.start(Int32(edge) * 2), mesh.end(Int32(edge) * 2))
        if Lines.squaredDistance(from: probe, to: [a, b]) < 0.012 * land.radius * land.radius * share { return false }
      }
    }
    return true
  }

  /// The vertex of a road nearest to a position, at which no other begins.
  private func vertexOnRoad(near point: Point, within reach: Double) -> Int32? {
    var nearest: (distance: Double, vertex: Int32)?
    for edge in 0..<mesh.ways.count where ways[Int(mesh.ways[edge])].isStreet {
      let vertex = mesh.origin[2 * edge]
      let distance = mesh.points[Int(vertex)].distance(to: point)
      if distance < min(reach, nearest?.distance ?? .infinity), mesh.degrees[Int(vertex)] == 2 {
        nearest = (distance, vertex)
      }
    }
    return nearest?.vertex
  }

  func vertex(on way: Int32, at distance: Double, from middle: Point, towards heading: Vector) -> Int32? {
    var best: (error: Double, vertex: Int32)?
    for edge in 0..<mesh.ways.count where mesh.ways[edge] == way {
      for vertex in [mesh.origin[2 * edge], mesh.origin[2 * edge + 1]] where mesh.degrees[Int(vertex)] == 2 {
        let offset = Vector(middle, mesh.points[Int(vertex)])
        guard offset.dot(heading) > 0 else { continue }
        let error = (offset.length - distance).magnitude
        if error < best?.error ?? .infinity { best = (error, vertex) }
      }
    }
    return best?.vertex
  }

  /// A road to the edge of the map: it keeps its heading, wanders a little, shuns steep ground and the water's edge.
  ///
  /// Gives back whether anything of it could be laid.
  @discardableResult
  mutating func walkRoad(from vertex: Int32, start: Point, heading: Vector, way: Int32) -> Bool {
    mainRoads.insert(way)
    let step = 40.0
    var line: [Point] = []
    var here = start
    var course = heading
    var drift = 0.0
    for number in 0..<Int(2.5 * (land.box.width + land.box.height) / step) {
      drift = 0.93 * drift + 0.16 * (random.unit() * 2 - 1)
      // Near the middle of the town it is straight; further out it follows the land.
      let freedom = min(1, Double(number) / 10)
      var best: (cost: Double, heading: Vector)?
      for turn in [0.0, 0.12, -0.12, 0.25, -0.25, 0.45, -0.45] {
        let (cosine, sine) = (1 - turn * turn / 2, turn)
        let wanted = (heading + Vector(x: -heading.y, y: heading.x) * drift).unit
        let option = course.turned(cosine: cosine, sine: sine).unit
        let probe = here + option * (2.5 * step)
        var cost = turn * turn * 3 + 1.6 * (1 - option.dot(wanted))
        cost += 6 * max(0, (land.height(at: probe) - land.height(at: here)).magnitude / (2.5 * step) - 0.04) * freedom
        let water = land.clearance(at: probe)
        // It goes round a pond in good time.
        if ponds.meet([here, here + option * (1.5 * step)]) { cost += 100 }
        if ponds.meet([here, here + option * (4.5 * step)]) { cost += 3 }
        if water < 70 { cost += 0.02 * (70 - max(-30, water)) * freedom }
        if cost < best?.cost ?? .infinity { best = (cost, option) }
      }
      course = best?.heading ?? course
      here = here + course * step
      line.append(here)
      if !land.box.expanded(by: 60).contains(here) { break }
      // At the shore a road ends.
      if land.sea.contains(here) { break }
    }
    return mesh.trace(from: vertex, along: line, way: way, snap: 16, reach: 150, leastArea: 8_000).count > 1
  }
}
