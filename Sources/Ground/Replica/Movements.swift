/// The row of a ``Movements`` entry: from a lane of one link to a lane of another, across a node.
@frozen
public struct MovementID: RowID {
  /// The row as a number.
  public let rawValue: Int32
  /// A row from its number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// Where a movement turns.
public enum Turn: UInt8, CaseIterable, Sendable { case straight, slightLeft, left, slightRight, right, uTurn }

/// What one does before a movement: goes as of right, yields, yields to who comes from the side of the kerb opposite to
/// oneself (right before left where one drives on the right), stops first, stops as everybody does, follows signals,
/// takes turns as two lanes become one.
public enum MovementRule: UInt8, CaseIterable, Sendable {
  case goes, yields, rightBeforeLeft, stops, allWayStop, signals, zipper
}

/// From a lane of a link to a lane of the next, as its source describes it.
public struct Movement: Hashable, Sendable {
  /// The link one comes from; it ends where `to` starts.
  public var from: LinkID
  /// The link one goes on to.
  public var to: LinkID
  /// The lane of `from`, counted from the kerb, 0 first.
  public var fromLane: UInt8
  /// The lane of `to`, counted from the kerb, 0 first.
  public var toLane: UInt8
  /// Where it turns.
  public var turn: Turn
  /// What one does before it.
  public var rule: MovementRule
  /// Who may make it; those the links keep out are kept out here too.
  public var access: VehicleSet
  /// Whether one may drive into the junction and wait there for those one yields to.
  public var waitsInside = false
  /// Metres from the stop line to where one waits inside, 0 where that is the line itself; NaN when not known.
  public var waitLength: Float = .nan
  /// Metres inside the junction, from stop line to the next link's beginning; NaN when not known.
  public var length: Float = .nan
  /// Speed inside the junction in m/s; NaN when not known.
  public var speed: Float = .nan

  /// A movement between two lanes.
  public init(
    from: LinkID, to: LinkID, fromLane: UInt8, toLane: UInt8, turn: Turn, rule: MovementRule, access: VehicleSet = .all
  ) {
    self.from = from
    self.to = to
    self.fromLane = fromLane
    self.toLane = toLane
    self.turn = turn
    self.rule = rule
    self.access = access
  }
}

/// The columns of the movements; every array has `count` entries but the lists of rows with their offsets.
///
/// A city may know none (most maps do not say). Where a link has movements it has all of them: a turn that none makes
/// cannot be made by anyone who drives.
public struct Movements: Hashable, Sendable {
  /// The links they come from.
  public private(set) var froms: [LinkID] = []
  /// The links they lead to.
  public private(set) var tos: [LinkID] = []
  /// Lanes they come from, counted from the kerb.
  public private(set) var fromLanes: [UInt8] = []
  /// Lanes they lead to, counted from the kerb.
  public private(set) var toLanes: [UInt8] = []
  /// Where they turn.
  public private(set) var turns: [Turn] = []
  /// What one does before each.
  public var rules: [MovementRule] = []
  /// Who may make each.
  public var access: [VehicleSet] = []
  /// Whether one may wait inside the junction.
  public private(set) var waitInside: [Bool] = []
  /// Metres from the stop line to where one waits inside; NaN when not known.
  public private(set) var waitLengths: [Float] = []
  /// Metres inside the junction; NaN when not known.
  public private(set) var lengths: [Float] = []
  /// Speeds inside the junction, m/s; NaN when not known.
  public private(set) var speeds: [Float] = []
  /// `count + 1` offsets into `yields`.
  public private(set) var yieldOffsets: [Int32] = [0]
  /// Movements that go first: row `i` yields to `yields[yieldOffsets[i]..<yieldOffsets[i + 1]]`.
  public private(set) var yields: [MovementID] = []
  /// `count + 1` offsets into `conflicts`.
  public private(set) var conflictOffsets: [Int32] = [0]
  /// Movements whose way crosses or joins: those of row `i` are `conflicts[conflictOffsets[i]..<conflictOffsets[i + 1]]`.
  public private(set) var conflicts: [MovementID] = []
  /// Whether a change took them away; a movement of a removed segment is gone too.
  public var areRemoved: [Bool] = []

