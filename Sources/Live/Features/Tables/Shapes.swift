internal import Geography

/// The geometries of a table as columns of positions.
struct Shapes: Sendable {
  /// What all of a table are.
  enum Kind: Sendable { case points, lines, areas }

  let kind: Kind
  private var positions: [Position] = []
  /// Where each part — a line, a ring — begins, and one more.
  private var partOffsets: [Int32] = [0]
  /// Where each shape's parts begin, and one more.
  private var shapeOffsets: [Int32] = [0]
  /// Whether a ring begins a polygon.
  private var areExterior: [Bool] = []

  /// Points, one a row.
  init(points: [Position]) {
    kind = .points
    positions = points
  }

  /// Lines, one a row.
  init(lines: Lines, by lattice: PositionLattice) {
    kind = .lines
    positions = lines.points.map { lattice.position(of: $0) }
    partOffsets = lines.offsets
  }

  /// Areas, one a row.
  init(areas: MultiPolygons, by lattice: PositionLattice) {
    kind = .areas
    positions = areas.points.map { lattice.position(of: $0) }
    partOffsets = areas.ringOffsets
    shapeOffsets = areas.shapeOffsets
    areExterior.reserveCapacity(areas.ringOffsets.count)
    for row in 0..<areas.count {
      for ring in areas.rings(of: row) {
        areExterior.append(
          ring == areas.rings(of: row).lowerBound || MultiPolygon.signedArea(of: areas.ring(ring)) > 0)
      }
    }
  }

  /// The places in ``positions`` of a part.
  private func part(_ number: Int) -> Range<Int> { Int(partOffsets[number])..<Int(partOffsets[number + 1]) }

  private func parts(_ row: Int) -> Range<Int> {
    switch kind {
    case .points: 0..<0
    case .lines: row..<row + 1
    case .areas: Int(shapeOffsets[row])..<Int(shapeOffsets[row + 1])
    }
  }

  /// The box around a shape, in ten-millionths of a degree; empty where it has no position.
  func box(_ row: Int) -> Box {
    var box = Box.empty
    switch kind {
    case .points: if positions[row] != .none { box.extend(by: positions[row].point) }
    case .lines, .areas:
      for number in parts(row) { for place in part(number) { box.extend(by: positions[place].point) } }
    }
    return box
  }

  /// Whether a shape shares a point with a box; edges belong to both. O(positions of the shape).
  func intersects(_ row: Int, _ box: Box) -> Bool {
    switch kind {
    case .points: return positions[row] != .none && box.contains(positions[row].point)
    case .lines:
      let places = part(row)
      return places.contains { box.contains(positions[$0].point) }
        || zip(places, places.dropFirst()).contains { Self.crosses(positions[$0].point, positions[$1].point, box) }
    case .areas:
      var isInside = false
      let corner = Point(x: box.minX, y: box.minY)
      for number in parts(row) {
        let places = part(number)
        guard var before = places.last.map({ positions[$0].point }) else { continue }
        for place in places {
          let next = positions[place].point
          if box.contains(next) || Self.crosses(before, next, box) { return true }
          if (next.y > corner.y) != (before.y > corner.y),
            corner.x < next.x + (corner.y - next.y) / (before.y - next.y) * (before.x - next.x)
          {
            isInside.toggle()
          }
          before = next
        }
      }
      return isInside
    }
  }

  /// Whether a straight line shares a point with a box (Y.-D. Liang and B. A. Barsky, "A new concept and method for line clipping",
  /// ACM Transactions on Graphics 3 (1984) 1–22, doi:10.1145/357332.357333).
  private static func crosses(_ a: Point, _ b: Point, _ box: Box) -> Bool {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (enter, leave) = (0.0, 1.0)
    for (step, room) in [(-dx, a.x - box.minX), (dx, box.maxX - a.x), (-dy, a.y - box.minY), (dy, box.maxY - a.y)] {
      if step == 0 {
        if room < 0 { return false }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    return enter <= leave
  }

  /// Writes a shape as a GeoJSON geometry; null where it has no position.
  func write(_ row: Int, to writer: inout ByteWriter) {
    switch kind {
    case .points:
      guard positions[row] != .none else { return writer.raw("null") }
      writer.raw("{\"type\":\"Point\",\"coordinates\":")
      write(positions[row], &writer)
    case .lines:
      let places = part(row)
      guard places.count > 1 else { return writer.raw("null") }
      writer.raw("{\"type\":\"LineString\",\"coordinates\":[")
      write(places, &writer)
      writer.byte("]")
    case .areas:
      let numbers = parts(row)
      guard !numbers.isEmpty else { return writer.raw("null") }
      writer.raw("{\"type\":\"MultiPolygon\",\"coordinates\":[")
      for number in numbers {
        if number > numbers.lowerBound {
          if areExterior[number] { writer.raw("]],[[") } else { writer.raw("],[") }
        } else {
          writer.raw("[[")
        }
        let places = part(number)
        write(places, &writer)
        if let first = places.first {
          writer.byte(",")
          write(positions[first], &writer)
        }
      }
      writer.raw("]]]")
    }
    writer.byte("}")
  }

  private func write(_ places: Range<Int>, _ writer: inout ByteWriter) {
    for place in places {
      if place > places.lowerBound { writer.byte(",") }
      write(positions[place], &writer)
    }
  }

  private func write(_ position: Position, _ writer: inout ByteWriter) {
    writer.byte("[")
    writer.degrees(position.longitude)
    writer.byte(",")
    writer.degrees(position.latitude)
    writer.byte("]")
  }
}
