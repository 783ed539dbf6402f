internal import Modelling

extension SwmmReader {
  mutating func readLinks() {
    each("CONDUITS") { (reader, line) throws(SwmmError) in
      let unit = reader.units.length
      var conduit = DrainConduit(
        length: try line.number(3, "The length") * unit, roughness: try line.number(4, "Manning's n"),
        section: .circular(diameter: .nan))
      conduit.initialFlow = try line.number(7, "The initial flow", else: 0) * reader.units.flow
      conduit.flowLimit = try line.number(8, "The greatest flow", else: 0) * reader.units.flow
      try reader.add(line, .conduit(conduit), offsets: (5, 6))
    }
    each("PUMPS") { (reader, line) throws(SwmmError) in try reader.pump(line) }
    each("ORIFICES") { (reader, line) throws(SwmmError) in
      var orifice = DrainOrifice(section: .circular(diameter: .nan))
      orifice.isBottom = try line.choose(3, "The kind of orifice", ["SIDE", "BOTTOM"]) == "BOTTOM"
      orifice.coefficient = try line.number(5, "The coefficient")
      try reader.add(line, .orifice(orifice), offsets: (4, nil), hasFlapGate: try line.isYes(6, "The flap gate"))
    }
    each("WEIRS") { (reader, line) throws(SwmmError) in try reader.weir(line) }
    each("XSECTIONS") { (reader, line) throws(SwmmError) in try reader.section(line) }
    each("LOSSES") { (reader, line) throws(SwmmError) in
      let link = try reader.link(line, 0)
      guard case .conduit(var conduit) = reader.network.links[link].kind else {
        throw line.fail("\"\(line.words[0])\" is no conduit.")
      }
      conduit.entryLoss = try line.number(1, "The loss at the entry")
      conduit.exitLoss = try line.number(2, "The loss at the exit")
      conduit.meanLoss = try line.number(3, "The loss along the way", else: 0)
      reader.network.links[link].kind = .conduit(conduit)
      reader.network.links[link].hasFlapGate = try line.isYes(4, "The flap gate")
      if try line.number(5, "The seepage", else: 0) > 0 {
        reader.remarks.append("Seepage from \"\(line.words[0])\" is left out.")
      }
    }
    missingSections()
    closeJunctions()
  }

  private mutating func add(
    _ line: SwmmLine, _ kind: DrainLink.Kind, offsets: (Int?, Int?), hasFlapGate: Bool = false
  ) throws(SwmmError) {
    let name = line.words[0]
    if linkAt[name.uppercased()] != nil { throw line.fail("Link \"\(name)\" is there already; rename one.") }
    var link = DrainLink(name: name, from: try node(line, 1), to: try node(line, 2), kind: kind)
    link.hasFlapGate = hasFlapGate
    if let place = offsets.0 { link.fromOffset = try offset(line, place, link.from) }
    if let place = offsets.1 { link.toOffset = try offset(line, place, link.to) }
    linkAt[name.uppercased()] = network.add(link)
  }

  private mutating func offset(_ line: SwmmLine, _ place: Int, _ node: Int) throws(SwmmError) -> Double {
    guard line.word(place) != nil, line.word(place) != "*" else { return 0 }
    let value = try line.number(place, "The offset") * units.length
    let offset = usesLevels ? value - network.nodes[node].invert : value
    if offset < 0 {
      remarks.append("\"\(line.words[0])\" lies below the invert of \"\(network.nodes[node].name)\" and is laid on it.")
    }
    return max(0, offset)
  }

  private mutating func pump(_ line: SwmmLine) throws(SwmmError) {
    var curve: DrainPump.Curve?
    if let word = line.word(3) {
      if word == "*" {
        curve = .ideal
      } else {
        let found = try self.curve(line, 3, ["PUMP1", "PUMP2", "PUMP3", "PUMP4"])
        switch found.kind {
        case "PUMP1": curve = .volume(found.curve)
        case "PUMP2": curve = .depthSteps(found.curve)
        case "PUMP3": curve = .head(found.curve)
        default: curve = .depth(found.curve)
        }
      }
    }
    guard curve != nil else {
      throw line.fail("Pump \"\(line.words[0])\" has no curve: name one of [CURVES], or * for an ideal pump.")
    }
    var pump = DrainPump(curve: curve)
    if line.words.count > 4 { pump.isOn = try line.choose(4, "The pump at the start", ["ON", "OFF"]) == "ON" }
    pump.startDepth = try line.number(5, "The depth to start", else: 0) * units.length
    pump.stopDepth = try line.number(6, "The depth to stop", else: 0) * units.length
    try add(line, .pump(pump), offsets: (nil, nil))
  }

