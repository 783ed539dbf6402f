internal import Modelling
internal import Queues
internal import Replica

/// What the lamps before each movement show.
struct SignalLamps {
  /// Groups of equal lamps, and the group of each movement; −1 for none.
  private(set) var groups: [SignalGroup] = []
  private(set) var group: [Int32]
  /// Movements that no plan ever serves and nobody can make therefore.
  private(set) var closed: Set<Int32> = []
  private(set) var remarks: [String] = []
  private var number: [SignalGroup: Int32] = [:]
  private let links: DrivenLinks

  init(
    _ streets: Streets, _ links: DrivenLinks, _ movements: inout JunctionMovements, retimed: [NodeID: Signal]
  ) throws {
    self.links = links
    group = Array(repeating: -1, count: movements.rows.count)
    var plans: [NodeID: Signal] = [:]
    for signal in streets.signals { plans[signal.node] = signal }
    for (node, signal) in retimed {
      guard node.index < streets.nodes.count, !links.reaching(node.index).isEmpty else {
        throw StreetQueuesError.plan(node: node.index)
      }
      plans[node] = signal
    }
    var byRule = 0
    var (left, odd) = (0, 0)
    for node in 0..<streets.nodes.count {
      let rows = links.reaching(node).flatMap { movements.range[$0.index] }.map(Int.init)
      guard !rows.isEmpty else { continue }
      guard let plan = plans[NodeID(node)] else {
        continue
      }
      let lamps = PlanLamps(plan, movements.rows)
      guard lamps.isUsable else {
        odd += 1
        continue
      }
      for row in rows {
        if plan.phases.contains(where: \.knowsMovements), movements.rows[row].mapped != nil,
          !movements.rows[row].isSignalled
        {
          continue
        }
        if let spans = lamps.spans(of: row, movements.rows[row]) {
          if let shown = try? SignalGroup(offset: Double(plan.offset), spans: spans) {
            group[row] = add(shown)
            continue
          }
        }
        // Never green. A turn that has lamps of its own is closed; a street that the plan forgets goes by rule.
        if lamps.serves(movements.rows[row].from) {
          closed.insert(Int32(row))
          left += 1
        } else {
          byRule += 1
          movements.rows[row].yields = movements.rows[row].conflicts
          if !movements.rows[row].yields.isEmpty { movements.rows[row].rule = .minor }
        }
      }
    }
    if left > 0 {
      remarks.append(
        "\(left) movements never get green by the plan of their signals and were closed: give them a phase.")
    }
    if byRule > 0 {
      remarks.append(
        "\(byRule) movements come from streets that the plan of their signals leaves out; they give way to all others: "
          + "put their links into a phase.")
    }
    if odd > 0 {
      remarks.append("\(odd) signal plans last no time and were left out: give their phases seconds of green.")
    }
  }

  private mutating func add(_ shown: SignalGroup) -> Int32 {
    if let known = number[shown] { return known }
    groups.append(shown)
    number[shown] = Int32(groups.count - 1)
    return Int32(groups.count - 1)
  }
}

/// One plan read for the movements it rules.
struct PlanLamps {
  private let plan: Signal
  private let rows: [JunctionMovement]
  private let green: [Set<LinkID>]
  private let knows: Bool
  private let protected: [Set<MovementID>], permissive: [Set<MovementID>], clearing: [Set<MovementID>]

  init(_ plan: Signal, _ rows: [JunctionMovement]) {
    self.plan = plan
    self.rows = rows
    green = plan.phases.map { Set($0.links) }
    knows = plan.phases.contains(where: \.knowsMovements)
    protected = plan.phases.map { Set($0.protected) }
    permissive = plan.phases.map { Set($0.permissive) }
    clearing = plan.phases.map { Set($0.clearing) }
  }

  /// Whether its times are times.
  var isUsable: Bool {
    !plan.phases.isEmpty && plan.offset.isFinite
      && plan.phases.allSatisfy {
        $0.green > 0 && $0.amber >= 0 && $0.allRed >= 0 && $0.length.isFinite
      }
  }

  /// Whether any phase lets somebody of a link go.
  func serves(_ link: LinkID) -> Bool { green.contains { $0.contains(link) } }

  /// What a movement's lamps show over the cycle; nothing when they are never green.
  func spans(of row: Int, _ movement: JunctionMovement) -> [SignalGroup.Span]? {
    var spans: [SignalGroup.Span] = []
    var isServed = false
    let count = plan.phases.count
    for (number, phase) in plan.phases.enumerated() {
      let shown = colour(movement, number)
      if shown == .protected || shown == .permissive { isServed = true }
      spans.append(.init(seconds: Double(phase.green), colour: shown))
      let went = shown == .protected || shown == .permissive
      // Who has green in the next phase too goes on where a plan speaks of links; elsewhere it says itself who does.
      let next = (number + 1) % count
      let goesOn = !knows && went && count > 1 && green[next].contains(movement.from)
      let after = goesOn ? shown : went ? .amber : .red
      spans.append(.init(seconds: Double(phase.amber), colour: after))
      spans.append(.init(seconds: Double(phase.allRed), colour: goesOn ? shown : .red))
    }
    return isServed ? spans : nil
  }

  private func colour(_ movement: JunctionMovement, _ phase: Int) -> SignalGroup.Colour {
    if knows {
      guard let mapped = movement.mapped else {
        return green[phase].contains(movement.from) ? byLinks(movement, phase) : .red
      }
      if protected[phase].contains(mapped) { return .protected }
      if permissive[phase].contains(mapped) { return .permissive }
      return clearing[phase].contains(mapped) ? .amber : .red
    }
    return green[phase].contains(movement.from) ? byLinks(movement, phase) : .red
  }

  /// Protected where nobody it gives way to has green at the same time.
  private func byLinks(_ movement: JunctionMovement, _ phase: Int) -> SignalGroup.Colour {
    let foes = movement.yields.contains { green[phase].contains(rows[Int($0)].from) }
    return foes ? .permissive : .protected
  }
}
