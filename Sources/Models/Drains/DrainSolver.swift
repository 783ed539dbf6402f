/// The water of a network during a step: heads at nodes, flows in links, solved together.
///
/// One step solves V(H) − V₀ − Δt Σ Q(H) = 0 at every node by Newton's method, where a node's volume V holds its shaft and its
/// share of the conduits that meet there, and each link's flow Q follows from the heads at its ends. What left one node
/// reached another, so water is neither made nor lost, whatever the residual.
struct DrainSolver {
  var links: [SolverLink]
  /// What pumps, orifices and weirs are, by link.
  let kinds: [DrainLink.Kind]
  var tables: SectionTables
  var inlets: [SolverInlet] = []
  let options: DrainOptions
  // Columns by node.
  let inverts: [Double], rims: [Double], tops: [Double]
  let storages: [DrainNode.Storage?]
  let pondedAreas: [Double], pondWidening: [Double], storageDepths: [Double]
  let isOutfall: [Bool]
  var hasInlet: [Bool]
  var heads: [Double]
  /// m³ at each node, exactly.
  var volumes: [Double]
  /// m³/s given from outside during the step.
  var lateral: [Double]
  /// Conduit ends at each node: link × 2 + (0 first, 1 second).
  private let ends: [[Int32]]
  private var matrix: SparseElimination
  private var slots: [(slot: Int, isForward: Bool)]
  private var residual: [Double]
  private var isFree: [Bool]
  /// Newton steps made so far, and steps that had to be cut.
  private(set) var iterations = 0
  private(set) var cuts = 0

  /// m³ a step may leave unsolved at a node; the ledger stays exact and the next step takes it up.
  static let tolerance = 1e-7
  static let gravity = SectionTable.gravity
  /// m² into which a node without lid, pond or inlet spills: large, so that its head stays at the rim.
  static let spillArea = 1e4
  /// Metres over which a flow dies out as its source runs dry.
  static let ramp = 0.01

  init(_ network: DrainNetwork) {
    options = network.options
    kinds = network.links.map(\.kind)
    var tables = SectionTables()
    let links = network.links.map { SolverLink($0, network, &tables) }
    inverts = network.nodes.map(\.invert)
    rims = network.nodes.map { $0.invert + $0.depth }
    tops = network.nodes.map {
      switch $0.kind {
      case .junction(let depth, let surcharge, _), .storage(let depth, let surcharge, _): $0.invert + depth + surcharge
      case .outfall: .infinity
      }
    }
    storages = network.nodes.map { if case .storage(_, _, let shape) = $0.kind { shape } else { nil } }
    storageDepths = network.nodes.map(\.depth)
    pondedAreas = network.nodes.map {
      if case .junction(_, _, let area) = $0.kind, network.options.allowsPonding { area } else { 0 }
    }
    isOutfall = network.nodes.map(\.isOutfall)
    isFree = isOutfall.map { !$0 }
    let count = network.nodes.count
    hasInlet = Array(repeating: false, count: count)
    heads = network.nodes.map { $0.invert + $0.initialDepth }
    volumes = Array(repeating: 0, count: count)
    lateral = volumes
    residual = volumes
    var ends: [[Int32]] = Array(repeating: [], count: count)
    for (number, link) in links.enumerated() {
      if link.firstShare > 0 { ends[link.from].append(Int32(number * 2)) }
      if link.secondShare > 0 { ends[link.to].append(Int32(number * 2 + 1)) }
    }
    // EXTRAN counts a full pipe's width at 0.96 of its height to the surface of a node that ponds.
    pondWidening = ends.map { ends in
      guard network.options.surcharge == .extran else { return 0 }
      return ends.reduce(0.0) { sum, end in
        let link = links[Int(end >> 1)]
        let share = end & 1 == 0 ? link.firstShare : link.secondShare
        return link.isOpen ? sum : sum + tables.wet(link.table, link.full, 0.96 * link.full).width * share
      }
    }
    self.ends = ends
    self.tables = tables
    self.links = links
    let matrix = SparseElimination(nodes: count, links: links.map { ($0.from, $0.to) })
    slots = links.map { matrix.slot($0.from, $0.to) }
    self.matrix = matrix
    for number in links.indices { self.links[number].area = middleArea(self.links[number]) }
    for node in 0..<count where !isOutfall[node] { volumes[node] = volume(node, heads[node]).volume }
  }

  /// m³ at a node when its head stands at a level, and how fast that grows in m².
  @inline(__always)
  func volume(_ node: Int, _ head: Double) -> (volume: Double, area: Double) {
    let depth = max(0, head - inverts[node])
    var volume: Double
    var area: Double
    if let storage = storages[node] {
      (volume, area) = Self.volume(of: storage, depth, full: storageDepths[node])
    } else {
      area = options.leastArea
      volume = area * depth
      let above = head - rims[node]
      if above > 0, pondedAreas[node] > 0, !hasInlet[node] {
        let pond = pondedAreas[node] + pondWidening[node]
        volume += (pond - area) * above
        area = pond
      }
    }
    if head > tops[node], pondedAreas[node] == 0, !hasInlet[node] {
      volume += Self.spillArea * (head - tops[node])
      area += Self.spillArea
    }
    for end in ends[node] {
      let link = Int(end >> 1)
      let isFirst = end & 1 == 0
      let wet = tables.wet(
        links[link].table, links[link].full, head - (isFirst ? links[link].first : links[link].second))
      let share = isFirst ? links[link].firstShare : links[link].secondShare
      volume += wet.area * share
      area += wet.width * share
    }
    return (volume, area)
  }

