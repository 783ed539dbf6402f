import ShallowWater
import Testing
import WaterCases

@Suite("The live engine keeps every drop") struct LiveMassTests {
  @Test("rain of 1 mm/h and of 100 mm/h on rough ground, not a grain is lost or made", arguments: [1.0, 100])
  func rain(_ millimetres: Double) throws {
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: millimetres / 3.6e6)])
    let engine = try LiveEngine(RoughGround.basin(columns: 70, rows: 50, seed: 4, outside: true), forcing, threads: 1)
    try engine.advance(to: 6 * 3600)
    #expect(engine.steps > 1000)
    #expect(engine.balance.error == 0)
    // All that fell lies there, but for less than a portion of 15 µm.
    let cells = Double(engine.depths().count { !$0.isNaN })
    let fallen = engine.balance.surface / (cells * 100)
    #expect(abs(fallen - millimetres * 6e-3) < 2e-5)
  }

  @Test("a flood that deepens a hundredfold makes its grains coarser and still loses nothing")
  func coarser() throws {
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [820], rate: Series(constant: 200))]
    let engine = try LiveEngine(RoughGround.basin(columns: 40, rows: 40, seed: 2), forcing, threads: 1)
    try engine.advance(to: 7200)
    #expect(engine.peaks.depth.max() ?? 0 > 4)
    #expect(abs(engine.balance.relativeError) < 1e-12)
  }

  @Test("every source and sink is in the ledger")
  func ledger() throws {
    var basin = RoughGround.basin(columns: 40, rows: 30, seed: 9)
    basin.room = (0..<1200).map { $0 % 3 == 0 ? 0.5 : 1 }
    basin.soil = .greenAmpt(
      conductivity: Array(repeating: 1e-6, count: 1200), suctionDeficit: Array(repeating: 0.05, count: 1200))
    var forcing = Forcing()
    forcing.rain = RainField(
      patches: (0..<1200).map { UInt16($0 % 2) }, rates: [Series(constant: 2e-5), Series(constant: 1e-5)])
    forcing.evaporation = Series(constant: 1e-7)
    forcing.inflows = [
      Inflow(cells: [600, 601], rate: Series(constant: 3)), Inflow(cells: [5], rate: Series(constant: -1)),
    ]
    forcing.rims = [Rim(cells: (0..<30).map { Int32($0 * 40) }, kind: .outflow(slope: 0.01))]
    let engine = try LiveEngine(basin, forcing, threads: 1)
    try engine.advance(to: 3600)
    let balance = engine.balance
    #expect(balance.infiltrated > 0 && balance.evaporated > 0 && balance.rimOut > 0)
    #expect(abs(balance.rain - 1200 * 100 * 1.5e-5 * 3600) < 1200 * 100 * 2e-5)
    #expect(abs(balance.relativeError) < 1e-12)
  }
}

