package import Observations

/// An entity other than an observation as the service holds it in memory: its properties as plain values in the order of
/// ``EntityType/properties``, and the numbers of what it refers to.
///
/// Immutable: what changes is a new record.
package final class Record: Sendable {
  package let type: EntityType
  package let id: Int64
  /// Its name for ever, where it has one.
  package let key: String?
  /// One a property; those a store keeps (a stream's times) are null.
  package let fields: [PlainValue]
  package let links: Links
  /// The members of all fields that are kept here, as JSON without brackets.
  let written: [UInt8]

  /// What an entity refers to, by number.
  package struct Links: Hashable, Sendable {
    package var thing: Int64?
    package var sensor: Int64?
    package var observedProperty: Int64?
    package var locations: [Int64] = []
    /// Of a stream, what its observations are about.
    package var features: [FeatureSince] = []

    package init() {}
  }

  package init(_ type: EntityType, id: Int64, key: String? = nil, fields: [PlainValue], links: Links) {
    precondition(fields.count == type.properties.count, "a record has a field for each property")
    self.type = type
    self.id = id
    self.key = key
    self.fields = fields
    self.links = links
    var writer = JSONWriter(room: 256)
    for (name, value) in zip(type.properties, fields) where !type.isKeptByStore(name) {
      writer.name(name)
      writer.value(value)
    }
    written = writer.bytes
  }

  /// The value of a property; null where it has none of that name.
  package subscript(name: String) -> PlainValue {
    type.properties.firstIndex(of: name).map { fields[$0] } ?? .null
  }

  /// The entities it refers to along a way, where it is the one that knows them.
  func forward(_ target: EntityType) -> [Int64]? {
    switch (type, target) {
    case (.thing, .location), (.historicalLocation, .location): links.locations
    case (.historicalLocation, .thing), (.datastream, .thing): links.thing.map { [$0] } ?? []
    case (.datastream, .sensor): links.sensor.map { [$0] } ?? []
    case (.datastream, .observedProperty): links.observedProperty.map { [$0] } ?? []
    default: nil
    }
  }

  /// The kinds it may refer to.
  var targets: [EntityType] {
    switch type {
    case .thing: [.location]
    case .historicalLocation: [.thing, .location]
    case .datastream: [.thing, .sensor, .observedProperty]
    default: []
    }
  }

  /// The same with some properties or links changed.
  package func with(fields: [PlainValue]? = nil, links: Links? = nil) -> Record {
    Record(type, id: id, key: key, fields: fields ?? self.fields, links: links ?? self.links)
  }
}

extension EntityType {
  /// Whether a property is worked out from the observations and not kept with the entity.
  func isKeptByStore(_ property: String) -> Bool {
    self == .datastream && ["observedArea", "phenomenonTime", "resultTime"].contains(property)
  }

  /// The kind of a store's table; nothing for observations.
  var kind: EntityKind? {
    switch self {
    case .thing: .things
    case .location: .locations
    case .historicalLocation: .historicalLocations
    case .datastream: .datastreams
    case .sensor: .sensors
    case .observedProperty: .observedProperties
    case .featureOfInterest: .featuresOfInterest
    case .observation: nil
    }
  }

  /// The kinds that are described once and kept in memory: all but observations.
  static let kept = allCases.filter { $0 != .observation }
}
