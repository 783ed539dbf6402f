import Edits
public import Modelling
public import Replica

/// Says how closely a flood is looked at: `flood-settings: {cell: 5 m, members: 20}`.
public struct FloodSettingsChange: Change {
  public static let keyword = "flood-settings"
  public static let summary = "Says how closely a flood is looked at: cells, hours, members of the ensemble, engine."
  public static let parameters = [
    Parameter("cell", .number(unit: "m", within: 0.5...1000), summary: "A cell's side."),
    Parameter("hours", .number(unit: "h", within: 0.1...720), summary: "Hours that are computed."),
    Parameter(
      "members", .number(unit: "", within: 0...500), summary: "Members of the ensemble; 0 leaves out all intervals."),
    Parameter(
      "member-cell", .number(unit: "m", within: 0.5...1000), summary: "A member's cell; by default up to 4 wide."),
    Parameter(
      "engine", .choice(FloodSettings.Engine.allCases.map(\.rawValue)),
      summary: "live is fast; reference is for dam breaks and steep flow."),
    Parameter(
      "interval", .number(unit: "min", within: 1...1440), summary: "Minutes between two pictures of the water."),
    Parameter("area", .area, summary: "The part of the city that is looked at."),
    Parameter(
      "infiltration", .choice(FloodSettings.Infiltration.allCases.map(\.rawValue)),
      summary: "How the ground takes in water."),
    Parameter(
      "soil", .choice(SoilGroup.allCases.map(\.rawValue)),
      summary: "The hydrologic soil group, A (sand) to D (clay); by default C, which is assumed."),
    Parameter(
      "base-flow", .number(unit: "", within: 0...1),
      summary: "Share of their channels' depth to which rivers run before the rain; by default 0.33, 0 leaves them dry."
    ),
    Parameter(
      "drains", .choice(["yes", "no"]),
      summary: "Whether the drains of the map carry water; by default no: it takes long."
    ),
    Parameter(
      "return-periods", .text, summary: "Years for which the greatest depths are computed too: 2 10 50 100."),
  ]

  /// Metres, hours, members, minutes and a share.
  public var cell, hours, members, memberCell, interval, baseFlow: Double?
  /// Words of the parameters.
  public var engine, infiltration, soil, drains, returnPeriods: String?
  /// A ring of `[longitude, latitude]`.
  public var area: [[Double]]?

  private enum CodingKeys: String, CodingKey {
    case cell, hours, members, interval, engine, infiltration, soil, area, drains
    case memberCell = "member-cell"
    case returnPeriods = "return-periods"
    case baseFlow = "base-flow"
  }

  /// Settings; what is left out keeps its usual value.
  public init(
    cell: Double? = nil, hours: Double? = nil, members: Double? = nil, memberCell: Double? = nil, engine: String? = nil,
    interval: Double? = nil, area: [[Double]]? = nil, infiltration: String? = nil, soil: String? = nil,
    drains: String? = nil,
    returnPeriods: String? = nil, baseFlow: Double? = nil
  ) {
    self.cell = cell
    self.hours = hours
    self.members = members
    self.memberCell = memberCell
    self.engine = engine
    self.interval = interval
    self.area = area
    self.infiltration = infiltration
    self.soil = soil
    self.drains = drains
    self.returnPeriods = returnPeriods
    self.baseFlow = baseFlow
  }

  /// Sets the condition ``FloodSettings``; a second one changes what it names.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    var settings = conditions[FloodSettings.self] ?? FloodSettings()
    if let cell { settings.cell = cell }
    if let hours { settings.hours = hours }
    if let members { settings.members = Int(members.rounded()) }
    if let memberCell { settings.memberCell = memberCell }
    if let baseFlow { settings.baseFlow = baseFlow }
    if let interval { settings.interval = interval * 60 }
    if let engine { settings.engine = try Self.word(engine, "engine") }
    if let infiltration { settings.infiltration = try Self.word(infiltration, "way to take in water") }
    if let soil { settings.soil = try Self.word(soil, "soil group") }
    if let area { settings.area = try Drawn(for: Self.keyword, in: city).area(area) }
    if let drains { settings.drains = drains == "yes" }
    if let returnPeriods { settings.years = try Self.years(returnPeriods) }
    try conditions.set(settings, from: Self.keyword)
  }

  private static func word<W: RawRepresentable & CaseIterable>(_ text: String, _ what: String) throws -> W
  where W.RawValue == String {
    guard let word = W(rawValue: text) else {
      let known = W.allCases.map(\.rawValue).joined(separator: ", ")
      throw ChangeError(keyword, "\"\(text)\" is no \(what); known are \(known).")
    }
    return word
  }

  private static func years(_ text: String) throws -> [Double] {
    let parts = text.split { " ,;".contains($0) }
    let years = parts.compactMap { Double($0) }
    guard years.count == parts.count, years.allSatisfy({ RainFrequency.years.contains($0) }), years == years.sorted(),
      Set(years).count == years.count, !years.isEmpty
    else { throw ChangeError(keyword, "return-periods are years from 2 to 100, ascending: 2 10 50 100.") }
    return years
  }
}
