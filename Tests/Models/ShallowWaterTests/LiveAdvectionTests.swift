import ShallowWater
import Testing
import WaterCases

@Suite("The live engine with advection meets exact solutions") struct LiveAdvectionCasesTests {
  @Test("MacDonald's channel, 5 m, without and with rain that brings no momentum", arguments: [false, true])
  func channel(_ rain: Bool) throws {
    let made = WaterCase.macDonald(rain: rain, cells: 200)
    #expect(made.error(of: try made.runLive(advection: true)) < 0.01)
  }

  @Test("Stoker's dam break, the better the finer")
  func stoker() throws {
    let coarse = WaterCase.stoker(cells: 200, scale: 1000)
    let fine = WaterCase.stoker(cells: 800, scale: 1000)
    let errors = (
      coarse.error(of: try coarse.runLive(advection: true)), fine.error(of: try fine.runLive(advection: true))
    )
    #expect(errors.0 < 0.01)
    #expect(errors.1 < 0.5 * errors.0)
  }

  @Test("Ritter's dam break on dry ground, three times as near as without", arguments: [200])
  func ritter(_ cells: Int) throws {
    let made = WaterCase.ritter(cells: cells, scale: 1000)
    #expect(made.error(of: try made.runLive(advection: true)) < made.error(of: try made.runLive()) / 2.5)
  }

  @Test("a tilted plane sheds its rain within 2 % of the kinematic wave, coarse or fine", arguments: [20, 100])
  func plane(_ cells: Int) throws {
    for share in [1.5, 0.6] {
      let plane = TiltedPlane(cells: cells, lasting: share)
      let engine = try LiveEngine(plane.basin, plane.forcing, threads: 1, advection: true)
      let flow = try plane.hydrograph(engine, until: plane.concentration * 1.5)
      #expect(abs((flow.max() ?? 0) / plane.peak - 1) < 0.02)
    }
  }

  @Test("a jet goes on through still water, and without advection it does not")
  func jet() throws {
    func reach(_ advection: Bool) throws -> Float {
      // Two basins joined by a gap in the wall between them.
      let (columns, rows) = (80, 41)
      var bed = [Float](repeating: 0, count: columns * rows)
      for row in 0..<rows where abs(row - 20) > 1 { bed[row * columns + 20] = .nan }
      let basin = Basin(
        columns: columns, rows: rows, cell: 1, bed: bed, roughness: Array(repeating: 0.01, count: bed.count))
      let engine = try LiveEngine(basin, Forcing(), threads: 1, advection: advection)
      engine.fill(depths: (0..<bed.count).map { $0 % columns < 20 ? 1.2 : 1 })
      try engine.advance(to: 40)
      let (east, _) = engine.velocities()
      // The speed on the axis of the gap over that beside it, ten gaps' widths on.
      return east[20 * columns + 45] / max(1e-6, abs(east[6 * columns + 45]))
    }
    #expect(try reach(true) > 3)
    #expect(try reach(false) < 2)
  }
}

