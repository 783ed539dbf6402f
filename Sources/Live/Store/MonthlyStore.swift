// Store: where a city's observations are kept, behind `ObservationStore` of `Observations`: SQLite, a file a month.
//
// Words. A *month* is one of the city's own calendar, so that hours and days lie wholly in one file. A *row* is what stands
// at a moment of a stream; its *cell* is the observation, packed. Rows *beside* others have a *place* above 0 at their
// moment. An observation that was moved leaves a *note* under its name. The *catalogue* has the entities. A *group* is what
// the writer commits together.
//
// The folder (`observations/` of a city): `catalogue.sqlite`, `2026-11.sqlite` for each month, `.lock`. A damaged month is
// set aside as `2026-11.damaged-1.sqlite`. Files are read by any tool: the view `reading` of a month has streams,
// milliseconds since 1970 and values. Back the folder up with the server stopped, or file by file with `sqlite3 … .backup`.

internal import Foundation
internal import Modelling
public import Observations

/// A store in a folder, for good: a SQLite file a month, through GRDB.
///
/// What a call answered, or `done` was called for, survives a kill and a loss of power: commits are synced. One thread
/// writes, in groups; readers see the last commit and wait for nobody. All or none of a call are kept, also of one that
/// reaches over months. Where the disk fails in the very moment such a call is committed, it is answered with an error that
/// says so, and the store finishes it before it writes anything else; sent again it changes nothing.
///
/// The entities and a summary of each stream's months are in memory: about 0.15 kB for each month of a stream, 1 kB for each
/// entity. A summary may be behind the rows by the moment between a commit and its answer.
public final class MonthlyStore: ObservationStore {
  /// Seconds the city is east of UTC.
  public let utcOffset: Int
  /// For how many days streams keep observations that have no setting of their own; nothing: for ever.
  public let keptDays: Int?
  let files: MonthFiles
  let summaries = Summaries()
  let entities: Entities
  let writer: Writer
  let catalogue: Catalogue

  /// Opens the store in a folder, and makes it where it is not.
  ///
  /// Throws a sentence where the folder cannot be written, is used by another process, or is of a newer program; months that are damaged
  /// are set aside and named in ``complaints``. O(entities + streams × months), whatever the number of observations.
  /// - Parameters:
  ///   - folder: the path of the folder `observations/` of a city.
  ///   - utcOffset: seconds the city is east of UTC; a folder with observations keeps the one they were written by.
  ///   - keptDays: for how many days, from 1, streams keep observations that have no setting of their own; see ``expire(at:)``.
  ///   - threads: threads that open it.
  public init(folder: String, utcOffset: Int = 0, keptDays: Int? = nil, threads: Int = 2) throws(StoreError) {
    self.utcOffset = utcOffset
    self.keptDays = keptDays.map { max(1, $0) }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let lock = try FolderLock(folder)
      catalogue = try Catalogue(folder: folder, utcOffset: utcOffset)
      files = try MonthFiles(folder: folder, utcOffset: utcOffset)
      entities = Entities(try catalogue.entities(threads: threads))
      summaries.change(adding: entities.all(Datastream.self).map(\.id.rawValue), removing: [])
      writer = Writer(files, summaries, catalogue, lock)
      try Self.load(files, into: summaries, threads: threads)
      try writer.recover()
    } catch let error as StoreError {
      throw error
    } catch let failure as StorageFailure {
      throw failure.storeError
    } catch {
      throw .storage(
        "\(folder) cannot be used for observations (\(error)). Give the folder to the user the server runs as.")
    }
    writer.start()
  }

  /// Does what waits, then closes all files and lets go of the folder; calls after it are refused. Letting go of the store does the same.
  public func close() { writer.stop() }

  deinit { writer.stop() }

  /// What is wrong with its files, a sentence each, with the month and what to do.
  public var complaints: [String] { files.complaints }

  /// How many groups of calls were committed since it was opened.
  package var committedGroups: Int { writer.committedGroups }

  private static func load(_ files: MonthFiles, into summaries: Summaries, threads: Int) throws {
    let months = files.months
    try parallel(over: months.count, chunk: 1, threads: threads) { range in
      for month in months[range] {
        do {
          if let file = try files.file(month) { summaries.publish(try file.summaries()) }
        } catch let failure as StorageFailure where failure.isDamage {
          try files.setAside(month)
        }
      }
    }
  }

  // MARK: - Entities

  /// Puts an entity, in place of the one with its number. One synced commit: put many by ``change(putting:removing:)``.
  public func put<Kind: Entity>(_ entity: Kind) throws { try change(putting: [entity], removing: []) }

  /// Puts entities and takes others away, wholly or not at all. O(what it touches), and for a stream that comes back O(its old rows).
  public func change(putting: [any Entity], removing: [EntityReference]) throws {
    let kept = putting.map(Self.undated)
    let (entities, catalogue, summaries, writer) = (entities, catalogue, summaries, writer)
    try wait(rows: 0, isAlone: true) { editor in
      try entities.check(putting: kept, removing: removing)
      try catalogue.change(putting: kept, removing: removing)
      entities.apply(putting: kept, removing: removing)
      let gone = removing.filter { $0.kind == .datastreams }.map(\.id)
      summaries.change(adding: [], removing: gone)
      for stream in gone { editor.forget(stream) }
      let come = kept.map(\.reference).filter { $0.kind == .datastreams }.map(\.id)
      if come.contains(where: { !summaries.contains($0) }) {
        let removed = Set(try catalogue.removedStreams())
        for stream in come where removed.contains(stream) { try writer.clean(stream) }
        summaries.change(adding: come, removing: [])
      }
      for stream in gone where !come.contains(stream) { writer.cleanLater(stream) }
    }
  }

  /// The entity with a number, or nothing. O(1).
  public func entity<Kind: Entity>(_ id: EntityID<Kind>) throws -> Kind? { entities.entity(id).map(dated) }

  /// All entities of a kind, by number. O(n log n).
  public func entities<Kind: Entity>(_ kind: Kind.Type) throws -> [Kind] { entities.all(kind).map(dated) }

  /// Takes an entity away.
  @discardableResult
  public func remove<Kind: Entity>(_ id: EntityID<Kind>) throws -> Bool {
    let reference = EntityReference(Kind.kind, id.rawValue)
    guard entities.contains(reference) else { return false }
    try change(putting: [], removing: [reference])
    return true
  }

  /// A stream without the times that are kept elsewhere.
  private static func undated(_ entity: any Entity) -> any Entity {
    guard var stream = entity as? Datastream else { return entity }
    stream.phenomenonTime = nil
    stream.resultTime = nil
    return stream
  }

  private func dated<Kind: Entity>(_ entity: Kind) -> Kind {
    guard var stream = entity as? Datastream else { return entity }
    let months = summaries.months(of: stream.id)
    stream.phenomenonTime = months?.phenomenonTime
    stream.resultTime = months?.resultTime
    return stream as? Kind ?? entity
  }
}
