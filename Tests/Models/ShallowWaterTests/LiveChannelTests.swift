import Foundation
import Testing
import WaterCases

@testable import ShallowWater

@Suite("Narrow channels, and water whose inertia grows") struct LiveChannelTests {
  /// A channel a cell wide that goes a cell east and a cell south by turns, with uniform flow 1 m deep: every other edge is a bank.
  private struct Staircase {
    static let count = 200
    private static let side = count / 2 + 1
    let basin: Basin
    var forcing = Forcing()

    static func place(_ number: Int) -> Int { number / 2 * side + (number + 1) / 2 }

    init() {
      let (slope, roughness, cell) = (Float(0.002), Float(0.03), 10.0)
      var bed = [Float](repeating: .nan, count: Self.side * Self.side)
      for number in 0..<Self.count { bed[Self.place(number)] = 10 - slope * Float(cell) * Float(number) }
      basin = Basin(
        columns: Self.side, rows: Self.side, cell: cell, bed: bed,
        roughness: Array(repeating: roughness, count: bed.count))
      let flow = Double(slope).squareRoot() / Double(roughness) * cell
      forcing.inflows = [Inflow(cells: [Int32(Self.place(0))], rate: Series(constant: flow))]
      forcing.rims = [Rim(cells: [Int32(Self.place(Self.count - 1))], kind: .outflow(slope: Double(slope)))]
    }
  }

  @Test(
    "a channel a cell wide carries slantwise what uniform flow does: banks do not hold it back",
    arguments: [Float.infinity, 0.3])
  func staircase(heavyDepth: Float) throws {
    let made = Staircase()
    let engine = try LiveEngine(made.basin, made.forcing, threads: 1, heavyDepth: heavyDepth)
    try engine.advance(to: 4 * 3600)
    let depths = engine.depths()
    for number in [20, 40, 60, 80] {
      let depth = depths[Staircase.place(number)]
      #expect(abs(depth - 1) < 0.01, "cell \(number): \(depth) m")
    }
    #expect(engine.balance.error == 0)
    // With banks on two sides only half of its h_w, 4 u² ⁄ g = 0.9 m, counts for the step; √(g h) of 1 m would set it otherwise.
    let most = 0.65 * 10 / 9.80665.squareRoot()
    #expect(heavyDepth == .infinity || Double(engine.steps) < 0.75 * 4 * 3600 / most)
  }

  @Test("where inertia grows, a deep slow river has the depth it had, in half of the steps")
  func steady() throws {
    let (slope, roughness, cell, depth) = (Float(0.0001), Float(0.03), 10.0, Float(3))
    let basin = Basin(
      columns: 100, rows: 1, cell: cell, bed: (0..<100).map { 10 - slope * Float(cell) * Float($0) },
      roughness: Array(repeating: roughness, count: 100))
    var forcing = Forcing()
    let flow = pow(Double(depth), 5.0 / 3) * Double(slope).squareRoot() / Double(roughness) * cell
    forcing.inflows = [Inflow(cells: [0], rate: Series(constant: flow))]
    forcing.rims = [Rim(cells: [99], kind: .outflow(slope: Double(slope)))]
    var steps: [Int] = []
    for heavyDepth in [Float.infinity, 0.5] {
      let engine = try LiveEngine(basin, forcing, threads: 1, heavyDepth: heavyDepth)
      engine.fill(depths: Array(repeating: depth - 0.2, count: 100))
      try engine.advance(to: 8 * 3600)
      #expect(engine.depths().allSatisfy { abs($0 - depth) < 0.01 * depth }, "\(engine.depths())")
      steps.append(engine.steps)
    }
    #expect(Double(steps[1]) < 0.5 * Double(steps[0]))
  }

  @Test("a lake stays as it is and a disturbed pond calms down, however heavy the water", arguments: [0.05, 0.2, 1])
  func still(heavyDepth: Float) throws {
    let lake = RoughGround.basin(columns: 60, rows: 40, seed: 1, outside: true)
    let level = lake.bed.filter { !$0.isNaN }.sorted()[1000]
    let resting = try LiveEngine(lake, Forcing(), threads: 1, heavyDepth: heavyDepth)
    resting.fill(depths: RoughGround.lake(lake, level: level))
    let before = resting.depths()
    try resting.advance(to: 3600)
    #expect(zip(before, resting.depths()).allSatisfy { $0.0.isNaN || $0.0 == $0.1 })

    let count = 40 * 40
    let pond = Basin(
      columns: 40, rows: 40, cell: 10, bed: Array(repeating: 0, count: count),
      roughness: Array(repeating: 0.03, count: count))
    let engine = try LiveEngine(pond, Forcing(), threads: 1, heavyDepth: heavyDepth)
    engine.fill(depths: (0..<count).map { ($0 % 40 + $0 / 40) % 2 == 0 ? 0.51 : 0.49 })
    try engine.advance(to: 3 * 3600)
    #expect(engine.depths().allSatisfy { abs($0 - 0.5) < 1e-3 })
  }

  @Test("heavy water gives the same bits for any number of threads, and loses none")
  func threads() throws {
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 20 / 3.6e6)])
    let basin = RoughGround.basin(columns: 300, rows: 300, seed: 3, outside: false)
    var all: [[Float]] = []
    for threads in [1, 3] {
      let engine = try LiveEngine(basin, forcing, threads: threads, heavyDepth: 0.1)
      try engine.advance(to: 1800)
      #expect(abs(engine.balance.relativeError) < 1e-12)
      all.append(engine.depths())
    }
    #expect(all[0] == all[1])
  }
}
