public import Replica

/// Vehicles an hour that turn from one link into the next, in the busy hour of the turn: what made plans share their green by.
public struct TurnVolumes: Sendable {
  private struct Way: Hashable {
    var from: LinkID, through: LinkID, to: LinkID
  }
  private var flows: [UInt64: Float] = [:]
  private var onward: [Way: Float] = [:]

  /// Nobody turns anywhere yet.
  public init() {}

  /// Vehicles an hour; 0 where none was given.
  public subscript(from: LinkID, to: LinkID) -> Double {
    get { Double(flows[QueueAssembly.pair(from, to)] ?? 0) }
    set { flows[QueueAssembly.pair(from, to)] = Float(newValue) }
  }

  /// Vehicles an hour over a piece of street inside a junction of several nodes; 0 where none was given.
  public subscript(from: LinkID, through: LinkID, to: LinkID) -> Double {
    get { Double(onward[Way(from: from, through: through, to: to)] ?? 0) }
    set { onward[Way(from: from, through: through, to: to)] = Float(newValue) }
  }

  /// Takes the greater of both for every turn.
  public mutating func formGreatest(_ other: TurnVolumes) {
    flows.merge(other.flows) { max($0, $1) }
    onward.merge(other.onward) { max($0, $1) }
  }
}
