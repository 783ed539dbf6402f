internal import Geography
internal import Replica

/// XML as it is written, a line an element.
struct SumoText {
  private var text: String
  private let root: String
  private var indent = "  "

  init(_ root: String) {
    self.root = root
    text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root)>\n"
  }

  mutating func element(_ name: String, _ attributes: [(String, String)]) { write(name, attributes, end: "/>") }

  mutating func open(_ name: String, _ attributes: [(String, String)]) {
    write(name, attributes, end: ">")
    indent += "  "
  }

  mutating func close(_ name: String) {
    indent.removeLast(2)
    text += "\(indent)</\(name)>\n"
  }

  func finished() -> String { text + "</\(root)>\n" }

  private mutating func write(_ name: String, _ attributes: [(String, String)], end: String) {
    text += "\(indent)<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
    text += end + "\n"
  }

  /// Text for between quotes; signs that XML cannot hold are left out.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 32 || $0 == 34 || $0 == 38 || $0 == 60 || $0 == 62 }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 32: break
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// The shortest decimal of a number of single precision; whole numbers without a point.
  static func number(_ value: Float) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }

  /// Metres in millimetres' precision.
  static func number(_ value: Double) -> String {
    let whole = (value * 1000).rounded()
    guard abs(whole) < 1e15 else { return "\(value)" }
    let (metres, rest) = (Int(abs(whole)) / 1000, Int(abs(whole)) % 1000)
    let fraction = rest == 0 ? "" : "." + String("000\(rest)".suffix(3))
    return (whole < 0 ? "-" : "") + "\(metres)\(fraction)"
  }
}

/// Gives each thing an id that SUMO accepts, and each its own.
struct SumoNames {
  private var known: Set<String> = []

  /// The key without its prefix, signs that SUMO forbids in ids as `_`.
  mutating func name(_ key: String, without prefix: String) -> String {
    var name = key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : key
    name = String(name.map { " \t\n\r|\\'\";,!<>&*?".contains($0) ? "_" : $0 })
    if name.isEmpty || name.hasPrefix(":") { name = "_" + name.drop { $0 == ":" } }
    let base = name
    var number = 2
    while !known.insert(name).inserted {
      name = "\(base)_\(number)"
      number += 1
    }
    return name
  }
}

/// What kind of node SUMO takes a node for.
struct SumoNodeKinds {
  private let streets: Streets
  private var rules: [Set<MovementRule>]
  private var doesYield: [Bool]
  private var doesConflict: [Bool]
  private let programs: Set<NodeID>

  init(_ streets: Streets) {
    self.streets = streets
    rules = Array(repeating: [], count: streets.nodes.count)
    doesYield = Array(repeating: false, count: streets.nodes.count)
    doesConflict = doesYield
    let movements = streets.movements
    for row in 0..<movements.count where !movements.areRemoved[row] {
      let node = streets.end(of: movements.froms[row]).index
      rules[node].insert(movements.rules[row])
      if !movements.yields(of: MovementID(row)).isEmpty { doesYield[node] = true }
      if !movements.conflicts(of: MovementID(row)).isEmpty { doesConflict[node] = true }
    }
    programs = Set(streets.signals.filter { $0.phases.contains(where: \.knowsMovements) }.map(\.node))
  }

  func hasProgram(_ node: NodeID) -> Bool { programs.contains(node) }

  /// The file's word; nothing where netconvert may find it out.
  func kind(of node: NodeID) -> String? {
    let here = rules[node.index]
    // Signals that rule none of the movements stand beside the junction.
    if streets.nodes.controls[node.index] == .signals, here.isEmpty || here.contains(.signals) {
      return "traffic_light"
    }
    if here.contains(.allWayStop) { return "allway_stop" }
    if here.contains(.stops) { return "priority_stop" }
    if here.contains(.zipper) { return "zipper" }
    if here.contains(.rightBeforeLeft) { return "right_before_left" }
    if !here.isEmpty { return doesConflict[node.index] && !doesYield[node.index] ? "unregulated" : "priority" }
    switch streets.nodes.controls[node.index] {
    case .stop: return "priority_stop"
    case .giveWay: return "priority"
    default: return nil
    }
  }
}
