internal import Queues
internal import Replica

/// Puts links, movements and lamps together as a queue network.
struct QueueAssembly {
  private(set) var queueLinks: [Int32]
  private(set) var cityLinks: [Int32] = []
  private(set) var pockets: [UInt64: Int32] = [:]
  private let links: DrivenLinks
  private let movements: JunctionMovements
  private let lamps: SignalLamps
  private var builder = QueueNetworkBuilder()
  /// The class of each row of vehicles; nothing for one that heeds no signs.
  private let rows: [VehicleClass?]

  init(_ links: DrivenLinks, _ movements: JunctionMovements, _ lamps: SignalLamps, rows: [VehicleClass?]) {
    self.rows = rows
    self.links = links
    self.movements = movements
    self.lamps = lamps
    queueLinks = Array(repeating: -1, count: links.access.count)
  }

  /// Two links as one number.
  static func pair(_ from: LinkID, _ to: LinkID) -> UInt64 {
    UInt64(UInt32(bitPattern: from.rawValue)) << 32 | UInt64(UInt32(bitPattern: to.rawValue))
  }

  /// The two links of such a number.
  static func links(ofPair pair: UInt64) -> (from: LinkID, to: LinkID) {
    (LinkID(rawValue: Int32(truncatingIfNeeded: pair >> 32)), LinkID(rawValue: Int32(truncatingIfNeeded: pair)))
  }

  mutating func network() throws -> QueueNetwork {
    for group in lamps.groups { _ = builder.addGroup(group) }
    addLinks()
    addPockets()
    addMovements()
    return try builder.network()
  }

  private mutating func addLinks() {
    for queue in StreetPieces(links, movements, lamps).queues {
      let main = StreetPieces.longest(queue, links)
      var metres = 0.0
      var seconds = 0.0
      for link in queue {
        metres += links.lineLength[link.index]
        seconds += links.lineLength[link.index] / links.speed[link.index]
      }
      let speed = metres > 0 ? metres / seconds : links.speed[main.index]
      let known = links.knownLength[main.index]
      if queue.count == 1, known > 0, known.isFinite { metres = known } else { metres -= inside(queue) }
      let lanes = links.lanes(main).map(bits)
      let row = builder.addLink(length: max(0.1, metres), speed: speed, lanes: lanes)
      for link in queue { queueLinks[link.index] = Int32(row) }
      cityLinks.append(main.rawValue)
      // Shorter than a vehicle: it stands partly before it, and the next may roll up behind.
      if metres < StreetPieces.room, known.isNaN {
        for lane in lanes.indices {
          builder.extendStorage(of: builder.lane(lane, of: row), to: 2 * StreetPieces.room - 1)
        }
      }
    }
  }

  /// The lane of a queue link that stands for a lane of a link.
  private func lane(_ number: Int, of link: LinkID) -> Int {
    let queue = Int(queueLinks[link.index])
    let count = links.laneCount(LinkID(rawValue: cityLinks[queue]))
    return builder.lane(min(number, count - 1), of: queue)
  }

  /// The rows that may use what a set may use.
  private func bits(_ set: VehicleSet) -> UInt64 {
    var bits: UInt64 = 0
    for (row, vehicle) in rows.enumerated() where vehicle.map({ set.contains($0) }) ?? true { bits |= 1 << UInt64(row) }
    return bits
  }

  /// Metres of a queue's line that lie inside the junctions at its ends.
  private func inside(_ queue: [LinkID]) -> Double {
    let (first, last) = (queue[0], queue[queue.count - 1])
    let start = links.streets.start(of: first).index
    let end = links.streets.end(of: last).index
    return JunctionGeometry(links, node: start).setback(first, atEnd: false)
      + JunctionGeometry(links, node: end).setback(last, atEnd: true)
  }

