internal import Foundation
internal import Geography
internal import ShallowWater

extension SwmmText {
  /// Writes a network as a text that EPA SWMM 5 reads, in metres and m³/s. Names with spaces get underscores. Blockage has no
  /// word in SWMM and narrows the section's width instead where it has one; else it is lost. O(network).
  public static func write(_ network: DrainNetwork) -> String {
    var writer = SwmmWriter(network)
    return writer.write()
  }
}

/// Builds the text section by section.
struct SwmmWriter {
  let network: DrainNetwork
  private var text = ""
  private var curves: [(kind: String, curve: DrainCurve)] = []
  private var series: [DrainSeries] = []
  private var patterns: [DrainPattern] = []
  private var transects: [(name: String, stations: [Double], levels: [Double], roughness: Double)] = []

  init(_ network: DrainNetwork) { self.network = network }

  mutating func write() -> String {
    text = "[TITLE]\n\(network.title)\n"
    options()
    nodes()
    links()
    sections()
    flows()
    tables()
    let placed = network.nodes.filter { $0.point != nil }
    section("COORDINATES", placed.map { "\(word($0.name)) \(number($0.point?.x ?? 0)) \(number($0.point?.y ?? 0))" })
    return text
  }

  private mutating func section(_ name: String, _ lines: [String]) {
    if !lines.isEmpty { text += "\n[\(name)]\n" + lines.joined(separator: "\n") + "\n" }
  }

  private func word(_ name: String) -> String {
    let plain = String(name.map { $0.isWhitespace || $0 == ";" || $0 == "\"" ? "_" : $0 })
    return plain.isEmpty ? "_" : plain
  }

