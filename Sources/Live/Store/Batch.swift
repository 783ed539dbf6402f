internal import Modelling
internal import Observations

/// Observations that were looked at and packed by the thread that brings them.
struct Batch: Sendable {
  struct Row: Sendable {
    var stream: Int64
    var time: Int64
    var cell: Cell
  }
  var rows: [Row] = []
  private var streams: Set<EntityID<Datastream>> = []
  private var features: Set<EntityID<FeatureOfInterest>> = []

  init(_ observations: [Observation]) throws(StoreError) {
    rows.reserveCapacity(observations.count)
    for observation in observations {
      try observation.check()
      rows.append(
        Row(
          stream: observation.datastream.rawValue, time: observation.time.milliseconds, cell: Cell(observation)))
      streams.insert(observation.datastream)
      if let feature = observation.featureOfInterest { features.insert(feature) }
    }
  }

  /// Throws when a stream or a feature is not there; by the writer's thread.
  func check(_ summaries: Summaries, _ entities: Entities) throws(StoreError) {
    for stream in streams where !summaries.contains(stream.rawValue) { throw .unknownStream(stream) }
    for feature in features where !entities.contains(EntityReference(.featuresOfInterest, feature.rawValue)) {
      throw .unknownReference(of: .datastreams, to: .featuresOfInterest, id: feature.rawValue)
    }
  }
}
