public import Geography

/// Values per link, building, zone, place or cell, over time, that describe themselves: the command, the page, the report
/// and the study show any field without knowing its model.
public struct Field: Sendable {
  /// What carries the values: row `i` of the values belongs to row `i` of the city's table; of `trips`, which no map shows, to the same trip
  /// with the changes and without them, where both have as many.
  public enum Carrier: Sendable, Equatable {
    case links, buildings, zones, places, trips
    case grid(columns: Int, rows: Int)

    /// The word in files.
    public var name: String {
      switch self {
      case .links: "links"
      case .buildings: "buildings"
      case .zones: "zones"
      case .places: "places"
      case .trips: "trips"
      case .grid: "grid"
      }
    }
  }
  /// How a page colours it.
  public enum Palette: String, Sendable, Codable { case depth, time, speed, change, share, plain }

  /// Its name for ever, usable as a file name: `access.hospital.car`.
  public var name: String
  /// What it shows, for people.
  public var title: String
  /// The unit of its values.
  public var unit: String
  /// Which way is better.
  public var better: Indicator.Better
  /// How to colour it.
  public var palette: Palette
  /// What carries the values.
  public var carrier: Carrier
  /// One moment for every frame; a field that does not change has one.
  public var times: [Instant]
  /// Values, frame after frame: `times.count` × rows. NaN is "none".
  public var values: [Float]
  /// Where a grid's cells lie; nothing for the other carriers.
  public var placement: Placement?

  /// A field that describes itself.
  public init(
    name: String, title: String, unit: String, better: Indicator.Better, palette: Palette, carrier: Carrier,
    times: [Instant], values: [Float], placement: Placement? = nil
  ) {
    precondition(!times.isEmpty && values.count % times.count == 0, "as many rows in every frame")
    self.name = name
    self.title = title
    self.unit = unit
    self.better = better
    self.palette = palette
    self.carrier = carrier
    self.times = times
    self.values = values
    self.placement = placement
  }

  /// Rows in a frame.
  public var rowCount: Int { values.count / times.count }

  /// The least and the greatest value; nothing when every value is "none".
  public var range: ClosedRange<Float>? {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where !value.isNaN {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }
}
