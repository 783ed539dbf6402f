// WaterCases: flows over a raster whose exact solution is published, for tests and benchmarks of both engines.
//
// Unless said otherwise from SWASHES: O. Delestre, C. Lucas, P.-A. Ksinant, F. Darboux, C. Laguerre, T. N. T. Vo, F. James,
// S. Cordier, "SWASHES: a compilation of shallow water analytic solutions for hydraulic and environmental studies",
// International Journal for Numerical Methods in Fluids 72, 2013, doi:10.1002/fld.3741 (corrected 2016, doi:10.1002/fld.4197).

package import ShallowWater

/// A flow with a published solution.
package struct WaterCase: Sendable {
  /// What it is called in tables.
  package var name: String
  /// The ground, and what moves the water.
  package var basin: Basin
  package var forcing = Forcing()
  /// Depth in m at the start, and discharge in m²/s toward east and north, cell by cell.
  package var depth: [Double]
  package var east: [Double] = []
  package var north: [Double] = []
  /// Seconds to the moment at which the solution is known.
  package var end: Double
  /// Depth in m then, cell by cell.
  package var exact: [Double]

  /// Runs the reference engine to the end.
  package func run(_ order: ReferenceEngine.Order, threads: Int = 1) throws -> ReferenceEngine {
    let engine = try ReferenceEngine(basin, forcing, order: order, threads: threads)
    engine.fill(
      { depth[$0] }, moving: { i in (east.isEmpty ? 0 : east[i], north.isEmpty ? 0 : north[i]) })
    try engine.advance(to: end)
    return engine
  }

  /// Runs the live engine to the end; depths in m.
  package func runLive(advection: Bool = false) throws -> [Double] {
    let engine = try LiveEngine(basin, forcing, threads: 1, advection: advection)
    engine.fill(depths: depth.map { Float($0) })
    try engine.advance(to: end)
    return engine.depths().map { Double($0) }
  }

  /// Σ|h − hₑ| ⁄ Σ hₑ, over the cells.
  package func error(of depths: [Double]) -> Double {
    let off = zip(depths, exact).reduce(0) { $0 + abs($1.0 - $1.1) }
    return off / exact.reduce(0, +)
  }

  /// m/s².
  static var g: Double { 9.81 }

  /// A channel of one row along x: cells, length in m, a bed at the cells' centres.
  static func channel(
    _ name: String, cells: Int, length: Double, roughness: Float = 1e-6, bed: (Double) -> Double,
    depth: (Double) -> Double, end: Double, exact: (Double) -> Double
  ) -> WaterCase {
    let cell = length / Double(cells)
    let centres = (0..<cells).map { (Double($0) + 0.5) * cell }
    let ground = centres.map { Float(bed($0)) }
    return WaterCase(
      name: name,
      basin: Basin(
        columns: cells, rows: 1, cell: cell, bed: ground, roughness: Array(repeating: roughness, count: cells)),
      depth: centres.map(depth), end: end, exact: centres.map(exact))
  }
}

/// The root of a function that changes sign once between two arguments.
func root(between low: Double, and high: Double, of f: (Double) -> Double) -> Double {
  var (a, b) = (low, high)
  let rising = f(b) > 0
  for _ in 0..<200 {
    let middle = 0.5 * (a + b)
    if (f(middle) > 0) == rising { b = middle } else { a = middle }
  }
  return 0.5 * (a + b)
}
