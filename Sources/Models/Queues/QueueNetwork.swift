/// Streets as the queue engine runs on them: columns of links, lanes, movements and signals, each row named by its number.
///
/// A link is a way between two stop lines, its lanes lie side by side from the kerb. A movement leads from a lane over
/// a junction to a lane of the next link. A signal group is what lamps of equal colour share. Build one with
/// ``QueueNetworkBuilder``, which checks it.
public struct QueueNetwork: Sendable {
  /// Metres from the beginning of a link to its stop line, above 0.
  public internal(set) var linkLength: [Double] = []
  /// Permitted speed, m/s, above 0.
  public internal(set) var linkSpeed: [Double] = []
  /// The first lane of each link, and the count of lanes at the end: lanes of a link are consecutive rows.
  public internal(set) var laneStart: [Int32] = [0]
  /// The link of each lane.
  public internal(set) var laneLink: [Int32] = []
  /// The classes that may use a lane: bit c for the vehicle class of row c.
  public internal(set) var laneClasses: [UInt64] = []
  /// Metres in which vehicles of a lane can stand: its length, and more where they may stand inside the junction before it.
  public internal(set) var laneStorage: [Double] = []
  /// Lanes inside the junction before a lane where whoever stands is in the way of those who come from it:
  /// `pockets[pocketStart[lane]..<pocketStart[lane + 1]]`.
  public internal(set) var pocketStart: [Int32] = [], pockets: [Int32] = []
  /// The first movement of each lane, and the count of movements at the end.
  public internal(set) var movementStart: [Int32] = []
  /// The lane a movement leaves, and the lane it leads to.
  public internal(set) var movementFrom: [Int32] = [], movementTo: [Int32] = []
  /// Metres over the junction, 0 or more.
  public internal(set) var movementLength: [Double] = []
  /// Highest speed over the junction in m/s, as its curve allows.
  public internal(set) var movementSpeed: [Double] = []
  /// The signal group that rules a movement; −1 for none.
  public internal(set) var movementGroup: [Int32] = []
  /// How a movement takes its turn where no signal settles it.
  public internal(set) var movementRule: [Rule] = []
  /// Movements that a movement lets go first: `yields[yieldStart[m]..<yieldStart[m + 1]]`.
  public internal(set) var yieldStart: [Int32] = [], yields: [Int32] = []
  /// Movements whose ways meet that of a movement: `crosses[crossStart[m]..<crossStart[m + 1]]`.
  public internal(set) var crossStart: [Int32] = [], crosses: [Int32] = []
  /// The signal groups.
  public internal(set) var groups: [SignalGroup] = []
  /// Metres before a stop line from which a driver who must give way sees who comes.
  public internal(set) var sight = 4.5

  /// How a movement takes its turn.
  public enum Rule: UInt8, Sendable, BitwiseCopyable {
    /// It goes first: those that yield to it wait.
    case major
    /// It gives way to the movements it yields to, rolling when nobody comes.
    case minor
    /// It stops at the line, then gives way.
    case stop
    /// It gives way to the side; of those that wait for each other the first to come goes first.
    case equal
  }

  /// Links.
  public var linkCount: Int { linkLength.count }
  /// Lanes.
  public var laneCount: Int { laneLink.count }
  /// Movements.
  public var movementCount: Int { movementFrom.count }
  /// Lanes of a link.
  public func lanes(of link: Int) -> Range<Int> { Int(laneStart[link])..<Int(laneStart[link + 1]) }
  /// Movements out of a lane.
  public func movements(of lane: Int) -> Range<Int> { Int(movementStart[lane])..<Int(movementStart[lane + 1]) }

  init() {}
}

/// Makes a ``QueueNetwork`` link by link.
public struct QueueNetworkBuilder: Sendable {
  private struct Movement {
    var from, to: Int
    var length, speed: Double
    var group: Int
    var rule: QueueNetwork.Rule
    var yields: [Int] = [], crosses: [Int] = []
  }
  private var columns = QueueNetwork()
  private var movements: [Movement] = []
  private var obstructions: [(lane: Int, pocket: Int)] = []

  /// Metres before a stop line from which a driver who must give way sees who comes.
  public var sight = 4.5

  /// An empty network.
  public init() {}

  /// Adds a link with lanes that these classes may use, from the kerb; returns its row.
  public mutating func addLink(length: Double, speed: Double, lanes: [UInt64]) -> Int {
    let link = columns.linkLength.count
    columns.linkLength.append(length)
    columns.linkSpeed.append(speed)
    for classes in lanes {
      columns.laneLink.append(Int32(link))
      columns.laneClasses.append(classes)
      columns.laneStorage.append(length)
    }
    columns.laneStart.append(Int32(columns.laneLink.count))
    return link
  }

  /// Lets vehicles of a lane stand inside the junction before it too, where they are in nobody's way.
  public mutating func extendStorage(of lane: Int, to metres: Double) {
    columns.laneStorage[lane] = max(columns.laneStorage[lane], metres)
  }

