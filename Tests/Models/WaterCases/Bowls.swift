internal import Foundation
internal import ShallowWater

extension WaterCase {
  /// A plane surface that swings in a parabola without friction (Thacker 1981), three periods: back where it began. SWASHES 4.2.1.
  package static func parabola(cells: Int) -> WaterCase {
    let (length, a, still) = (4.0, 1.0, 0.5)
    let bed = { (x: Double) in still * ((x - length / 2) * (x - length / 2) / (a * a) - 1) }
    let start = { (x: Double) in
      let place = (x - length / 2) / a + 1 / (2 * a)
      return max(0, -still * (place * place - 1))
    }
    return channel(
      "Thacker, plane in a parabola, \(cells) cells", cells: cells, length: length, bed: bed, depth: start,
      end: 3 * 2 * .pi * a / (2 * g * still).squareRoot(), exact: start)
  }

  /// A plane surface that turns in a paraboloid without friction (Thacker 1981), three periods. SWASHES 4.2.2.
  package static func turningBowl(cells: Int) -> WaterCase {
    let (a, still, swing) = (1.0, 0.1, 0.5)
    let turn = (2 * g * still).squareRoot() / a
    return bowl("Thacker, plane in a paraboloid, \(cells)² cells", cells, period: 2 * .pi / turn) { x, y, bed in
      let depth = max(0, swing * still / (a * a) * (2 * x - swing) - bed)
      return (depth, 0, swing * turn * depth)
    }
  }

  /// A round surface that rises and falls in a paraboloid without friction (Thacker 1981), three periods. SWASHES 4.2.2.
  package static func breathingBowl(cells: Int) -> WaterCase {
    let (a, still, edge) = (1.0, 0.1, 0.8)
    let turn = (8 * g * still).squareRoot() / a
    let s = (a * a - edge * edge) / (a * a + edge * edge)
    return bowl("Thacker, round in a paraboloid, \(cells)² cells", cells, period: 2 * .pi / turn) { x, y, bed in
      let r = (x * x + y * y) / (a * a)
      let level =
        still * ((1 - s * s).squareRoot() / (1 - s) - 1 - r * ((1 - s * s) / ((1 - s) * (1 - s)) - 1))
      return (max(0, level - bed), 0, 0)
    }
  }

  private static func bowl(
    _ name: String, _ cells: Int, period: Double,
    _ start: (_ x: Double, _ y: Double, _ bed: Double) -> (h: Double, east: Double, north: Double)
  ) -> WaterCase {
    let cell = 4.0 / Double(cells)
    var beds: [Float] = []
    var depth: [Double] = []
    var east: [Double] = []
    var north: [Double] = []
    for row in 0..<cells {
      for column in 0..<cells {
        let x = (Double(column) + 0.5) * cell - 2
        let y = 2 - (Double(row) + 0.5) * cell
        let bed = -0.1 * (1 - x * x - y * y)
        let here = start(x, y, bed)
        beds.append(Float(bed))
        depth.append(here.h)
        east.append(here.east)
        north.append(here.north)
      }
    }
    return WaterCase(
      name: name,
      basin: Basin(
        columns: cells, rows: cells, cell: cell, bed: beds, roughness: Array(repeating: 1e-6, count: beds.count)),
      depth: depth, east: east, north: north, end: 3 * period, exact: depth)
  }
}
