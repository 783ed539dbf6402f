import Geography
import Replica

/// Where the drains of a town may reach its waters.
struct OutfallSites {
  private let streets: Streets
  private let ground: [Double]
  private let terrain: Grid
  private let banks: [[Point]]
  private let bankIndex: PackedIndex
  private let footprints: MultiPolygons
  private let buildingIndex: PackedIndex

  /// The waters of a city: the lines of rivers, streams and canals, the shores of the sea and of ponds.
  init(_ city: City, _ terrain: Grid, _ ground: [Double]) {
    streets = city.streets
    self.ground = ground
    self.terrain = terrain
    var banks: [[Point]] = []
    for waterway in 0..<city.waterways.count
    where [WaterwayKind.river, .stream, .canal].contains(city.waterways.kinds[waterway]) {
      banks += Self.pieces(Array(city.waterways.lines[waterway]))
    }
    for area in 0..<city.land.count where city.land.uses[area].isWater {
      for ring in city.land.outlines.rings(of: area) {
        let open = Array(city.land.outlines.ring(ring))
        banks += Self.pieces(open + [open[0]])
      }
    }
    self.banks = banks
    bankIndex = PackedIndex(banks.map { Box($0) })
    footprints = city.buildings.footprints
    let footprints = city.buildings.footprints
    buildingIndex = PackedIndex((0..<footprints.count).map { footprints.box(of: $0) })
  }

  /// A long line in short pieces, so that the index finds what is near.
  private static func pieces(_ line: [Point]) -> [[Point]] {
    stride(from: 0, to: line.count - 1, by: 8).map { Array(line[$0...min(line.count - 1, $0 + 8)]) }
  }

  /// The outfalls from nodes near water, with no building in the way, the nearest first, 120 m apart at the least. Where
  /// no node is near, the nearest node of all gets one, however far.
  func candidates(where isDrained: (Int) -> Bool) -> [DrainNetwork.Outfall] {
    var sites: [(distance: Double, outfall: DrainNetwork.Outfall)] = []
    for node in ground.indices where isDrained(node) {
      guard let site = site(from: node, within: DrainNetwork.reach), isClear(streets.nodes.points[node], site.1.end)
      else { continue }
      sites.append(site)
    }
    sites.sort { ($0.distance, $0.outfall.node) < ($1.distance, $1.outfall.node) }
    if sites.isEmpty {
      let far = ground.indices.filter(isDrained).compactMap { site(from: $0, within: 20_000) }
      sites = far.min { ($0.distance, $0.outfall.node) < ($1.distance, $1.outfall.node) }.map { [$0] } ?? []
    }
    var taken: [Cell: [Point]] = [:]
    return sites.compactMap { _, outfall in
      let cell = Cell(outfall.end)
      guard !cell.around.contains(where: { (taken[$0] ?? []).contains { $0.distance(to: outfall.end) < 120 } }) else {
        return nil
      }
      taken[cell, default: []].append(outfall.end)
      return outfall
    }
  }

  /// The way from a node to the nearest water, when the ground lets it fall.
  private func site(from node: Int, within limit: Double) -> (distance: Double, outfall: DrainNetwork.Outfall)? {
    let point = streets.nodes.points[node]
    let found = bankIndex.nearest(to: point, within: limit) { Lines.squaredDistance(from: point, to: banks[$0]) }
    guard let found else { return nil }
    let end = Self.nearest(to: point, on: banks[found.number])
    let distance = point.distance(to: end)
    let bottom = Double(terrain.interpolatedValue(at: end))
    let top = max(bottom + DrainNetwork.leastSlope * distance, ground[node] - DrainNetwork.usualDepth)
    guard distance > 1, bottom.isFinite, top <= ground[node] - DrainNetwork.cover else { return nil }
    return (distance, DrainNetwork.Outfall(node: node, end: end, top: top, bottom: bottom))
  }

  private func isClear(_ from: Point, _ to: Point) -> Bool {
    let steps = max(2, Int(from.distance(to: to) / 4))
    var isClear = true
    for step in 1..<steps {
      let at = from.interpolated(to: to, fraction: Double(step) / Double(steps))
      buildingIndex.search(Box([at])) { if isClear, footprints.contains(at, in: $0) { isClear = false } }
      if !isClear { return false }
    }
    return true
  }

  private static func nearest(to point: Point, on line: [Point]) -> Point {
    var best = line[0]
    for (from, to) in zip(line, line.dropFirst()) {
      let at = point.nearest(from: from, to: to)
      if at.distance(to: point) < best.distance(to: point) { best = at }
    }
    return best
  }

  private struct Cell: Hashable {
    var x, y: Int
    init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
    init(_ point: Point) { self.init(x: Int((point.x / 120).rounded(.down)), y: Int((point.y / 120).rounded(.down))) }
    var around: [Cell] { (0..<9).map { Cell(x: x + $0 % 3 - 1, y: y + $0 / 3 - 1) } }
  }
}
