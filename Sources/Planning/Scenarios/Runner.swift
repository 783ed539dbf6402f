public import CityFolder
public import Modelling
internal import Observations
public import Replica
public import Traffic

/// Runs scenarios on one city: applies the changes, orders the models, runs them without and with the changes.
///
/// Synchronous: it works on the thread it is called on, and on up to `threads` threads in all. Never call it on Swift's
/// cooperative pool; the ``JobQueue`` has a thread of its own for it. The answer does not depend on `threads`. Copies
/// share what was prepared for the city.
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
  /// What the town counted, which holds on both sides of every comparison; nothing where it counted nothing.
  public var counts: TownCounts?
  private let prepared = Prepared()

  /// A runner for one city.
  public init(
    city: City, digest: String, runs: RunStore?, files: any Files, catalogue: Catalogue = .standard, threads: Int,
    counts: TownCounts? = nil
  ) {
    self.city = city
    self.digest = digest
    self.runs = runs
    self.files = files
    self.catalogue = catalogue
    self.threads = max(1, threads)
    self.counts = counts
  }

  /// The city and the conditions with a scenario's changes, in order.
  public func applied(_ scenario: Scenario) throws -> (city: City, conditions: Conditions) {
    var changed = city
    var conditions = Conditions()
    try conditions.set(CityBefore(city), from: "city")
    if let counts { try conditions.set(counts, from: "counts") }
    for change in scenario.supposed + scenario.changes {
      try change.apply(to: &changed, under: &conditions, with: files)
    }
    if let state = conditions[ObservedState.self] {
      try state.give(by: catalogue.observedSources, on: changed, to: &conditions)
    }
    return (changed, conditions)
  }

  /// The name of what a scenario asks for: city, changes, files, models, the counts they use and seed, without applying anything.
  ///
  /// Two scenarios of one name here have the same run. Reads the named files for their fingerprints.
  public func request(for scenario: Scenario, seed: UInt64 = 1) throws -> String {
    var request = Digest()
    request.feed("city", text: digest)
    request.feed("changes", scenario.canonicalChanges)
    request.feed("supposed", integers: [scenario.supposed.count])
    let fingerprints = try scenario.files.map { path in
      do { return try files.digest(path) } catch { throw ChangeError("scenario", "\(error)") }
    }
    request.feed("files", texts: fingerprints)
    let models = try models(of: scenario)
    request.feed("models", texts: models.map { "\($0.card.name) \($0.card.version)" })
    if let counts, models.contains(where: { $0.uses.contains { $0 == TownCounts.self } }) { counts.feed(&request) }
    request.feed("seed", text: "\(seed)")
    return request.text
  }

  /// Runs a scenario beside the baseline; models whose run is stored already are not run again.
  ///
  /// `progress` is called before each step and may throw — `CancellationError` to stop; then nothing half-written stays.
  public func run(
    _ scenario: Scenario, seed: UInt64 = 1, progress: @escaping @Sendable (RunProgress) throws -> Void = { _ in }
  ) throws -> ScenarioRun {
    let models = try models(of: scenario)
    try progress(RunProgress(fraction: 0, phase: "changes"))
    let isSame = scenario.changes.isEmpty
    let steps = RunSteps(count: models.count * (isSame ? 1 : 2), tell: progress)

    // Applied before anything runs, so that a change that cannot be carried out costs no waiting.
    let changed = try applied(scenario)
    let baseline = try side(
      models, scenario.baseline, applied(scenario.baseline), beside: [], seed: seed, steps, first: 0)
    let answers =
      isSame ? baseline : try side(models, scenario, changed, beside: baseline, seed: seed, steps, first: models.count)
    try progress(RunProgress(fraction: 1, phase: "done", secondsLeft: 0))
    return ScenarioRun(scenario: scenario.name, answers: answers, baseline: baseline)
  }

  /// The models a scenario asks, in the catalogue's order.
  private func models(of scenario: Scenario) throws -> [any Model.Type] {
    for name in scenario.models where catalogue.model(name) == nil {
      throw ScenarioError(
        file: scenario.name, line: nil,
        "there is no model \"\(name)\". Known are \(catalogue.models.map { $0.card.name }.joined(separator: ", ")).")
    }
    return catalogue.models.filter {
      scenario.models.isEmpty ? !$0.runsOnlyWhenNamed : scenario.models.contains($0.card.name)
    }
  }

  /// Runs all models on the city with a scenario's changes, or takes their stored runs.
  ///
  /// A model that offers conditions feeds its run's name to those after it, so that theirs is known without running
  /// it; it is run only where one of them is not stored. `baseline` holds the runs without the changes, for models that ask for numbers of
  /// theirs.
  private func side(
    _ models: [any Model.Type], _ scenario: Scenario, _ applied: (city: City, conditions: Conditions),
    beside baseline: [StoredRun], seed: UInt64, _ steps: RunSteps, first: Int
  ) throws -> [StoredRun] {
    let (city, given) = applied
    let fingerprints = try scenario.files.map { try files.digest($0) }
    let kept = city == self.city ? prepared : Prepared()
    let changes = scenario.canonicalChanges
    var names: [RunID] = []
    for model in models {
      let uses = Set(model.uses.map { $0.name })
      let upstream = zip(models, names).filter { !uses.isDisjoint(with: $0.0.offers.map { $0.name }) }.map(\.1.text)
      names.append(
        RunID(
          model, city: digest, changes: changes, files: fingerprints + upstream,
          conditions: try self.conditions(given, for: model, beside: baseline, withKept: false), seed: seed))
    }
    var answers = try names.map { try runs?.read($0) }
    // From the last to the first: who offers something to a model that must run, must run too.
    for (index, model) in models.enumerated().reversed() where answers[index] != nil {
      let offers = Set(model.offers.map { $0.name })
      let isNeeded = models.indices.contains { later in
        later > index && answers[later] == nil && !offers.isDisjoint(with: models[later].uses.map { $0.name })
      }
      if isNeeded { answers[index] = nil }
    }
    var conditions = given
    var complete: [StoredRun] = []
    for (index, model) in models.enumerated() {
      let step = first + index
      if let stored = answers[index] {
        try steps.advance(step, to: 1, "\(model.card.name): stored")
        complete.append(stored)
        continue
      }
      let context = StepContext(seed: seed, threads: threads, steps: steps, step: step, kept: kept)
      let outcome = try model.init().run(
        on: city, under: try self.conditions(conditions, for: model, beside: baseline, withKept: true), in: context)
      try conditions.merge(outcome.offered)
      var run = StoredRun(
        id: names[index], model: model.card.name, version: model.card.version, city: digest,
        indicators: outcome.indicators, fields: outcome.fields, remarks: outcome.remarks,
        // Nobody begins from a run that has changes itself.
        kept: scenario.changes.isEmpty ? outcome.kept : [], film: outcome.film)
      try runs?.write(run)
      // It is read from its file alone.
      run.film = []
      complete.append(run)
    }
    return complete
  }

  /// The conditions of one model: all, and what it asks of its run without the changes; what that kept only where the model is to run.
  private func conditions(
    _ conditions: Conditions, for model: any Model.Type, beside baseline: [StoredRun], withKept: Bool
  ) throws -> Conditions {
    guard !model.fromBaseline.isEmpty, let run = baseline.first(where: { $0.model == model.card.name }) else {
      return conditions
    }
    var mine = conditions
    let kept = withKept ? (run.kept.isEmpty ? runs?.kept(run.id) : run.kept) ?? [] : []
    try mine.set(
      BaselineValues(model.fromBaseline, of: run.indicators, run: run.id.text, kept: kept), from: "baseline")
    return mine
  }
}
