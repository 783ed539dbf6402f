import Foundation
import ShallowWater
import Testing

/// Small cases in which every engine must find what is known exactly, and so each other.
@Suite("The engines beside each other") struct BothEnginesTests {
  enum Kind: CaseIterable {
    case live, advection, first, second

    func engine(_ basin: Basin, _ forcing: Forcing = Forcing()) throws -> any WaterEngine {
      switch self {
      case .live: try LiveEngine(basin, forcing, threads: 1)
      case .advection: try LiveEngine(basin, forcing, threads: 1, advection: true)
      case .first: try ReferenceEngine(basin, forcing, order: .first)
      case .second: try ReferenceEngine(basin, forcing, order: .second)
      }
    }
  }

  private func flat(_ columns: Int, _ rows: Int = 1, cell: Double, n: Float = 0.03, bed: Float = 0) -> Basin {
    Basin(
      columns: columns, rows: rows, cell: cell, bed: Array(repeating: bed, count: columns * rows),
      roughness: Array(repeating: n, count: columns * rows))
  }

  @Test("A tide that ebbs beyond a level rim takes its prism, and nothing comes in", arguments: Kind.allCases)
  func prism(_ kind: Kind) throws {
    // Rough, and smooth at both ends: what stops at once swings on.
    let basin = flat(20, 10, cell: 28, n: 0.2, bed: -2.5)
    var forcing = Forcing()
    let moments = (0...24).map { Double($0) * 300 }
    let ebb = Series(seconds: moments, values: moments.map { 0.5 + 0.5 * cos($0 / 7200 * .pi) }, course: .linear)
    // The sea lies round a corner: what the northern side gives the western one must not take.
    forcing.rims = [Rim(cells: (0..<20).map(Int32.init) + (1..<10).map { Int32($0 * 20) }, kind: .level(ebb))]
    let engine = try kind.engine(basin, forcing)
    engine.fill(depths: Array(repeating: 3.5, count: 200))
    try engine.advance(to: 7500)
    let prism = 200.0 * 28 * 28
    #expect(abs((engine.balance.rimOut - engine.balance.rimIn) / prism - 1) < 0.005)
    #expect(engine.balance.rimIn < 0.01 * prism)
    #expect(engine.depths().allSatisfy { abs($0 - 2.5) < 0.01 })
  }

  @Test("Where only cells are narrow, a river keeps the depth its edges give it", arguments: Kind.allCases)
  func room(_ kind: Kind) throws {
    // Longer than the way on which the foot is felt.
    var basin = flat(120, cell: 10)
    for i in 0..<120 { basin.bed[i] = 0.002 * 10 * Float(119 - i) }
    basin.room = Array(repeating: 0.5, count: 120)
    let engine = try river(kind, basin, slope: 0.002, discharge: 1)
    #expect(engine.depths()[20..<40].allSatisfy { abs(Double($0) / pow(0.03 / 0.002.squareRoot(), 0.6) - 1) < 0.02 })
  }

  // Not in first order, which takes a slope for stairs: on cells of 28 m it is a quarter too shallow at 0.01.
  @Test(
    "Water leaves down every slope at Manning's depth", arguments: [Kind.live, .advection, .second],
    [0.001, 0.003, 0.01, 0.03])
  func outflow(_ kind: Kind, _ slope: Double) throws {
    var basin = flat(40, cell: 28, n: 0.05)
    for i in 0..<40 { basin.bed[i] = Float(slope * 28 * Double(39 - i)) }
    let engine = try river(kind, basin, slope: slope, discharge: 0.2)
    let depth = pow(0.2 * 0.05 / slope.squareRoot(), 0.6)
    #expect(engine.depths()[20..<30].allSatisfy { abs(Double($0) / depth - 1) < 0.02 })
  }

