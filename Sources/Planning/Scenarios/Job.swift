public import Modelling

/// What a job is doing.
public enum JobState: String, Sendable, Codable {
  case queued, running, done, failed, cancelled

  /// Whether it will not change any more.
  public var isFinal: Bool { self == .done || self == .failed || self == .cancelled }
}

/// What a job does.
public enum JobKind: String, Sendable, Codable {
  /// Runs a scenario.
  case run
  /// Holds the town's demand against its counts.
  case countCheck = "count-check"
  /// Replays the days of the town's flood marks.
  case markCheck = "mark-check"
}

/// A scenario someone asked to run, or a check of the town's counts or marks.
public struct Job: Sendable, Codable, Equatable, Identifiable {
  /// Its name, also across restarts.
  public var id: String
  /// What it does.
  public var kind = JobKind.run
  /// The scenario's name; empty for a check.
  public var scenario: String
  /// What it is doing.
  public var state: JobState
  /// How far it is, 0…1.
  public var progress: Double
  /// What is being done, a few words.
  public var phase: String
  /// Seconds still to go, estimated; nothing before there is something to go by.
  public var secondsLeft: Double?
  /// The scenario's run, once it is done; a check has none.
  public var run: RunID?
  /// Why it failed, a sentence.
  public var error: String?
  /// When it was asked for.
  public var created: Instant
}

/// A job that was asked for of a city that is no longer the one that is served.
public struct CityReplaced: Error, Equatable, CustomStringConvertible {
  /// What was asked for; empty for a check of the counts.
  public let scenario: String

  /// What happened and how to mend it, a sentence.
  public var description: String {
    (scenario.isEmpty ? "The check of the counts" : "\(scenario)")
      + " was asked for before the city was changed or another took its place: ask for it again, of the city as it is now."
  }
}

/// A job queue that cannot be used: where, why, and how to mend it.
public struct JobQueueError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it, a sentence.
  public let description: String
}
