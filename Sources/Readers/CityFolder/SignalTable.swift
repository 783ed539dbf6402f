internal import CGDAL
import Datasets
import Replica

extension CityTablesWriter {
  /// The plans of signals: a row a phase, its links as `street:direction`, separated by a semicolon and a space.
  func signals() throws {
    let (nodes, segments) = (city.streets.nodes, city.streets.segments)
    let numbers = movementNumbers()
    let columns: [(String, GeoPackageWriter.Kind)] =
      [
        ("key", .text), ("node", .text), ("cycle", .number), ("offset", .number), ("phase", .integer),
        ("green", .number), ("amber", .number), ("all_red", .number), ("links", .text),
      ] + (numbers.isEmpty ? [] : SignalTable.byMovement.map { ($0, .text) })
    try file.table(SignalTable.name, geometry: wkbNone, columns) { rows in
      for signal in city.streets.signals {
        let node = nodes.keys[signal.node.index].text
        for (number, phase) in signal.phases.enumerated() {
          let links = phase.links.filter { !segments.areRemoved[$0.segment.index] }
            .map { "\(segments.keys[$0.segment.index].text):\($0.isBackward ? "backward" : "forward")" }
          rows.add([]) { row in
            row.text("\(node):\(number + 1)")
            row.text(node)
            row.number(signal.cycle)
            row.number(signal.offset)
            row.integer(number + 1)
            row.number(phase.green)
            row.number(phase.amber)
            row.number(phase.allRed)
            row.text(links.joined(separator: SignalTable.separator))
            guard !numbers.isEmpty else { return }
            for movements in [phase.protected, phase.permissive, phase.clearing] {
              row.text(Self.text(of: movements, numbers))
            }
          }
        }
      }
    }
  }

  /// What names are in other languages: a row a name and language.
  func otherNames() throws {
    let columns: [(String, GeoPackageWriter.Kind)] = [("name", .text), ("language", .text), ("text", .text)]
    try file.table("other_names", geometry: wkbNone, columns) { rows in
      for name in city.otherNames.names {
        for variant in city.otherNames.variants(of: name) {
          rows.add([]) { row in
            row.text(name)
            row.text(variant.language)
            row.text(variant.text)
          }
        }
      }
    }
  }
}

/// Reads the plans of signals. A plan with a phase that cannot be is left out whole: part of a plan would leave some
/// approach red for ever.
struct SignalTable {
  static let name = "signals"
  static let separator = "; "

  /// Columns of movements with green, with green that yields, and with amber while others have green.
  static let byMovement = ["protected", "permissive", "clearing"]

  private let dataset: Dataset
  private let movements: MovementTablesReader

  init(_ dataset: Dataset, _ movements: MovementTablesReader) {
    self.dataset = dataset
    self.movements = movements
  }

  /// A row as it stands in the table.
  private struct Row {
    var node, links: String
    var byMovement: [String]
    var cycle, offset: Float
    var number: Int
    var phase: SignalPhase

    /// Whether its times can be.
    var isPossible: Bool {
      phase.green > 0 && phase.amber >= 0 && phase.allRed >= 0 && phase.length.isFinite
    }
  }

  func read(into streets: inout Streets, _ remarks: inout LoadRemarks) throws {
    let rows = try readRows(&remarks)
    guard !rows.isEmpty else { return }
    var nodes: [String: NodeID] = [:]
    for node in 0..<streets.nodes.count where streets.nodes.controls[node] == .signals {
      nodes[streets.nodes.keys[node].text] = NodeID(node)
    }
    var segments: [String: SegmentID] = [:]
    for segment in 0..<streets.segments.count { segments[streets.segments.keys[segment].text] = SegmentID(segment) }

    var plans: [(node: String, rows: [Row])] = []
    var planOfNode: [String: Int] = [:]
    for row in rows {
      if let plan = planOfNode[row.node] {
        plans[plan].rows.append(row)
      } else {
        planOfNode[row.node] = plans.count
        plans.append((row.node, [row]))
      }
    }
    for plan in plans {
      guard let node = nodes[plan.node] else {
        remarks.add(Self.name, "left out, there are no signals at its node", example: plan.node)
        continue
      }
      if let signal = signal(at: node, plan.node, plan.rows, streets, segments, &remarks) {
        streets.signals.append(signal)
      }
    }
  }

