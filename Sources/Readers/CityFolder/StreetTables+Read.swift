import Datasets
import Geography
import Replica

/// Reads the network: nodes, streets, turn bans. Streets that were drawn or moved are tied to nodes.
struct StreetTablesReader {
  private let dataset: Dataset
  private(set) var streets = Streets()
  /// Nodes made where a street ends in the open; they are written back.
  private(set) var newNodes: [NodeID] = []
  private var nodeOfKey: [String: NodeID] = [:]
  private var segmentOfKey: [String: SegmentID] = [:]

  /// How far a street may end from the node it is tied to, in metres.
  static let reach = 5.0

  init(_ dataset: Dataset) { self.dataset = dataset }

  mutating func read(_ remarks: inout LoadRemarks) throws {
    try readNodes(&remarks)
    try readStreets(&remarks)
    try readTurnBans(&remarks)
  }

  private mutating func readNodes(_ remarks: inout LoadRemarks) throws {
    let table = TableReader(dataset, "street_nodes", &remarks)
    var controls = WordColumn<NodeControl>(table.name, "control", orElse: .none)
    var crossings = WordColumn<Crossing>(table.name, "crossing", orElse: .none)
    var kerbs = WordColumn<Kerb>(table.name, "kerb", orElse: .unknown)
    let count = table.count
    nodeOfKey.reserveCapacity(count)
    var givers = KeyGiver(table.name, expecting: 0)
    try table.forEachBatch { batch, numbers in
      let (keys, control) = (batch.column("key"), batch.column("control"))
      let (crossing, kerb, shapes) = (batch.column("crossing"), batch.column("kerb"), batch.geometry)
      for row in 0..<batch.count {
        guard let point = shapes.bytes(row).flatMap(WellKnownBinaryReader.point) else {
          remarks.add(table.name, "left out, it has no position", example: keys.text(row))
          continue
        }
        var key = keys.text(row)
        let id = NodeID(streets.nodes.count)
        // One look-up both finds the node later and tells whether the key is taken.
        if key.isEmpty || nodeOfKey.updateValue(id, forKey: key) != nil {
          if !key.isEmpty, let first = streets.nodes.keys.firstIndex(of: FeatureKey(key)) {
            nodeOfKey[key] = NodeID(first)
          }
          key = givers.key("", row: numbers.integer(row, as: Int64.self) ?? 0, &remarks)
          nodeOfKey[key] = id
        }
        streets.nodes.append(
          key: FeatureKey(key), at: point, control: controls.value(control, row, &remarks),
          crossing: crossings.value(crossing, row, &remarks), kerb: kerbs.value(kerb, row, &remarks))
      }
    }
  }

  private mutating func readStreets(_ remarks: inout LoadRemarks) throws {
    let table = TableReader(dataset, "streets", &remarks)
    var reader = SegmentReader(table.name)
    var keyGiver = KeyGiver(table.name, expecting: table.count)
    segmentOfKey.reserveCapacity(table.count)
    try table.forEachBatch { batch, numbers in
      let (keys, starts, ends) = (batch.column("key"), batch.column("start_node"), batch.column("end_node"))
      let shapes = batch.geometry
      let columns = SegmentColumns(batch)
      for row in 0..<batch.count {
        guard var shape = shapes.bytes(row).flatMap(WellKnownBinaryReader.line), shape.count > 1 else {
          remarks.add(table.name, "left out, it has no line or several", example: keys.text(row))
          continue
        }
        let number = numbers.integer(row, as: Int64.self) ?? 0
        let key = keyGiver.key(keys.text(row), row: number, &remarks)
        let start = node(starts.text(row), at: shape[0], of: (key, number, "start_node"), &remarks)
        let end = node(ends.text(row), at: shape[shape.count - 1], of: (key, number, "end_node"), &remarks)
        shape[0] = streets.nodes.points[start.index]
        shape[shape.count - 1] = streets.nodes.points[end.index]
        let segment = reader.segment(columns, row, &remarks)
        segmentOfKey[key] = streets.append(segment, key: FeatureKey(key), from: start, to: end, shape: shape)
      }
    }
  }

  /// The node a street ends at: the one it names when that lies there, otherwise the nearest within reach, otherwise a
  /// new one.
  private mutating func node(
    _ key: String, at point: Point, of street: (key: String, row: Int64, column: String), _ remarks: inout LoadRemarks
  ) -> NodeID {
    if let named = nodeOfKey[key], streets.nodes.points[named.index].distance(to: point) <= Self.reach { return named }
    var nearest: NodeID?
    var distance = Self.reach
    for (index, other) in streets.nodes.points.enumerated() {
      let away = other.distance(to: point)
      if away <= distance, nearest == nil || away < distance { (nearest, distance) = (NodeID(index), away) }
    }
    let found: NodeID
    if let nearest {
      found = nearest
      remarks.add("streets", "tied to the nearest node", example: street.key)
    } else {
      // A node that was taken away comes back under its own name; a loose end gets a node of its own.
      let base = key.isEmpty || nodeOfKey[key] != nil ? "drawn/street_nodes/\(street.key)-\(street.column)" : key
      var name = base
      var number = 2
      while nodeOfKey[name] != nil {
        name = "\(base)-\(number)"
        number += 1
      }
      found = streets.nodes.append(key: FeatureKey(name), at: point)
      nodeOfKey[name] = found
      newNodes.append(found)
      remarks.add(
        "streets", "ends in the open: no node within \(Int(Self.reach)) m, so it leads nowhere there",
        example: street.key)
    }
    let text = streets.nodes.keys[found.index].text
    if text != key {
      remarks.repairs.append(
        LoadRemarks.Repair(table: "streets", row: street.row, column: street.column, text: text))
    }
    return found
  }

