import Foundation
import Modelling
import ShallowWater
import Testing
import WaterCases

@Suite("What a town puts into the live engine's way") struct LiveTownTests {
  /// A channel of ten cells, 1 m squared, walled in, with a rim of two levels.
  private func channel(advection: Bool, _ change: (inout Basin) -> Void) throws -> LiveEngine {
    var basin = Basin(
      columns: 21, rows: 1, cell: 1, bed: Array(repeating: 0, count: 21), roughness: Array(repeating: 0.01, count: 21))
    change(&basin)
    var forcing = Forcing()
    forcing.rims = [
      Rim(cells: [0], kind: .level(Series(constant: 1))), Rim(cells: [20], kind: .level(Series(constant: 0.2))),
    ]
    return try LiveEngine(basin, forcing, threads: 1, advection: advection)
  }

  @Test("a wall lets through what a broad-crested weir does, 1.705 H^(3/2)", arguments: [false, true])
  func weir(_ advection: Bool) throws {
    let engine = try channel(advection: advection) { basin in
      basin.eastCrests = Array(repeating: -.infinity, count: 21)
      basin.eastCrests[10] = 0.8
    }
    try engine.advance(to: 600)
    let before = engine.balance.rimOut
    let head = Double(engine.depths()[10]) - 0.8
    try engine.advance(to: 700)
    let passed = (engine.balance.rimOut - before) / 100
    #expect(head > 0.15)
    #expect(abs(passed / (1.705 * head * head.squareRoot()) - 1) < 0.05)
  }

  @Test(
    "a wall higher than the water lets nothing through, nor does a closed edge", arguments: [true, false],
    [false, true]
  )
  func closed(_ wall: Bool, _ advection: Bool) throws {
    let engine = try channel(advection: advection) { basin in
      if wall {
        basin.eastCrests = Array(repeating: -.infinity, count: 21)
        basin.eastCrests[10] = 1.1
      } else {
        basin.eastOpenings = Array(repeating: 1, count: 21)
        basin.eastOpenings[10] = 0
      }
    }
    // Until what swings between the wall and the rim has died away.
    try engine.advance(to: 3600)
    #expect(abs(engine.depths()[10] - 1) < 0.01)
    #expect(abs(engine.depths()[11] - 0.2) < 0.01)
    #expect(engine.balance.relativeError == 0)
  }

  @Test("half an edge lets less through than a whole one, and more than none", arguments: [false, true])
  func gap(_ advection: Bool) throws {
    func passed(_ opening: Float) throws -> Double {
      let engine = try channel(advection: advection) { basin in
        basin.eastOpenings = Array(repeating: 1, count: 21)
        basin.eastOpenings[10] = opening
      }
      try engine.advance(to: 600)
      return engine.balance.rimOut
    }
    #expect(try passed(0.3) < 0.9 * passed(1))
    #expect(try passed(0.3) > 0.1 * passed(1))
  }

  @Test(
    "ground where nothing stands is gone through as open ground, and it makes no difference",
    arguments: [1, 2] as [UInt64])
  func open(_ seed: UInt64) throws {
    let count = 120 * 60
    var random = SplitMix(seed: seed)
    var basin = RoughGround.basin(columns: 120, rows: 60, seed: seed)
    (basin.room, basin.eastOpenings, basin.southOpenings) = (
      Array(repeating: 1, count: count), Array(repeating: 1, count: count), Array(repeating: 1, count: count)
    )
    basin.eastCrests = Array(repeating: -.infinity, count: count)
    basin.southCrests = basin.eastCrests
    // One thing in fifty cells: about one in four of the sixteens is open, the others end beside it.
    for i in 0..<count where random.uniform(0..<1) < 0.02 {
      switch Int(random.uniform(0..<5)) {
      case 0: basin.room[i] = 0.3
      case 1: basin.eastOpenings[i] = 0.2
      case 2: basin.southOpenings[i] = 0.2
      case 3: basin.eastCrests[i] = basin.bed[i] + 1
      default: basin.southCrests[i] = basin.bed[i] + 1
      }
    }
    func depths(_ whole: Float) throws -> [Float] {
      var basin = basin
      // An edge that is not quite open makes the kernel look at everything.
      for i in 0..<count where basin.eastOpenings[i] == 1 { basin.eastOpenings[i] = whole }
      var forcing = Forcing()
      forcing.rain = RainField(rates: [Series(seconds: [0, 300], values: [3e-4, 0], course: .steps)])
      let engine = try LiveEngine(basin, forcing, threads: 1)
      try engine.advance(to: 600)
      #expect(engine.balance.error == 0)
      return engine.depths()
    }
    let (open, looked) = (try depths(1), try depths(Float(1).nextDown))
    let off = zip(open, looked).map { abs($0.0 - $0.1) }
    #expect(off.allSatisfy { $0 < 2e-3 })
    #expect(off.reduce(0, +) / Float(count) < 2e-5)
  }

