import Checks
import CityFolder
import Foundation
import Modelling
import Replica
import Scenarios
import Testing

@Suite("The job queue", .serialized) final class JobQueueTests {
  private let scratch = FileManager.default.temporaryDirectory
    .appending(path: "kembar-jobs-\(UInt64.random(in: 0 ... .max))").path(percentEncoded: false)
  private var folder: String { scratch + "/private" }

  deinit { try? FileManager.default.removeItem(atPath: scratch) }

  private let flood = "scenario: Flood\nchanges:\n  - flood-depth: {raster: f.tif}\nmodels: [exposure]"

  @Test("a job runs to its end, and its states can be followed")
  func runs() async throws {
    let queue = try JobQueue(folder: folder) { RunnerTests.runner() }
    let job = try await queue.submit(flood)
    #expect(job.state == .queued)
    await queue.start()
    var last = job
    for await state in await queue.events(of: job.id) { last = state }
    #expect(last.state == .done)
    #expect(last.progress == 1)
    let run = try #require(last.run)
    let result = try #require(try await queue.result(of: run))
    #expect(result.scenario == "Flood")
    #expect(result == (try RunnerTests.runner().run(try RunnerTests.flood(["exposure"]))))
    #expect(try await queue.job(job.id)?.state == .done)
    for await state in await queue.events(of: job.id) { #expect(state.state == .done) }
    for await _ in await queue.events(of: "nothing") { Issue.record("there is no such job") }
  }

  @Test("the same run joins the job that is there, another does not")
  func joins() async throws {
    let queue = try JobQueue(folder: folder) { RunnerTests.runner() }
    let one = try await queue.submit(flood)
    #expect(try await queue.submit(flood + " # again").id == one.id)
    #expect(try await queue.submit(flood, seed: 2).id != one.id)
    await queue.start()
    _ = try await ended(one.id, in: queue)
    #expect(try await queue.submit(flood).id == one.id)
    #expect(try await queue.submit(flood).state == .done)
    #expect(try await queue.jobs().count == 2)
  }

  @Test("a waiting job and a running one are cancelled, and can be asked for anew")
  func cancels() async throws {
    let gate = Gate()
    let queue = try JobQueue(folder: folder, catalogue: try Catalogue([Sleeper.entry()])) {
      RunnerTests.runner(catalogue: try Catalogue([Sleeper.entry()]))
    }
    Sleeper.gate.set(gate)
    let one = try await queue.submit("scenario: One")
    let two = try await queue.submit("scenario: Two", seed: 2)
    await queue.start()
    while !gate.hasBegun { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await queue.cancel(two.id)?.state == .cancelled)
    #expect(try await queue.cancel(one.id)?.state == .running)
    gate.open()
    #expect(try await ended(one.id, in: queue).state == .cancelled)
    #expect(try await queue.submit("scenario: One").id != one.id)
    #expect(try await queue.cancel("nothing") == nil)
  }

  @Test("after a restart what waited or ran goes on")
  func resumes() async throws {
    var id = ""
    do {
      let queue = try JobQueue(folder: folder) { RunnerTests.runner() }
      id = try await queue.submit(flood).id
    }
    let again = try JobQueue(folder: folder) { RunnerTests.runner() }
    #expect(try await again.job(id)?.state == .queued)
    await again.start()
    #expect(try await ended(id, in: again).state == .done)
  }

  @Test("a failure is a sentence, and the next job runs")
  func fails() async throws {
    let queue = try JobQueue(folder: folder) { RunnerTests.runner() }
    let bad = try await queue.submit("scenario: Bad\nchanges:\n  - close-streets: {named: Nowhere Street}")
    let good = try await queue.submit(flood)
    await queue.start()
    let failed = try await ended(bad.id, in: queue)
    #expect(failed.state == .failed)
    #expect(failed.error?.contains("no street is called \"Nowhere Street\"") == true)
    #expect(try await ended(good.id, in: queue).state == .done)
  }

  @Test(
    "a job that waited while another city took the place of its own fails with a sentence, and can be asked for anew")
  func replaced() async throws {
    let served = Served()
    let queue = try JobQueue(folder: folder) { served.runner }
    let one = try await queue.submit(flood)
    served.replace()
    await queue.start()
    let failed = try await ended(one.id, in: queue)
    #expect(failed.state == .failed && failed.run == nil)
    #expect(failed.error?.hasPrefix("Flood was asked for before") == true, "\(failed)")
    let again = try await queue.submit(flood)
    #expect(again.id != one.id)
    #expect(try await ended(again.id, in: queue).state == .done)
  }

  @Test("what cannot be read is refused at once")
  func refuses() async throws {
    let queue = try JobQueue(folder: folder) { RunnerTests.runner() }
    await #expect(throws: ScenarioError.self) { try await queue.submit("scenari: A") }
    await #expect(throws: ChangeError.self) {
      try await queue.submit("scenario: A\nchanges:\n  - flood-depth: {raster: missing.tif}")
    }
    #expect(try await queue.jobs().isEmpty)
  }

