public import Modelling
public import Replica
import ShallowWater

/// Sets the sea: `sea-level: {range: 2.4 m, high-at: 2 h, rise: 0.5 m}`.
public struct SeaLevelChange: Change {
  public static let keyword = "sea-level"
  public static let summary = "Sets the sea: its tide, a surge, how far it has risen, or a table by the hour."
  public static let parameters = [
    Parameter("mean", .number(unit: "m", within: -100...1000), summary: "Mean level above the terrain's zero."),
    Parameter("range", .number(unit: "m", within: 0...17), summary: "Metres from low to high water."),
    Parameter("high-at", .number(unit: "h", within: -48...240), summary: "Hours after the start at which it is high."),
    Parameter("surge", .number(unit: "m", within: -5...15), summary: "Metres a storm piles on top at its worst."),
    Parameter(
      "surge-at", .number(unit: "h", within: -48...240), summary: "Hours after the start at which it is worst."),
    Parameter("surge-duration", .number(unit: "h", within: 0.5...240), summary: "Hours it lasts; by default 12."),
    Parameter("rise", .number(unit: "m", within: -2...20), summary: "Metres the sea has risen."),
    Parameter("table", .file, summary: "A text with the heading hours,m: levels above the terrain's zero."),
  ]

  /// Metres and hours.
  public var mean, range, highAt, surge, surgeAt, surgeDuration, rise: Double?
  /// The path of a table.
  public var table: String?

  private enum CodingKeys: String, CodingKey {
    case mean, range, surge, rise, table
    case highAt = "high-at"
    case surgeAt = "surge-at"
    case surgeDuration = "surge-duration"
  }

  /// A sea; levels in metres, times in hours.
  public init(
    mean: Double? = nil, range: Double? = nil, highAt: Double? = nil, surge: Double? = nil, surgeAt: Double? = nil,
    surgeDuration: Double? = nil, rise: Double? = nil, table: String? = nil
  ) {
    self.mean = mean
    self.range = range
    self.highAt = highAt
    self.surge = surge
    self.surgeAt = surgeAt
    self.surgeDuration = surgeDuration
    self.rise = rise
    self.table = table
  }

  /// Sets the condition ``SeaLevel``. A second sea-level adds a rise and a surge to the first, so that a tide can be supposed on
  /// both sides and a rise be the change; a tide given twice is an error.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    let before = conditions[SeaLevel.self]
    if before != nil, mean != nil || range != nil || highAt != nil || table != nil {
      throw ChangeError(Self.keyword, "the tide is given twice: a second sea-level only adds a rise or a surge.")
    }
    if let before, surge != nil, before.surge != 0 {
      throw ChangeError(Self.keyword, "the surge is given twice: keep one.")
    }
    var sea = before ?? SeaLevel()
    if let mean { sea.mean = mean }
    if let range { sea.range = range }
    if let highAt { sea.highAt = highAt * 3600 }
    if let surge {
      sea.surge = surge
      sea.surgeAt = surgeAt.map { $0 * 3600 } ?? sea.highAt
      sea.surgeDuration = (surgeDuration ?? 12) * 3600
    }
    sea.rise += rise ?? 0
    if let table {
      guard mean == nil, range == nil, surge == nil else {
        throw ChangeError(Self.keyword, "a table says the levels: leave out mean, range and surge.", field: "table")
      }
      let found = try HourTable(try files.text(table), named: table, for: Self.keyword, units: ["m"])
      guard found.columns.count == 1 else {
        throw ChangeError(Self.keyword, "\(table) has more than one column.", field: "table")
      }
      sea.table = Series(seconds: found.seconds, values: found.columns[0].values, course: .linear)
    }
    try conditions.set(sea, from: Self.keyword)
  }
}
