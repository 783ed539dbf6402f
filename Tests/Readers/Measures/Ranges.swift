/// What a measure of a town may be, and who says so. The table of Docs/sandbox.md.
package struct PublishedRange: Sendable {
  /// Where the measure stands in ``TownMeasures``.
  package let path: any KeyPath<TownMeasures, Double> & Sendable
  /// The measure's name in ``TownMeasures``.
  package var measure: String { "\(path)".split(separator: ".").last.map(String.init) ?? "" }
  /// What it is, with its unit.
  package let name: String
  /// What it may be.
  package let range: ClosedRange<Double>
  /// From how many people on it holds: a village has no hospital, and too few rings for a gradient.
  package let leastPeople: Int
  /// Who measured it.
  package let source: String

  private init(
    _ path: any KeyPath<TownMeasures, Double> & Sendable, _ name: String, _ range: ClosedRange<Double>,
    from leastPeople: Int = 0, _ source: String
  ) {
    self.path = path
    self.name = name
    self.range = range
    self.leastPeople = leastPeople
    self.source = source
  }

  /// The ranges of streets are the span of eight maps of South-East Asian towns on OpenStreetMap, measured by this room before any
  /// sandbox was, widened by a tenth at both ends: Chiang Mai, Butuan, Makati, Balikpapan, Jakarta, two quarters of Ho Chi
  /// Minh City, Hanoi.
  private static let towns = "eight maps of South-East Asian towns, measured here"

  /// All of them.
  package static let all: [PublishedRange] = [
    PublishedRange(\.streetDensity, "streets, km per km²", 8.8...15.8, towns),
    PublishedRange(\.junctionDensity, "junctions per km²", 40...95, towns),
    PublishedRange(\.deadEnds, "dead ends, share of nodes", 0.10...0.36, towns),
    PublishedRange(\.threeWay, "three-way junctions, share of nodes", 0.39...0.81, towns),
    PublishedRange(\.fourWay, "four-way junctions, share of nodes", 0.05...0.48, towns),
    PublishedRange(\.linkLower, "link length, lower quartile, m", 14...65, towns),
    PublishedRange(\.linkMedian, "link length, median, m", 57...114, towns),
    PublishedRange(\.linkUpper, "link length, upper quartile, m", 80...200, towns),
    PublishedRange(\.blockLower, "block area, lower quartile, m²", 840...6_640, towns),
    PublishedRange(\.blockMedian, "block area, median, m²", 2_300...25_000, towns),
    PublishedRange(\.blockUpper, "block area, upper quartile, m²", 5_700...36_500, towns),
    PublishedRange(\.linkCircuity, "circuity of links", 1.01...1.11, towns),
    PublishedRange(\.detour, "way over straight distance", 1.11...1.70, towns),
    PublishedRange(
      \.orientationEntropy, "entropy of directions, nats", 2.1...3.583,
      "\(towns); the upper end is ln 36 (Boeing 2019)"),
    PublishedRange(
      \.treesPerKilometre, "street trees per km", 35...79,
      "46.6 and 65.6 in California (McPherson et al. 2016), a quarter to either side for another country"),
    PublishedRange(
      \.householdSize, "people per household", 3.5...4.9,
      "DOSM, census 2020: 3.8; from 3.5 in Penang to 4.9 in Kelantan"),
    PublishedRange(
      \.jobsPerHead, "jobs per resident", 0.36...0.60,
      "DOSM, Labour Force Survey 2022: 15.39 million in work of 32.7 million, 0.47; a quarter to either side"),
    PublishedRange(
      \.bedsPerThousand, "hospital beds per 1,000", 1.5...3.0, from: 50_000,
      "World Bank, SH.MED.BEDS.ZS: 1.9 in Malaysia, 1.98 in 2018 by its ministry; a town serves its district (assumed)"),
    PublishedRange(
      \.schoolsPerThousand, "schools per 1,000", 0.20...0.80,
      "Ministry of Education: 10,160 schools in 2015 for 31 million, 0.33; the bounds are assumed"),
    PublishedRange(
      \.floorPerHead, "floor of homes per resident, m²", 15...50,
      "assumed: from a low-cost home of 60 m² to a terraced house of 175 m² over 3.8 people"),
    PublishedRange(
      \.gradientAtSize, "fall of density per km, at 100,000 people", 0.02...1.2, from: 50_000,
      "negative exponential after Clark 1951, lengths by the cube root of the people after Lemoy & Caruso 2020; the bounds "
        + "are assumed: density halves within 0.6 to 35 km"),
    PublishedRange(
      \.peopleDensity, "people per km² of built area", 2_000...14_000,
      "assumed around the 6,000 a town of this kind is laid out for"),
  ]
}
