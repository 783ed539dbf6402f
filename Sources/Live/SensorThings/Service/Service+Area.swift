internal import Modelling
internal import Observations

/// The area a stream observes: it grows with what observations say they are about, and shrinks when they go.
extension SensorThingsService {
  /// Observations that are looked through to find what is left of an area, at most; a longer stream keeps the area it has.
  private static let mostSearched = 10_000

  /// Whether an observation is about something outside the area its stream is known to observe.
  func needsWidening(_ observation: Observation, _ registry: Registry) -> Bool {
    guard let feature = observation.featureOfInterest,
      let geometry = registry.record(.featureOfInterest, feature.rawValue)?["feature"], let around = Bounds(geometry),
      let stream = registry.record(.datastream, observation.datastream.rawValue)
    else { return false }
    let known = Bounds(reading("").observedArea(of: stream, hasObservations: true))
    return known?.union(around) != known
  }

  /// Widens the area a stream observes by what an observation is about. Called where entities are changed.
  func widen(_ observation: Observation) throws {
    let registry = registry
    guard needsWidening(observation, registry), let feature = observation.featureOfInterest,
      let geometry = registry.record(.featureOfInterest, feature.rawValue)?["feature"], let around = Bounds(geometry),
      let stream = registry.record(.datastream, observation.datastream.rawValue)
    else { return }
    let known = Bounds(reading("").observedArea(of: stream, hasObservations: true))
    try put(known.map { $0.union(around).polygon } ?? geometry, asAreaOf: stream)
  }

  /// Narrows the areas of streams to what the observations that are left are about. Called where entities are changed, when observations have gone.
  func narrow(_ streams: Set<Int64>) throws {
    let reading = reading("")
    for id in streams.sorted() {
      guard let stream = reading.registry.record(.datastream, id), stream["observedArea"] != .null else { continue }
      var features: Set<Int64> = []
      var searched = 0
      try reading.scan(.stream(id), in: Reading.ever, descending: true) { stored in
        searched += 1
        if let feature = stored.observation.featureOfInterest { features.insert(feature.rawValue) }
        return searched <= Self.mostSearched
      }
      guard searched <= Self.mostSearched else { continue }
      let geometries = features.sorted().compactMap { reading.registry.record(.featureOfInterest, $0)?["feature"] }
      let bounds = geometries.compactMap { Bounds($0) }
      let around = bounds.dropFirst().reduce(bounds.first) { $0?.union($1) }
      let area = Set(bounds).count == 1 ? geometries.first : around?.polygon
      if area ?? .null != stream["observedArea"] { try put(area ?? .null, asAreaOf: stream) }
    }
  }

  private func put(_ area: PlainValue, asAreaOf stream: Record) throws {
    guard let place = EntityType.datastream.properties.firstIndex(of: "observedArea") else { return }
    var fields = stream.fields
    fields[place] = area
    var plan = WritePlan(registry, at: moment)
    plan.put(stream.with(fields: fields))
    try carryOut(plan)
  }
}
