/// What a street is for; the names and their order are those of OpenStreetMap's `highway` tag.
public enum StreetClass: UInt8, CaseIterable, Sendable, Codable {
  case motorway, motorwayLink, trunk, trunkLink, primary, primaryLink, secondary, secondaryLink, tertiary, tertiaryLink
  case unclassified, residential, livingStreet, service, track, busway, pedestrian, footway, cycleway, path, steps
  case bridleway

  /// The name in files: OpenStreetMap's, such as `motorway_link`.
  public var name: String { Self.names[Int(rawValue)] }

  /// A class by its name in files, or nothing.
  public init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  /// Whether motor vehicles use it: motorways to tracks and busways.
  public var isRoad: Bool { rawValue <= StreetClass.busway.rawValue }

  private static let names = [
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link",
    "tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service", "track", "busway",
    "pedestrian", "footway", "cycleway", "path", "steps", "bridleway",
  ]
}
