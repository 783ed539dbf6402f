public import Observations

/// A value at which a rule begins a level on a stream: a line on the stream's chart.
public struct StreamLimit: Hashable, Sendable {
  /// The rule's name.
  public var rule: String
  /// What the event is called.
  public var event: String
  /// The stream that is held against it.
  public var stream: EntityID<Datastream>
  /// The value at which the level begins, in the stream's unit: it is reached, too.
  public var limit: Double
  /// Whether it is reached from above.
  public var isBelow: Bool
  /// How grave the level is.
  public var severity: AlertSeverity
}

extension Watcher {
  /// The values at which rules begin their levels, by stream and then by value.
  ///
  /// Only rules of the value itself have some: slopes, deviations and silences are no values of the stream. O(rules × streams × levels).
  public var limits: [StreamLimit] {
    var limits: [StreamLimit] = []
    for (number, rule) in rules.enumerated() {
      guard case .threshold(let ladder) = rule.kind else { continue }
      for stream in index.streams[number] {
        limits += ladder.levels.map { level in
          StreamLimit(
            rule: rule.name, event: rule.event, stream: stream, limit: level.limit, isBelow: ladder.side == .below,
            severity: level.severity)
        }
      }
    }
    return limits.sorted { ($0.stream.rawValue, $0.limit, $0.rule) < ($1.stream.rawValue, $1.limit, $1.rule) }
  }
}