  /// A river of so many m²/s, run until it is steady.
  private func river(_ kind: Kind, _ basin: Basin, slope: Double, discharge: Double) throws -> any WaterEngine {
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [0], rate: Series(constant: discharge * basin.cell))]
    forcing.rims = [Rim(cells: [Int32(basin.columns - 1)], kind: .outflow(slope: slope))]
    let engine = try kind.engine(basin, forcing)
    try engine.advance(to: 5400)
    return engine
  }

  // In second order open ground has slopes within its cells and built ground has none; the advection of the live engine carries
  // less through narrow edges than through open ones.
  @Test("Built over alike, cells and edges carry what open ground does, in proportion", arguments: [Kind.live, .first])
  func alike(_ kind: Kind) throws {
    let hump = (0..<400).map { Float(0.3 + ($0 % 20 < 7 && $0 / 20 < 9 ? 0.5 : 0)) }
    let open = try kind.engine(flat(20, 20, cell: 28))
    open.fill(depths: hump)
    var town = flat(20, 20, cell: 28)
    town.room = Array(repeating: 0.5, count: 400)
    (town.eastOpenings, town.southOpenings) = (town.room, town.room)
    let built = try kind.engine(town)
    built.fill(depths: hump)
    for minute in 1...4 {
      try open.advance(to: Double(minute) * 60)
      try built.advance(to: Double(minute) * 60)
      let apart = zip(open.depths(), built.depths()).map { abs($0 - $1) }.max() ?? 1
      // The finite volumes take shorter steps where a cell's water has less room.
      #expect(apart < (kind == .live ? 0.001 : 0.03))
    }
    #expect(abs(built.balance.surface / open.balance.surface - 0.5) < 1e-4)
  }

  @Test("Over a crest falls what a broad-crested weir lets over", arguments: Kind.allCases)
  func crest(_ kind: Kind) throws {
    var basin = flat(21, cell: 28)
    basin.eastCrests = Array(repeating: -.infinity, count: 21)
    basin.eastCrests[10] = 0.8
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [0], rate: Series(constant: 0.1 * 28))]
    forcing.rims = [Rim(cells: [20], kind: .level(Series(constant: 0.2)))]
    let engine = try kind.engine(basin, forcing)
    engine.fill(depths: (0..<21).map { $0 <= 10 ? 0.8 : 0.2 })
    try engine.advance(to: 7200)
    let head = pow(0.1 / 1.7048, 2.0 / 3)
    #expect(abs(Double(engine.depths()[10]) - 0.8 - head) < 0.05 * head)
  }

  @Test("What the curve number leaves of a storm stands in a walled basin", arguments: Kind.allCases)
  func runoff(_ kind: Kind) throws {
    var basin = flat(10, 10, cell: 28)
    basin.soil = .curveNumber(retention: (0..<100).map { $0 % 10 < 5 ? 0.0635 : 0.01 })
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 3600], values: [0.1 / 3600, 0], course: .steps)])
    let engine = try kind.engine(basin, forcing)
    try engine.advance(to: 3700)
    let left = [0.0635, 0.01].map { (0.1 - 0.2 * $0) * (0.1 - 0.2 * $0) / (0.1 + 0.8 * $0) }
    let known = 50 * 28 * 28 * (left[0] + left[1])
    #expect(abs(engine.balance.surface / known - 1) < 0.001)
  }

  @Test("No water stands on the benches of a steep hillside in rain", arguments: Kind.allCases)
  func benches(_ kind: Kind) throws {
    var basin = flat(40, cell: 28, n: 0.05)
    var level: Float = 320
    for i in 0..<40 {
      basin.bed[i] = level
      level -= i % 2 == 0 ? 14 : 2
    }
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 0.1 / 10_800)])
    forcing.rims = [Rim(cells: [39], kind: .outflow(slope: 0.1))]
    let engine = try kind.engine(basin, forcing)
    try engine.advance(to: 7200)
    let before = engine.balance.rimOut
    try engine.advance(to: 9000)
    // All that falls runs off; a film on the flatter falls is (q n ⁄ √S)^⅗ deep, 0.024 m at the foot. In second order it is up to
    // 0.054 m; beds that pass each other would be dams of 1.5 m, and nearly all of the rain would stay.
    #expect(abs((engine.balance.rimOut - before) / 1800 / (0.1 / 10_800 * 40 * 28 * 28) - 1) < 0.01)
    #expect((engine.peaks.depth.max() ?? 1) < (kind == .second ? 0.06 : 0.03))
  }
}
