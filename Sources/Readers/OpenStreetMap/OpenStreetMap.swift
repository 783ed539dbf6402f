public import Geography
public import Modelling
public import Replica

/// What a reader of OpenStreetMap gives: the layers of a town, and what it left out.
public struct OpenStreetMapLayers: Sendable {
  /// The plane everything is drawn on.
  public var projection: UTM
  /// The country whose defaults were used, ISO 3166-1 alpha-2; empty when it is not in the table.
  public var country: String
  /// The smallest box around everything that was taken, in city metres.
  public var box: Box
  /// The network.
  public var streets = Streets()
  /// Buildings, their people not yet known.
  public var buildings = Buildings()
  /// Hospitals, schools, shops, stops …
  public var places = Places()
  /// Land use and water as areas.
  public var land = Land()
  /// Rivers, canals and drains as lines.
  public var waterways = Waterways()
  /// Trees, lamps, bins, hydrants.
  public var assets = Assets()
  /// The date of the newest content as `2024-08-31`; empty when the file does not say.
  public var date = ""
  /// What was left out and why.
  public var skipped: [Skipped] = []
}
