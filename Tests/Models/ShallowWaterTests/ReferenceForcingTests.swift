import Foundation
import ShallowWater
import Testing

@Suite("What moves the water of the reference engine")
struct ReferenceForcingTests {
  private func flat(_ columns: Int, _ rows: Int = 1, cell: Double = 5, n: Float = 0.03, slope: Double = 0) -> Basin {
    Basin(
      columns: columns, rows: rows, cell: cell,
      bed: (0..<columns * rows).map { Float(slope * cell * Double(columns - 1 - $0 % columns)) },
      roughness: Array(repeating: n, count: columns * rows))
  }

  @Test("A level at the rim fills a dry basin to that level, and an ebb empties it")
  func level() throws {
    let basin = flat(12, 6)
    var forcing = Forcing()
    let tide = Series(seconds: [0, 3000, 3600], values: [1.5, 1.5, -1], course: .linear)
    forcing.rims = [Rim(cells: [11, 23, 35], kind: .level(tide))]
    let engine = try ReferenceEngine(basin, forcing, order: .first)
    try engine.advance(to: 3000)
    #expect(engine.depths().allSatisfy { abs($0 - 1.5) < 0.005 })
    try engine.advance(to: 7000)
    #expect(engine.depths().allSatisfy { $0 < 0.05 })
    #expect(abs(engine.balance.relativeError) < 1e-12)
  }

  @Test(
    "A river runs down a slope at Manning's depth, and its ledger is the inflow",
    arguments: [ReferenceEngine.Order.first, .second])
  func uniform(order: ReferenceEngine.Order) throws {
    let basin = flat(60, cell: 10, slope: 0.001)
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [0], rate: Series(constant: 20))]
    forcing.rims = [Rim(cells: [59], kind: .outflow(slope: 0.001))]
    let engine = try ReferenceEngine(basin, forcing, order: order)
    try engine.advance(to: 3600)
    let depth = pow(2 * 0.03 / 0.001.squareRoot(), 0.6)
    #expect(engine.depths()[20..<50].allSatisfy { abs(Double($0) / depth - 1) < 0.01 })
    #expect(abs(engine.balance.inflow - 20 * 3600) < 1e-3)
  }

  @Test("Over a wall falls what a broad-crested weir lets through")
  func weir() throws {
    var basin = flat(60, cell: 2, n: 0.01)
    basin.eastCrests = Array(repeating: -.infinity, count: 60)
    basin.eastCrests[29] = 1
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [0], rate: Series(constant: 2 * 0.3))]
    forcing.rims = [Rim(cells: [59], kind: .level(Series(constant: 0.3)))]
    let engine = try ReferenceEngine(basin, forcing)
    try engine.advance(to: 1200)
    let head = pow(0.3 / 1.7048, 2.0 / 3)
    #expect(abs(Double(engine.depths()[15]) - 1 - head) < 0.05 * head)
    #expect(engine.depths()[45] < 0.6)
  }

  @Test("A wall holds the water, a gap lets the less through the narrower it is")
  func gaps() throws {
    let passed = try [0, 0.25, 1].map { share in
      var basin = flat(20)
      basin.eastOpenings = Array(repeating: 1, count: 20)
      basin.eastOpenings[9] = Float(share)
      let engine = try ReferenceEngine(basin)
      engine.fill(depths: (0..<20).map { $0 < 10 ? 1 : 0 })
      try engine.advance(to: 5)
      return engine.depths()[10...].reduce(0, +)
    }
    #expect(passed[0] == 0 && passed[1] > 0 && passed[1] < 0.5 * passed[2])
  }

  @Test("In a town that fills half the ground the same water stands twice as high")
  func room() throws {
    var basin = flat(4, 4)
    basin.room = Array(repeating: 0.5, count: 16)
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 1e-5)])
    let engine = try ReferenceEngine(basin, forcing)
    try engine.advance(to: 1000)
    #expect(engine.depths().allSatisfy { abs($0 - 0.02) < 1e-6 })
    #expect(abs(engine.balance.rain - 1e-5 * 1000 * 400) < 1e-9)
  }

  @Test("Ponded soil takes what Green and Ampt say: F − ψΔθ ln(1 + F ⁄ ψΔθ) = Kt")
  func greenAmpt() throws {
    let (k, suction) = (3e-6, 0.06)
    var basin = flat(2)
    basin.soil = .greenAmpt(conductivity: [Float(k), Float(k)], suctionDeficit: [Float(suction), Float(suction)])
    let engine = try ReferenceEngine(basin)
    engine.fill(depths: [1, 1])
    try engine.advance(to: 7200)
    let soaked = engine.balance.infiltrated / 50
    #expect(abs((soaked - suction * log(1 + soaked / suction)) / (k * 7200) - 1) < 0.02)
  }

  @Test("Rain on a curve number leaves what the handbook says")
  func curveNumber() throws {
    var basin = flat(2)
    basin.soil = .curveNumber(retention: [0.05, 0.1])
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, 3600], values: [0.08 / 3600, 0], course: .steps)])
    let engine = try ReferenceEngine(basin, forcing)
    try engine.advance(to: 7200)
    func runoff(_ retention: Double) -> Double {
      let above = 0.08 - 0.2 * retention
      return above * above / (0.08 + 0.8 * retention)
    }
    #expect(abs(engine.balance.surface - 25 * (runoff(0.05) + runoff(0.1))) < 1e-6)
  }

  @Test("The air drinks a puddle and no more")
  func evaporation() throws {
    var forcing = Forcing()
    forcing.evaporation = Series(constant: 1e-6)
    let engine = try ReferenceEngine(flat(3), forcing)
    engine.fill(depths: [0, 0.001, 0])
    try engine.advance(to: 3600)
    #expect(engine.depths() == [0, 0, 0])
    #expect(abs(engine.balance.evaporated - 0.001 * 25) < 1e-8)
  }

  @Test("A pump cannot take what is not there")
  func pump() throws {
    var forcing = Forcing()
    forcing.inflows = [Inflow(cells: [1], rate: Series(constant: -10))]
    let engine = try ReferenceEngine(flat(3), forcing)
    engine.fill(depths: [0.1, 0.1, 0.1])
    try engine.advance(to: 600)
    #expect(engine.balance.surface < 0.5 && engine.balance.surface >= 0)
    #expect(abs(engine.balance.error) < 1e-12)
  }

  @Test("Peaks hold the greatest depth, speed and hazard, and when the water came")
  func peaks() throws {
    let engine = try ReferenceEngine(flat(40))
    engine.fill(depths: (0..<40).map { $0 < 10 ? 2 : 0 })
    try engine.advance(to: 60)
    let peaks = engine.peaks
    #expect(peaks.depth[0] == 2 && peaks.arrival[0] == 0)
    #expect(zip(peaks.depth, engine.depths()).allSatisfy { $0 >= $1 })
    let came = peaks.arrival.filter { !$0.isNaN }
    #expect(came.count > 25 && came == came.sorted())
    #expect(zip(peaks.hazard, peaks.depth).allSatisfy { $0 >= 0.5 * $1 - 1e-6 })
  }
}
