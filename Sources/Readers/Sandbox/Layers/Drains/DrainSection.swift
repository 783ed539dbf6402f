/// The cross-section of a drain: a rectangle of concrete.
struct DrainSection: Hashable, Sendable {
  /// Metres across.
  var width: Double
  /// Metres from the bottom to the edge.
  var depth: Double

  /// Roughness after Manning of concrete channels (V. T. Chow, "Open-Channel Hydraulics", McGraw-Hill 1959, table 5-6:
  /// 0.013 to 0.018 by finish).
  static let roughness = 0.015

  /// What the rectangle carries when it runs full, in m³/s: Q = A R^(2/3) √S / n (R. Manning, Trans. Institution of Civil
  /// Engineers of Ireland 20 (1891) 161–207); `slope` is rise over run.
  func capacity(slope: Double) -> Double {
    let area = width * depth
    let radius = area / (width + 2 * depth)
    return area * Self.cubeRoot(radius * radius) * slope.squareRoot() / Self.roughness
  }

  /// The widths a council's yard has, in metres; assumed.
  static let widths = [0.45, 0.6, 0.75, 0.9, 1.2, 1.5, 1.8, 2.4, 3, 4, 5, 6, 8, 10]

  /// The narrowest section of a depth that carries a flow; the widest where none does.
  static func carrying(_ flow: Double, slope: Double, depth: Double) -> DrainSection {
    for width in widths {
      let section = DrainSection(width: width, depth: depth)
      if section.capacity(slope: slope) >= flow { return section }
    }
    return DrainSection(width: widths[widths.count - 1], depth: depth)
  }

  /// The cube root of a number of at least 0, by Newton's method: the same bits on every machine.
  static func cubeRoot(_ number: Double) -> Double {
    guard number > 0 else { return 0 }
    var root = max(1, number)
    for _ in 0..<60 { root = (2 * root + number / (root * root)) / 3 }
    return root
  }
}

/// What runs off towards a drain when it rains hard.
enum Runoff {
  /// m² of land that a metre of street drains: the lots on both sides; assumed.
  static let squareMetresPerMetre = 45.0
  /// The share of the rain that runs off a built-up street; assumed.
  static let share = 0.7

  /// The flow in m³/s off an area in m², by the rational method Q = C i A (T. J. Mulvany, Trans. Institution of Civil
  /// Engineers of Ireland 4 (1851) 18–31). The storm is one of a few years: 150 mm/h over a quarter of an hour, less over a
  /// larger area, whose water takes longer to gather; assumed, in the manner of the Malaysian manual for storm water
  /// (Department of Irrigation and Drainage, MSMA, second edition 2012), whose tables of stations are not used.
  static func flow(_ area: Double) -> Double {
    let hectares = area / 10_000
    let millimetresPerHour = hectares <= 5 ? 150 : 150 / DrainSection.cubeRoot(hectares / 5)
    return share * millimetresPerHour / 3_600_000 * area
  }
}
