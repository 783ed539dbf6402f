import Datasets
import Replica

/// Reads lanes and movements. What refers to a street, lane or movement that is not there is left out and told.
struct MovementTablesReader {
  private let dataset: Dataset
  /// The row of each number of the table.
  private(set) var rowOfNumber: [Int: MovementID] = [:]
  private let segments: [String: SegmentID]

  init(_ dataset: Dataset, _ streets: Streets) {
    self.dataset = dataset
    var segments: [String: SegmentID] = [:]
    segments.reserveCapacity(streets.segments.count)
    for segment in 0..<streets.segments.count { segments[streets.segments.keys[segment].text] = SegmentID(segment) }
    self.segments = segments
  }

  mutating func read(into streets: inout Streets, _ remarks: inout LoadRemarks) throws {
    try readLanes(&streets, &remarks)
    try readMovements(&streets, &remarks)
  }

  /// The direction of a street by its key; nothing when there is none.
  func link(_ street: String, _ direction: String) -> LinkID? {
    guard let segment = segments[street], direction == "forward" || direction == "backward" else { return nil }
    return direction == "backward" ? segment.backward : segment.forward
  }

  private func readLanes(_ streets: inout Streets, _ remarks: inout LoadRemarks) throws {
    let table = TableReader(dataset, sinceLater: MovementTable.lanes)
    var accesses = AccessColumn(table.name)
    var marks = WordColumn<LaneMarks>(table.name, "mark", orElse: [], known: LaneMarks.names) { LaneMarks(text: $0) }
    var lanes: [Lane] = []
    try table.forEachBatch { batch, _ in
      let columns = ["street", "direction", "lane", "access", "kmh", "width", "length", "marks"].map(batch.column)
      for row in 0..<batch.count {
        let street = columns[0].text(row)
        guard let link = link(street, columns[1].text(row)), let number = columns[2].integer(row, as: UInt8.self) else {
          remarks.add(table.name, "left out, it names no street's direction and lane", example: street)
          continue
        }
        let speed = columns[4].number(row).map { Float($0 / 3.6) } ?? streets.links.speeds[link.index]
        guard speed > 0, speed.isFinite else {
          remarks.add(table.name, "left out, its speed is not above 0", example: street)
          continue
        }
        let access = accesses.value(columns[3], row, &remarks) ?? streets.links.access[link.index]
        lanes.append(
          Lane(
            link: link, number: number, access: access, speed: speed, width: columns[5].float(row),
            length: columns[6].float(row), marks: marks.value(columns[7], row, &remarks)))
      }
    }
    lanes.sort { ($0.link, $0.number) < ($1.link, $1.number) }
    var start = 0
    while start < lanes.count {
      let link = lanes[start].link
      let end = lanes[start...].firstIndex { $0.link != link } ?? lanes.count
      let count = Int(streets.links.lanes[link.index])
      if end - start == count, lanes[start..<end].map({ Int($0.number) }) == Array(0..<count) {
        for lane in lanes[start..<end] { streets.lanes.append(lane) }
      } else {
        remarks.add(
          table.name, "left out, they are not one for each lane of the street, 0 first",
          example: streets.segments.keys[link.segment.index].text)
      }
      start = end
    }
  }

  /// A row as it stands in the table.
  private struct Row {
    let number: Int
    let movement: Movement
    let yields, conflicts: String
  }

  private mutating func readMovements(_ streets: inout Streets, _ remarks: inout LoadRemarks) throws {
    let rows = try rows(streets, &remarks)
    for (place, row) in rows.enumerated() { rowOfNumber[row.number] = MovementID(place) }
    for row in rows {
      streets.movements.append(
        row.movement, yieldsTo: movements(row.yields, of: MovementTable.name, &remarks),
        conflictsWith: movements(row.conflicts, of: MovementTable.name, &remarks))
    }
  }

  private func rows(_ streets: Streets, _ remarks: inout LoadRemarks) throws -> [Row] {
    let table = TableReader(dataset, sinceLater: MovementTable.name)
    var turns = WordColumn<Turn>(table.name, "turn", orElse: .straight)
    var rules = WordColumn<MovementRule>(table.name, "rule", orElse: .goes)
    var accesses = AccessColumn(table.name)
    var rows: [Row] = []
    var known: Set<Int> = []
    let names = [
      "number", "from_street", "from_direction", "from_lane", "to_street", "to_direction", "to_lane", "turn", "rule",
      "access", "waits_inside", "length", "kmh", "yields_to", "conflicts_with", "wait_length",
    ]
    try table.forEachBatch { batch, _ in
      let columns = names.map(batch.column)
      for row in 0..<batch.count {
        let example = "\(columns[1].text(row)) > \(columns[4].text(row))"
        guard let from = link(columns[1].text(row), columns[2].text(row)),
          let to = link(columns[4].text(row), columns[5].text(row)), streets.end(of: from) == streets.start(of: to)
        else {
          remarks.add(table.name, "left out, its streets are gone or do not meet", example: example)
          continue
        }
        guard let fromLane = columns[3].integer(row, as: UInt8.self), fromLane < streets.links.lanes[from.index],
          let toLane = columns[6].integer(row, as: UInt8.self), toLane < streets.links.lanes[to.index]
        else {
          remarks.add(table.name, "left out, its street has no such lane", example: example)
          continue
        }
        // A drawn row has no number: nothing refers to it.
        let number = columns[0].integer(row, as: Int.self) ?? -rows.count - 1
        guard known.insert(number).inserted else {
          remarks.add(table.name, "left out, its number came before", example: "\(number)")
          continue
        }
        var movement = Movement(
          from: from, to: to, fromLane: fromLane, toLane: toLane, turn: turns.value(columns[7], row, &remarks),
          rule: rules.value(columns[8], row, &remarks), access: accesses.value(columns[9], row, &remarks) ?? .all)
        movement.waitsInside = columns[10].flag(row)
        movement.length = columns[11].float(row)
        movement.waitLength = columns[15].float(row)
        movement.speed = columns[12].number(row).map { Float($0 / 3.6) } ?? .nan
        rows.append(
          Row(number: number, movement: movement, yields: columns[13].text(row), conflicts: columns[14].text(row)))
      }
    }
    return rows
  }

  /// The movements of a text of numbers.
  func movements(_ text: String, of table: String, _ remarks: inout LoadRemarks) -> [MovementID] {
    text.split(separator: " ").compactMap { word in
      guard let movement = Int(word).flatMap({ rowOfNumber[$0] }) else {
        remarks.add(table, "a movement it names is left out, it is not in the table", example: String(word))
        return nil
      }
      return movement
    }
  }
}

/// A column of sets of vehicles.
private struct AccessColumn {
  private var words: WordColumn<VehicleSet>

  init(_ table: String) {
    words = WordColumn(table, "access", orElse: .all, known: VehicleClass.allCases.map(\.name)) { VehicleSet(text: $0) }
  }

  /// The set of a row; nothing where the row is empty.
  mutating func value(_ column: ArrowColumn, _ row: Int, _ remarks: inout LoadRemarks) -> VehicleSet? {
    words.given(column, row, &remarks)
  }
}
