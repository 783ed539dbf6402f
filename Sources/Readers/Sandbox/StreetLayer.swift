import Geography
import Modelling
import Replica

/// Lays streets along the steps of the board: junctions, segments between them, bridges, the path along the river.
struct StreetLayer {
  private let plan: TownPlan

  init(_ plan: TownPlan) { self.plan = plan }

  /// A piece of street on the board, before it is known to hang together with the rest.
  private struct Piece {
    var line: String
    var from: Point, to: Point
    var shape: [Point]
    var segment: Segment
  }

  func lay(in city: inout City) {
    var pieces = eastPieces() + northPieces()
    pieces += riverPath(between: pieces)
    pieces = connected(pieces)

    var nodes: [Point: NodeID] = [:]
    var arms: [Point: [StreetClass]] = [:]
    for piece in pieces {
      arms[piece.from, default: []].append(piece.segment.streetClass)
      arms[piece.to, default: []].append(piece.segment.streetClass)
    }
    var random = plan.random("junctions")
    func node(_ z: Point, in city: inout City) -> NodeID {
      if let known = nodes[z] { return known }
      let id = append(node: z, arms: arms[z] ?? [], to: &city, &random)
      nodes[z] = id
      return id
    }
    for piece in pieces {
      let start = node(piece.from, in: &city)
      let end = node(piece.to, in: &city)
      let shape = piece.shape.map(plan.bend.ground)
      var segment = piece.segment
      segment.incline = incline(shape, segment.structure, city.terrain)
      let key = FeatureKey("sandbox/way/\(piece.line)/\(start.rawValue)-\(end.rawValue)")
      city.streets.append(segment, key: key, from: start, to: end, shape: shape)
    }
  }

  private func append(
    node z: Point, arms: [StreetClass], to city: inout City, _ random: inout SplitMix
  ) -> NodeID {
    let large = arms.filter { $0 == .primary || $0 == .secondary }.count
    let collectors = arms.filter { $0.rawValue <= StreetClass.tertiary.rawValue }.count
    let hasSignals = large >= 2 && collectors >= 3
    let draw = random.unit()
    let crossing: Crossing = hasSignals ? .signals : arms.count < 3 ? .none : draw < 0.3 ? .marked : .unmarked
    let kerb: Kerb = hasSignals ? .lowered : arms.count < 3 ? .unknown : draw < 0.2 ? .lowered : .raised
    return city.streets.nodes.append(
      key: FeatureKey("sandbox/node/\(city.streets.nodes.count)"), at: plan.bend.ground(z),
      control: hasSignals ? .signals : .none, crossing: crossing, kerb: kerb)
  }

  private func incline(_ shape: [Point], _ structure: Structure, _ terrain: Grid?) -> Float {
    guard let terrain, structure == .ground, let first = shape.first, let last = shape.last else { return 0 }
    let rise = Double(terrain.interpolatedValue(at: last) - terrain.interpolatedValue(at: first))
    let share = rise / max(1, Lines.length(of: shape))
    return share.isFinite ? Float((share * 1000).rounded() / 1000) : .nan
  }

  // MARK: Pieces

  private func eastPieces() -> [Piece] {
    var pieces: [Piece] = []
    for j in plan.firstJ..<plan.firstJ + plan.eastLines.count {
      let line = plan.eastLine(j)
      var run: (from: Int, segment: Segment)?
      func end(at i: Int) {
        guard let (from, segment) = run else { return }
        pieces.append(straight("east\(j)", plan.crossing(from, j), plan.crossing(i, j), segment))
        run = nil
      }
      for i in plan.columns.lowerBound...plan.columns.upperBound {
        let step = plan.eastStep(i, j)
        if run != nil, isJunction(i, j) || step == .nothing { end(at: i) }
        guard step != .nothing else { continue }
        let segment = segment(line, name: eastName(i, j), oneWay: plan.isOneWay(i, j) ? (j == 1 ? 1 : -1) : 0)
        if run != nil, run?.segment != segment { end(at: i) }
        if run == nil { run = (i, segment) }
      }
      if line.streetClass == .primary { pieces += roadsOut(j: j, segment(line, name: eastName(0, j), oneWay: 0)) }
    }
    return pieces
  }

