internal import Foundation
internal import Modelling

/// What rain, inflows, the air and the soil give to a live grid and take from it, in whole grains.
///
/// What is less than a grain is kept in `Double` until it is one, so no rain is too light and no step too short. Rain and the air
/// come in portions of about 15 µm, so that the cells are not gone through for less.
struct LiveSources {
  private let rain: RainField?
  private let evaporation: Series?
  private let inflows: [Inflow]
  private let soil: Soil
  private let inside: Int
  private let area: Double
  /// m of rain of each series, and of evaporation, that have not come yet.
  private var rainPending: [Double]
  private var airPending = 0.0
  /// m of rain of each series so far: for the curve number.
  private var rainFallen: [Double]
  /// m³ of each inflow that have not come yet.
  private var inflowPending: [Double]
  /// Seconds the soil has not been asked about yet, and how often it was asked.
  private var soilSeconds = 0.0
  private var soilRounds: UInt32 = 0
  /// m a cell's soil has taken (Green and Ampt).
  private var soaked: [Float]
  /// Rain that does not fall everywhere alike.
  private var uneven: LiveRain?

  private static let portion = 0x1p-16
  /// m of rain of uneven fall that come at once: a tenth of the depth that begins to flow.
  private static let unevenPortion = 0x1p-13
  private static let soilStep = 5.0

  init(_ basin: Basin, _ forcing: Forcing, _ grid: LiveGrid) {
    rain = forcing.rain
    evaporation = forcing.evaporation
    inflows = forcing.inflows
    soil = basin.soil
    inside = basin.bed.count { !$0.isNaN }
    area = basin.cell * basin.cell
    rainPending = Array(repeating: 0, count: forcing.rain?.rates.count ?? 0)
    rainFallen = rainPending
    inflowPending = Array(repeating: 0, count: forcing.inflows.count)
    switch basin.soil {
    case .sealed, .constant, .curveNumber: soaked = []
    case .greenAmpt: soaked = Array(repeating: 0, count: basin.count)
    }
    // Where the same rain falls on every cell and all of it stays, the kernel lets it fall.
    var retention: [Float]?
    if case .curveNumber(let values) = basin.soil { retention = values }
    if let rain = forcing.rain, retention != nil || !rain.patches.isEmpty {
      uneven = LiveRain(rain.patches, retention: retention, grid)
    }
  }

  private static func whole(_ amount: Double, _ grain: Float) -> Double {
    (amount / Double(grain)).rounded(.down) * Double(grain)
  }

  /// Lets rain fall until a moment; gives what the kernel lets fall on every cell, in m.
  mutating func rain(
    from start: Double, to end: Double, isLast: Bool, _ grid: LiveGrid, _ kernels: RowKernels,
    _ tiles: inout LiveTiles, grain: Float, _ ledger: inout WaterBalance
  ) -> Float {
    guard let rain else { return 0 }
    for number in rain.rates.indices { rainPending[number] += rain.rates[number].integral(from: start, to: end) }
    // When it has stopped raining, or the water is about to be looked at, what is left of a portion comes too.
    let isOver = isLast || end > start && rain.rates.allSatisfy { $0.integral(from: start, to: end) == 0 }
    let portion = uneven == nil ? Self.portion : Self.unevenPortion
    let least = isOver ? Double(grain) : max(portion, Double(grain))
    guard rainPending.contains(where: { $0 >= least }) else { return 0 }
    guard uneven != nil else {
      let portion = Self.whole(rainPending[0], grain)
      rainPending[0] -= portion
      ledger.rain += portion * Double(inside) * area
      return Float(portion)
    }
    repeat {
      // Of more at once a tile's sum would not be exact.
      let portions = rainPending.map { Self.whole(min($0, Double(grain) * 0x1p17), grain) }
      for number in portions.indices {
        rainPending[number] -= portions[number]
        rainFallen[number] += portions[number]
      }
      if let (fell, ran) = uneven?.fall(portions, rainFallen, grid, kernels, &tiles, grain) {
        ledger.rain += fell * area
        ledger.infiltrated += (fell - ran) * area
      }
    } while rainPending.contains { $0 >= least }
    return 0
  }

