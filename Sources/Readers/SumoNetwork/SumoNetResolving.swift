internal import Geography
internal import Modelling

extension SumoNetReading {
  private static let slowest = 0.1, fastest = 150.0

  /// Names become rows; what points nowhere is left out and told.
  func resolve() throws {
    let edgeRows = try rowsByName(
      net.edges.map(\.id), kind: "edge", lines: edgeNames.map(\.line))
    let junctionRows = try rowsByName(
      net.junctions.map(\.id), kind: "junction", lines: junctionNames.map(\.line))
    resolveEdges(junctionRows)
    var lanes: [String: SumoNet.LaneID] = [:]
    for (row, edge) in net.edges.enumerated() {
      for (number, lane) in edge.lanes.enumerated() { lanes[lane.id] = SumoNet.LaneID(edge: row, lane: number) }
    }
    resolveJunctions(lanes)
    resolveConnections(edgeRows, lanes)
    linkRequests()
    checkPrograms()
    for roundabout in rawRoundabouts {
      let nodes = roundabout.nodes.compactMap { junctionRows[$0] }, edges = roundabout.edges.compactMap { edgeRows[$0] }
      if nodes.count < roundabout.nodes.count || edges.count < roundabout.edges.count {
        skipped.add(
          "part of a roundabout", because: "no such edge or junction", example: place(roundabout.line))
      }
      net.roundabouts.append(SumoNet.Roundabout(junctions: nodes, edges: edges))
    }
  }

  private func rowsByName(_ names: [String], kind: String, lines: [Int]) throws -> [String: Int] {
    var rows: [String: Int] = [:]
    rows.reserveCapacity(names.count)
    for (row, name) in names.enumerated() {
      if let first = rows.updateValue(row, forKey: name) {
        throw file.error(
          "\(kind) \"\(name)\" stands here a second time, first on line \(lines[first]): names are given once.",
          line: lines[row])
      }
    }
    return rows
  }

  private func resolveEdges(_ junctionRows: [String: Int]) {
    for row in net.edges.indices {
      let text = edgeNames[row]
      let from = text.from.flatMap { junctionRows[$0] }, to = text.to.flatMap { junctionRows[$0] }
      if net.edges[row].isStreet {
        if let from, let to {
          (net.edges[row].from, net.edges[row].to) = (from, to)
        } else {
          skipped.add(
            "edge", because: "it does not lead from a junction of this file to another", example: place(text.line))
        }
      }
      for number in net.edges[row].lanes.indices { mend(row, number) }
      if net.edges[row].lanes.isEmpty {
        skipped.add("edge", because: "it has no lanes", example: place(text.line))
      }
    }
  }

  /// Lengths and speeds nobody can drive: taken as the nearest one can, and told.
  private func mend(_ row: Int, _ number: Int) {
    let lane = net.edges[row].lanes[number], line = laneLines[row][number]
    if !(lane.length > 0) {
      let drawn = Lines.length(of: lane.shape)
      net.edges[row].lanes[number].length = max(0.1, drawn)
      skipped.add(
        "length of a lane", because: "it is not above 0 m; that of its line was taken, at least 0.1 m",
        example: place(line))
    }
    if net.edges[row].isStreet, !(Self.slowest...Self.fastest).contains(lane.speed) {
      net.edges[row].lanes[number].speed = min(Self.fastest, max(Self.slowest, lane.speed))
      skipped.add(
        "speed of a lane", because: "it is not within 0.1…150 m/s; the nearer end was taken", example: place(line))
    }
  }

  private func resolveJunctions(_ lanes: [String: SumoNet.LaneID]) {
    for row in net.junctions.indices {
      let text = junctionNames[row]
      net.junctions[row].incoming = text.incoming.compactMap { lanes[$0] }
      net.junctions[row].inner = text.inner.compactMap { lanes[$0] }
      let lost =
        text.incoming.count + text.inner.count - net.junctions[row].incoming.count - net.junctions[row].inner.count
      skipped.add(
        "lane of a junction", because: "no edge of this file has it", example: place(text.line), count: lost)
    }
    var counts = [Int](repeating: 0, count: net.junctions.count)
    for row in rows { counts[row.junction] += 1 }
    for row in rows {
      let count = counts[row.junction]
      guard row.text.index == net.junctions[row.junction].requests.count, row.text.response.utf8.count == count,
        row.text.foes.utf8.count == count
      else {
        skipped.add(
          "right of way of a junction",
          because: "its request rows are not one for each connection in order, each with a bit for each",
          example: place(row.line))
        net.junctions[row.junction].requests = []
        counts[row.junction] = -1
        continue
      }
      net.junctions[row.junction].requests.append(
        SumoNet.Request(
          yields: row.text.response.utf8.reversed().map { $0 == UInt8(ascii: "1") },
          crosses: row.text.foes.utf8.reversed().map { $0 == UInt8(ascii: "1") }, waitsInside: row.text.cont))
    }
  }

