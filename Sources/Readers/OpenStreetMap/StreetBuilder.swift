import COsmium
import Geography
import Modelling
import Replica

/// Cuts ways into segments and lays them down with their nodes.
///
/// A way is cut at its ends, where it meets another street or itself, and where something stands: signals, a crossing, a
/// kerb, a stop sign, a barrier that holds cars up. A node that the file lacks ends the piece before it.
struct StreetBuilder {
  private let tables: Tables
  private let projection: UTM
  private let country: Country
  private let town: TownMask?
  /// How often a node is used by streets; two is a junction.
  private var uses: [UInt8]
  private var standing: [Int32: NodeTags] = [:]
  private var nodeIDs: [Int32]
  /// The segments of each way, ascending by the way's id.
  private(set) var ways: [(id: Int64, segments: Range<Int>)] = []
  private(set) var streets = Streets()

  init(_ tables: Tables, projection: UTM, country: Country, town: TownMask?) {
    self.tables = tables
    self.projection = projection
    self.country = country
    self.town = town
    uses = Array(repeating: 0, count: Int(tables.raw.nodeCount))
    nodeIDs = Array(repeating: -1, count: Int(tables.raw.nodeCount))
  }

  /// A piece of a way whose nodes the file has.
  private struct Run {
    let line: Int
    let nodes: [Int]
  }

  /// Builds everything.
  mutating func build(_ skipped: inout SkippedTally) {
    var kept: [(line: Int, streetClass: StreetClass)] = []
    var runs: [Run] = []
    for line in 0..<Int(tables.raw.lineCount) {
      let tags = tables.lineTags(line)
      guard tags[.highway] != nil else { continue }
      let name = "osm/way/\(tables.raw.lineIDs[line])"
      switch StreetTags.classify(tags) {
      case .failure(let unbuilt): skipped.add("way", because: unbuilt.why, example: name)
      case .success(let streetClass):
        let pieces = self.runs(of: line, name: name, &skipped)
        guard !pieces.isEmpty else { continue }
        kept.append((line, streetClass))
        runs += pieces
      }
    }
    count(runs)
    readNodes(&skipped)
    var next = runs.makeIterator()
    var run = next.next()
    for (line, streetClass) in kept {
      let street = StreetTags(tables.lineTags(line), streetClass: streetClass, country: country)
      for (what, why) in street.unread {
        skipped.add(what, because: why, example: "osm/way/\(tables.raw.lineIDs[line])")
      }
      let first = streets.segments.count
      var seen: [String: Int] = [:]
      while let current = run, current.line == line {
        cut(current, street.segment, &seen)
        run = next.next()
      }
      ways.append((tables.raw.lineIDs[line], first..<streets.segments.count))
    }
    holdUp(&skipped)
  }

  private func runs(of line: Int, name: String, _ skipped: inout SkippedTally) -> [Run] {
    var runs: [Run] = []
    var current: [Int] = []
    var missing = 0
    func close() {
      if current.count > 1 { runs.append(Run(line: line, nodes: current)) }
      current = []
    }
    for place in tables.nodes(ofLine: line) {
      let node = Int(tables.raw.lineNodes[place])
      guard node >= 0, tables.isPlaced(node) else {
        missing += 1
        close()
        continue
      }
      if current.last != node { current.append(node) }
    }
    close()
    if runs.isEmpty {
      let why = missing > 0 ? "the file lacks its nodes" : "fewer than two different nodes"
      skipped.add("way", because: why, example: name)
    } else if missing > 0 {
      skipped.add("part of a way", because: "the file lacks nodes of it; the rest was taken", example: name)
    }
    return runs
  }

  private mutating func count(_ runs: [Run]) {
    for run in runs {
      for node in run.nodes where uses[node] < 2 { uses[node] += 1 }
      // Ends count twice, so that they always cut.
      for end in [run.nodes[0], run.nodes[run.nodes.count - 1]] { uses[end] = 2 }
    }
  }

  private mutating func readNodes(_ skipped: inout SkippedTally) {
    for point in 0..<Int(tables.raw.pointCount) {
      let what = NodeTags(tables.pointTags(point))
      guard what != .nothing else { continue }
      let node = tables.raw.pointNodes[point]
      let isOnStreet = node >= 0 && uses[Int(node)] > 0
      guard isOnStreet else {
        guard !what.blocksCars || what.control != .none || what.crossing != .none || what.kerb != .unknown else {
          continue
        }
        let name =
          what.control != .none ? "\(what.control)" : what.crossing != .none ? "crossing" : "kerb"
        skipped.add(
          name, because: "its node is part of no street", example: "osm/node/\(tables.raw.pointIDs[point])")
        continue
      }
      standing[node] = what
      uses[Int(node)] = 2
    }
  }