  @Test("rain on a cell half built over stands twice as deep in its open half")
  func room() throws {
    var basin = Basin(columns: 1, rows: 1, cell: 10, bed: [3], roughness: [0.03])
    basin.room = [0.5]
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 3600], values: [1e-5, 0], course: .steps)])
    let engine = try LiveEngine(basin, forcing, threads: 1)
    try engine.advance(to: 3700)
    #expect(abs(engine.depths()[0] - 0.072) < 5e-5)
    #expect(abs(engine.balance.surface - 3.6) < 2e-3)
  }

  @Test("an engine that sees depths only keeps the same ones, and knows nothing else", arguments: [1, 2] as [Float])
  func depthsOnly(_ narrowest: Float) throws {
    var basin = RoughGround.basin(columns: 100, rows: 50, seed: 4)
    if narrowest > 1 { basin.room = (0..<100 * 50).map { $0 % 7 == 0 ? 1 / narrowest : 1 } }
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 300], values: [3e-4, 0], course: .steps)])
    let engines = try [false, true].map { only in
      let engine = try LiveEngine(basin, forcing, threads: 1, heavyDepth: 0.1, seesDepthsOnly: only)
      try engine.advance(to: 900)
      return engine
    }
    let (whole, only) = (engines[0].peaks, engines[1].peaks)
    #expect(zip(whole.depth, only.depth).allSatisfy { $0.0 == $0.1 || $0.0.isNaN && $0.1.isNaN })
    #expect(whole.depth.contains { $0 > 0.05 } && whole.speed.contains { $0 > 0 })
    let unseen = only.speed + only.hazard + only.arrival
    #expect(unseen.allSatisfy { $0.isNaN })
    #expect(engines[1].range == RangeReport())
  }

  @Test("the soil takes what Green and Ampt say: F = K t + ψΔθ ln(1 + F ⁄ ψΔθ)")
  func soil() throws {
    var basin = Basin(columns: 1, rows: 1, cell: 10, bed: [0], roughness: [0.03])
    basin.soil = .greenAmpt(conductivity: [2e-6], suctionDeficit: [0.05])
    let engine = try LiveEngine(basin, Forcing(), threads: 1)
    engine.fill(depths: [1])
    try engine.advance(to: 7200)
    // By iteration: 0.05 m of suction, 0.0144 m of K t.
    var soaked = 0.03
    for _ in 0..<200 { soaked = 2e-6 * 7200 + 0.05 * log(1 + soaked / 0.05) }
    #expect(abs(engine.balance.infiltrated / 100 / soaked - 1) < 0.02)
  }

  @Test("the curve number lets run off (P − 0.2 S)² ⁄ (P + 0.8 S)")
  func curveNumber() throws {
    var basin = Basin(columns: 1, rows: 1, cell: 10, bed: [0], roughness: [0.03])
    basin.soil = .curveNumber(retention: [0.0635])
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 7200], values: [0.1 / 7200, 0], course: .steps)])
    let engine = try LiveEngine(basin, forcing, threads: 1)
    try engine.advance(to: 7300)
    let runoff = (0.1 - 0.0127) * (0.1 - 0.0127) / (0.1 + 0.0508)
    #expect(abs(Double(engine.depths()[0]) - runoff) < 5e-5)
    #expect(abs(engine.balance.relativeError) < 1e-12)
  }

  @Test("water comes by an exchange and goes by it, and an exchange that gives no number stops the run as it is")
  func exchange() throws {
    let pump = Pump(rate: 0.01)
    let basin = Basin(
      columns: 10, rows: 1, cell: 1, bed: Array(repeating: 0, count: 10), roughness: Array(repeating: 0.03, count: 10))
    let engine = try LiveEngine(basin, Forcing(), threads: 1)
    engine.fill(depths: Array(repeating: 0.5, count: 10))
    engine.add(pump)
    try engine.advance(to: 20)
    #expect(abs(engine.balance.drained - 0.2) < 1e-9)
    #expect(abs(engine.balance.relativeError) < 1e-9)
    pump.rate = .nan
    let before = engine.depths()
    #expect(throws: Unstable.self) { try engine.advance(to: 40) }
    #expect(engine.depths() == before)
  }

  @Test("a level at the rim that never reaches the ground is refused in a sentence")
  func dryLand() throws {
    let basin = Basin(columns: 3, rows: 1, cell: 1, bed: [5, 6, 7], roughness: [0.03, 0.03, 0.03])
    var forcing = Forcing()
    forcing.rims = [Rim(cells: [0], kind: .level(Series(constant: 4)))]
    #expect(throws: WaterFault.self) { try LiveEngine(basin, forcing, threads: 1) }
  }

  @Test("a basin with NaN roughness is refused, whatever the variant")
  func broken() throws {
    let basin = Basin(columns: 2, rows: 1, cell: 1, bed: [0, 0], roughness: [0.03, .nan])
    #expect(throws: WaterFault.self) { try LiveEngine(basin, Forcing(), threads: 1, variant: .baseline) }
  }
}

/// Takes water out of one cell for good.
private final class Pump: WaterExchange {
  var rate: Double
  var left = 0.0
  let cells: [Int32] = [4]
  var stored: Double { 0 }
  init(rate: Double) { self.rate = rate }
  func exchange(
    from seconds: Double, over step: Double, levels: [Float], depths: [Float], areas: [Float], gains: inout [Double]
  ) {
    gains[0] = -rate * step
    left += rate * step
  }
}
