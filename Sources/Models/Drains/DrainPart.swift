internal import ShallowWater

/// A part of a network that touches the rest nowhere: it chooses its steps by itself, and rests while it is dry.
///
/// A town's drains are hundreds of trees, each with its own outfall. Solved as one, all would go on until the slowest of them has
/// converged, and all would halve a step that one cannot make.
struct DrainPart {
  /// Rows in the whole network of its nodes and links.
  let nodes: [Int], links: [Int]
  let solver: DrainSolver
  /// Nodes and links of this part alone.
  private let network: DrainNetwork
  private(set) var seconds = 0.0
  private(set) var counted = DrainLedger()
  private(set) var peaks: DrainPeaks
  private(set) var failure: Unstable?
  private(set) var steps = 0
  private(set) var unsolvedSteps = 0
  /// Outfalls: node, tail, the link that leads there, place of the mouth's cell or -1.
  private let outfalls: [Outfall]
  /// Of mouths, by outfall: level, m³ the cell still holds, m³ gained.
  private var mouths: [Mouth]
  private let sources: [Int]
  /// m³ that rose from each node since the last look.
  private var risen: [Double]
  /// Whether nothing but the surface ever brings it water.
  private let isFed: Bool

  private struct Outfall {
    let node: Int
    let tail: DrainNode.Tail
    let links: [Int]
    let place: Int
    let sharers: Double
  }
  private struct Mouth {
    var level = -Double.infinity
    var held = 0.0
    var gain = 0.0
  }

  /// Some nodes and links of a network; `places` gives each inlet's place among the exchange's cells, `sharers` how many
  /// inlets each place has.
  init(
    nodes: [Int], links: [Int], of whole: DrainNetwork, inlets: [DrainInlet], places: [Int], sharers: [Double]
  ) {
    (self.nodes, self.links) = (nodes, links)
    var here: [Int: Int] = [:]
    for (row, node) in nodes.enumerated() { here[node] = row }
    var network = DrainNetwork()
    network.options = whole.options
    network.nodes = nodes.map { whole.nodes[$0] }
    network.links = links.map {
      var link = whole.links[$0]
      (link.from, link.to) = (here[link.from] ?? 0, here[link.to] ?? 0)
      return link
    }
    let solver = DrainSolver(network)
    var mouthOf: [Int: Int] = [:]
    var open: [SolverInlet] = []
    for (inlet, place) in zip(inlets, places) {
      guard let node = here[inlet.node] else { continue }
      if network.nodes[node].isOutfall {
        mouthOf[node] = place
      } else {
        let share = 1 - min(1, max(0, inlet.blockage))
        open.append(
          SolverInlet(
            node: node, invert: network.nodes[node].invert, place: place, edge: inlet.weirLength * share,
            area: inlet.area * share, sharers: sharers[place]))
      }
    }
    solver.open(open)
    var reaching: [[Int]] = Array(repeating: [], count: nodes.count)
    for (number, link) in network.links.enumerated() {
      reaching[link.to].append(number)
      reaching[link.from].append(number)
    }
    outfalls = network.nodes.indices.compactMap { node in
      guard case .outfall(let tail, _) = network.nodes[node].kind else { return nil }
      let place = mouthOf[node] ?? -1
      return Outfall(
        node: node, tail: tail, links: reaching[node], place: place, sharers: place < 0 ? 1 : sharers[place])
    }
    mouths = Array(repeating: Mouth(), count: outfalls.count)
    risen = Array(repeating: 0, count: nodes.count)
    sources = network.nodes.indices.filter {
      !network.nodes[$0].inflows.isEmpty || !network.nodes[$0].dryWeather.isEmpty
    }
    isFed =
      !sources.isEmpty
      || outfalls.contains {
        switch $0.tail {
        case .free, .normal: false
        case .fixed, .tidal, .series: true
        }
      }
      || network.links.contains { if case .conduit(let conduit) = $0.kind { conduit.initialFlow != 0 } else { false } }
    self.network = network
    self.solver = solver
    peaks = DrainPeaks(
      flows: Array(repeating: 0, count: links.count), flowSeconds: Array(repeating: 0, count: links.count),
      depths: network.nodes.map(\.initialDepth), flooded: Array(repeating: 0, count: nodes.count))
    setTails()
    counted.initial = solver.stored
  }

  /// Where every cubic metre is.
  var ledger: DrainLedger {
    var now = counted
    now.stored = solver.stored
    return now
  }

  /// Looks at the surface: levels, depths and areas by place. From here to ``gather(into:)`` gains are counted anew.
  mutating func look(_ start: Double, levels: [Float], depths: [Float], areas: [Float]) {
    seconds = start
    for number in solver.inlets.indices {
      let place = solver.inlets[number].place
      solver.inlets[number].offer(
        level: Double(levels[place]), depth: Double(max(0, depths[place])), area: Double(areas[place]))
    }
    for number in outfalls.indices where outfalls[number].place >= 0 {
      let place = outfalls[number].place
      let depth = Double(max(0, depths[place]))
      mouths[number].level = depth > 0.001 ? Double(levels[place]) : -.infinity
      mouths[number].held = depth * Double(areas[place]) / outfalls[number].sharers
      mouths[number].gain = 0
    }
  }

