public import Geography
public import Modelling

/// Something of the city that senses: a gauge, a station, a counter beside a street.
public struct Thing: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .things }
  /// Its number in the store.
  public var id: EntityID<Thing>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// What it is, in a sentence.
  public var description: String
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]
  /// Where it stands now.
  public var locations: [EntityID<Location>] = []

  /// A thing at some locations.
  public init(
    id: EntityID<Thing>, key: String? = nil, name: String, description: String,
    properties: [String: PlainValue] = [:], locations: [EntityID<Location>] = []
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.description = description
    self.properties = properties
    self.locations = locations
  }
}

/// A geometry on the WGS 84 ellipsoid, encoded as GeoJSON (RFC 7946).
public enum Geometry: Hashable, Sendable, Codable {
  /// Whatever else GeoJSON knows — several parts, a feature with properties, heights —, as it came.
  case other([String: PlainValue])
  case point(Coordinate)
  case line([Coordinate])
  /// Rings, the exterior first, each closed.
  case polygon([[Coordinate]])

  private enum Keys: String, CodingKey { case type, coordinates }

  /// Reads any object of GeoJSON; what is no Point, LineString or Polygon of two coordinates is kept as it came.
  public init(from decoder: any Decoder) throws { self.init(try [String: PlainValue](from: decoder)) }

  /// A geometry from an object of GeoJSON.
  public init(_ object: [String: PlainValue]) {
    func coordinate(_ value: PlainValue) -> Coordinate? {
      guard case .list(let numbers) = value, numbers.count == 2, case .number(let longitude) = numbers[0],
        case .number(let latitude) = numbers[1]
      else { return nil }
      return Coordinate(longitude: longitude, latitude: latitude)
    }
    func line(_ value: PlainValue) -> [Coordinate]? {
      guard case .list(let positions) = value else { return nil }
      let line = positions.compactMap(coordinate)
      return line.count == positions.count ? line : nil
    }
    self = .other(object)
    guard object.count == 2, let coordinates = object["coordinates"] else { return }
    switch object["type"] {
    case "Point":
      if let position = coordinate(coordinates) { self = .point(position) }
    case "LineString":
      if let line = line(coordinates) { self = .line(line) }
    case "Polygon":
      guard case .list(let parts) = coordinates else { return }
      let rings = parts.compactMap(line)
      if rings.count == parts.count { self = .polygon(rings) }
    default: break
    }
  }

  /// Writes GeoJSON.
  public func encode(to encoder: any Encoder) throws {
    if case .other(let object) = self { return try object.encode(to: encoder) }
    var container = encoder.container(keyedBy: Keys.self)
    func numbers(_ coordinate: Coordinate) -> [Double] { [coordinate.longitude, coordinate.latitude] }
    switch self {
    case .point(let position):
      try container.encode("Point", forKey: .type)
      try container.encode(numbers(position), forKey: .coordinates)
    case .line(let line):
      try container.encode("LineString", forKey: .type)
      try container.encode(line.map(numbers), forKey: .coordinates)
    case .polygon(let rings):
      try container.encode("Polygon", forKey: .type)
      try container.encode(rings.map { $0.map(numbers) }, forKey: .coordinates)
    case .other: break
    }
  }
}

/// A place on the Earth where things stand.
public struct Location: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .locations }
  /// Its number in the store.
  public var id: EntityID<Location>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// Where that is, in a sentence.
  public var description: String
  /// How ``location`` is encoded; GeoJSON.
  public var encodingType = "application/geo+json"
  /// The place itself.
  public var location: Geometry
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]

  /// A location from its geometry.
  public init(
    id: EntityID<Location>, key: String? = nil, name: String, description: String, location: Geometry,
    properties: [String: PlainValue] = [:]
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.description = description
    self.location = location
    self.properties = properties
  }
}

/// Where a thing was from a moment on.
public struct HistoricalLocation: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .historicalLocations }
  /// Its number in the store.
  public var id: EntityID<HistoricalLocation>
  /// None: only its number names it.
  public var key: String? { nil }
  /// When the thing came there.
  public var time: Instant
  /// The thing.
  public var thing: EntityID<Thing>
  /// Where it came to.
  public var locations: [EntityID<Location>]

  /// A thing's coming to some locations.
  public init(
    id: EntityID<HistoricalLocation>, time: Instant, thing: EntityID<Thing>, locations: [EntityID<Location>]
  ) {
    self.id = id
    self.time = time
    self.thing = thing
    self.locations = locations
  }
}
