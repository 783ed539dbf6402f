import Geography
import Modelling
import Replica

/// What is known of a street when it is to be named.
struct StreetTitle: Hashable, Sendable {
  /// The quarter it lies in, in order of growth; −1 for the main roads between quarters.
  var quarter: Int
  /// Its number there, from 1.
  var number: Int
  var streetClass: StreetClass
  var isRiverside: Bool
  /// Whether it is the main street over the old bridge.
  var isMainStreet = false
}

/// Joins the main roads and the streets of the quarters into one network.
struct StreetAssembly {
  /// A piece of street between two vertices of the plan.
  struct Piece {
    var from: Int32
    var to: Int32
    var way: Way
    var title: StreetTitle
    var isBridge: Bool
    var kind: QuarterKind?
    /// Whether one may only drive from `from` to `to`.
    var isOneWay = false
    var isRoundabout = false
  }

  var points: [Point]
  var pieces: [Piece] = []
  let skeleton: Skeleton
  private let quarters: [Quarter]
  let land: Landscape
  let seed: UInt64
  var random: SplitMix

  /// The network; its segments bear the names that `naming` gives.
  private(set) var streets = Streets()
  /// By segment: the title it was named by.
  private(set) var titles: [StreetTitle] = []
  /// By quarter given: whether its streets hang together with the main street.
  private(set) var areConnected: [Bool] = []
  /// By node: the vertex of the skeleton or, counted on, of the quarters' plans.
  private var nodeOfVertex: [Int32] = []

  init(
    _ growth: Growth, on land: Landscape, seed: UInt64, naming: (StreetTitle) -> String
  ) {
    skeleton = growth.skeleton
    quarters = growth.quarters.map(\.quarter)
    let layouts = growth.quarters.map(\.layout)
    self.land = land
    self.seed = seed
    random = SplitMix(seed: seed, topic: "assembly", number: 0)
    points = skeleton.mesh.points
    addMainRoads()
    for (quarter, layout) in zip(quarters, layouts) { add(layout, of: quarter) }
    let expressway = Expressway(skeleton, on: land, firstVertex: Int32(points.count))
    points += expressway.points
    pieces += expressway.pieces
    layRoundabouts()
    bridgeStreams()
    let tracks = FarmTracks(
      beside: pieces, between: points, of: skeleton, around: quarters, on: land, seed: seed)
    points += tracks.points
    pieces += tracks.pieces
    keepConnected(layouts)
    build(naming)
    let kinds = Dictionary(uniqueKeysWithValues: quarters.map { ($0.number, $0.kind) })
    streets = OneWayStreets(streets, candidates: oneWayCandidates(kinds)).streets
  }

  private mutating func addMainRoads() {
    let mesh = skeleton.mesh
    var isKept = [Bool](repeating: false, count: mesh.first.count)
    var kindOfFace = [QuarterKind?](repeating: nil, count: mesh.first.count)
    for quarter in quarters {
      isKept[Int(quarter.face)] = true
      kindOfFace[Int(quarter.face)] = quarter.kind
    }
    let around = mesh.ways.indices.map { edge in
      skeleton.way(of: Int32(edge) * 2).isStreet
        && [mesh.face[edge * 2], mesh.face[edge * 2 + 1]].contains { $0 >= 0 && isKept[Int($0)] }
    }
    var links = RoadLinks(skeleton, built: around)
    links.add { edge in
      skeleton.isBridge(Int32(edge) * 2) || skeleton.mainRoads.contains(mesh.ways[edge])
    }
    links.leadOn(skeleton, within: 4_000)
    for edge in mesh.ways.indices {
      let half = Int32(edge) * 2
      let way = skeleton.way(of: half)
      guard way.isStreet else { continue }
      let sides = [mesh.face[Int(half)], mesh.face[Int(half) + 1]].filter { $0 >= 0 }.map(Int.init)
      let isBridge = skeleton.isBridge(half)
      guard links.areBuilt[edge] else { continue }
      let title = StreetTitle(
        quarter: -1, number: way.nameNumber, streetClass: way.streetClass, isRiverside: way.isRiverside,
        isMainStreet: way.nameNumber == 1)
      let kind = sides.compactMap { kindOfFace[$0] }.max { $0.rawValue > $1.rawValue }
      pieces.append(
        Piece(
          from: mesh.origin[Int(half)], to: mesh.origin[Int(half ^ 1)], way: way, title: title, isBridge: isBridge,
          kind: kind))
    }
  }

