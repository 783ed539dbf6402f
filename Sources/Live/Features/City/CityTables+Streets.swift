internal import Geography
internal import Replica

extension CityTables {
  static func streets(_ streets: Streets, _ lattice: PositionLattice) -> FeatureTable {
    let (segments, links) = (streets.segments, streets.links)
    func forward<Value>(_ values: [Value]) -> [Value] { stride(from: 0, to: values.count, by: 2).map { values[$0] } }
    func backward<Value>(_ values: [Value]) -> [Value] { stride(from: 1, to: values.count, by: 2).map { values[$0] } }
    let sets = (0..<128).map { VehicleSet(rawValue: UInt16($0)).text }
    func access(_ values: [VehicleSet]) -> Column.Values {
      .words(values.map { UInt8(truncatingIfNeeded: $0.rawValue & 127) }, sets)
    }
    func kilometres(_ speeds: [Float]) -> Column.Values { .floats(speeds.map { $0 * 3.6 }, decimals: 1) }
    let open = (0..<links.count).map { links.open(LinkID($0)) }
    return FeatureTable(
      "streets", "Streets", "Pieces of street between two nodes, with both directions.",
      keys: .features(segments.keys), shapes: Shapes(lines: segments.shapes, by: lattice),
      columns: [
        Column("name", "The name on the sign.", .numbered(segments.nameNumbers, segments.distinctNames)),
        Column(
          "class", "What it is for, as OpenStreetMap's highway.",
          .words(
            segments.classes.map(\.rawValue), StreetClass.allCases.map(\.name))),
        Column("start_node", "The node it begins at.", .rows(segments.starts, streets.nodes.keys)),
        Column("end_node", "The node it ends at.", .rows(segments.ends, streets.nodes.keys)),
        Column("length", "Metres along it.", .doubles(segments.lengths, decimals: 2)),
        Column("access_forward", "Who may use it from its start to its end now.", access(forward(open))),
        Column("access_backward", "Who may use it from its end to its start now.", access(backward(open))),
        Column("kmh_forward", "Speed of cars from start to end in km/h.", kilometres(forward(links.speeds))),
        Column("kmh_backward", "Speed of cars from end to start in km/h.", kilometres(backward(links.speeds))),
        Column("lanes_forward", "Lanes from start to end.", .integers(forward(links.lanes).map { Int($0) })),
        Column("lanes_backward", "Lanes from end to start.", .integers(backward(links.lanes).map { Int($0) })),
        column("structure", "Bridge, tunnel, ford or ground.", segments.structures),
        Column("layer", "Height order against what it crosses.", .integers(segments.layers.map { Int($0) })),
        column("sidewalk", "Sides with a sidewalk.", segments.sidewalks),
        column("surface", "What one moves on.", segments.surfaces),
        Column("incline", "Rise over run from start to end.", .floats(segments.inclines, decimals: 4)),
        Column("width", "Width of the way in m.", .floats(segments.widths, decimals: 2)),
        Column("roundabout", "Whether it is part of a roundabout.", .truths(segments.areRoundabouts)),
      ], areRemoved: segments.areRemoved)
  }

  static func nodes(_ streets: Streets, _ lattice: PositionLattice) -> FeatureTable {
    let nodes = streets.nodes
    return FeatureTable(
      "nodes", "Nodes", "Where streets meet or end, or something stands.", keys: .features(nodes.keys),
      shapes: points(nodes.points, lattice),
      columns: [
        column("control", "Who rules the junction.", nodes.controls),
        column("crossing", "How one crosses on foot.", nodes.crossings),
        column("kerb", "The kerb on the way of those who walk or roll.", nodes.kerbs),
      ])
  }

  static func signals(_ streets: Streets, _ lattice: PositionLattice) -> FeatureTable {
    let (nodes, signals) = (streets.nodes, streets.signals)
    let rows = signals.map(\.node.index)
    return FeatureTable(
      "signals", "Signals", "Traffic signals whose plan is known, by the key of their node.",
      keys: .features(rows.map { nodes.keys[$0] }), shapes: points(rows.map { nodes.points[$0] }, lattice),
      columns: [
        Column("cycle", "Seconds of a cycle.", .floats(signals.map(\.cycle), decimals: 1)),
        Column(
          "cycle_offset", "Seconds after the common zero at which it begins.",
          .floats(signals.map(\.offset), decimals: 1)),
        Column("phases", "How many phases it has.", .integers(signals.map(\.phases.count))),
        Column(
          "greens", "Seconds of green of each phase.",
          .texts(
            signals.map { $0.phases.map { "\($0.green)" }.joined(separator: " ") })),
      ])
  }

  static func busLines(_ city: City, _ lattice: PositionLattice) -> FeatureTable {
    var lines = Lines()
    for way in city.busLines.ways { lines.append(city.streets.line(along: way)) }
    return FeatureTable(
      "bus-lines", "Bus lines", "A direction of a bus line over the streets.", keys: .features(city.busLines.keys),
      shapes: Shapes(lines: lines, by: lattice),
      columns: [
        Column("name", "What is on the bus.", .texts(city.busLines.names)),
        Column("stops", "Stops that are known.", .integers(city.busLines.stops.map(\.count))),
        Column(
          "departures", "Departures of a working day that are known.",
          .doubles(
            city.busLines.departures.map { $0.isEmpty ? .nan : Double($0.prefix(24).reduce(0, +)) }, decimals: 1)),
      ])
  }
}
