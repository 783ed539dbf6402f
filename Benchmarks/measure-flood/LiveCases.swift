import Foundation
import Measuring
import ShallowWater
import WaterCases

/// The live engine against exact solutions, and what has to hold to the last bit.
enum LiveCases {
  static func run(_ words: [String]) throws {
    for form in LiveForm.allCases {
      try mass(form)
      try lake(form)
      for cells in [50, 200] {
        for rain in [false, true] {
          try channel(WaterCase.macDonald(rain: rain, cells: cells), form, limit: cells == 200 ? 2.5 : nil)
        }
      }
      try plane(form)
    }
  }

  /// Terrain of 0.5 m noise on a slope, cells of 10 m.
  static func rough(_ side: Int, noise: Double = 0.5) -> Basin {
    var drawn = SplitMixed(seed: 7)
    let bed = (0..<side * side).map { Float(noise * drawn.next() + 0.002 * Double($0 % side)) }
    return Basin(
      columns: side, rows: side, cell: 10, bed: bed, roughness: Array(repeating: 0.03, count: side * side))
  }

  private static func mass(_ form: LiveForm) throws {
    for (rate, name) in [(1.0, "1 mm/h"), (50, "50 mm/h")] {
      var forcing = Forcing()
      forcing.rain = RainField(rates: [Series(constant: rate / 3.6e6)])
      let engine = try form.engine(rough(128), forcing)
      while engine.steps < 100_000 { try engine.advance(to: engine.seconds + 3600) }
      try Row(
        bar: "mass, 0.5 m noise, \(form.name)", case: "rain of \(name), \(engine.steps) steps", unit: "share",
        ours: abs(engine.balance.relativeError), limit: 1e-6
      ).print()
    }
  }

  private static func lake(_ form: LiveForm) throws {
    var drawn = SplitMixed(seed: 3)
    let side = 200
    let bed = (0..<side * side).map { _ in Float(120 + 6 * drawn.next()) }
    let basin = Basin(
      columns: side, rows: side, cell: 10, bed: bed, roughness: Array(repeating: 0.03, count: side * side))
    let engine = try form.engine(basin)
    engine.fill(depths: bed.map { max(0, 124 - $0) })
    let before = engine.depths()
    try engine.advance(to: 3600)
    let (east, north) = engine.velocities()
    let fastest = zip(east, north).reduce(Float(0)) { max($0, hypot($1.0, $1.1)) }
    let moved = zip(before, engine.depths()).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    try Row(
      bar: "lake at rest, speed, \(form.name)", case: "islands, 1 h", unit: "m/s", ours: Double(fastest), limit: 1e-6
    ).print()
    try Row(
      bar: "lake at rest, change of level, \(form.name)", case: "islands, 1 h", unit: "m", ours: Double(moved), limit: 0
    ).print()
  }

  static func channel(_ made: WaterCase, _ form: LiveForm, limit: Double?) throws {
    let began = processorSeconds()
    let engine = try form.engine(made.basin, made.forcing)
    try engine.advance(to: made.end)
    try Row(
      bar: "MacDonald, \(form.name)", case: made.name, unit: "%",
      ours: 100 * made.error(of: engine.depths().map(Double.init)),
      limit: limit, seconds: processorSeconds() - began
    ).print()
  }

  private static func plane(_ form: LiveForm) throws {
    for share in [1.5, 0.6] {
      for cells in [20, 100] {
        let plane = TiltedPlane(cells: cells, lasting: share)
        let engine = try form.engine(plane.basin, plane.forcing)
        let flow = try plane.hydrograph(engine, until: plane.concentration * 1.5)
        try Row(
          bar: "tilted plane, peak, \(form.name)",
          case:
            "rain \(share > 1 ? "longer than the wave travels" : "that ends before the wave arrives"), \(cells) cells",
          unit: "%", ours: 100 * abs((flow.max() ?? 0) / plane.peak - 1), limit: cells == 100 ? 2 : nil
        ).print()
      }
    }
  }
}

/// Numbers from 0 to 1 drawn from a seed (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMixed {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ z >> 31) >> 11) * 0x1p-53
  }
}
