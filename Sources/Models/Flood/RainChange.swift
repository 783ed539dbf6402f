import Edits
import Geography
public import Modelling
public import Replica
import ShallowWater

/// Lets it rain: `rain: {depth: 100 mm, duration: 3 h}`.
public struct RainChange: Change {
  public static let keyword = "rain"
  public static let summary = "Lets it rain: so much in so long, a storm of a return period, or a table by the hour."
  public static let parameters = [
    Parameter("depth", .number(unit: "mm", within: 0.1...6000), summary: "Millimetres that fall in all."),
    Parameter(
      "return-period", .number(unit: "", within: 1...1000),
      summary: "Years between storms like this, in place of a depth; city.yaml holds the curves (rain-idf-…)."),
    Parameter("duration", .number(unit: "h", within: 0.05...240), summary: "Hours it lasts."),
    Parameter(
      "pattern", .choice(["uniform", "triangular", "alternating"]),
      summary: "How it is spread over the storm; alternating needs the curves of city.yaml, and is usual with them."),
    Parameter(
      "peak", .number(unit: "", within: 0...1),
      summary: "Share of the duration at which a triangular storm is at its worst; by default 0.5."),
    Parameter("start", .number(unit: "h", within: 0...240), summary: "Hours after the start of the run."),
    Parameter(
      "table", .file,
      summary: "A text with a heading such as hours,mm/h and a row for each hour; gauges as mm/h @ 101.45 3.04."),
  ]

  /// Millimetres, years, hours, and how it is spread.
  public var depth, returnPeriod, duration, peak, start: Double?
  /// `uniform`, `triangular` or `alternating`.
  public var pattern: String?
  /// The path of a table.
  public var table: String?

  private enum CodingKeys: String, CodingKey {
    case depth, duration, peak, start, pattern, table
    case returnPeriod = "return-period"
  }

  /// Rain; `depth` in mm, `duration` and `start` in hours, `returnPeriod` in years.
  public init(
    depth: Double? = nil, returnPeriod: Double? = nil, duration: Double? = nil, pattern: String? = nil,
    peak: Double? = nil, start: Double? = nil, table: String? = nil
  ) {
    self.depth = depth
    self.returnPeriod = returnPeriod
    self.duration = duration
    self.pattern = pattern
    self.peak = peak
    self.start = start
    self.table = table
  }

  /// Sets the condition ``Rain``. More rain than was ever measured on Earth in such a time, and a table that brings less than a
  /// millimetre, are errors: the unit is wrong.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    guard conditions[Rain.self] == nil else {
      throw ChangeError(Self.keyword, "it rains twice: keep one rain, under supposing or under changes.")
    }
    let rain = try table.map { try tabled($0, city, files) } ?? designed(for: city.profile)
    let field = table != nil ? "table" : depth != nil ? "depth" : "return-period"
    for gauge in rain.gauges {
      try Self.checkRecord(Rain.depth(of: gauge.rates), over: Self.wet(gauge.rates), field: field)
    }
    try conditions.set(rain, from: Self.keyword)
  }

  // MARK: Design storms

  private func designed(for profile: Profile) throws -> Rain {
    guard let duration, duration.isFinite, duration > 0 else {
      throw ChangeError(Self.keyword, "say how long it rains: duration, or bring a table.", field: "duration")
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
        Self.keyword, "say how much it rains: either depth or return-period, or bring a table.", field: "depth")
    }
    let shape: DesignStorm.Pattern
    switch pattern ?? (returnPeriod == nil ? "uniform" : "alternating") {
    case "uniform": shape = .uniform
    case "triangular": shape = .triangular(peak: peak ?? 0.5)
    case "alternating":
      guard let curves else { throw ChangeError(Self.keyword, Self.noCurves(profile), field: "pattern") }
      shape = .alternating(curves)
    case let word:
      throw ChangeError(
        Self.keyword, "\"\(word)\" is no pattern; known are uniform, triangular, alternating.", field: "pattern")
    }
    return Rain(
      DesignStorm(depth: metres, duration: duration * 3600, pattern: shape, start: (start ?? 0) * 3600),
      returnPeriod: returnPeriod)
  }

  private static func noCurves(_ profile: Profile) -> String {
    let missing = RainFrequency.names.filter { name in !profile.values.contains { $0.name == name } }
    return missing.isEmpty
      ? "the numbers rain-idf-… of city.yaml make no curve: λ and η are above 0, η below 2."
      : "how hard it rains how often is not known here: put \(missing.joined(separator: ", ")) of the nearest gauge "
        + "into city.yaml with their source (in Malaysia MSMA, 2nd edition, table 2.B1)."
  }

  // MARK: Tables

  private func tabled(_ path: String, _ city: City, _ files: any Files) throws -> Rain {
    guard depth == nil, returnPeriod == nil, duration == nil, pattern == nil else {
      throw ChangeError(
        Self.keyword, "a table says how much, how long and how: leave out depth, duration and pattern.", field: "table")
    }
    let text = try files.text(path)
    let found = try HourTable(text, named: path, for: Self.keyword, units: ["mm/h", "mm"])
    let begin = (start ?? 0) * 3600
    let moments = found.seconds.map { $0 + begin }
    let drawn = Drawn(for: Self.keyword, in: city)
    let gauges = try found.columns.map { column in
      guard column.values.allSatisfy({ $0 >= 0 }) else {
        throw ChangeError(
          Self.keyword, "\(path) has rain below 0; if that number means \"not measured\", leave the row out.",
          field: "table")
      }
      var rates = column.values.map { $0 / 1000 / 3600 }
      if column.unit == "mm" {
        // A row of millimetres is what fell until the next row; the last row only ends the one before.
        for index in 0..<(moments.count - 1) {
          rates[index] = column.values[index] / 1000 / (moments[index + 1] - moments[index])
        }
        guard column.values[column.values.count - 1] == 0 else {
          throw ChangeError(
            Self.keyword,
            "\(path): the last row ends the table; it has no next row until which its mm could fall. "
              + "Add a row with the moment at which the rain ends, and 0.", field: "table")
        }
      }
      return Rain.Gauge(
        point: try column.place.map { try drawn.point($0) },
        rates: Series(seconds: moments, values: rates, course: .steps))
    }
    guard gauges.count == 1 || gauges.allSatisfy({ $0.point != nil }) else {
      throw ChangeError(
        Self.keyword, "\(path) has several columns: say where each gauge stands, mm/h @ 101.45 3.04.",
        field: "table")
    }
    let rain = Rain(gauges: gauges)
    guard rain.depth >= 0.001 else {
      throw ChangeError(
        Self.keyword,
        "\(path) brings less than a millimetre in all: are its numbers in metres or in inches? They are "
          + "read as \(found.columns[0].unit).", field: "table")
    }
    return rain
  }

  // MARK: Records

  /// Seconds within which rain falls.
  private static func wet(_ rates: Series) -> Double {
    var wet = 0.0
    for index in 1..<max(1, rates.seconds.count) where rates.values[index - 1] > 0 {
      wet += rates.seconds[index] - rates.seconds[index - 1]
    }
    return wet
  }

  /// The world's greatest rains lie near 422 mm × hours^0.475 (J. L. H. Paulhus, "Indian Ocean and Taiwan rainfalls set new
  /// records", Monthly Weather Review 93 (1965) 331–335: 16.6 inches); a tenth more is let through.
  private static func checkRecord(_ metres: Double, over seconds: Double, field: String) throws {
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
