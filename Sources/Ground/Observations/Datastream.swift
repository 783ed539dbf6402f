public import Modelling

/// The unit of a stream's values, as SensorThings spells it; without one, as of a truth or a category, all three are nothing.
public struct UnitOfMeasurement: Hashable, Sendable, Codable {
  /// The full name: `degree Celsius`.
  public var name: String?
  /// The symbol: `°C`.
  public var symbol: String?
  /// An address or code that defines it; UCUM where there is one.
  public var definition: String?

  /// A unit.
  public init(name: String?, symbol: String?, definition: String?) {
    self.name = name
    self.symbol = symbol
    self.definition = definition
  }
}

/// What kind of result a stream's observations have: an address, most often one of the five types of OGC Observations and Measurements.
public struct ObservationType: RawRepresentable, Hashable, Sendable, Codable {
  /// The address.
  public var rawValue: String

  /// A type from its address.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A number with a unit.
  public static let measurement = Self(rawValue: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement")
  /// A whole number of things.
  public static let count = Self(rawValue: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation")
  /// One of some words or addresses.
  public static let category = Self(
    rawValue: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CategoryObservation")
  /// True or false.
  public static let truth = Self(rawValue: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation")
  /// Whatever it may be.
  public static let any = Self(rawValue: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Observation")
}

/// What a stream's observations are about from a moment on, where they do not say it themselves.
public struct FeatureSince: Hashable, Sendable, Codable {
  /// The first moment.
  public var time: Instant
  /// The feature.
  public var feature: EntityID<FeatureOfInterest>

  /// A feature from a moment on.
  public init(time: Instant, feature: EntityID<FeatureOfInterest>) {
    self.time = time
    self.feature = feature
  }
}

/// All observations of one property by one sensor of one thing, in one unit.
public struct Datastream: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .datastreams }
  /// Its number in the store.
  public var id: EntityID<Datastream>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// What it measures, in a sentence.
  public var description: String
  /// The unit of its results.
  public var unitOfMeasurement: UnitOfMeasurement
  /// What kind of results it has.
  public var observationType: ObservationType
  /// The area its observations are about.
  public var observedArea: Geometry?
  /// From the first to the last time its observations are about; a store keeps it.
  public var phenomenonTime: TimeSpan?
  /// From the first to the last time its results were made; a store keeps it.
  public var resultTime: TimeSpan?
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]
  /// The thing.
  public var thing: EntityID<Thing>
  /// The sensor.
  public var sensor: EntityID<Sensor>
  /// The property.
  public var observedProperty: EntityID<ObservedProperty>
  /// What its observations are about where they do not say it: the place of its thing, by the moment they are about, ascending.
  public var features: [FeatureSince]?

  /// A stream with no observations yet.
  public init(
    id: EntityID<Datastream>, key: String? = nil, name: String, description: String,
    unitOfMeasurement: UnitOfMeasurement, observationType: ObservationType = .measurement,
    observedArea: Geometry? = nil, properties: [String: PlainValue] = [:], thing: EntityID<Thing>,
    sensor: EntityID<Sensor>, observedProperty: EntityID<ObservedProperty>
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.description = description
    self.unitOfMeasurement = unitOfMeasurement
    self.observationType = observationType
    self.observedArea = observedArea
    self.properties = properties
    self.thing = thing
    self.sensor = sensor
    self.observedProperty = observedProperty
  }
}

/// How something is measured: an instrument or a procedure.
public struct Sensor: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .sensors }
  /// Its number in the store.
  public var id: EntityID<Sensor>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// How it measures, in a sentence.
  public var description: String
  /// How ``metadata`` is encoded.
  public var encodingType: String
  /// Its description by its maker, or where that lies.
  public var metadata: PlainValue
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]

  /// A sensor with its metadata as a text.
  public init(
    id: EntityID<Sensor>, key: String? = nil, name: String, description: String, encodingType: String = "text/plain",
    metadata: PlainValue, properties: [String: PlainValue] = [:]
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.description = description
    self.encodingType = encodingType
    self.metadata = metadata
    self.properties = properties
  }
}

/// What is observed: water level, PM2.5, the number of cars.
public struct ObservedProperty: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .observedProperties }
  /// Its number in the store.
  public var id: EntityID<ObservedProperty>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// An address that defines it.
  public var definition: String
  /// What it is, in a sentence.
  public var description: String
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]

  /// A property that can be observed.
  public init(
    id: EntityID<ObservedProperty>, key: String? = nil, name: String, definition: String, description: String,
    properties: [String: PlainValue] = [:]
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.definition = definition
    self.description = description
    self.properties = properties
  }
}

/// What an observation is about: often the place of its thing.
public struct FeatureOfInterest: Entity {
  /// Which kind it is.
  public static var kind: EntityKind { .featuresOfInterest }
  /// Its number in the store.
  public var id: EntityID<FeatureOfInterest>
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String
  /// What it is, in a sentence.
  public var description: String
  /// How ``feature`` is encoded; GeoJSON.
  public var encodingType = "application/geo+json"
  /// Its geometry.
  public var feature: Geometry
  /// Anything else; never null.
  public var properties: [String: PlainValue] = [:]

  /// A feature from its geometry.
  public init(
    id: EntityID<FeatureOfInterest>, key: String? = nil, name: String, description: String, feature: Geometry,
    properties: [String: PlainValue] = [:]
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.description = description
    self.feature = feature
    self.properties = properties
  }
}
