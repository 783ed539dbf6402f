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

  mutating func network() throws -> QueueNetwork {
    addLinks()
    addPockets()
    addMovements()
    return try builder.network()
  }

  private mutating func addLinks() {
    for row in queueLinks.indices where !links.access[row].isEmpty {
      let link = LinkID(row)
      var metres = links.knownLength[row]
      if !(metres > 0 && metres.isFinite) { metres = links.lineLength[row] - cut(link) }
      let lanes = links.lanes(link).map(bits)
      queueLinks[row] = Int32(builder.addLink(length: max(0.1, metres), speed: links.speed[row], lanes: lanes))
      cityLinks.append(Int32(row))
    }
  }

  /// The rows that may use what a set may use.
  private func bits(_ set: VehicleSet) -> UInt64 {
    var bits: UInt64 = 0
    for (row, vehicle) in rows.enumerated() where vehicle.map({ set.contains($0) }) ?? true { bits |= 1 << UInt64(row) }
    return bits
  }

  /// Metres of a link's line that lie inside the junctions at its ends.
  private func cut(_ link: LinkID) -> Double {
    let (start, end) = (links.streets.start(of: link).index, links.streets.end(of: link).index)
    return JunctionGeometry(links, node: start).setback(link, atEnd: false)
      + JunctionGeometry(links, node: end).setback(link, atEnd: true)
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
      let from = builder.lane(one.fromLane, of: Int(queueLinks[one.from.index]))
      let to = builder.lane(one.toLane, of: Int(queueLinks[one.to.index]))
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
