import Modelling

/// Who works, who walks with difficulty, what a household earns and drives.
///
/// Sources. Work: 67.7 % of those of 15 to 64 are employed, 70.0 % take part in the labour force, two thirds of those
/// outside it are women (Department of Statistics Malaysia, Labour Force Survey 2023). Income: median 6,338 and mean
/// 8,479 ringgit a month, 7,243 in urban and 4,094 in rural areas, 1.8 earners a household, Gini coefficient 0.393 in
/// urban areas (the same, Household Income Survey 2022). Vehicles: 17.2 million cars and 16.8 million motorcycles are
/// registered, two thirds of all vehicles are taxed (Ministry of Transport, October 2023); 63.7 % of urban and 76.0 % of
/// rural households have a motorcycle (Household Income and Basic Amenities Survey 2019). Limited mobility: 3.7 % of
/// adults have a lot of difficulty in some domain or cannot do it at all (National Health and Morbidity Survey 2015,
/// doi:10.1186/s12889-017-4793-7); 19.5 % of those of 60 and above are limited in moving about (a district of Melaka, 2010,
/// doi:10.1186/1471-2458-10-492). How work spreads over ages, and how income differs by quarter and by earners, is assumed.
enum Livelihood {
  /// Ages from which the next share of a table holds.
  private static let workAges: [UInt8] = [15, 17, 20, 25, 35, 45, 55, 60, 65, 75]
  private static let menAtWork = [0.03, 0.24, 0.68, 0.93, 0.96, 0.94, 0.80, 0.58, 0.24, 0.05]
  private static let womenAtWork = [0.02, 0.16, 0.52, 0.71, 0.67, 0.58, 0.38, 0.22, 0.07, 0.01]
  private static let limitedAges: [UInt8] = [0, 18, 40, 60, 70, 80]
  private static let limited = [0.006, 0.010, 0.025, 0.09, 0.22, 0.45]

  /// Logarithms of what a kind of quarter earns against the town.
  private static let quarterEffect: [Double] = [-0.10, 0.10, 0, 0.15, 0.22, -0.28, -0.30, 0]
  /// Logarithms of what nought, one … four and more earners make against the town.
  private static let earnerEffect: [Double] = [-0.60, -0.12, 0.22, 0.40, 0.52]
  /// Spread of the logarithm of income within quarters and earners; with the effects above it gives a Gini of about 0.39.
  private static let spread = 0.64

  /// What a table says of an age.
  @inline(__always)
  private static func share(_ age: UInt8, _ ages: [UInt8], _ shares: [Double]) -> Double {
    var place = -1
    while place + 1 < ages.count, ages[place + 1] <= age { place += 1 }
    return place < 0 ? 0 : shares[place]
  }

  /// Whether a person walks with difficulty, or not at all.
  static func isLimited(age: UInt8, _ random: inout SplitMix) -> Bool {
    random.unit() < share(age, limitedAges, limited)
  }

  /// Whether a person has work.
  static func isWorker(age: UInt8, isFemale: Bool, isLimited: Bool, _ random: inout SplitMix) -> Bool {
    random.unit() < share(age, workAges, isFemale ? womenAtWork : menAtWork) * (isLimited ? 0.45 : 1)
  }

  /// The median household income a month in ringgit of a town of so many people: from the rural towards the urban one.
  static func medianIncome(people: Int) -> Double {
    4_700 + 1_700 * Double(people) / (Double(people) + 60_000)
  }

  /// The logarithm of a household's income against the town's: what is expected of it, and luck.
  static func logIncome(kind: QuarterKind, earners: Int, _ random: inout SplitMix) -> (expected: Double, luck: Double) {
    // The sum of twelve uniform numbers is normal for all that incomes need (Irwin and Hall, 1927).
    var sum = -6.0
    for _ in 0..<12 { sum += random.unit() }
    return (quarterEffect[Int(kind.rawValue)] + earnerEffect[min(4, earners)], sum * spread)
  }

  /// Cars and motorcycles of a household by income and grown-ups (17 and above).
  static func vehicles(
    income: Double, adults: Int, kind: QuarterKind, _ random: inout SplitMix
  ) -> (cars: UInt8, motorcycles: UInt8) {
    guard adults > 0 else { return (0, 0) }
    let wealth = income / 6_000
    var cars: UInt8 = random.unit() < 0.55 + 0.45 * wealth / (wealth + 0.35) ? 1 : 0
    if cars == 1 {
      for _ in 1..<adults where random.unit() < 0.46 * wealth / (wealth + 0.8) { cars += 1 }
    }
    let first = (kind == .kampung ? 0.88 : 0.78) - 0.24 * wealth / (wealth + 1) + (cars == 0 ? 0.12 : 0)
    var motorcycles: UInt8 = random.unit() < first ? 1 : 0
    if motorcycles == 1 {
      for _ in 1..<adults where random.unit() < 0.40 { motorcycles += 1 }
    }
    return (cars, motorcycles)
  }
}
