public import Modelling
public import Observations

/// What an alert knew when it last changed or was last confirmed.
public struct Knowledge: Hashable, Sendable, Codable {
  /// The observations it rests on: for a level the latest, for a rate the first and the last of its window, for a hotspot
  /// those of the hot places, at most fifty; none for a forecast and for an absence without any.
  public var observations: [UsedObservation] = []
  /// The numbers between the observations and the level.
  public var basis = Basis.value
  /// The rule's text.
  public var ruleText: String
  /// The rule's version: the fingerprint of its text.
  public var ruleDigest: String
}

/// An observation as an alert used it.
public struct UsedObservation: Hashable, Sendable, Codable {
  /// The stream.
  public var stream: EntityID<Datastream>
  /// The stream's name.
  public var name: String
  /// The moment it is about.
  public var time: Instant
  /// Its value; nothing for one that is no number.
  public var value: Double?
  /// The symbol of its unit.
  public var unit: String
  /// What it says of its own quality.
  public var quality: PlainValue?
  /// Milliseconds from its moment to the alert's change.
  public var age: Int64
}

/// The numbers between observations and a level.
public enum Basis: Hashable, Sendable, Codable {
  /// The observed value itself.
  case value
  /// The slope of the straight line of least squares through `count` observations, in units an hour.
  case rate(perHour: Double, from: Instant, to: Instant, count: Int)
  /// Nothing since a moment; the last observation's, or when the watch began.
  case absence(since: Instant)
  /// The same hour of past weeks: their middle and spread, how many there were, and the deviations of the value from them.
  case week(middle: Double, spread: Double, weeks: Int, deviations: Double)
  /// The statistics of a set of streams and the hot places among them.
  case hotspot(streams: Int, moran: Double, threshold: Double, spots: [HotSpot])
  /// The greatest (or least) value of a forecast made at a moment, when it is reached, and the interval there.
  case forecast(field: String, place: String, made: Instant, value: Double, at: Instant, low: Double?, high: Double?)
}

/// A stream whose surroundings are high or low together.
public struct HotSpot: Hashable, Sendable, Codable {
  /// The stream.
  public var stream: EntityID<Datastream>
  /// Getis and Ord's Gi* as a standard score.
  public var z: Double
  /// Its probability if values had no place.
  public var p: Double
}
