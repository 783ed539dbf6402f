public import CityFolder
import Dispatch
import Foundation
public import Modelling

/// Runs scenarios for the server: one at a time, in the order asked for, kept in `private/desk.sqlite` so that a restart
/// goes on. Asking for the same run again gives the job that is there already. A job is of the city it was asked for: when its turn comes and
/// that is no longer the one that is served, it fails and says so (``CityReplaced``). Checks of the town's counts and marks
/// wait their turn among them.
public actor JobQueue {
  private let desk: Desk
  private let runner: @Sendable () async throws -> Runner
  private let catalogue: Catalogue
  private let town: CityOnDisk?
  private var isStarted = false
  private var current: (job: Job, stop: StopFlag)?
  private var watchers: [String: [UUID: AsyncStream<Job>.Continuation]] = [:]

  /// A queue in the city's private folder (made with mode 0700; the file with 0600); `runner` gives the runner of the
  /// city as it is when a job begins, and `town` is the folder with its counts and marks, where they are checked. Jobs that were queued or running when the process ended are queued again.
  ///
  /// Throws ``JobQueueError`` when the folder or the file cannot be used.
  public init(
    folder: String, catalogue: Catalogue = .standard, town: CityOnDisk? = nil,
    runner: @escaping @Sendable () async throws -> Runner
  ) throws {
    desk = try Desk(folder: folder)
    self.catalogue = catalogue
    self.town = town
    self.runner = runner
  }

  /// Begins to work on what is queued; a second call does nothing.
  public func start() {
    guard !isStarted else { return }
    isStarted = true
    workOn()
  }

  /// Asks for a scenario's run, from its text (YAML or JSON).
  ///
  /// The same run — same city, changes, files, models and seed — joins the job that waits, runs or is done; one that failed
  /// or was stopped is asked for anew. Throws ``ScenarioError`` when the text cannot be read, and the sentence of the
  /// files when one it names cannot.
  public func submit(_ text: String, file: String = "scenario", seed: UInt64 = 1) async throws -> Job {
    let scenario = try Scenario.parse(text, file: file, catalogue: catalogue)
    let runner = try await runner()
    let request = try runner.request(for: scenario, seed: seed)
    // No suspension from here on: of two who ask at once the second sees the job of the first.
    if let old = try desk.job(request: request), try isStillGood(old, runner) {
      // The same question under another title has the same answer; who asks sees the title given now.
      var job = latest(old)
      job.scenario = scenario.name
      return job
    }
    let order = Desk.Order(text: text, file: file, seed: seed, city: runner.digest)
    return try add(.run, scenario.name, order, request: request)
  }

  /// Asks for a check of the town's counts (``Runner/checkCounts(in:progress:)``).
  ///
  /// A check of the same counts on the same city that waits, runs, or was made and is kept is joined. Throws a sentence where there is no sheet with
  /// counts.
  public func submitCountCheck() async throws -> Job {
    let runner = try await runner()
    let request = try runner.requestForCounts(in: town)
    if let old = try desk.job(request: request), isCheckStillGood(old, runner) { return latest(old) }
    return try add(
      .countCheck, "", Desk.Order(text: "", file: "", seed: 1, city: runner.digest), request: request)
  }

  /// Asks for a check of the town's flood marks (``Runner/checkMarks(in:progress:)``).
  ///
  /// A check of the same marks and rain that waits or runs is joined; one that is over is made anew, because gauges may tell more by then.
  /// Throws a sentence where there are no marks.
  public func submitMarkCheck() async throws -> Job {
    let runner = try await runner()
    let request = try runner.requestForMarks(in: town)
    if let old = try desk.job(request: request), !old.state.isFinal,
      current?.job.id != old.id || current?.stop.isSet == false
    {
      return latest(old)
    }
    return try add(.markCheck, "", Desk.Order(text: "", file: "", seed: 1, city: runner.digest), request: request)
  }

  private func add(_ kind: JobKind, _ scenario: String, _ order: Desk.Order, request: String) throws -> Job {
    let job = Job(
      id: Self.newName(), kind: kind, scenario: scenario, state: .queued, progress: 0, phase: "waiting",
      secondsLeft: nil, run: nil, error: nil,
      created: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
    try desk.add(job, order, request: request)
    workOn()
    return try self.job(job.id) ?? job
  }

  /// A job by its name, or nothing.
  public func job(_ id: String) throws -> Job? { try desk.job(id).map(latest) }

  /// The latest jobs, the newest first.
  public func jobs(limit: Int = 100) throws -> [Job] { try desk.jobs(limit: limit).map(latest) }

  /// What a run found, or nothing when it is not known (any more).
  public func result(of run: RunID) throws -> ScenarioRun? { try desk.result(of: run) }

  /// The scenario whose run it is, as it was last asked for; nothing when it is not known (any more), or can no longer be read.
  public func scenario(of run: RunID) throws -> Scenario? {
    guard let order = try desk.order(of: run) else { return nil }
    return try? Scenario.parse(order.text, file: order.file, catalogue: catalogue)
  }

  /// Stops a job: a waiting one at once, a running one at its next step. Gives it as it is then, or nothing when there is
  /// none of that name; one that has ended stays as it ended.
  @discardableResult
  public func cancel(_ id: String) throws -> Job? {
    guard var job = try job(id) else { return nil }
    if let current, current.job.id == id {
      current.stop.set()
      return current.job
    }
    guard !job.state.isFinal else { return job }
    job.state = .cancelled
    job.phase = "cancelled"
    try desk.update(job)
    publish(job)
    return job
  }

  /// A job's states from now on: at once the present one, the last one final; ends after it. Unknown names end at once.
  ///
  /// A slow reader skips what was in between and never misses the last.
  public func events(of id: String) -> AsyncStream<Job> {
    let (stream, continuation) = AsyncStream.makeStream(of: Job.self, bufferingPolicy: .bufferingNewest(4))
    guard let job = try? job(id) else {
      continuation.finish()
      return stream
    }
    continuation.yield(job)
    if job.state.isFinal {
      continuation.finish()
      return stream
    }
    let watcher = UUID()
    watchers[id, default: [:]][watcher] = continuation
    continuation.onTermination = { [weak self] _ in
      Task { await self?.forget(watcher, of: id) }
    }
    return stream
  }

  // MARK: Work

  /// Begins the next job when none runs.
  private func workOn() {
    guard isStarted, current == nil else { return }
    do {
      guard let (waiting, order) = try desk.next() else { return }
      var job = waiting
      job.state = .running
      job.phase = "starting"
      try desk.update(job)
      let stop = StopFlag()
      current = (job, stop)
      publish(job)
      Task { await self.prepare(job, order, stop) }
    } catch {
      // A desk that cannot be read now may be again when the next scenario is asked for.
      current = nil
    }
  }

  /// What a job works on.
  private enum Work: Sendable {
    case scenario(Scenario)
    case counts(CityOnDisk)
    case marks(CityOnDisk)
  }

  /// Fetches the runner and gives the work to a thread of its own: a model may not block the cooperative pool.
  private func prepare(_ job: Job, _ order: Desk.Order, _ stop: StopFlag) async {
    let runner: Runner
    let work: Work
    do {
      runner = try await self.runner()
      guard order.city.isEmpty || order.city == runner.digest else { throw CityReplaced(scenario: job.scenario) }
      switch job.kind {
      case .run: work = .scenario(try Scenario.parse(order.text, file: order.file, catalogue: catalogue))
      case .countCheck: work = .counts(try Runner.folder(town))
      case .markCheck: work = .marks(try Runner.folder(town))
      }
    } catch {
      finish(.failure(error))
      return
    }
    let thread = Thread {
      let pace = Pace()
      let heard: @Sendable (RunProgress) throws -> Void = { progress in
        if stop.isSet { throw CancellationError() }
        if pace.isDue { Task { await self.note(progress, of: stop) } }
      }
      let result = Result { () throws -> ScenarioRun? in
        switch work {
        case .scenario(let scenario): return try runner.run(scenario, seed: order.seed, progress: heard)
        case .counts(let town):
          try runner.checkCounts(in: town, progress: heard)
          return nil
        case .marks(let town):
          try runner.checkMarks(in: town, progress: heard)
          return nil
        }
      }
      Task { await self.finish(result) }
    }
    thread.name = "kembar runner"
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func note(_ progress: RunProgress, of stop: StopFlag) {
    // Notes may come late or out of order; a job never goes back.
    guard current?.stop === stop, var job = current?.job, progress.fraction >= job.progress else { return }
    job.progress = progress.fraction
    job.phase = progress.phase
    job.secondsLeft = progress.secondsLeft
    current?.job = job
    publish(job)
  }

  /// The end of the job at work; a check leaves no run.
  private func finish(_ result: Result<ScenarioRun?, any Error>) {
    guard var job = current?.job else { return }
    job.secondsLeft = nil
    do {
      switch result {
      case .success(let run):
        job.state = .done
        job.progress = 1
        job.phase = "done"
        job.run = run?.run
        if let run { try desk.finish(job, run) } else { try desk.update(job) }
      case .failure(is CancellationError):
        job.state = .cancelled
        job.phase = "cancelled"
        try desk.update(job)
      case .failure(let error): throw error
      }
    } catch {
      job.state = .failed
      job.phase = "failed"
      job.run = nil
      job.error = "\(error)"
      try? desk.update(job)
    }
    current = nil
    publish(job)
    workOn()
  }

  /// Whether an earlier job answers the same request: it has not ended, or what it found is still there.
  private func isStillGood(_ job: Job, _ runner: Runner) throws -> Bool {
    switch job.state {
    case .queued, .running: return current?.job.id != job.id || current?.stop.isSet == false
    case .failed, .cancelled: return false
    case .done:
      guard let run = job.run, let found = try desk.result(of: run) else { return false }
      // The folder of runs may have been deleted since: then the fields are computed again.
      guard let runs = runner.runs else { return true }
      return found.fields.allSatisfy {
        runs.fieldData($0.run, $0.name) != nil && runs.fieldData($0.baseline, $0.name) != nil
      }
    }
  }

  /// Whether an earlier check answers the same request: it has not ended, or what it found is still there.
  private func isCheckStillGood(_ job: Job, _ runner: Runner) -> Bool {
    switch job.state {
    case .queued, .running: return current?.job.id != job.id || current?.stop.isSet == false
    case .failed, .cancelled: return false
    case .done: return runner.isChecked(in: town)
    }
  }

  private func latest(_ job: Job) -> Job { current?.job.id == job.id ? current?.job ?? job : job }

  private func publish(_ job: Job) {
    for continuation in watchers[job.id, default: [:]].values {
      continuation.yield(job)
      if job.state.isFinal { continuation.finish() }
    }
    if job.state.isFinal { watchers[job.id] = nil }
  }

  private func forget(_ watcher: UUID, of id: String) {
    watchers[id]?[watcher] = nil
    if watchers[id]?.isEmpty == true { watchers[id] = nil }
  }

  private static func newName() -> String {
    let name = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - name.count) + name
  }
}

/// Says to a thread that it shall stop. Sendable because every access to its variable holds `lock`.
private final class StopFlag: @unchecked Sendable {
  private let lock = NSLock()
  private var flag = false

  var isSet: Bool { lock.withLock { flag } }

  func set() { lock.withLock { flag = true } }
}

/// Lets something through at most ten times a second. Sendable because every access to its variable holds `lock`.
private final class Pace: @unchecked Sendable {
  private let lock = NSLock()
  private var last: UInt64 = 0

  var isDue: Bool {
    lock.withLock {
      let now = DispatchTime.now().uptimeNanoseconds
      guard now - last >= 100_000_000 else { return false }
      last = now
      return true
    }
  }
}
