import Edits
import Geography
public import Modelling
public import Replica
import ShallowWater

/// Lets it rain: `rain: {depth: 100 mm, duration: 3 h}`.
public struct RainChange: Change {
  public static let keyword = "rain"
  public static let summary =
    "Lets it rain: so much in so long, a storm of a return period, a table by the hour, or a radar's grid."
  public static let parameters = [
    Parameter("depth", .number(unit: "mm", within: 0.1...6000), summary: "Millimetres that fall in all."),
    Parameter(
      "return-period", .number(unit: "", within: 1...1000),
      summary: "Years between storms like this, in place of a depth; city.yaml holds the curves (rain-idf-…)."),
    Parameter("duration", .number(unit: "h", within: 0.05...240), summary: "Hours it lasts."),
    Parameter(
      "pattern", .choice(["uniform", "triangular", "alternating", "type-ii"]),
      summary: "How it is spread over the storm; alternating needs the curves of city.yaml, and is usual with them; "
        + "type-ii is the NRCS's, for up to 24 h."),
    Parameter(
      "peak", .number(unit: "", within: 0...1),
      summary: "Share of the duration at which a triangular storm is at its worst; by default 0.5."),
    Parameter("start", .number(unit: "h", within: 0...240), summary: "Hours after the start of the run."),
    Parameter(
      "table", .file,
      summary: "A text with a heading such as hours,mm/h and a row for each hour; gauges as mm/h @ 101.45 3.04; or "
        + "minutes,share beside a depth: a manual's pattern."),
    Parameter(
      "grid", .file,
      summary: "Rain by cells over time: a NetCDF or a GeoTIFF of several bands, or a list of rasters (minutes,mm/h)."),
    Parameter(
      "unit", .choice(["mm/h", "mm"]), summary: "The unit of a grid that does not say it; mm is what falls in a layer."),
    Parameter(
      "step", .number(unit: "min", within: 1...1440), summary: "Minutes between layers of a grid that tells no moments."
    ),
  ]

  /// Millimetres, years, hours; the peak as a share of the duration.
  public var depth, returnPeriod, duration, peak, start: Double?
  /// Minutes from one layer of a grid to the next.
  public var step: Double?
  /// `uniform`, `triangular`, `alternating` or `type-ii`.
  public var pattern: String?
  /// The paths of a table and of a grid, and the grid's unit.
  public var table, grid, unit: String?

  private enum CodingKeys: String, CodingKey {
    case depth, duration, peak, start, pattern, table, grid, unit, step
    case returnPeriod = "return-period"
  }

  /// Rain; `depth` in mm, `duration` and `start` in hours, `returnPeriod` in years, `step` in minutes.
  public init(
    depth: Double? = nil, returnPeriod: Double? = nil, duration: Double? = nil, pattern: String? = nil,
    peak: Double? = nil, start: Double? = nil, table: String? = nil, grid: String? = nil, unit: String? = nil,
    step: Double? = nil
  ) {
    self.depth = depth
    self.returnPeriod = returnPeriod
    self.duration = duration
    self.pattern = pattern
    self.peak = peak
    self.start = start
    self.table = table
    self.grid = grid
    self.unit = unit
    self.step = step
  }

