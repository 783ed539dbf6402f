public import Replica

/// Vehicles an hour that turn from one link into the next, in the busy hour of the turn: what made plans share their green by.
public struct TurnVolumes: Sendable {
  private struct Way: Hashable, Comparable {
    var from: LinkID, through: LinkID, to: LinkID

    static func < (one: Way, other: Way) -> Bool {
      (one.from.rawValue, one.through.rawValue, one.to.rawValue)
        < (other.from.rawValue, other.through.rawValue, other.to.rawValue)
    }
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

  /// All that was given: two links of a turn, or three over a piece of street, and the vehicles of an hour; in the order of the links, turns first.
  public var all: [(links: [LinkID], vehicles: Double)] {
    let turns = flows.sorted { $0.key < $1.key }.map { pair, count in
      let (from, to) = QueueAssembly.links(ofPair: pair)
      return (links: [from, to], vehicles: Double(count))
    }
    return turns
      + onward.sorted { $0.key < $1.key }.map { (links: [$0.from, $0.through, $0.to], vehicles: Double($1)) }
  }

  /// Adds what `newer` has beyond `older`, or takes away what it has less; nothing falls below 0.
  public mutating func add(_ newer: TurnVolumes, beyond older: TurnVolumes) {
    for pair in Set(newer.flows.keys).union(older.flows.keys) {
      let more = (newer.flows[pair] ?? 0) - (older.flows[pair] ?? 0)
      if more != 0 { flows[pair] = max(0, (flows[pair] ?? 0) + more) }
    }
    for way in Set(newer.onward.keys).union(older.onward.keys) {
      let more = (newer.onward[way] ?? 0) - (older.onward[way] ?? 0)
      if more != 0 { onward[way] = max(0, (onward[way] ?? 0) + more) }
    }
  }

  /// Takes the greater of both for every turn.
  public mutating func formGreatest(_ other: TurnVolumes) {
    flows.merge(other.flows) { max($0, $1) }
    onward.merge(other.onward) { max($0, $1) }
  }
}
