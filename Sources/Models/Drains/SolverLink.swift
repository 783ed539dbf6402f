/// A link as a step sees it: plain numbers only, so that a step reads them where they lie.
struct SolverLink {
  enum Rule {
    case conduit, pump, orifice, weir
  }
  let rule: Rule
  /// Its nodes, downhill: `isTurned` where the drawing runs the other way.
  var from: Int, to: Int
  var isTurned = false
  /// Levels of its bottom at its ends, or of its crest.
  var first: Double, second: Double
  var hasFlapGate: Bool
  /// Of conduits: metres, n², table, full depth, whether open, barrels, losses, flow limit, √slope ⁄ n.
  var length = 0.0, squareOfRoughness = 0.0, full = 0.0, entry = 0.0, exit = 0.0, mean = 0.0, limit = 0.0, slope = 0.0
  var table = 0
  var inverseOfFull = 0.0
  var isOpen = false, hasLosses = false
  var barrels = 1.0
  /// Metres of the conduit whose water counts to its first and second node.
  var firstShare = 0.0, secondShare = 0.0
  /// Whether its second, its first end hangs over its node's water, so that it may fall free there.
  var hangsFirst = false, hangsSecond = false, touchesOutfall = false
  /// What the step before left: flow and area in the middle, a barrel; and the flow at the heads looked at last.
  var flow = 0.0, area = 0.0, newFlow = 0.0
  /// What holds throughout a step: speed, inertia kept, weight of the middle section, free-fall depth, whether a pump runs.
  var speed = 0.0, inertia = 1.0, weight = 1.0, fallDepth = 0.0, pumped = 0.0
  var isOn = true
  /// m³/s between which the flow stays during a step.
  var lowest = -Double.infinity, highest = Double.infinity
  /// In the network's own direction and for all barrels.
  var drawnFlow: Double { (isTurned ? -flow : flow) * barrels }
}

extension SolverLink {
  /// A link as a step sees it; its section's table is added where it is new.
  init(_ link: DrainLink, _ network: DrainNetwork, _ tables: inout SectionTables) {
    from = link.from
    to = link.to
    first = network.nodes[link.from].invert + link.fromOffset
    second = network.nodes[link.to].invert + link.toOffset
    hasFlapGate = link.hasFlapGate
    switch link.kind {
    case .pump(let pump):
      rule = .pump
      isOn = pump.isOn
    case .orifice: rule = .orifice
    case .weir: rule = .weir
    case .conduit(let conduit):
      rule = .conduit
      isTurned = second > first
      fill(conduit, tables.add(conduit.section, blockage: conduit.blockage), network)
    }
    let nodes = network.nodes
    // The flap of an outfall lets nothing in.
    if case .outfall(_, true) = nodes[link.to].kind { hasFlapGate = true }
  }

  private mutating func fill(_ conduit: DrainConduit, _ place: Int, _ network: DrainNetwork) {
    if isTurned {
      swap(&from, &to)
      swap(&first, &second)
    }
    let nodes = network.nodes
    (length, table, full) = (conduit.length, place, conduit.section.height)
    (squareOfRoughness, isOpen) = (conduit.roughness * conduit.roughness, conduit.section.isOpen)
    inverseOfFull = 1 / full
    (entry, exit, mean) = (conduit.entryLoss, conduit.exitLoss, conduit.meanLoss)
    if isTurned { swap(&entry, &exit) }
    hasLosses = entry + exit + mean > 0
    (limit, barrels) = (conduit.flowLimit, Double(conduit.barrels))
    flow = (isTurned ? -conduit.initialFlow : conduit.initialFlow) / barrels
    // A fall of 0.3 mm at the least, as in SWMM: a level drain has a normal depth too.
    let fall = min(max(first - second, 0.0003048), 0.99 * length)
    slope = (fall / (length * length - fall * fall).squareRoot()).squareRoot() / conduit.roughness
    touchesOutfall = nodes[from].isOutfall || nodes[to].isOutfall
    let hang = 0.001
    hangsSecond = nodes[to].isOutfall || second > nodes[to].invert + hang
    hangsFirst = nodes[from].isOutfall || first > nodes[from].invert + hang
    // The water of a conduit that ends above its lower node's water lies with the upper node.
    let whole = length * barrels
    (firstShare, secondShare) = hangsSecond ? (whole, 0) : (whole / 2, whole / 2)
    if nodes[from].isOutfall { (firstShare, secondShare) = (0, nodes[to].isOutfall ? 0 : whole) }
  }
}