  /// The shortest text that reads as the same number.
  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// Whole seconds as a clock, so that they read as the same seconds; else decimal hours.
  private func moment(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds >= 0 ? clock(seconds) : number(seconds / 3600)
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return String(format: "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  private mutating func options() {
    let options = network.options
    let end = options.startSecond + options.duration
    let days = (end / 86_400).rounded(.down)
    let endDay = DrainOptions.Day(number: options.startDay.number + Int(days))
    func date(_ day: DrainOptions.Day) -> String { String(format: "%02d/%02d/%04d", day.month, day.day, day.year) }
    section(
      "OPTIONS",
      [
        "FLOW_UNITS CMS", "FLOW_ROUTING DYNWAVE", "LINK_OFFSETS DEPTH", "START_DATE \(date(options.startDay))",
        "START_TIME \(clock(options.startSecond))", "END_DATE \(date(endDay))",
        "END_TIME \(clock(end - days * 86_400))",
        "ROUTING_STEP \(number(options.longestStep))", "VARIABLE_STEP 0.75",
        "ALLOW_PONDING \(options.allowsPonding ? "YES" : "NO")", "INERTIAL_DAMPING \(options.inertia.rawValue)",
        "NORMAL_FLOW_LIMITED \(options.normalLimit.rawValue)", "SURCHARGE_METHOD \(options.surcharge.rawValue)",
        "MIN_SURFAREA \(number(options.leastArea))",
      ])
  }

  private mutating func nodes() {
    var junctions: [String] = []
    var outfalls: [String] = []
    var storages: [String] = []
    for node in network.nodes {
      let start = "\(word(node.name)) \(number(node.invert))"
      switch node.kind {
      case .junction(let depth, let surcharge, let area):
        junctions.append(
          "\(start) \(number(depth)) \(number(node.initialDepth)) \(number(surcharge)) \(number(area))")
      case .storage(let depth, let surcharge, let shape):
        let form: String
        switch shape {
        case .functional(let coefficient, let exponent, let constant):
          form = "FUNCTIONAL \(number(coefficient)) \(number(exponent)) \(number(constant))"
        case .tabular(let curve): form = "TABULAR \(use(curve, "STORAGE"))"
        }
        storages.append("\(start) \(number(depth)) \(number(node.initialDepth)) \(form) \(number(surcharge)) 0")
      case .outfall(let tail, let hasFlapGate):
        let form: String
        switch tail {
        case .free: form = "FREE"
        case .normal: form = "NORMAL"
        case .fixed(let level): form = "FIXED \(number(level))"
        case .tidal(let curve): form = "TIDAL \(use(curve, "TIDAL"))"
        case .series(let series): form = "TIMESERIES \(use(series))"
        }
        outfalls.append("\(start) \(form) \(hasFlapGate ? "YES" : "NO")")
      }
    }
    section("JUNCTIONS", junctions)
    section("OUTFALLS", outfalls)
    section("STORAGE", storages)
  }

  private mutating func links() {
    var lines: [String: [String]] = [:]
    for link in network.links {
      let start = "\(word(link.name)) \(word(network.nodes[link.from].name)) \(word(network.nodes[link.to].name))"
      let flap = link.hasFlapGate ? "YES" : "NO"
      switch link.kind {
      case .conduit(let conduit):
        lines["CONDUITS", default: []].append(
          "\(start) \(number(conduit.length)) \(number(conduit.roughness)) \(number(link.fromOffset)) "
            + "\(number(link.toOffset)) \(number(conduit.initialFlow)) \(number(conduit.flowLimit))")
        if link.hasFlapGate || conduit.entryLoss + conduit.exitLoss + conduit.meanLoss > 0 {
          lines["LOSSES", default: []].append(
            "\(word(link.name)) \(number(conduit.entryLoss)) \(number(conduit.exitLoss)) \(number(conduit.meanLoss)) \(flap)"
          )
        }
      case .pump(let pump):
        let curve: String
        switch pump.curve {
        case .volume(let found): curve = use(found, "PUMP1")
        case .depthSteps(let found): curve = use(found, "PUMP2")
        case .head(let found): curve = use(found, "PUMP3")
        case .depth(let found): curve = use(found, "PUMP4")
        case .ideal, nil: curve = "*"
        }
        lines["PUMPS", default: []].append(
          "\(start) \(curve) \(pump.isOn ? "ON" : "OFF") \(number(pump.startDepth)) \(number(pump.stopDepth))")
      case .orifice(let orifice):
        lines["ORIFICES", default: []].append(
          "\(start) \(orifice.isBottom ? "BOTTOM" : "SIDE") \(number(link.fromOffset)) \(number(orifice.coefficient)) \(flap)"
        )
      case .weir(let weir):
        let (shape, end): (String, Double)
        switch weir.shape {
        case .transverse: (shape, end) = ("TRANSVERSE", 0)
        case .side: (shape, end) = ("SIDEFLOW", 0)
        case .notch: (shape, end) = ("V-NOTCH", 0)
        case .trapezoidal(_, let coefficient): (shape, end) = ("TRAPEZOIDAL", coefficient)
        }
        lines["WEIRS", default: []].append(
          "\(start) \(shape) \(number(link.fromOffset)) \(number(weir.coefficient)) \(flap) \(number(weir.contractions)) "
            + "\(number(end)) \(weir.canSurcharge ? "YES" : "NO")")
      }
    }
    for name in ["CONDUITS", "PUMPS", "ORIFICES", "WEIRS", "LOSSES"] { section(name, lines[name] ?? []) }
  }

  private mutating func sections() {
    var lines: [String] = []
    for link in network.links {
      switch link.kind {
      case .conduit(let conduit):
        let shape = shape(conduit.section, name: link.name, roughness: conduit.roughness, blockage: conduit.blockage)
        lines.append("\(word(link.name)) \(shape) \(conduit.barrels)")
      case .orifice(let orifice):
        lines.append("\(word(link.name)) \(shape(orifice.section, name: link.name, roughness: 0, blockage: 0)) 1")
      case .weir(let weir):
        let height = number(weir.height)
        switch weir.shape {
        case .transverse, .side: lines.append("\(word(link.name)) RECT_OPEN \(height) \(number(weir.length)) 0 0 1")
        case .notch(let slope):
          lines.append("\(word(link.name)) TRIANGULAR \(height) \(number(2 * slope * weir.height)) 0 0 1")
        case .trapezoidal(let slope, _):
          lines.append(
            "\(word(link.name)) TRAPEZOIDAL \(height) \(number(weir.length)) \(number(slope)) \(number(slope)) 1")
        }
      case .pump: break
      }
    }
    section("XSECTIONS", lines)
  }

  private mutating func shape(_ section: DrainSection, name: String, roughness: Double, blockage: Double) -> String {
    let free = 1 - blockage
    switch section {
    case .circular(let diameter): return "CIRCULAR \(number(diameter)) 0 0 0"
    case .box(let height, let width): return "RECT_CLOSED \(number(height)) \(number(width * free)) 0 0"
    case .open(let height, let width): return "RECT_OPEN \(number(height)) \(number(width * free)) 0 0"
    case .trapezoidal(let height, let bottom, let left, let right):
      return "TRAPEZOIDAL \(number(height)) \(number(bottom * free)) \(number(left)) \(number(right))"
    case .triangular(let height, let top): return "TRIANGULAR \(number(height)) \(number(top * free)) 0 0"
    case .parabolic(let height, let top): return "PARABOLIC \(number(height)) \(number(top * free)) 0 0"
    case .irregular(let stations, let levels):
      let known = transects.first { $0.stations == stations && $0.levels == levels && $0.roughness == roughness }
      let transect = known?.name ?? word(name)
      if known == nil { transects.append((transect, stations, levels, roughness)) }
      return "IRREGULAR \(transect) 0 0 0"
    }
  }

  private mutating func flows() {
    var inflows: [String] = []
    var dry: [String] = []
    for node in network.nodes {
      for inflow in node.inflows {
        let name = inflow.series.map { use($0) } ?? "\"\""
        inflows.append(
          "\(word(node.name)) FLOW \(name) FLOW 1 \(number(inflow.scale)) \(number(inflow.baseline))")
      }
      for flow in node.dryWeather {
        for pattern in flow.patterns where !patterns.contains(pattern) { patterns.append(pattern) }
        let names = flow.patterns.map { word($0.name) }.joined(separator: " ")
        dry.append("\(word(node.name)) FLOW \(number(flow.average)) \(names)")
      }
    }
    section("INFLOWS", inflows)
    section("DWF", dry)
  }

  private mutating func use(_ curve: DrainCurve, _ kind: String) -> String {
    if !curves.contains(where: { $0.kind == kind && $0.curve == curve }) { curves.append((kind, curve)) }
    return word(curve.name)
  }

  private mutating func use(_ named: DrainSeries) -> String {
    if !series.contains(named) { series.append(named) }
    return word(named.name)
  }

  private mutating func tables() {
    section(
      "CURVES",
      curves.flatMap { kind, curve in
        zip(curve.x, curve.y).enumerated().map { place, point in
          "\(word(curve.name)) \(place == 0 ? kind + " " : "")\(number(point.0)) \(number(point.1))"
        }
      })
    section(
      "TIMESERIES",
      series.flatMap { named in
        zip(named.series.seconds, named.series.values).map { "\(word(named.name)) \(moment($0)) \(number($1))" }
      })
    section(
      "PATTERNS",
      patterns.flatMap { pattern in
        pattern.factors.enumerated().map { place, factor in
          "\(word(pattern.name)) \(place == 0 ? pattern.kind.rawValue + " " : "")\(number(factor))"
        }
      })
    section(
      "TRANSECTS",
      transects.flatMap { transect in
        let n = number(transect.roughness)
        let ends = "\(number(transect.stations.first ?? 0)) \(number(transect.stations.last ?? 0))"
        return ["NC \(n) \(n) \(n)", "X1 \(transect.name) \(transect.stations.count) \(ends) 0 0 0 0 0"]
          + zip(transect.stations, transect.levels).map { "GR \(number($1)) \(number($0))" }
      })
  }
}
