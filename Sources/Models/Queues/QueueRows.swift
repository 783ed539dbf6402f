/// Raw memory for one column; freed by its owner. It begins with a line of the cache.
struct Column<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int
  init(_ count: Int, _ row: (Int) -> Element) {
    self.count = count
    base = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
    for number in 0..<count { (base + number).initialize(to: row(number)) }
  }
  init(_ count: Int, _ value: Element) { self.init(count) { _ in value } }
  @inline(__always) subscript(_ row: Int) -> Element {
    unsafeAddress { UnsafePointer(base + row) }
    nonmutating unsafeMutableAddress { base + row }
  }
  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
  func free() { UnsafeMutableRawPointer(base).deallocate() }
}

/// A lane or a gate, 176 bytes. What others ask of it lies together at its beginning, what a crossing needs behind that: events
/// come to lanes all over the town, and each line of the cache that is fetched costs as much as all it computes.
struct LaneRow: BitwiseCopyable {
  /// Seconds at which its first vehicle is looked at; infinite where nothing is due.
  var due = Double.infinity
  /// Metres that are taken, those that vehicles can stand on, and the longest way over the junction into it, where more may roll than can stand.
  var used = 0.0, storage = 0.0, before = 0.0
  /// When its first vehicle reaches the line, or could have.
  var candidate = 0.0
  /// Its first and its last vehicle.
  var head: Int32 = -1, tail: Int32 = -1
  /// Where the ring of room to come begins, its slots, the first in use and how many are.
  var ringStart: Int32 = 0, ringSize: Int32 = 0, ringHead: Int32 = 0, ringCount: Int32 = 0

  var lastCross = -Double.infinity
  var nextEntry = -Double.infinity
  var count: Int32 = 0
  /// The lane that the last vehicle came from.
  var lastFrom: Int32 = -1
  /// How many ride on between those who stand.
  var riders: Int32 = 0
  var link: Int32 = 0
  fileprivate var firstMovement: Int32 = 0, endMovement: Int32 = 0
  fileprivate var firstPocket: Int32 = 0, endPocket: Int32 = 0
  /// The next lane that waits for the same link; −2 where it waits for none.
  var waiterNext: Int32 = -2
  /// The last search for a ring that has been there.
  var seen: Int32 = 0
  /// A ``Hold``.
  var blocked: UInt8 = 0

  var candidateSpeed = 0.0, candidateStart = 0.0, candidateWay = 0.0
  var lastStart = -Double.infinity
  var lastWay = 1e9
  /// When its queue was last measured.
  var measured = -Double.infinity

  /// Rows of the movements out of it, and of the lanes inside the junction where whoever stands is in its way.
  var movements: Range<Int> { Int(firstMovement)..<Int(endMovement) }
  var pockets: Range<Int> { Int(firstPocket)..<Int(endPocket) }
}

/// A link: of the network what events ask for, and who waits for room on it.
struct LinkRow: BitwiseCopyable {
  var length = 0.0, speed = 0.0
  var firstLane: Int32 = 0, laneCount: Int32 = 0
  var waiterHead: Int32 = -1, waiterTail: Int32 = -1
}

/// A movement, and until when whoever is on it is in the way of others.
struct MovementRow: BitwiseCopyable {
  var length = 0.0, speed = 0.0
  var clear = -Double.infinity
  var from: Int32 = 0, to: Int32 = 0, toLink: Int32 = 0, group: Int32 = 0
  fileprivate var firstYield: Int32 = 0, endYield: Int32 = 0
  var rule = QueueNetwork.Rule.major

  var yields: Range<Int> { Int(firstYield)..<Int(endYield) }
}

/// A vehicle on its way: one line of the cache.
struct TripRow: BitwiseCopyable {
  /// When it reaches the line of its lane if nothing holds it.
  var eta = 0.0
  var enteredLink = 0.0
  /// Seconds its way takes at its own permitted speed, as far as it has come.
  var ideal = 0.0
  /// Its share of the permitted speed.
  var factor = 1.0
  /// Metres over the last junction; seconds it stood at stops.
  var crossedMetres = 0.0, stood = 0.0
  /// The step of its route, and the end of that.
  var position: Int32 = 0, routeEnd: Int32 = 0
  /// Who comes behind it.
  var behind: Int32 = -1
  /// Its class.
  var kind: UInt8 = 0
  /// 0 not yet in, 1 on its way, 2 arrived, 3 turned away.
  var state: UInt8 = 0
  /// Whether it stands at stops of its line.
  var stops = false
}

/// A step of a route: its link, the lanes to choose there and those from which the next can be reached at all, a bit each.
struct StepRow: BitwiseCopyable {
  var link: Int32
  var mask: UInt16 = 0, serves: UInt16 = 0
}

/// Room at the far end of a lane that comes free.
struct RoomToCome: BitwiseCopyable {
  var time = 0.0, metres = 0.0
}

extension Column where Element == LinkRow {
  init(_ network: QueueNetwork) {
    self.init(network.linkCount) { link in
      LinkRow(
        length: network.linkLength[link], speed: network.linkSpeed[link], firstLane: network.laneStart[link],
        laneCount: network.laneStart[link + 1] - network.laneStart[link])
    }
  }
}

extension Column where Element == MovementRow {
  init(_ network: QueueNetwork) {
    self.init(network.movementCount) { movement in
      MovementRow(
        length: network.movementLength[movement], speed: network.movementSpeed[movement],
        from: network.movementFrom[movement], to: network.movementTo[movement],
        toLink: network.laneLink[Int(network.movementTo[movement])], group: network.movementGroup[movement],
        firstYield: network.yieldStart[movement], endYield: network.yieldStart[movement + 1],
        rule: network.movementRule[movement])
    }
  }
}

extension Column where Element == LaneRow {
  /// Lanes, and behind them a gate for each link. `smallest` is the least room that a vehicle takes, in m.
  init(_ network: QueueNetwork, smallest: Double) {
    self.init(network.laneCount + network.linkCount, LaneRow())
    for lane in 0..<network.laneCount {
      self[lane].storage = network.laneStorage[lane]
      self[lane].link = network.laneLink[lane]
      self[lane].firstMovement = network.movementStart[lane]
      self[lane].endMovement = network.movementStart[lane + 1]
      self[lane].firstPocket = network.pocketStart[lane]
      self[lane].endPocket = network.pocketStart[lane + 1]
    }
    for movement in 0..<network.movementCount {
      let to = Int(network.movementTo[movement])
      self[to].before = max(self[to].before, network.movementLength[movement])
    }
    var start: Int32 = 0
    for lane in 0..<network.laneCount {
      self[lane].ringStart = start
      self[lane].ringSize = Int32((self[lane].storage + self[lane].before) / smallest) + 6
      start += self[lane].ringSize
    }
  }

  /// Slots of all rings.
  var ringSlots: Int { (0..<count).reduce(0) { $0 + Int(self[$1].ringSize) } }
}

extension Column where Element == TripRow {
  init(_ vehicles: QueueVehicles, seed: UInt64) {
    self.init(vehicles.count) { row in
      TripRow(
        factor: vehicles.factor(of: row, seed: seed), routeEnd: vehicles.routeStart[row + 1],
        kind: vehicles.classes[row], stops: vehicles.stops(row))
    }
  }
}