@Suite("The live engine gives the same bits") struct LiveBitsTests {
  private func run(_ threads: Int, skips: Bool, _ variant: KernelVariant? = nil) throws -> [UInt32] {
    // Wide enough for three bands: fewer cells are not worth a second thread.
    let basin = RoughGround.basin(columns: 420, rows: 300, seed: 5, outside: true)
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 20], values: [5e-4, 0], course: .steps)])
    let cell = Int32(basin.bed.indices.first { $0 > 60_000 && !basin.bed[$0].isNaN } ?? 0)
    forcing.inflows = [Inflow(cells: [cell], rate: Series(constant: 20))]
    let engine = try LiveEngine(basin, forcing, threads: threads, variant: variant, skipsDry: skips)
    try engine.advance(to: 240)
    #expect(engine.balance.error == 0)
    return engine.depths().map(\.bitPattern)
  }

  @Test("with any number of threads, and whether dry ground is passed over or not")
  func threadsAndTiles() throws {
    let one = try run(1, skips: true)
    #expect(try run(2, skips: true) == one)
    #expect(try run(3, skips: true) == one)
    #expect(try run(2, skips: false) == one)
  }

  @Test("and nearly the same numbers from every variant this processor can run", arguments: KernelVariant.allCases)
  func variants(_ variant: KernelVariant) throws {
    let basin = RoughGround.basin(columns: 60, rows: 50, seed: 5)
    guard variant.isSupported else {
      #expect(throws: WaterFault.self) { try LiveEngine(basin, Forcing(), threads: 1, variant: variant) }
      return
    }
    func depths(_ variant: KernelVariant) throws -> [Float] {
      var forcing = Forcing()
      forcing.inflows = [Inflow(cells: [1510], rate: Series(constant: 2))]
      let engine = try LiveEngine(basin, forcing, threads: 1, variant: variant)
      try engine.advance(to: 900)
      return engine.depths()
    }
    let off = zip(try depths(variant), try depths(.baseline)).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    #expect(off < 2e-3)
  }

  @Test("dry ground costs nothing: a small pond on a large plain is gone through alone")
  func skipping() throws {
    let basin = Basin(
      columns: 500, rows: 500, cell: 10, bed: Array(repeating: 0, count: 250_000),
      roughness: Array(repeating: 0.1, count: 250_000))
    let engine = try LiveEngine(basin, Forcing(), threads: 1)
    engine.fill(depths: (0..<250_000).map { $0 == 125_250 ? 1 : 0 })
    try engine.advance(to: 60)
    #expect(engine.updates < engine.steps * 250_000 / 10)
  }
}

@Suite("The live engine's water at rest, and on its way") struct LiveFlowTests {
  @Test("a lake with islands stays as it is", arguments: [1, 2] as [UInt64])
  func lake(_ seed: UInt64) throws {
    let basin = RoughGround.basin(columns: 60, rows: 40, seed: seed, outside: true)
    let level = basin.bed.filter { !$0.isNaN }.sorted()[1000]
    let engine = try LiveEngine(basin, Forcing(), threads: 1)
    engine.fill(depths: RoughGround.lake(basin, level: level))
    let before = engine.depths()
    try engine.advance(to: 3600)
    let (east, north) = engine.velocities()
    #expect((east + north).allSatisfy { $0 == 0 })
    #expect(zip(before, engine.depths()).allSatisfy { $0.0.isNaN || $0.0 == $0.1 })
  }

  @Test("a disturbed pond calms down: the shortest waves do not grow")
  func calm() throws {
    let count = 40 * 40
    let basin = Basin(
      columns: 40, rows: 40, cell: 10, bed: Array(repeating: 0, count: count),
      roughness: Array(repeating: 0.03, count: count))
    let engine = try LiveEngine(basin, Forcing(), threads: 1)
    engine.fill(depths: (0..<count).map { ($0 % 40 + $0 / 40) % 2 == 0 ? 0.51 : 0.49 })
    try engine.advance(to: 3600)
    #expect(engine.depths().allSatisfy { abs($0 - 0.5) < 1e-4 })
  }

  @Test("MacDonald's channel without rain, 5 m: 2.5 % of the depth at most")
  func channel() throws {
    let made = WaterCase.macDonald(rain: false, cells: 200)
    let engine = try LiveEngine(made.basin, made.forcing, threads: 1)
    try engine.advance(to: made.end)
    #expect(made.error(of: engine.depths().map(Double.init)) < 0.025)
  }

  @Test("a tilted plane sheds its rain within 2 % of the kinematic wave, coarse or fine", arguments: [20, 100])
  func plane(_ cells: Int) throws {
    for share in [1.5, 0.6] {
      let plane = TiltedPlane(cells: cells, lasting: share)
      let engine = try LiveEngine(plane.basin, plane.forcing, threads: 1)
      let flow = try plane.hydrograph(engine, until: plane.concentration * 1.5)
      #expect(abs((flow.max() ?? 0) / plane.peak - 1) < 0.02)
    }
  }
}
