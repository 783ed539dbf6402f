import Measuring
import ShallowWater
import WaterCases

/// A lake over random ground with islands, which must stay at rest; and mass after 10⁵ steps of 1 mm/h on the same ground.
enum Rest {
  static func run(_ words: [String]) throws {
    let basin = RoughGround.basin(columns: 200, rows: 200, seed: 11, outside: true)
    let engines: [any WaterEngine] =
      try [
        ReferenceEngine(basin, order: .first), ReferenceEngine(basin, order: .second),
      ] + LiveForm.allCases.map { try $0.engine(basin) }
    for (engine, name) in zip(
      engines, ["reference, first order", "reference, second order"] + LiveForm.allCases.map(\.name))
    {
      engine.fill(depths: RoughGround.lake(basin, level: 0))
      let before = engine.depths()
      try engine.advance(to: 600)
      let (east, north) = engine.velocities()
      let swiftest = (east + north).reduce(0) { max($0, abs($1)) }
      let moved = zip(before, engine.depths()).reduce(Float(0)) { $1.0.isNaN ? $0 : max($0, abs($1.0 - $1.1)) }
      try Row(
        bar: "lake at rest, speed, \(name)", case: "200², islands, \(engine.steps) steps", unit: "m/s",
        ours: Double(swiftest),
        limit: 1e-6
      ).print()
      // Half a unit in the last place of a depth of some metres.
      try Row(
        bar: "lake at rest, level, \(name)", case: "200², islands, \(engine.steps) steps", unit: "m",
        ours: Double(moved),
        limit: 5e-7
      ).print()
    }
    try mass()
  }

  private static func mass() throws {
    let basin = RoughGround.basin(columns: 40, rows: 40, seed: 12)
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(constant: 1 / 3.6e6)])
    for order in [ReferenceEngine.Order.first, .second] {
      let engine = try ReferenceEngine(basin, forcing, order: order)
      while engine.steps < 100_000 { try engine.advance(to: engine.seconds + 2000) }
      try Row(
        bar: "mass, reference, \(order) order", case: "40², 1 mm/h, \(engine.steps) steps", unit: "share",
        ours: abs(engine.balance.relativeError), limit: 1e-6
      ).print()
    }
  }
}
