import Foundation
import Measuring
import ShallowWater

/// A dam break against a building that stands askew in a flume: S. Soares-Frazão and Y. Zech, "Experimental study of dam-break flow
/// against an isolated obstacle", Journal of Hydraulic Research 45 extra issue, 2007, doi:10.1080/00221686.2007.9521830.
///
/// A flume of 35.8 × 3.6 m with banks, a gate of 1 m, 0.40 m of water behind it and 0.02 m before it, n = 0.01 (the paper's). Depths at
/// six gauges for 30 s. Cells of 0.1 m, as Néelz and Pender (2013) ask for; their programs differ among each other by
/// centimetres, for the jump before the building decides what a gauge sees. So there is no bar.
enum IsolatedBuilding {
  private static let gauges = [(10.20, 2.95), (10.20, 1.20), (11.55, 2.95), (11.55, 1.00), (12.75, 2.10), (5.68, 2.90)]
  private static let building = [(10.99, 1.75), (11.340697, 2.469035), (11.700215, 2.293687), (11.349518, 1.574652)]

  static func run(_ words: [String]) throws {
    guard let folder = words.first else { throw Trouble(description: "give the folder with building_gauges_h.txt") }
    let measured = try String(contentsOfFile: folder + "/building_gauges_h.txt", encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst(2)
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map { Double($0) ?? .nan } }
    let cell = 0.1
    let (columns, rows) = (358, 36)
    var bed: [Float] = []
    var water: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let x = (Double(column) + 0.5) * cell
        let y = 3.6 - (Double(row) + 0.5) * cell
        let bank = 0.155 / 0.34 * max(0, 0.34 - y, y - 3.26)
        let isWall = x > 6.75 && x < 7.55 && (y < 1.3 || y > 2.3) || Self.contains(x, y)
        bed.append(isWall ? .nan : Float(bank))
        water.append(isWall ? 0 : Float(max(0, (x < 6.75 ? 0.4 : 0.02) - bank)))
      }
    }
    let basin = Basin(
      columns: columns, rows: rows, cell: cell, bed: bed, roughness: Array(repeating: 0.01, count: bed.count))
    let engines: [any WaterEngine] =
      try [
        ReferenceEngine(basin, order: .first), ReferenceEngine(basin, order: .second),
      ] + LiveForm.allCases.map { try $0.engine(basin) }
    for (number, engine) in engines.enumerated() {
      engine.fill(depths: water)
      var squares = Array(repeating: 0.0, count: gauges.count)
      var sums = squares
      let moments = Array(stride(from: 0.5, through: 29.9, by: 0.5))
      for moment in moments {
        try engine.advance(to: moment)
        let depths = engine.depths()
        guard let line = measured.min(by: { abs($0[0] - moment) < abs($1[0] - moment) }) else { continue }
        for (gauge, place) in gauges.enumerated() {
          let i = Int((3.6 - place.1) / cell) * columns + Int(place.0 / cell)
          let off = Double(depths[i]) - line[gauge + 1]
          squares[gauge] += off * off
          sums[gauge] += off
        }
      }
      let name = (["reference, first order", "reference, second order"] + LiveForm.allCases.map(\.name))[number]
      for gauge in gauges.indices {
        try Row(
          bar: "isolated building, gauge \(gauge + 1)", case: name, unit: "m",
          ours: (squares[gauge] / Double(moments.count)).squareRoot(),
          note: String(format: "bias %.3f m", sums[gauge] / Double(moments.count))
        ).print()
      }
    }
  }

  private static func contains(_ x: Double, _ y: Double) -> Bool {
    var inside = false
    var last = building[building.count - 1]
    for next in building {
      if (next.1 > y) != (last.1 > y), x < (last.0 - next.0) * (y - next.1) / (last.1 - next.1) + next.0 {
        inside.toggle()
      }
      last = next
    }
    return inside
  }
}
