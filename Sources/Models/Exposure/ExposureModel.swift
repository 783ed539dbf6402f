import Geography
public import Modelling
public import Replica

/// Counts people, buildings, places and kilometres of street in water deeper than a threshold.
///
/// Without the condition `water-depth` no water is supposed, and every count is 0. Equations in
/// `Docs/models/exposure.md`.
public struct ExposureModel: Model {
  public static let card = ModelCard(
    name: "exposure", version: "1",
    purpose: "Who and what stands in water?",
    method: """
      A building's depth is the greatest of the cells whose centres its outline covers, or that of the cell under its \
      centroid where it covers none; a place's is that of its cell. A street's wet length is that of its parts \
      inside cells deeper than the threshold; a street counts once, not per direction. Over time the greatest depth \
      counts. People are those of the wet buildings. No data is dry.
      """,
    sources: [
      "Formulas in Docs/models/exposure.md",
      "Threshold of 0.3 m: M. Pregnolato et al., Transportation Research D 55 (2017) 67–81, doi:10.1016/j.trd.2017.06.020",
    ],
    inputs: ["water-depth", "water-threshold", "buildings", "streets", "places"],
    limits: [
      "Ground floors raised above the ground, sills and walls are not known: a building in water need not be wet inside.",
      "Bridges and tunnels count as if they lay on the ground.",
      "The depth is only as good as the raster and the terrain behind it.",
    ],
    measured: [
      "Jakarta, two floods: buildings within 0.13 %, street length within 0.02 % of pyogrio, rasterio and shapely on the raw files."
    ])
  public static let uses: [any Condition.Type] = [WaterDepth.self, WaterThreshold.self]
  public static let offers: [any Condition.Type] = []

  /// A model; its threshold comes with the conditions.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    try context.advance(to: 0, "exposure: buildings")
    let threshold = conditions[WaterThreshold.self]?.metres ?? WaterThreshold.usual
    guard let water = conditions[WaterDepth.self] else { return Self.dry(city, threshold) }

    var tally = WaterTally()
    let buildings = try Self.depths(ofBuildings: city.buildings, in: water, context, &tally)
    try context.advance(to: 0.4, "exposure: streets")
    let streets = try Self.streets(city.streets.segments, in: water, threshold, context)
    try context.advance(to: 0.9, "exposure: places and people")
    let places = Self.depths(ofPlaces: city.places, in: water)

    var outcome = Outcome()
    let wet = buildings.indices.filter { buildings[$0] > threshold }
    // A table edited by hand may lack a number: unknown people are nobody.
    let people = wet.reduce(0) { city.buildings.people[$1] > 0 ? $0 + city.buildings.people[$1] : $0 }
    Self.append(
      Found(
        buildings: Double(wet.count), kilometres: streets.wet.reduce(0, +) / 1000, people: people,
        places: Double(places.count { $0 > threshold })),
      of: city, threshold, coverage: tally.coverage, to: &outcome)
    outcome.fields = Self.fields(city, buildings: buildings, segments: streets.deepest, threshold: threshold)
    outcome.remarks = Self.remarks(city, tally, streets, threshold)
    try context.advance(to: 1, "exposure: done")
    return outcome
  }

  // MARK: Depths

  /// The greatest depth at each building, 0 for removed ones and where no data lies.
  private static func depths(
    ofBuildings buildings: Buildings, in water: WaterDepth, _ context: any RunContext, _ tally: inout WaterTally
  ) throws -> [Float] {
    let chunk = 1024
    let chunks = (buildings.count + chunk - 1) / chunk
    var depths = [Float](repeating: 0, count: buildings.count)
    var tallies = [WaterTally](repeating: WaterTally(), count: chunks)
    try depths.withUnsafeMutableBufferPointer { depths in
      try tallies.withUnsafeMutableBufferPointer { tallies in
        let depthColumn = Column(base: depths.baseAddress)
        let tallyColumn = Column(base: tallies.baseAddress)
        try parallel(over: buildings.count, chunk: chunk, threads: context.threads) { rows in
          var tally = WaterTally()
          for row in rows where !buildings.areRemoved[row] {
            let footprint = buildings.footprints[row]
            var deepest: Float = 0
            for frame in water.frames {
              var known = 0
              let looked = frame.depth.forEachCell(coveredBy: footprint) { cell in
                let depth = frame.depth.values[cell]
                if !depth.isNaN { known += 1 }
                if depth > deepest { deepest = depth }
              }
              tally.looked += looked
              tally.known += known
            }
            depthColumn.base?[row] = deepest
          }
          tallyColumn.base?[rows.lowerBound / chunk] = tally
        }
      }
    }
    for one in tallies { tally.add(one) }
    return depths
  }

  /// What the streets meet: the greatest depth of each segment, and its metres in water deeper than the threshold.
  struct StreetWater {
    var deepest: [Float]
    var wet: [Double]
  }

  /// Depths and wet lengths of all segments. Over time, a segment's wet length is that of its wettest moment.
  private static func streets(
    _ segments: Segments, in water: WaterDepth, _ threshold: Float, _ context: any RunContext
  ) throws -> StreetWater {
    var deepest = [Float](repeating: 0, count: segments.count)
    var wet = [Double](repeating: 0, count: segments.count)
    try deepest.withUnsafeMutableBufferPointer { deepest in
      try wet.withUnsafeMutableBufferPointer { wet in
        let deepestColumn = Column(base: deepest.baseAddress)
        let wetColumn = Column(base: wet.baseAddress)
        try parallel(over: segments.count, chunk: 4096, threads: context.threads) { rows in
          for row in rows where !segments.areRemoved[row] {
            var deepest: Float = 0
            var longest = 0.0
            for frame in water.frames {
              var metres = 0.0
              frame.depth.forEachPiece(along: segments.shapes[row]) { cell, length in
                guard let cell else { return }
                let depth = frame.depth.values[cell]
                if depth > deepest { deepest = depth }
                if depth > threshold { metres += length }
              }
              longest = max(longest, metres)
            }
            deepestColumn.base?[row] = deepest
            wetColumn.base?[row] = longest
          }
        }
      }
    }
    return StreetWater(deepest: deepest, wet: wet)
  }

  /// The greatest depth at each place, 0 for removed ones and where no data lies.
  private static func depths(ofPlaces places: Places, in water: WaterDepth) -> [Float] {
    (0..<places.count).map { row in
      places.areRemoved[row]
        ? 0 : water.frames.reduce(Float(0)) { max($0, $1.depth.value(at: places.points[row])) }  // max(0, NaN) is 0
    }
  }
}

/// One column that several threads write, each to rows of its own.
///
/// Sendable because the rows are those of a chunk, and no two chunks share one.
private struct Column<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>?
}

/// How many cells were looked for, and how many of them held data.
struct WaterTally: Sendable {
  var looked = 0
  var known = 0

  mutating func add(_ other: WaterTally) {
    looked += other.looked
    known += other.known
  }

  /// Share of the cells looked for that held data; nothing when none was looked for.
  var coverage: Double? { looked > 0 ? Double(known) / Double(looked) : nil }
}
