// Observations: live data, exactly as the OGC SensorThings standard names them, and where they are kept.
//
// Words (OGC 18-088, SensorThings API Part 1: Sensing 1.1). A *Thing* is something of the city that senses, at a
// *Location*; where it stood before are its *HistoricalLocation*s. A *Sensor* says how it measures, an *ObservedProperty*
// what. A *Datastream* is all *Observation*s of one property by one sensor of one thing, in one unit; each is about a
// *FeatureOfInterest*. Ids are numbers within one store; a `key` names an entity for ever, in files and elsewhere.
//
// A *Sample* is the numeric observation most streams are made of: stream, time, value. A *Series* is the samples of one
// stream as columns, a *Rollup* their count, extremes and sum over an hour or a day. An `ObservationStore` keeps all of it;
// this room has the protocol and one that lives in memory, and knows of no database, file or network.

/// The number of an entity within one store; entities of different kinds are numbered apart.
///
/// SensorThings calls it `@iot.id`.
@frozen
public struct EntityID<Kind>: RawRepresentable, Hashable, Comparable, Sendable, Codable {
  /// The number; stores give 1 and up.
  public let rawValue: Int64

  /// An id from its number.
  @inlinable
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// An id from its number.
  @inlinable
  public init(_ number: Int64) { rawValue = number }

  /// Reads the plain number.
  public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(Int64.self) }

  /// Writes the plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Orders by number.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The kinds of entities of SensorThings, named as its entity sets are.
public enum EntityKind: String, CaseIterable, Sendable, Codable {
  case things = "Things"
  case locations = "Locations"
  case historicalLocations = "HistoricalLocations"
  case datastreams = "Datastreams"
  case sensors = "Sensors"
  case observedProperties = "ObservedProperties"
  case featuresOfInterest = "FeaturesOfInterest"
}

/// An entity that is described once and kept: everything of SensorThings but the observations.
public protocol Entity: Hashable, Sendable, Codable {
  /// Which kind it is.
  static var kind: EntityKind { get }
  /// Its number in the store.
  var id: EntityID<Self> { get set }
  /// Its name for ever; nothing for one that only its number names.
  var key: String? { get }
}
