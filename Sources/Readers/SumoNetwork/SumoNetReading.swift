internal import Geography
internal import Modelling

extension SumoNet {
  /// Reads a `.net.xml`, plain or gzip. O(bytes).
  ///
  /// - Throws: ``SumoError`` for a file that is missing, cut off, no XML, no network, or has an attribute that cannot
  ///   be read. A part that refers to something that is not there is left out and listed in ``skipped``.
  public init(reading path: String) throws {
    let file = try XMLFile(path)
    let reading = SumoNetReading(file)
    try file.read(start: reading.start, end: reading.end)
    self = try reading.finished()
  }
}

/// A network while it is read: elements as they come, references still as names with their lines.
final class SumoNetReading {
  let file: XMLFile
  var net = SumoNet()
  var skipped = SkippedTally()
  var edgeNames: [(from: String?, to: String?, line: Int)] = []
  var laneLines: [[Int]] = []
  var junctionNames: [(incoming: [String], inner: [String], line: Int)] = []
  var rows: [(text: RequestText, junction: Int, line: Int)] = []
  var rawConnections: [ConnectionText] = []
  var rawRoundabouts: [(nodes: [String], edges: [String], line: Int)] = []
  var programLines: [Int] = []
  private var open = Part.none
  private var isNetwork = false

  struct RequestText { var index: Int, response: String, foes: String, cont: Bool }
  struct ConnectionText { var from: String, to: String, via: String?, value: SumoNet.Connection, line: Int }
  private enum Part { case none, edge, junction, program, connection, ignored }

  init(_ file: XMLFile) { self.file = file }

  func place(_ line: Int) -> String { "\(file.name):\(line)" }

  func start(_ element: XMLElement) throws {
    if element.depth == 0 {
      guard element.name == "net" else {
        throw file.error(
          "this is no network of SUMO but <\(element.name)>: give a .net.xml, as netconvert writes it.",
          line: element.line)
      }
      net.isLeftHand = element.flag("lefthand") ?? false
      isNetwork = true
      return
    }
    switch (element.depth, element.name) {
    case (1, "location"): net.location = try location(element)
    case (1, "edge"): try edge(element)
    case (2, "lane") where open == .edge: try lane(element)
    case (1, "junction"): try junction(element)
    case (2, "request") where open == .junction: try request(element)
    case (1, "connection"):
      open = .connection
      try connection(element)
    case (1, "tlLogic"): try program(element)
    case (2, "phase") where open == .program:
      let phase = try SumoNet.Phase(element, in: file)
      net.programs[net.programs.count - 1].phases.append(phase)
    case (1, "roundabout"):
      rawRoundabouts.append((element.words("nodes"), element.words("edges"), element.line))
    case (1, _):
      open = .ignored
      skipped.add(element.name, because: "it is not used", example: place(element.line))
    default: if open != .ignored { skipped.add(element.name, because: "it is not used", example: place(element.line)) }
    }
  }

  func end(_ name: String) throws {
    switch name {
    case "edge", "junction", "tlLogic", "connection", "type": open = .none
    default: break
    }
  }

  private func location(_ element: XMLElement) throws -> SumoNet.Location {
    let offset = try element.points("netOffset", in: file).first ?? Point(x: 0, y: 0)
    return SumoNet.Location(
      offset: offset, converted: box(element["convBoundary"]), original: box(element["origBoundary"]),
      projection: element["projParameter"] ?? "!")
  }

  private func box(_ text: String?) -> Box {
    let numbers = (text ?? "").split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 4 else { return .empty }
    return Box(minX: numbers[0], minY: numbers[1], maxX: numbers[2], maxY: numbers[3])
  }

  private func edge(_ element: XMLElement) throws {
    var edge = SumoNet.Edge(id: try element.required("id", in: file))
    let function = element["function"] ?? "normal"
    edge.function = SumoNet.Function(rawValue: function) ?? .normal
    if SumoNet.Function(rawValue: function) == nil {
      skipped.add("function of an edge", because: "\"\(function)\" is not known", example: place(element.line))
    }
    edge.priority = try element.integer("priority", in: file) ?? -1
    edge.type = element["type"] ?? ""
    edge.name = element["name"] ?? ""
    edge.spread = element["spreadType"] ?? ""
    edge.shape = try element.points("shape", in: file)
    net.edges.append(edge)
    edgeNames.append((element["from"], element["to"], element.line))
    laneLines.append([])
    open = .edge
  }

  private func lane(_ element: XMLElement) throws {
    let row = net.edges.count - 1
    let id = try element.required("id", in: file)
    guard let speed = try element.number("speed", in: file), let length = try element.number("length", in: file) else {
      throw file.error(
        "lane \"\(id)\" has no speed or no length: write the network with netconvert.", line: element.line)
    }
    let number = net.edges[row].lanes.count
    if let index = try element.integer("index", in: file), index != number, net.edges[row].isStreet {
      throw file.error(
        "lane \"\(id)\" has index \(index) where \(number) is due: lanes stand in order, 0 first.", line: element.line)
    }
    var lane = SumoNet.Lane(id: id, speed: speed, length: length)
    lane.width = try element.number("width", in: file)
    lane.allowed = classes(element, allow: element["allow"], disallow: element["disallow"]) ?? .all
    lane.changeLeft = classes(element, allow: element["changeLeft"], disallow: nil) ?? .all
    lane.changeRight = classes(element, allow: element["changeRight"], disallow: nil) ?? .all
    lane.isAcceleration = element.flag("acceleration") ?? false
    lane.shape = try element.points("shape", in: file)
    net.edges[row].lanes.append(lane)
    laneLines[row].append(element.line)
  }

