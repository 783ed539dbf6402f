public import ShallowWater

/// Moves the water of a drain network by the dynamic wave, alone or exchanging it with the surface every step.
///
/// The full equations of Saint-Venant along every conduit, solved implicitly at nodes (V. Casulli, G. S. Stelling, "A
/// semi-implicit numerical model for urban drainage systems", Int. J. Numer. Meth. Fluids 73 (2013) 600–614,
/// doi:10.1002/fld.3817), with EPA SWMM's momentum terms and limits (``DrainOptions``). A full conduit runs under pressure
/// with no slot: its volume no longer grows and its flow follows from the heads alone. Used from one thread; O(links) a step.
public final class DrainFlow {
  /// The network as it was given.
  public let network: DrainNetwork
  /// Where it meets the surface.
  public let inlets: [DrainInlet]
  /// Seconds from the start of the run.
  public private(set) var seconds = 0.0
  /// Where every cubic metre is.
  public var ledger: DrainLedger {
    var now = counted
    now.stored = solver.stored
    return now
  }
  /// What was greatest so far.
  public private(set) var peaks: DrainPeaks
  /// The first thing that went wrong, after which the network stands still: the water keeps what it had.
  public private(set) var failure: Unstable?
  /// Steps made; steps accepted though Newton's method had not ended (their water is accounted for all the same).
  public private(set) var steps = 0
  /// Steps accepted unsolved.
  public private(set) var unsolvedSteps = 0
  /// The cells it touches, without repeats.
  public let cells: [Int32]
  /// Seconds between two exchanges with the surface; 0: at every step of the surface. What rises within one interval is given
  /// evenly over the next.
  public let exchangeInterval: Double
  /// Seconds below which a step is not cut further.
  public static let shortestStep = 0.01

  var solver: DrainSolver
  var counted = DrainLedger()
  /// Outfalls: node, tail, the link that leads there, place of the mouth's cell or -1.
  private let outfalls: [Outfall]
  /// Of mouths, by outfall: level, m³ the cell still holds, m³ gained.
  private var mouths: [Mouth]
  private let sources: [Int]
  /// Seconds since the last exchange; m³ by place still to be given, over so many seconds.
  private var waited = 0.0
  private var owed: [Double]
  private var owedSeconds = 0.0

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

  /// A network at its start. Throws ``DrainProblems`` when it cannot be run. O(nodes + links).
  public init(_ network: DrainNetwork, inlets: [DrainInlet] = [], exchangeInterval: Double = 0) throws {
    precondition(exchangeInterval >= 0, "an interval is not negative")
    let problems = network.problems()
    if !problems.isEmpty { throw DrainProblems(problems: problems) }
    for inlet in inlets where !network.nodes.indices.contains(inlet.node) {
      throw DrainProblems(problems: [
        DrainProblem(place: "inlet at cell \(inlet.cell)", what: "Its node \(inlet.node) is not in the network.")
      ])
    }
    self.network = network
    self.inlets = inlets
    var placeOf: [Int32: Int] = [:]
    var cells: [Int32] = []
    var sharers: [Double] = []
    for inlet in inlets {
      if let place = placeOf[inlet.cell] {
        sharers[place] += 1
      } else {
        placeOf[inlet.cell] = cells.count
        cells.append(inlet.cell)
        sharers.append(1)
      }
    }
    self.cells = cells
    self.exchangeInterval = exchangeInterval
    owed = Array(repeating: 0, count: cells.count)
    var solver = DrainSolver(network)
    var mouthOf: [Int: Int] = [:]
    for inlet in inlets {
      let place = placeOf[inlet.cell] ?? 0
      if network.nodes[inlet.node].isOutfall {
        mouthOf[inlet.node] = place
      } else {
        let open = 1 - min(1, max(0, inlet.blockage))
        solver.inlets.append(
          SolverInlet(
            node: inlet.node, invert: network.nodes[inlet.node].invert, place: place, edge: inlet.weirLength * open,
            area: inlet.area * open,
            sharers: sharers[place]))
        solver.hasInlet[inlet.node] = true
      }
    }
    var reaching: [[Int]] = Array(repeating: [], count: network.nodes.count)
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
    sources = network.nodes.indices.filter {
      !network.nodes[$0].inflows.isEmpty || !network.nodes[$0].dryWeather.isEmpty
    }
    self.solver = solver
    peaks = DrainPeaks(
      flows: Array(repeating: 0, count: network.links.count),
      flowSeconds: Array(repeating: 0, count: network.links.count),
      depths: network.nodes.map(\.initialDepth), flooded: Array(repeating: 0, count: network.nodes.count))
    setTails()
    counted.initial = solver.stored
  }