  private mutating func add(_ layout: QuarterLayout, of quarter: Quarter) {
    let mesh = layout.mesh
    let offset = Int32(points.count) - Int32(layout.outerCount)
    points += mesh.points[layout.outerCount...]
    func vertex(_ local: Int32) -> Int32 {
      Int(local) < layout.outerCount ? layout.outline[Int(local)] : local + offset
    }
    for edge in layout.outerCount..<mesh.ways.count {
      let way = layout.way(of: Int32(edge) * 2)
      guard way.isStreet || way.kind == .footway else { continue }
      let title = StreetTitle(
        quarter: quarter.number, number: way.nameNumber, streetClass: way.streetClass, isRiverside: false)
      pieces.append(
        Piece(
          from: vertex(mesh.origin[edge * 2]), to: vertex(mesh.origin[edge * 2 + 1]), way: way, title: title,
          isBridge: false, kind: quarter.kind))
    }
    layParkPaths(layout, of: quarter, vertex)
  }

  /// Leaves out what does not hang together with the main street, and bridges that lead nowhere.
  private mutating func keepConnected(_ layouts: [QuarterLayout]) {
    var isAlive = [Bool](repeating: true, count: pieces.count)
    var around = [[Int32]](repeating: [], count: points.count)
    for (number, piece) in pieces.enumerated() {
      around[Int(piece.from)].append(Int32(number))
      around[Int(piece.to)].append(Int32(number))
    }
    // Bridges and country roads that end in the open are taken back to where they begin.
    let frame = land.box.expanded(by: -1)
    var loose = pieces.indices.filter { pieces[$0].isBridge }.map(Int32.init)
    while let number = loose.popLast() {
      let piece = pieces[Int(number)]
      guard isAlive[Int(number)], piece.isBridge else { continue }
      for end in [piece.from, piece.to] {
        let others = around[Int(end)].filter { isAlive[Int($0)] && $0 != number }
        guard others.isEmpty, frame.contains(points[Int(end)]) else { continue }
        isAlive[Int(number)] = false
        loose += around[Int(piece.from == end ? piece.to : piece.from)].filter { isAlive[Int($0)] }
      }
    }
    var isReached = [Bool](repeating: false, count: points.count)
    var stack = [skeleton.oldBridge]
    isReached[Int(skeleton.oldBridge)] = true
    while let vertex = stack.popLast() {
      for number in around[Int(vertex)] where isAlive[Int(number)] {
        let piece = pieces[Int(number)]
        for end in [piece.from, piece.to] where !isReached[Int(end)] {
          isReached[Int(end)] = true
          stack.append(end)
        }
      }
    }
    areConnected = layouts.map { layout in
      zip(layout.outline.indices, layout.outline).contains { place, vertex in
        layout.ways[place].isStreet && isReached[Int(vertex)]
      }
    }
    pieces = zip(pieces, isAlive).filter { $0.1 && isReached[Int($0.0.from)] }.map(\.0)
  }

  // MARK: Nodes and segments

  private mutating func build(_ naming: (StreetTitle) -> String) {
    var around = [[Int32]](repeating: [], count: points.count)
    for (number, piece) in pieces.enumerated() {
      around[Int(piece.from)].append(Int32(number))
      around[Int(piece.to)].append(Int32(number))
    }
    func isAlike(_ a: Piece, _ b: Piece) -> Bool {
      a.title == b.title && a.way.kind == b.way.kind && a.isBridge == b.isBridge && a.kind == b.kind
        && a.isOneWay == b.isOneWay
    }
    nodeOfVertex = [Int32](repeating: -1, count: points.count)
    for vertex in points.indices where !around[vertex].isEmpty {
      let meeting = around[vertex]
      if meeting.count == 2, isAlike(pieces[Int(meeting[0])], pieces[Int(meeting[1])]) { continue }
      addNode(vertex, meeting)
    }
    var isDone = [Bool](repeating: false, count: pieces.count)
    var names: [StreetTitle: String] = [:]
    for start in pieces.indices where !isDone[start] {
      // Begins at a node; a ring without any gets one.
      let piece = pieces[start]
      guard nodeOfVertex[Int(piece.from)] >= 0 || nodeOfVertex[Int(piece.to)] >= 0 else { continue }
      walk(from: start, at: nodeOfVertex[Int(piece.from)] >= 0 ? piece.from : piece.to, around, &isDone, naming, &names)
    }
    for start in pieces.indices where !isDone[start] {
      let vertex = pieces[start].from
      if nodeOfVertex[Int(vertex)] < 0 { addNode(Int(vertex), around[Int(vertex)]) }
      walk(from: start, at: vertex, around, &isDone, naming, &names)
    }
  }