  private func northPieces() -> [Piece] {
    var pieces: [Piece] = []
    for i in plan.firstI..<plan.firstI + plan.northLines.count {
      let line = plan.northLine(i)
      var run: (from: Int, step: Step, segment: Segment)?
      func end(at j: Int) {
        guard let (from, _, segment) = run else { return }
        pieces += crossing("north\(i)", plan.crossing(i, from), plan.crossing(i, j), segment)
        run = nil
      }
      for j in plan.rows.lowerBound...plan.rows.upperBound {
        let step = plan.northStep(i, j)
        let isWet = isWet(plan.crossing(i, j))
        if let running = run, !isWet, isJunction(i, j) || step != running.step { end(at: j) }
        if run != nil, step == .nothing { end(at: j) }
        guard step != .nothing else { continue }
        let segment = step == .footway ? footway(name: "") : segment(line, name: northName(i, j), oneWay: 0)
        if run != nil, !isWet, run?.segment != segment { end(at: j) }
        if run == nil { run = (j, step, segment) }
      }
      if line.streetClass == .primary { pieces += roadsOut(i: i, segment(line, name: northName(i, 0), oneWay: 0)) }
    }
    return pieces
  }

  private func isWet(_ z: Point) -> Bool { plan.river.distance(to: z) <= plan.river.width / 2 + TownPlan.bankReserve }

  /// Whether more than one street passes a crossing of lines.
  private func isJunction(_ i: Int, _ j: Int) -> Bool {
    let along = plan.eastStep(i, j) != .nothing || plan.eastStep(i - 1, j) != .nothing
    let across = plan.northStep(i, j) != .nothing || plan.northStep(i, j - 1) != .nothing
    return along && across
  }

  private func straight(_ line: String, _ from: Point, _ to: Point, _ segment: Segment) -> Piece {
    let parts = max(1, Int(from.distance(to: to) / 45))
    let shape = (0...parts).map { from.interpolated(to: to, fraction: Double($0) / Double(parts)) }
    return Piece(line: line, from: from, to: to, shape: shape, segment: segment)
  }

  /// A northward run, cut in three where it crosses the river; nothing when it ends in the water.
  private func crossing(_ line: String, _ from: Point, _ to: Point, _ segment: Segment) -> [Piece] {
    guard !isWet(from), !isWet(to) else { return [] }
    let south = abutment(from.x, side: -1)
    let north = abutment(from.x, side: 1)
    guard from.y < south.y, to.y > north.y else { return [straight(line, from, to, segment)] }
    var bridge = segment
    bridge.structure = .bridge
    bridge.layer = 1
    return [
      straight(line, from, south, segment), straight(line, south, north, bridge), straight(line, north, to, segment),
    ]
  }

  /// Where a bridge at an easting meets the ground, eight metres behind the bank.
  private func abutment(_ x: Double, side: Double) -> Point {
    let slope = plan.river.slope(x)
    let away = (plan.river.width / 2 + 8) * (1 + slope * slope).squareRoot()
    return Point(x: x, y: plan.river.middle(x) + side * away)
  }

  /// The main streets go on as country roads to the edge of the map.
  private func roadsOut(j: Int, _ segment: Segment) -> [Piece] {
    let west = plan.crossing(plan.firstI, j)
    let east = plan.crossing(plan.columns.upperBound, j)
    let edge = plan.reach
    return [
      straight("east\(j)", Point(x: -edge, y: west.y), west, segment),
      straight("east\(j)", east, Point(x: edge, y: east.y), segment),
    ].filter { $0.from.x < $0.to.x }
  }

  private func roadsOut(i: Int, _ segment: Segment) -> [Piece] {
    let south = plan.crossing(i, plan.firstJ)
    let north = plan.crossing(i, plan.rows.upperBound)
    let edge = plan.reach
    return crossing("north\(i)", Point(x: south.x, y: -edge), south, segment)
      + [straight("north\(i)", north, Point(x: north.x, y: edge), segment)]
  }

