import Geography
import Modelling
import Replica
import ShallowWater
import Testing

@testable import Flood

@Suite("What the ensemble says is so often so") struct EnsembleTests {
  /// A cone of 25 × 25 cells that gathers its rain, of exactly known ground, with nothing taken in.
  private static func run(factor: Double, members: Double, seed: UInt64 = 1) throws -> Outcome {
    var city = Hand.city(
      Hand.ground(25, 25) { x, y in
        let (a, b) = (x - 122, y - 126)
        return 5 + 0.02 * (a * a + b * b).squareRoot()
      })
    var conditions = Conditions()
    try RainChange(depth: 60 * factor, duration: 1).apply(to: &city, under: &conditions, with: NoFiles())
    try FloodSettingsChange(members: members, infiltration: "none").apply(
      to: &city, under: &conditions, with: NoFiles())
    return try FloodModel().run(on: city, under: conditions, in: TestContext(seed: seed))
  }

  @Test(
    "where rain alone decides, the share of members over 0.3 m is that of the factors over the exact one, cell by cell")
  func calibrated() throws {
    let factors = stride(from: 0.5, through: 1.75, by: 0.125).map { $0 }
    let peaks = try factors.map { try #require(Hand.field(Self.run(factor: $0, members: 0), "flood.peak")).values }
    let members = 100
    let probability = try #require(Hand.field(Self.run(factor: 1, members: Double(members)), "flood.probability"))
      .values
    let drawn = (1...members).map { Perturbation(seed: 1, member: $0).rain }
    var between = 0
    for cell in probability.indices {
      guard let above = peaks.indices.first(where: { peaks[$0][cell] > 0.3 }) else {
        #expect(probability[cell] < 0.03)
        continue
      }
      guard above > 0 else {
        #expect(probability[cell] > 0.97)
        continue
      }
      let (low, high) = (peaks[above - 1][cell], peaks[above][cell])
      let exact = factors[above - 1] + 0.125 * Double((0.3 - low) / (high - low))
      let wanted = Double(drawn.count { $0 > exact }) / Double(members)
      // Friction differs too, and the exact factor lies on a straight line between two runs.
      #expect(abs(Double(probability[cell]) - wanted) < 0.06, "cell \(cell): \(probability[cell]) for \(wanted)")
      if (0.1...0.9).contains(wanted) { between += 1 }
    }
    #expect(between >= 10)
  }

  @Test("factors have the median 1 and the spread they are said to have")
  func factors() {
    let drawn = (1...2000).map { Perturbation(seed: 3, member: $0) }
    for (values, spread) in [
      (drawn.map(\.rain), 0.15), (drawn.map(\.roughness), 0.25), (drawn.map(\.infiltration), 0.3),
    ] {
      let logs = values.map { Portable.log($0) }
      let mean = logs.reduce(0, +) / 2000
      let deviation = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999).squareRoot()
      // Four standard errors.
      #expect(abs(mean) < 4 * spread / 2000.0.squareRoot())
      #expect(abs(deviation / spread - 1) < 4 / 4000.0.squareRoot())
    }
  }
}
