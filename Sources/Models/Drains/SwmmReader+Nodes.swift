internal import Geography
internal import Modelling

extension SwmmReader {
  mutating func readNodes() {
    each("JUNCTIONS") { (reader, line) throws(SwmmError) in
      let unit = reader.units.length
      var depth = try line.number(2, "The depth", else: 0) * unit
      // No depth: up to the crown of the highest pipe, once pipes are read.
      if depth == 0 { depth = .nan }
      let kind = DrainNode.Kind.junction(
        depth: depth, surcharge: try line.number(4, "The surcharge depth", else: 0) * unit,
        pondedArea: try line.number(5, "The ponded area", else: 0) * unit * unit)
      let initial = try line.number(3, "The initial depth", else: 0) * unit
      try reader.add(line, kind, initialDepth: initial)
    }
    each("OUTFALLS") { (reader, line) throws(SwmmError) in try reader.outfall(line) }
    each("STORAGE") { (reader, line) throws(SwmmError) in try reader.storage(line) }
    each("COORDINATES") { (reader, line) throws(SwmmError) in
      // A point of a node that is not there moves nothing.
      guard let node = reader.nodeAt[line.words[0].uppercased()] else { return }
      reader.network.nodes[node].point = Point(x: try line.number(1, "x"), y: try line.number(2, "y"))
    }
    // Without the section a network is run by itself, and needs no places.
    guard sections["COORDINATES"] != nil else { return }
    let lost = network.nodes.filter { $0.point == nil }.map { "\"\($0.name)\"" }
    guard let first = lost.first else { return }
    remarks.append(
      "\(lost.count == 1 ? "Node \(first) has" : "\(lost.count) nodes, \(first) the first, have") no line in [COORDINATES] and can "
        + "meet no surface; give x and y.")
  }

  private mutating func add(_ line: SwmmLine, _ kind: DrainNode.Kind, initialDepth: Double = 0) throws(SwmmError) {
    let name = line.words[0]
    if nodeAt[name.uppercased()] != nil { throw line.fail("Node \"\(name)\" is there already; rename one.") }
    var node = DrainNode(name: name, invert: try line.number(1, "The invert") * units.length, kind: kind)
    node.initialDepth = initialDepth
    nodeAt[name.uppercased()] = network.add(node)
  }

  private mutating func outfall(_ line: SwmmLine) throws(SwmmError) {
    let kind = try line.choose(2, "The kind of outfall", ["FREE", "NORMAL", "FIXED", "TIDAL", "TIMESERIES"])
    let tail: DrainNode.Tail
    switch kind {
    case "FREE": tail = .free
    case "NORMAL": tail = .normal
    case "FIXED": tail = .fixed(level: try line.number(3, "The level") * units.length)
    case "TIDAL": tail = .tidal(try curve(line, 3, ["TIDAL"]).curve)
    default: tail = .series(Self.scaled(try series(line, 3), by: units.length))
    }
    // A level or name of nothing may stand before the flap of a free outfall.
    var place = kind == "FREE" || kind == "NORMAL" ? 3 : 4
    if kind == "FREE" || kind == "NORMAL", let word = line.word(3), !["YES", "NO"].contains(word.uppercased()) {
      place = 4
    }
    try add(line, .outfall(tail, hasFlapGate: try line.isYes(place, "The flap gate")))
  }

  private mutating func storage(_ line: SwmmLine) throws(SwmmError) {
    let unit = units.length
    let depth = try line.number(2, "The depth") * unit
    let initial = try line.number(3, "The initial depth") * unit
    let kind = try line.choose(4, "The shape of the storage", ["FUNCTIONAL", "TABULAR"])
    let shape: DrainNode.Storage
    let rest: Int
    if kind == "TABULAR" {
      shape = .tabular(try curve(line, 5, ["STORAGE"]).curve)
      rest = 6
    } else {
      let exponent = try line.number(6, "The exponent")
      shape = .functional(
        coefficient: try line.number(5, "The coefficient") * power(unit, 2 - exponent), exponent: exponent,
        constant: try line.number(7, "The constant") * unit * unit)
      rest = 8
    }
    let surcharge = try line.number(rest, "The surcharge depth", else: 0) * unit
    if line.words.count > rest + 2 { remarks.append("Storage \"\(line.words[0])\" loses nothing to the ground.") }
    try add(line, .storage(depth: depth, surcharge: surcharge, shape: shape), initialDepth: initial)
  }

  mutating func readFlows() {
    each("INFLOWS") { (reader, line) throws(SwmmError) in
      let node = try reader.node(line, 0)
      guard try line.need(1, "What flows in").uppercased() == "FLOW" else {
        reader.remarks.append("Inflow of \(line.words[1]) at \"\(line.words[0])\" is left out: only water is modelled.")
        return
      }
      let hasSeries = line.word(2).map { !$0.isEmpty && $0 != "*" } ?? false
      let series = hasSeries ? Self.scaled(try reader.series(line, 2), by: reader.units.flow) : nil
      let scale = try line.number(5, "The factor", else: 1)
      let baseline = try line.number(6, "The baseline", else: 0) * reader.units.flow
      if line.word(7).map({ !$0.isEmpty }) ?? false {
        reader.remarks.append("The baseline of the inflow at \"\(line.words[0])\" does not follow its pattern.")
      }
      reader.network.nodes[node].inflows.append(DrainInflow(series: series, scale: scale, baseline: baseline))
    }
    each("DWF") { (reader, line) throws(SwmmError) in
      let node = try reader.node(line, 0)
      guard try line.need(1, "What flows in").uppercased() == "FLOW" else { return }
      var flow = DryWeatherFlow(average: try line.number(2, "The average") * reader.units.flow)
      for name in line.words.dropFirst(3) where !name.isEmpty && name != "*" {
        guard let pattern = reader.patterns[name.uppercased()] else {
          throw line.fail(
            "There is no pattern \"\(name)\" in [PATTERNS]."
              + NearestName.question(name, among: reader.patterns.values.map(\.name)))
        }
        flow.patterns.append(pattern)
      }
      reader.network.nodes[node].dryWeather.append(flow)
    }
  }

  /// The node a word names.
  func node(_ line: SwmmLine, _ place: Int) throws(SwmmError) -> Int {
    let name = try line.need(place, "The node")
    guard let found = nodeAt[name.uppercased()] else {
      throw line.fail("There is no node \"\(name)\"." + NearestName.question(name, among: network.nodes.map(\.name)))
    }
    return found
  }
}
