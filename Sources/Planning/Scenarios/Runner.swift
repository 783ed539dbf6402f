public import CityFolder
public import Modelling
public import Replica

/// Runs scenarios on one city: applies the changes, orders the models, runs them without and with the changes.
///
/// Synchronous: it works on the thread it is called on, and on up to `threads` threads beside it. Never call it on Swift's
/// cooperative pool; the ``JobQueue`` has a thread of its own for it. The answer does not depend on `threads`.
public struct Runner: Sendable {
  /// The city, unchanged.
  public let city: City
  /// Its digest.
  public let digest: String
  /// Where runs are kept and looked for; nothing keeps none.
  public let runs: RunStore?
  /// The files a scenario may name.
  public let files: any Files
  /// The models and changes there are.
  public let catalogue: Catalogue
  /// Threads a model may use.
  public let threads: Int

  /// A runner for one city.
  public init(
    city: City, digest: String, runs: RunStore?, files: any Files, catalogue: Catalogue = .standard, threads: Int
  ) {
    self.city = city
    self.digest = digest
    self.runs = runs
    self.files = files
    self.catalogue = catalogue
    self.threads = threads
  }

  /// The city and the conditions with a scenario's changes, in order.
  public func applied(_ scenario: Scenario) throws -> (city: City, conditions: Conditions) { (city, Conditions()) }

  /// Runs a scenario beside the baseline; models whose run is stored already are not run again.
  ///
  /// `progress` is called before each step and may throw — `CancellationError` to stop; then nothing half-written stays.
  public func run(
    _ scenario: Scenario, seed: UInt64 = 1, progress: @escaping @Sendable (RunProgress) throws -> Void = { _ in }
  ) throws -> ScenarioRun {
    throw CancellationError()
  }
}
