public import Modelling

/// What a job is doing.
public enum JobState: String, Sendable, Codable {
  case queued, running, done, failed, cancelled

  /// Whether it will not change any more.
  public var isFinal: Bool { self == .done || self == .failed || self == .cancelled }
}

/// A scenario someone asked to run.
public struct Job: Sendable, Codable, Equatable, Identifiable {
  /// Its name, also across restarts.
  public var id: String
  /// The scenario's name.
  public var scenario: String
  /// What it is doing.
  public var state: JobState
  /// How far it is, 0…1.
  public var progress: Double
  /// What is being done, a few words.
  public var phase: String
  /// Seconds still to go, estimated; nothing before there is something to go by.
  public var secondsLeft: Double?
  /// The scenario's run, once it is done.
  public var run: RunID?
  /// Why it failed, a sentence.
  public var error: String?
  /// When it was asked for.
  public var created: Instant
}

/// Runs scenarios for the server: one at a time, in the order asked for, kept in `private/desk.sqlite` so that a restart
/// goes on. Asking for the same run again gives the job that is there already.
public actor JobQueue {
  /// A queue in the city's private folder (made with mode 0700; the file with 0600); `runner` gives the runner of the
  /// city as it is when a job begins. Jobs that were queued or running when the process ended are queued again.
  public init(folder: String, runner: @escaping @Sendable () async throws -> Runner) throws { fatalError() }

  /// Begins to work on what is queued. Call it once.
  public func start() {}

  /// Asks for a scenario's run, from its text (YAML or JSON); throws ``ScenarioError`` when it cannot be read.
  ///
  /// The same run — same city, changes, files, models and seed — joins the job that is there.
  public func submit(_ text: String, file: String = "scenario", seed: UInt64 = 1) async throws -> Job { fatalError() }

  /// A job by its name, or nothing.
  public func job(_ id: String) throws -> Job? { nil }

  /// The latest jobs, the newest first.
  public func jobs(limit: Int = 100) throws -> [Job] { [] }

  /// What a run found, or nothing when it is not known (any more).
  public func result(of run: RunID) throws -> ScenarioRun? { nil }

  /// Stops a job at its next step; gives it as it is then, or nothing when there is none of that name.
  @discardableResult
  public func cancel(_ id: String) throws -> Job? { nil }

  /// A job's states from now on: at once the present one, the last one final; ends after it. Unknown names end at once.
  public func events(of id: String) -> AsyncStream<Job> { AsyncStream { $0.finish() } }
}
