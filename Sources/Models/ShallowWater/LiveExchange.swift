/// A ``WaterExchange`` of a live grid: what it gives and takes is rounded to whole grains, and the rest kept for the next step.
final class LiveExchange {
  private let exchange: any WaterExchange
  private let places: [Int]
  private let areas: [Float]
  private let cellArea: Double
  /// m³ of each cell that are less than a grain.
  private var pending: [Double]

  init(_ exchange: any WaterExchange, _ grid: LiveGrid) {
    self.exchange = exchange
    places = exchange.cells.map { grid.place(Int($0)) }
    cellArea = grid.cell * grid.cell
    areas = places.map { Float(grid.room(at: $0) * grid.cell * grid.cell) }
    pending = Array(repeating: 0, count: places.count)
  }

  /// m³ within the exchange, and on their way from it.
  var within: Double { exchange.stored + pending.reduce(0, +) }
  /// m³ that left through it.
  var left: Double { exchange.left }

  /// What it gives and takes, by place and in m³. Throws ``Unstable`` when that is no number or more than there is.
  func ask(_ grid: LiveGrid, from seconds: Double, over step: Double) throws -> [(place: Int, volume: Double)] {
    let gains: [(place: Int, volume: Double)]
    if let gifts = exchange.gifts(from: seconds, over: step) {
      gains = gifts
    } else {
      let depths = places.map { grid.depth(at: $0) }
      let levels = places.map { Float(Double(grid.bed[$0]) + Double(grid.depth(at: $0)) + grid.datum) }
      var all = Array(repeating: 0.0, count: places.count)
      exchange.exchange(from: seconds, over: step, levels: levels, depths: depths, areas: areas, gains: &all)
      let pending = pending
      gains = all.indices.lazy.filter { all[$0] != 0 || pending[$0] != 0 }.map { ($0, all[$0]) }
    }
    for (number, gain) in gains {
      let there = Double(grid.water[places[number]]) * cellArea
      // Depths and areas are handed over in Float: allow for their rounding.
      if !gain.isFinite || gain < -there * (1 + 1e-6) - 1e-9 || gain > 1000 * cellArea {
        throw Unstable(
          seconds: seconds, cell: Int(exchange.cells[number]),
          what: "an exchange gives \(gain) m³ where \(there) m³ stand")
      }
    }
    return gains
  }

  /// Puts and takes the water.
  func give(
    _ gains: [(place: Int, volume: Double)], _ grid: LiveGrid, _ tiles: inout LiveTiles, grain: Float
  ) {
    for (number, gain) in gains {
      let k = places[number]
      let wanted = gain + pending[number]
      let moved = grid.add(max(LiveGrain.whole(wanted / cellArea, grain), -grid.water[k]), at: k)
      pending[number] = wanted - moved * cellArea
      tiles.raise(grid, k)
    }
  }
}