@Suite("The live engine with advection keeps what it promises without") struct LiveAdvectionPromiseTests {
  @Test("rain on rough ground, not a grain is lost or made")
  func mass() throws {
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 100 / 3.6e6)])
    let engine = try LiveEngine(
      RoughGround.basin(columns: 70, rows: 50, seed: 4, outside: true), forcing, threads: 1, advection: true)
    try engine.advance(to: 6 * 3600)
    #expect(engine.balance.error == 0)
  }

  @Test("a lake with islands stays as it is", arguments: [1, 2] as [UInt64])
  func lake(_ seed: UInt64) throws {
    let basin = RoughGround.basin(columns: 60, rows: 40, seed: seed, outside: true)
    let level = basin.bed.filter { !$0.isNaN }.sorted()[1000]
    let engine = try LiveEngine(basin, Forcing(), threads: 1, advection: true)
    engine.fill(depths: RoughGround.lake(basin, level: level))
    let before = engine.depths()
    try engine.advance(to: 3600)
    let (east, north) = engine.velocities()
    #expect((east + north).allSatisfy { $0 == 0 })
    #expect(zip(before, engine.depths()).allSatisfy { $0.0.isNaN || $0.0 == $0.1 })
  }

  private func flood(_ threads: Int, skips: Bool, town: Bool = false) throws -> [UInt32] {
    var basin = RoughGround.basin(columns: 420, rows: 300, seed: 5, outside: true)
    if town {
      basin.room = (0..<basin.count).map { $0 % 7 == 0 ? 0.6 : 1 }
      basin.southOpenings = (0..<basin.count).map { $0 % 11 == 0 ? 0.3 : 1 }
      basin.eastCrests = (0..<basin.count).map { $0 % 13 == 0 ? 1 : -.infinity }
    }
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 20], values: [5e-4, 0], course: .steps)])
    let cell = Int32(basin.bed.indices.first { $0 > 60_000 && !basin.bed[$0].isNaN } ?? 0)
    forcing.inflows = [Inflow(cells: [cell], rate: Series(constant: 20))]
    let engine = try LiveEngine(basin, forcing, threads: threads, advection: true, variant: nil, skipsDry: skips)
    try engine.advance(to: 180)
    #expect(engine.balance.error == 0)
    return engine.depths().map(\.bitPattern)
  }

  @Test(
    "the same bits with any number of threads, and whether dry ground is passed over or not", arguments: [false, true])
  func bits(_ town: Bool) throws {
    let one = try flood(1, skips: true, town: town)
    #expect(try flood(2, skips: true, town: town) == one)
    #expect(try flood(3, skips: false, town: town) == one)
  }

  @Test("and nearly the same numbers from every variant this processor can run", arguments: KernelVariant.allCases)
  func variants(_ variant: KernelVariant) throws {
    guard variant.isSupported else { return }
    func depths(_ variant: KernelVariant) throws -> [Float] {
      var forcing = Forcing()
      forcing.inflows = [Inflow(cells: [1510], rate: Series(constant: 2))]
      let engine = try LiveEngine(
        RoughGround.basin(columns: 60, rows: 50, seed: 5), forcing, threads: 1, advection: true, variant: variant)
      try engine.advance(to: 900)
      return engine.depths()
    }
    let off = zip(try depths(variant), try depths(.baseline)).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    #expect(off < 2e-3)
  }

  @Test("the axes are alike: a flood seen in a mirror, or with north for west, is the mirror of the flood")
  func mirrors() throws {
    let side = 48
    let ground = RoughGround.basin(columns: side, rows: side, cell: 2, seed: 8)
    func flood(_ place: (Int, Int) -> Int) throws -> [Float] {
      var bed = ground.bed
      var water = bed
      for row in 0..<side {
        for column in 0..<side {
          // Flat enough for fast water, and wet: where it is dry a last bit decides when the front comes.
          bed[place(row, column)] = 0.1 * ground.bed[row * side + column]
          water[place(row, column)] = row < 15 && column < 20 ? 2 : 0.5
        }
      }
      let basin = Basin(
        columns: side, rows: side, cell: 2, bed: bed, roughness: Array(repeating: 0.02, count: bed.count))
      let engine = try LiveEngine(basin, Forcing(), threads: 1, advection: true)
      engine.fill(depths: water)
      try engine.advance(to: 15)
      let depths = engine.depths()
      return (0..<side * side).map { depths[place($0 / side, $0 % side)] }
    }
    let plain = try flood { $0 * side + $1 }
    func off(_ place: (Int, Int) -> Int) throws -> Float {
      zip(plain, try flood(place)).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
    #expect(try off { $1 * side + $0 } < 1e-5)
    // The length of a step looks at a cell's eastern and southern edge together, so steps in a mirror are a little other ones.
    #expect(try off { $0 * side + (side - 1 - $1) } < 0.01)
    #expect(try off { (side - 1 - $0) * side + $1 } < 0.01)
  }

  @Test("a disturbed pond calms down: the shortest waves do not grow")
  func calm() throws {
    let count = 40 * 40
    let basin = Basin(
      columns: 40, rows: 40, cell: 10, bed: Array(repeating: 0, count: count),
      roughness: Array(repeating: 0.03, count: count))
    let engine = try LiveEngine(basin, Forcing(), threads: 1, advection: true)
    engine.fill(depths: (0..<count).map { ($0 % 40 + $0 / 40) % 2 == 0 ? 0.51 : 0.49 })
    try engine.advance(to: 3600)
    #expect(engine.depths().allSatisfy { abs($0 - 0.5) < 1e-4 })
  }

  @Test(
    "uniform flow stays uniform, straight or across the cells, slow or near critical", arguments: [0.5, 0.9],
    [0, 0.5, 1])
  func uniform(_ froude: Double, _ slant: Double) throws {
    // Of S = n² u² ⁄ h^(4/3): each direction has its own friction.
    let (side, depth, roughness) = (150, 1.0, 0.03)
    let speed = froude * (9.80665 * depth).squareRoot() / (1 + slant * slant).squareRoot()
    let slope = roughness * roughness * speed * speed
    var draw = UInt32(7)
    var noise: [Float] = []
    for _ in 0..<side * side {
      draw = draw &* 1_664_525 &+ 1_013_904_223
      noise.append(Float(draw >> 8) * 0x1p-24 - 0.5)
    }
    let bed = (0..<side * side).map { i in
      Float(slope * (4000 - Double(i % side) * 5) + slope * slant * slant * (4000 - Double(i / side) * 5))
    }
    let basin = Basin(
      columns: side, rows: side, cell: 5, bed: bed, roughness: Array(repeating: Float(roughness), count: bed.count))
    let engine = try LiveEngine(basin, Forcing(), threads: 1, advection: true)
    engine.fill(depths: noise.map { Float(depth) + 0.02 * $0 })
    try engine.advance(to: 60)
    // The middle, where the walls are not felt yet; the water is still gathering speed.
    let depths = engine.depths()
    var (least, most) = (Float(9), Float(0))
    for row in 65..<85 {
      for column in 65..<85 {
        least = min(least, depths[row * side + column])
        most = max(most, depths[row * side + column])
      }
    }
    #expect(most - least < 0.01)
  }
}