  /// Sets the condition ``Rain``. More rain than was ever measured on Earth in such a time, and a table that brings less than a
  /// millimetre, are errors: the unit is wrong.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard conditions[Rain.self] == nil else {
      throw ChangeError(Self.keyword, "it rains twice: keep one rain, under supposing or under changes.")
    }
    let rain: Rain
    if let grid {
      rain = try gridded(grid, files)
    } else {
      guard unit == nil, step == nil else {
        throw ChangeError(Self.keyword, "unit and step belong to a grid.", field: unit == nil ? "step" : "unit")
      }
      rain = try table.map { try tabled($0, city, files) } ?? designed(for: city.profile)
    }
    let field = table != nil ? "table" : depth != nil ? "depth" : "return-period"
    for gauge in rain.gauges {
      try Self.checkRecord(Rain.depth(of: gauge.rates), over: Self.wet(gauge.rates), field: field)
    }
    try conditions.set(rain, from: Self.keyword)
  }

  // MARK: Design storms

  /// A design storm; `shares` of its blocks in place of a pattern.
  func designed(for profile: Profile, shares: [Double]? = nil) throws -> Rain {
    guard let duration, duration.isFinite, duration > 0 else {
      throw ChangeError(
        Self.keyword, "say how long it rains: duration, or bring a table or a grid.", field: "duration")
    }
    let curves = RainFrequency(profile)
    let metres: Double
    switch (depth, returnPeriod) {
    case (let depth?, nil):
      guard depth.isFinite, depth > 0 else { throw ChangeError(Self.keyword, "a depth is above 0 mm.", field: "depth") }
      metres = depth / 1000
    case (nil, let years?):
      guard let curves else { throw ChangeError(Self.keyword, Self.noCurves(profile), field: "return-period") }
      guard RainFrequency.years.contains(years), RainFrequency.hours.contains(duration) else {
        throw ChangeError(
          Self.keyword, "the curves of city.yaml hold for 2–100 years and for 5 minutes to 72 hours.",
          field: "return-period")
      }
      metres = curves.depth(years: years, seconds: duration * 3600)
    default:
      throw ChangeError(
        Self.keyword, "say how much it rains: either depth or return-period, or bring a table or a grid.",
        field: "depth")
    }
    let shape: DesignStorm.Pattern
    if let shares {
      shape = .shares(shares)
    } else {
      shape = try self.shape(curves, profile)
    }
    return Rain(
      DesignStorm(depth: metres, duration: duration * 3600, pattern: shape, start: (start ?? 0) * 3600),
      returnPeriod: returnPeriod)
  }

  private func shape(_ curves: RainFrequency?, _ profile: Profile) throws -> DesignStorm.Pattern {
    switch pattern ?? (returnPeriod == nil ? "uniform" : "alternating") {
    case "uniform": return .uniform
    case "triangular": return .triangular(peak: peak ?? 0.5)
    case "alternating":
      guard let curves else { throw ChangeError(Self.keyword, Self.noCurves(profile), field: "pattern") }
      return .alternating(curves)
    case "type-ii":
      guard duration ?? 0 <= 24 else {
        throw ChangeError(Self.keyword, "type-ii is a storm of 24 h at most.", field: "duration")
      }
      return .typeTwo
    case let word:
      throw ChangeError(
        Self.keyword, "\"\(word)\" is no pattern; known are uniform, triangular, alternating, type-ii.",
        field: "pattern")
    }
  }

  private static func noCurves(_ profile: Profile) -> String {
    let missing = RainFrequency.names.filter { name in !profile.values.contains { $0.name == name } }
    return missing.isEmpty
      ? "the numbers rain-idf-… of city.yaml make no curve: λ and η are above 0, η below 2."
      : "how hard it rains how often is not known here: put \(missing.joined(separator: ", ")) of the nearest gauge "
        + "into city.yaml with their source (in Malaysia MSMA, 2nd edition, table 2.B1)."
  }

  // MARK: Records

  /// Seconds within which rain falls.
  static func wet(_ rates: Series) -> Double {
    var wet = 0.0
    for index in 1..<max(1, rates.seconds.count) where rates.values[index - 1] > 0 {
      wet += rates.seconds[index] - rates.seconds[index - 1]
    }
    return wet
  }

  /// The world's greatest rains lie near 422 mm × hours^0.475 (J. L. H. Paulhus, "Indian Ocean and Taiwan rainfalls set new
  /// records", Monthly Weather Review 93 (1965) 331–335: 16.6 inches); a tenth more is let through.
  static func checkRecord(_ metres: Double, over seconds: Double, field: String) throws {
    guard seconds > 0 else { return }
    let most = 0.422 * Portable.pow(seconds / 3600, 0.475) * 1.1
    guard metres <= most else {
      throw ChangeError(
        keyword,
        "\(Words.number(metres * 1000)) mm in \(Words.number(seconds / 3600)) h is more than was ever "
          + "measured on Earth (\(Words.number(most * 1000)) mm): check the unit; depths are in mm, rates in mm/h.",
        field: field)
    }
  }
}
