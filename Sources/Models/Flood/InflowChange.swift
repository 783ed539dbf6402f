import Edits
import Geography
public import Modelling
public import Replica
import ShallowWater

/// Lets water in from outside: `inflow: {river: Sungai Putih, peak: 120, time-to-peak: 3 h, duration: 9 h}`.
public struct InflowChange: Change {
  public static let keyword = "inflow"
  public static let summary =
    "Lets water in at a place or where a river enters: a rate, a wave, or a table by the hour."
  public static let parameters = [
    Parameter("at", .place, summary: "Where it enters."),
    Parameter("river", .text, summary: "The river or canal at whose upper end it enters, by name or key."),
    Parameter("rate", .number(unit: "m³/s", within: 0...1_000_000), summary: "A rate that does not change."),
    Parameter("peak", .number(unit: "m³/s", within: 0...1_000_000), summary: "The greatest rate of a wave."),
    Parameter("time-to-peak", .number(unit: "h", within: 0.05...240), summary: "Hours until it is reached."),
    Parameter("duration", .number(unit: "h", within: 0.1...480), summary: "Hours until the wave has passed."),
    Parameter(
      "table", .file, summary: "A text with the heading hours,m3/s (or hours,m with a gauge) and a row for each hour."),
    Parameter(
      "gauge", .place,
      summary:
        "Where the levels of a table in m above the terrain's zero were read; the river's section there tells m³/s."),
    Parameter("reach", .number(unit: "m", within: 1...5000), summary: "Metres around over which it is spread."),
  ]

  /// `[longitude, latitude]`.
  public var at, gauge: [Double]?
  /// The river's name or key, and the path of a table.
  public var river, table: String?
  /// m³/s, hours and metres.
  public var rate, peak, timeToPeak, duration, reach: Double?

  private enum CodingKeys: String, CodingKey {
    case at, gauge, river, table, rate, peak, duration, reach
    case timeToPeak = "time-to-peak"
  }

  /// Water from outside; rates in m³/s, times in hours.
  public init(
    at: [Double]? = nil, river: String? = nil, rate: Double? = nil, peak: Double? = nil, timeToPeak: Double? = nil,
    duration: Double? = nil, table: String? = nil, reach: Double? = nil, gauge: [Double]? = nil
  ) {
    self.at = at
    self.gauge = gauge
    self.river = river
    self.rate = rate
    self.peak = peak
    self.timeToPeak = timeToPeak
    self.duration = duration
    self.table = table
    self.reach = reach
  }

  /// Adds a source to the condition ``Inflows``.
  public func apply(to city: inout City, under conditions: inout Conditions, with files: any Files) throws {
    var place = try place(in: city)
    if let reach { place.reach = reach }
    var inflows = conditions[Inflows.self] ?? Inflows(sources: [])
    var source = Inflows.Source(
      point: place.point, reach: place.reach, rates: try rates(files), name: place.name,
      gauge: try gauge.map { try Drawn(for: Self.keyword, in: city).point($0) })
    source.course = place.course
    inflows.sources.append(source)
    try conditions.set(inflows, from: Self.keyword)
  }

  private func place(in city: City) throws -> (
    point: Point, reach: Double, name: String, course: [Point]
  ) {
    switch (at, river) {
    case (let at?, nil): return (try Drawn(for: Self.keyword, in: city).point(at), 1, "the place drawn", [])
    case (nil, let river?):
      let ways = city.waterways
      let rows = (0..<ways.count).filter {
        ways.names[$0].lowercased() == river.lowercased() || ways.keys[$0].text == river
      }
      guard !rows.isEmpty else {
        let names = ways.names.filter { !$0.isEmpty }
        throw ChangeError(
          Self.keyword, "no river is called \"\(river)\"." + NearestName.question(river, among: names))
      }
      // Of several pieces the one that begins highest is the upper end.
      let starts = rows.compactMap { row in ways.lines[row].first.map { (row, $0) } }
      let highest = starts.max { Self.height($0.1, city) < Self.height($1.1, city) }
      guard let (row, start) = highest else { throw ChangeError(Self.keyword, "\"\(river)\" has no line.") }
      let width = Channel.width(ways, row)
      return (start, max(1, width / 2), river, Array(ways.lines[row]))
    default: throw ChangeError(Self.keyword, "say where: either at or river.")
    }
  }

  private static func height(_ point: Point, _ city: City) -> Float {
    let height = city.terrain?.interpolatedValue(at: point) ?? 0
    return height.isNaN ? -.infinity : height
  }

  private func rates(_ files: any Files) throws -> Series {
    guard gauge == nil || table != nil else {
      throw ChangeError(Self.keyword, "a gauge belongs to a table of levels: give table with the heading hours,m.")
    }
    switch (rate, peak, table) {
    case (let rate?, nil, nil): return Series(constant: rate)
    case (nil, let peak?, nil):
      guard let duration else { throw ChangeError(Self.keyword, "a wave needs a duration.") }
      let top = timeToPeak ?? duration / 3
      guard top < duration else { throw ChangeError(Self.keyword, "time-to-peak lies before the end of the duration.") }
      return Series(seconds: [0, top * 3600, duration * 3600], values: [0, peak, 0], course: .linear)
    case (nil, nil, let path?):
      let found = try HourTable(
        try files.text(path), named: path, for: Self.keyword, units: gauge == nil ? ["m3/s", "l/s"] : ["m"])
      guard found.columns.count == 1 else { throw ChangeError(Self.keyword, "\(path) has more than one column.") }
      let size = found.columns[0].unit == "l/s" ? 0.001 : 1
      // As for a rate; the Amazon carries some 200,000 m³/s.
      if let worst = found.columns[0].values.first(where: { abs($0) * size > 1_000_000 }) {
        throw ChangeError(
          Self.keyword,
          "\(path) has \(Words.number(worst)) \(found.columns[0].unit), more than any river carries: check the unit.")
      }
      return Series(seconds: found.seconds, values: found.columns[0].values.map { $0 * size }, course: .linear)
    default: throw ChangeError(Self.keyword, "say how much: one of rate, peak and table.")
    }
  }
}