  /// The row of a link's lane, counted from the kerb.
  public func lane(_ number: Int, of link: Int) -> Int { Int(columns.laneStart[link]) + number }

  /// Adds a signal group; returns its row.
  public mutating func addGroup(_ group: SignalGroup) -> Int {
    columns.groups.append(group)
    return columns.groups.count - 1
  }

  /// Adds a movement from lane to lane; returns its number for ``yield(_:to:)`` and ``cross(_:_:)``.
  public mutating func addMovement(
    from: Int, to: Int, length: Double, speed: Double, group: Int? = nil, rule: QueueNetwork.Rule = .major
  ) -> Int {
    movements.append(Movement(from: from, to: to, length: length, speed: speed, group: group ?? -1, rule: rule))
    return movements.count - 1
  }

  /// One movement lets another go first.
  public mutating func yield(_ movement: Int, to other: Int) { movements[movement].yields.append(other) }

  /// Whoever stands on a lane inside the junction, waiting to turn, is in the way of all who come from a lane: its tail has not cleared
  /// their way.
  public mutating func obstruct(_ lane: Int, from pocket: Int) { obstructions.append((lane, pocket)) }

  /// The ways of two movements meet.
  public mutating func cross(_ movement: Int, _ other: Int) {
    movements[movement].crosses.append(other)
    movements[other].crosses.append(movement)
  }

  /// The network.
  ///
  /// - Throws: ``QueueFault`` for a length, speed or row that cannot be, and for a movement whose signal is never green.
  public func network() throws(QueueFault) -> QueueNetwork {
    var built = columns
    built.sight = sight
    for link in built.linkLength.indices {
      guard built.linkLength[link] > 0, built.linkLength[link].isFinite else {
        throw .linkLength(link: link, metres: built.linkLength[link])
      }
      guard built.linkSpeed[link] > 0, built.linkSpeed[link].isFinite else {
        throw .speed(of: "link \(link)", metresPerSecond: built.linkSpeed[link])
      }
      guard built.laneStart[link + 1] > built.laneStart[link] else { throw .noLanes(link: link) }
      let lanes = Int(built.laneStart[link + 1] - built.laneStart[link])
      guard lanes <= 16 else { throw .tooManyLanes(link: link, lanes: lanes) }
    }
    for (row, movement) in movements.enumerated() {
      guard built.laneLink.indices.contains(movement.from), built.laneLink.indices.contains(movement.to) else {
        throw .unknownRow(what: "lane", row: max(movement.from, movement.to), count: built.laneLink.count)
      }
      guard movement.speed > 0, movement.speed.isFinite, movement.length >= 0, movement.length.isFinite else {
        throw .speed(of: "movement \(row)", metresPerSecond: movement.speed)
      }
      guard movement.group < built.groups.count else {
        throw .unknownRow(what: "signal group", row: movement.group, count: built.groups.count)
      }
      for other in movement.yields + movement.crosses where !movements.indices.contains(other) {
        throw .unknownRow(what: "movement", row: other, count: movements.count)
      }
    }
    for row in obstructions.flatMap({ [$0.lane, $0.pocket] }) where !built.laneLink.indices.contains(row) {
      throw .unknownRow(what: "lane", row: row, count: built.laneLink.count)
    }
    let inFront = Dictionary(grouping: obstructions, by: \.lane)
    built.pocketStart = [0]
    for lane in built.laneLink.indices {
      built.pockets += Set((inFront[lane] ?? []).map(\.pocket)).sorted().map { Int32($0) }
      built.pocketStart.append(Int32(built.pockets.count))
    }
    // Rows by lane, so that the movements of a lane lie side by side.
    let order = movements.indices.sorted { (movements[$0].from, $0) < (movements[$1].from, $1) }
    var place = [Int](repeating: 0, count: movements.count)
    for (row, old) in order.enumerated() { place[old] = row }
    var counts = [Int32](repeating: 0, count: built.laneLink.count + 1)
    for movement in movements { counts[movement.from + 1] += 1 }
    for lane in 1..<max(1, counts.count) { counts[lane] += counts[lane - 1] }
    built.movementStart = counts
    built.yieldStart = [0]
    built.crossStart = [0]
    for old in order {
      let movement = movements[old]
      built.movementFrom.append(Int32(movement.from))
      built.movementTo.append(Int32(movement.to))
      built.movementLength.append(movement.length)
      built.movementSpeed.append(movement.speed)
      built.movementGroup.append(Int32(movement.group))
      built.movementRule.append(movement.rule)
      built.yields += Set(movement.yields).sorted().map { Int32(place[$0]) }
      built.yieldStart.append(Int32(built.yields.count))
      built.crosses += Set(movement.crosses).sorted().map { Int32(place[$0]) }
      built.crossStart.append(Int32(built.crosses.count))
    }
    return built
  }
}