  private mutating func readTurnBans(_ remarks: inout LoadRemarks) throws {
    let table = TableReader(dataset, "turn_bans", &remarks)
    try table.forEachBatch { batch, _ in
      let columns = ["from_street", "from_direction", "to_street", "to_direction"].map(batch.column)
      for row in 0..<batch.count {
        let texts = columns.map { $0.text(row) }
        guard let from = segmentOfKey[texts[0]], let to = segmentOfKey[texts[2]] else {
          remarks.add(table.name, "left out, one of its streets is gone", example: "\(texts[0]) > \(texts[2])")
          continue
        }
        let ban = TurnBan(
          from: texts[1] == "backward" ? from.backward : from.forward,
          to: texts[3] == "backward" ? to.backward : to.forward)
        guard streets.end(of: ban.from) == streets.start(of: ban.to) else {
          remarks.add(table.name, "left out, its streets do not meet any more", example: "\(texts[0]) > \(texts[2])")
          continue
        }
        streets.turnBans.append(ban)
      }
    }
  }
}

/// The columns of a batch of streets.
private struct SegmentColumns {
  let name, streetClass, structure, sidewalk, surface, assumed: ArrowColumn
  let access, speeds, lanes: (forward: ArrowColumn, backward: ArrowColumn)
  let layer, incline, width, roundabout: ArrowColumn

  init(_ batch: ArrowBatch) {
    name = batch.column("name")
    streetClass = batch.column("class")
    structure = batch.column("structure")
    sidewalk = batch.column("sidewalk")
    surface = batch.column("surface")
    assumed = batch.column("assumed")
    access = (batch.column("access_forward"), batch.column("access_backward"))
    speeds = (batch.column("kmh_forward"), batch.column("kmh_backward"))
    lanes = (batch.column("lanes_forward"), batch.column("lanes_backward"))
    layer = batch.column("layer")
    incline = batch.column("incline")
    width = batch.column("width")
    roundabout = batch.column("roundabout")
  }
}

/// Turns rows of the table of streets into segments. What a drawn street leaves open is taken from its class and marked
/// as assumed.
private struct SegmentReader {
  private var names = Words<String> { $0 }
  private var classes: WordColumn<StreetClass>
  private var structures: WordColumn<Structure>
  private var sidewalks: WordColumn<Sidewalk>
  private var surfaces: WordColumn<Surface>
  private var assumptions: WordColumn<Assumed>
  private var accesses: WordColumn<VehicleSet>
  private let table: String

  init(_ table: String) {
    self.table = table
    classes = WordColumn(table, "class", orElse: .unclassified)
    structures = WordColumn(table, "structure", orElse: .ground)
    sidewalks = WordColumn(table, "sidewalk", orElse: .unknown)
    surfaces = WordColumn(table, "surface", orElse: .unknown)
    assumptions = WordColumn(table, "assumed", orElse: [], known: ["speed", "lanes", "access"]) { Assumed(text: $0) }
    accesses = WordColumn(table, "access", orElse: .all, known: VehicleClass.allCases.map(\.name)) {
      VehicleSet(text: $0)
    }
  }

  mutating func segment(_ columns: SegmentColumns, _ row: Int, _ remarks: inout LoadRemarks) -> Segment {
    let streetClass = classes.value(columns.streetClass, row, &remarks)
    var assumed = assumptions.value(columns.assumed, row, &remarks)
    let forward = link(
      columns.access.forward, columns.speeds.forward, columns.lanes.forward, row, streetClass, &assumed, &remarks)
    let backward = link(
      columns.access.backward, columns.speeds.backward, columns.lanes.backward, row, streetClass, &assumed, &remarks)
    var segment = Segment(streetClass: streetClass, forward: forward, backward: backward)
    segment.name = columns.name.text(row)
    segment.structure = structures.value(columns.structure, row, &remarks)
    segment.layer = columns.layer.integer(row, as: Int8.self) ?? 0
    segment.sidewalk = sidewalks.value(columns.sidewalk, row, &remarks)
    segment.surface = surfaces.value(columns.surface, row, &remarks)
    segment.incline = columns.incline.float(row)
    segment.width = columns.width.float(row)
    segment.isRoundabout = columns.roundabout.flag(row)
    segment.assumed = assumed
    return segment
  }

  private mutating func link(
    _ access: ArrowColumn, _ speed: ArrowColumn, _ lanes: ArrowColumn, _ row: Int, _ streetClass: StreetClass,
    _ assumed: inout Assumed, _ remarks: inout LoadRemarks
  ) -> Link {
    let vehicles: VehicleSet
    if let given = accesses.given(access, row, &remarks) {
      vehicles = given
    } else {
      vehicles = streetClass.isRoad ? .all : VehicleSet([.foot, .bicycle])
      assumed.insert(.access)
    }
    var metresPerSecond = speed.number(row).map { Float($0 / 3.6) } ?? .nan
    if !(metresPerSecond > 0 && metresPerSecond.isFinite) {
      metresPerSecond = streetClass.isRoad ? 30 / 3.6 : 5 / 3.6
      assumed.insert(.speed)
    }
    var count = lanes.integer(row, as: UInt8.self)
    if count == nil {
      count = vehicles.isDisjoint(with: .motor) ? 0 : 1
      assumed.insert(.lanes)
    }
    return Link(access: vehicles, speed: metresPerSecond, lanes: count ?? 0)
  }
}
