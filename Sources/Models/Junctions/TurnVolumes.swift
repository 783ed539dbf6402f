public import Replica

/// Vehicles an hour that turn from one link into the next, in the busy hour of their junction: what made plans share their green by.
public struct TurnVolumes: Sendable {
  private var flows: [UInt64: Float] = [:]

  /// Nobody turns anywhere yet.
  public init() {}

  /// Vehicles an hour; 0 where none was given.
  public subscript(from: LinkID, to: LinkID) -> Double {
    get { Double(flows[QueueAssembly.pair(from, to)] ?? 0) }
    set { flows[QueueAssembly.pair(from, to)] = Float(newValue) }
  }
}
