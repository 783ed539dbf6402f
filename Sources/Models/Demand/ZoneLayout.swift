import Geography
import Modelling
import Replica

/// Which zone each point lies in: the city's zones, or square cells.
struct ZoneLayout: Sendable {
  var names: [String] = []
  var areas: [Double] = []
  /// The zone of each point; −1 for none.
  var zoneOfPoint: [Int32] = []
  var areCityZones = false
  var remarks: [String] = []
  private var finder: Finder?

  private struct Finder: Sendable {
    var outlines = MultiPolygons()
    var index: PackedIndex?
    var cells: [Int64: Int32] = [:]
    var corner = Point(x: 0, y: 0)
    var side = 0.0
  }

  init(cityZonesOf city: City, points: [Point], threads: Int) throws {
    areCityZones = true
    names = city.zones.keys.map(\.text)
    areas = (0..<city.zones.count).map { city.zones.outlines.area(of: $0) }
    var finder = Finder()
    finder.outlines = city.zones.outlines
    finder.index = PackedIndex((0..<city.zones.count).map { city.zones.outlines.box(of: $0) })
    self.finder = finder
    zoneOfPoint = [Int32](repeating: -1, count: points.count)
    var found = zoneOfPoint
    try found.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own range only.
      nonisolated(unsafe) let out = buffer
      let layout = self
      try parallel(over: points.count, chunk: 1_024, threads: threads) { range in
        for row in range { out[row] = Int32(layout.zone(at: points[row]) ?? -1) }
      }
    }
    zoneOfPoint = found
  }

  /// The city's zones where there are at least eight, no more than may be, and few points lie outside them; else cells.
  init(_ city: City, points: [Point], threads: Int) throws {
    let zones = city.zones
    if zones.count >= 8, zones.count <= DemandZones.most, zones.people.contains(where: { $0 > 0 }) {
      try self.init(cityZonesOf: city, points: points, threads: threads)
      let outside = zoneOfPoint.count { $0 < 0 }
      if outside * 20 <= points.count {
        if outside > 0 { remarks.append("\(outside) buildings lie in no zone and are left out.") }
        return
      }
    }
    self.init(cellsOf: points)
    if zones.count > 0 {
      remarks.append(
        "The city's \(zones.count) zones do not fit travel (too few, too many or not over all buildings); cells are used."
      )
    }
  }

  private init(cellsOf points: [Point]) {
    let box = Box(points)
    var side = DemandZones.cell
    while true {
      var finder = Finder()
      finder.side = side
      finder.corner = points.isEmpty ? Point(x: 0, y: 0) : Point(x: box.minX, y: box.minY)
      let numbers = points.map { Self.cell(of: $0, finder) }
      let distinct = Set(numbers).sorted()
      if distinct.count > DemandZones.most {
        side *= 1.25
        continue
      }
      for (row, number) in distinct.enumerated() { finder.cells[number] = Int32(row) }
      names = distinct.map { "cell/\($0 % 1_000_000)/\($0 / 1_000_000)" }
      areas = [Double](repeating: side * side, count: distinct.count)
      zoneOfPoint = numbers.map { finder.cells[$0] ?? -1 }
      self.finder = finder
      return
    }
  }

  private static func cell(of point: Point, _ finder: Finder) -> Int64 {
    guard point.x.isFinite, point.y.isFinite else { return -1 }
    let column = Int64(((point.x - finder.corner.x) / finder.side).rounded(.down))
    let row = Int64(((point.y - finder.corner.y) / finder.side).rounded(.down))
    guard column >= 0, row >= 0, column < 1_000_000 else { return -1 }
    return row * 1_000_000 + column
  }

  /// The zone a point lies in, the first of several.
  func zone(at point: Point) -> Int? {
    guard let finder else { return nil }
    guard let index = finder.index else { return finder.cells[Self.cell(of: point, finder)].map(Int.init) }
    return index.search(Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y)).first {
      finder.outlines.contains(point, in: $0)
    }
  }
}