  /// No movements.
  public init() {}

  /// How many there are, removed ones included.
  public var count: Int { froms.count }

  /// One movement as a value.
  public subscript(movement: MovementID) -> Movement {
    let row = movement.index
    var value = Movement(
      from: froms[row], to: tos[row], fromLane: fromLanes[row], toLane: toLanes[row], turn: turns[row],
      rule: rules[row], access: access[row])
    value.waitsInside = waitInside[row]
    value.waitLength = waitLengths[row]
    value.length = lengths[row]
    value.speed = speeds[row]
    return value
  }

  /// The movements that one yields to.
  public func yields(of movement: MovementID) -> ArraySlice<MovementID> {
    yields[Int(yieldOffsets[movement.index])..<Int(yieldOffsets[movement.index + 1])]
  }

  /// The movements whose way one's own crosses or joins.
  public func conflicts(of movement: MovementID) -> ArraySlice<MovementID> {
    conflicts[Int(conflictOffsets[movement.index])..<Int(conflictOffsets[movement.index + 1])]
  }

  /// Adds a movement. The rows it yields to and crosses may be added later than itself.
  @discardableResult
  public mutating func append(
    _ movement: Movement, yieldsTo first: some Sequence<MovementID> = [],
    conflictsWith others: some Sequence<MovementID> = []
  ) -> MovementID {
    froms.append(movement.from)
    tos.append(movement.to)
    fromLanes.append(movement.fromLane)
    toLanes.append(movement.toLane)
    turns.append(movement.turn)
    rules.append(movement.rule)
    access.append(movement.access)
    waitInside.append(movement.waitsInside)
    waitLengths.append(movement.waitLength)
    lengths.append(movement.length)
    speeds.append(movement.speed)
    yields.append(contentsOf: first)
    yieldOffsets.append(Int32(yields.count))
    conflicts.append(contentsOf: others)
    conflictOffsets.append(Int32(conflicts.count))
    areRemoved.append(false)
    return MovementID(froms.count - 1)
  }

  /// Lets a movement come from and lead to other links, because a street was cut: it stays the same movement, with the
  /// same right of way.
  public mutating func redirect(_ movement: MovementID, from: LinkID, to: LinkID) {
    froms[movement.index] = from
    tos[movement.index] = to
  }

  /// Lets a movement come from and lead to other lanes of its links, because lanes were taken away.
  public mutating func relane(_ movement: MovementID, from: UInt8, to: UInt8) {
    fromLanes[movement.index] = from
    toLanes[movement.index] = to
  }

  func feed(_ digest: inout Digest) {
    digest.feed("movements.links", integers: froms.map(\.rawValue) + tos.map(\.rawValue))
    digest.feed("movements.lanes", integers: fromLanes + toLanes)
    digest.feed("movements.turns", integers: turns.map(\.rawValue))
    digest.feed("movements.rules", integers: rules.map(\.rawValue))
    digest.feed("movements.access", integers: access.map(\.rawValue))
    digest.feed("movements.wait", integers: waitInside.map { $0 ? 1 : 0 as UInt8 })
    digest.feed("movements.inside", numbers: lengths + speeds)
    if waitLengths.contains(where: { !$0.isNaN }) { digest.feed("movements.wait-lengths", numbers: waitLengths) }
    digest.feed("movements.yields", integers: yieldOffsets + yields.map(\.rawValue))
    digest.feed("movements.conflicts", integers: conflictOffsets + conflicts.map(\.rawValue))
    digest.feed("movements.removed", integers: areRemoved.map { $0 ? 1 : 0 as UInt8 })
  }
}
