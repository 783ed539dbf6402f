/// The water of a network during a step: heads at nodes, flows in links, solved together.
///
/// One step solves V(H) − V₀ − Δt Σ Q(H) = 0 at every node by Newton's method, where a node's volume V holds its shaft and its
/// share of the conduits that meet there, and each link's flow Q follows from the heads at its ends. What left one node
/// reached another, so water is neither made nor lost, whatever the residual.
///
/// Columns are plain memory of its own: an iteration goes through them some million times in a storm. Used from one thread.
final class DrainSolver {
  let links: UnsafeMutablePointer<SolverLink>
  let linkCount: Int
  /// What pumps, orifices and weirs are, by link.
  let kinds: [DrainLink.Kind]
  let tables: SectionTables
  /// The tables' values where a step reads them.
  let values: DrainColumn
  private(set) var inlets = UnsafeMutableBufferPointer<SolverInlet>(start: nil, count: 0)
  let options: DrainOptions
  let count: Int
  // Columns by node.
  let inverts: DrainColumn, rims: DrainColumn, tops: DrainColumn
  let heads: DrainColumn
  /// m³ at each node, exactly.
  let volumes: DrainColumn
  /// m³/s given from outside during the step.
  let lateral: DrainColumn
  private let residual: DrainColumn, before: DrainColumn
  let storages: [DrainNode.Storage?], hasStorage: [Bool]
  let pondedAreas: [Double], pondWidening: [Double], storageDepths: [Double]
  let isOutfall: [Bool]
  private(set) var hasInlet: [Bool]
  /// Nodes whose head is sought, and whether each is no more than a shaft.
  private let free: [Int32]
  private let shafts: UnsafeMutablePointer<Bool>
  private let frees: UnsafeMutablePointer<Bool>
  private let matrix: SparseElimination
  private let slots: [(slot: Int32, isForward: Bool)]
  /// Newton steps made so far, and steps that had to be cut.
  private(set) var iterations = 0
  private(set) var cuts = 0

  /// m³ a step may leave unsolved at a node; the ledger stays exact and the next step takes it up.
  static let tolerance = 1e-6
  static let gravity = SectionTable.gravity
  /// m² into which a node without lid, pond or inlet spills: large, so that its head stays at the rim.
  static let spillArea = 1e4
  /// Metres over which a flow dies out as its source runs dry.
  static let ramp = 0.01

  init(_ network: DrainNetwork) {
    options = network.options
    kinds = network.links.map(\.kind)
    count = network.nodes.count
    var tables = SectionTables()
    let made = network.links.map { SolverLink($0, network, &tables) }
    linkCount = made.count
    links = .allocate(capacity: max(1, made.count))
    links.initialize(from: made, count: made.count)
    self.tables = tables
    values = .allocate(tables.values)
    inverts = .allocate(network.nodes.map(\.invert))
    rims = .allocate(network.nodes.map { $0.invert + $0.depth })
    tops = .allocate(
      network.nodes.map {
        switch $0.kind {
        case .junction(let depth, let surcharge, _), .storage(let depth, let surcharge, _):
          $0.invert + depth + surcharge
        case .outfall: .infinity
        }
      })
    heads = .allocate(network.nodes.map { $0.invert + $0.initialDepth })
    let nothing = Array(repeating: 0.0, count: count)
    (volumes, lateral) = (.allocate(nothing), .allocate(nothing))
    (residual, before) = (.allocate(nothing), .allocate(nothing))
    storages = network.nodes.map { if case .storage(_, _, let shape) = $0.kind { shape } else { nil } }
    hasStorage = storages.map { $0 != nil }
    storageDepths = network.nodes.map(\.depth)
    pondedAreas = network.nodes.map {
      if case .junction(_, _, let area) = $0.kind, network.options.allowsPonding { area } else { 0 }
    }
    isOutfall = network.nodes.map(\.isOutfall)
    hasInlet = Array(repeating: false, count: count)
    free = network.nodes.indices.filter { !network.nodes[$0].isOutfall }.map { Int32($0) }
    frees = .allocate(capacity: max(1, count))
    frees.initialize(from: network.nodes.map { !$0.isOutfall }, count: count)
    shafts = .allocate(capacity: max(1, count))
    shafts.initialize(repeating: false, count: count)
    // EXTRAN counts a full pipe's width at 0.96 of its height to the surface of a node that ponds.
    var widening = nothing
    if network.options.surcharge == .extran {
      for link in made where link.rule == .conduit && !link.isOpen {
        let width = tables.wet(link.table, link.full, 0.96 * link.full).width
        widening[link.from] += width * link.firstShare
        widening[link.to] += width * link.secondShare
      }
    }
    pondWidening = widening
    let matrix = SparseElimination(nodes: count, links: made.map { ($0.from, $0.to) })
    slots = made.map {
      let found = matrix.slot($0.from, $0.to)
      return (Int32(found.slot), found.isForward)
    }
    self.matrix = matrix
    for number in 0..<linkCount { links[number].area = middleArea(number) }
    for node in 0..<count where frees[node] { volumes[node] = volume(node, heads[node]) }
  }