  /// Adds to each place what it gained in m³ since the last look.
  mutating func gather(into moved: inout [Double]) {
    for inlet in solver.inlets where inlet.gain != 0 {
      moved[inlet.place] += inlet.gain
      risen[inlet.node] += inlet.gain
      if inlet.gain < 0 { counted.fromSurface -= inlet.gain } else { counted.toSurface += inlet.gain }
    }
    // What falls in at one side of a node and rises at the other only passes through.
    for node in risen.indices where risen[node] != 0 {
      peaks.flooded[node] += max(0, risen[node])
      risen[node] = 0
    }
    for number in outfalls.indices where outfalls[number].place >= 0 {
      moved[outfalls[number].place] += mouths[number].gain
    }
  }

  /// Whether there is no water in it and none comes.
  private var isDry: Bool {
    guard !isFed else { return false }
    for node in 0..<solver.count where solver.volumes[node] != 0 { return false }
    for inlet in solver.inlets where inlet.level > inlet.bed { return false }
    for (outfall, mouth) in zip(outfalls, mouths) where mouth.level > solver.inverts[outfall.node] { return false }
    return true
  }

  /// Steps of at most the network's own until a moment.
  mutating func move(until end: Double) {
    if isDry {
      seconds = end
      return
    }
    while failure == nil, end - seconds > 1e-9 {
      let rest = end - seconds
      move(rest / (rest / network.options.longestStep).rounded(.up))
    }
  }

  /// One step, cut in two as often as it must be.
  private mutating func move(_ step: Double) {
    setTails()
    for node in sources { solver.lateral[node] = network.inflow(at: node, seconds: seconds + step / 2) }
    setLimits(step)
    if !solver.step(step) {
      if step > DrainFlow.shortestStep {
        move(step / 2)
        if failure == nil { move(step / 2) }
        return
      }
      guard solver.step(step, forced: true) else {
        failure = Unstable(seconds: seconds, cell: -1, what: "the drains' heads are no longer numbers")
        return
      }
      unsolvedSteps += 1
    }
    seconds += step
    steps += 1
    account(step)
  }

  /// Counts what a step moved in and out, and what was greatest.
  private mutating func account(_ step: Double) {
    for node in sources { counted.inflow += solver.lateral[node] * step }
    for node in 0..<solver.count where !solver.isOutfall[node] {
      peaks.depths[node] = max(peaks.depths[node], solver.heads[node] - solver.inverts[node])
      let lost = solver.spill(node)
      if lost > 0 {
        counted.flooded += lost
        peaks.flooded[node] += lost
      }
    }
    for number in 0..<solver.linkCount {
      let flow = solver.links[number].drawnFlow
      if abs(flow) > abs(peaks.flows[number]) {
        peaks.flows[number] = flow
        peaks.flowSeconds[number] = seconds
      }
    }
    for number in outfalls.indices {
      let left = solver.volumes[outfalls[number].node]
      solver.volumes[outfalls[number].node] = 0
      if outfalls[number].place >= 0 {
        mouths[number].gain += left
        mouths[number].held += left
        if left > 0 { counted.toSurface += left } else { counted.fromSurface -= left }
        counted.mouths += left
      } else {
        counted.outfalls += left
      }
    }
  }

  /// What outfalls meet, from the flow before.
  private func setTails() {
    for number in outfalls.indices {
      let node = outfalls[number].node
      var level = network.tail(outfalls[number].tail, seconds: seconds) ?? solver.inverts[node]
      if case .normal = outfalls[number].tail {
        for link in outfalls[number].links { level = max(level, solver.normalLevel(link)) }
      }
      solver.heads[node] = max(level, mouths[number].level, solver.inverts[node])
    }
  }

  /// No mouth gives more than its cell holds.
  private func setLimits(_ step: Double) {
    for number in outfalls.indices where outfalls[number].place >= 0 {
      let most = max(0, mouths[number].held) / step / Double(max(1, outfalls[number].links.count))
      for link in outfalls[number].links {
        let share = most / solver.links[link].barrels
        if solver.links[link].to == outfalls[number].node { solver.links[link].lowest = -share }
        if solver.links[link].from == outfalls[number].node { solver.links[link].highest = share }
      }
    }
  }
}

extension DrainNetwork {
  /// The parts that touch each other nowhere, in the order of their first nodes: rows of nodes and of links. O(nodes + links).
  func parts() -> [(nodes: [Int], links: [Int])] {
    var parents = Array(nodes.indices)
    func root(_ node: Int) -> Int {
      var node = node
      while parents[node] != node {
        parents[node] = parents[parents[node]]
        node = parents[node]
      }
      return node
    }
    for link in links {
      let (a, b) = (root(link.from), root(link.to))
      parents[max(a, b)] = min(a, b)
    }
    var place: [Int: Int] = [:]
    var found: [(nodes: [Int], links: [Int])] = []
    for node in nodes.indices {
      let top = root(node)
      if place[top] == nil {
        place[top] = found.count
        found.append(([], []))
      }
      found[place[top] ?? 0].nodes.append(node)
    }
    for (number, link) in links.enumerated() { found[place[root(link.from)] ?? 0].links.append(number) }
    return found
  }
}
