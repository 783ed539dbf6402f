/// A stretch of a signal's cycle in which some links have green: green, then amber for what had green, then all red.
///
/// Where a plan lets some go on while others get amber, that is a phase of its own with them as `clearing`.
public struct SignalPhase: Hashable, Sendable {
  /// Seconds of green, above 0.
  public var green: Float
  /// Seconds of amber after it, 0 or more.
  public var amber: Float
  /// Seconds after that in which nobody has green, 0 or more.
  public var allRed: Float
  /// The links that enter the junction on green; each ends at the signal's node.
  public var links: [LinkID]
  /// Movements that have green and go before all others; empty where the plan is known by links only.
  public var protected: [MovementID] = []
  /// Movements that have green but let those they conflict with go first.
  public var permissive: [MovementID] = []
  /// Movements that have amber while the others have green.
  public var clearing: [MovementID] = []

  /// A phase of some seconds for some links.
  public init(green: Float, amber: Float, allRed: Float, links: [LinkID]) {
    self.green = green
    self.amber = amber
    self.allRed = allRed
    self.links = links
  }

  /// Whether it says which movements go, not only which links.
  public var knowsMovements: Bool { !(protected.isEmpty && permissive.isEmpty && clearing.isEmpty) }

  /// Seconds from its green to the green of the next phase.
  public var length: Float { green + amber + allRed }
}

/// The fixed-time plan of the signals at a node.
public struct Signal: Hashable, Sendable {
  /// Where it stands.
  public var node: NodeID
  /// Seconds from the first phase's green to its next green: the sum of the phases' lengths.
  public var cycle: Float
  /// Seconds after the city's common zero at which the first phase's green begins, `0..<cycle`.
  public var offset: Float
  /// What has green after what.
  public var phases: [SignalPhase]

  /// A plan for a node.
  public init(node: NodeID, cycle: Float, offset: Float, phases: [SignalPhase]) {
    self.node = node
    self.cycle = cycle
    self.offset = offset
    self.phases = phases
  }

  func feed(_ digest: inout Digest) {
    digest.feed("signal", integers: [node.rawValue, Int32(phases.count)])
    digest.feed("signal.times", numbers: [cycle, offset] + phases.flatMap { [$0.green, $0.amber, $0.allRed] })
    for phase in phases {
      digest.feed("signal.links", integers: phase.links.map(\.rawValue))
      guard phase.knowsMovements else { continue }
      digest.feed("signal.protected", integers: phase.protected.map(\.rawValue))
      digest.feed("signal.permissive", integers: phase.permissive.map(\.rawValue))
      digest.feed("signal.clearing", integers: phase.clearing.map(\.rawValue))
    }
  }
}

/// Times that somebody sets for signals of which the map knows only that they stand there. Their phases are made by rule; what is not set here
/// is left to that rule.
public struct SignalTimes: Hashable, Sendable {
  /// A node of the junction where they stand.
  public var node: NodeID
  /// Seconds of green of each phase, above 0; empty where they are not set.
  public var greens: [Float]
  /// Seconds from the first phase's green to its next green.
  public var cycle: Float?
  /// Seconds after the city's common zero at which the first phase's green begins, `0..<cycle`.
  public var offset: Float?

  /// Times for the signals at a node.
  public init(node: NodeID, greens: [Float] = [], cycle: Float? = nil, offset: Float? = nil) {
    self.node = node
    self.greens = greens
    self.cycle = cycle
    self.offset = offset
  }

  func feed(_ digest: inout Digest) {
    digest.feed("signal.set", integers: [node.rawValue])
    digest.feed("signal.set.greens", numbers: greens)
    digest.feed("signal.set.times", numbers: [cycle ?? .nan, offset ?? .nan])
  }
}
