internal import Modelling
internal import Replica

/// Programs of a network as plans of nodes.
///
/// The phases of a program become phases of green: one in which nothing but amber or red is shown, right after the green
/// of exactly what has amber, is that green's amber, and one all red after it its all-red. Anything else stands for
/// itself. A program that rules several nodes becomes a plan for each, with the same phases.
struct SumoSignals {
  private let net: SumoNet
  private let nodes: [NodeID?]
  private let movements: [MovementID?]
  private let streets: Streets

  init(_ net: SumoNet, nodes: [NodeID?], movements: [MovementID?], _ streets: Streets) {
    self.net = net
    self.nodes = nodes
    self.movements = movements
    self.streets = streets
  }

  /// A phase of link indices.
  private struct Step {
    var green: Double, amber = 0.0, allRed = 0.0
    var protected: Set<Int> = [], permissive: Set<Int> = [], clearing: Set<Int> = []
  }

  /// The plans, in the order of the nodes.
  func signals(_ skipped: inout SkippedTally) -> [Signal] {
    var connections: [String: [Int: [Int]]] = [:]
    for (row, connection) in net.connections.enumerated() where movements[row] != nil {
      guard let index = connection.linkIndex, !connection.signal.isEmpty, !connection.isUncontrolled else { continue }
      connections[connection.signal, default: [:]][index, default: []].append(row)
    }
    var programs: [String: SumoNet.Program] = [:]
    for program in net.programs where !program.phases.isEmpty {
      if programs.updateValue(program, forKey: program.id) != nil {
        skipped.add("program of a signal", because: "a later one stands in its place", example: program.id)
      }
    }
    var plans: [(node: NodeID, signal: Signal)] = []
    for id in programs.keys.sorted() {
      guard let program = programs[id], let links = connections[id] else { continue }
      note(program, &skipped)
      let steps = steps(program)
      var byNode: [NodeID: [Int: [MovementID]]] = [:]
      for (index, rows) in links {
        for row in rows {
          guard let node = nodes[net.edges[net.connections[row].from].to], let movement = movements[row] else {
            continue
          }
          byNode[node, default: [:]][index, default: []].append(movement)
        }
      }
      for (node, rows) in byNode { plans.append((node, plan(program, steps, node, rows))) }
    }
    plans.sort { $0.node < $1.node }
    var known: Set<NodeID> = []
    return plans.compactMap { plan in
      guard streets.nodes.controls[plan.node.index] == .signals, known.insert(plan.node).inserted else {
        skipped.add(
          "plan of a node", because: "the node has another, or no signals",
          example: streets.nodes.keys[plan.node.index].text)
        return nil
      }
      return plan.signal
    }
  }

  private func note(_ program: SumoNet.Program, _ skipped: inout SkippedTally) {
    let letters = Set(program.phases.flatMap(\.state))
    for (letter, meaning) in [
      ("u", "red and amber was taken as red"), ("s", "green after a stop was taken as green that yields"),
      ("o", "blinking was taken as green that yields"), ("O", "off was taken as green that yields"),
    ] where letters.contains(UInt8(ascii: Unicode.Scalar(letter) ?? "u")) {
      skipped.add("state of a signal", because: meaning, example: program.id)
    }
    if program.type != "static" {
      skipped.add(
        "plan by detectors (\(program.type))", because: "its phases were taken with their usual durations",
        example: program.id)
    }
    if program.phases.contains(where: { !$0.next.isEmpty }) {
      skipped.add(
        "order of phases", because: "phases that name what follows were taken in the order they stand",
        example: program.id)
    }
  }

  private func steps(_ program: SumoNet.Program) -> [Step] {
    var steps: [Step] = []
    for phase in program.phases where phase.duration > 0 {
      var step = Step(green: phase.duration)
      for (index, letter) in phase.state.enumerated() {
        switch letter {
        case UInt8(ascii: "G"): step.protected.insert(index)
        case UInt8(ascii: "g"), UInt8(ascii: "s"), UInt8(ascii: "o"), UInt8(ascii: "O"): step.permissive.insert(index)
        case UInt8(ascii: "y"), UInt8(ascii: "Y"): step.clearing.insert(index)
        default: break
        }
      }
      if step.protected.isEmpty, step.permissive.isEmpty, let last = steps.last, last.allRed == 0 {
        let went = last.protected.union(last.permissive)
        if step.clearing.isEmpty, !went.isEmpty || !last.clearing.isEmpty {
          steps[steps.count - 1].allRed = phase.duration
          continue
        }
        if last.amber == 0, !went.isEmpty, last.clearing.isEmpty, step.clearing == went {
          steps[steps.count - 1].amber = phase.duration
          continue
        }
      }
      steps.append(step)
    }
    return steps
  }

  private func plan(
    _ program: SumoNet.Program, _ steps: [Step], _ node: NodeID, _ rows: [Int: [MovementID]]
  ) -> Signal {
    func movements(_ indices: Set<Int>) -> [MovementID] { indices.flatMap { rows[$0] ?? [] }.sorted() }
    let phases = steps.map { step in
      var phase = SignalPhase(
        green: Float(step.green), amber: Float(step.amber), allRed: Float(step.allRed), links: [])
      phase.protected = movements(step.protected)
      phase.permissive = movements(step.permissive)
      phase.clearing = movements(step.clearing)
      phase.links = Set((phase.protected + phase.permissive).map { streets.movements.froms[$0.index] }).sorted()
      return phase
    }
    let cycle = phases.map(\.length).reduce(0, +)
    var offset = Float(program.offset.truncatingRemainder(dividingBy: program.cycle))
    if offset < 0 { offset += cycle }
    return Signal(node: node, cycle: cycle, offset: offset >= cycle ? 0 : offset, phases: phases)
  }
}
