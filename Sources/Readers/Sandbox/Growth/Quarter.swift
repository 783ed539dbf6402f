import Geography

/// A part of the town between main roads, laid out at one time in one manner.
struct Quarter: Sendable {
  /// Its place in the order of growth, 0 is the oldest.
  var number: Int
  /// Its face in the skeleton.
  var face: Int32
  /// Counter-clockwise, along the middle of the streets around it.
  var ring: [Point]
  var area: Double
  var center: Point
  var kind: QuarterKind
  /// The year it was laid out.
  var year: Int
  /// 1 at the old bridge, 0 at the edge of the town.
  var centrality: Double
  /// What lengths and depths of its blocks are multiplied by: below 1 in small towns, which are laid out finer (assumed).
  var grain = 1.0
  /// What whole blocks of it are to be set aside for.
  var wanted: [BlockPurpose] = []
}

extension BlockPurpose {
  /// The size in m² a block set aside for it should have; the upper end is at least twice the lower, so that halving a
  /// face always comes through the range.
  ///
  /// Assumed; schools after the 1.6–2.5 ha of a primary and 2.4–4 ha of a secondary one in planning standards, whose text
  /// was not at hand.
  var blockArea: ClosedRange<Double> {
    switch self {
    case .primarySchool: 11_000...26_000
    case .secondarySchool: 18_000...42_000
    case .university: 40_000...120_000
    case .hospital: 20_000...60_000
    case .civic: 5_000...16_000
    case .market: 3_000...9_000
    case .mall: 12_000...36_000
    case .mosque: 3_500...10_000
    case .temple, .church: 2_000...6_500
    case .police, .fireStation: 2_500...7_500
    case .busStation: 4_000...12_000
    case .park: 8_000...40_000
    case .field: 4_000...12_000
    case .cemetery: 8_000...30_000
    case .communityHall: 2_000...6_500
    case .utility: 3_000...12_000
    }
  }
}
