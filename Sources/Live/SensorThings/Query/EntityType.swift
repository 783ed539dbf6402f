/// The eight kinds of entities of the SensorThings API 1.1 (OGC 18-088, clause 8): what they are called, what they hold and where one gets from them.
package enum EntityType: String, CaseIterable, Sendable {
  case thing = "Thing"
  case location = "Location"
  case historicalLocation = "HistoricalLocation"
  case datastream = "Datastream"
  case sensor = "Sensor"
  case observedProperty = "ObservedProperty"
  case observation = "Observation"
  case featureOfInterest = "FeatureOfInterest"

  /// A way from an entity to others.
  package struct Navigation: Hashable, Sendable {
    /// How it is called in addresses: `Datastreams` for many, `Sensor` for one.
    package let name: String
    /// What it leads to.
    package let target: EntityType
    /// Whether it leads to many.
    package let isMany: Bool
  }

  /// The name of all of them: `Things`.
  package var set: String {
    switch self {
    case .observedProperty: "ObservedProperties"
    case .featureOfInterest: "FeaturesOfInterest"
    default: rawValue + "s"
    }
  }

  /// The kind whose set bears a name.
  package init?(set name: some StringProtocol) {
    guard let type = Self.allCases.first(where: { $0.set == name }) else { return nil }
    self = type
  }

  /// What an entity holds itself, in the order it is written; `@iot.id` and `@iot.selfLink` come before.
  package var properties: [String] {
    switch self {
    case .thing: ["name", "description", "properties"]
    case .location: ["name", "description", "encodingType", "location", "properties"]
    case .historicalLocation: ["time"]
    case .datastream:
      [
        "name", "description", "observationType", "unitOfMeasurement", "observedArea", "phenomenonTime", "resultTime",
        "properties",
      ]
    case .sensor: ["name", "description", "encodingType", "metadata", "properties"]
    case .observedProperty: ["name", "definition", "description", "properties"]
    case .observation:
      ["phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters"]
    case .featureOfInterest: ["name", "description", "encodingType", "feature", "properties"]
    }
  }

  /// Where one gets from an entity.
  package var navigations: [Navigation] {
    func one(_ target: EntityType) -> Navigation { Navigation(name: target.rawValue, target: target, isMany: false) }
    func many(_ target: EntityType) -> Navigation { Navigation(name: target.set, target: target, isMany: true) }
    return switch self {
    case .thing: [many(.datastream), many(.location), many(.historicalLocation)]
    case .location: [many(.thing), many(.historicalLocation)]
    case .historicalLocation: [one(.thing), many(.location)]
    case .datastream: [one(.thing), one(.sensor), one(.observedProperty), many(.observation)]
    case .sensor, .observedProperty: [many(.datastream)]
    case .observation: [one(.datastream), one(.featureOfInterest)]
    case .featureOfInterest: [many(.observation)]
    }
  }

  /// The way of a name, or nothing.
  package func navigation(_ name: some StringProtocol) -> Navigation? { navigations.first { $0.name == name } }
}
