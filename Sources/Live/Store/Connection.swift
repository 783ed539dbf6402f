internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Observations

/// A connection to one file, for one thread at a time.
///
/// GRDB opens, sets up and closes it. The few statements every observation goes through are stepped by SQLite's own calls: a value costs a tenth
/// of a microsecond there.
final class Connection {
  private let queue: DatabaseQueue
  /// By the place of their text in the program, which is quicker to look up than the text.
  private var prepared: [UnsafePointer<UInt8>: Prepared] = [:]
  let path: String

  /// Opens a file that need not be there yet, in WAL, synced at every commit.
  ///
  /// In WAL with `synchronous=FULL` a commit appends to the `-wal` file and syncs it before it returns (SQLite syncs the folder when it makes
  /// that file); the pages go to the file itself at checkpoints, which sync both. Readers see the state of the last commit and wait for nobody.
  init(path: String, cacheKilobytes: Int) throws(StorageFailure) {
    self.path = path
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.allowsUnsafeTransactions = true
    configuration.label = "observations"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = \(-cacheKilobytes)")
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StorageFailure(error, path: path)
    }
  }

  /// Makes a file beside and gives it its name when it is whole and synced: a file that has its name was never less.
  static func make(
    _ path: String, in folder: String, _ fill: (Database) throws -> Void
  ) throws(StorageFailure) {
    let beside = path + unfinished
    func forget() { for ending in ["", "-wal", "-shm"] { unlink(beside + ending) } }
    forget()
    do {
      let connection = try Connection(path: beside, cacheKilobytes: 64)
      defer { connection.close() }
      try connection.use { db in
        try db.inTransaction(.immediate) {
          try fill(db)
          return .commit
        }
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      forget()
      throw StorageFailure(error, path: path)
    }
    guard rename(beside, path) == 0 else { throw StorageFailure(errno, path: path) }
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    defer { Foundation.close(directory) }
    guard fsync(directory) == 0 else { throw StorageFailure(errno, path: path) }
  }

  /// What the name of a file ends with that is being made.
  static let unfinished = ".new"

  deinit { close() }

  /// Closes the file; the last one to do so brings the `-wal` file in.
  func close() {
    prepared = [:]
    try? queue.close()
  }

  /// Anything that is not done for every observation; transactions begin and end here, because GRDB watches them.
  func use<Answer>(_ body: (Database) throws -> Answer) throws(StorageFailure) -> Answer {
    do {
      return try queue.inDatabase(body)
    } catch {
      throw StorageFailure(error, path: path)
    }
  }

  /// Statements without an answer.
  func execute(_ sql: String) throws(StorageFailure) { try use { try $0.execute(sql: sql) } }

  /// Rows the last statement changed.
  var changes: Int { (try? use { $0.changesCount }) ?? 0 }

  /// Writes changed pages behind the log without committing them.
  func flushCache() throws(StorageFailure) {
    try use { db in
      let code = db.sqliteConnection.map { sqlite3_db_cacheflush($0) } ?? SQLITE_OK
      // Busy means that some page is in use and goes out with the commit.
      guard code == SQLITE_OK || code == SQLITE_BUSY else {
        throw StorageFailure(code: code, message: "the changed pages could not be written", path: path)
      }
    }
  }

  /// A statement, prepared once.
  func statement(_ sql: StaticString) throws(StorageFailure) -> Prepared {
    if let known = prepared[sql.utf8Start] { return known }
    let text = sql.description
    let made = try use { Prepared(try $0.makeStatement(sql: text), connection: $0.sqliteConnection, path: path) }
    prepared[sql.utf8Start] = made
    return made
  }
}
