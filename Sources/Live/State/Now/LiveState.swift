public import Modelling
public import Observations

/// The twin at a moment: the newest usable observation of every stream, and the streams that have none, with the reason.
///
/// Of a past moment it holds what was observed up to then; whether that had arrived by then is not known to a store.
public struct LiveState: Sendable {
  /// The moment.
  public let moment: Instant
  /// The readings, by stream.
  public let readings: [LiveReading]
  /// The streams without one, by number.
  public let leftOut: [LeftOut]

  /// The state of a store at a moment. O(streams), for a past moment each with a look-up.
  ///
  /// What ends after the moment has not happened yet and is not seen, as a clock that runs ahead would have it. Throws what the
  /// store throws.
  public init(
    of store: any ObservationStore, at moment: Instant, using rules: UseRules = UseRules(),
    knowing directory: StreamDirectory? = nil
  ) throws {
    let directory = try directory ?? StreamDirectory(store)
    var readings: [LiveReading] = []
    var leftOut: [LeftOut] = []
    readings.reserveCapacity(directory.lines.count)
    for line in directory.lines {
      switch try Self.find(line, store, moment, rules) {
      case .success(let found):
        let told = found.stored.observation
        readings.append(
          LiveReading(
            stream: line.stream, key: line.key, name: line.name, property: line.property,
            propertyName: line.propertyName, unit: line.unit, observation: found.stored.id, time: told.phenomenonTime,
            result: told.result, age: Self.age(told, at: moment), quality: ReadingQuality(told.resultQuality),
            place: directory.place(of: line, at: told.time, feature: told.featureOfInterest),
            passedOver: found.passedOver))
      case .failure(let why):
        leftOut.append(LeftOut(stream: line.stream, key: line.key, name: line.name, reason: why.reason))
      }
    }
    self.moment = moment
    self.readings = readings
    self.leftOut = leftOut
  }

  /// The readings of a property, by its definition or its name.
  public func readings(of property: String) -> [LiveReading] {
    readings.filter { $0.property == property || $0.propertyName == property }
  }

  /// The values that these sources turn into conditions, to start a model from: without ages, sorted by key, the same whenever made.
  /// A source may know a property by its definition or by its name; the word it knows stands in the value.
  ///
  /// Throws ``ObservedStateError`` where two streams have the same key.
  public func snapshot(for sources: [any ConditionSource.Type]) throws(ObservedStateError) -> ObservedState {
    var values: [ObservedValue] = []
    for reading in readings {
      guard let number = reading.number else { continue }
      let known = [reading.property, reading.propertyName].lazy.map { property in
        ObservedValue(
          key: reading.key, property: property, unit: reading.unit, time: reading.time.end, value: number,
          place: reading.place)
      }.first { value in sources.contains { $0.uses(value) } }
      if let known { values.append(known) }
    }
    return try ObservedState(values)
  }

  private struct NotFound: Error { var reason: LeftOut.Reason }

  private static func age(_ observation: Observation, at moment: Instant) -> Double {
    Double(moment.milliseconds - observation.phenomenonTime.end.milliseconds) / 1000
  }

  /// The newest usable observation of a stream up to a moment.
  private static func find(
    _ line: StreamDirectory.Line, _ store: any ObservationStore, _ moment: Instant, _ rules: UseRules
  ) throws -> Result<(stored: StoredObservation, passedOver: Int), NotFound> {
    guard let summary = try store.summary(of: line.stream) else { return .failure(NotFound(reason: .never)) }
    let limit = rules.greatestAge(of: line.property, named: line.propertyName)
    // Most streams are asked for now, and their newest observation is good: no look through the stream is needed.
    let newest = summary.latest.observation
    if newest.phenomenonTime.end <= moment, refusal(of: newest, at: moment, limit, rules) == nil {
      return .success((summary.latest, 0))
    }
    var refused: [LeftOut.Reason] = []
    var found: StoredObservation?
    let until = Instant(milliseconds: moment.milliseconds == .max ? .max : moment.milliseconds + 1)
    let all = Instant(milliseconds: Observation.keptTimes.lowerBound.milliseconds)
    guard all < until else { return .failure(NotFound(reason: .never)) }
    try store.scan(line.stream, in: all..<until, descending: true) { stored in
      guard stored.observation.phenomenonTime.end <= moment else { return true }
      guard let reason = refusal(of: stored.observation, at: moment, limit, rules) else {
        found = stored
        return false
      }
      refused.append(reason)
      if case .old = reason { return false }
      return refused.count <= rules.lookBack
    }
    if let found { return .success((found, refused.count)) }
    return .failure(NotFound(reason: refused.first ?? .never))
  }

  /// Why an observation may not be used, or nothing.
  private static func refusal(
    of observation: Observation, at moment: Instant, _ limit: Double, _ rules: UseRules
  ) -> LeftOut.Reason? {
    let age = age(observation, at: moment)
    if age > limit { return .old(age: age, limit: limit) }
    let quality = ReadingQuality(observation.resultQuality)
    if quality > rules.worstQuality { return .flagged(quality) }
    if let end = observation.validTime?.end, end < moment { return .expired(end) }
    return nil
  }
}