  private mutating func addNode(_ vertex: Int, _ meeting: [Int32]) {
    let classes = meeting.map { pieces[Int($0)].way.streetClass }
    let large = classes.count { $0.rawValue <= StreetClass.tertiary.rawValue }
    let major = classes.count { $0.rawValue <= StreetClass.secondary.rawValue }
    let roads = meeting.count { pieces[Int($0)].way.isStreet }
    let fate = (random.unit(), random.unit(), random.unit())
    var control = NodeControl.none
    var crossing = Crossing.none
    let isTown = meeting.contains { pieces[Int($0)].kind != nil }
    if roads >= 3, isTown {
      if major >= 3 || (major >= 2 && large >= 3 && fate.0 < 0.75) || (large >= 4 && fate.0 < 0.6) {
        control = .signals
        crossing = .signals
      } else if large >= 3 {
        control = fate.0 < 0.3 ? .miniRoundabout : .giveWay
        crossing = fate.1 < 0.5 ? .marked : .unmarked
      } else if large >= 2 {
        control = .giveWay
        crossing = fate.1 < 0.22 ? .marked : .none
      }
    }
    // Who is on a roundabout goes first.
    if control != .none, meeting.contains(where: { pieces[Int($0)].isRoundabout }) {
      control = .giveWay
      if crossing == .signals { crossing = .marked }
    }
    let isOld = meeting.contains { pieces[Int($0)].kind == .core || pieces[Int($0)].kind == .colonialGrid }
    let kerb: Kerb =
      roads < 3
      ? .unknown
      : fate.2 < 0.38 ? .unknown : fate.2 < (isOld ? 0.8 : 0.68) ? .raised : fate.2 < 0.93 ? .lowered : .flush
    nodeOfVertex[vertex] = Int32(streets.nodes.count)
    streets.nodes.append(
      key: FeatureKey("sandbox/node/\(streets.nodes.count)"), at: points[vertex], control: control, crossing: crossing,
      kerb: kerb)
  }

  private mutating func walk(
    from start: Int, at vertex: Int32, _ around: [[Int32]], _ isDone: inout [Bool],
    _ naming: (StreetTitle) -> String, _ names: inout [StreetTitle: String]
  ) {
    var shape = [points[Int(vertex)]]
    var here = vertex
    var number = start
    while true {
      isDone[number] = true
      let piece = pieces[number]
      here = piece.from == here ? piece.to : piece.from
      shape.append(points[Int(here)])
      if nodeOfVertex[Int(here)] >= 0 { break }
      guard let ahead = around[Int(here)].first(where: { !isDone[Int($0)] }) else { break }
      number = Int(ahead)
    }
    let piece = pieces[start]
    let name: String
    if piece.way.kind == .footway || piece.isRoundabout || piece.way.streetClass == .track {
      name = ""
    } else if let known = names[piece.title] {
      name = known
    } else {
      name = naming(piece.title)
      names[piece.title] = name
    }
    // A one-way street runs from its start to its end.
    var (start, end) = (vertex, here)
    if piece.isOneWay, piece.to == vertex {
      shape.reverse()
      swap(&start, &end)
    }
    titles.append(piece.title)
    streets.append(
      segment(piece, named: name, shape), key: FeatureKey("sandbox/street/\(streets.segments.count)"),
      from: NodeID(rawValue: nodeOfVertex[Int(start)]), to: NodeID(rawValue: nodeOfVertex[Int(end)]), shape: shape)
  }