  @Test("the folder and the file are the owner's alone; a broken file is a sentence")
  func modes() async throws {
    _ = try JobQueue(folder: folder) { RunnerTests.runner() }
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(folder) == 0o700)
    #expect(try mode(folder + "/desk.sqlite") == 0o600)
    try Data("this is no database, but long enough to be looked at as one".utf8)
      .write(to: URL(filePath: folder + "/desk.sqlite"))
    #expect { _ = try JobQueue(folder: folder) { RunnerTests.runner() } } throws: { "\($0)".contains("desk.sqlite") }
  }

  @Test(
    "a check of the counts waits among the runs, across a restart, is joined, and is asked for anew when a count is")
  func countCheck() async throws {
    let town = CityOnDisk(path: scratch)
    await #expect(throws: CheckError.self) {
      try await JobQueue(folder: folder) { RunnerTests.runner() }.submitCountCheck()
    }
    func queue() throws -> JobQueue { try JobQueue(folder: folder, town: town) { RunnerTests.runner() } }
    var first: JobQueue? = try queue()
    await #expect(throws: CheckError.self) { try await first?.submitCountCheck() }
    let sheet = try #require(CountedRunTests.sheet)
    try FileManager.default.createDirectory(atPath: scratch + "/observations", withIntermediateDirectories: true)
    func write(_ text: String) throws {
      try text.write(toFile: CountSheet(city: scratch).path, atomically: true, encoding: .utf8)
    }
    try write(sheet)
    let id = try #require(try await first?.submitCountCheck().id)
    first = nil
    let again = try queue()
    #expect(try await again.job(id)?.kind == .countCheck)
    #expect(try await again.submitCountCheck().id == id)
    await again.start()
    let done = try await ended(id, in: again)
    #expect(done.state == .done && done.run == nil && done.progress == 1, "\(done)")
    #expect(CountCheck.kept(inRuns: town.runs.path)?.streets == 12)
    #expect(try await again.submitCountCheck().id == id)
    // A sheet that cannot be read fails with a sentence, and what was known stays.
    try write("street,from,to,car\nNowhere Street,07:00,08:00,4\n")
    let other = try await again.submitCountCheck().id
    #expect(other != id)
    let failed = try await ended(other, in: again)
    #expect(failed.state == .failed && failed.error?.contains("Nowhere Street") == true, "\(failed)")
    #expect(CountCheck.kept(inRuns: town.runs.path)?.streets == 12)
  }

  private func ended(_ id: String, in queue: JobQueue) async throws -> Job {
    var last: Job?
    for await job in await queue.events(of: id) { last = job }
    return try #require(last)
  }
}

/// The city that is served, until another takes its place. Sendable because every access to its variable holds `lock`.
private final class Served: @unchecked Sendable {
  private let lock = NSLock()
  private var isReplaced = false

  var runner: Runner {
    let city = RunnerTests.city
    return lock.withLock { isReplaced }
      ? Runner(
        city: city, digest: "another", runs: nil, files: RunnerTests.HalfFlood(), threads: 1)
      : RunnerTests.runner()
  }

  func replace() { lock.withLock { isReplaced = true } }
}

/// Holds a model back until a test lets it go. Sendable because every access to its variables holds `lock`.
final class Gate: @unchecked Sendable {
  private let lock = NSLock()
  private var begun = false
  private var isOpen = false
  var hasBegun: Bool { lock.withLock { begun } }
  func open() { lock.withLock { isOpen = true } }
  func pass() -> Bool {
    lock.withLock {
      begun = true
      return isOpen
    }
  }
}

/// A place for one gate, as a model has no other way to a test. Sendable because every access holds `lock`.
final class GateHolder: @unchecked Sendable {
  private let lock = NSLock()
  private var held: Gate?
  var gate: Gate? { lock.withLock { held } }
  func set(_ gate: Gate) { lock.withLock { held = gate } }
}

struct Sleeper: Model {
  static let gate = GateHolder()
  static let card = madeUpCard("sleeper")
  static let uses: [any Condition.Type] = []
  static let offers: [any Condition.Type] = []
  func verdicts(on city: City) -> [Verdict] { [] }
  func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    while Self.gate.gate?.pass() == false { Thread.sleep(forTimeInterval: 0.005) }
    try context.advance(to: 0.5, "woken")
    return Outcome()
  }
}
