public import Observations

/// What an alert is about: a rule and its subject. One alert at a time.
public struct Cause: Hashable, Sendable, Codable {
  /// The rule's name.
  public var rule: String
  /// The stream; nothing where the subject is the rule's whole set or a forecast.
  public var stream: EntityID<Datastream>?

  /// A rule and its subject.
  public init(rule: String, stream: EntityID<Datastream>? = nil) {
    self.rule = rule
    self.stream = stream
  }
}
