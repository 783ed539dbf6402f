internal import CGDAL
import Datasets
import Geography
import Modelling
import Projections

/// Gathers the geometries of a layer in the file's own numbers, mends them, and carries all points at once.
struct GeometryCollector {
  private(set) var tally = SkippedTally()
  /// The points of all geometries, one part after another.
  private var points: [Point] = []
  /// What each row holds.
  private var rows: [Shape] = []

  var skipped: [Skipped] { tally.all }

  /// Parts as ranges of `points`.
  private enum Shape {
    case none, nothing
    case points(Range<Int>)
    case lines([Range<Int>])
    case areas([[Range<Int>]])
  }

  /// Adds the position a table's columns name.
  mutating func add(_ point: Point?, row: Int64) {
    guard let point, point.x.isFinite, point.y.isFinite else {
      tally.add("feature", because: "its coordinates are missing or no numbers", example: "row \(row)")
      rows.append(.nothing)
      return
    }
    points.append(point)
    rows.append(.points(points.count - 1..<points.count))
  }

  /// Adds a geometry of GDAL, which stays its owner's.
  mutating func add(_ geometry: OGRGeometryH?, row: Int64) {
    guard let geometry, OGR_G_IsEmpty(geometry) == 0 else {
      rows.append(.none)
      return
    }
    let type = OGR_G_GetGeometryType(geometry)
    let flat = OGR_GT_Flatten(type)
    if flat == wkbPolygon {
      rows.append(polygon(geometry, row: row))
    } else if OGR_GT_IsNonLinear(type) != 0 {
      let linear = OGR_G_GetLinearGeometry(geometry, 0, nil)
      defer { OGR_G_DestroyGeometry(linear) }
      add(linear, row: row)
    } else {
      rows.append(shape(geometry, flat, row: row))
    }
  }

  /// The geometries of the rows in city metres; several points of a row stand beside each other, and a row that was
  /// left out has none.
  func geometries(carriedBy way: Transformation) -> [[VectorGeometry]] {
    let carried = way.forward(points)
    return rows.map { shape in
      switch shape {
      case .nothing: return []
      case .none: return [.none]
      case .points(let range): return carried[range].map { .point($0) }
      case .lines(let parts): return [.line(parts.map { Array(carried[$0]) })]
      case .areas(let polygons):
        let area = MultiPolygon(polygons: polygons.map { $0.map { Array(carried[$0]) } })
        return area.isEmpty ? [] : [.area(area)]
      }
    }
  }

  private mutating func shape(_ geometry: OGRGeometryH, _ flat: OGRwkbGeometryType, row: Int64) -> Shape {
    switch flat {
    case wkbPoint, wkbMultiPoint:
      let start = points.count
      forEachPart(of: geometry) { collector, part in _ = collector.copy(part) }
      return .points(start..<points.count)
    case wkbLineString, wkbMultiLineString:
      var parts: [Range<Int>] = []
      forEachPart(of: geometry) { collector, part in
        let range = collector.copy(part)
        if range.count > 1 { parts.append(range) }
      }
      return parts.isEmpty ? leftOut(row, "a line of a single point") : .lines(parts)
    case wkbMultiPolygon, wkbPolyhedralSurface, wkbTIN, wkbTriangle:
      return polygon(geometry, row: row)
    case wkbGeometryCollection:
      return collection(geometry, row: row)
    default:
      return leftOut(row, "a kind of geometry that is not read")
    }
  }

  /// Of a mixed collection the areas count, or else the lines, or else the points.
  private mutating func collection(_ geometry: OGRGeometryH, row: Int64) -> Shape {
    let parts = (0..<OGR_G_GetGeometryCount(geometry)).compactMap { OGR_G_GetGeometryRef(geometry, $0) }
    let byDimension = Dictionary(grouping: parts) { OGR_G_GetDimension($0) }
    guard let greatest = byDimension.keys.max(), let chosen = byDimension[greatest] else {
      return leftOut(row, "an empty collection")
    }
    if chosen.count < parts.count {
      tally.add(
        "part", because: "of a mixed collection only the areas, or else the lines, count", example: "row \(row)")
    }
    guard let gathered = OGR_G_CreateGeometry(wkbGeometryCollection) else { return leftOut(row, "a collection") }
    for part in chosen { OGR_G_AddGeometry(gathered, part) }
    let forced =
      greatest == 2
      ? OGR_G_ForceToMultiPolygon(gathered)
      : greatest == 1 ? OGR_G_ForceToMultiLineString(gathered) : OGR_G_ForceToMultiPoint(gathered)
    defer { OGR_G_DestroyGeometry(forced) }
    guard let forced, OGR_GT_Flatten(OGR_G_GetGeometryType(forced)) != wkbGeometryCollection else {
      return leftOut(row, "a collection within a collection")
    }
    return shape(forced, OGR_GT_Flatten(OGR_G_GetGeometryType(forced)), row: row)
  }

  private mutating func leftOut(_ row: Int64, _ what: String) -> Shape {
    tally.add("feature", because: what, example: "row \(row)")
    return .nothing
  }