  private mutating func segment(_ piece: Piece, named name: String, _ shape: [Point]) -> Segment {
    let fate = (random.unit(), random.unit(), random.unit())
    let rise = land.height(at: shape[shape.count - 1]) - land.height(at: shape[0])
    let slope = rise / max(1, Lines.length(of: shape))
    if piece.way.kind == .footway {
      let isSteep = slope.magnitude > 0.10
      let foot = Link(access: VehicleSet(isSteep ? [.foot] : [.foot, .bicycle]), speed: 5 / 3.6, lanes: 0)
      var path = Segment(streetClass: isSteep ? .steps : .footway, forward: foot, backward: foot)
      path.surface = isSteep ? .concrete : fate.0 < 0.6 ? .pavingStones : .unknown
      path.incline = Float(slope)
      path.width = 2
      path.structure = piece.isBridge ? .bridge : .ground
      path.layer = piece.isBridge ? 1 : 0
      return path
    }
    let streetClass = piece.way.streetClass
    let speed: Double =
      switch streetClass {
      case .primary, .secondary: 60
      case .tertiary: 50
      case .unclassified: 40
      case .service, .track: 20
      default: 30
      }
    let lanes = lanes(of: piece)
    if piece.way.kind == .expressway { return expressway(piece, named: name, slope) }
    let link = Link(access: .all, speed: Float((piece.isRoundabout ? 25 : speed) / 3.6), lanes: lanes)
    let shut = Link(access: VehicleSet(.foot), speed: link.speed, lanes: 0)
    var segment = Segment(streetClass: streetClass, forward: link, backward: piece.isOneWay ? shut : link)
    segment.isRoundabout = piece.isRoundabout
    segment.name = name
    segment.structure = piece.isBridge ? .bridge : .ground
    segment.layer = piece.isBridge ? 1 : 0
    segment.width = Self.width(streetClass, lanes, piece.kind)
    segment.surface = streetClass == .track || (piece.kind == .kampung && fate.0 < 0.12) ? .gravel : .asphalt
    if segment.surface == .asphalt, fate.0 >= 0.93 { segment.surface = .unknown }
    segment.incline = piece.isBridge ? 0 : Float(slope)
    segment.sidewalk = Self.sidewalk(piece.kind, streetClass, fate.1, fate.2)
    return segment
  }

  /// Lanes a side.
  func lanes(of piece: Piece) -> UInt8 {
    piece.way.streetClass == .primary || piece.way.streetClass == .secondary && piece.kind != nil ? 2 : 1
  }

  private func expressway(_ piece: Piece, named name: String, _ slope: Double) -> Segment {
    let isRamp = piece.way.streetClass == .motorwayLink
    let drive = Link(access: .motor, speed: Float((isRamp ? 50 : 90) / 3.6), lanes: isRamp ? 1 : 2)
    let shut = Link(access: [], speed: drive.speed, lanes: 0)
    var segment = Segment(streetClass: piece.way.streetClass, forward: drive, backward: shut)
    segment.name = isRamp ? "" : name
    segment.structure = piece.isBridge ? .bridge : .ground
    segment.layer = piece.isBridge ? 1 : 0
    segment.width = isRamp ? 5 : 9
    segment.surface = .asphalt
    segment.sidewalk = .none
    segment.incline = piece.isBridge ? 0 : Float(slope)
    return segment
  }

  /// Metres of carriageway.
  private static func width(_ streetClass: StreetClass, _ lanes: UInt8, _ kind: QuarterKind?) -> Float {
    switch streetClass {
    case .primary: 16
    case .secondary: lanes == 2 ? 14 : 8
    case .tertiary: 9
    case .track: 3
    default: kind == .kampung ? 4 : 6.5
    }
  }

  /// Sidewalks: usual in the old town and on larger streets, rare in kampung, on some streets not known.
  private static func sidewalk(_ kind: QuarterKind?, _ streetClass: StreetClass, _ a: Double, _ b: Double) -> Sidewalk {
    if b < 0.14 { return .unknown }
    let isLarge = streetClass.rawValue <= StreetClass.tertiary.rawValue
    let both: Double =
      switch kind {
      case .core, .colonialGrid: 0.85
      case .newTown: isLarge ? 0.8 : 0.55
      case .terraces: isLarge ? 0.7 : 0.3
      case .postwarEstate: isLarge ? 0.6 : 0.2
      case .industrial: 0.2
      case .kampung: isLarge ? 0.2 : 0.02
      default: 0.05
      }
    if a < both { return .both }
    if a < both + 0.18 * (isLarge ? 1.5 : 1) { return b < 0.57 ? .left : .right }
    return .none
  }
}
