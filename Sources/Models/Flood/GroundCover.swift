import Replica

/// What a land use means to water: friction, how much of it is paved, and what its soft part takes in.
///
/// Manning's n in s/m^⅓: streets 0.02 and other ground in town 0.05 as in the UK Environment Agency's benchmark of urban flooding (S. Néelz
/// and G. Pender, SC120002, 2013, test 8); fields, grass, forest, wetland and open water from V. T. Chow, *Open-Channel Hydraulics*,
/// McGraw-Hill 1959, table 5-6. Curve numbers for soil groups A–D and paved shares from USDA, *Urban Hydrology for Small Watersheds*,
/// TR-55, 1986, table 2-2: the soft part of built land is open space in good condition, as TR-55's own composites take it.
struct GroundCover {
  /// Manning's n.
  var roughness: Float
  /// Share that is paved or roofed where the map shows nothing closer.
  var paved: Float
  /// Curve numbers of the soft part for the groups A, B, C and D.
  var numbers: [Float]

  /// The curve number of roofs and asphalt.
  static let pavedNumber: Float = 98
  /// Manning's n of streets.
  static let street: Float = 0.02

  private static let open: [Float] = [39, 61, 74, 80]

  static func of(_ use: LandUse?) -> GroundCover {
    guard let use else { return GroundCover(roughness: 0.05, paved: 0, numbers: [49, 69, 79, 84]) }
    return switch use {
    case .residential: GroundCover(roughness: 0.05, paved: 0.65, numbers: open)
    case .commercial, .retail: GroundCover(roughness: 0.05, paved: 0.85, numbers: open)
    case .industrial: GroundCover(roughness: 0.05, paved: 0.72, numbers: open)
    // TR-55 has no row for schools, town halls and barracks: half paved is assumed.
    case .civic, .military: GroundCover(roughness: 0.05, paved: 0.5, numbers: open)
    case .construction: GroundCover(roughness: 0.03, paved: 0, numbers: [77, 86, 91, 94])
    case .farmland: GroundCover(roughness: 0.04, paved: 0, numbers: [67, 78, 85, 89])
    case .forest: GroundCover(roughness: 0.1, paved: 0, numbers: [36, 60, 73, 79])
    case .grass, .park, .cemetery: GroundCover(roughness: 0.035, paved: 0, numbers: open)
    case .railway: GroundCover(roughness: 0.035, paved: 0, numbers: [76, 85, 89, 91])
    case .bare: GroundCover(roughness: 0.025, paved: 0, numbers: [77, 86, 91, 94])
    case .water: GroundCover(roughness: 0.03, paved: 1, numbers: [98, 98, 98, 98])
    case .wetland: GroundCover(roughness: 0.07, paved: 1, numbers: [98, 98, 98, 98])
    }
  }
}

/// What a soil group's usual texture takes in by Green and Ampt: conductivity in m/s, and suction × moisture deficit in m.
///
/// Numbers of W. J. Rawls, D. L. Brakensiek and N. Miller, "Green-Ampt infiltration parameters from soils data", J. Hydraulic
/// Engineering 109 (1983) 62–70: A sand, B loam, C sandy clay loam, D clay (which texture stands for which group: TR-55, appendix A). Half
/// of the pores are taken to be full at the start (assumed).
enum GreenAmptSoil {
  static func of(_ group: SoilGroup) -> (conductivity: Float, suctionDeficit: Float) {
    // mm/h, mm, effective porosity.
    let (k, suction, porosity): (Float, Float, Float) =
      switch group {
      case .a: (117.8, 49.5, 0.417)
      case .b: (3.4, 88.9, 0.434)
      case .c: (1.5, 218.5, 0.330)
      case .d: (0.3, 316.3, 0.385)
      }
    return (k / 3_600_000, suction / 1000 * porosity * 0.5)
  }
}
