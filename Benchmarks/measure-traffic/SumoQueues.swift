import Queues
import SumoNetwork

/// A network of SUMO as the queue engine runs it.
///
/// A way on which SUMO lets a driver wait inside a junction becomes a link of its own, the pocket: the signal holds before it,
/// whoever has priority holds behind it.
struct SumoQueues {
  private(set) var builder = QueueNetworkBuilder()
  /// The link of each street, by the row of its edge.
  private(set) var links: [Int: Int] = [:]
  /// The pocket between two streets, by the rows of their edges.
  private(set) var pockets: [[Int]: Int] = [:]
  /// Movements that no plan ever serves.
  private(set) var closed = 0
  let net: SumoNet

  /// A network, for vehicle classes as SUMO names them; nothing for one that ignores what lanes allow.
  init(_ net: SumoNet, programs: [SignalPlan], classes: [SumoClasses?]) throws {
    self.net = net
    for (row, edge) in net.edges.enumerated() where edge.isStreet && !edge.lanes.isEmpty {
      links[row] = builder.addLink(
        length: max(0.1, edge.lanes[0].length), speed: edge.lanes.map(\.speed).max() ?? 1,
        lanes: edge.lanes.map { Self.bits(classes, $0.allowed) })
    }
    var active: [String: SignalPlan] = [:]
    for program in net.programs.map(SignalPlan.init) + programs { active[program.id] = program }
    var groups: [String: [Int: Int?]] = [:]
    var onward: [SumoNet.LaneID: SumoNet.Connection] = [:]
    for connection in net.connections where !net.edges[connection.from].isStreet {
      onward[SumoNet.LaneID(edge: connection.from, lane: connection.fromLane)] = connection
    }
    // Pockets: where every lane from street to street has one.
    var waiting: [[Int]: [SumoNet.Connection]] = [:]
    var others: Set<[Int]> = []
    for connection in net.connections where links[connection.from] != nil && links[connection.to] != nil {
      let pair = [connection.from, connection.to]
      if request(connection)?.waitsInside == true, let via = connection.via, onward[via]?.via != nil {
        waiting[pair, default: []].append(connection)
      } else {
        others.insert(pair)
      }
    }
    for (pair, connections) in waiting.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    where !others.contains(pair) {
      let vias = connections.compactMap(\.via).map { net.edges[$0.edge].lanes[$0.lane] }
      pockets[pair] = builder.addLink(
        length: max(0.1, vias.map(\.length).max() ?? 1), speed: vias.map(\.speed).max() ?? 1,
        lanes: vias.map { _ in UInt64.max })
    }
    var last: [[Int]: Int] = [:]
    var pocketLanes: [[Int]: Int] = [:]
    for connection in net.connections {
      guard let from = links[connection.from], let to = links[connection.to] else { continue }
      let fromLane = builder.lane(connection.fromLane, of: from)
      let toLane = builder.lane(connection.toLane, of: to)
      var group: Int?
      if !connection.signal.isEmpty, let index = connection.linkIndex, let program = active[connection.signal] {
        if groups[connection.signal]?[index] == nil {
          groups[connection.signal, default: [:]][index] = .some(
            (try? Self.group(program, index)).map { builder.addGroup($0) })
        }
        guard let known = groups[connection.signal]?[index] ?? nil else {
          closed += 1
          continue
        }
        group = known
      }
      let yields = !connection.passes && request(connection)?.yields.contains(true) == true
      var rule = QueueNetwork.Rule.major
      if yields {
        switch connection.state {
        case "=": rule = .equal
        case "s", "w": rule = .stop
        default: rule = .minor
        }
      }
      var length = 0.1
      var speed = connection.speed ?? net.edges[connection.from].lanes[connection.fromLane].speed
      if let via = connection.via {
        let lane = net.edges[via.edge].lanes[via.lane]
        length = lane.length
        speed = lane.speed
      }
      let pair = [connection.from, connection.to]
      let movement: Int
      if let pocket = pockets[pair], let via = connection.via, let second = onward[via]?.via {
        let number = pocketLanes[pair, default: 0]
        pocketLanes[pair] = number + 1
        let lane = builder.lane(number, of: pocket)
        let first = net.edges[via.edge].lanes[via.lane].length
        if isShared(connection),
          !Self.clears(first, of: first + net.edges[second.edge].lanes[second.lane].length)
        {
          builder.obstruct(fromLane, from: lane)
        }
        _ = builder.addMovement(from: fromLane, to: lane, length: 0.1, speed: speed, group: group)
        movement = builder.addMovement(
          from: lane, to: toLane, length: net.edges[second.edge].lanes[second.lane].length, speed: speed,
          rule: rule == .major ? .major : .minor)
      } else {
        if let via = connection.via, let second = onward[via]?.via {
          length += net.edges[second.edge].lanes[second.lane].length
        }
        movement = builder.addMovement(
          from: fromLane, to: toLane, length: length, speed: speed, group: group, rule: rule)
      }
      if rule == .major, group == nil {
        builder.extendStorage(of: toLane, to: net.edges[connection.to].lanes[0].length + length)
      }
      if let index = connection.request { last[[net.edges[connection.from].to, index]] = movement }
    }
    for connection in net.connections where links[connection.from] != nil {
      let junction = net.edges[connection.from].to
      guard let index = connection.request, let request = request(connection), !connection.passes,
        let movement = last[[junction, index]]
      else { continue }
      for (other, isFirst) in request.yields.enumerated() where isFirst {
        if let foe = last[[junction, other]] { builder.yield(movement, to: foe) }
      }
    }
  }