  private mutating func cut(_ run: Run, _ segment: Segment, _ seen: inout [String: Int]) {
    var start = 0
    for end in run.nodes.indices.dropFirst() where uses[run.nodes[end]] >= 2 {
      lay(run.nodes[start...end], line: run.line, segment, &seen)
      start = end
    }
  }

  private mutating func lay(
    _ nodes: ArraySlice<Int>, line: Int, _ segment: Segment, _ seen: inout [String: Int]
  ) {
    guard let first = nodes.first, let last = nodes.last else { return }
    let coordinates = nodes.map { tables.coordinate(ofNode: $0) }
    let ends = "\(tables.raw.nodeIDs[first])-\(tables.raw.nodeIDs[last])"
    let times = seen[ends, default: 0] + 1
    // Counted before the town is asked, so that a key does not depend on where the boundary runs.
    seen[ends] = times
    if let town, !coordinates.contains(where: town.contains) { return }
    let shape = coordinates.map(projection.project)
    let key = "osm/way/\(tables.raw.lineIDs[line])/\(ends)" + (times > 1 ? "/\(times)" : "")
    streets.append(
      segment, key: FeatureKey(key), from: node(first, shape[0]), to: node(last, shape[shape.count - 1]), shape: shape)
  }

  private mutating func node(_ row: Int, _ point: Point) -> NodeID {
    if nodeIDs[row] >= 0 { return NodeID(rawValue: nodeIDs[row]) }
    let what = standing[Int32(row)] ?? .nothing
    let id = streets.nodes.append(
      key: FeatureKey("osm/node/\(tables.raw.nodeIDs[row])"), at: point, control: what.control,
      crossing: what.crossing, kerb: what.kerb)
    nodeIDs[row] = id.rawValue
    return id
  }

  /// The row of a node of the map among the streets' nodes, or nothing.
  func node(_ id: Int64) -> NodeID? {
    var low = 0
    var high = Int(tables.raw.nodeCount)
    while low < high {
      let middle = (low + high) / 2
      if tables.raw.nodeIDs[middle] < id { low = middle + 1 } else { high = middle }
    }
    guard low < Int(tables.raw.nodeCount), tables.raw.nodeIDs[low] == id, nodeIDs[low] >= 0 else { return nil }
    return NodeID(rawValue: nodeIDs[low])
  }

  /// The segments of a way of the map.
  func segments(ofWay id: Int64) -> Range<Int>? {
    var low = 0
    var high = ways.count
    while low < high {
      let middle = (low + high) / 2
      if ways[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < ways.count && ways[low].id == id ? ways[low].segments : nil
  }

  mutating func ban(_ bans: [TurnBan]) { streets.turnBans += bans }

  /// A barrier lets nobody drive on from one side to the other, which is what banned turns say. Bicycles are held up
  /// too, although most would pass: turns are banned for all vehicles.
  private mutating func holdUp(_ skipped: inout SkippedTally) {
    let blocked = standing.filter { $0.value.blocksCars }.keys.sorted()
    guard !blocked.isEmpty else { return }
    var arriving: [NodeID: [LinkID]] = [:]
    for row in blocked where nodeIDs[Int(row)] >= 0 { arriving[NodeID(rawValue: nodeIDs[Int(row)])] = [] }
    for segment in 0..<streets.segments.count {
      let id = SegmentID(segment)
      arriving[streets.segments.ends[segment]]?.append(id.forward)
      arriving[streets.segments.starts[segment]]?.append(id.backward)
    }
    for row in blocked where nodeIDs[Int(row)] >= 0 {
      let links = arriving[NodeID(rawValue: nodeIDs[Int(row)])] ?? []
      let driven = links.filter {
        !streets.links.access[$0.index].union(streets.links.access[$0.reversed.index]).isDisjoint(with: .motor)
      }
      guard driven.count > 1 else { continue }
      guard driven.count == 2 else {
        skipped.add(
          "barrier", because: "it stands on a junction of several streets: unclear which it closes",
          example: "osm/node/\(tables.raw.nodeIDs[Int(row)])")
        continue
      }
      streets.turnBans.append(TurnBan(from: driven[0], to: driven[1].reversed))
      streets.turnBans.append(TurnBan(from: driven[1], to: driven[0].reversed))
    }
  }
}
