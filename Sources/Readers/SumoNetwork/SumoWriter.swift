internal import Geography
public import Modelling
public import Replica

/// Writes a city's streets as SUMO's plain XML: nodes, edges, connections and programs, and a configuration with which
/// `netconvert -c NAME.netccfg` makes the `.net.xml` of them.
///
/// An edge is written for each link that someone may use now, closures of a scenario applied. Ids are those of SUMO for
/// what came from there, otherwise the keys. Right of way is not written: netconvert works it out from the kind of the
/// nodes and the priorities of the edges, which stand for the streets' classes.
public struct SumoWriter: Sendable {
  /// A file to write.
  public struct File: Sendable {
    /// Its name without folder.
    public let name: String
    /// What stands in it.
    public let text: String
  }

  /// The files, the configuration last.
  public private(set) var files: [File] = []
  /// The id of the edge of each link; nothing for links nobody may use.
  public private(set) var edges: [String?]
  /// What could not be written and why.
  public private(set) var skipped: [Skipped] = []
  /// How many nodes, connections and programs were written.
  public private(set) var counts = (nodes: 0, connections: 0, programs: 0)

  let city: City
  let nodes: [String]
  private let origin: Point
  private var tally = SkippedTally()

  /// Writes the streets of a city into files called `NAME.nod.xml` and so on. O(network).
  public init(_ city: City, named name: String = "city") {
    self.city = city
    let streets = city.streets
    var names = SumoNames()
    nodes = streets.nodes.keys.map { names.name($0.text, without: "sumo/node/") }
    var ids = SumoNames()
    edges = (0..<streets.links.count).map { row in
      let link = LinkID(row)
      guard !streets.segments.areRemoved[link.segment.index], !streets.links.open(link).isEmpty else { return nil }
      let key = streets.segments.keys[link.segment.index].text
      return ids.name(link.isBackward ? "-" + key : key, without: "sumo/edge/")
    }
    let box = Box(streets.nodes.points)
    origin = box.isEmpty ? Point(x: 0, y: 0) : Point(x: box.minX.rounded(.down), y: box.minY.rounded(.down))
    let controlled = controlledMovements()
    files = [
      File(name: "\(name).nod.xml", text: nodeText(box)), File(name: "\(name).edg.xml", text: edgeText()),
      File(name: "\(name).con.xml", text: connectionText()),
      File(name: "\(name).tll.xml", text: programText(controlled)),
      File(name: "\(name).netccfg", text: configuration(name)),
    ]
    skipped = tally.all
  }

  private func place(_ point: Point) -> (x: String, y: String) {
    (SumoText.number(point.x - origin.x), SumoText.number(point.y - origin.y))
  }

  private mutating func nodeText(_ box: Box) -> String {
    let streets = city.streets
    var isUsed = [Bool](repeating: false, count: nodes.count)
    for row in edges.indices where edges[row] != nil {
      isUsed[streets.start(of: LinkID(row)).index] = true
      isUsed[streets.end(of: LinkID(row)).index] = true
    }
    let kinds = SumoNodeKinds(streets)
    let utm = city.profile.projection
    var text = SumoText("nodes")
    let (low, high) = (place(Point(x: box.minX, y: box.minY)), place(Point(x: box.maxX, y: box.maxY)))
    text.element(
      "location",
      [
        ("netOffset", "\(SumoText.number(-origin.x)),\(SumoText.number(-origin.y))"),
        ("convBoundary", "\(low.x),\(low.y),\(high.x),\(high.y)"),
        ("origBoundary", "\(low.x),\(low.y),\(high.x),\(high.y)"),
        (
          "projParameter",
          "+proj=utm +zone=\(utm.zone)\(utm.isSouthern ? " +south" : "") +ellps=WGS84 +datum=WGS84 +units=m +no_defs"
        ),
      ])
    for row in nodes.indices where isUsed[row] {
      let (x, y) = place(streets.nodes.points[row])
      var attributes = [("id", nodes[row]), ("x", x), ("y", y)]
      let kind = kinds.kind(of: NodeID(row))
      if let kind { attributes.append(("type", kind)) }
      if kind == "traffic_light", kinds.hasProgram(NodeID(row)) { attributes.append(("tl", nodes[row])) }
      text.element("node", attributes)
      counts.nodes += 1
    }
    return text.finished()
  }