  /// Flow in m³/s through every link, in its direction.
  public func flows() -> [Double] { solver.links.map(\.drawnFlow) }

  /// Depth in m at every node.
  public func depths() -> [Double] { zip(solver.heads, solver.inverts).map { max(0, $0 - $1) } }

  /// Level of the water in metres above the datum at every node.
  public func levels() -> [Double] { solver.heads }

  /// Mean speed in m/s in the middle of every conduit; 0 elsewhere.
  public func speeds() -> [Double] { solver.links.map { $0.area > 1e-6 ? abs($0.flow) / $0.area : 0 } }

  /// Newton iterations so far, and steps that were cut.
  public var effort: (iterations: Int, cuts: Int) { (solver.iterations, solver.cuts) }

  /// Goes on until a moment without the surface. Throws ``Unstable`` and then keeps the state before the bad step.
  public func advance(to end: Double) throws(Unstable) {
    move(until: end)
    if let failure { throw failure }
  }

  /// Steps of at most the network's own until a moment.
  func move(until end: Double) {
    while failure == nil, end - seconds > 1e-9 {
      let rest = end - seconds
      let step = rest / (rest / network.options.longestStep).rounded(.up)
      move(step)
    }
  }

  /// One step, cut in two as often as it must be.
  private func move(_ step: Double) {
    setTails()
    setLateral(step)
    setLimits(step)
    if !solver.step(step) {
      if step > Self.shortestStep {
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
  private func account(_ step: Double) {
    for node in sources { counted.inflow += solver.lateral[node] * step }
    for node in network.nodes.indices where !solver.isOutfall[node] {
      peaks.depths[node] = max(peaks.depths[node], solver.heads[node] - solver.inverts[node])
      let lost = solver.spill(node)
      counted.flooded += lost
      peaks.flooded[node] += lost
    }
    for number in solver.links.indices {
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
      } else {
        counted.outfalls += left
      }
    }
  }

  private func setLateral(_ step: Double) {
    for node in sources {
      solver.lateral[node] = network.inflow(at: node, seconds: seconds + step / 2)
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

extension DrainFlow: WaterExchange {
  /// Moves the network on with the surface: water falls in through inlets and rises from them, outfalls run into their mouths.
  public func exchange(
    from start: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    give(over: step, to: &gains)
    waited += step
    // Half a thousandth of a second: sums of steps are not exact.
    guard failure == nil, step > 0, waited >= exchangeInterval - 5e-4 else { return }
    seconds = start + step - waited
    waited = 0
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
    move(until: start + step)
    var moved = Array(repeating: 0.0, count: cells.count)
    for inlet in solver.inlets {
      moved[inlet.place] += inlet.gain
      if inlet.gain < 0 {
        counted.fromSurface -= inlet.gain
      } else {
        counted.toSurface += inlet.gain
        peaks.flooded[inlet.node] += inlet.gain
      }
    }
    for number in outfalls.indices where outfalls[number].place >= 0 {
      moved[outfalls[number].place] += mouths[number].gain
    }
    for (place, gain) in moved.enumerated() {
      if gain > 0, exchangeInterval > 0 { owed[place] += gain } else { gains[place] += gain }
    }
    owedSeconds = exchangeInterval
  }

  /// Gives what rose within the last interval, evenly.
  private func give(over step: Double, to gains: inout [Double]) {
    let share = owedSeconds > step ? step / owedSeconds : 1
    owedSeconds = max(0, owedSeconds - step)
    for place in gains.indices {
      gains[place] = owed[place] * share
      owed[place] -= gains[place]
    }
  }

  /// m³ in its nodes and conduits, and on their way to the surface.
  public var stored: Double { solver.stored + owed.reduce(0, +) }

  /// m³ that left through outfalls without a mouth and was lost over rims, less what given inflows and its own start brought.
  public var left: Double { counted.outfalls + counted.flooded - counted.inflow - counted.initial }
}
