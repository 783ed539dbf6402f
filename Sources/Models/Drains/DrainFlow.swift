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
  /// Where every cubic metre is. O(nodes).
  public var ledger: DrainLedger {
    var sum = DrainLedger()
    for part in parts { sum.add(part.ledger) }
    return sum
  }
  /// What was greatest so far. O(nodes + links).
  public var peaks: DrainPeaks {
    var all = DrainPeaks(
      flows: Array(repeating: 0, count: network.links.count),
      flowSeconds: Array(repeating: 0, count: network.links.count),
      depths: Array(repeating: 0, count: network.nodes.count),
      flooded: Array(repeating: 0, count: network.nodes.count))
    for part in parts {
      for (row, link) in part.links.enumerated() {
        all.flows[link] = part.peaks.flows[row]
        all.flowSeconds[link] = part.peaks.flowSeconds[row]
      }
      for (row, node) in part.nodes.enumerated() {
        all.depths[node] = part.peaks.depths[row]
        all.flooded[node] = part.peaks.flooded[row]
      }
    }
    return all
  }
  /// The first thing that went wrong, after which that part of the network stands still: its water keeps what it had.
  public var failure: Unstable? { parts.compactMap(\.failure).min { $0.seconds < $1.seconds } }
  /// How many parts of the network touch each other nowhere, and how many of them stand still since something went wrong.
  public var partCount: Int { parts.count }
  /// Parts that stand still.
  public var stoppedParts: Int { parts.count { $0.failure != nil } }
  /// Steps made by all parts of the network that touch each other nowhere; each has its own.
  public var steps: Int { parts.reduce(0) { $0 + $1.steps } }
  /// Steps accepted though Newton's method had not ended (their water is accounted for all the same).
  public var unsolvedSteps: Int { parts.reduce(0) { $0 + $1.unsolvedSteps } }
  /// Newton iterations so far, and steps that were cut.
  public var effort: (iterations: Int, cuts: Int) {
    parts.reduce((0, 0)) { ($0.0 + $1.solver.iterations, $0.1 + $1.solver.cuts) }
  }
  /// The cells it touches, without repeats.
  public let cells: [Int32]
  /// Seconds between two exchanges with the surface; 0: at every step of the surface. What rises within one interval is given
  /// evenly over the next.
  public let exchangeInterval: Double
  /// Seconds below which a step is not cut further.
  public static let shortestStep = 0.01

  private(set) var parts: [DrainPart]
  /// When it last looked at the surface; nothing before the first time.
  private var looked: Double?
  /// m³ still to be given, by place, over so many seconds.
  private var owed: [(place: Int, volume: Double)] = []
  private var owedSeconds = 0.0

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
    let divided = network.parts()
    var partOf = Array(repeating: 0, count: network.nodes.count)
    for (number, part) in divided.enumerated() { for node in part.nodes { partOf[node] = number } }
    var reaching: [[DrainInlet]] = Array(repeating: [], count: divided.count)
    for inlet in inlets { reaching[partOf[inlet.node]].append(inlet) }
    parts = divided.enumerated().map { number, part in
      DrainPart(
        nodes: part.nodes, links: part.links, of: network, inlets: reaching[number],
        places: reaching[number].map { placeOf[$0.cell] ?? 0 }, sharers: sharers)
    }
  }

  private func byLink(_ value: (SolverLink) -> Double) -> [Double] {
    var all = Array(repeating: 0.0, count: network.links.count)
    for part in parts { for (row, link) in part.links.enumerated() { all[link] = value(part.solver.links[row]) } }
    return all
  }

  private func byNode(_ value: (DrainSolver, Int) -> Double) -> [Double] {
    var all = Array(repeating: 0.0, count: network.nodes.count)
    for part in parts { for (row, node) in part.nodes.enumerated() { all[node] = value(part.solver, row) } }
    return all
  }

  /// Flow in m³/s through every link, in its direction.
  public func flows() -> [Double] { byLink(\.drawnFlow) }

  /// Depth in m at every node.
  public func depths() -> [Double] { byNode { max(0, $0.heads[$1] - $0.inverts[$1]) } }

  /// Level of the water in metres above the datum at every node.
  public func levels() -> [Double] { byNode { $0.heads[$1] } }

  /// Mean speed in m/s in the middle of every conduit; 0 elsewhere.
  public func speeds() -> [Double] { byLink { $0.area > 1e-6 ? abs($0.flow) / $0.area : 0 } }

  /// m³ in every node and its share of the conduits, by its level.
  func volumes() -> [Double] { byNode { $0.volume($1, $0.heads[$1]) } }

  /// Goes on until a moment without the surface. Throws ``Unstable`` and then keeps the state before the bad step.
  public func advance(to end: Double) throws(Unstable) {
    move(until: end)
    if let failure { throw failure }
  }

  private func move(until end: Double) {
    for number in parts.indices { parts[number].move(until: end) }
    seconds = end
  }
}

extension DrainFlow: WaterExchange {
  /// Moves the network on with the surface: water falls in through inlets and rises from them, outfalls run into their mouths.
  public func exchange(
    from start: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    for place in gains.indices { gains[place] = 0 }
    for (place, volume) in portion(over: step) { gains[place] += volume }
    guard step > 0, isDue(from: start, over: step) else { return }
    var moved = Array(repeating: 0.0, count: cells.count)
    // A part that stands still from here on has moved water before it did.
    var parts = parts
    self.parts = []
    for number in parts.indices where parts[number].failure == nil {
      parts[number].look(looked ?? start, levels: levels, depths: depths, areas: areas)
      parts[number].move(until: start + step)
      parts[number].gather(into: &moved)
    }
    self.parts = parts
    seconds = start + step
    looked = seconds
    // What a cell lost is taken at once, and what is owed to it still comes.
    var later = owed.filter { $0.volume > 0 }
    for (place, gain) in moved.enumerated() where gain != 0 {
      if gain > 0, exchangeInterval > 0 { later.append((place, gain)) } else { gains[place] += gain }
    }
    owed = later
    owedSeconds = exchangeInterval
  }

  /// What is still owed, where it is not yet time to look at the surface.
  public func gifts(from start: Double, over step: Double) -> [(place: Int, volume: Double)]? {
    isDue(from: start, over: step) ? nil : portion(over: step)
  }

  /// Half a thousandth of a second early: sums of steps are not exact.
  private func isDue(from start: Double, over step: Double) -> Bool {
    if looked == nil { looked = start }
    return start + step - (looked ?? start) >= exchangeInterval - 5e-4
  }

  /// A step's share of what rose within the last interval.
  private func portion(over step: Double) -> [(place: Int, volume: Double)] {
    let share = owedSeconds > step ? step / owedSeconds : 1
    owedSeconds = max(0, owedSeconds - step)
    if share == 1 {
      let all = owed
      owed = []
      return all
    }
    let now = owed.map { (place: $0.place, volume: $0.volume * share) }
    owed = zip(owed, now).map { ($0.place, $0.volume - $1.volume) }
    return now
  }

  /// m³ in its nodes and conduits, and on their way to the surface.
  public var stored: Double { parts.reduce(0) { $0 + $1.solver.stored } + owed.reduce(0) { $0 + $1.volume } }

  /// m³ that left through outfalls without a mouth and was lost over rims, less what given inflows and its own start brought.
  public var left: Double {
    let ledger = ledger
    return ledger.outfalls + ledger.flooded - ledger.inflow - ledger.initial
  }
}