  /// A place to wait is a link of its own, where every lane from link to link has one.
  private mutating func addPockets() {
    var places: [UInt64: [Double]] = [:]
    var firsts: [UInt64: Int] = [:]
    var order: [UInt64] = []
    var others: Set<UInt64> = []
    for (row, one) in movements.rows.enumerated() where !lamps.closed.contains(Int32(row)) {
      let pair = Self.pair(one.from, one.to)
      if one.waiting > 0 {
        if places[pair] == nil {
          order.append(pair)
          firsts[pair] = row
        }
        places[pair, default: []].append(one.waiting)
      } else {
        others.insert(pair)
      }
    }
    for pair in order where !others.contains(pair) {
      guard let metres = places[pair], let first = firsts[pair].map({ movements.rows[$0] }) else { continue }
      pockets[pair] = Int32(
        builder.addLink(
          length: max(0.1, metres.max() ?? 1), speed: first.speed, lanes: metres.map { _ in UInt64.max }))
      cityLinks.append(first.from.rawValue)
    }
  }

  private mutating func addMovements() {
    var numbers = [Int](repeating: -1, count: movements.rows.count)
    var pocketLanes: [UInt64: Int] = [:]
    for (row, one) in movements.rows.enumerated() where !lamps.closed.contains(Int32(row)) {
      // Between two pieces of one queue there is nothing to cross.
      if queueLinks[one.from.index] == queueLinks[one.to.index], one.from != one.to { continue }
      let from = lane(one.fromLane, of: one.from)
      let to = lane(one.toLane, of: one.to)
      let group = lamps.group[row] >= 0 ? Int(lamps.group[row]) : nil
      let pair = Self.pair(one.from, one.to)
      if let pocket = pockets[pair] {
        let number = pocketLanes[pair, default: 0]
        pocketLanes[pair] = number + 1
        let lane = builder.lane(number, of: Int(pocket))
        _ = builder.addMovement(from: from, to: lane, length: 0.1, speed: one.speed, group: group)
        numbers[row] = builder.addMovement(
          from: lane, to: to, length: max(0.1, one.length - one.waiting), speed: one.speed,
          rule: one.rule == .major ? .major : .minor)
      } else {
        numbers[row] = builder.addMovement(
          from: from, to: to, length: one.length, speed: one.speed, group: group, rule: one.rule)
      }
      if one.rule == .major, group == nil {
        var metres = links.knownLength[one.to.index]
        if !metres.isFinite { metres = links.lineLength[one.to.index] }
        builder.extendStorage(of: to, to: metres + one.length)
      }
    }
    for (row, one) in movements.rows.enumerated() where numbers[row] >= 0 {
      for foe in one.yields where numbers[Int(foe)] >= 0 { builder.yield(numbers[row], to: numbers[Int(foe)]) }
    }
  }

  /// The pockets as columns: the first row of each link one comes from and their count, then the next link and the pocket of each row.
  func pocketColumns() -> (start: [Int32], next: [Int32], queue: [Int32]) {
    let sorted = pockets.sorted { $0.key < $1.key }
    var start = [Int32](repeating: 0, count: queueLinks.count + 1)
    for (pair, _) in sorted { start[Int(pair >> 32) + 1] += 1 }
    for link in queueLinks.indices { start[link + 1] += start[link] }
    return (start, sorted.map { Int32(truncatingIfNeeded: $0.key) }, sorted.map(\.value))
  }

  /// Turns between links that a class may use and no sign forbids, but no lane open to it makes.
  func impossibleTurns(for vehicle: VehicleClass) -> [(from: LinkID, to: LinkID)] {
    var turns: [(from: LinkID, to: LinkID)] = []
    for node in 0..<links.streets.nodes.count {
      for from in links.reaching(node) where links.access[from.index].contains(vehicle) {
        var made: Set<LinkID> = []
        for row in movements.range[from.index] where !lamps.closed.contains(row) {
          let one = movements.rows[Int(row)]
          let lanes = links.lanes(one.from)
          if lanes[lanes.startIndex + one.fromLane].contains(vehicle) { made.insert(one.to) }
        }
        for to in links.leaving(node)
        where links.access[to.index].contains(vehicle) && !made.contains(to)
          && !links.bans.contains(TurnBan(from: from, to: to))
        {
          turns.append((from, to))
        }
      }
    }
    return turns
  }
}