  private func resolveConnections(_ edgeRows: [String: Int], _ lanes: [String: SumoNet.LaneID]) {
    for text in rawConnections {
      var connection = text.value
      guard let from = edgeRows[text.from], let to = edgeRows[text.to] else {
        skipped.add(
          "connection", because: "there is no such edge",
          example: "\(place(text.line)) \"\(edgeRows[text.from] == nil ? text.from : text.to)\"")
        continue
      }
      guard net.edges[from].lanes.indices.contains(connection.fromLane),
        net.edges[to].lanes.indices.contains(connection.toLane)
      else {
        skipped.add(
          "connection", because: "an edge has no lane of that number",
          example:
            "\(place(text.line)) \"\(text.from)_\(connection.fromLane)\" to \"\(text.to)_\(connection.toLane)\"")
        continue
      }
      if net.edges[from].isStreet, net.edges[to].isStreet, net.edges[from].to != net.edges[to].from {
        skipped.add(
          "connection", because: "its first edge does not end where its second begins",
          example: "\(place(text.line)) \"\(text.from)\" to \"\(text.to)\"")
        continue
      }
      (connection.from, connection.to) = (from, to)
      if let via = text.via {
        connection.via = lanes[via]
        if connection.via == nil {
          skipped.add(
            "way inside a junction", because: "there is no such lane", example: "\(place(text.line)) \"\(via)\"")
        }
      }
      net.connections.append(connection)
    }
  }

  /// Finds the request row of each connection: the place of its (last) inner lane, or, without inner lanes, its place
  /// among the connections of the lanes that lead in.
  private func linkRequests() {
    var junctionRow: [SumoNet.LaneID: Int] = [:]
    var onward: [SumoNet.LaneID: SumoNet.LaneID] = [:]
    var leaving: [SumoNet.LaneID: [Int]] = [:]
    for junction in net.junctions where junction.control != .internal {
      for (place, lane) in junction.inner.enumerated() where place < junction.requests.count {
        junctionRow[lane] = place
      }
    }
    for (row, connection) in net.connections.enumerated() {
      let from = SumoNet.LaneID(edge: connection.from, lane: connection.fromLane)
      if net.edges[connection.from].isStreet {
        leaving[from, default: []].append(row)
      } else if let via = connection.via {
        onward[from] = via
      }
    }
    for row in net.connections.indices {
      var lane = net.connections[row].via
      for _ in 0..<8 {
        guard let here = lane else { break }
        if let place = junctionRow[here] {
          net.connections[row].request = place
          break
        }
        lane = onward[here]
      }
    }
    for junction in net.junctions where junction.inner.isEmpty && !junction.requests.isEmpty {
      let order = junction.incoming.flatMap { leaving[$0] ?? [] }
      guard order.count == junction.requests.count else { continue }
      for (place, row) in order.enumerated() { net.connections[row].request = place }
    }
  }

  private func checkPrograms() {
    var needed: [String: (count: Int, row: Int)] = [:]
    for (row, connection) in net.connections.enumerated() {
      guard let index = connection.linkIndex, !connection.signal.isEmpty else { continue }
      if index + 1 > needed[connection.signal]?.count ?? 0 { needed[connection.signal] = (index + 1, row) }
    }
    var known: Set<String> = []
    var kept: [SumoNet.Program] = []
    for (program, line) in zip(net.programs, programLines) {
      if let why = program.fault(links: needed[program.id]?.count ?? 0) {
        skipped.add("program of a signal", because: why, example: "\(place(line)) \"\(program.id)\"")
      } else {
        known.insert(program.id)
        kept.append(program)
      }
    }
    net.programs = kept
    for signal in needed.keys.sorted() where !known.contains(signal) {
      if let need = needed[signal], isOnRails(net.connections[need.row]) { continue }
      skipped.add("signal", because: "no program can rule it; its connections stand without a plan", example: signal)
    }
  }
}

extension SumoNetReading {
  /// Rail signals and crossings have no plan: they follow the trains.
  private func isOnRails(_ connection: SumoNet.Connection) -> Bool {
    let junction = net.edges[connection.from].to
    guard junction >= 0 else { return true }
    return [.railSignal, .railCrossing].contains(net.junctions[junction].control)
  }
}

extension SumoNet.Program {
  /// Why a plan cannot rule a signal of some link indices; nothing when it can.
  func fault(links: Int) -> String? {
    guard let first = phases.first else {
      return type == "rail_signal" || type == "rail_crossing" ? nil : "it has no phase"
    }
    if phases.contains(where: { $0.state.count != first.state.count }) {
      return "its states are not equally long"
    }
    if first.state.count < links {
      return "its states have \(first.state.count) letters for \(links) link indices"
    }
    if !(cycle > 0) { return "it lasts 0 s" }
    if phases.contains(where: { $0.next.contains { !phases.indices.contains($0) } }) {
      return "it names a next phase that is not there"
    }
    return nil
  }
}
