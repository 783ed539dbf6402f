public import Geography
public import Modelling
public import Replica

/// Where something changes.
public enum Focus {
  /// A place and how much changes there.
  private struct Weighed {
    var point: Point
    var weight: Double
  }

  /// The smallest box around the marks and what changes most of a field: all but the faintest changes and the outermost
  /// fiftieth of the rest on every side. The whole city where nothing changes.
  ///
  /// `before` and `after` are one frame each. O(rows log rows).
  public static func box(
    on city: City, _ field: Field, before: some Collection<Float>, after: some Collection<Float>, marks: Box
  ) -> Box {
    let whole = city.boundary.isEmpty ? city.box : city.boundary.box
    var places = changes(on: city, field, Array(before), Array(after))
    let greatest = places.reduce(0) { max($0, $1.weight) }
    places.removeAll { $0.weight < greatest * 0.1 }
    var box = marks
    if !places.isEmpty {
      let (minX, maxX) = span(places.map { ($0.point.x, $0.weight) })
      let (minY, maxY) = span(places.map { ($0.point.y, $0.weight) })
      let changed = Box(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
      // A street that is closed far out of town shall not make the town small.
      let near = changed.expanded(by: max(changed.width, changed.height, 400) / 4)
      box = marks.isEmpty || !marks.intersects(near) ? marks : marks.cut(to: near)
      box.formUnion(changed)
    }
    return box.isEmpty ? whole : box
  }

  /// What differs between two frames, row by row; a value lost or found weighs as much as the greatest difference.
  private static func changes(on city: City, _ field: Field, _ before: [Float], _ after: [Float]) -> [Weighed] {
    let count = min(before.count, after.count)
    var greatest = 0.0
    var found: [(row: Int, weight: Double?)] = []
    for row in 0..<count where before[row] != after[row] && !(before[row].isNaN && after[row].isNaN) {
      let isTurned = before[row].isNaN || after[row].isNaN
      // Of water a dry cell is none.
      let zero: Float = field.palette == .depth ? 0 : .nan
      let old = before[row].isNaN ? zero : before[row]
      let new = after[row].isNaN ? zero : after[row]
      let weight = old.isNaN || new.isNaN ? nil : abs(Double(new - old))
      if let weight { greatest = max(greatest, weight) }
      guard weight != 0 || isTurned else { continue }
      found.append((row, weight))
    }
    let turned = greatest > 0 ? greatest : 1
    let position = positions(of: field, on: city)
    if case .zones = field.carrier {
      // All of a zone shall be seen, not its middle alone.
      return found.filter { $0.row < city.zones.count }.flatMap { row, weight in
        let box = city.zones.outlines.box(of: row)
        return [Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.maxY)].map {
          Weighed(point: $0, weight: weight ?? turned)
        }
      }
    }
    return found.compactMap { row, weight in position(row).map { Weighed(point: $0, weight: weight ?? turned) } }
  }

  private static func positions(of field: Field, on city: City) -> (Int) -> Point? {
    switch field.carrier {
    case .zones: { $0 < city.zones.count ? city.zones.centers[$0] : nil }
    case .buildings: { $0 < city.buildings.count ? city.buildings.centroids[$0] : nil }
    case .places: { $0 < city.places.count ? city.places.points[$0] : nil }
    case .links:
      { row in
        let shapes = city.streets.segments.shapes
        return row >> 1 < shapes.count ? shapes.box(of: row >> 1).center : nil
      }
    case .trips: { _ in nil }
    case .grid(let columns, _):
      switch field.placement {
      case .affine(let affine):
        { affine.position(column: Double($0 % columns) + 0.5, row: Double($0 / columns) + 0.5) }
      case .lattice(let lattice): cells(of: lattice, columns: columns)
      case nil: { _ in nil }
      }
    }
  }

  /// Where a bent grid's cells lie, looked up on a fine lattice over its box.
  private static func cells(of lattice: LatticePlacement, columns: Int) -> (Int) -> Point? {
    var found: [Int: Point] = [:]
    let steps = 400
    for y in 0..<steps {
      for x in 0..<steps {
        let point = Point(
          x: lattice.box.minX + lattice.box.width * (Double(x) + 0.5) / Double(steps),
          y: lattice.box.minY + lattice.box.height * (Double(y) + 0.5) / Double(steps))
        let place = lattice.gridPosition(of: point)
        guard place.x >= 0, place.y >= 0, place.x < Double(columns), place.y < 1e7 else { continue }
        found[Int(place.y) * columns + Int(place.x)] = point
      }
    }
    return { found[$0] }
  }

  /// From the fiftieth to the last but the fiftieth of a weight along an axis.
  private static func span(_ places: [(at: Double, weight: Double)]) -> (Double, Double) {
    let sorted = places.sorted { $0.at < $1.at }
    let total = sorted.reduce(0) { $0 + $1.weight }
    var sum = 0.0
    var (low, high) = (sorted[0].at, sorted[sorted.count - 1].at)
    var hasLow = false
    for place in sorted {
      sum += place.weight
      if !hasLow, sum >= total * 0.02 { (low, hasLow) = (place.at, true) }
      if sum >= total * 0.98 {
        high = place.at
        break
      }
    }
    return (low, high)
  }
}

extension Box {
  /// The part of a box inside another that it meets.
  fileprivate func cut(to other: Box) -> Box {
    Box(
      minX: max(minX, other.minX), minY: max(minY, other.minY), maxX: min(maxX, other.maxX), maxY: min(maxY, other.maxY)
    )
  }
}