  /// A path along the north bank from bridge to bridge.
  private func riverPath(between pieces: [Piece]) -> [Piece] {
    let heads = pieces.filter { $0.segment.structure == .bridge }.map(\.to).sorted { $0.x < $1.x }
    return zip(heads, heads.dropFirst()).map { west, east in
      let parts = max(2, Int((east.x - west.x) / 14))
      var shape = [west]
      for part in 1..<parts {
        shape.append(abutment(west.x + (east.x - west.x) * Double(part) / Double(parts), side: 1))
      }
      shape.append(east)
      return Piece(
        line: "river", from: west, to: east, shape: shape,
        segment: footway(name: "Laluan \(plan.names.river)"))
    }
  }

  // MARK: What a street is like

  private func segment(_ line: PlanLine, name: String, oneWay: Int) -> Segment {
    let streetClass = oneWay == 0 ? line.streetClass : .tertiary
    let (speed, lanes, width): (Float, UInt8, Float) =
      switch streetClass {
      case .primary: (60 / 3.6, 2, 15)
      case .secondary: (50 / 3.6, 1, 10)
      case .tertiary: (50 / 3.6, 1, 8)
      default: (30 / 3.6, 1, 6)
      }
    let drive = Link(access: .all, speed: speed, lanes: oneWay == 0 ? lanes : 2)
    let walk = Link(access: VehicleSet(.foot), speed: speed, lanes: 0)
    var segment = Segment(
      streetClass: streetClass, forward: oneWay < 0 ? walk : drive, backward: oneWay > 0 ? walk : drive)
    segment.name = name
    segment.width = width
    segment.surface = .asphalt
    segment.sidewalk = streetClass == .residential ? .left : .both
    return segment
  }

  private func footway(name: String) -> Segment {
    let link = Link(access: VehicleSet([.foot, .bicycle]), speed: 20 / 3.6, lanes: 0)
    var segment = Segment(streetClass: .footway, forward: link, backward: link)
    segment.name = name
    segment.width = 2.5
    segment.surface = .pavingStones
    segment.sidewalk = .none
    return segment
  }

  private func eastName(_ i: Int, _ j: Int) -> String {
    if plan.isOneWay(i, j) { return j == 1 ? "Jalan Pasar" : "Jalan Bandar" }
    if j == 0 { return "Jalan Besar" }
    if plan.eastLine(j).streetClass != .residential {
      return plan.names.collector(4 * abs(j / TownPlan.zoneRows) - (j > 0 ? 4 : 3))
    }
    guard let zone = plan.zoneNumber((i, j), (i, j - 1)) else { return "" }
    return "Jalan \(plan.names.streetStem(zone)) \(j - TownPlan.zone(i, j).row * TownPlan.zoneRows)"
  }

  private func northName(_ i: Int, _ j: Int) -> String {
    if i == 0 { return "Jalan Merdeka" }
    if plan.northLine(i).streetClass != .residential {
      return plan.names.collector(4 * abs(i / TownPlan.zoneColumns) - (i > 0 ? 2 : 1))
    }
    guard let zone = plan.zoneNumber((i, j), (i - 1, j)) else { return "" }
    return "Lorong \(plan.names.streetStem(zone)) \(i - TownPlan.zone(i, j).column * TownPlan.zoneColumns)"
  }

  /// The pieces that hang together by vehicle, and the footways attached to them.
  private func connected(_ pieces: [Piece]) -> [Piece] {
    var number: [Point: Int] = [:]
    for piece in pieces {
      for end in [piece.from, piece.to] where number[end] == nil { number[end] = number.count }
    }
    func groups(_ taking: (Piece) -> Bool) -> [Int] {
      var parent = Array(0..<number.count)
      func root(_ start: Int) -> Int {
        var place = start
        while parent[place] != place {
          parent[place] = parent[parent[place]]
          place = parent[place]
        }
        return place
      }
      for piece in pieces where taking(piece) {
        guard let a = number[piece.from], let b = number[piece.to] else { continue }
        let roots = (root(a), root(b))
        parent[max(roots.0, roots.1)] = min(roots.0, roots.1)
      }
      return (0..<number.count).map(root)
    }
    let groups = groups { $0.segment.streetClass != .footway }
    guard let middle = number[Point(x: 0, y: 0)] else { return pieces }
    let main = groups[middle]
    return pieces.filter { piece in
      guard let a = number[piece.from], let b = number[piece.to] else { return false }
      return groups[a] == main && groups[b] == main
    }
  }
}