  private mutating func weir(_ line: SwmmLine) throws(SwmmError) {
    let kind = try line.choose(3, "The kind of weir", ["TRANSVERSE", "SIDEFLOW", "V-NOTCH", "TRAPEZOIDAL"])
    // C is in the text's units: ft^0.5/s or m^0.5/s; a side weir's lengths have other powers.
    let unit = units.length
    let coefficient = try line.number(5, "The coefficient")
    let root = unit.squareRoot()
    let endCoefficient = try line.number(8, "The end coefficient", else: 0) * root
    var weir = DrainWeir(shape: .transverse, height: .nan, length: .nan, coefficient: coefficient * root)
    switch kind {
    case "SIDEFLOW":
      weir.shape = .side
      weir.coefficient = coefficient * power(unit, 3 - 0.83 - 1.67)
    case "V-NOTCH": weir.shape = .notch(slope: 0)
    case "TRAPEZOIDAL": weir.shape = .trapezoidal(slope: 0, endCoefficient: endCoefficient)
    default: break
    }
    weir.contractions = try line.number(7, "The end contractions", else: 0)
    if line.words.count > 9, line.words[9] != "*" { weir.canSurcharge = try line.isYes(9, "Whether it surcharges") }
    try add(line, .weir(weir), offsets: (4, nil), hasFlapGate: try line.isYes(6, "The flap gate"))
  }

  private static let shapes = [
    "CIRCULAR", "RECT_CLOSED", "RECT_OPEN", "TRAPEZOIDAL", "TRIANGULAR", "PARABOLIC", "IRREGULAR",
  ]

  private mutating func section(_ line: SwmmLine) throws(SwmmError) {
    let place = try link(line, 0)
    let unit = units.length
    let shape = try line.choose(1, "The shape", Self.shapes)
    let height = shape == "IRREGULAR" ? 0 : try line.number(2, "The height") * unit
    let width = shape == "IRREGULAR" ? 0 : try line.number(3, "The width", else: 0)
    var roughness: Double?
    let section: DrainSection
    switch shape {
    case "CIRCULAR": section = .circular(diameter: height)
    case "RECT_CLOSED": section = .box(height: height, width: width * unit)
    case "RECT_OPEN": section = .open(height: height, width: width * unit)
    case "TRAPEZOIDAL":
      section = .trapezoidal(
        height: height, bottom: width * unit, leftSlope: try line.number(4, "The left slope"),
        rightSlope: try line.number(5, "The right slope"))
    case "TRIANGULAR": section = .triangular(height: height, top: width * unit)
    case "PARABOLIC": section = .parabolic(height: height, top: width * unit)
    default:
      let name = try line.need(2, "The transect")
      guard let transect = transects[name.uppercased()] else {
        throw line.fail(
          "There is no transect \"\(name)\" in [TRANSECTS]." + NearestName.question(name, among: transects.keys))
      }
      section = .irregular(stations: transect.stations, levels: transect.levels)
      roughness = transect.roughness
    }
    switch network.links[place].kind {
    case .conduit(var conduit):
      conduit.section = section
      if let roughness { conduit.roughness = roughness }
      conduit.barrels = Int(try line.number(6, "The barrels", else: 1))
      if let code = line.word(7), code != "0" {
        remarks.append("Conduit \"\(line.words[0])\" is run without the inlet control of culvert code \(code).")
      }
      network.links[place].kind = .conduit(conduit)
    case .orifice(var orifice):
      guard shape == "CIRCULAR" || shape == "RECT_CLOSED" else {
        throw line.fail("An orifice is CIRCULAR or RECT_CLOSED, not \(shape).")
      }
      orifice.section = section
      network.links[place].kind = .orifice(orifice)
    case .weir(var weir):
      weir.height = height
      weir.length = width * unit
      if case .notch = weir.shape { weir.shape = .notch(slope: width * unit / 2 / height) }
      if case .trapezoidal(_, let coefficient) = weir.shape {
        weir.shape = .trapezoidal(slope: try line.number(4, "The slope"), endCoefficient: coefficient)
      }
      network.links[place].kind = .weir(weir)
    case .pump: throw line.fail("\"\(line.words[0])\" is a pump and has no section.")
    }
  }

  private mutating func missingSections() {
    for link in network.links {
      let isMissing: Bool
      switch link.kind {
      case .conduit(let conduit):
        isMissing = conduit.section == .circular(diameter: .nan) || conduit.section.height.isNaN
      case .orifice(let orifice): isMissing = orifice.section.height.isNaN
      case .weir(let weir): isMissing = weir.height.isNaN
      case .pump: isMissing = false
      }
      if isMissing, !errors.contains(where: { $0.section == "XSECTIONS" }) {
        errors.append(
          SwmmError(
            line: 0, section: "XSECTIONS", what: "The \(link.word) \"\(link.name)\" has no line in [XSECTIONS]."))
      }
    }
  }

  /// A junction without depth reaches to the crown of its highest conduit.
  private mutating func closeJunctions() {
    var crowns: [Int: Double] = [:]
    for link in network.links {
      guard case .conduit(let conduit) = link.kind, conduit.section.height.isFinite else { continue }
      for (node, offset) in [(link.from, link.fromOffset), (link.to, link.toOffset)] {
        crowns[node] = max(crowns[node] ?? 0, offset + conduit.section.height)
      }
    }
    for node in network.nodes.indices {
      guard case .junction(let depth, let surcharge, let area) = network.nodes[node].kind, depth.isNaN else { continue }
      network.nodes[node].kind = .junction(depth: crowns[node] ?? 0, surcharge: surcharge, pondedArea: area)
    }
  }

  /// The link a word names.
  func link(_ line: SwmmLine, _ place: Int) throws(SwmmError) -> Int {
    let name = try line.need(place, "The link")
    guard let found = linkAt[name.uppercased()] else {
      throw line.fail("There is no link \"\(name)\"." + NearestName.question(name, among: network.links.map(\.name)))
    }
    return found
  }
}