  private func readRows(_ remarks: inout LoadRemarks) throws -> [Row] {
    var rows: [Row] = []
    let table = TableReader(dataset, sinceLater: Self.name)
    try table.forEachBatch { batch, _ in
      let names = ["node", "cycle", "offset", "phase", "green", "amber", "all_red", "links"]
      let columns = names.map(batch.column)
      let byMovement = Self.byMovement.map(batch.column)
      for row in 0..<batch.count {
        // A drawn row may leave out what is usual; a green it must name.
        let phase = SignalPhase(
          green: columns[4].float(row), amber: columns[5].number(row).map { Float($0) } ?? 3,
          allRed: columns[6].number(row).map { Float($0) } ?? 2, links: [])
        rows.append(
          Row(
            node: columns[0].text(row), links: columns[7].text(row), byMovement: byMovement.map { $0.text(row) },
            cycle: columns[1].float(row),
            offset: columns[2].float(row), number: columns[3].integer(row, as: Int.self) ?? rows.count + 1,
            phase: phase))
      }
    }
    return rows
  }

  private func signal(
    at node: NodeID, _ key: String, _ rows: [Row], _ streets: Streets, _ segments: [String: SegmentID],
    _ remarks: inout LoadRemarks
  ) -> Signal? {
    guard rows.allSatisfy(\.isPossible) else {
      remarks.add(Self.name, "left out, a phase has no green above 0 s or a time below 0 s", example: key)
      return nil
    }
    guard Set(rows.map(\.number)).count == rows.count else {
      remarks.add(Self.name, "left out, two of its phases have the same number", example: key)
      return nil
    }
    let phases = rows.sorted { $0.number < $1.number }.map { row in
      var phase = row.phase
      phase.links = links(of: row, at: node, streets, segments, &remarks)
      func found(_ text: String) -> [MovementID] {
        movements.movements(text, of: Self.name, &remarks).filter {
          streets.end(of: streets.movements.froms[$0.index]) == node
        }
      }
      phase.protected = found(row.byMovement[0])
      phase.permissive = found(row.byMovement[1])
      phase.clearing = found(row.byMovement[2])
      return phase
    }
    var cycle = phases.map(\.length).reduce(0, +)
    // The written cycle counts where it is the sum but for rounding, so that what is read equals what was written.
    if rows.allSatisfy({ abs($0.cycle - cycle) <= 0.1 && $0.cycle == rows[0].cycle }) {
      cycle = rows[0].cycle
    } else {
      remarks.add(Self.name, "the cycle is not the sum of the phases, which counts", example: key)
    }
    var offset = rows[0].offset
    if !rows.allSatisfy({ $0.offset == offset && $0.offset >= 0 && $0.offset < cycle }) {
      remarks.add(
        Self.name, "the offset is missing, differs by phase or is not within the cycle; 0 counts", example: key)
      offset = 0
    }
    return Signal(node: node, cycle: cycle, offset: offset, phases: phases)
  }

  private func links(
    of row: Row, at node: NodeID, _ streets: Streets, _ segments: [String: SegmentID], _ remarks: inout LoadRemarks
  ) -> [LinkID] {
    var links: [LinkID] = []
    for text in row.links.split(separator: ";") {
      let words = text.split(separator: ":", omittingEmptySubsequences: false)
      let street = words.dropLast().joined(separator: ":").drop { $0 == " " }
      let direction = words.last.map { $0.filter { $0 != " " } } ?? ""
      guard ["forward", "backward"].contains(direction), let segment = segments[String(street)] else {
        remarks.add(
          Self.name, "a link of a phase is left out: it must be a street's key, a colon and forward or backward",
          example: String(text))
        continue
      }
      let link = direction == "backward" ? segment.backward : segment.forward
      guard streets.end(of: link) == node else {
        remarks.add(Self.name, "a link of a phase is left out, it does not end at the signals", example: String(text))
        continue
      }
      links.append(link)
    }
    return links
  }
}
