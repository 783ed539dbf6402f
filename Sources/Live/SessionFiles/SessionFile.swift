// SessionFiles: what must outlive the broker, in one SQLite file: sessions of clients that come back, their subscriptions and messages under
// way, and the last words of topics.
//
// Its words: a *change* is what the broker tells of a session (`SessionChange`); a *round* is all the changes that gathered while the file was
// busy. A round is one transaction, synced before anyone hears that it is kept: what the broker acknowledges survives a kill and the loss of
// power. A file that is *damaged* is *set aside*: it keeps all its bytes under another name, and the broker begins with an empty one.

public import Broker
internal import Foundation
internal import GRDB

/// Keeps retained messages and lasting sessions in a file.
///
/// Sendable because every access to its variables holds `lock`, but for `rows` and `owed`, which are touched on `writing` only.
public final class SessionFile: SessionStore, @unchecked Sendable {
  /// A call of the broker that waits for the file.
  private struct Call {
    var changes: [SessionChange]
    var kept: @Sendable (Bool) -> Void
  }

  /// The file.
  public let path: String
  /// What an operator should know, a sentence each: that a damaged file was set aside.
  public let complaints: [String]

  private let remarking: @Sendable (String) -> Void
  private let queue: DatabaseQueue
  private let writing = DispatchQueue(label: "sessions.writing")
  private let lock = NSLock()
  private var calls: [Call] = []
  private var isBusy = false
  private var rows = SessionRows()
  /// What could not be kept yet. The broker's memory has it, so it goes before anything else once the file can be written again.
  private var owed: [SessionChange] = []
  /// Whether the operator was told that the file cannot be written.
  private var isFailing = false

  /// Changes that are owed, at most: beyond, the oldest are forgotten.
  private static let mostOwed = 200_000

  /// Opens a file, and makes it where it is not. One process at a time has it.
  ///
  /// - Parameters:
  ///   - megabytes: the size the file does not grow beyond. The broker's own limits keep it below; this is the last wall before a full disk.
  ///   - remarking: hears that the file cannot be written, and that it can again, in sentences, on any thread.
  public init(
    path: String, megabytes: Int = 2_048, remarking: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(SessionFileError) {
    self.path = path
    self.remarking = remarking
    do {
      queue = try Self.open(path, megabytes: megabytes)
      complaints = []
    } catch {
      guard case .damaged = error else { throw error }
      let aside = try Self.setAside(path)
      queue = try Self.open(path, megabytes: megabytes)
      complaints = [
        "\(path) is damaged and was set aside as \(aside): sessions, subscriptions and retained messages of MQTT begin anew. Clients that come back subscribe again by themselves."
      ]
    }
  }

  // MARK: - SessionStore

  /// All that was kept.
  public func load() throws -> (retained: [KeptMessage], sessions: [KeptSession]) {
    try writing.sync {
      do {
        let (found, all) = try queue.read { db in try SessionRows.load(db) }
        rows = all
        return found
      } catch { throw SessionFileError(error, path: path) }
    }
  }

  /// Keeps changes with all that gathered meanwhile, in one transaction, and tells when it is synced, on a thread of its own. Any thread.
  public func keep(_ changes: [SessionChange], kept: @escaping @Sendable (Bool) -> Void) {
    let isFirst = lock.withLock {
      calls.append(Call(changes: changes, kept: kept))
      defer { isBusy = true }
      return !isBusy
    }
    if isFirst { writing.async { self.write() } }
  }

  /// Waits until all that was handed over is kept, and closes the file. Nothing can be kept afterwards.
  public func close() {
    writing.sync {
      // A round that goes on is over, because its rounds follow one another on this queue.
      write()
      try? queue.close()
    }
  }

  private func write() {
    while true {
      let round = lock.withLock {
        defer { calls = [] }
        if calls.isEmpty { isBusy = false }
        return calls
      }
      if round.isEmpty { return }
      let isKept = keep(round.flatMap(\.changes))
      for call in round { call.kept(isKept) }
    }
  }

  private func keep(_ changes: [SessionChange]) -> Bool {
    let all = owed.isEmpty ? changes : owed + changes
    do {
      let lean = SessionRows.withoutPassing(all)
      if !lean.isEmpty {
        try queue.inDatabase { db in
          try db.inTransaction(.immediate) {
            for change in lean { try rows.apply(change, to: db) }
            return .commit
          }
        }
      }
      owed = []
      if isFailing { remarking("\(path) can be written again.") }
      isFailing = false
      return true
    } catch {
      owed = all.suffix(Self.mostOwed)
      // Numbers given to sessions in the transaction are void with it.
      if let known = try? queue.read({ try SessionRows.numbers($0) }) { rows = known }
      if !isFailing { remarking("\(SessionFileError(error, path: path))") }
      isFailing = true
      return false
    }
  }

  // MARK: - The file

  /// In WAL with `synchronous=FULL` a commit appends to the `-wal` file and syncs it before it returns. Locked exclusively, the file has no
  /// `-shm` beside it and lets no second process in.
  private static func open(_ path: String, megabytes: Int) throws(SessionFileError) -> DatabaseQueue {
    let isNew = !FileManager.default.fileExists(atPath: path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.label = "sessions"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      // Said of a file that is there, it writes to it: one that turns out to be damaged must stay as it is.
      if isNew { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA journal_size_limit = 8388608")
      try db.execute(sql: "PRAGMA cache_size = -4096")
    }
    var opened: DatabaseQueue?
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      opened = queue
      for part in [path, path + "-wal"] { chmod(part, 0o600) }
      try queue.inDatabase { db in
        let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard format <= SessionRows.format else { throw SessionFileError.newer(path: path, format: format) }
        if format == 0 {
          guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
            throw SessionFileError.foreign(path: path)
          }
          try db.inTransaction(.exclusive) {
            try db.execute(sql: SessionRows.schema)
            return .commit
          }
        } else {
          let words = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? ""
          guard words == "ok" else { throw SessionFileError.damaged(path: path, words) }
          try db.inTransaction(.exclusive) {
            try db.execute(sql: "PRAGMA incremental_vacuum")
            return .commit
          }
          // What the program cannot understand is damage too.
          _ = try SessionRows.load(db)
        }
        let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
        try db.execute(sql: "PRAGMA max_page_count = \(max(64, megabytes << 20 / page))")
      }
      return queue
    } catch {
      try? opened?.close()
      throw SessionFileError(error, path: path)
    }
  }

  /// Gives a file and its log a name that is free.
  private static func setAside(_ path: String) throws(SessionFileError) -> String {
    let manager = FileManager.default
    var number = 1
    while manager.fileExists(atPath: "\(path).damaged-\(number)") { number += 1 }
    let aside = "\(path).damaged-\(number)"
    do {
      if manager.fileExists(atPath: path + "-wal") {
        try manager.moveItem(atPath: path + "-wal", toPath: aside + "-wal")
      }
      try manager.moveItem(atPath: path, toPath: aside)
    } catch { throw SessionFileError.unusable(path: path, "it is damaged and cannot be moved aside: \(error)") }
    return aside
  }
}
