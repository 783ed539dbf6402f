internal import CityFolder
internal import Foundation
internal import Hummingbird
internal import Imports
internal import Keys
internal import LiveRoutes
internal import Observations
internal import Replica
internal import Scenarios
internal import Serving
internal import Store
internal import Traffic

/// What a server holds whichever city it serves — who may do what, the queue of jobs, imports, what is live — and the desk of the city it serves
/// now, or that of no city yet. A city that is adopted takes the desk's place between two requests.
///
/// Sendable because every access to its variables holds `lock`.
final class Standing: @unchecked Sendable {
  let folder: CityOnDisk
  let configuration: ServerConfiguration
  let catalogue = Catalogue.standard
  let policy: EntryPolicy
  let queue: JobQueue
  let web: Web
  let imports: ImportDesk
  private let lock = NSLock()
  private var current: (desk: Desk, responder: RouterResponder<BasicRequestContext>)?
  private var runner: Runner?
  private var opened: LiveOpening?
  private var remark: (@Sendable (String) -> Void)?

  /// What a server of a folder stands on. Throws when the desk in its private folder cannot be opened.
  init(_ folder: CityOnDisk, configuration: ServerConfiguration) throws {
    self.folder = folder
    self.configuration = configuration
    let now = Now()
    queue = try JobQueue(folder: folder.path + "/private", catalogue: catalogue, town: folder) { try now.runner() }
    policy = EntryPolicy(
      try Keyring(folder: folder.path + "/private", cost: configuration.passwordCost),
      isOnlyThisMachine: configuration.isOnlyThisMachine)
    web = Web(configuration.web)
    imports = ImportDesk(folder) { try await now.adopt($0) }
    now.standing = self
  }

  /// The desk of the city that is served now; that of no city before the first.
  var desk: Desk { seat.desk }
  /// What answers requests now.
  var responder: RouterResponder<BasicRequestContext> { seat.responder }
  /// What is live; nothing before there is a city.
  var live: LiveOpening? { lock.withLock { opened } }

  private var seat: (desk: Desk, responder: RouterResponder<BasicRequestContext>) {
    lock.withLock {
      if let current { return current }
      let desk = Desk(self)
      let made = (desk, desk.router.buildResponder())
      current = made
      return made
    }
  }

  /// Serves a city from the next request on. It counts and packs the whole city: not for a thread that others wait for.
  func serve(_ loaded: LoadedCity) {
    let live =
      fitting(loaded.city.profile)
      ?? LiveOpening(folder, profile: loaded.city.profile, policy: policy, configuration: configuration)
    let runner = Runner(
      city: loaded.city, digest: loaded.digest, runs: folder.runs, files: folder.files(for: loaded.city),
      catalogue: catalogue, threads: configuration.threads)
    let desk = Desk(loaded, runner: runner, live: live, self)
    let responder = desk.router.buildResponder()
    lock.withLock {
      opened = live
      self.runner = runner
      current = (desk, responder)
    }
  }

  /// Opens the doors for devices, where there is a city; those of a city that is adopted later are opened then.
  func listen(_ remark: @escaping @Sendable (String) -> Void) async {
    lock.withLock { self.remark = remark }
    guard let live else { return }
    for sentence in await live.listen(configuration, in: folder) { remark(sentence) }
  }

  /// What is live as it stands, where it is of the ways of a city; nothing where it has to be opened, for the first time or anew.
  private func fitting(_ profile: Profile) -> LiveOpening? {
    live.flatMap { $0.desk != nil && $0.ways == .init(profile) ? $0 : nil }
  }

  /// Puts a city into the folder, wholly or not at all — not where it cannot be read again either —, and serves it.
  ///
  /// Scenarios, accounts, keys and observations stay. Where the new city has another clock or other languages what is live is ended and opened
  /// anew: devices connect again, and observations whose days lie by the old clock are set aside in their folder.
  func adopt(_ city: City) async throws -> String {
    let folder = folder
    let loaded = try await onThread("kembar adopt") { try folder.replace(with: city) }
    let isKept = fitting(loaded.city.profile) != nil
    let before = live
    if !isKept { await before?.close() }
    let remark = lock.withLock { self.remark }
    try await onThread("kembar adopt") { [self] in
      if !isKept, let before { setAside(before, for: loaded.city.profile, remark) }
      serve(loaded)
    }
    if !isKept, let remark {
      for sentence in live?.complaints ?? [] { remark(sentence) }
      await listen(remark)
    }
    return loaded.digest
  }

  /// Sets observations aside that lie by another clock than a city's.
  private func setAside(_ before: LiveOpening, for profile: Profile, _ remark: (@Sendable (String) -> Void)?) {
    let observations = folder.path + "/observations"
    guard before.ways.utcOffset != LiveOpening.Ways(profile).utcOffset,
      MonthlyStore.hasObservations(in: observations)
    else { return }
    do throws(StoreError) {
      let aside = try MonthlyStore.setAside(in: observations)
      remark?("The observations so far lie by another clock than \(profile.name)'s: they were set aside in \(aside).")
    } catch {
      // What is live then says itself why it cannot be opened.
      remark?("\(error)")
    }
  }

  /// The runner of the city that is served when a job begins.
  func runnerNow() throws -> Runner {
    guard var runner = lock.withLock({ runner }) else { throw NoCity() }
    // Counts may have been checked since, here or by the command.
    runner.counts = TownCounts.kept(in: folder, cityNow: runner.digest)
    return runner
  }

  /// Finds the standing from what is made before it is. Sendable because its variable is set once, before anything is served.
  private final class Now: @unchecked Sendable {
    weak var standing: Standing?

    func adopt(_ city: City) async throws -> String {
      guard let standing else { throw NoCity() }
      return try await standing.adopt(city)
    }

    func runner() throws -> Runner {
      guard let standing else { throw NoCity() }
      return try standing.runnerNow()
    }
  }
}

/// There is no city in the folder yet.
struct NoCity: Error, CustomStringConvertible {
  var description: String {
    "There is no city here yet: open the page and make one of your town's files, or with kembar import."
  }
}
