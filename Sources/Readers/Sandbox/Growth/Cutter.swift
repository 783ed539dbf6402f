import Geography
import Modelling

/// How a face may be cut by a street.
struct CutRules: Sendable {
  /// Least metres between two junctions on the same side of a street.
  var separation = 30.0
  /// Least metres between a new street and what bounds the face.
  var clearance = 14.0
  /// The chance that a street that would end near a junction opposite is led straight into it.
  var fourWay = 0.2
  /// How far a street may bow out, as a share of its length.
  var bow = 0.0
  /// How far a street may wind to either side of its line, in metres.
  var wiggle = 0.0
  /// Metres from one of its bends to the next but one.
  var winding = 90.0
  /// Least area of either part in m².
  var leastArea = 900.0
  /// Metres within which an end on a side with gates is led to one of them.
  var gateReach = 45.0
}

/// What a street may do where it meets a side of a face.
enum SideRule: Sendable {
  /// End anywhere on it.
  case open
  /// End at its gates only.
  case gates
  /// End nowhere.
  case closed
}

/// A possible cut: from where to where, and the way between.
struct Cut: Sendable {
  enum Landing: Sendable {
    /// At the start of this half-edge.
    case vertex(Int32)
    /// On this half-edge.
    case side(Int32, Point)
  }
  var from: Landing
  var to: Landing
  var start: Point
  var end: Point
  /// Between start and end, both left out.
  var path: [Point]

  /// Start, path and end.
  var line: [Point] { [start] + path + [end] }
}

/// Looks for streets through a face that meet its sides at good angles and keep off its corners.
struct Cutter {
  let edges: [Int32]
  let ring: [Point]
  let area: Double
  private let lengths: [Double]
  private let rules: CutRules
  /// By side: what may end there. By corner: whether it is a gate, and whether other streets meet there.
  private let sideRules: [SideRule]
  private let areGates: [Bool]
  private let areJunctions: [Bool]

  init(
    _ mesh: Mesh, face: Int32, rules: CutRules, sideRule: (Int32) -> SideRule,
    isGate: (Int32) -> Bool
  ) {
    self.rules = rules
    edges = mesh.edges(of: face)
    ring = edges.map(mesh.start)
    // Nothing of the mesh is kept: a mesh that somebody holds is copied when it is cut.
    sideRules = edges.map(sideRule)
    areGates = edges.map { isGate(mesh.origin[Int($0)]) }
    areJunctions = edges.map { mesh.degrees[Int(mesh.origin[Int($0)])] > 2 }
    lengths = ring.indices.map { [ring] in ring[$0].distance(to: ring[($0 + 1) % ring.count]) }
    area = MultiPolygon.signedArea(of: ring)
  }

  /// The street through `middle` along `direction`, led to where it may end; nothing when it would be a bad one.
  func cut(through middle: Point, along direction: Vector, random: inout SplitMix) -> Cut? {
    // Chance is drawn first and always, so that what fails does not change what follows.
    let bow = (random.unit() * 2 - 1) * rules.bow
    let wiggle = (random.unit() * 2 - 1) * rules.wiggle
    let joins = (random.unit() < rules.fourWay, random.unit() < rules.fourWay)
    var crossings: [(t: Double, side: Int)] = []
    let left = direction.left
    for side in ring.indices {
      let (a, b) = (Vector(middle, ring[side]), Vector(middle, ring[(side + 1) % ring.count]))
      let (da, db) = (a.dot(left), b.dot(left))
      guard (da > 0) != (db > 0) else { continue }
      let share = da / (da - db)
      crossings.append((a.dot(direction) * (1 - share) + b.dot(direction) * share, side))
    }
    crossings.sort { ($0.t, $0.side) < ($1.t, $1.side) }
    // The line is inside between the first and second crossing, the third and fourth …: the stretch nearest to the middle.
    var best: (distance: Double, first: Int)?
    for first in stride(from: 0, to: crossings.count - 1, by: 2) {
      let distance = max(0, crossings[first].t, -crossings[first + 1].t)
      if distance < best?.distance ?? .infinity { best = (distance, first) }
    }
    guard let best else { return nil }
    let (behind, ahead) = (crossings[best.first], crossings[best.first + 1])
    guard let from = landing(on: behind.side, at: middle + direction * behind.t, joins: joins.0),
      let to = landing(on: ahead.side, at: middle + direction * ahead.t, joins: joins.1)
    else { return nil }
    return self.cut(from: from, to: to, bow: bow, wiggle: wiggle)
  }