  /// Inflows of a step; a negative one takes as far as there is any.
  mutating func flowIn(
    from start: Double, to end: Double, _ grid: LiveGrid, _ tiles: inout LiveTiles, grain: Float,
    _ ledger: inout WaterBalance
  ) {
    for (number, inflow) in inflows.enumerated() {
      inflowPending[number] += inflow.rate.integral(from: start, to: end)
      let spread = Double(inflow.cells.count) * area
      let each = (inflowPending[number] / spread / Double(grain)).rounded(.towardZero) * Double(grain)
      guard each != 0 else { continue }
      inflowPending[number] -= each * spread
      for cell in inflow.cells {
        let k = grid.place(Int(cell))
        ledger.inflow += grid.add(max(Float(each), -grid.water[k]), at: k) * area
        tiles.raise(grid, k)
      }
    }
  }

  /// What the air and the soil take in a step.
  mutating func take(from start: Double, to end: Double, _ grid: LiveGrid, grain: Float, _ ledger: inout WaterBalance) {
    if let evaporation {
      airPending += evaporation.integral(from: start, to: end)
      if airPending >= max(Self.portion, Double(grain)) {
        let portion = Float(Self.whole(airPending, grain))
        airPending -= Double(portion)
        ledger.evaporated += lower(grid, grain) { _, _, room in portion * room }
      }
    }
    soilSeconds += end - start
    guard soilSeconds >= Self.soilStep else { return }
    let step = soilSeconds
    soilSeconds = 0
    soilRounds &+= 1
    switch soil {
    case .sealed, .curveNumber: break
    case .constant(let rate):
      ledger.infiltrated += lower(grid, grain) { _, i, room in rate[i] * Float(step) * room }
    case .greenAmpt(let conductivity, let suctionDeficit):
      var soaked = soaked
      ledger.infiltrated += lower(grid, grain) { depth, i, room in
        // F₁ − F₀ = K Δt (1 + ψΔθ ⁄ F₁), implicit, so that dry soil takes a finite depth.
        let seeping = Double(conductivity[i]) * step
        let before = Double(soaked[i])
        let b = before + seeping
        let most = 0.5 * (b + (b * b + 4 * seeping * Double(suctionDeficit[i])).squareRoot()) - before
        let taken = min(Float(max(0, most)), depth)
        soaked[i] += taken
        return taken * room
      }
      self.soaked = soaked
    }
  }

  /// Lowers the water of every wet cell by what `wanted` says of its depth, number and room; gives the m³.
  ///
  /// Rounded up or down by a number drawn from the cell and the round, so that amounts below a grain are right in the mean.
  private func lower(_ grid: LiveGrid, _ grain: Float, _ wanted: (Float, Int, Float) -> Float) -> Double {
    var sum = 0.0
    for row in 0..<grid.rows {
      var inRow = 0.0
      for x in 0..<grid.columns {
        let k = grid.start(row) + x
        guard grid.water[k] > 0 else { continue }
        let i = row * grid.columns + x
        var drawn = (UInt32(truncatingIfNeeded: i) &+ soilRounds &* 0x9E37_79B9) &* 0x85EB_CA6B
        drawn = (drawn ^ drawn >> 15) &* 0xC2B2_AE35
        let share = Float(drawn >> 8) * 0x1p-24
        let asked = wanted(grid.depth(at: k), i, Float(grid.room(at: k)))
        let taken = min((asked / grain + share).rounded(.down) * grain, grid.water[k])
        grid.water[k] -= taken
        inRow += Double(taken)
      }
      sum += inRow
    }
    return sum * area
  }
}
