import Geography
import Modelling
import Replica
import Vectors

/// Zones of a file, or squares where there is none.
struct ZonesLayer {
  let town: Town

  /// The zones of a file, and whether it counts their people.
  func read(
    _ layer: VectorLayer, file: String, request: ImportRequest, _ report: inout ImportReport,
    _ skipped: inout SkippedTally
  ) throws -> (zones: Zones, haveOwnPeople: Bool) {
    let nameField = try named(request.zonesName, layer, file) ?? FieldNames.naming(layer)
    let peopleField =
      try named(request.zonesPeople, layer, file) ?? FieldNames.find(FieldNames.people, in: layer.fields)
    let homesField = FieldNames.find(FieldNames.homes, in: layer.fields)
    let jobsField = FieldNames.find(FieldNames.jobs, in: layer.fields)
    var zones = Zones()
    var keys = FileKeys(file)
    var away = 0.0
    var silent = 0
    for feature in layer.features {
      let key = keys.key(feature.id)
      guard case .area(let outline) = feature.geometry, outline.area > 1 else {
        skipped.add("zone", because: "its shape is no area", example: key)
        continue
      }
      let people = feature.number(peopleField)
      guard town.contains(outline.centroid) else {
        skipped.add("zone", because: "its middle lies outside the town", example: key)
        away += people ?? 0
        continue
      }
      if peopleField != nil, people == nil { silent += 1 }
      let counted = people.map { max(0, $0) } ?? 0
      if let people, people < 0 { skipped.add("people of a zone", because: "the number is below zero", example: key) }
      zones.append(
        key: FeatureKey(key), name: feature.text(nameField), outline: outline, people: counted,
        homes: Float(feature.number(homesField) ?? .nan), jobs: Float(feature.number(jobsField) ?? .nan))
    }
    guard zones.count > 0 else {
      throw ImportError.elsewhere(layer: "zones", file: file, why: "none of its areas lies in the town")
    }
    report.remarks.append(
      nameField.map { "Zones are named by the field \u{201C}\($0)\u{201D}." }
        ?? "No field names the zones; give it with --zones-name (\(layer.fields.joined(separator: ", "))).")
    if let peopleField {
      report.remarks.append(
        "People of the zones are those of the field \u{201C}\(peopleField)\u{201D}"
          + (silent > 0 ? "; \(silent) zones have none there and count as empty." : "."))
    }
    if away > 0 {
      report.remarks.append("\(Int(away.rounded())) people live in zones outside the town and are left out.")
    }
    return (zones, peopleField != nil)
  }

  private func named(_ name: String, _ layer: VectorLayer, _ file: String) throws -> String? {
    guard !name.isEmpty else { return nil }
    guard let field = layer.fields.first(where: { $0.lowercased() == name.lowercased() }) else {
      throw ImportError.noField(layer: "zones", file: file, field: name, fields: layer.fields)
    }
    return field
  }

  /// Side of the squares in metres.
  static let side = 400.0

  /// Squares of whole multiples of 400 m of the plane, so that they keep their keys, over the built-up part: where a
  /// building or a junction of streets that people live on stands.
  func squares(over buildings: Buildings, _ streets: Streets) -> Zones {
    var cells: Set<Cell> = []
    for center in buildings.centroids { cells.insert(Cell(center)) }
    for segment in 0..<streets.segments.count {
      switch streets.segments.classes[segment] {
      case .residential, .livingStreet, .tertiary, .secondary, .primary, .unclassified, .pedestrian:
        for end in [streets.segments.starts[segment], streets.segments.ends[segment]] {
          let point = streets.nodes.points[end.index]
          if town.contains(point) { cells.insert(Cell(point)) }
        }
      default: break
      }
    }
    var zones = Zones()
    // From north to south and west to east, as one reads.
    for cell in cells.sorted(by: { ($1.row, $0.column) < ($0.row, $1.column) }) {
      zones.append(
        key: FeatureKey("grid/\(town.projection.epsg)/\(cell.column)-\(cell.row)"), name: "",
        outline: MultiPolygon(cell.box))
    }
    return zones
  }

  private struct Cell: Hashable {
    let column, row: Int

    init(_ point: Point) {
      column = Int((point.x / ZonesLayer.side).rounded(.down))
      row = Int((point.y / ZonesLayer.side).rounded(.down))
    }

    var box: Box {
      let x = Double(column) * ZonesLayer.side
      let y = Double(row) * ZonesLayer.side
      return Box(minX: x, minY: y, maxX: x + ZonesLayer.side, maxY: y + ZonesLayer.side)
    }
  }
}

/// Finds the zone of a position.
struct ZoneFinder {
  private let zones: Zones
  private let index: PackedIndex

  init(_ zones: Zones) {
    self.zones = zones
    index = PackedIndex((0..<zones.count).map { zones.outlines.box(of: $0) })
  }

  /// The zone a position lies in, the first of several; otherwise the nearest within some metres.
  func zone(at point: Point, within reach: Double) -> Int? {
    let under = index.search(Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y))
    if let zone = under.first(where: { zones.outlines.contains(point, in: $0) }) { return zone }
    guard reach > 0 else { return nil }
    return index.nearest(to: point, within: reach) { row in
      zones.outlines.rings(of: row).map { number in
        let ring = zones.outlines.ring(number)
        guard let first = ring.first else { return Double.infinity }
        return Lines.squaredDistance(from: point, to: Array(ring) + [first])
      }.min() ?? .infinity
    }?.number
  }
}
