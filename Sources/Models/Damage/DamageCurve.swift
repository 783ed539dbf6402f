public import Replica

/// What is damaged, as the JRC's curves tell it apart.
public enum AssetClass: String, CaseIterable, Sendable, Codable {
  case residential, commercial, industrial, transport, infrastructure, agriculture

  /// The class of a building, by its use.
  ///
  /// The JRC counts offices, schools, hospitals, hotels and shops as commerce, and warehouses, factories and laboratories as
  /// industry. Not in its list, and chosen here: worship and civic as commerce; farm buildings as industry, as the warehouses
  /// they are; car parks as transport; sheds and garages, and what nobody knows the use of, as homes.
  public static func of(_ use: BuildingUse) -> AssetClass {
    switch use {
    case .unknown, .residential, .ancillary: .residential
    case .commercial, .education, .health, .worship, .civic: .commercial
    case .industrial, .agricultural: .industrial
    case .parking: .transport
    }
  }
}

/// The share of the greatest damage that a depth of water does in Asia.
///
/// Source: J. Huizinga, H. de Moel and W. Szewczyk, "Global flood depth-damage functions", EUR 28552 EN, Joint Research
/// Centre 2017, doi:10.2760/16510, the averages for Asia. Straight lines between the knots; whole beyond the last one.
public struct DamageCurve: Sendable {
  /// Metres of water at the knots, ascending from 0.
  public let depths: [Double]
  /// Share of the greatest damage at each, 0…1, ascending.
  public let shares: [Double]

  private init(_ shares: [Double]) {
    depths = Array([0, 0.5, 1, 1.5, 2, 3, 4, 5, 6].prefix(shares.count))
    self.shares = shares
  }

  /// The curve of a class.
  public static func of(_ asset: AssetClass) -> DamageCurve {
    switch asset {
    case .residential: DamageCurve([0, 0.327, 0.494, 0.617, 0.721, 0.870, 0.931, 0.984, 1])
    case .commercial: DamageCurve([0, 0.377, 0.538, 0.659, 0.763, 0.883, 0.942, 0.981, 1])
    case .industrial: DamageCurve([0, 0.283, 0.482, 0.629, 0.717, 0.857, 0.909, 0.955, 1])
    case .transport: DamageCurve([0, 0.358, 0.572, 0.733, 0.847, 1])
    case .infrastructure: DamageCurve([0, 0.214, 0.373, 0.604, 0.710, 0.808, 0.887, 0.969, 1])
    case .agriculture: DamageCurve([0, 0.135, 0.370, 0.524, 0.558, 0.660, 0.834, 0.988, 1])
    }
  }

  /// The share of the greatest damage at a depth in metres: exact at the knots, monotone between; 0 for dry and for no data.
  public func share(at depth: Double) -> Double {
    guard depth > 0 else { return 0 }
    guard let above = depths.firstIndex(where: { $0 >= depth }) else { return 1 }
    if depths[above] == depth { return shares[above] }
    let part = (depth - depths[above - 1]) / (depths[above] - depths[above - 1])
    return shares[above - 1] + (shares[above] - shares[above - 1]) * part
  }
}