  private static func volume(
    of storage: DrainNode.Storage, _ depth: Double, full: Double
  ) -> (volume: Double, area: Double) {
    let inside = min(depth, full)
    switch storage {
    case .functional(let coefficient, let exponent, let constant):
      let area = constant + coefficient * power(inside, exponent)
      let volume = constant * inside + coefficient * power(inside, exponent + 1) / (exponent + 1)
      return (volume + area * (depth - inside), max(area, 1e-6))
    case .tabular(let curve):
      let area = curve.value(at: inside)
      return (curve.integral(to: inside) + area * (depth - inside), max(area, 1e-6))
    }
  }

  /// The water in all nodes and their conduits in m³.
  var stored: Double {
    var sum = 0.0
    for node in volumes.indices where isFree[node] { sum += volumes[node] }
    return sum
  }

  /// Makes one step; false, and nothing changed, where Newton's method does not end and the step is not `forced`.
  mutating func step(_ seconds: Double, forced: Bool = false) -> Bool {
    let before = heads
    for number in links.indices { prepare(number) }
    var solved = false
    for iteration in 0..<40 {
      iterations += 1
      assemble(seconds)
      var worst = 0.0
      for node in residual.indices where isFree[node] { worst = max(worst, abs(residual[node])) }
      guard worst.isFinite else { break }
      if worst < Self.tolerance {
        solved = true
        break
      }
      for node in residual.indices {
        residual[node] = -residual[node]
        if !isFree[node] {
          residual[node] = 0
          matrix.diagonal[node] = 1
        }
      }
      for number in links.indices where !isFree[links[number].from] || !isFree[links[number].to] {
        matrix.upper[slots[number].slot] = 0
        matrix.lower[slots[number].slot] = 0
      }
      matrix.solve(&residual)
      // Full steps converge fast; half steps end a cycle between two branches of a flow.
      let share = iteration < 10 ? 1.0 : iteration % 2 == 0 ? 0.5 : 0.8
      for node in heads.indices where isFree[node] {
        heads[node] = max(inverts[node], heads[node] + share * max(-5, min(5, residual[node])))
      }
    }
    guard solved || forced && heads.allSatisfy(\.isFinite) else {
      cuts += 1
      heads = before
      return false
    }
    finish(seconds)
    return true
  }

  /// Residuals and their slopes at the heads now.
  private mutating func assemble(_ seconds: Double) {
    matrix.clear()
    for node in heads.indices where isFree[node] {
      let (volume, area) = volume(node, heads[node])
      residual[node] = volume - volumes[node] - seconds * lateral[node]
      matrix.diagonal[node] = area
    }
    let small = 1e-6
    for number in links.indices {
      let (from, to) = (links[number].from, links[number].to)
      let (first, second) = (heads[from], heads[to])
      let flow = flow(number, first, second, seconds)
      let barrels = links[number].barrels * seconds
      let firstSlope = max(0, (self.flow(number, first + small, second, seconds) - flow) / small) * barrels
      let secondSlope = max(0, (flow - self.flow(number, first, second + small, seconds)) / small) * barrels
      residual[from] += flow * barrels
      residual[to] -= flow * barrels
      matrix.diagonal[from] += firstSlope
      matrix.diagonal[to] += secondSlope
      let slot = slots[number]
      if slot.isForward {
        matrix.upper[slot.slot] -= secondSlope
        matrix.lower[slot.slot] -= firstSlope
      } else {
        matrix.lower[slot.slot] -= secondSlope
        matrix.upper[slot.slot] -= firstSlope
      }
    }
    for inlet in inlets where isFree[inlet.node] {
      let flow = inlet.flow(into: heads[inlet.node], over: seconds)
      let slope = max(0, (flow - inlet.flow(into: heads[inlet.node] + small, over: seconds)) / small)
      residual[inlet.node] -= flow * seconds
      matrix.diagonal[inlet.node] += slope * seconds
    }
  }

  /// Moves the water by the flows at the heads found.
  private mutating func finish(_ seconds: Double) {
    for node in heads.indices where isFree[node] { volumes[node] += seconds * lateral[node] }
    for number in links.indices {
      let flow = flow(number, heads[links[number].from], heads[links[number].to], seconds)
      let moved = flow * links[number].barrels * seconds
      volumes[links[number].from] -= moved
      volumes[links[number].to] += moved
      links[number].flow = flow
      links[number].area = middleArea(links[number])
    }
    for number in inlets.indices where isFree[inlets[number].node] {
      let moved = inlets[number].flow(into: heads[inlets[number].node], over: seconds) * seconds
      volumes[inlets[number].node] += moved
      inlets[number].take(moved)
    }
  }

  /// What a node without lid, pond or inlet has lost over its rim: taken out, in m³.
  @inline(__always)
  mutating func spill(_ node: Int) -> Double {
    guard isFree[node], pondedAreas[node] == 0, !hasInlet[node], heads[node] > tops[node] else { return 0 }
    let lost = Self.spillArea * (heads[node] - tops[node])
    volumes[node] -= lost
    heads[node] = tops[node]
    return lost
  }
}
