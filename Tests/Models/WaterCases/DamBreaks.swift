internal import Foundation
internal import ShallowWater

extension WaterCase {
  /// A dam break over still shallower water (Stoker 1957): 5 mm against 1 mm in a channel of 10 m, after 6 s. SWASHES 4.1.1. Times a
  /// scale in length it is the same flow, slower by its root.
  package static func stoker(cells: Int, scale: Double = 1) -> WaterCase {
    let (high, low, dam, end) = (0.005 * scale, 0.001 * scale, 5.0 * scale, 6.0 * scale.squareRoot())
    let (gh, gl) = (g * high, g * low)
    let c = root(between: gl.squareRoot() * 1.000001, and: gh.squareRoot()) { c in
      let gap = gh.squareRoot() - c
      return -8 * gl * c * c * gap * gap + (c * c - gl) * (c * c - gl) * (c * c + gl)
    }
    let a = dam - end * gh.squareRoot()
    let b = dam + end * (2 * gh.squareRoot() - 3 * c)
    let front = dam + end * 2 * c * c * (gh.squareRoot() - c) / (c * c - gl)
    return channel(
      "Stoker's dam break, \(cells) cells", cells: cells, length: 10 * scale, bed: { _ in 0 },
      depth: { $0 < dam ? high : low },
      end: end
    ) { x in
      if x <= a { return high }
      if x <= b { return fan(x - dam, end, gh) }
      return x <= front ? c * c / g : low
    }
  }

  /// A dam break over dry ground (Ritter 1892): 5 mm in a channel of 10 m, after 6 s, times a scale. SWASHES 4.1.2.
  package static func ritter(cells: Int, scale: Double = 1) -> WaterCase {
    let (high, dam, end) = (0.005 * scale, 5.0 * scale, 6.0 * scale.squareRoot())
    let c = (g * high).squareRoot()
    return channel(
      "Ritter's dam break, \(cells) cells", cells: cells, length: 10 * scale, bed: { _ in 0 },
      depth: { $0 < dam ? high : 0 },
      end: end
    ) { x in
      if x <= dam - end * c { return high }
      return x <= dam + 2 * end * c ? fan(x - dam, end, g * high) : 0
    }
  }

  private static func fan(_ x: Double, _ t: Double, _ gh: Double) -> Double {
    let root = gh.squareRoot() - x / (2 * t)
    return 4 / (9 * g) * root * root
  }
}
