public import Modelling

/// All that a notifier must remember to go on as if it had never stopped: what is under way is sent again, under its name.
public struct NotifierState: Hashable, Sendable, Codable {
  /// The number of the last event taken in.
  public internal(set) var lastEvent = 0
  /// What is still to be brought, in order.
  var deliveries: [Delivery] = []
  /// When messages were first sent, by target, within the last hour.
  var sent: [String: [Instant]] = [:]
  /// How the targets are.
  public internal(set) var health: [String: TargetHealth] = [:]

  /// Nothing to bring.
  public init() {}

  /// How many deliveries wait or are under way.
  public var pending: Int { deliveries.count }
}

/// How a target is.
public struct TargetHealth: Hashable, Sendable, Codable {
  /// When it last took a message.
  public internal(set) var delivered: Instant?
  /// How often in a row it did not.
  public internal(set) var failuresInRow = 0
  /// Why not, the last time.
  public internal(set) var problem: String?
  /// What was given up, the latest last, at most a hundred.
  public internal(set) var givenUp: [GivenUp] = []
  /// How many events were left out because too many waited.
  public internal(set) var omitted = 0
}

/// A message that never arrived.
public struct GivenUp: Hashable, Sendable, Codable {
  /// Its name.
  public var id: String
  /// When it was given up.
  public var at: Instant
  /// Why.
  public var problem: String
  /// The numbers of its events.
  public var events: [Int]
}

/// Events on their way to a target.
struct Delivery: Hashable, Sendable, Codable {
  var id: String
  var target: String
  var events: [AlertEvent]
  var created: Instant
  var attempts = 0
  /// Not to be sent before.
  var next: Instant
  var isUnderWay = false

  /// The gravest of its events, by place among the severities.
  var gravity: Int {
    events.map(\.alert.severity.rank).max() ?? 0
  }
}

/// What became of a delivery.
public enum DeliveryReport: Hashable, Sendable {
  /// The target took it.
  case delivered(id: String, target: String)
  /// It is tried again at a moment.
  case postponed(id: String, target: String, until: Instant, problem: String)
  /// It is tried no more.
  case gaveUp(id: String, target: String, problem: String)
}
