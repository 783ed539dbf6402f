internal import Foundation
internal import ShallowWater

extension WaterCase {
  /// MacDonald's long channel, 1000 m of subcritical flow with n = 0.033, with or without rain of 1 mm/s on it: the depth is given, the
  /// bed follows from the equation of steady flow. SWASHES 3.2.1 and 3.3.1; what leaves is 2 m²/s in both.
  package static func macDonald(rain: Bool, cells: Int) -> WaterCase {
    let depth = { (x: Double) in cbrt(4 / g) * (1 + 0.5 * exp(-16 * (x / 1000 - 0.5) * (x / 1000 - 0.5))) }
    let rate = rain ? 0.001 : 0
    let first = rain ? 1.0 : 2.0
    // −dz ⁄ dx, integrated from the outlet by Simpson's rule.
    let fall = { (x: Double) -> Double in
      let h = depth(x)
      let slope = -cbrt(4 / g) * 0.5 * 32 / 1000 * (x / 1000 - 0.5) * exp(-16 * (x / 1000 - 0.5) * (x / 1000 - 0.5))
      let q = first + rate * x
      return (1 - q * q / (g * h * h * h)) * slope + 0.033 * 0.033 * q * q / pow(h, 10.0 / 3) + 2 * q * rate
        / (g * h * h)
    }
    let cell = 1000 / Double(cells)
    var bed: [Double] = []
    var z = 0.0
    var x = 1000.0
    for k in (0..<cells).reversed() {
      let next = (Double(k) + 0.5) * cell
      let parts = 64
      let width = (x - next) / Double(parts)
      for part in 0..<parts {
        let left = next + Double(part) * width
        z += width / 6 * (fall(left) + 4 * fall(left + width / 2) + fall(left + width))
      }
      x = next
      bed.insert(z, at: 0)
    }
    return macDonald(
      name: "MacDonald \(rain ? "with" : "without") rain, \(cells) cells", bed: bed,
      depth: (0..<cells).map { depth((Double($0) + 0.5) * cell) },
      outlet: depth(1000), rain: rain)
  }

  /// The same from tables of bed and depth at the cells' centres, and the level in m at the outlet.
  package static func macDonald(name: String, bed: [Double], depth: [Double], outlet: Double, rain: Bool) -> WaterCase {
    let count = bed.count
    let cell = 1000 / Double(count)
    var result = WaterCase(
      name: name,
      basin: Basin(
        columns: count, rows: 1, cell: cell, bed: bed.map { Float($0) },
        roughness: Array(repeating: 0.033, count: count)),
      depth: depth, end: 3600, exact: depth)
    result.depth = Array(repeating: 0, count: count)
    result.forcing.inflows = [Inflow(cells: [0], rate: Series(constant: (rain ? 1 : 2) * cell))]
    result.forcing.rims = [Rim(cells: [Int32(count - 1)], kind: .level(Series(constant: outlet)))]
    if rain { result.forcing.rain = RainField(rates: [Series(constant: 0.001)]) }
    return result
  }
}
