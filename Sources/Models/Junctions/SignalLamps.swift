internal import Geography
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
  /// Movements that have green but let others go, in some phase.
  private var waits: Set<Int32> = []
  private let links: DrivenLinks

  init(
    _ links: DrivenLinks, _ sites: JunctionSites, _ movements: inout JunctionMovements, _ plans: [NodeID: Signal],
    volumes: [TurnVolumes] = []
  ) {
    self.links = links
    group = Array(repeating: -1, count: movements.rows.count)
    follow(plans, &movements)
    make(sites, &movements, plans, volumes)
    // Where one has green but must let others go, one waits for them inside the junction.
    for row in movements.rows.indices where group[row] >= 0 && movements.rows[row].mapped == nil {
      let one = movements.rows[row]
      guard one.turn > .pi / 6, !one.yields.isEmpty, waits.contains(Int32(row)) else { continue }
      movements.rows[row].waiting = min(12, max(one.length / 2, min(5, one.length * 0.7)))
    }
  }

  /// Plans the city has.
  private mutating func follow(_ plans: [NodeID: Signal], _ movements: inout JunctionMovements) {
    var (left, byRule, odd) = (0, 0, 0)
    for (node, plan) in plans.sorted(by: { $0.key < $1.key }) {
      let rows = links.reaching(node.index).flatMap { movements.range[$0.index] }.map(Int.init)
      let lamps = PlanLamps(plan, movements.rows)
      guard lamps.isUsable else {
        odd += 1
        continue
      }
      for row in rows {
        let one = movements.rows[row]
        if lamps.knowsMovements, one.mapped != nil, !one.isSignalled { continue }
        if show(lamps.colours(of: one), lamps.times, offset: Double(plan.offset), goesOn: !lamps.knowsMovements, row) {
          continue
        }
        // Never green. A turn of a street that has green otherwise is closed; a street that the plan forgets goes by rule.
        if lamps.serves(one.from) {
          closed.insert(Int32(row))
          left += 1
        } else {
          byRule += 1
          movements.rows[row].yields = one.conflicts
          if !one.conflicts.isEmpty { movements.rows[row].rule = .minor }
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

  /// Plans by rule for signals without one.
  private mutating func make(
    _ sites: JunctionSites, _ movements: inout JunctionMovements, _ plans: [NodeID: Signal], _ volumes: [TurnVolumes]
  ) {
    let turns = PlaceTurns(links, sites, movements)
    let times = Dictionary(
      links.streets.signalTimes.map { (sites.site[$0.node.index], $0) }, uniquingKeysWith: { $1 })
    var made = MadePlaces(links, turns, sites).places(without: plans, volumes)
    for number in made.indices {
      guard let link = made[number].approaches.first?.link,
        let set = times[sites.site[links.streets.end(of: link).index]]
      else { continue }
      let count = made[number].hours[0].phases.count
      if !set.greens.isEmpty, set.greens.count != count {
        remarks.append(
          "\(set.greens.count) greens are set for signals that have \(count) phases after the other changes: they were left aside; set them again."
        )
      }
      made[number].isSet = true
      for hour in made[number].hours.indices { made[number].hours[hour].take(set) }
      made[number].offsets = made[number].hours.map { _ in Double(set.offset ?? 0) }
    }
    made = Coordination(made, links, sites, turns, volumes).places
    for place in made { show(place, movements.rows) }
    for node in sites.crossings {
      let rows = links.reaching(node).flatMap { Array(movements.range[$0.index]) }
      guard let first = links.reaching(node).first, !rows.isEmpty else { continue }
      let lanes = links.reaching(node).reduce(0) { $0 + links.laneCount($1) }
      let plan = MadePlan(
        crossing: rows, width: Double(lanes) * JunctionGeometry.laneWidth, speed: links.speed[first.index])
      show(Coordination.Place(approaches: [], hours: [plan]), movements.rows, rows: rows)
    }
    let together = made.count { !$0.isSet && !$0.offsets.isEmpty }
    if !made.isEmpty {
      remarks.append(
        "\(made.count) signals have no plan in the map; phases were made by opposing streets and green shared by Webster's rule "
          + (volumes.isEmpty ? "with volumes assumed by class." : "with the volumes of each hour.")
          + (together > 0
            ? " \(together) of them lie within \(Int(Coordination.reach)) m of another and run with it: one cycle, and green when those arrive "
              + "whom the other lets go." : ""))
    }
    if !sites.crossings.isEmpty {
      remarks.append("At \(sites.crossings.count) signals for people on foot a cycle of 90 s was assumed.")
    }
  }

  /// Lamps for movements from the plans of a place, one for each hour of the day or one for all; phases let the same go in all of them.
  private mutating func show(_ place: Coordination.Place, _ movements: [JunctionMovement], rows: [Int32]? = nil) {
    let plans = Self.plans(place)
    for row in rows ?? place.approaches.flatMap({ Array($0.rows) }) {
      let colours = place.hours[0].phases.map { phase -> SignalGroup.Colour in
        guard phase.goes.contains(row) else { return .red }
        return movements[Int(row)].yields.contains(where: phase.goes.contains) ? .permissive : .protected
      }
      let lamps = try? SignalGroup(plans: plans.map { ($0.from, Self.spans(colours, $0.times, goesOn: true)) })
      if let lamps { show(lamps, colours, Int(row)) }
    }
  }

  /// The plans of a place through the day; hours of equal times are one plan. Where a plan must begin at a moment of its own, the cycle
  /// before it is one of its own with longer greens, so that none is cut.
  private static func plans(_ place: Coordination.Place) -> [(from: Double, times: [Times])] {
    var plans: [(from: Double, times: [Times])] = []
    for (hour, plan) in place.hours.enumerated() {
      let from = Double(hour) * 3600
      let times = plan.phases.map { Times(green: $0.green, amber: $0.amber, allRed: $0.allRed) }
      guard !place.offsets.isEmpty else {
        if plans.last?.times != times { plans.append((from, times)) }
        continue
      }
      let offset = place.offsets[hour]
      guard let last = plans.last else {
        plans.append((offset, times))
        continue
      }
      let running = last.times.reduce(0) { $0 + $1.seconds }
      let end = last.from + ((from - last.from) / running).rounded(.up) * running
      let cycle = plan.cycle
      let wait = (offset - end) - ((offset - end) / cycle).rounded(.down) * cycle
      if last.times == times, wait == 0 { continue }
      if wait > 0 { plans.append((end, Times.longer(times, by: wait))) }
      plans.append((wait > 0 ? end + cycle + wait : end, times))
    }
    return plans
  }

  /// Seconds of a phase.
  struct Times: Hashable {
    var green, amber, allRed: Double
    var seconds: Double { green + amber + allRed }

    /// The same phases with so much more green in all, shared as they share it.
    static func longer(_ phases: [Times], by seconds: Double) -> [Times] {
      var longer = phases
      let green = phases.reduce(0) { $0 + $1.green }
      var rest = seconds
      for row in phases.indices.dropFirst() {
        let more = min(rest, (2 * seconds * phases[row].green / green).rounded(.down) / 2)
        longer[row].green += more
        rest -= more
      }
      if !longer.isEmpty { longer[0].green += rest }
      return longer
    }
  }

  /// Lamps for a movement from its colours in the phases of a plan; false where it is never green.
  private mutating func show(
    _ colours: [SignalGroup.Colour], _ times: [Times], offset: Double, goesOn: Bool, _ row: Int
  ) -> Bool {
    let spans = Self.spans(colours, times, goesOn: goesOn)
    guard let lamps = try? SignalGroup(offset: offset, spans: spans) else { return false }
    show(lamps, colours, row)
    return true
  }

  private mutating func show(_ lamps: SignalGroup, _ colours: [SignalGroup.Colour], _ row: Int) {
    if colours.contains(.permissive) { waits.insert(Int32(row)) }
    if let known = number[lamps] {
      group[row] = known
    } else {
      groups.append(lamps)
      number[lamps] = Int32(groups.count - 1)
      group[row] = Int32(groups.count - 1)
    }
  }

  /// What a movement sees over a cycle. Where `goesOn`, who has green in the next phase too keeps it in between; elsewhere a plan says itself
  /// who does.
  private static func spans(_ colours: [SignalGroup.Colour], _ times: [Times], goesOn: Bool) -> [SignalGroup.Span] {
    func isGo(_ colour: SignalGroup.Colour) -> Bool { colour == .protected || colour == .permissive }
    var spans: [SignalGroup.Span] = []
    for (number, time) in times.enumerated() {
      let shown = colours[number]
      let next = colours[(number + 1) % colours.count]
      let keeps = goesOn && times.count > 1 && isGo(shown) && isGo(next)
      spans.append(.init(seconds: time.green, colour: shown))
      spans.append(.init(seconds: time.amber, colour: keeps ? shown : isGo(shown) ? .amber : .red))
      spans.append(.init(seconds: time.allRed, colour: keeps ? shown : .red))
    }
    return spans
  }
}

/// One plan read for the movements it rules.
struct PlanLamps {
  private let plan: Signal
  private let rows: [JunctionMovement]
  private let green: [Set<LinkID>]
  private let protected: [Set<MovementID>], permissive: [Set<MovementID>], clearing: [Set<MovementID>]
  /// Whether it says which movements go, not only which links.
  let knowsMovements: Bool

  init(_ plan: Signal, _ rows: [JunctionMovement]) {
    self.plan = plan
    self.rows = rows
    green = plan.phases.map { Set($0.links) }
    knowsMovements = plan.phases.contains(where: \.knowsMovements)
    protected = plan.phases.map { Set($0.protected) }
    permissive = plan.phases.map { Set($0.permissive) }
    clearing = plan.phases.map { Set($0.clearing) }
  }

  /// Whether its times are times.
  var isUsable: Bool {
    !plan.phases.isEmpty && plan.offset.isFinite
      && plan.phases.allSatisfy { $0.green > 0 && $0.amber >= 0 && $0.allRed >= 0 && $0.length.isFinite }
  }

  /// Seconds of each phase.
  var times: [SignalLamps.Times] {
    plan.phases.map { .init(green: Double($0.green), amber: Double($0.amber), allRed: Double($0.allRed)) }
  }

  /// Whether any phase lets somebody of a link go.
  func serves(_ link: LinkID) -> Bool { green.contains { $0.contains(link) } }

  /// What a movement's lamps show in the green of each phase.
  func colours(of movement: JunctionMovement) -> [SignalGroup.Colour] {
    plan.phases.indices.map { phase in
      if knowsMovements, let mapped = movement.mapped {
        if protected[phase].contains(mapped) { return .protected }
        if permissive[phase].contains(mapped) { return .permissive }
        return clearing[phase].contains(mapped) ? .amber : .red
      }
      guard green[phase].contains(movement.from) else { return .red }
      // Protected where nobody it gives way to has green at the same time.
      return movement.yields.contains { green[phase].contains(rows[Int($0)].from) } ? .permissive : .protected
    }
  }
}
