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

/// A statement that is bound and stepped many times.
final class Prepared {
  private let statement: Statement
  private let raw: OpaquePointer
  private let connection: OpaquePointer?
  private let path: String

  fileprivate init(_ statement: Statement, connection: OpaquePointer?, path: String) {
    self.statement = statement
    raw = statement.sqliteStatement
    self.connection = connection
    self.path = path
  }

  func bind(_ place: Int32, _ value: Int64) { sqlite3_bind_int64(raw, place, value) }
  func bind(_ place: Int32, _ value: Double) { sqlite3_bind_double(raw, place, value) }
  func bind(_ place: Int32, _ value: Int64?) {
    if let value { sqlite3_bind_int64(raw, place, value) } else { sqlite3_bind_null(raw, place) }
  }

  func bind(_ place: Int32, _ cell: Cell) {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch cell {
    case .number(let value):
      if let whole = Cell.thousandths(value) { bind(place, whole) } else { bind(place, value) }
    case .packed(let bytes): sqlite3_bind_blob(raw, place, bytes, Int32(bytes.count), copied)
    case .text(let text):
      var text = text
      text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) {
          _ = sqlite3_bind_text(raw, place, $0.baseAddress, Int32($0.count), copied)
        }
      }
    }
  }

  /// Goes to the next row; answers whether there is one. After the last it begins anew.
  func step() throws(StorageFailure) -> Bool {
    let code = sqlite3_step(raw)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(raw)
    guard code == SQLITE_DONE else {
      throw StorageFailure(
        code: code, message: connection.map { String(cString: sqlite3_errmsg($0)) } ?? "", path: path)
    }
    return false
  }

  /// Runs it to its end.
  func run() throws(StorageFailure) { while try step() {} }

  /// Breaks off before the last row.
  func reset() { sqlite3_reset(raw) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }
  func double(_ column: Int32) -> Double { sqlite3_column_double(raw, column) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }
  func optional(_ column: Int32) -> Int64? { isNull(column) ? nil : sqlite3_column_int64(raw, column) }

  func cell(_ column: Int32) throws -> Cell {
    switch sqlite3_column_type(raw, column) {
    case SQLITE_INTEGER: return .number(Double(sqlite3_column_int64(raw, column)) / 1_000)
    case SQLITE_FLOAT: return .number(sqlite3_column_double(raw, column))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(raw, column))
      guard let start = sqlite3_column_blob(raw, column) else { return .packed([]) }
      return .packed(Array(UnsafeRawBufferPointer(start: start, count: count)))
    case SQLITE_TEXT:
      guard let start = sqlite3_column_text(raw, column) else { return .text("") }
      let count = Int(sqlite3_column_bytes(raw, column))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    default: throw Damage(what: "a row")
    }
  }
}

/// A file could not be read or written.
struct StorageFailure: Error {
  /// SQLite's number of what went wrong.
  let code: Int32
  let message: String
  let path: String

  init(code: Int32, message: String, path: String) {
    self.code = code
    self.message = message
    self.path = path
  }

  init(_ error: any Error, path: String) {
    if let known = error as? StorageFailure {
      self = known
    } else if let error = error as? DatabaseError {
      self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
    } else if let newer = error as? NewerFormat {
      self.init(code: Self.newer, message: newer.description, path: path)
    } else if let damage = error as? Damage {
      self.init(code: SQLITE_CORRUPT, message: "\(damage.what) cannot be understood", path: path)
    } else if let sentence = error as? StoreError {
      self.init(code: Self.told, message: sentence.description, path: path)
    } else {
      self.init(code: SQLITE_ERROR, message: "\(error)", path: path)
    }
  }

  /// A call of the system that failed.
  init(_ number: Int32, path: String) {
    let code = [ENOSPC, EDQUOT, EFBIG].contains(number) ? SQLITE_FULL : SQLITE_CANTOPEN
    self.init(code: code, message: String(cString: strerror(number)), path: path)
  }

  /// Whether the file's content is broken.
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 255) }

  /// The number of a file of a newer program; none of SQLite's.
  static let newer: Int32 = -1
  /// The number of what already has its sentence; none of SQLite's.
  static let told: Int32 = -2

  /// The sentence for people, with what to do.
  var sentence: String {
    if code == Self.told { return message }
    if code == Self.newer { return "\(path) cannot be opened: \(message)." }
    return switch code & 255 {
    case SQLITE_FULL:
      "\(path) cannot be written: the disk is full. Nothing of this call is kept; make room and send it again."
    case SQLITE_IOERR:
      "\(path) cannot be read or written (\(message)): the disk may be full or broken. Nothing of this call is kept; make room and send it again."
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      "\(path) cannot be written (\(message)). Give the folder to the user the server runs as."
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      "\(path) is damaged (\(message)). Look at it with `sqlite3 \(path) .recover`."
    default: "\(path) cannot be used (\(message), number \(code))."
    }
  }

  var storeError: StoreError { .storage(sentence) }

  /// What a call over several months is told where the disk failed between its first word and its last.
  var unfinished: StoreError {
    .storage(
      "\(path) could not be written to the end (\(message)): the disk may be full or broken. All of this call is kept beside and will be in its months before anything else is written; make room. Sending it again changes nothing."
    )
  }
}
