import Modelling
import Replica

/// How wide and deep a waterway is where the map does not say.
enum Channel {
  /// Metres from bank to bank: the map's, or by kind — river 20, canal 8, stream 3, drain and ditch 1.5 (assumed).
  static func width(_ ways: Waterways, _ row: Int) -> Double {
    let width = Double(ways.widths[row])
    if width.isFinite, width > 0 { return width }
    return switch ways.kinds[row] {
    case .river: 20
    case .canal: 8
    case .stream: 3
    case .drain, .ditch: 1.5
    }
  }

  /// Metres from bank to bed: the map's, or for the width w by the mean hydraulic geometry of rivers over five orders of magnitude,
  /// w = 7.2 Q^0.50 and d = 0.27 Q^0.30, so d = 0.27 (w ⁄ 7.2)^0.6 (J. A. Moody and B. M. Troutman, Earth Surface Processes and
  /// Landforms 27 (2002) 1251–1266, doi:10.1002/esp.403).
  static func depth(_ ways: Waterways, _ row: Int) -> Double {
    let depth = Double(ways.depths[row])
    if depth.isFinite, depth > 0 { return depth }
    return 0.27 * Portable.pow(width(ways, row) / 7.2, 0.6)
  }
}

/// How wide a street is where the map does not say.
enum StreetWidth {
  /// Metres of a segment: the map's, or 3.5 m a lane and at least 3 m; 2 m for ways of feet and bicycles (assumed).
  static func of(_ row: Int, _ streets: Streets) -> Double {
    let width = Double(streets.segments.widths[row])
    if width.isFinite, width > 0 { return width }
    guard streets.segments.classes[row].isRoad else { return 2 }
    let lanes = Int(streets.links.lanes[row * 2]) + Int(streets.links.lanes[row * 2 + 1])
    return max(3, Double(lanes) * 3.5)
  }
}
