import Geography
import Modelling
import Replica

/// The main roads of the town and its country: a mesh whose faces become quarters.
///
/// First the water is drawn, then the main street over the old bridge and the roads that leave the town from it, then
/// collectors, by cutting the largest faces again and again: so a street is as old as the faces it bounds.
struct Skeleton: Sendable {
  private(set) var mesh: Mesh
  /// What the mesh's ways stand for.
  private(set) var ways: [Way] = [.frame, .hedge]
  /// By vertex: which side of the street a new street may begin on: 1 left and 2 right of the chain as it was walked, 0 no gate.
  private(set) var gates: [UInt8] = []
  /// Bridges: the vertices over the middle of the water.
  private(set) var bridges: Set<Int32> = []
  /// The vertex of the old bridge.
  private(set) var oldBridge: Int32 = 0

  /// The ways of the roads that lead from the town out of the map.
  private(set) var mainRoads: Set<Int32> = []
  /// The way the main street takes from the old bridge on its first side.
  private(set) var mainStreetHeading: Vector?

  /// The middle of the expressway from edge to edge of the map, by vertex; empty when there is none.
  private(set) var expressway: [Int32] = []
  /// Where ramps may join the main roads: by vertex of the crossing the vertices left and right of it.
  private(set) var interchanges: [Int32: (left: Int32, right: Int32)] = [:]

  private let land: Landscape
  private var random: SplitMix
  private var nameCount = 0
  private static let hedge: Int32 = 1

  init(_ land: Landscape, people: Int, seed: UInt64) {
    self.land = land
    random = SplitMix(seed: seed, topic: "skeleton", number: 0)
    let box = land.box
    mesh = Mesh(
      ring: [
        Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
        Point(x: box.minX, y: box.maxY),
      ], ways: [0, 0, 0, 0])
    nameCount = 1
    drawWater()
    drawMainRoads()
    if people >= 80_000 { drawExpressway() }
    cutCollectors()
    endAtBanks()
    lineBanks()
    makeGates()
  }

  func way(of edge: Int32) -> Way { ways[Int(mesh.ways[Int(edge) / 2])] }

  private mutating func add(_ way: Way) -> Int32 {
    ways.append(way)
    return Int32(ways.count - 1)
  }

  /// A street of its own name.
  private mutating func newStreet(_ streetClass: StreetClass) -> Int32 {
    nameCount += 1
    return add(.street(streetClass, name: nameCount))
  }

  // MARK: Water

