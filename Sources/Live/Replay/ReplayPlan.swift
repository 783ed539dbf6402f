public import Modelling
public import Observations

/// How fast a replay goes.
public enum ReplaySpeed: Hashable, Sendable {
  /// So many seconds of the past in a second, above 0: 1, 60.
  case times(Double)
  /// As fast as the sink takes it.
  case unbounded
}

/// What becomes of the moments of what is replayed.
public enum ReplayMoments: Hashable, Sendable {
  /// They stay what they were.
  case kept
  /// All move by the same time, so that the period begins at this moment.
  case shifted(to: Instant)
  /// Each becomes the moment at which it is due; spans shrink with the speed. Needs a speed.
  case asTheyCome
}

/// What to replay, and how.
public struct ReplayPlan: Sendable {
  /// The name that marks all of it.
  public let name: String
  /// The streams, and the streams of their own to which what is replayed belongs.
  public let streams: [EntityID<Datastream>: EntityID<Datastream>]
  /// Observations that begin in it; within the moments a store keeps.
  public let period: Range<Instant>
  /// How fast.
  public let speed: ReplaySpeed
  /// What becomes of moments.
  public let moments: ReplayMoments

  /// A plan. Throws ``ReplayFault`` where it would write into the streams it reads, or cannot go.
  public init(
    _ name: String, of streams: [EntityID<Datastream>: EntityID<Datastream>], during period: Range<Instant>,
    speed: ReplaySpeed = .times(1), moments: ReplayMoments = .kept, intoAnotherStore: Bool = false
  ) throws(ReplayFault) {
    guard !streams.isEmpty else { throw .nothing("No stream is named: name one at least.") }
    let period = period.clamped(to: Observation.keptTimes)
    guard !period.isEmpty else {
      throw .nothing("The period is empty: its end comes after its begin, within the years 1900 to 2199.")
    }
    guard Set(streams.values).count == streams.count else {
      throw .mixing("Two streams would be replayed into one: give each a stream of its own.")
    }
    if !intoAnotherStore, let both = streams.values.filter({ streams[$0] != nil }).min() {
      throw .mixing(
        "Datastream \(both.rawValue) is replayed and would be written to: give the replay streams of its own.")
    }
    switch (speed, moments) {
    case (.times(let factor), _) where !(factor > 0 && factor <= 1e9):
      throw .speed("A speed is above 0 and at most 1,000,000,000.")
    case (.unbounded, .asTheyCome):
      throw .speed("Moments as they come need a speed: as fast as possible all would be one moment.")
    case (_, .shifted(let start)) where !Observation.keptTimes.contains(start):
      throw .nothing("A replay is shifted to a moment of the years 1900 to 2199.")
    default: break
    }
    self.name = name
    self.streams = streams
    self.period = period
    self.speed = speed
    self.moments = moments
  }
}

/// Why a replay does not go.
public enum ReplayFault: Error, Hashable, CustomStringConvertible {
  /// There is nothing to replay: a sentence.
  case nothing(String)
  /// What is replayed would mix with what was observed: a sentence.
  case mixing(String)
  /// A speed that is none: a sentence.
  case speed(String)

  /// The sentence for people.
  public var description: String {
    switch self {
    case .nothing(let sentence), .mixing(let sentence), .speed(let sentence): sentence
    }
  }
}

/// An observation once more.
public struct Replayed: Hashable, Sendable {
  /// The name of the observation it repeats.
  public let original: ObservationID
  /// When it is due on the wall's clock; with no bound to the speed, when it was handed on.
  public let due: Instant
  /// The observation: of the replay's own stream, its moments as the plan says, marked in its parameters.
  public let observation: Observation

  /// The member of `parameters` that names the observation repeated.
  public static let mark = "replayOf"
  /// The member of `parameters` that names the replay.
  public static let name = "replay"
}
