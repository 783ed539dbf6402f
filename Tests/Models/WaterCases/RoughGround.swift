internal import Modelling
package import ShallowWater

/// Made-up ground.
package enum RoughGround {
  /// Hills with noise of 0.5 m from cell to cell, reaching from −3 to 3 m: at level 0 lakes with islands.
  package static func basin(columns: Int, rows: Int, cell: Double = 10, seed: UInt64, outside: Bool = false) -> Basin {
    var random = SplitMix(seed: seed)
    var bed: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let hill = 2.5 * wave(Double(column) / 9) * wave(Double(row) / 7 + 0.3)
        bed.append(Float(hill + random.uniform(-0.5..<0.5)))
      }
    }
    if outside { for i in 0..<(columns * rows / 30) { bed[(i * 37 + 11) % bed.count] = .nan } }
    return Basin(
      columns: columns, rows: rows, cell: cell, bed: bed, roughness: Array(repeating: 0.03, count: bed.count))
  }

  /// A smooth wave of period 1 and height 1, made of parabolas.
  private static func wave(_ x: Double) -> Double {
    let part = 2 * (x - x.rounded(.down)) - 1
    return 4 * part * (1 - abs(part))
  }

  /// Depths under a level.
  package static func lake(_ basin: Basin, level: Float) -> [Float] {
    basin.bed.map { $0.isNaN ? 0 : max(0, level - $0) }
  }
}
