internal import Foundation
package import ShallowWater

/// Rain on a tilted plane, and what runs off its foot by the kinematic wave: q = α h^{5⁄3} with α = √S ⁄ n, so that q(t) = α (r t)^{5⁄3}
/// until the wave from the top arrives at t_c = (L ⁄ (α r^{⅔}))^{⅗}, then r L while it rains. Rain that ends at D < t_c leaves a
/// plateau α (r D)^{5⁄3} (Henderson and Wooding 1964, doi:10.1029/JZ069i008p01531; Woolhiser and Liggett 1967: it holds while
/// S L ⁄ (h Fr²) is above some 20; here it is above 100).
package struct TiltedPlane: Sendable {
  /// Metres, m/m, s/m^⅓, m/s, seconds.
  package var length = 200.0, slope = 0.02, roughness = 0.03, rain = 50 / 3.6e6
  package var duration: Double
  package let cells: Int

  /// A plane in so many cells from top to foot, under rain that lasts a share of the time of concentration.
  package init(cells: Int, lasting share: Double) {
    self.cells = cells
    duration = 0
    duration = share * concentration
  }

  private var alpha: Double { slope.squareRoot() / roughness }

  /// Seconds the wave takes from top to foot.
  package var concentration: Double { pow(length / (alpha * pow(rain, 2.0 / 3)), 0.6) }

  /// The peak of what runs off, in m²/s.
  package var peak: Double {
    duration >= concentration ? rain * length : alpha * pow(rain * duration, 5.0 / 3)
  }

  /// What runs off at a moment of the rise, in m²/s.
  package func rising(at seconds: Double) -> Double { min(rain * length, alpha * pow(rain * seconds, 5.0 / 3)) }

  /// The ground.
  package var basin: Basin {
    let cell = length / Double(cells)
    return Basin(
      columns: cells, rows: 1, cell: cell, bed: (0..<cells).map { Float(slope * (length - (Double($0) + 0.5) * cell)) },
      roughness: Array(repeating: Float(roughness), count: cells))
  }

  /// The rain, and the way out at the foot.
  package var forcing: Forcing {
    var forcing = Forcing()
    forcing.rain = RainField(rates: [Series(seconds: [0, duration], values: [rain, 0], course: .steps)])
    forcing.rims = [Rim(cells: [Int32(cells - 1)], kind: .outflow(slope: slope))]
    return forcing
  }

  /// Runs an engine; m²/s that ran off in each of a number of even spans until `end`.
  package func hydrograph(_ engine: any WaterEngine, until end: Double, spans: Int = 60) throws -> [Double] {
    let width = length / Double(cells)
    var last = 0.0
    return try (1...spans).map { span in
      try engine.advance(to: end * Double(span) / Double(spans))
      defer { last = engine.balance.rimOut }
      return (engine.balance.rimOut - last) / (end / Double(spans)) / width
    }
  }
}
