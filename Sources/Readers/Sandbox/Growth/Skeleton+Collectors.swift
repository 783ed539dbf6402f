import Geography
import Modelling
import Replica

/// Collectors: the largest faces are cut until each is a quarter.
extension Skeleton {
  /// Cuts faces until each is a quarter of the size that suits its place.
  mutating func cutCollectors() {
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
  func nearest(_ ring: [Point], _ center: Point) -> Double {
    let origin = mesh.points[Int(oldBridge)]
    let corner = ring.lazy.map { $0.distance(to: origin) }.min() ?? 0
    return 0.5 * (corner + center.distance(to: origin))
  }

  /// The size in m² of a quarter so far out, as a share of the town's radius: small in the core, whole estates at the edge,
  /// land between country roads beyond (assumed).
  func quarterArea(at share: Double) -> Double {
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

  /// Cuts a face anywhere but from footways and the expressway.
  private func cutter(of face: Int32, _ rules: CutRules) -> Cutter {
    Cutter(
      mesh, face: face, rules: rules,
      sideRule: { [ways, mesh] edge in
        switch ways[Int(mesh.ways[Int(edge) / 2])].kind {
        case .footway, .expressway: .closed
        default: .open
        }
      }, isGate: { _ in false })
  }

  /// Cuts a face by a street, through its middle if it can be, with milder rules after fifteen tries; the new face, or
  /// nothing after thirty.
  mutating func cut(_ face: Int32, _ rules: CutRules, _ streetClass: StreetClass) -> Int32? {
    var relaxed = rules
    relaxed.separation *= 0.5
    relaxed.clearance *= 0.5
    relaxed.leastArea *= 0.5
    relaxed.bow *= 0.5
    let cutters = [rules, relaxed].map { cutter(of: face, $0) }
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
          through: middle, along: direction.turned(cosine: 1 - lean * lean / 2, sine: lean).unit, random: &random),
        !ponds.meet(cut.line)
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
  mutating func goOn(_ cut: Cut, _ streetClass: StreetClass, _ rules: CutRules) {
    let line = cut.line
    let ends = [(cut.from, line[0], line[1]), (cut.to, line[line.count - 1], line[line.count - 2])]
    for (landing, tip, before) in ends {
      let vertex = mesh.vertex(of: landing)
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
      let cutter = cutter(of: face, rules)
      for lean in [0.0, 0.2, -0.2, 0.4, -0.4] {
        let direction = ahead.turned(cosine: 1 - lean * lean / 2, sine: lean).unit
        guard let next = cutter.cut(through: tip + direction * 3, along: direction, random: &random),
          !ponds.meet(next.line)
        else { continue }
        let way = newStreet(streetClass)
        if mesh.apply(
          next, ways: Array(repeating: way, count: next.path.count + 1), leastArea: min(20_000, rules.leastArea)) != nil
        {
          break
        }
      }
    }
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
}
