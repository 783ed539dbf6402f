import Foundation
import Modelling
import ShallowWater
import Testing

/// Cells that no water leaves: each keeps what falls on it.
private struct Buckets {
  let columns, rows: Int
  var basin: Basin
  var forcing = Forcing()

  /// As many columns that the last tile is not full, and one cell outside the model.
  init(columns: Int = 70, rows: Int = 19, cell: Double = 100) {
    self.columns = columns
    self.rows = rows
    let count = columns * rows
    var bed = [Float](repeating: 3, count: count)
    bed[columns + 1] = .nan
    basin = Basin(
      columns: columns, rows: rows, cell: cell, bed: bed, roughness: [Float](repeating: 0.03, count: count))
    basin.eastOpenings = [Float](repeating: 0, count: count)
    basin.southOpenings = basin.eastOpenings
  }

  var count: Int { columns * rows }

  func run(_ seconds: Double, _ variant: KernelVariant = .best, depth: Float = 0) throws -> LiveEngine {
    let engine = try LiveEngine(basin, forcing, threads: 1, variant: variant)
    if depth > 0 { engine.fill(depths: [Float](repeating: depth, count: count)) }
    try engine.advance(to: seconds)
    return engine
  }

  /// (P − 0.2 S)² ⁄ (P + 0.8 S), in metres.
  static func runoff(_ rain: Double, _ retention: Double) -> Double {
    let above = max(0, rain - 0.2 * retention)
    return rain + 0.8 * retention > 0 ? above * above / (rain + 0.8 * retention) : 0
  }
}

/// m by which a depth may be off: what is less than a grain waits, and P is a `Float`.
private func grains(_ depth: Double) -> Double { 3 * max(0x1p-24, depth * 0x1p-22) }

@Suite("Rain that does not fall everywhere alike") struct LiveRainTests {
  private static let here = KernelVariant.allCases.filter(\.isSupported)

  /// Three storms over three kinds of patches, from 1 mm/h to the world's worst minutes.
  private static func storms(_ buckets: inout Buckets) -> [Double] {
    buckets.forcing.rain = RainField(
      patches: (0..<buckets.count).map { UInt16(($0 % buckets.columns / 9 + $0 / buckets.columns) % 3) },
      rates: [
        Series(constant: 1 / 3.6e6), Series(seconds: [600, 4200], values: [1e-5, 0], course: .steps),
        Series(seconds: [0, 60, 600], values: [5e-4, 0, 0], course: .steps),
      ])
    return [0.002, 0.036, 0.03]
  }

  @Test("each patch has the rain of its series, and the ledger has all of it", arguments: here)
  func patches(_ variant: KernelVariant) throws {
    var buckets = Buckets()
    let fell = Self.storms(&buckets)
    let patches = try #require(buckets.forcing.rain).patches
    let engine = try buckets.run(7200, variant)
    var sum = 0.0
    for (cell, depth) in engine.depths().enumerated() where !depth.isNaN {
      #expect(abs(Double(depth) - fell[Int(patches[cell])]) < grains(0.04))
      sum += Double(depth) * 10_000
    }
    #expect(engine.balance.error == 0)
    #expect(abs(engine.balance.rain / sum - 1) < 1e-9)
  }

  @Test("the soil of each cell keeps its own share, whatever the patch: Q of the curve number", arguments: here)
  func soils(_ variant: KernelVariant) throws {
    var buckets = Buckets()
    let fell = Self.storms(&buckets)
    var random = SplitMix(seed: 7)
    // From a sealed roof to sand; a row of tiles' end has both.
    let kept = (0..<buckets.count).map { $0 % 5 == 0 ? 0 : Float(0.4 * random.unit() * random.unit()) }
    buckets.basin.soil = .curveNumber(retention: kept)
    let patches = try #require(buckets.forcing.rain).patches
    let engine = try buckets.run(7200, variant)
    for (cell, depth) in engine.depths().enumerated() where !depth.isNaN {
      let wanted = Buckets.runoff(fell[Int(patches[cell])], Double(kept[cell]))
      #expect(abs(Double(depth) - wanted) < grains(0.04), "cell \(cell), S \(kept[cell]) m")
    }
    #expect(engine.balance.error == 0 && engine.balance.infiltrated > 0)
  }

  @Test("rain of 1 mm/h on top of 1.5 m of rain is not swallowed", arguments: here, [0, 0.05, 0.5] as [Float])
  func small(_ variant: KernelVariant, _ kept: Float) throws {
    var buckets = Buckets(columns: 20, rows: 4)
    buckets.basin.soil = .curveNumber(retention: [Float](repeating: kept, count: 80))
    buckets.forcing.rain = RainField(
      rates: [Series(seconds: [0, 3600, 39_600], values: [1.5 / 3600, 1 / 3.6e6, 0], course: .steps)])
    let engine = try LiveEngine(buckets.basin, buckets.forcing, threads: 1, variant: variant)
    try engine.advance(to: 3600)
    let before = Double(engine.depths()[0])
    #expect(abs(before - Buckets.runoff(1.5, Double(kept))) < grains(1.5))
    try engine.advance(to: 39_700)
    let gained = Double(engine.depths()[0]) - before
    let wanted = Buckets.runoff(1.51, Double(kept)) - Buckets.runoff(1.5, Double(kept))
    #expect(abs(gained - wanted) < 2 * grains(1.5), "\(gained) of \(wanted) m")
    #expect(engine.balance.error == 0)
  }

