internal import Geography
internal import Modelling
internal import Replica

/// Makes the streets of a city out of a network.
struct SumoCityBuilder {
  let net: SumoNet
  private let plane: SumoPlane
  private let file: String
  private(set) var streets = Streets()
  private(set) var segments: [SegmentID?] = []
  private(set) var movements: [MovementID?] = []
  private(set) var skipped = SkippedTally()
  private(set) var remarks: [String] = []
  private var nodes: [NodeID?] = []
  /// The way inside a junction that follows another.
  private let onward: [SumoNet.LaneID: SumoNet.LaneID]

  init(_ net: SumoNet, _ plane: SumoPlane, file: String) throws {
    self.net = net
    self.plane = plane
    self.file = file
    var onward: [SumoNet.LaneID: SumoNet.LaneID] = [:]
    for connection in net.connections where !net.edges[connection.from].isStreet {
      if let via = connection.via { onward[SumoNet.LaneID(edge: connection.from, lane: connection.fromLane)] = via }
    }
    self.onward = onward
  }

  mutating func build() throws {
    addNodes()
    addSegments()
    guard streets.segments.count > 0 else {
      throw SumoError(file: file, line: 0, problem: "no edge of it can be driven or walked: give a network of streets.")
    }
    addMovements()
    addBans()
    streets.signals = SumoSignals(net, nodes: nodes, movements: movements, streets).signals(&skipped)
  }

  private mutating func addNodes() {
    nodes = net.junctions.map { junction in
      guard junction.control != .internal else { return nil }
      let control: NodeControl =
        switch junction.control {
        case .trafficLight, .trafficLightUnregulated, .trafficLightRightOnRed: .signals
        case .priorityStop, .allwayStop: .stop
        default: .none
        }
      return streets.nodes.append(
        key: FeatureKey("sumo/node/\(junction.id)"), at: plane.place(junction.point), control: control)
    }
  }

  private mutating func addSegments() {
    let roundabout = Set(net.roundabouts.flatMap(\.edges))
    segments = Array(repeating: nil, count: net.edges.count)
    for (row, edge) in net.edges.enumerated() where edge.isStreet && edge.from >= 0 && !edge.lanes.isEmpty {
      guard let start = nodes[edge.from], let end = nodes[edge.to] else {
        skipped.add("edge", because: "it ends inside a junction", example: edge.id)
        continue
      }
      let access = edge.lanes.map { $0.allowed.vehicles }
      let together = access.reduce(into: VehicleSet()) { $0.formUnion($1) }
      guard !together.isEmpty else {
        skipped.add("edge", because: "it is for trains, ships or nobody", example: edge.id)
        continue
      }
      let driven = edge.lanes.indices.filter { !access[$0].isSubset(of: VehicleSet(.foot)) }
      let speeds = (driven.isEmpty ? Array(edge.lanes.indices) : driven).map { edge.lanes[$0].speed }
      let forward = Link(
        access: together, speed: Float(speeds.max() ?? 0), lanes: UInt8(min(255, driven.count)))
      let nobody = Link(access: [], speed: forward.speed, lanes: 0)
      let known = SumoClassTable.streetClass(type: edge.type)
      var segment = Segment(
        streetClass: known ?? SumoClassTable.streetClass(priority: edge.priority), forward: forward, backward: nobody)
      segment.name = edge.name
      segment.isRoundabout = roundabout.contains(row)
      var shape = edge.shape.count > 1 ? edge.shape.map(plane.place) : [Point(x: 0, y: 0), Point(x: 0, y: 0)]
      shape[0] = streets.nodes.points[start.index]
      shape[shape.count - 1] = streets.nodes.points[end.index]
      segments[row] = streets.append(
        segment, key: FeatureKey("sumo/edge/\(edge.id)"), from: start, to: end, shape: shape)
      addLanes(edge, access, to: segments[row]?.forward)
    }
  }

  /// Lanes for drivers; a sidewalk or a rail beside them is none.
  private mutating func addLanes(_ edge: SumoNet.Edge, _ access: [VehicleSet], to link: LinkID?) {
    guard let link else { return }
    var number: UInt8 = 0
    for (lane, who) in zip(edge.lanes, access) where !who.isSubset(of: VehicleSet(.foot)) && number < 255 {
      streets.lanes.append(
        Lane(
          link: link, number: number, access: who, speed: Float(lane.speed),
          width: lane.width.map { Float($0) } ?? .nan, length: Float(lane.length)))
      number += 1
    }
  }

  /// The number of a lane among those for drivers; nothing for a sidewalk.
  private func number(of lane: Int, in edge: SumoNet.Edge) -> UInt8? {
    func isDriven(_ lane: SumoNet.Lane) -> Bool { !lane.allowed.vehicles.isSubset(of: VehicleSet(.foot)) }
    guard isDriven(edge.lanes[lane]) else { return nil }
    let number = edge.lanes[..<lane].count(where: isDriven)
    return number < 255 ? UInt8(number) : nil
  }