  private func classes(_ element: XMLElement, allow: String?, disallow: String?) -> SumoClasses? {
    var unknown: [String] = []
    defer {
      for word in unknown {
        skipped.add("vehicle class", because: "\"\(word)\" is not known", example: place(element.line))
      }
    }
    if let allow { return SumoClasses(text: allow, unknown: &unknown) }
    if let disallow { return SumoClasses.all.subtracting(SumoClasses(text: disallow, unknown: &unknown)) }
    return nil
  }

  private func junction(_ element: XMLElement) throws {
    let type = element["type"] ?? "unknown"
    let control = SumoNet.Control(rawValue: type)
    if control == nil {
      skipped.add("type of a junction", because: "\"\(type)\" is not known", example: place(element.line))
    }
    let id = try element.required("id", in: file)
    guard let x = try element.number("x", in: file), let y = try element.number("y", in: file) else {
      throw file.error("junction \"\(id)\" has no x and y: write the network with netconvert.", line: element.line)
    }
    var junction = SumoNet.Junction(id: id, control: control ?? .unknown, point: Point(x: x, y: y))
    junction.shape = try element.points("shape", in: file)
    net.junctions.append(junction)
    junctionNames.append((element.words("incLanes"), element.words("intLanes"), element.line))
    open = .junction
  }

  private func request(_ element: XMLElement) throws {
    guard let index = try element.integer("index", in: file) else {
      throw file.error("a request has no index: write the network with netconvert.", line: element.line)
    }
    let text = RequestText(
      index: index, response: try element.required("response", in: file), foes: try element.required("foes", in: file),
      cont: element.flag("cont") ?? false)
    rows.append((text, net.junctions.count - 1, element.line))
  }

  private func connection(_ element: XMLElement) throws {
    guard let fromLane = try element.integer("fromLane", in: file), let toLane = try element.integer("toLane", in: file)
    else {
      throw file.error(
        "a connection has no fromLane or no toLane: write the network with netconvert.", line: element.line)
    }
    var value = SumoNet.Connection(from: -1, to: -1, fromLane: fromLane, toLane: toLane)
    let direction = element["dir"] ?? "invalid"
    value.direction = SumoNet.Direction(rawValue: direction) ?? .none
    value.state = element["state"]?.first ?? "M"
    value.signal = element["tl"] ?? ""
    value.linkIndex = try element.integer("linkIndex", in: file)
    value.passes = element.flag("pass") ?? false
    value.keepsClear = element.flag("keepClear") ?? true
    value.isUncontrolled = element.flag("uncontrolled") ?? false
    value.waitsAt = try element.number("contPos", in: file)
    value.allowed = classes(element, allow: element["allow"], disallow: element["disallow"])
    value.speed = try element.number("speed", in: file)
    rawConnections.append(
      ConnectionText(
        from: try element.required("from", in: file), to: try element.required("to", in: file), via: element["via"],
        value: value, line: element.line))
  }

  private func program(_ element: XMLElement) throws {
    net.programs.append(try SumoNet.Program(element, in: file))
    programLines.append(element.line)
    open = .program
  }

  /// The network with every reference resolved.
  func finished() throws -> SumoNet {
    guard isNetwork, !net.edges.isEmpty else {
      throw file.error("the network has no edge: give a .net.xml, as netconvert writes it.")
    }
    try resolve()
    net.skipped = skipped.all
    return net
  }
}

extension SumoNet.Program {
  /// A `tlLogic` without its phases.
  init(_ element: XMLElement, in file: XMLFile) throws {
    self.init(id: try element.required("id", in: file), programID: element["programID"] ?? "0")
    type = element["type"] ?? "static"
    offset = try element.seconds("offset", in: file) ?? 0
  }
}

extension SumoNet.Phase {
  init(_ element: XMLElement, in file: XMLFile) throws {
    let state = Array(try element.required("state", in: file).utf8)
    guard let odd = state.first(where: { !Array("rRyYgGsuoO".utf8).contains($0) }) else {
      let minimum = try element.seconds("minDur", in: file)
      guard let duration = try element.seconds("duration", in: file) ?? minimum, duration >= 0 else {
        throw file.error("a phase has no duration of 0 s or more: give its seconds.", line: element.line)
      }
      self.init(
        duration: duration, minimum: minimum, maximum: try element.seconds("maxDur", in: file), state: state,
        next: element.words("next").compactMap { Int($0) })
      return
    }
    throw file.error(
      "a phase's state has \"\(Character(Unicode.Scalar(odd)))\", which is none of r y g G s u o O.", line: element.line
    )
  }
}