  @Test(
    "it is the same however often one looks, to a grain, and where houses leave half the room it stands twice as deep")
  func looks() throws {
    var buckets = Buckets(columns: 20, rows: 4)
    buckets.basin.room = (0..<80).map { $0 % 2 == 0 ? 1 : 0.5 }
    buckets.basin.soil = .curveNumber(retention: [Float](repeating: 0.03, count: 80))
    buckets.forcing.rain = RainField(rates: [Series(seconds: [0, 3600], values: [2e-5, 0], course: .steps)])
    let once = try buckets.run(4000)
    let often = try LiveEngine(buckets.basin, buckets.forcing, threads: 1)
    for minute in 1...66 { try often.advance(to: Double(minute) * 60) }
    try often.advance(to: 4000)
    let off = zip(once.depths(), often.depths()).map { $0.isNaN ? 0 : abs($0 - $1) }.max() ?? 0
    #expect(Double(off) < 2 * grains(0.08))
    #expect(abs(Double(once.depths()[1]) - 2 * Double(once.depths()[0])) < 2 * grains(0.08))
  }

  @Test("all kernels give depths that differ by three grains at most")
  func variants() throws {
    var buckets = Buckets()
    _ = Self.storms(&buckets)
    buckets.basin.soil = .curveNumber(retention: (0..<buckets.count).map { Float($0 % 37) / 300 })
    let depths = try Self.here.map { try buckets.run(7200, $0).depths() }
    for other in depths.dropFirst() {
      let off = zip(depths[0], other).map { $0.isNaN ? 0 : abs($0 - $1) }.max() ?? 0
      #expect(off <= 3 * 0x1p-24)
    }
  }
}

@Suite("What the air and the soil take from standing water") struct LiveTakingTests {
  @Test("a soil that takes 0.1 mm/h takes it from water 0.1 and 4 m deep", arguments: [0.1, 4] as [Float])
  func constant(_ depth: Float) throws {
    var buckets = Buckets(columns: 40, rows: 40)
    buckets.basin.soil = .constant(rate: [Float](repeating: 0.1 / 3.6e6, count: buckets.count))
    let engine = try buckets.run(36_000, depth: depth)
    // A draw of each cell in each step: 1600 cells make the mean sure to a hundredth.
    let taken = engine.balance.infiltrated / (Double(buckets.count - 1) * 10_000)
    #expect(abs(taken / 1e-3 - 1) < 0.01)
    #expect(engine.balance.error == 0)
    let lost = engine.depths().map { $0.isNaN ? 0.001 : depth - $0 }
    #expect((lost.min() ?? 0) > 5e-4 && (lost.max() ?? 1) < 1.5e-3)
  }

  @Test("the air takes what it is said to, from wet cells alone and no more than there is")
  func air() throws {
    var buckets = Buckets(columns: 20, rows: 4)
    buckets.forcing.evaporation = Series(constant: 5e-3 / 86_400)
    let engine = try LiveEngine(buckets.basin, buckets.forcing, threads: 1)
    engine.fill(depths: (0..<80).map { $0 < 40 ? 0.02 : $0 < 60 ? 0.001 : 0 })
    try engine.advance(to: 2 * 86_400)
    let depths = engine.depths()
    #expect(abs(Double(depths[0]) - 0.01) < 2e-5)
    #expect(depths[40] == 0 && depths[70] == 0)
    #expect(abs(engine.balance.evaporated / 10_000 - (39 * 0.01 + 20 * 0.001)) < 1e-3)
    #expect(engine.balance.error == 0)
  }

  /// R. G. Mein and C. L. Larson, "Modeling infiltration during a steady rain", Water Resources Research 9 (1973) 384–394.
  @Test(
    "steady rain ponds when Mein and Larson say, and then runs off by Green and Ampt", arguments: KernelVariant.allCases
  )
  func ponding(_ variant: KernelVariant) throws {
    guard variant.isSupported else { return }
    let (k, suction, rain) = (3e-6, 0.06, 1.2e-5)
    let ponded = k * suction / (rain - k)
    let moment = ponded / rain
    var buckets = Buckets(columns: 20, rows: 4)
    buckets.basin.soil = .greenAmpt(
      conductivity: [Float](repeating: Float(k), count: 80),
      suctionDeficit: [Float](repeating: Float(suction), count: 80))
    buckets.forcing.rain = RainField(rates: [Series(constant: rain)])
    let engine = try LiveEngine(buckets.basin, buckets.forcing, threads: 1, variant: variant)
    try engine.advance(to: 0.9 * moment)
    // Before, only the rain of a few seconds lies there.
    #expect((engine.depths()[0]) < Float(rain) * 30)
    try engine.advance(to: 4 * moment)
    var soaked = ponded
    for _ in 0..<200 {
      soaked = ponded + k * 3 * moment + suction * log((suction + soaked) / (suction + ponded))
    }
    let wanted = rain * 4 * moment - soaked
    #expect(abs(Double(engine.depths()[0]) / wanted - 1) < 0.02)
    #expect(engine.balance.error == 0)
  }

  @Test("sand takes a rain of a metre and a half and then one so light that a Float of its sum hardly moves")
  func sand() throws {
    var buckets = Buckets(columns: 20, rows: 4)
    buckets.basin.soil = .greenAmpt(
      conductivity: [Float](repeating: 2e-5, count: 80), suctionDeficit: [Float](repeating: 0.01, count: 80))
    buckets.forcing.rain = RainField(
      rates: [Series(seconds: [0, 100_000, 150_000], values: [1.5e-5, 0.2e-5, 0], course: .steps)])
    let engine = try buckets.run(150_500)
    #expect(abs(engine.balance.rain / (79 * 10_000) - 1.6) < 1e-4)
    #expect(engine.depths().allSatisfy { $0.isNaN || $0 < 1e-4 })
    #expect(abs(engine.balance.infiltrated / (79 * 10_000) - 1.6) < 1e-3)
    #expect(engine.balance.error == 0)
  }
}
