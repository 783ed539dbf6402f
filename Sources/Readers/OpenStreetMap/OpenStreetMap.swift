// The map: OpenStreetMap's nodes, ways and relations in, the layers of a town out.
//
// libosmium reads the file and joins areas (``COsmium``, a C face over it); this room knows what the tags mean. A *way*
// becomes *segments*, cut where streets meet and where something stands. A tag that is missing takes the default of the
// street's class (`StreetDefaults`) in its country (`Country`), and the segment says so in `assumed`. Areas become
// buildings, land and places; tagged nodes become places and assets, or stand at a street's node as signals, crossings
// and kerbs. Route relations of buses become bus lines over the links. What cannot be used is returned as `Skipped`, with the reason and up to five names.
//
// Words: *way*, *relation*, *tag* as OpenStreetMap uses them; *via* is the node a turn restriction is about; *refused*
// is an area that the assembler could not close or that crosses itself.
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
  /// Bus lines over the network.
  public var busLines = BusLines()
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
  /// What names of streets, places, buildings, land and waterways are in Malay, English, Chinese and Tamil.
  public var otherNames = NameVariants()
  /// The date of the newest content as `2024-08-31`; empty when the file does not say.
  public var date = ""
  /// What was left out and why.
  public var skipped: [Skipped] = []
}
