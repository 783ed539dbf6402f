import Geography
import Modelling
import Replica

/// Paths through parks.
extension StreetAssembly {
  /// Footpaths from the streets around every park of half a hectare or more to its middle, two to four of them; in parks of
  /// two hectares and more also a way around. Where they begin and how they bend is assumed.
  ///
  /// `vertex` gives the plan's vertex for one of the layout's. A park with a single place to begin at gets none.
  mutating func layParkPaths(_ layout: QuarterLayout, of quarter: Quarter, _ vertex: (Int32) -> Int32) {
    for (face, block) in zip(layout.faces, layout.blocks) {
      guard block.purpose == .park || (block.purpose == nil && block.kind == .green) else { continue }
      let area = MultiPolygon.signedArea(of: block.ring)
      guard area >= 5_000 else { continue }
      var random = SplitMix(seed: seed, topic: "park \(quarter.face)", number: Int(face))
      let park = ParkGround(block.ring, face: layout.mesh.ring(of: face), land)
      let edges = layout.mesh.edges(of: face)
      let gates = edges.indices.filter { place in
        layout.way(of: edges[place]).isStreet
          || layout.way(of: edges[(place + edges.count - 1) % edges.count]).isStreet
      }.map { layout.mesh.origin[Int(edges[$0])] }
      guard let plan = park.plan(gates.map { layout.mesh.points[Int($0)] }, isWide: area >= 20_000, &random) else {
        continue
      }
      add(plan, from: gates.map(vertex), of: quarter)
    }
  }

  private mutating func add(_ plan: ParkGround.Plan, from gates: [Int32], of quarter: Quarter) {
    let first = Int32(points.count)
    points += plan.points
    for path in plan.paths {
      // Each path is a segment of its own.
      let number = -2_000_000 - pieces.count
      let way = Way(kind: .footway, halfWidth: Way.halfReserve(.footway))
      let title = StreetTitle(quarter: quarter.number, number: number, streetClass: way.streetClass, isRiverside: false)
      let stops = path.gate.map { [gates[$0]] } ?? []
      let vertices = stops + path.points.map { first + Int32($0) }
      for (from, to) in zip(vertices, vertices.dropFirst()) {
        pieces.append(
          Piece(from: from, to: to, way: way, title: title, isBridge: false, kind: quarter.kind))
      }
    }
  }
}

/// The ground of a park, and where paths may run on it.
struct ParkGround {
  /// Paths over points of their own.
  struct Plan {
    var points: [Point]
    /// By path: the gate it begins at, and the points it goes on over; a path without a gate joins two others.
    var paths: [(gate: Int?, points: [Int])]
  }

  private let green: MultiPolygon
  private let face: MultiPolygon
  private let land: Landscape

  /// The land of the park, and the face of the plan with the streets around it.
  init(_ ring: [Point], face: [Point], _ land: Landscape) {
    green = MultiPolygon(rings: [ring])
    self.face = MultiPolygon(rings: [face])
    self.land = land
  }

  /// Two to four ways from gates to a place near the middle; nothing when fewer can be laid.
  func plan(_ gates: [Point], isWide: Bool, _ random: inout SplitMix) -> Plan? {
    let center = green.centroid
    let reach = 0.12 * green.area.squareRoot()
    for attempt in 0..<6 {
      let spread = attempt == 0 ? 0.3 : 1.0
      let middle =
        center
        + Vector(x: reach * spread * (2 * random.unit() - 1), y: reach * spread * (2 * random.unit() - 1))
      let draw = random.unit()
      guard green.contains(middle), land.clearance(at: middle) > 5 else { continue }
      let good = gates.indices.filter { isFree(from: gates[$0], to: middle, isGate: true) }
      let chosen = Self.spread(good, gates, first: draw)
      guard chosen.count > 1 else { continue }
      return plan(chosen.map { ($0, gates[$0]) }, middle, isWide, &random)
    }
    return nil
  }

  private func plan(
    _ gates: [(number: Int, point: Point)], _ middle: Point, _ isWide: Bool, _ random: inout SplitMix
  ) -> Plan {
    var plan = Plan(points: [middle], paths: [])
    let turned = gates.sorted {
      (StreetAssembly.turn(Vector(middle, $0.point)), $0.number)
        < (StreetAssembly.turn(Vector(middle, $1.point)), $1.number)
    }
    var bends: [Int] = []
    for gate in turned {
      let way = Vector(gate.point, middle)
      let aside = way.left * (0.2 * (random.unit() - 0.5))
      var bend = gate.point + way * 0.5 + aside
      if !isFree(from: gate.point, to: bend, isGate: true) || !isFree(from: bend, to: middle, isGate: false) {
        bend = gate.point + way * 0.5
      }
      bends.append(plan.points.count)
      plan.points.append(bend)
    }
    guard isWide, bends.count > 2 else {
      plan.paths = zip(turned, bends).map { ($0.number, [$1, 0]) }
      return plan
    }
    var isJoined = [Bool](repeating: false, count: bends.count)
    var around: [(gate: Int?, points: [Int])] = []
    for place in bends.indices {
      let next = (place + 1) % bends.count
      guard isFree(from: plan.points[bends[place]], to: plan.points[bends[next]], isGate: false) else { continue }
      around.append((nil, [bends[place], bends[next]]))
      isJoined[place] = true
      isJoined[next] = true
    }
    for (place, gate) in turned.enumerated() {
      if isJoined[place] {
        plan.paths += [(gate.number, [bends[place]]), (nil, [bends[place], 0])]
      } else {
        plan.paths.append((gate.number, [bends[place], 0]))
      }
    }
    plan.paths += around
    return plan
  }

  /// Up to four gates that lie far from each other, at least 40 m.
  private static func spread(_ good: [Int], _ gates: [Point], first: Double) -> [Int] {
    guard !good.isEmpty else { return [] }
    var chosen = [good[min(good.count - 1, Int(first * Double(good.count)))]]
    while chosen.count < 4 {
      var best: (distance: Double, gate: Int)?
      for gate in good {
        let distance = chosen.map { gates[$0].distance(to: gates[gate]) }.min() ?? 0
        if distance > best?.distance ?? 40 { best = (distance, gate) }
      }
      guard let best else { break }
      chosen.append(best.gate)
    }
    return chosen
  }

  /// Whether a straight path is dry and on the park's ground; near a gate it may cross what belongs to the street.
  private func isFree(from: Point, to: Point, isGate: Bool) -> Bool {
    let length = from.distance(to: to)
    guard length > 8 else { return false }
    let steps = max(2, Int(length / 5))
    return (1...steps).allSatisfy { step in
      let done = Double(step) / Double(steps)
      let point = from.interpolated(to: to, fraction: done)
      guard land.clearance(at: point) > 3 else { return false }
      return isGate && done * length < 24 ? face.contains(point) : green.contains(point)
    }
  }
}