  deinit {
    links.deallocate()
    inlets.deallocate()
    values.deallocate()
    frees.deallocate()
    shafts.deallocate()
    for column in [inverts, rims, tops, heads, volumes, lateral, residual, before] { column.deallocate() }
  }

  /// Sets the places where it meets the surface; before the first step.
  func open(_ inlets: [SolverInlet]) {
    self.inlets = .allocate(capacity: inlets.count)
    _ = self.inlets.initialize(from: inlets)
    for inlet in inlets {
      hasInlet[inlet.node] = true
      // With a surface above there is neither pond nor spill.
      shafts[inlet.node] = storages[inlet.node] == nil
    }
  }

  /// m³ at a node when its head stands at a level, its share of conduits included. O(links).
  func volume(_ node: Int, _ head: Double) -> Double {
    var volume = shaft(node, head).volume
    for number in 0..<linkCount where links[number].rule == .conduit {
      let link = links[number]
      if link.from == node { volume += tables.wet(link.table, link.full, head - link.first).area * link.firstShare }
      if link.to == node { volume += tables.wet(link.table, link.full, head - link.second).area * link.secondShare }
    }
    return volume
  }

  /// m³ in a node itself when its head stands at a level, and how fast that grows in m².
  private func shaft(_ node: Int, _ head: Double) -> (volume: Double, area: Double) {
    let depth = max(0, head - inverts[node])
    var volume: Double
    var area: Double
    if hasStorage[node], let storage = storages[node] {
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
    for node in free { sum += volumes[Int(node)] }
    return sum
  }

  /// Makes one step; false, and nothing changed, where Newton's method does not end and the step is not `forced`.
  func step(_ seconds: Double, forced: Bool = false) -> Bool {
    before.update(from: heads, count: count)
    for number in 0..<linkCount { prepare(number) }
    for number in inlets.indices { inlets[number].ready(over: seconds) }
    var solved = false
    for iteration in 0..<40 {
      iterations += 1
      assemble(seconds)
      var worst = 0.0
      for node in free {
        let rest = abs(residual[Int(node)])
        // A residual that is no number is the worst of all.
        if !(rest <= worst) { worst = rest.isNaN ? .infinity : rest }
      }
      guard worst.isFinite else { break }
      if worst < Self.tolerance {
        solved = true
        break
      }
      matrix.solve(residual)
      // Full steps converge fast; half steps end a cycle between two branches of a flow.
      let share = iteration < 10 ? 1.0 : iteration % 2 == 0 ? 0.5 : 0.8
      for node in free {
        let node = Int(node)
        heads[node] = max(inverts[node], heads[node] - share * max(-5, min(5, residual[node])))
      }
    }
    guard solved || forced && (0..<count).allSatisfy({ heads[$0].isFinite }) else {
      cuts += 1
      heads.update(from: before, count: count)
      return false
    }
    if !solved { assemble(seconds) }
    finish(seconds)
    return true
  }

  /// Residuals and their slopes at the heads now; the flows are kept with their links.
  private func assemble(_ seconds: Double) {
    matrix.clear()
    let diagonal = matrix.diagonal
    for node in 0..<count {
      if shafts[node] {
        let depth = max(0, heads[node] - inverts[node])
        residual[node] = options.leastArea * depth - volumes[node] - seconds * lateral[node]
        diagonal[node] = options.leastArea
      } else {
        let (volume, area) = shaft(node, heads[node])
        residual[node] = volume - volumes[node] - seconds * lateral[node]
        diagonal[node] = area
      }
    }
    for number in 0..<linkCount { add(number, seconds) }
    let inlets = inlets
    for number in inlets.indices where frees[inlets[number].node] {
      let node = inlets[number].node
      let (flow, slope) = inlets[number].flow(into: heads[node])
      inlets[number].newFlow = flow
      residual[node] -= flow * seconds
      diagonal[node] += slope * seconds
    }
    for node in 0..<count where !frees[node] {
      residual[node] = 0
      diagonal[node] = 1
    }
  }

  /// What a link holds and carries, added to the equations of its nodes.
  @inline(__always)
  private func add(_ number: Int, _ seconds: Double) {
    let link = links + number
    let (from, to) = (link.pointee.from, link.pointee.to)
    let flow: Sloped
    if link.pointee.rule == .conduit {
      let ends = ConduitEnds(link, values, heads[from], heads[to])
      residual[from] += ends.own.first.area * link.pointee.firstShare
      matrix.diagonal[from] += ends.own.first.width * link.pointee.firstShare
      residual[to] += ends.own.second.area * link.pointee.secondShare
      matrix.diagonal[to] += ends.own.second.width * link.pointee.secondShare
      flow = bounded(link, conduitFlow(link, ends, seconds))
    } else {
      flow = regulated(number)
    }
    link.pointee.newFlow = flow.value
    let barrels = link.pointee.barrels * seconds
    let moved = flow.value * barrels
    // A flow never falls with the head before it, nor grows with the head behind it.
    let firstSlope = max(0, flow.first) * barrels
    let secondSlope = max(0, -flow.second) * barrels
    residual[from] += moved
    residual[to] -= moved
    matrix.diagonal[from] += firstSlope
    matrix.diagonal[to] += secondSlope
    guard frees[from], frees[to] else { return }
    let slot = Int(slots[number].slot)
    if slots[number].isForward {
      matrix.upper[slot] -= secondSlope
      matrix.lower[slot] -= firstSlope
    } else {
      matrix.lower[slot] -= secondSlope
      matrix.upper[slot] -= firstSlope
    }
  }

  /// Moves the water by the flows at the heads found.
  private func finish(_ seconds: Double) {
    for node in free { volumes[Int(node)] += seconds * lateral[Int(node)] }
    for number in 0..<linkCount {
      let flow = links[number].newFlow
      let moved = flow * links[number].barrels * seconds
      volumes[links[number].from] -= moved
      volumes[links[number].to] += moved
      links[number].flow = flow
      links[number].area = middleArea(number)
    }
    for number in inlets.indices where frees[inlets[number].node] {
      let moved = inlets[number].newFlow * seconds
      volumes[inlets[number].node] += moved
      inlets[number].take(moved)
    }
  }

  /// What a node without lid, pond or inlet has lost over its rim: taken out, in m³.
  func spill(_ node: Int) -> Double {
    guard frees[node], pondedAreas[node] == 0, !hasInlet[node], heads[node] > tops[node] else { return 0 }
    let lost = Self.spillArea * (heads[node] - tops[node])
    volumes[node] -= lost
    heads[node] = tops[node]
    return lost
  }
}

/// A column of numbers by node.
typealias DrainColumn = UnsafeMutablePointer<Double>

extension UnsafeMutablePointer where Pointee == Double {
  /// Memory holding some numbers.
  static func allocate(_ numbers: [Double]) -> Self {
    let column = Self.allocate(capacity: max(1, numbers.count))
    column.initialize(from: numbers, count: numbers.count)
    return column
  }
}
