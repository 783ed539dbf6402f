import Geography
import Modelling

/// Ponds in the plain: old tin mines and bends a river left, away from the core and from the courses.
enum Ponds {
  static func placed(_ sizes: LandSizes, shape: LandShape, water: WaterDistance, seed: UInt64) -> [MultiPolygon] {
    var random = SplitMix(seed: seed, topic: "ponds")
    let wanted = min(14, Int(sizes.radius / 700))
    var ponds: [(center: Point, size: Double, outline: MultiPolygon)] = []
    for attempt in 0..<40 * wanted where ponds.count < wanted {
      let distance = sizes.radius * random.uniform(0.45..<1.35)
      let angle = random.uniform(0..<6.283185307179586)
      let center = sizes.axes.world(distance * Portable.cos(angle), distance * Portable.sin(angle))
      let size = random.uniform(35..<min(120, 50 + sizes.radius / 60))
      guard sizes.box.expanded(by: -3 * size).contains(center), shape.hilliness(center) < 0.08,
        water(center) > 140 + 1.6 * size,
        ponds.allSatisfy({ $0.center.distance(to: center) > 500 + 2 * ($0.size + size) })
      else { continue }
      let noise = LatticeNoise(seed: seed, "pond \(attempt)")
      let long = random.uniform(1..<1.6)
      let turn = random.uniform(0..<3.14)
      let east = Portable.cos(turn)
      let north = Portable.sin(turn)
      let ring = (0..<36).map { number in
        let way = 6.283185307179586 * Double(number) / 36
        let x = Portable.cos(way)
        let y = Portable.sin(way)
        let reach = size * (1 + 0.55 * noise.value(1.3 * x + 3.5, 1.3 * y + 3.5))
        let a = x * reach * long
        let b = y * reach
        return Point(x: center.x + a * east - b * north, y: center.y + a * north + b * east)
      }
      ponds.append((center, size, MultiPolygon(polygons: [[ring]])))
    }
    return ponds.map(\.outline)
  }

  /// Lowers a pond's floor below the lowest place of its rim; the only pits of the land.
  static func sink(_ pond: MultiPolygon, into terrain: inout Grid) {
    var cells: [Int] = []
    terrain.forEachCell(coveredBy: pond) { cells.append($0) }
    guard let level = cells.map({ terrain.values[$0] }).min() else { return }
    for cell in cells { terrain.values[cell] = level - 2.5 }
  }
}

/// The ponds of a part of the land, as what no street may be led through.
struct PondShores: Sendable {
  private let rings: [(ring: [Point], box: Box)]

  /// The ponds that reach into a box.
  init(_ ponds: [MultiPolygon], in box: Box) {
    rings = ponds.flatMap(\.rings).map { ($0, Box($0).expanded(by: Self.margin)) }.filter { $0.1.intersects(box) }
  }

  /// Metres that the middle of a street keeps from the water.
  private static let margin = 10.0

  /// Whether a line comes nearer to a pond than the middle of a street may. O(ponds × points).
  func meet(_ line: [Point]) -> Bool {
    guard !rings.isEmpty, line.count > 1 else { return false }
    let box = Box(line)
    return rings.contains { ring, around in
      guard around.intersects(box) else { return false }
      let outline = MultiPolygon(rings: [ring])
      return zip(line, line.dropFirst()).contains { a, b in
        let steps = max(1, Int(a.distance(to: b) / 12))
        return (0...steps).contains { step in
          let point = a.interpolated(to: b, fraction: Double(step) / Double(steps))
          return around.contains(point)
            && (outline.contains(point)
              || Lines.squaredDistance(from: point, to: ring + [ring[0]]) < Self.margin * Self.margin)
        }
      }
    }
  }
}
