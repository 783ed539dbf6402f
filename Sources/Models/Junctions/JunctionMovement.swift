internal import Modelling
internal import Queues
internal import Replica

/// A movement from lane to lane over a node, whoever said it: the map or geometry.
struct JunctionMovement: Sendable {
  /// The links it leads from and to, and their lanes, counted from the kerb.
  var from: LinkID, to: LinkID
  var fromLane: Int, toLane: Int
  /// How far it turns, radians, positive to the far side.
  var turn = 0.0
  /// Metres over the junction, m/s there.
  var length = 0.1, speed = 13.9
  /// How it takes its turn where no signal settles it.
  var rule = QueueNetwork.Rule.major
  /// Movements it lets go first, and those whose way its own meets, by their rows.
  var yields: [Int32] = [], conflicts: [Int32] = []
  /// Metres behind the stop line to where one may wait inside the junction; 0 where one may not.
  var waiting = 0.0
  /// Whether signals rule it.
  var isSignalled = false
  /// Its row in the city; nothing where geometry found it.
  var mapped: MovementID?
}

/// All movements, by node.
struct JunctionMovements {
  /// The movements of node after node.
  var rows: [JunctionMovement] = []
  /// Those out of a link: `rows[start[link]..<end[link]]`, by link; empty where there are none.
  private(set) var range: [Range<Int32>] = []
  private(set) var remarks: [String] = []

  /// The movements at every node: the map's where it knows all of them, by geometry elsewhere.
  init(_ links: DrivenLinks, _ sites: JunctionSites, threads: Int) throws {
    let streets = links.streets
    let map = MapMovements(links, streets)
    range = Array(repeating: 0..<0, count: streets.links.count)
    var (mapped, worked) = (0, 0)
    var row: [MovementID: Int32] = [:]
    var arrows = JunctionGeometry.Arrows()
    let found = try Self.worked(links, sites, map, threads: threads)
    for node in 0..<streets.nodes.count where !links.reaching(node).isEmpty && !links.leaving(node).isEmpty {
      let base = Int32(rows.count)
      if let known = map.movements(at: node) {
        mapped += 1
        for one in known {
          row[one] = Int32(rows.count)
          rows.append(map.movement(one))
        }
      } else {
        if links.reaching(node).count > 2 || links.leaving(node).count > 2 { worked += 1 }
        arrows.links += found[node].arrows.links
        arrows.idle += found[node].arrows.idle
        arrows.unmarked += found[node].arrows.unmarked
        for var one in found[node].rows {
          one.yields = one.yields.map { $0 + base }
          one.conflicts = one.conflicts.map { $0 + base }
          rows.append(one)
        }
      }
      var at = base
      while at < Int32(rows.count) {
        let link = rows[Int(at)].from
        let first = at
        while at < Int32(rows.count), rows[Int(at)].from == link { at += 1 }
        range[link.index] = first..<at
      }
    }
    for at in rows.indices {
      guard let one = rows[at].mapped else { continue }
      rows[at].yields = streets.movements.yields(of: one).compactMap { row[$0] }
      rows[at].conflicts = streets.movements.conflicts(of: one).compactMap { row[$0] }
    }
    if mapped > 0 { remarks.append("At \(mapped) nodes lanes and right of way are the map's.") }
    if worked > 0 {
      remarks.append(
        "At \(worked) junctions who may turn where and who goes first was worked out from angles and classes.")
    }
    if arrows.links > 0 {
      remarks.append("On \(arrows.links) streets the arrows on their lanes say from where one turns.")
    }
    if arrows.idle + arrows.unmarked > 0 {
      remarks.append(
        "\(arrows.idle) arrows on lanes are for turns that are not there and were left aside; \(arrows.unmarked) turns that no "
          + "arrow allows are made from an unmarked or the outermost lane.")
    }
    if map.partly > 0 {
      remarks.append(
        "At \(map.partly) nodes the map's movements do not lead to every street there, so all were worked out anew.")
    }
  }

  /// The movements by geometry at every node of which the map does not know them; rows are counted from 0 at each.
  private static func worked(
    _ links: DrivenLinks, _ sites: JunctionSites, _ map: MapMovements, threads: Int
  ) throws -> [(rows: [JunctionMovement], arrows: JunctionGeometry.Arrows)] {
    var found = [(rows: [JunctionMovement], arrows: JunctionGeometry.Arrows)](
      repeating: ([], .init()), count: links.streets.nodes.count)
    try found.withUnsafeMutableBufferPointer { buffer in
      // Every chunk writes its own nodes.
      nonisolated(unsafe) let out = buffer
      try parallel(over: buffer.count, chunk: 1024, threads: threads) { range in
        for node in range where map.movements(at: node) == nil && !links.reaching(node).isEmpty {
          out[node] = JunctionGeometry(links, node: node).movements(sites)
        }
      }
    }
    return found
  }
}
