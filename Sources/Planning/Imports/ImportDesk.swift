public import CityFolder
internal import Foundation
internal import Geography
public import Importing
internal import Modelling
public import Replica

/// Holds the imports of a server: files come in and are looked at, one work at a time reads them, and a city that is done is adopted.
public actor ImportDesk {
  /// Makes a city the one that is served; answers its digest. Throws a sentence, and then nothing has changed.
  public typealias Adoption = @Sendable (City) async throws -> String

  /// What an import takes.
  public nonisolated let limits: ImportLimits
  private let town: CityOnDisk
  private let adoption: Adoption
  private let reading: Reading
  private var imports: [String: CityImport] = [:]
  private var works: [String: ImportWork] = [:]
  private var looks: [String: Task<Void, Never>] = [:]
  private var watchers: [String: [UUID: AsyncStream<ImportProgress>.Continuation]] = [:]
  /// Files of each import that are unpacked or looked at now.
  private var settling: [String: Int] = [:]
  /// The import that becomes the served city now.
  private var adopting: String?

  /// A desk in the private folder of a city's folder. What an earlier server left there goes.
  public init(_ town: CityOnDisk, limits: ImportLimits = ImportLimits(), adopting adoption: @escaping Adoption) {
    self.init(town, limits: limits, reading: { try Importer($0).run($1) }, adopting: adoption)
  }

  /// A desk that reads by a way of its own, for tests that hold it back.
  package init(
    _ town: CityOnDisk, limits: ImportLimits, reading: @escaping Reading, adopting adoption: @escaping Adoption
  ) {
    (self.town, self.limits, self.reading, self.adoption) = (town, limits, reading, adoption)
    try? FileManager.default.removeItem(atPath: Self.folder(of: town))
  }

  private static func folder(of town: CityOnDisk) -> String { town.path + "/private/imports" }

  private static func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

  // MARK: Imports

  /// Begins an import.
  public func begin() throws -> CityImport {
    sweep()
    guard imports.count < limits.imports else {
      throw ImportRefusal.conflict(
        "\(limits.imports) imports are open already: finish or give up one of them. They go by themselves after \(limits.hours) hours."
      )
    }
    let folder: String
    do { folder = try town.privateFolder() + "/imports" } catch { throw ImportRefusal.disk("\(error)") }
    let number = String(UInt64.random(in: .min ... .max), radix: 16)
    let id = String(repeating: "0", count: 16 - number.count) + number
    let one = CityImport(id, at: Self.now(), staging: try Staging("\(folder)/\(id)", limits: limits))
    imports[id] = one
    return one
  }

  /// The imports there are, the newest first.
  public func all() -> [CityImport] {
    sweep()
    return imports.values.sorted { ($0.created.milliseconds, $0.id) > ($1.created.milliseconds, $1.id) }
  }

  /// An import by its name.
  public func find(_ id: String) throws -> CityImport {
    guard let one = imports[id] else {
      throw ImportRefusal.missing("There is no import \(id.prefix(40)) (any more): begin a new one.")
    }
    return one
  }

  /// Gives an import up, with all its files; a work is stopped.
  public func giveUp(_ id: String) throws {
    let one = try find(id)
    works[id]?.cancel()
    imports[id] = nil
    looks[id] = nil
    one.staging.remove()
    for continuation in watchers[id, default: [:]].values { continuation.finish() }
    watchers[id] = nil
  }

  /// Says what only a person knows.
  public func set(_ id: String, _ settings: CityImport.Settings) throws -> CityImport {
    let now = settings.people ?? 0
    guard now.isFinite, now >= 0, now <= 1e9 else {
      throw ImportRefusal.refused("The number of people is one from 0 to 1000000000.")
    }
    guard settings.buffer.isFinite, settings.buffer >= 0, settings.buffer <= 100_000 else {
      throw ImportRefusal.refused("What is kept beyond the boundary is 0 to 100000 m.")
    }
    guard settings.name.count <= 120 else { throw ImportRefusal.refused("A town's name has 120 letters at most.") }
    return try change(id) { $0.settings = settings }
  }

  /// Says what an item is. What was read before no longer holds.
  public func choose(_ id: String, item: String, _ choice: ImportItem.Choice) throws -> CityImport {
    if !choice.system.isEmpty {
      do { try ImportRequest.check(system: choice.system) } catch { throw ImportRefusal.refused("\(error)") }
    }
    return try change(id) { one in
      guard let place = one.items.firstIndex(where: { $0.id == item }) else {
        throw ImportRefusal.missing("There is no item \(item.prefix(40)) in this import.")
      }
      one.items[place].choose(choice)
    }
  }

  // MARK: Files

  /// Makes room for a file; `size` is what it says it has.
  public func receive(_ id: String, _ name: String, size: Int?) throws -> IncomingFile {
    var one = try open(id)
    let safe = try Staging.safeName(name)
    let others = one.uploads.filter { $0.name != safe }
    guard max(others.count, one.staging.files().count { $0 != safe }) < limits.files else {
      throw ImportRefusal.conflict("An import has \(limits.files) files at most: pack parts that belong together.")
    }
    let left = min(limits.fileBytes, limits.bytes - one.staging.used)
    if let size {
      guard size <= left else {
        throw ImportRefusal.tooLarge(
          "\(safe) has \(size / 1_000_000) MB, and \(max(0, left) / 1_000_000) MB are taken: cut it to the town first.")
      }
    }
    try one.staging.check(room: size ?? 0)
    one.numbers += 1
    one.touched = Self.now()
    imports[id] = one
    return try IncomingFile(safe, at: one.staging.incoming(one.numbers), most: left)
  }

  /// Puts a file that came whole in its place, and looks at what it is. An archive is taken apart.
  public func take(_ id: String, _ incoming: IncomingFile) async throws -> CityImport.Upload {
    var incoming = incoming
    let hash: String
    do { hash = try incoming.finish() } catch {
      incoming.abandon()
      throw error
    }
    guard incoming.size > 0 else {
      incoming.abandon()
      throw ImportRefusal.refused("\(incoming.name) is empty: fetch it again.")
    }
    var one: CityImport
    do { one = try open(id) } catch {
      incoming.abandon()
      throw error
    }
    guard one.staging.used <= limits.bytes else {
      incoming.abandon()
      throw ImportRefusal.tooLarge("The files together have more than \(limits.bytes / 1_000_000) MB.")
    }
    settling[id, default: 0] += 1
    defer { settle(id) }
    let path = one.staging.path(incoming.name)
    guard rename(incoming.path, path) == 0 else {
      incoming.abandon()
      throw ImportRefusal.disk("\(incoming.name) cannot be kept: see that the server's disk may be written.")
    }
    let upload = CityImport.Upload(name: incoming.name, size: incoming.size, sha256: hash)
    if Staging.isPacked(path) {
      let (staging, taken) = (one.staging, one.staging.used)
      do { _ = try await onThread("kembar unpack") { try staging.unpack(upload.name, taken: taken) } } catch {
        try? FileManager.default.removeItem(atPath: path)
        await look(id)
        throw Self.refusal(error, staging)
      }
      guard let again = imports[id] else { throw ImportRefusal.conflict("The import was given up.") }
      one = again
    }
    one.uploads.removeAll { $0.name == upload.name }
    one.uploads.append(upload)
    Self.reset(&one)
    imports[id] = one
    await look(id)
    return upload
  }

  /// Takes an item out, with its files.
  public func remove(_ id: String, item: String) async throws -> CityImport {
    let one = try open(id)
    guard let found = one.items.first(where: { $0.id == item }) else {
      throw ImportRefusal.missing("There is no item \(item.prefix(40)) in this import.")
    }
    settling[id, default: 0] += 1
    defer { settle(id) }
    for part in found.parts { try? FileManager.default.removeItem(atPath: one.staging.path(part)) }
    _ = try change(id) { one in
      one.uploads.removeAll { found.parts.contains($0.name) }
    }
    await look(id)
    return try find(id)
  }

  /// Looks at the files that are new or have changed, one look at a time.
  private func look(_ id: String) async {
    let before = looks[id]
    let task = Task {
      await before?.value
      await self.lookNow(id)
    }
    looks[id] = task
    await task.value
  }

  private func lookNow(_ id: String) async {
    guard let one = imports[id] else { return }
    let staging = one.staging
    for set in Staging.sets(of: staging.files()) {
      let stamp = set.parts.map { part in
        let values = try? FileManager.default.attributesOfItem(atPath: staging.path(part))
        return "\(part) \(values?[.size] ?? 0) \(values?[.modificationDate] ?? 0)"
      }.joined(separator: ", ")
      guard var now = imports[id] else { return }
      let place: Int
      if let known = now.items.firstIndex(where: { $0.file == set.main }) {
        guard now.items[known].stamp != stamp else { continue }
        place = known
      } else {
        now.numbers += 1
        place = now.items.count
        now.items.append(ImportItem(id: "i\(now.numbers)", file: set.main, parts: set.parts))
      }
      let (item, system) = (now.items[place].id, now.items[place].choice.system)
      imports[id] = now
      var (found, failure): (ImportItem.Look?, String) = (nil, "")
      if set.isWhole {
        do {
          let path = staging.path(set.main)
          found = try await onThread("kembar look") { try ImportItem.Look(path, by: system) }
        } catch { failure = Self.refusal(error, staging).description }
      } else {
        failure =
          "\(set.main) is missing: these are only parts of it (\(set.parts.joined(separator: ", "))). Drop it too."
      }
      guard var then = imports[id], let at = then.items.firstIndex(where: { $0.id == item }) else { continue }
      then.items[at].parts = set.parts
      then.items[at].take(found)
      then.items[at].failure = failure
      then.items[at].stamp = stamp
      imports[id] = then
    }
    guard var now = imports[id] else { return }
    let mains = Set(Staging.sets(of: staging.files()).map(\.main))
    now.items.removeAll { !mains.contains($0.file) }
    imports[id] = now
  }

  /// Where an item would lie, by each system that puts it on the town; by the chosen one alone where it is chosen or told by the file.
  public func placements(_ id: String, item: String, all: Bool) async throws -> [FilePlacement] {
    let one = try find(id)
    guard let found = one.items.first(where: { $0.id == item }), let file = found.recognition else {
      throw ImportRefusal.missing("There is no item \(item.prefix(40)) in this import that could be read.")
    }
    let (town, country) = (one.town, one.country)
    let system = found.system
    return try await onThread("kembar place") {
      if let system, !all { return [try FilePlacement(of: file, by: system, on: town)] }
      var placements = town.map { FilePlacement.candidates(for: file, on: $0, country: country) } ?? []
      // A system that was typed is shown too, wherever it leads.
      if let system, !placements.contains(where: { $0.system == system }) {
        placements.insert(try FilePlacement(of: file, by: system, on: town), at: 0)
      }
      return placements
    }
  }

  // MARK: Work

  /// Begins to read an import into a city. One is read at a time.
  public func start(_ id: String) throws -> CityImport {
    var one = try open(id)
    guard settling[id] == nil else {
      throw ImportRefusal.conflict("A file is still being looked at: wait until it is, then read.")
    }
    if let obstacle = one.obstacles.first { throw ImportRefusal.refused(obstacle.sentence) }
    guard works.isEmpty else {
      throw ImportRefusal.conflict("Another import is being read now: wait until it is done, or stop it.")
    }
    Self.reset(&one)
    one.progress = ImportProgress()
    one.touched = Self.now()
    imports[id] = one
    let work = ImportWork(one.request, by: reading)
    works[id] = work
    let (staging, town) = (one.staging, town)
    work.begin { [weak self] fraction, phase in
      Task { await self?.note(id, fraction, phase) }
    } ended: { [weak self] outcome in
      let outcome = outcome.map { city, report in
        var report = report
        var gone: [KeysGone] = []
        do { gone = try town.exists ? town.keysGone(in: city) : [] } catch {
          report.remarks.append("Whether scenarios name what is gone could not be told: \(error)")
        }
        return (city: city, report: report, digest: city.digest(), gone: gone)
      }
      Task { await self?.end(id, outcome, staging) }
    }
    return one
  }

  /// Stops the reading of an import at its next step.
  public func cancel(_ id: String) throws -> CityImport {
    let one = try find(id)
    works[id]?.cancel()
    return one
  }

  private func note(_ id: String, _ fraction: Double, _ phase: String) {
    // Notes may come late or out of order; a work never goes back.
    guard var progress = imports[id]?.progress, !progress.isOver, fraction >= progress.progress else { return }
    (progress.progress, progress.phase) = (fraction * 0.98, phase)
    imports[id]?.progress = progress
    publish(id, progress)
  }

  private func end(
    _ id: String,
    _ outcome: Result<(city: City, report: ImportReport, digest: String, gone: [KeysGone]), any Error>,
    _ staging: Staging
  ) {
    works[id] = nil
    guard var one = imports[id], var progress = one.progress else { return }
    switch outcome {
    case .success(let found):
      progress.state = .done
      (progress.progress, progress.phase) = (1, "done")
      one.city = found.city
      one.result = CityImport.Result(
        report: Self.clean(found.report, staging), digest: found.digest, name: found.city.profile.name,
        people: found.city.people, counts: Self.counts(of: found.city), gone: found.gone)
    case .failure(is CancellationError): (progress.state, progress.phase) = (.cancelled, "cancelled")
    case .failure(let error):
      (progress.state, progress.phase) = (.failed, "failed")
      progress.error = Self.refusal(error, staging).description
    }
    one.progress = progress
    one.touched = Self.now()
    imports[id] = one
    publish(id, progress)
  }

  /// How far the reading of an import is, from now on: at once the present state, the last one final.
  public func events(of id: String) -> AsyncStream<ImportProgress> {
    let (stream, continuation) = AsyncStream.makeStream(of: ImportProgress.self, bufferingPolicy: .bufferingNewest(4))
    guard let progress = imports[id]?.progress else {
      continuation.finish()
      return stream
    }
    continuation.yield(progress)
    if progress.isOver {
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

  private func publish(_ id: String, _ progress: ImportProgress) {
    for continuation in watchers[id, default: [:]].values {
      continuation.yield(progress)
      if progress.isOver { continuation.finish() }
    }
    if progress.isOver { watchers[id] = nil }
  }

  private func forget(_ watcher: UUID, of id: String) {
    watchers[id]?[watcher] = nil
    if watchers[id]?.isEmpty == true { watchers[id] = nil }
  }

  /// Makes the city of an import the one that is served. Where that fails the import stays as it was, and so does the city.
  public func adopt(_ id: String) async throws -> CityImport {
    let one = try find(id)
    if one.adopted != nil { return one }
    guard let city = one.city, one.result != nil else {
      throw ImportRefusal.conflict("There is no city to open yet: read the files first.")
    }
    guard adopting == nil else {
      throw ImportRefusal.conflict("Another city is being opened now: try again in a moment.")
    }
    adopting = id
    defer { adopting = nil }
    let served: String
    do { served = try await adoption(city) } catch let refusal as ImportRefusal { throw refusal } catch {
      throw ImportRefusal.disk(Self.plain("\(error)", one.staging))
    }
    // Given up meanwhile: the city is served all the same.
    var now = imports[id] ?? one
    now.adopted = served
    now.city = nil
    now.staging.remove()
    if imports[id] != nil { imports[id] = now }
    return now
  }
}

// MARK: Parts

extension ImportDesk {
  /// An import that may be changed now.
  private func open(_ id: String) throws -> CityImport {
    let one = try find(id)
    guard adopting != id else { throw ImportRefusal.conflict("This import is becoming a city now.") }
    guard one.progress?.isOver ?? true else {
      throw ImportRefusal.conflict("The files are being read now: wait until they are, or stop it.")
    }
    guard one.adopted == nil else {
      throw ImportRefusal.conflict("This import has become a city: begin a new one.")
    }
    return one
  }

  private func change(_ id: String, _ change: (inout CityImport) throws -> Void) throws -> CityImport {
    var one = try open(id)
    try change(&one)
    Self.reset(&one)
    one.touched = Self.now()
    imports[id] = one
    return one
  }

  private func settle(_ id: String) {
    let left = (settling[id] ?? 1) - 1
    settling[id] = left > 0 ? left : nil
  }

  private static func reset(_ one: inout CityImport) { (one.progress, one.result, one.city) = (nil, nil, nil) }

  /// Imports nobody touches go.
  private func sweep() {
    let oldest = Self.now().milliseconds - Int64(limits.hours) * 3_600_000
    for one in imports.values where one.touched.milliseconds < oldest && works[one.id] == nil { try? giveUp(one.id) }
  }
}
