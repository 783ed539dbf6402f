import Modelling
import ShallowWater
import Testing
import WaterCases

@Suite("The reference engine")
struct ReferenceEngineTests {
  @Test(
    "Water at rest over random ground with islands, walls, crests and narrow openings stays at rest",
    arguments: 1...2 as ClosedRange<UInt64>)
  func rest(seed: UInt64) throws {
    for order in [ReferenceEngine.Order.first, .second] {
      var basin = RoughGround.basin(columns: 40, rows: 30, seed: seed, outside: true)
      var random = SplitMix(seed: seed)
      if seed % 2 == 0 {
        basin.room = (0..<basin.count).map { _ in Float(random.uniform(0.3..<1)) }
        basin.eastOpenings = (0..<basin.count).map { _ in Float(random.uniform(0..<1)) }
        basin.southOpenings = basin.eastOpenings.reversed()
        basin.eastCrests = basin.bed.map { random.unit() < 0.2 ? $0 + 1 : -.infinity }
      }
      let engine = try ReferenceEngine(basin, order: order)
      engine.fill(depths: RoughGround.lake(basin, level: 0))
      let before = engine.depths()
      try engine.advance(to: 200)
      let (east, north) = engine.velocities()
      #expect((east + north).allSatisfy { abs($0) < 1e-6 })
      #expect(zip(engine.depths(), before).allSatisfy { $0 == $1 || abs($0 - $1) < 1e-6 || $0.isNaN && $1.isNaN })
      #expect(engine.balance.surface > 1000)
    }
  }