  /// The street between two places on the face's sides, bowed or, where that does not fit, straight.
  func cut(from: Spot, to: Spot, bow: Double, wiggle: Double) -> Cut? {
    let chord = Vector(from.point, to.point)
    let length = chord.length
    guard length > rules.separation else { return nil }
    // The windings fade towards the ends, so that junctions keep their angles.
    let turns = max(1, (length / rules.winding).rounded())
    for (bend, wind) in [(bow, wiggle), (bow / 2, wiggle / 2), (0, 0)] {
      let isStraight = bend.magnitude * length < 2 && wind.magnitude < 1
      let spacing = wind.magnitude < 1 ? 28.0 : rules.winding / 7
      let pieces = isStraight ? 1 : min(60, max(4, Int(length / spacing)))
      let path = (1..<pieces).map { piece in
        let t = Double(piece) / Double(pieces)
        let fade = min(1, 5 * t * (1 - t))
        let aside = 4 * t * (1 - t) * bend * length + wind * fade * Portable.sin(turns * 2 * 3.141592653589793 * t)
        return from.point + chord * t + chord.unit.left * aside
      }
      let line = [from.point] + path + [to.point]
      if isGood(line, from, to) {
        return Cut(from: from.landing, to: to.landing, start: from.point, end: to.point, path: path)
      }
    }
    return nil
  }

  /// A place on the face's sides where a street may end.
  struct Spot {
    var landing: Cut.Landing
    var point: Point
    /// The sides before and after it; the same twice within a side.
    var sides: (Int, Int)
  }

  /// The place nearest to a position on a side where a street may end.
  func landing(on side: Int, at point: Point, joins: Bool) -> Spot? {
    switch sideRules[side] {
    case .closed: return nil
    case .gates: return gate(near: side, point)
    case .open: break
    }
    // Junctions along the sides, looked for both ways.
    let back = junction(from: side, point, step: -1)
    let forth = junction(from: side, point, step: 1)
    let near = min(back.distance, forth.distance)
    if near < rules.separation {
      let closest = back.distance <= forth.distance ? back : forth
      if joins || near < 0.25 * rules.separation, let corner = closest.corner, isStraight(at: corner) {
        return spot(corner)
      }
      let shift = rules.separation - near
      let other = max(back.distance, forth.distance)
      guard other >= rules.separation + shift else {
        guard let corner = closest.corner, isStraight(at: corner) else { return nil }
        return spot(corner)
      }
      return walk(from: side, point, by: back.distance <= forth.distance ? shift : -shift)
    }
    return within(side, point)
  }

  /// The gate nearest to a position, along the sides.
  private func gate(near side: Int, _ point: Point) -> Spot? {
    var best: (distance: Double, corner: Int)?
    for step in [-1, 1] {
      var corner = step < 0 ? side : (side + 1) % ring.count
      var distance = point.distance(to: ring[corner])
      while distance < min(rules.gateReach, best?.distance ?? .infinity) {
        if areGates[corner] {
          best = (distance, corner)
          break
        }
        let passed = step < 0 ? (corner + ring.count - 1) % ring.count : corner
        guard case .gates = sideRules[passed] else { break }
        distance += lengths[passed]
        corner = (corner + step + ring.count) % ring.count
      }
    }
    return best.flatMap { isStraight(at: $0.corner) ? spot($0.corner) : nil }
  }

  /// The nearest corner that is a junction or bends sharply, walking along the sides up to twice the separation.
  private func junction(from side: Int, _ point: Point, step: Int) -> (distance: Double, corner: Int?) {
    var corner = step < 0 ? side : (side + 1) % ring.count
    var distance = point.distance(to: ring[corner])
    let limit = 2.2 * rules.separation
    while distance < limit {
      if areJunctions[corner] || !isStraight(at: corner) { return (distance, corner) }
      distance += lengths[step < 0 ? (corner + ring.count - 1) % ring.count : corner]
      corner = (corner + step + ring.count) % ring.count
    }
    return (distance, nil)
  }

  private func walk(from side: Int, _ point: Point, by metres: Double) -> Spot? {
    var side = side
    var point = point
    var rest = metres.magnitude
    for _ in 0..<ring.count {
      let target = metres > 0 ? ring[(side + 1) % ring.count] : ring[side]
      let available = point.distance(to: target)
      if rest <= available {
        guard case .open = sideRules[side] else { return nil }
        return within(side, available > 0 ? point.interpolated(to: target, fraction: rest / available) : point)
      }
      rest -= available
      point = target
      side = (side + (metres > 0 ? 1 : -1) + ring.count) % ring.count
    }
    return nil
  }

