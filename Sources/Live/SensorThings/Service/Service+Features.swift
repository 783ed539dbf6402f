internal import Modelling
internal import Observations

/// What observations are about that do not say it themselves: the place of their thing. The stream remembers since when it is which, so that an
/// observation need not.
extension SensorThingsService {
  /// Sees to it that the streams of observations know what these are about.
  func findFeatures(of observations: [Observation]) async throws {
    let registry = registry
    for observation in observations where observation.featureOfInterest == nil {
      let stream = observation.datastream.rawValue
      if !Self.knowsFeature(registry, stream) {
        try await alone { try self.feature(of: stream, from: observation.time) }
      }
    }
  }

  /// New observations of the API as they are kept: about the place where their thing is now, as the standard has it, even those of a moment before it came there.
  func placed(_ observations: [Observation]) async throws -> [Observation] {
    try await findFeatures(of: observations)
    let registry = registry
    return observations.map { Self.placed($0, registry) }
  }

  /// An observation that is about what its stream is about last, though its moment comes before.
  static func placed(_ observation: Observation, _ registry: Registry) -> Observation {
    guard observation.featureOfInterest == nil,
      let features = registry.record(.datastream, observation.datastream.rawValue)?.links.features, features.count > 1,
      let last = features.last, observation.time < last.time
    else { return observation }
    var observation = observation
    observation.featureOfInterest = last.feature
    return observation
  }

  /// Whether what a stream's observations are about is the place where its thing is now.
  static func knowsFeature(_ registry: Registry, _ stream: Int64) -> Bool {
    guard let record = registry.record(.datastream, stream), let place = location(of: record, registry) else {
      return true
    }
    guard let feature = registry.featureOfLocation[place.id], record.links.features.last?.feature.rawValue == feature
    else {
      return false
    }
    return registry.record(.featureOfInterest, feature)?["feature"] == place["location"]
  }

  /// Where the thing of a stream is.
  static func location(of stream: Record, _ registry: Registry) -> Record? {
    stream.links.thing.flatMap { registry.record(.thing, $0) }?.links.locations.lazy
      .compactMap { registry.record(.location, $0) }.first { Drafts.isGeoJSON($0["location"]) }
  }

  /// Refuses an observation that says not what it is about, where that cannot be known from the place of its thing either (18-088, table 18).
  static func checkFeature(of stream: Int64, in registry: Registry) throws {
    guard let record = registry.record(.datastream, stream), record.links.features.isEmpty,
      location(of: record, registry) == nil
    else { return }
    throw Refusal(
      400,
      "What the Observation is about is not known: give its FeatureOfInterest, or give the Thing of Datastream \(stream) a Location in GeoJSON."
    )
  }

  /// Lets a stream's observations be about the place of its thing, from a moment on; creates the feature where there is none of that place.
  func feature(of stream: Int64, from time: Instant) throws {
    let registry = registry
    guard !Self.knowsFeature(registry, stream), let record = registry.record(.datastream, stream),
      let place = Self.location(of: record, registry)
    else { return }
    var plan = WritePlan(registry, at: moment)
    var feature = registry.featureOfLocation[place.id] ?? 0
    if registry.record(.featureOfInterest, feature)?["feature"] != place["location"] {
      feature = registry.next(.featureOfInterest)
      plan.put(
        Record(
          .featureOfInterest, id: feature, key: Registry.key(ofFeature: feature, madeOf: place.id),
          fields: place.fields,
          links: Record.Links()))
    }
    var links = record.links
    if links.features.last?.feature.rawValue != feature {
      // What was observed before stays where it was.
      let last = [links.features.last?.time, try store.summary(of: EntityID(stream))?.latest.observation.time]
        .compactMap { $0 }.max()
      let since =
        links.features.isEmpty ? time : max(time, last.map { Instant(milliseconds: $0.milliseconds + 1) } ?? time)
      links.features.append(FeatureSince(time: since, feature: EntityID(feature)))
      plan.put(record.with(links: links))
    }
    try carryOut(plan)
  }
}