  private func edgeText() -> String {
    let streets = city.streets
    var text = SumoText("edges")
    for row in edges.indices {
      guard let id = edges[row] else { continue }
      let link = LinkID(row)
      let segment = link.segment.index
      let open = streets.links.open(link)
      var shape = Array(streets.segments.shapes[segment])
      if link.isBackward { shape.reverse() }
      let known = streets.lanes[link]
      let isAsLink = known.allSatisfy {
        $0.access == streets.links.access[row] && $0.speed == streets.links.speeds[row] && $0.width.isNaN
          && $0.length.isNaN
      }
      // Lanes of which only the marks are known are written with their edge.
      let lanes = isAsLink ? [] : known
      let count = max(1, Int(streets.links.lanes[row]))
      var attributes = [
        ("id", id), ("from", nodes[streets.start(of: link).index]), ("to", nodes[streets.end(of: link).index]),
        ("priority", "\(SumoClassTable.priority(of: streets.segments.classes[segment]))"), ("numLanes", "\(count)"),
        ("speed", SumoText.number(streets.links.speeds[row])),
        ("type", "highway.\(streets.segments.classes[segment].name)"),
      ]
      let name = streets.segments.name(of: link.segment)
      if !name.isEmpty { attributes.append(("name", name)) }
      if lanes.isEmpty { attributes.append(("allow", SumoClasses(open).text)) }
      if let length = lanes.first?.length, length > 0 { attributes.append(("length", SumoText.number(length))) }
      if shape.count > 2 {
        attributes.append(("shape", shape.map { place($0) }.map { "\($0.x),\($0.y)" }.joined(separator: " ")))
      }
      guard !lanes.isEmpty else {
        text.element("edge", attributes)
        continue
      }
      text.open("edge", attributes)
      for lane in lanes {
        var own = [("index", "\(lane.number)"), ("speed", SumoText.number(lane.speed))]
        let who = lane.access.intersection(open)
        if who.isEmpty { own.append(("disallow", "all")) } else { own.append(("allow", SumoClasses(who).text)) }
        if lane.width > 0 { own.append(("width", SumoText.number(lane.width))) }
        text.element("lane", own)
      }
      text.close("edge")
    }
    return text.finished()
  }

  private mutating func connectionText() -> String {
    let streets = city.streets
    var text = SumoText("connections")
    var hasMovements = [Bool](repeating: false, count: edges.count)
    for row in 0..<streets.movements.count {
      let movement = streets.movements[MovementID(row)]
      guard !streets.movements.areRemoved[row] else { continue }
      hasMovements[movement.from.index] = true
      guard let from = edges[movement.from.index], let to = edges[movement.to.index] else { continue }
      var attributes = [
        ("from", from), ("to", to), ("fromLane", "\(movement.fromLane)"), ("toLane", "\(movement.toLane)"),
      ]
      if isUncontrolled(movement) { attributes.append(("uncontrolled", "true")) }
      let lanes = lanesAccess(movement)
      if movement.access != lanes {
        let who = movement.access.intersection(lanes)
        if !who.isEmpty { attributes.append(("allow", SumoClasses(who).text)) }
      }
      text.element("connection", attributes)
      counts.connections += 1
    }
    var leaving = [Int](repeating: 0, count: streets.nodes.count)
    for row in edges.indices where edges[row] != nil { leaving[streets.start(of: LinkID(row)).index] += 1 }
    var bans: [LinkID: Set<LinkID>] = [:]
    for ban in streets.turnBans where !hasMovements[ban.from.index] && edges[ban.to.index] != nil {
      bans[ban.from, default: []].insert(ban.to)
    }
    for from in bans.keys.sorted() {
      guard let id = edges[from.index], let goals = bans[from] else { continue }
      if goals.count == leaving[streets.end(of: from).index] {
        text.element("connection", [("from", id)])
      } else {
        for to in goals.sorted() { text.element("delete", [("from", id), ("to", edges[to.index] ?? "")]) }
      }
    }
    return text.finished()
  }

