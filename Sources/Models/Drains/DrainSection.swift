/// The shape across a conduit. Heights and widths in metres.
public enum DrainSection: Sendable, Hashable {
  /// A round pipe.
  case circular(diameter: Double)
  /// A box.
  case box(height: Double, width: Double)
  /// An open rectangle: most monsoon drains.
  case open(height: Double, width: Double)
  /// An open trapezium; side slopes are run over rise.
  case trapezoidal(height: Double, bottom: Double, leftSlope: Double, rightSlope: Double)
  /// An open triangle on its tip.
  case triangular(height: Double, top: Double)
  /// An open parabola.
  case parabolic(height: Double, top: Double)
  /// A surveyed section: stations from left to right and the levels there, in metres; one roughness. Open.
  case irregular(stations: [Double], levels: [Double])

  /// Metres from the bottom to the crown or the banks.
  public var height: Double {
    switch self {
    case .circular(let diameter): diameter
    case .box(let height, _), .open(let height, _), .trapezoidal(let height, _, _, _), .triangular(let height, _),
      .parabolic(let height, _):
      height
    case .irregular(_, let levels): (levels.max() ?? 0) - (levels.min() ?? 0)
    }
  }

  /// Whether water can rise out of it; a closed one runs under pressure when it is full.
  public var isOpen: Bool {
    switch self {
    case .circular, .box: false
    case .open, .trapezoidal, .triangular, .parabolic, .irregular: true
    }
  }

  /// Metres across at the widest.
  public var greatestWidth: Double {
    switch self {
    case .circular(let diameter): diameter
    case .box(_, let width), .open(_, let width): width
    case .trapezoidal(let height, let bottom, let left, let right): bottom + height * (left + right)
    case .triangular(_, let top), .parabolic(_, let top): top
    case .irregular(let stations, _): (stations.last ?? 0) - (stations.first ?? 0)
    }
  }
}
