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
  /// What names on signs are in other languages.
  private(set) var otherNames = NameVariants()

  init(_ tables: Tables, projection: UTM, country: Country, town: TownMask?) {
    self.tables = tables
    self.projection = projection
    self.country = country
    self.town = town
    uses = Array(repeating: 0, count: Int(tables.raw.nodeCount))
    nodeIDs = Array(repeating: -1, count: Int(tables.raw.nodeCount))
  }

  /// Pieces of ways whose nodes the file has, one after another: `nodes[starts[i]..<starts[i + 1]]` of `lines[i]`.
  private struct Runs {
    var nodes: [Int32] = []
    var starts: [Int] = [0]
    var lines: [Int32] = []

    var count: Int { lines.count }

    subscript(run: Int) -> ArraySlice<Int32> { nodes[starts[run]..<starts[run + 1]] }

    /// Ends the piece under way; one of a single node is taken back.
    mutating func close(line: Int) {
      let start = starts[starts.count - 1]
      if nodes.count - start > 1 {
        starts.append(nodes.count)
        lines.append(Int32(line))
      } else {
        nodes.removeLast(nodes.count - start)
      }
    }
  }

  /// Builds everything.
  mutating func build(_ skipped: inout SkippedTally) {
    var kept: [(line: Int, streetClass: StreetClass)] = []
    var runs = Runs()
    for line in 0..<Int(tables.raw.lineCount) {
      let tags = tables.lineTags(line)
      guard tags[.highway] != nil else { continue }
      let name = "osm/way/\(tables.raw.lineIDs[line])"
      switch StreetTags.classify(tags) {
      case .failure(let unbuilt): skipped.add("way", because: unbuilt.why, example: name)
      case .success(let streetClass):
        let before = runs.count
        addRuns(of: line, name: name, to: &runs, &skipped)
        if runs.count > before { kept.append((line, streetClass)) }
      }
    }
    count(runs)
    readNodes(&skipped)
    var run = 0
    for (line, streetClass) in kept {
      let street = StreetTags(tables.lineTags(line), streetClass: streetClass, country: country)
      for (what, why) in street.unread {
        skipped.add(what, because: why, example: "osm/way/\(tables.raw.lineIDs[line])")
      }
      let first = streets.segments.count
      var seen: [String: Int] = [:]
      while run < runs.count, Int(runs.lines[run]) == line {
        cut(runs[run], line: line, street, &seen)
        run += 1
      }
      ways.append((tables.raw.lineIDs[line], first..<streets.segments.count))
      if streets.segments.count > first { tables.lineTags(line).noteNames(in: &otherNames) }
    }
    holdUp(&skipped)
  }

  private func addRuns(of line: Int, name: String, to runs: inout Runs, _ skipped: inout SkippedTally) {
    let before = runs.count
    var missing = 0
    for place in tables.nodes(ofLine: line) {
      let node = tables.raw.lineNodes[place]
      guard node >= 0, tables.isPlaced(Int(node)) else {
        missing += 1
        runs.close(line: line)
        continue
      }
      let isNew = runs.nodes.count == runs.starts[runs.starts.count - 1] || runs.nodes[runs.nodes.count - 1] != node
      if isNew { runs.nodes.append(node) }
    }
    runs.close(line: line)
    if runs.count == before {
      let why = missing > 0 ? "the file lacks its nodes" : "fewer than two different nodes"
      skipped.add("way", because: why, example: name)
    } else if missing > 0 {
      skipped.add("part of a way", because: "the file lacks nodes of it; the rest was taken", example: name)
    }
  }

  private mutating func count(_ runs: Runs) {
    for node in runs.nodes where uses[Int(node)] < 2 { uses[Int(node)] += 1 }
    // Ends always cut.
    for run in 0..<runs.count {
      uses[Int(runs.nodes[runs.starts[run]])] = 2
      uses[Int(runs.nodes[runs.starts[run + 1] - 1])] = 2
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

  private mutating func cut(_ run: ArraySlice<Int32>, line: Int, _ street: StreetTags, _ seen: inout [String: Int]) {
    let whole = tables.nodes(ofLine: line)
    let isWhole = (
      start: run.first == whole.first.map { tables.raw.lineNodes[$0] },
      end: run.last == whole.last.map { tables.raw.lineNodes[$0] }
    )
    var start = run.startIndex
    for end in run.indices.dropFirst() where uses[Int(run[end])] >= 2 {
      if let segment = lay(run[start...end], line: line, street.segment, &seen) {
        // Arrows stand before the end of the way, whatever meets it on the way there.
        if isWhole.end, end == run.endIndex - 1 { mark(segment.forward, street.marks.forward) }
        if isWhole.start, start == run.startIndex { mark(segment.backward, street.marks.backward) }
      }
      start = end
    }
  }

  private mutating func mark(_ link: LinkID, _ marks: [LaneMarks]) {
    for (number, mark) in marks.enumerated() {
      streets.lanes.append(
        Lane(
          link: link, number: UInt8(number), access: streets.links.access[link.index],
          speed: streets.links.speeds[link.index], marks: mark))
    }
  }

  private mutating func lay(
    _ nodes: ArraySlice<Int32>, line: Int, _ segment: Segment, _ seen: inout [String: Int]
  ) -> SegmentID? {
    guard let first = nodes.first.map(Int.init), let last = nodes.last.map(Int.init) else { return nil }
    let coordinates = nodes.map { tables.coordinate(ofNode: Int($0)) }
    let ends = "\(tables.raw.nodeIDs[first])-\(tables.raw.nodeIDs[last])"
    let times = seen[ends, default: 0] + 1
    // Counted before the town is asked, so that a key does not depend on where the boundary runs.
    seen[ends] = times
    if let town, !coordinates.contains(where: town.contains) { return nil }
    let shape = coordinates.map(projection.project)
    let key = "osm/way/\(tables.raw.lineIDs[line])/\(ends)" + (times > 1 ? "/\(times)" : "")
    return streets.append(
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
    guard let row = tables.row(of: id, in: tables.raw.nodeIDs, Int(tables.raw.nodeCount)), nodeIDs[row] >= 0 else {
      return nil
    }
    return NodeID(rawValue: nodeIDs[row])
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
