internal import Foundation
internal import ShallowWater

extension WaterCase {
  /// How the water passes the bump.
  package enum Bump: String, Sendable, CaseIterable {
    case subcritical, transcritical
    case shock = "transcritical with a shock"
  }

  /// Steady flow over a parabolic bump of 0.2 m in a channel of 25 m without friction (Goutal and Maurel 1997). SWASHES 3.1.3–3.1.5.
  package static func bump(_ kind: Bump, cells: Int) -> WaterCase {
    let (q, outlet): (Double, Double) =
      switch kind {
      case .subcritical: (4.42, 2)
      case .transcritical: (1.53, 0.66)
      case .shock: (0.18, 0.33)
      }
    let bed = { (x: Double) in x > 8 && x < 12 ? 0.2 - 0.05 * (x - 10) * (x - 10) : 0 }
    let critical = cbrt(q * q / g)
    // h where the energy above the bed, h + q² ⁄ 2gh², is what it is: the deep or the shallow one.
    let still = { (energy: Double, deep: Bool) -> Double in
      let head = { (h: Double) in h + q * q / (2 * g * h * h) - energy }
      if head(critical) >= 0 { return critical }
      return deep
        ? root(between: critical, and: energy + 1, of: head) : root(between: critical * 1e-2, and: critical, of: head)
    }
    let below = outlet + q * q / (2 * g * outlet * outlet)
    let above = critical * 1.5 + 0.2
    let jump = root(between: 10, and: 12) { x in
      let (h1, h2) = (still(above - bed(x), false), still(below - bed(x), true))
      return q * q * (1 / h1 - 1 / h2) + g / 2 * (h1 * h1 - h2 * h2)
    }
    var result = channel(
      "bump, \(kind.rawValue), \(cells) cells", cells: cells, length: 25, bed: bed, depth: { max(0, outlet - bed($0)) },
      end: 200
    ) { x in
      switch kind {
      case .subcritical: still(below - bed(x), true)
      case .transcritical: still(above - bed(x), x < 10)
      case .shock: x < jump ? still(above - bed(x), x < 10) : still(below - bed(x), true)
      }
    }
    result.forcing.inflows = [Inflow(cells: [0], rate: Series(constant: q * result.basin.cell))]
    result.forcing.rims = [Rim(cells: [Int32(cells - 1)], kind: .level(Series(constant: outlet)))]
    return result
  }
}