  /// A place on a side, or the plain corner it all but coincides with.
  private func within(_ side: Int, _ point: Point) -> Spot? {
    for corner in [side, (side + 1) % ring.count] where point.distance(to: ring[corner]) < 4 {
      return isStraight(at: corner) ? spot(corner) : nil
    }
    return Spot(landing: .side(edges[side], point), point: point, sides: (side, side))
  }

  private func spot(_ corner: Int) -> Spot {
    Spot(
      landing: .vertex(edges[corner]), point: ring[corner], sides: ((corner + ring.count - 1) % ring.count, corner))
  }

  /// Whether the face's outline runs on at a corner, within about 30°.
  private func isStraight(at corner: Int) -> Bool {
    let before = Vector(ring[(corner + ring.count - 1) % ring.count], ring[corner]).unit
    let after = Vector(ring[corner], ring[(corner + 1) % ring.count]).unit
    return before.dot(after) > 0.86
  }

  private func isGood(_ line: [Point], _ from: Spot, _ to: Spot) -> Bool {
    func meets(_ spot: Spot, _ outwards: Vector) -> Bool {
      // At least 48° to either side it meets.
      let before = Vector(ring[spot.sides.0], ring[(spot.sides.0 + 1) % ring.count]).unit
      let after = Vector(ring[spot.sides.1], ring[(spot.sides.1 + 1) % ring.count]).unit
      let ahead = outwards.unit
      return ahead.dot(before).magnitude < 0.67 && ahead.dot(after).magnitude < 0.67 && before.cross(ahead) > 0
    }
    guard meets(from, Vector(line[0], line[1])), meets(to, Vector(line[line.count - 1], line[line.count - 2])) else {
      return false
    }
    // Clear of every side except near its ends.
    let total = Lines.length(of: line)
    var done = 0.0
    for piece in 1..<line.count {
      let (a, b) = (line[piece - 1], line[piece])
      let length = a.distance(to: b)
      let steps = max(1, Int(length / (rules.clearance * 0.8)))
      for step in 0..<steps {
        let t = (Double(step) + 0.5) / Double(steps)
        let along = done + length * t
        let slack = min(along, total - along)
        let needed = min(rules.clearance, slack * 0.7)
        let probe = a.interpolated(to: b, fraction: t)
        if isNear(probe, needed) { return false }
      }
      for side in ring.indices
      where side != from.sides.0 && side != from.sides.1 && side != to.sides.0 && side != to.sides.1 {
        if crossing(a, b, ring[side], ring[(side + 1) % ring.count]) != nil { return false }
      }
      done += length
    }
    return true
  }

  private func isNear(_ point: Point, _ distance: Double) -> Bool {
    let squared = distance * distance
    for side in ring.indices {
      let (a, b) = (ring[side], ring[(side + 1) % ring.count])
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let t = min(1, max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / max(1e-9, dx * dx + dy * dy)))
      let (fx, fy) = (a.x + dx * t - point.x, a.y + dy * t - point.y)
      if fx * fx + fy * fy < squared { return true }
    }
    return false
  }
}

extension Mesh {
  /// Makes a cut that was found; the pieces of its path get the ways given. What lies right of it is the face given back,
  /// or nothing when a part would be smaller than `leastArea`.
  mutating func apply(_ cut: Cut, ways: [Int32], leastArea: Double) -> Int32? {
    // Areas are known before anything changes: the part left of the cut is its line and the sides from end to start.
    let edgeA = edge(of: cut.from)
    var edgeB = edge(of: cut.to)
    var left = cut.line
    var walker = edgeB
    if case .side(let side, _) = cut.from, side == edgeB { return nil }
    while walker != edgeA {
      left.append(self.end(walker))
      walker = next[Int(walker)]
    }
    if case .vertex = cut.from { left.removeLast() }
    let whole = MultiPolygon.signedArea(of: ring(of: face[Int(edgeA)]))
    let part = MultiPolygon.signedArea(of: left)
    guard part >= leastArea, whole - part >= leastArea else { return nil }

    var start = edgeA
    if case .side(let side, let point) = cut.from {
      split(side, at: point)
      start = next[Int(side)]
    }
    if case .side(let side, let point) = cut.to {
      split(side, at: point)
      edgeB = next[Int(side)]
    }
    return self.cut(from: start, to: edgeB, along: cut.path, ways: ways)
  }

  /// The vertex of a landing after its cut was made.
  func vertex(of landing: Cut.Landing) -> Int32 {
    switch landing {
    case .vertex(let edge): origin[Int(edge)]
    case .side(let edge, _): origin[Int(edge ^ 1)]
    }
  }

  private func edge(of landing: Cut.Landing) -> Int32 {
    switch landing {
    case .vertex(let edge), .side(let edge, _): edge
    }
  }
}
