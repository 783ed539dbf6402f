internal import Modelling
internal import Observations

/// An observation as JSON, without what its key tells; times are milliseconds.
struct Whole: Codable {
  /// The last moment it is about, after the first.
  var length: Int64?
  /// When its result was made, after the first moment.
  var resultAfter: Int64?
  /// Its result where that is a number, which is read fastest.
  var number: Double?
  /// Any other result.
  var result: PlainValue?
  /// One value, because a null is more than nothing.
  var quality: [PlainValue]?
  /// Two moments since 1970.
  var valid: [Int64]?
  var parameters: [String: PlainValue]?
  var feature: Int64?

  init(_ observation: Observation) {
    let start = observation.time.milliseconds
    let end = observation.phenomenonTime.end.milliseconds
    length = end == start ? nil : end - start
    resultAfter = observation.resultTime.map { $0.milliseconds - start }
    if case .number(let value) = observation.result { number = value } else { result = observation.result }
    quality = observation.resultQuality.map { [$0] }
    valid = observation.validTime.map { [$0.start.milliseconds, $0.end.milliseconds] }
    parameters = observation.parameters.isEmpty ? nil : observation.parameters
    feature = observation.featureOfInterest?.rawValue
  }

  func observation(_ stream: EntityID<Datastream>, _ time: Instant) -> Observation {
    func after(_ length: Int64) -> Instant { Instant(milliseconds: time.milliseconds &+ length) }
    var observation = Observation(
      datastream: stream, phenomenonTime: TimeSpan(time, after(length ?? 0)), resultTime: resultAfter.map(after),
      result: number.map { .number($0) } ?? result ?? .null)
    observation.resultQuality = quality?.first
    if let valid, valid.count == 2 {
      observation.validTime = TimeSpan(Instant(milliseconds: valid[0]), Instant(milliseconds: valid[1]))
    }
    observation.parameters = parameters ?? [:]
    observation.featureOfInterest = feature.map { EntityID($0) }
    return observation
  }
}
