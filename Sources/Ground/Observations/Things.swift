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
  case point(Coordinate)
  case line([Coordinate])
  /// Rings, the exterior first, each closed.
  case polygon([[Coordinate]])

  private enum Keys: String, CodingKey { case type, coordinates }

  /// Reads a GeoJSON Point, LineString or Polygon; a third coordinate is left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    func coordinate(_ numbers: [Double]) throws -> Coordinate {
      guard numbers.count >= 2 else {
        throw DecodingError.dataCorruptedError(
          forKey: .coordinates, in: container, debugDescription: "A position has a longitude and a latitude.")
      }
      return Coordinate(longitude: numbers[0], latitude: numbers[1])
    }
    switch try container.decode(String.self, forKey: .type) {
    case "Point": self = .point(try coordinate(container.decode([Double].self, forKey: .coordinates)))
    case "LineString": self = .line(try container.decode([[Double]].self, forKey: .coordinates).map(coordinate))
    case "Polygon":
      self = .polygon(
        try container.decode([[[Double]]].self, forKey: .coordinates).map { try $0.map(coordinate) })
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "\(other) is not one of Point, LineString and Polygon.")
    }
  }

  /// Writes GeoJSON.
  public func encode(to encoder: any Encoder) throws {
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