  /// Who may use both lanes of a movement.
  private func lanesAccess(_ movement: Movement) -> VehicleSet {
    let streets = city.streets
    func who(_ link: LinkID, _ lane: UInt8) -> VehicleSet {
      streets.lanes[link].first { $0.number == lane }?.access ?? streets.links.access[link.index]
    }
    return who(movement.from, movement.fromLane).intersection(who(movement.to, movement.toLane))
  }

  private func isUncontrolled(_ movement: Movement) -> Bool {
    movement.rule != .signals && city.streets.nodes.controls[city.streets.end(of: movement.from).index] == .signals
  }

  /// The movements that the signals of each node rule, in the order of their link indices.
  private func controlledMovements() -> [NodeID: [MovementID]] {
    let streets = city.streets
    var controlled: [NodeID: [MovementID]] = [:]
    for row in 0..<streets.movements.count where !streets.movements.areRemoved[row] {
      let (from, to) = (streets.movements.froms[row], streets.movements.tos[row])
      guard streets.movements.rules[row] == .signals, edges[from.index] != nil, edges[to.index] != nil else { continue }
      controlled[streets.end(of: from), default: []].append(MovementID(row))
    }
    return controlled
  }

  private mutating func programText(_ controlled: [NodeID: [MovementID]]) -> String {
    var text = SumoText("tlLogics")
    for signal in city.streets.signals {
      let id = nodes[signal.node.index]
      guard signal.phases.contains(where: \.knowsMovements), let movements = controlled[signal.node] else {
        tally.add(
          "plan of signals", because: "it is known by streets, not by movements: netconvert makes one of its own",
          example: id)
        continue
      }
      text.open(
        "tlLogic", [("id", id), ("type", "static"), ("programID", "0"), ("offset", SumoText.number(signal.offset))])
      for phase in signal.phases {
        for (seconds, state) in phase.states(of: movements) where seconds > 0 {
          text.element("phase", [("duration", SumoText.number(seconds)), ("state", state)])
        }
      }
      text.close("tlLogic")
      counts.programs += 1
    }
    for signal in city.streets.signals where signal.phases.contains(where: \.knowsMovements) {
      for (index, id) in (controlled[signal.node] ?? []).enumerated() {
        let movement = city.streets.movements[id]
        text.element(
          "connection",
          [
            ("from", edges[movement.from.index] ?? ""), ("to", edges[movement.to.index] ?? ""),
            ("fromLane", "\(movement.fromLane)"), ("toLane", "\(movement.toLane)"),
            ("tl", nodes[signal.node.index]), ("linkIndex", "\(index)"),
          ])
      }
    }
    return text.finished()
  }

  private func configuration(_ name: String) -> String {
    var text = SumoText("configuration")
    text.open("input", [])
    for (kind, end) in [
      ("node-files", "nod"), ("edge-files", "edg"), ("connection-files", "con"), ("tllogic-files", "tll"),
    ] {
      text.element(kind, [("value", "\(name).\(end).xml")])
    }
    text.close("input")
    text.open("output", [])
    text.element("output-file", [("value", "\(name).net.xml")])
    text.close("output")
    text.open("processing", [])
    text.element("offset.disable-normalization", [("value", "true")])
    text.element("lefthand", [("value", city.profile.drivingSide == .left ? "true" : "false")])
    text.element("no-turnarounds", [("value", city.streets.movements.count > 0 ? "true" : "false")])
    text.close("processing")
    return text.finished()
  }
}

extension SignalPhase {
  /// Its green, amber and all-red as SUMO's letters, one a movement.
  fileprivate func states(of movements: [MovementID]) -> [(seconds: Float, state: String)] {
    let (sure, yielding, ending) = (Set(protected), Set(permissive), Set(clearing))
    func state(_ letter: (MovementID) -> Character) -> String { String(movements.map(letter)) }
    return [
      (green, state { sure.contains($0) ? "G" : yielding.contains($0) ? "g" : ending.contains($0) ? "y" : "r" }),
      (amber, state { sure.contains($0) || yielding.contains($0) ? "y" : "r" }), (allRed, state { _ in "r" }),
    ]
  }
}