  private func request(_ connection: SumoNet.Connection) -> SumoNet.Request? {
    let junction = net.edges[connection.from].to
    guard let index = connection.request, junction >= 0, net.junctions[junction].requests.indices.contains(index)
    else { return nil }
    return net.junctions[junction].requests[index]
  }

  /// Whether another way leads from the lane of a connection.
  private func isShared(_ connection: SumoNet.Connection) -> Bool {
    net.connections.contains {
      $0.from == connection.from && $0.fromLane == connection.fromLane && $0.to != connection.to
    }
  }

  /// Whether a car of 5 m that stands `metres` into a quarter circle of `whole` metres has left the way straight on: its tail must lie 1.8 m
  /// of vehicle and 0.6 m of room aside.
  private static func clears(_ metres: Double, of whole: Double) -> Bool {
    let radius = 2 * whole / Double.pi
    return metres - 5 > (2 * radius * 2.4).squareRoot()
  }

  /// A route of streets as a route of links, pockets put in.
  func route(_ edges: [Int]) -> [Int] {
    var route: [Int] = []
    for (number, edge) in edges.enumerated() {
      if number > 0, let pocket = pockets[[edges[number - 1], edge]] { route.append(pocket) }
      if let link = links[edge] { route.append(link) }
    }
    return route
  }

  private static func bits(_ classes: [SumoClasses?], _ allowed: SumoClasses) -> UInt64 {
    var bits: UInt64 = 0
    for (row, one) in classes.enumerated() where one.map({ !allowed.isDisjoint(with: $0) }) ?? true {
      bits |= 1 << UInt64(row)
    }
    return bits
  }

  private static func group(_ program: SignalPlan, _ index: Int) throws -> SignalGroup {
    try SignalGroup(
      offset: program.offset,
      spans: program.phases.map { phase in
        let letter = phase.state.indices.contains(index) ? phase.state[index] : UInt8(ascii: "r")
        let colour: SignalGroup.Colour =
          switch letter {
          case UInt8(ascii: "G"): .protected
          case UInt8(ascii: "g"), UInt8(ascii: "s"): .permissive
          case UInt8(ascii: "y"), UInt8(ascii: "Y"): .amber
          case UInt8(ascii: "o"), UInt8(ascii: "O"): .dark
          default: .red
          }
        return SignalGroup.Span(seconds: phase.duration, colour: colour)
      })
  }
}

/// A signal's plan: seconds and one letter a link index for each phase.
struct SignalPlan {
  var id: String
  var offset: Double
  var phases: [(duration: Double, state: [UInt8])]

  init(id: String, offset: Double, phases: [(duration: Double, state: [UInt8])]) {
    self.id = id
    self.offset = offset
    self.phases = phases
  }

  init(_ program: SumoNet.Program) {
    self.init(id: program.id, offset: program.offset, phases: program.phases.map { ($0.duration, $0.state) })
  }
}
