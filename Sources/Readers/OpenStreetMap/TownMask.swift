import Geography

/// The town and its buffer as a mask of cells over a box of degrees; a cell counts that the town or its buffer touches.
///
/// So the edge is drawn outwards to whole cells, a 256th of the town's extent: a few metres for a small town.
struct TownMask: Sendable {
  let west, south, east, north: Double
  let columns = 256
  let rows = 256
  let cells: [UInt8]

  /// The mask of a boundary's rings and a buffer in metres, or nothing when there are no rings.
  init?(_ rings: [[Coordinate]], buffer: Double, projection: UTM) {
    let all = rings.flatMap { $0 }.filter(\.isValid)
    guard let first = all.first else { return nil }
    var box = Box.empty
    for corner in all { box.extend(by: Point(x: corner.longitude, y: corner.latitude)) }
    let shape = MultiPolygon(rings: rings.map { $0.filter(\.isValid).map(projection.project) })
    let here = projection.project(first)
    let there = projection.project(Coordinate(longitude: first.longitude, latitude: first.latitude + 0.01))
    let metresPerDegree = max(1, here.distance(to: there) * 100)
    let latitude = max(abs(box.minY), abs(box.maxY)) * .pi / 180
    let margin = (buffer + 50) / metresPerDegree
    let sideways = margin / max(0.05, Self.cosine(latitude))
    west = box.minX - sideways
    east = box.maxX + sideways
    south = box.minY - margin
    north = box.maxY + margin
    cells = Self.fill(
      shape, buffer: buffer, projection: projection, west: west, south: south,
      cellWidth: (east - west) / Double(columns),
      cellHeight: (north - south) / Double(rows), columns: columns, rows: rows)
  }

  /// Whether a position lies in a cell of the town.
  func contains(_ position: Coordinate) -> Bool {
    let x = (position.longitude - west) / (east - west)
    let y = (position.latitude - south) / (north - south)
    guard x >= 0, x < 1, y >= 0, y < 1 else { return false }
    return cells[Int(y * Double(rows)) * columns + Int(x * Double(columns))] != 0
  }

  private static func fill(
    _ shape: MultiPolygon, buffer: Double, projection: UTM, west: Double, south: Double, cellWidth: Double,
    cellHeight: Double, columns: Int, rows: Int
  ) -> [UInt8] {
    var edges: [(Point, Point)] = []
    for ring in shape.rings {
      guard var previous = ring.last else { continue }
      for corner in ring {
        edges.append((previous, corner))
        previous = corner
      }
    }
    let index = PackedIndex(edges.map { Box([$0.0, $0.1]) })
    var cells = [UInt8](repeating: 0, count: columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        let center = Coordinate(
          longitude: west + (Double(column) + 0.5) * cellWidth, latitude: south + (Double(row) + 0.5) * cellHeight)
        let corner = Coordinate(longitude: center.longitude + cellWidth / 2, latitude: center.latitude + cellHeight / 2)
        let point = projection.project(center)
        let reach = buffer + point.distance(to: projection.project(corner))
        let near = index.nearest(to: point, within: reach) {
          Lines.squaredDistance(from: point, to: [edges[$0].0, edges[$0].1])
        }
        if near != nil || shape.contains(point) { cells[row * columns + column] = 1 }
      }
    }
    return cells
  }

  /// Cosine by its series to the eighth power: this room needs no other function of Foundation's here.
  private static func cosine(_ angle: Double) -> Double {
    let square = angle * angle
    return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
  }
}