  @Test(
    "Every cubic metre is accounted for, whatever gives and takes", arguments: [ReferenceEngine.Order.first, .second])
  func mass(order: ReferenceEngine.Order) throws {
    var random = SplitMix(seed: 7)
    for soil in order == .first ? [0, 2] : [1, 3] {
      var basin = RoughGround.basin(columns: 30, rows: 24, seed: UInt64(soil) + 20, outside: true)
      let spread = { (most: Double) in (0..<basin.count).map { _ in Float(random.uniform(0..<most)) } }
      basin.soil =
        [
          Soil.sealed, .constant(rate: spread(1e-5)),
          .greenAmpt(conductivity: spread(1e-5), suctionDeficit: spread(0.1)), .curveNumber(retention: spread(0.05)),
        ][soil]
      basin.room = spread(0.7).map { $0 + 0.3 }
      let cells = (0..<Int32(basin.count)).filter { !basin.bed[Int($0)].isNaN }
      var forcing = Forcing()
      forcing.rain = RainField(
        patches: (0..<basin.count).map { UInt16($0 % 2) },
        rates: [Series(constant: 2e-5), Series(seconds: [0, 100, 400], values: [1e-5, 4e-5, 0], course: .steps)])
      forcing.evaporation = Series(constant: 1e-6)
      forcing.inflows = [
        Inflow(cells: [cells[200]], rate: Series(seconds: [0, 150], values: [0, 5], course: .linear)),
        Inflow(cells: [cells[300]], rate: Series(constant: -0.5)),
        Inflow(cells: cells.filter { $0 < 4 }, rate: Series(constant: 3)),
      ]
      let east = cells.filter { Int($0) % 30 == 29 }
      forcing.rims = [
        Rim(cells: Array(east.prefix(8)), kind: .level(Series(seconds: [0, 150], values: [1, -2], course: .linear))),
        Rim(cells: Array(east.suffix(8)), kind: .outflow(slope: 0.01)),
      ]
      let engine = try ReferenceEngine(basin, forcing, order: order)
      engine.fill(depths: RoughGround.lake(basin, level: -0.5))
      let pump = Siphon(cells: [cells[100], cells[400]])
      engine.add(pump)
      try engine.advance(to: 200)
      let balance = engine.balance
      #expect(abs(balance.relativeError) < 1e-12)
      #expect(
        balance.rain > 0 && balance.inflow > 0 && balance.rimOut > 0 && balance.rimIn > 0 && balance.evaporated > 0)
      #expect((balance.infiltrated > 0) == (soil > 0))
      #expect(engine.depths().allSatisfy { $0 >= 0 || $0.isNaN })
      // What was forced is what the series say.
      let wet = basin.bed.indices.filter { !basin.bed[$0].isNaN }
      let rain = wet.reduce(0.0) { $0 + ($1 % 2 == 0 ? 2e-5 * 200 : 1e-5 * 100 + 4e-5 * 100) * 100 }
      #expect(abs(balance.rain - rain) < 1e-6 * rain)
    }
  }

  @Test("One, two and three threads give the same bits")
  func threads() throws {
    let basin = RoughGround.basin(columns: 33, rows: 50, seed: 3)
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 3e-5)])
    let runs = try [1, 2, 3].map { threads in
      let engine = try ReferenceEngine(basin, forcing, threads: threads)
      engine.fill(depths: RoughGround.lake(basin, level: 0.5).enumerated().map { $0.offset % 33 < 10 ? $0.element : 0 })
      try engine.advance(to: 60)
      return engine
    }
    for run in runs.dropFirst() {
      #expect(run.depths() == runs[0].depths())
      #expect(run.velocities() == runs[0].velocities())
      #expect(run.balance == runs[0].balance)
      #expect(run.range == runs[0].range)
    }
  }

  @Test("The same run in one go or in pieces ends with the same water, to rounding of steps")
  func pieces() throws {
    let made = WaterCase.ritter(cells: 100)
    let whole = try made.run(.second)
    let parts = try ReferenceEngine(made.basin)
    parts.fill(depths: made.depth.map { Float($0) })
    for k in 1...6 { try parts.advance(to: Double(k)) }
    #expect(parts.seconds == 6 && whole.seconds == 6)
    #expect(zip(parts.depths(), whole.depths()).allSatisfy { abs($0 - $1) < 2e-5 })
  }

  @Test("A picture turned around gives the answer turned around")
  func turned() throws {
    // East–west flow beside north–south flow: the same numbers.
    var random = SplitMix(seed: 5)
    let bed = (0..<20 * 12).map { _ in Float(random.uniform(0..<1)) }
    let wide = Basin(columns: 20, rows: 12, cell: 2, bed: bed, roughness: Array(repeating: 0.03, count: 240))
    let tall = Basin(
      columns: 12, rows: 20, cell: 2, bed: (0..<240).map { bed[$0 % 12 * 20 + $0 / 12] }, roughness: wide.roughness)
    let a = try ReferenceEngine(wide)
    let b = try ReferenceEngine(tall)
    a.fill(depths: (0..<240).map { $0 % 20 < 5 ? 2 : 0 })
    b.fill(depths: (0..<240).map { $0 / 12 < 5 ? 2 : 0 })
    try a.advance(to: 20)
    try b.advance(to: 20)
    let (h, k) = (a.depths(), b.depths())
    #expect((0..<240).allSatisfy { abs(h[$0] - k[$0 % 20 * 12 + $0 / 20]) < 1e-5 })
  }

  @Test("A run that goes unstable says when and where, and keeps what it had")
  func unstable() throws {
    let basin = Basin(columns: 3, rows: 1, cell: 1, bed: [0, 0, 0], roughness: [1e-6, 1e-6, 1e-6])
    let engine = try ReferenceEngine(basin)
    engine.fill({ $0 == 0 ? 1 : 0.5 }, moving: { $0 == 1 ? (500, 0) : (0, 0) })
    let before = engine.depths()
    let error = #expect(throws: Unstable.self) { try engine.advance(to: 1) }
    #expect(error?.cell == 1 || error?.cell == 2)
    #expect(error?.seconds == engine.seconds)
    #expect(engine.depths() == before && engine.balance.error == 0)
  }
}

/// Carries water from its first cell to its second, a part of it in a tank, a part away.
private final class Siphon: WaterExchange {
  let cells: [Int32]
  private(set) var stored = 0.0
  private(set) var left = 0.0

  init(cells: [Int32]) { self.cells = cells }

  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    let taken = min(Double(depths[0]) * Double(areas[0]), 2 * step)
    gains[0] -= taken
    gains[1] += taken / 2
    stored += taken / 4
    left += taken / 4
  }
}