  private mutating func forEachPart(of geometry: OGRGeometryH, _ body: (inout GeometryCollector, OGRGeometryH) -> Void)
  {
    let count = OGR_G_GetGeometryCount(geometry)
    if count == 0 { return body(&self, geometry) }
    for number in 0..<count {
      if let part = OGR_G_GetGeometryRef(geometry, number) { body(&self, part) }
    }
  }

  /// Copies the points of a point, a line or a ring; says where they stand.
  private mutating func copy(_ geometry: OGRGeometryH) -> Range<Int> {
    let start = points.count
    let count = Int(OGR_G_GetPointCount(geometry))
    guard count > 0 else { return start..<start }
    points.append(contentsOf: repeatElement(Point(x: 0, y: 0), count: count))
    let stride = Int32(MemoryLayout<Point>.stride)
    points.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let first = base + start * MemoryLayout<Point>.stride
      _ = OGR_G_GetPoints(geometry, first, stride, first + MemoryLayout<Double>.stride, stride, nil, 0)
    }
    return start..<points.count
  }
}

// MARK: Areas

extension GeometryCollector {
  private mutating func polygon(_ geometry: OGRGeometryH, row: Int64) -> Shape {
    let start = points.count
    let polygons = rings(of: geometry)
    guard points[start...].allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      points.removeSubrange(start...)
      return leftOut(row, "its coordinates are missing or no numbers")
    }
    let isOpen = polygons.joined().contains { !$0.isEmpty && points[$0.lowerBound] != points[$0.upperBound - 1] }
    if isOpen { tally.add("area", because: "mended: a ring was left open and is closed now", example: "row \(row)") }
    if polygons.count == 1, polygons[0].count == 1, isSurelySimple(polygons[0][0]) { return .areas(polygons) }

    let mending = Complaints()
    return mending.listening {
      if isOpen { OGR_G_CloseRings(geometry) }
      if OGR_G_IsValid(geometry) != 0 { return .areas(polygons) }
      points.removeSubrange(start...)
      guard let valid = OGR_G_MakeValid(geometry) else {
        return leftOut(row, "an area that crosses itself and cannot be mended")
      }
      let areas = OGR_G_ForceToMultiPolygon(valid)
      defer { OGR_G_DestroyGeometry(areas) }
      guard let areas, OGR_GT_Flatten(OGR_G_GetGeometryType(areas)) == wkbMultiPolygon, OGR_G_Area(areas) > 0 else {
        return leftOut(row, "an area without extent")
      }
      tally.add("area", because: "mended: it crossed or touched itself", example: "row \(row)")
      return .areas(rings(of: areas))
    }
  }

  /// The rings of a polygon, or of the polygons of several.
  private mutating func rings(of geometry: OGRGeometryH) -> [[Range<Int>]] {
    let flat = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))
    if flat == wkbPolygon || flat == wkbTriangle {
      return [
        (0..<OGR_G_GetGeometryCount(geometry)).compactMap { number in
          OGR_G_GetGeometryRef(geometry, number).map { copy($0) }
        }
      ]
    }
    var polygons: [[Range<Int>]] = []
    for number in 0..<OGR_G_GetGeometryCount(geometry) {
      guard let part = OGR_G_GetGeometryRef(geometry, number) else { continue }
      let kind = OGR_GT_Flatten(OGR_G_GetGeometryType(part))
      if kind == wkbPolygon || kind == wkbTriangle { polygons += rings(of: part) }
    }
    return polygons
  }

  /// Whether no two edges of a ring touch but neighbours at their corner. Of a short ring this is quickly known and
  /// spares the full test; "no" may also mean "ask". O(points²).
  private func isSurelySimple(_ range: Range<Int>) -> Bool {
    var count = range.count
    let first = range.lowerBound
    while count > 1, points[first] == points[first + count - 1] { count -= 1 }
    guard count >= 3, count <= 64 else { return false }
    return points.withUnsafeBufferPointer { points in
      for i in 0..<count {
        let a = points[first + i]
        let b = points[first + (i + 1) % count]
        if a == b { return false }
        for j in stride(from: i + 2, to: count, by: 1) where !(i == 0 && j == count - 1) {
          if Self.mayTouch(a, b, points[first + j], points[first + (j + 1) % count]) { return false }
        }
      }
      return Self.hasNoSpike(points, first, count)
    }
  }

  /// Whether two edges have a point in common, or nearly.
  private static func mayTouch(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
    if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return false }
    if max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) { return false }
    let cSide = cross(a, b, c)
    let dSide = cross(a, b, d)
    let aSide = cross(c, d, a)
    let bSide = cross(c, d, b)
    return !(cSide > 0 && dSide > 0 || cSide < 0 && dSide < 0 || aSide > 0 && bSide > 0 || aSide < 0 && bSide < 0)
  }

  /// Whether no edge runs straight back over the one before.
  private static func hasNoSpike(_ points: UnsafeBufferPointer<Point>, _ first: Int, _ count: Int) -> Bool {
    for i in 0..<count {
      let a = points[first + i]
      let b = points[first + (i + 1) % count]
      let c = points[first + (i + 2) % count]
      let along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)
      if along < 0, cross(a, b, c) == 0 { return false }
    }
    return true
  }

  private static func cross(_ a: Point, _ b: Point, _ c: Point) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }
}
