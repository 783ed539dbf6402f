import ShallowWater

/// What is counted of a flood's greatest depths.
struct FloodCount: Sendable {
  /// Metres beyond which ground counts as flooded, as in the model exposure.
  static let flooded: Float = 0.3
  /// m²/s beyond which moving water is dangerous for children and old people, and for most (DEFRA/EA FD2320/TR2, 2005, table of flood
  /// hazard; without the debris factor).
  static let dangerous: Float = 0.75, dangerousForMost: Float = 1.25

  /// m² of land deeper than ``flooded``, m³ on land at the peak, metres at the deepest place on land.
  var area = 0.0, volume = 0.0, deepest = 0.0

  init(_ peak: [Float], in town: TownBasin) {
    let cell = town.grid.cell * town.grid.cell
    for index in peak.indices where !town.holdsWater[index] && !peak[index].isNaN {
      let depth = peak[index]
      if depth > Self.flooded { area += cell }
      if depth > 0.05 { volume += Double(depth) * cell * Double(town.basin.room.isEmpty ? 1 : town.basin.room[index]) }
      deepest = max(deepest, Double(depth))
    }
  }

  /// m² of land where the hazard was above a limit.
  static func area(above limit: Float, _ hazard: [Float], in town: TownBasin) -> Double {
    let cells = hazard.indices.count { !town.holdsWater[$0] && hazard[$0] > limit }
    return Double(cells) * town.grid.cell * town.grid.cell
  }

  /// The 5th and the 95th percentile of some numbers, by straight lines between ranks; widened to hold `value`.
  static func interval(_ numbers: [Double], around value: Double) -> (low: Double, high: Double)? {
    guard numbers.count > 1 else { return nil }
    let sorted = numbers.sorted()
    func rank(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
      return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
    return (min(value, rank(0.05)), max(value, rank(0.95)))
  }
}
