import Geography
public import Modelling
public import Replica

/// Counts people, buildings, places and kilometres of street in water: deeper than a threshold, by class of depth, and hour by
/// hour.
///
/// Without the condition `water-depth` no water is supposed, and every count is 0. Equations in
/// `Docs/models/exposure.md`.
public struct ExposureModel: Model {
  public static let card = ModelCard(
    name: "exposure", version: "2",
    purpose: "Who and what stands in water, and which streets are closed at which hour?",
    method: """
      A building's depth is the greatest of the cells whose centres its outline covers, or that of the cell under its \
      centroid where it covers none; a place's is that of its cell. A street's wet length is that of its parts \
      inside cells deeper than the threshold; a street counts once, not per direction. Over time the greatest depth of each \
      cell counts. People are those of the wet buildings. No data is dry. A street is closed to a vehicle, whole, while its \
      deepest cell reaches what the vehicle can wade. Intervals are the 5th and 95th percentile of the members of an ensemble.
      """,
    sources: [
      "Formulas in Docs/models/exposure.md",
      "Threshold of 0.3 m: M. Pregnolato et al., Transportation Research D 55 (2017) 67–81, doi:10.1016/j.trd.2017.06.020",
      "Wading depths: the table at WadingDepth",
    ],
    inputs: ["water-depth", "water-ensemble", "water-threshold", "buildings", "streets", "places"],
    limits: [
      "Ground floors raised above the ground, sills and walls are not known: a building in water need not be wet inside.",
      "Bridges and tunnels count as if they lay on the ground.",
      "A moment of the water stands for the time halfway to its neighbours; what happens between moments is not seen.",
      "People are where they live, at every hour.",
      "The depth is only as good as the raster and the terrain behind it.",
    ],
    measured: [
      "Jakarta, two floods: buildings within 0.13 %, street length within 0.02 % of pyogrio, rasterio and shapely on the raw files."
    ])
  public static let uses: [any Condition.Type] = [WaterDepth.self, WaterEnsemble.self, WaterThreshold.self]
  public static let offers: [any Condition.Type] = []

  /// A model; its threshold comes with the conditions.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    try context.advance(to: 0, "exposure: buildings and streets")
    let threshold = conditions[WaterThreshold.self]?.metres ?? WaterThreshold.usual
    guard let water = conditions[WaterDepth.self] else { return Self.dry(city, threshold) }

    var things = ThingsInWater(city, threads: context.threads)
    var tally = WaterTally()
    for frame in water.frames { tally.add(try things.cells(on: frame.depth).buildings, in: frame.depth) }
    let depths = try Self.greatest(in: water.peaks, &things, threshold)
    let found = StandingInWater(depths, city, threshold: threshold)

    try context.advance(to: 0.4, "exposure: the ensemble")
    let members = try conditions[WaterEnsemble.self].map {
      try MembersInWater($0, &things, city, threshold, threads: context.threads)
    }
    var outcome = Outcome()
    Self.append(found, beside: members?.counts ?? [], of: city, threshold, coverage: tally.coverage, to: &outcome)
    outcome.fields = Self.fields(city, buildings: depths.buildings, segments: depths.segments, threshold: threshold)
    if let members { outcome.fields += members.fields(city, threshold) }
    try context.advance(to: 0.6, "exposure: hour by hour")
    if water.frames.count > 1 {
      let hours = try HoursInWater(water, &things, city, threshold)
      hours.append(from: conditions.start, city, threshold, to: &outcome)
    }
    outcome.remarks += Self.remarks(city, tally, depths.wet)
    try context.advance(to: 1, "exposure: done")
    return outcome
  }

  /// The greatest depths over some grids, one a shape.
  private static func greatest(
    in peaks: [Grid], _ things: inout ThingsInWater, _ threshold: Float
  ) throws -> ThingDepths {
    var depths = ThingDepths(try things.cells(on: peaks[0]), in: peaks[0], threshold: threshold)
    for peak in peaks.dropFirst() {
      depths.deepen(ThingDepths(try things.cells(on: peak), in: peak, threshold: threshold))
    }
    return depths
  }
}

/// How many cells were looked for, and how many of them held data.
struct WaterTally: Sendable {
  var looked = 0
  var known = 0

  /// Adds the cells under things.
  mutating func add(_ cells: TouchedCells, in grid: Grid) {
    var tally = self
    cells.forEach(in: grid) { _, depth, _ in
      tally.looked += 1
      if !depth.isNaN { tally.known += 1 }
    }
    self = tally
  }

  /// Share of the cells looked for that held data; nothing when none was looked for.
  var coverage: Double? { looked > 0 ? Double(known) / Double(looked) : nil }
}