  /// The frame's vertex nearest to a position, made where there is none.
  private mutating func frameVertex(near point: Point) -> Int32? {
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

  private mutating func drawWater() {
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

  private mutating func drawFromFrame(_ line: [Point], _ way: Int32, reach: Double) {
    guard line.count > 2, let start = frameVertex(near: line[0]) else { return }
    mesh.trace(from: start, along: line, way: way, snap: 6, reach: reach)
  }

  /// The vertex of the main river nearest to a position at which nothing joins it.
  private func riverVertex(near point: Point) -> Int32? {
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

  private mutating func vertexOnWater(near point: Point, within reach: Double) -> Int32? {
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

  // MARK: Roads

  /// Roads outwards from the old bridge: the main street both ways, and country roads from it.
  private mutating func drawMainRoads() {
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
  }

  private func isLand(_ point: Point) -> Bool { land.box.contains(point) && land.clearance(at: point) > 20 }

  /// Whether a road that goes out there would not run beside another one.
  private func clearOfRoads(_ start: Point, _ heading: Vector) -> Bool {
    for share in [0.15, 0.3, 0.5] {
      let probe = start + heading * (land.radius * share)
      for edge in 0..<mesh.ways.count where ways[Int(mesh.ways[edge])].isStreet {
        let (a, b) = (mesh.start(Int32(edge) * 2), mesh.end(Int32(edge) * 2))
        if Lines.squaredDistance(from: probe, to: [a, b]) < 0.012 * land.radius * land.radius * share { return false }
      }
    }
    return true
  }

  private mutating func vertexOnRoad(near point: Point, within reach: Double) -> Int32? {
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

  private func vertex(on way: Int32, at distance: Double, from middle: Point, towards heading: Vector) -> Int32? {
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
  private mutating func walkRoad(from vertex: Int32, start: Point, heading: Vector, way: Int32) -> Bool {
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

  /// An expressway around the town, where it keeps clear of the sea and runs along no river.
  private mutating func drawExpressway() {
    let middle = land.origin
    let (near, step) = (0.8 * land.radius, 60.0)
    let turn = random.unit()
    var best: (cost: Int, line: [Point])?
    for option in 0..<16 {
      let angle = (Double(option) + turn) / 16 * 2 * 3.141592653589793
      let out = Vector(x: Portable.cos(angle), y: Portable.sin(angle))
      let half = Int(3 * land.radius / step) + 40
      let line = (-half...half).map { number in
        let t = Double(number) * step
        return middle + out.left * t + out * (near - 0.22 * t * t / (land.radius + t.magnitude))
      }.filter { land.box.expanded(by: -20).contains($0) }
      guard line.count > 20, !line.contains(where: { land.sea.contains($0) }) else { continue }
      let cost = line.count { land.clearance(at: $0) < 60 } * 3 + line.count { land.slope(at: $0) > 0.15 }
      if cost < best?.cost ?? .max { best = (cost, line) }
    }
    guard let best, let start = frameVertex(near: best.line[0]) else { return }
    let way = add(Way(kind: .expressway, halfWidth: 42))
    let passed = mesh.trace(from: start, along: best.line, way: way, snap: 18, reach: 200, leastArea: 8_000)
    guard let last = passed.last, last != start,
      mesh.spokes(of: last).contains(where: { self.way(of: $0).kind == .frame })
    else {
      for edge in mesh.ways.indices where mesh.ways[edge] == way { mesh.ways[edge] = Self.hedge }
      return
    }
    var here = start
    var before: Int32 = -1
    expressway = [start]
    while here != last, expressway.count < mesh.points.count {
      guard
        let ahead = mesh.spokes(of: here).first(where: {
          mesh.ways[Int($0) / 2] == way && mesh.origin[Int($0 ^ 1)] != before
        })
      else { break }
      (before, here) = (here, mesh.origin[Int(ahead ^ 1)])
      expressway.append(here)
    }
    openInterchanges(way)
  }

  /// Where a main road passes under the expressway ramps can join it at the edge of the reserve.
  private mutating func openInterchanges(_ expressway: Int32) {
    for (place, vertex) in self.expressway.enumerated().dropFirst().dropLast() {
      let spokes = mesh.spokes(of: vertex)
      let lanes = spokes.filter { mesh.ways[Int($0) / 2] == expressway }
      let arms = spokes.filter { way(of: $0).isStreet }
      guard lanes.count == 2, arms.count == 2 else { continue }
      let ahead = Vector(mesh.points[Int(vertex)], mesh.points[Int(self.expressway[place + 1])])
      var sides: [Int32?] = [nil, nil]
      for arm in arms {
        let isLeft = ahead.cross(Vector(mesh.start(arm), mesh.end(arm))) > 0
        sides[isLeft ? 0 : 1] = bankVertex(from: arm, water: lanes, reserve: 33)
      }
      if let left = sides[0], let right = sides[1] { interchanges[vertex] = (left, right) }
    }
  }

  // MARK: Collectors

  /// Cuts faces until each is a quarter of the size that suits its place.
  private mutating func cutCollectors() {
    var queue = (0..<Int32(mesh.first.count)).map { $0 }
    while let face = queue.popLast() {
      let ring = mesh.ring(of: face)
      let area = MultiPolygon.signedArea(of: ring)
      let center = MultiPolygon(rings: [ring]).centroid
      let share = nearest(ring, center) / land.radius
      guard area > 1.55 * quarterArea(at: share), !isWaterFace(face) else { continue }
      let townArea = 3.14 * land.radius * land.radius
      let streetClass: StreetClass =
        share > 1.3 ? .tertiary : area > max(2_500_000, townArea / 9) ? .secondary : .tertiary
      let separation = streetClass == .secondary ? 150.0 : min(110, 0.3 * area.squareRoot())
      let rules = CutRules(
        separation: separation, clearance: min(70, 0.12 * area.squareRoot()), fourWay: 0.62, bow: 0.13, wiggle: 13,
        winding: 270,
        leastArea: 0.16 * area)
      let before = mesh.first.count
      guard cut(face, rules, streetClass) != nil else { continue }
      // A cut may go on into neighbours, whose new parts are looked at too.
      queue.append(face)
      queue += Int32(before)..<Int32(mesh.first.count)
    }
  }

  /// Metres from the old bridge to a face, halfway between its nearest corner and its middle.
  private func nearest(_ ring: [Point], _ center: Point) -> Double {
    let origin = mesh.points[Int(oldBridge)]
    let corner = ring.lazy.map { $0.distance(to: origin) }.min() ?? 0
    return 0.5 * (corner + center.distance(to: origin))
  }

  /// The size in m² of a quarter so far out, as a share of the town's radius.
  private func quarterArea(at share: Double) -> Double {
    let town = 3.14 * land.radius * land.radius
    let size: Double =
      switch share {
      case ..<0.1: 55_000
      case ..<0.25: 110_000
      case ..<0.6: 190_000
      case ..<1.0: 260_000
      case ..<1.25: 380_000
      case ..<1.5: 900_000
      default: 4_000_000
      }
    return share > 1.25 ? size : min(size, max(32_000, town / 40))
  }

  private mutating func cut(_ face: Int32, _ rules: CutRules, _ streetClass: StreetClass) -> Int32? {
    var relaxed = rules
    relaxed.separation *= 0.5
    relaxed.clearance *= 0.5
    relaxed.leastArea *= 0.5
    relaxed.bow *= 0.5
    let cutters = [rules, relaxed].map { rules in
      Cutter(
        mesh, face: face, rules: rules,
        sideRule: { [ways, mesh] edge in
          switch ways[Int(mesh.ways[Int(edge) / 2])].kind {
          case .footway, .expressway: .closed
          default: .open
          }
        }, isGate: { _ in false })
    }
    let box = FaceBox(cutters[0].ring)
    let elongation = box.length / max(1, box.width)
    for attempt in 0..<30 {
      let cutter = cutters[attempt / 15]
      let isAcross = attempt % 15 < 9 || elongation > 2.2
      let spread = attempt == 0 ? 0.05 : 0.36
      let offset = (random.unit() * 2 - 1) * spread * (isAcross ? box.length : box.width)
      let direction = isAcross ? box.axis.left : box.axis
      let middle = box.center + (isAcross ? box.axis : box.axis.left) * offset
      let lean = (random.unit() * 2 - 1) * 0.12
      guard
        let cut = cutter.cut(
          through: middle, along: direction.turned(cosine: 1 - lean * lean / 2, sine: lean).unit, random: &random)
      else { continue }
      let way = newStreet(streetClass)
      if let fresh = mesh.apply(
        cut, ways: Array(repeating: way, count: cut.path.count + 1), leastArea: relaxed.leastArea)
      {
        goOn(cut, streetClass, rules)
        return fresh
      }
    }
    return nil
  }

  /// A street that comes to a river or the rear of other land goes on beyond it, so that nothing behind it is cut off.
  private mutating func goOn(_ cut: Cut, _ streetClass: StreetClass, _ rules: CutRules) {
    let line = cut.line
    for (tip, before) in [(line[0], line[1]), (line[line.count - 1], line[line.count - 2])] {
      guard let vertex = vertex(at: tip) else { continue }
      let sides = mesh.spokes(of: vertex)
      let isBarrier = sides.contains { edge in
        if case .water = way(of: edge).kind { return true }
        return way(of: edge).kind == .hedge
      }
      guard isBarrier, sides.filter({ way(of: $0).isStreet }).count == 1 else { continue }
      let ahead = Vector(before, tip).unit
      guard let spoke = mesh.spoke(of: vertex, towards: tip + ahead * 10) else { continue }
      let face = mesh.face[Int(spoke)]
      guard face >= 0, !isWaterFace(face) else { continue }
      let cutter = Cutter(
        mesh, face: face, rules: rules,
        sideRule: { [ways, mesh] edge in
          switch ways[Int(mesh.ways[Int(edge) / 2])].kind {
          case .footway, .expressway: .closed
          default: .open
          }
        }, isGate: { _ in false })
      for lean in [0.0, 0.2, -0.2, 0.4, -0.4] {
        let direction = ahead.turned(cosine: 1 - lean * lean / 2, sine: lean).unit
        guard let next = cutter.cut(through: tip + direction * 3, along: direction, random: &random) else { continue }
        let way = newStreet(streetClass)
        if mesh.apply(
          next, ways: Array(repeating: way, count: next.path.count + 1), leastArea: min(20_000, rules.leastArea)) != nil
        {
          break
        }
      }
    }
  }

  /// The vertex at a position, the last made first.
  private func vertex(at point: Point) -> Int32? {
    for vertex in stride(from: mesh.points.count - 1, through: 0, by: -1)
    where mesh.points[vertex].distance(to: point) < 0.01 {
      return Int32(vertex)
    }
    return nil
  }

  /// Whether a face lies in the sea.
  func isWaterFace(_ face: Int32) -> Bool {
    guard !land.sea.isEmpty else { return false }
    let edges = mesh.edges(of: face)
    guard
      let edge = edges.max(by: { mesh.start($0).distance(to: mesh.end($0)) < mesh.start($1).distance(to: mesh.end($1)) }
      )
    else { return true }
    let (a, b) = (mesh.start(edge), mesh.end(edge))
    return land.sea.contains(a.interpolated(to: b, fraction: 0.5) + Vector(a, b).unit.left * 2)
  }

  /// Whether a face is only what lies between the water and its banks.
  func isCorridor(_ face: Int32) -> Bool {
    let edges = mesh.edges(of: face)
    let reserve = edges.reduce(0) { sum, edge in
      let way = way(of: edge)
      return way.isWater ? sum + way.halfWidth * mesh.start(edge).distance(to: mesh.end(edge)) : sum
    }
    return reserve > 0 && MultiPolygon.signedArea(of: edges.map(mesh.start)) < 1.6 * reserve
  }

  /// The vertices one reaches from the old bridge along streets.
  func reachedVertices() -> [Bool] {
    var isReached = [Bool](repeating: false, count: mesh.points.count)
    isReached[Int(oldBridge)] = true
    var stack = [oldBridge]
    while let vertex = stack.popLast() {
      for spoke in mesh.spokes(of: vertex) where way(of: spoke).isStreet {
        let end = mesh.origin[Int(spoke ^ 1)]
        if !isReached[Int(end)] {
          isReached[Int(end)] = true
          stack.append(end)
        }
      }
    }
    return isReached
  }

  // MARK: Banks

  /// Where a street comes to the water it crosses on a bridge or stops at the bank.
  private mutating func endAtBanks() {
    var lastBridges: [Point] = []
    let origin = mesh.points[Int(oldBridge)]
    let vertices = (0..<Int32(mesh.points.count)).filter { vertex in
      let spokes = mesh.spokes(of: vertex)
      return spokes.contains { way(of: $0).isWater } && spokes.contains { way(of: $0).isStreet }
    }.sorted {
      (mesh.points[Int($0)].distance(to: origin), $0) < (mesh.points[Int($1)].distance(to: origin), $1)
    }
    for vertex in vertices {
      let here = mesh.points[Int(vertex)]
      let spokes = mesh.spokes(of: vertex)
      let streets = spokes.filter { way(of: $0).isStreet }
      let waters = spokes.filter { way(of: $0).isWater }
      let reserve = waters.map { way(of: $0).halfWidth }.max() ?? 0
      var isCrossed = streets.count == 2 && !waters.contains { way(of: $0).kind == .coast }
      if isCrossed, let first = waters.first, case .water(let number) = way(of: first).kind,
        land.courses[number].kind == .river
      {
        let spacing =
          streets.contains { way(of: $0).streetClass.rawValue <= StreetClass.secondary.rawValue } ? 450.0 : 700
        // Tributaries are bridged at every collector or two, the main river less often.
        let least = number == 0 ? spacing : 0.4 * spacing
        if vertex != oldBridge, lastBridges.contains(where: { $0.distance(to: here) < least }) { isCrossed = false }
        if isCrossed { lastBridges.append(here) }
      }
      if isCrossed { bridges.insert(vertex) }
      for street in streets {
        let stub = bankVertex(from: street, water: waters, reserve: reserve)
        guard !isCrossed else { continue }
        var edge = street
        while true {
          mesh.ways[Int(edge) / 2] = Self.hedge
          if mesh.origin[Int(edge ^ 1)] == stub { break }
          edge = mesh.next[Int(edge)]
        }
      }
    }
  }

  /// The vertex of a street at the edge of the water's reserve, made where there is none.
  private mutating func bankVertex(from street: Int32, water: [Int32], reserve: Double) -> Int32 {
    let middle = mesh.start(street)
    let lines = water.map { [middle, mesh.end($0), mesh.end(mesh.next[Int($0)])] }
    func away(_ point: Point) -> Double {
      lines.map { Lines.squaredDistance(from: point, to: $0) }.min().map { $0.squareRoot() } ?? 0
    }
    var edge = street
    for _ in 0..<40 {
      let end = mesh.origin[Int(edge ^ 1)]
      let (a, b) = (mesh.start(edge), mesh.end(edge))
      let reached = away(b)
      if reached >= reserve - 0.5 {
        if reached < reserve + 6 { return end }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<30 {
          let half = (low + high) / 2
          if away(a.interpolated(to: b, fraction: half)) < reserve { low = half } else { high = half }
        }
        let point = a.interpolated(to: b, fraction: high)
        if point.distance(to: a) < 4 { return edge == street ? mesh.split(edge, at: point) : mesh.origin[Int(edge)] }
        return mesh.split(edge, at: point)
      }
      if mesh.degrees[Int(end)] != 2 { return end }
      edge = mesh.next[Int(edge)]
    }
    return mesh.origin[Int(edge)]
  }

  /// A street along every bank, from street to street.
  private mutating func lineBanks() {
    for face in 0..<Int32(mesh.first.count) where !isWaterFace(face) {
      let ring = mesh.ring(of: face)
      let area = MultiPolygon.signedArea(of: ring)
      let center = MultiPolygon(rings: [ring]).centroid
      let share = nearest(ring, center) / land.radius
      guard share < 1.4 else { continue }
      for _ in 0..<6 {
        guard let run = waterRun(of: face) else { break }
        guard lineBank(run, share: share, area: area) else { break }
      }
    }
  }

  /// The first run of water around a face that has no street along it yet, with the stubs on both ends.
  private func waterRun(of face: Int32) -> [Int32]? {
    let edges = mesh.edges(of: face)
    func isRun(_ edge: Int32) -> Bool {
      let way = way(of: edge)
      return way.isWater || way.kind == .hedge || isBridge(edge)
    }
    guard let begin = edges.indices.first(where: { !isRun(edges[$0]) }) else { return nil }
    let turned = Array(edges[begin...] + edges[..<begin])
    var run: [Int32] = []
    for edge in turned + [turned[0]] {
      if isRun(edge) {
        run.append(edge)
      } else {
        if run.contains(where: { way(of: $0).isWater }) { return run }
        run = []
      }
    }
    return nil
  }

  /// Whether an edge is part of the street over a bridge: between the bank and the middle of the water.
  func isBridge(_ edge: Int32) -> Bool {
    guard way(of: edge).isStreet else { return false }
    for direction in [edge, edge ^ 1] {
      var walker = direction
      for _ in 0..<12 {
        let end = mesh.origin[Int(walker ^ 1)]
        if bridges.contains(end) {
          let waters = mesh.spokes(of: end).filter { way(of: $0).isWater }
          let reserve = waters.map { way(of: $0).halfWidth }.max() ?? 0
          let lines = waters.map { [mesh.points[Int(end)], mesh.end($0), mesh.end(mesh.next[Int($0)])] }
          let middle = mesh.start(edge).interpolated(to: mesh.end(edge), fraction: 0.5)
          return lines.contains { Lines.squaredDistance(from: middle, to: $0).squareRoot() < reserve }
        }
        guard mesh.degrees[Int(end)] == 2 else { break }
        walker = mesh.next[Int(walker)]
      }
    }
    return false
  }

  private mutating func lineBank(_ run: [Int32], share: Double, area: Double) -> Bool {
    guard let firstEdge = run.first, let lastEdge = run.last else { return false }
    let endEdge = mesh.next[Int(lastEdge)]
    let (from, to) = (mesh.start(firstEdge), mesh.end(lastEdge))
    let waters = run.filter { way(of: $0).isWater }
    // The face lies to the left of its sides: the bank runs beside them on that side.
    var path: [Point] = []
    for (place, edge) in waters.enumerated() {
      let reserve = way(of: edge).halfWidth
      let here = Vector(mesh.start(edge), mesh.end(edge)).unit
      let before = place > 0 ? Vector(mesh.start(waters[place - 1]), mesh.end(waters[place - 1])).unit : here
      let normal = (here.left + before.left).unit
      let stretch = 1 / max(0.6, normal.dot(here.left))
      path.append(mesh.start(edge) + normal * (reserve * stretch))
    }
    let lines = waters.map { (mesh.start($0), mesh.end($0), way(of: $0).halfWidth) }
    path = path.filter { point in
      point.distance(to: from) > 14 && point.distance(to: to) > 14
        && lines.allSatisfy { Lines.squaredDistance(from: point, to: [$0.0, $0.1]).squareRoot() > 0.8 * $0.2 }
    }
    // A street that meets the water aslant ends further on than the water's own corner.
    if let head = waters.first, let tail = waters.last {
      let (ahead, behind) = (
        Vector(mesh.start(head), mesh.end(head)).unit, Vector(mesh.start(tail), mesh.end(tail)).unit
      )
      path = Array(path.drop { Vector(from, $0).dot(ahead) < 12 })
      while let last = path.last, Vector(last, to).dot(behind) < 12 { path.removeLast() }
    }
    path = Self.thinned(path, 12)
    let isCoast = waters.contains { way(of: $0).kind == .coast }
    nameCount += 1
    var street: Way
    if share < 1.05 {
      street = .street(isCoast || share < 0.35 ? .unclassified : .residential, name: nameCount)
      street.isRiverside = true
    } else {
      street = .hedge
    }
    let bank = add(street)
    let startEdge = firstEdge
    let cut = Cut(from: .vertex(startEdge), to: .vertex(endEdge), start: from, end: to, path: path)
    guard startEdge != endEdge, !mesh.isCrossed(cut.line, in: mesh.face[Int(firstEdge)]) else { return false }
    // The quarter lies left of the bank when one walks it downstream or up as the face's sides run.
    return mesh.apply(cut, ways: Array(repeating: bank, count: path.count + 1), leastArea: 40) != nil
  }

  // MARK: Gates

  /// Vertices where streets of a quarter may begin: fewer on larger streets, most of them on one side only.
  private mutating func makeGates() {
    gates = [UInt8](repeating: 0, count: mesh.points.count)
    let edgeCount = mesh.ways.count
    for edge in 0..<edgeCount where ways[Int(mesh.ways[edge])].isStreet {
      let half = Int32(edge) * 2
      let way = way(of: half)
      if isBridge(half) { continue }
      let spacing = way.streetClass.rawValue <= StreetClass.primary.rawValue ? 52.0 : 34
      let length = mesh.start(half).distance(to: mesh.end(half))
      let pieces = Int(length / spacing)
      guard pieces > 1 else { continue }
      let (a, b) = (mesh.start(half), mesh.end(half))
      var walker = half
      for piece in 1..<pieces {
        mesh.split(walker, at: a.interpolated(to: b, fraction: Double(piece) / Double(pieces)))
        walker = mesh.next[Int(walker)]
      }
    }
    gates = [UInt8](repeating: 0, count: mesh.points.count)
    for vertex in 0..<Int32(mesh.points.count) where mesh.degrees[Int(vertex)] != 2 {
      for spoke in mesh.spokes(of: vertex) where way(of: spoke).isStreet { openGates(along: spoke) }
    }
  }

  /// Gives gates to the vertices of a street between two junctions, not too near to each other.
  private mutating func openGates(along spoke: Int32) {
    var chain: [(vertex: Int32, distance: Double)] = []
    var distance = 0.0
    var edge = spoke
    while chain.count < 10_000 {
      distance += mesh.start(edge).distance(to: mesh.end(edge))
      let vertex = mesh.origin[Int(edge ^ 1)]
      guard mesh.degrees[Int(vertex)] == 2 else { break }
      chain.append((vertex, distance))
      edge = mesh.next[Int(edge)]
    }
    // Every chain is met from both of its ends and served from one.
    guard spoke < edge ^ 1 else { return }
    let spacing = way(of: spoke).streetClass.rawValue <= StreetClass.primary.rawValue ? 48.0 : 31
    var last = 0.0
    for (vertex, at) in chain where at - last >= spacing && distance - at >= spacing {
      guard mesh.spokes(of: vertex).allSatisfy({ way(of: $0).isStreet && !isBridge($0) }) else { continue }
      let fate = random.unit()
      gates[Int(vertex)] = fate < 0.38 ? 1 : fate < 0.76 ? 2 : 3
      last = at
    }
  }

  /// Whether a street of a face may begin at a vertex of its outline.
  func isGate(_ vertex: Int32, for face: Int32) -> Bool {
    let sides = gates[Int(vertex)]
    guard sides != 0 else { return false }
    let first = mesh.leaving[Int(vertex)]
    return mesh.face[Int(first)] == face ? sides & 1 != 0 : sides & 2 != 0
  }
}