  private mutating func addMovements() {
    movements = Array(repeating: nil, count: net.connections.count)
    var pairs: [(row: Int, movement: Movement)] = []
    for (row, connection) in net.connections.enumerated() {
      guard let from = segments[connection.from], let to = segments[connection.to] else { continue }
      let (origin, goal) = (net.edges[connection.from], net.edges[connection.to])
      guard let fromLane = number(of: connection.fromLane, in: origin),
        let toLane = number(of: connection.toLane, in: goal)
      else { continue }
      let lanes = [origin.lanes[connection.fromLane], goal.lanes[connection.toLane]]
      let allowed = lanes.reduce(connection.allowed ?? .all) { $0.intersection($1.allowed) }
      var movement = Movement(
        from: from.forward, to: to.forward, fromLane: fromLane, toLane: toLane, turn: connection.turn,
        rule: connection.rule(signalled: connection.linkIndex != nil && !connection.isUncontrolled),
        access: allowed.vehicles)
      if movement.access.isEmpty {
        skipped.add(
          "connection", because: "nobody may use both of its lanes", example: "\(origin.id) to \(goal.id)")
        continue
      }
      if let request = connection.request {
        movement.waitsInside = net.junctions[origin.to].requests[request].waitsInside
      }
      (movement.length, movement.speed) = inside(connection)
      if movement.waitsInside {
        // Where the way is not divided one waits at the line.
        let first = connection.via.flatMap { onward[$0] == nil ? nil : net.edges[$0.edge].lanes[$0.lane].length }
        movement.waitLength = Float(first ?? 0)
      }
      movements[row] = MovementID(pairs.count)
      pairs.append((row, movement))
    }
    var ofRequest: [[Int: [MovementID]]] = Array(repeating: [:], count: net.junctions.count)
    for (place, pair) in pairs.enumerated() {
      let connection = net.connections[pair.row]
      guard let request = connection.request else { continue }
      ofRequest[net.edges[connection.from].to][request, default: []].append(MovementID(place))
    }
    for pair in pairs {
      let connection = net.connections[pair.row]
      let junction = net.edges[connection.from].to
      func rows(_ bits: [Bool]?) -> [MovementID] {
        (bits ?? []).indices.filter { bits?[$0] == true }.flatMap { ofRequest[junction][$0] ?? [] }
      }
      let request = connection.request.map { net.junctions[junction].requests[$0] }
      streets.movements.append(
        pair.movement, yieldsTo: rows(connection.passes ? nil : request?.yields),
        conflictsWith: rows(request?.crosses))
    }
  }

  /// Metres and slowest speed over the ways inside a junction.
  private func inside(_ connection: SumoNet.Connection) -> (length: Float, speed: Float) {
    var (length, speed) = (0.0, Double.infinity)
    var here = connection.via
    for _ in 0..<8 {
      guard let lane = here else { break }
      length += net.edges[lane.edge].lanes[lane.lane].length
      speed = min(speed, net.edges[lane.edge].lanes[lane.lane].speed)
      here = onward[lane]
    }
    return connection.via == nil ? (.nan, .nan) : (Float(length), Float(speed))
  }

  /// What no connection allows is banned, where both streets are driven by the same vehicles.
  private mutating func addBans() {
    var goals: [LinkID: Set<LinkID>] = [:]
    for row in 0..<streets.movements.count {
      goals[streets.movements.froms[row], default: []].insert(streets.movements.tos[row])
    }
    var leaving: [[LinkID]] = Array(repeating: [], count: streets.nodes.count)
    for row in 0..<streets.segments.count {
      leaving[streets.segments.starts[row].index].append(SegmentID(row).forward)
    }
    let foot = VehicleSet(.foot)
    for row in 0..<streets.segments.count {
      let from = SegmentID(row).forward
      let who = streets.links.access[from.index].subtracting(foot)
      guard !who.isEmpty else { continue }
      let allowed = goals[from] ?? []
      for to in leaving[streets.segments.ends[row].index]
      where !allowed.contains(to) && !streets.links.access[to.index].isDisjoint(with: who) {
        streets.turnBans.append(TurnBan(from: from, to: to))
      }
    }
  }
}

extension SumoNet.Connection {
  /// Where it turns, in our words.
  fileprivate var turn: Turn {
    switch direction {
    case .straight, .none: .straight
    case .turn, .turnLeftHand: .uTurn
    case .left: .left
    case .right: .right
    case .partlyLeft: .slightLeft
    case .partlyRight: .slightRight
    }
  }

  /// What one does before it, in our words.
  fileprivate func rule(signalled: Bool) -> MovementRule {
    if signalled { return .signals }
    switch state {
    case "m": return .yields
    case "=": return .rightBeforeLeft
    case "s": return .stops
    case "w": return .allWayStop
    case "Z": return .zipper
    default: return .goes
    }
  }
}
