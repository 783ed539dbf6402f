internal import Foundation
internal import GRDB
internal import Modelling
internal import Observations

/// The file of one month.
///
/// Sendable because its variables are touched with `condition` locked only; a connection taken from it is one thread's until it is given back.
final class MonthFile: @unchecked Sendable {
  let month: Month
  let path: String
  let range: Range<Instant>
  let middle: Int64
  private let condition = NSCondition()
  private var readers: [Connection] = []
  private var busy = 0
  private var isRetired = false
  private var mayHaveBesides: Bool
  /// Connections that are kept for the next reader.
  private static let kept = 3
  /// The format of files this program writes.
  static let format = 1

  /// Opens the file of a month in a folder, and makes it where it is not.
  init(_ month: Month, folder: String, utcOffset: Int) throws(StorageFailure) {
    self.month = month
    path = "\(folder)/\(month.name).sqlite"
    range = month.range(utcOffset: utcOffset)
    middle = month.middle(utcOffset: utcOffset)
    let (middle, path) = (middle, path)
    if !FileManager.default.fileExists(atPath: path) {
      try Connection.make(path, in: folder) { db in
        try db.execute(sql: Self.schema)
        try db.execute(sql: "INSERT INTO meta VALUES ('middle', ?), ('redo', 0)", arguments: [middle])
      }
    }
    let connection = try Connection(path: path, cacheKilobytes: 512)
    mayHaveBesides = try connection.use { db in
      let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard format <= Self.format else { throw NewerFormat(path: path, format: format) }
      // A file has its name only since it was whole.
      guard format > 0 else { throw Damage(what: "its beginning") }
      let kept = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'middle'")
      guard kept == middle else { throw Damage(what: "the beginning of the month") }
      return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM beside)") ?? false
    }
    readers = [connection]
  }

  private static let schema = """
    CREATE TABLE observation (
      stream INTEGER NOT NULL, time INTEGER NOT NULL, value NOT NULL, PRIMARY KEY (stream, time)
    ) WITHOUT ROWID;
    CREATE TABLE beside (
      stream INTEGER NOT NULL, time INTEGER NOT NULL, place INTEGER NOT NULL, value NOT NULL,
      PRIMARY KEY (stream, time, place)
    ) WITHOUT ROWID;
    CREATE TABLE stream (
      stream INTEGER PRIMARY KEY, beside INTEGER NOT NULL, count INTEGER NOT NULL,
      first INTEGER NOT NULL, last INTEGER NOT NULL, last_place INTEGER NOT NULL,
      spans INTEGER NOT NULL, "end" INTEGER NOT NULL,
      results INTEGER NOT NULL, first_result INTEGER NOT NULL, last_result INTEGER NOT NULL,
      sample_time INTEGER, sample_value REAL, top INTEGER, last_value,
      hour INTEGER, hour_count INTEGER, hour_minimum REAL, hour_maximum REAL, hour_sum REAL,
      day INTEGER, day_count INTEGER, day_minimum REAL, day_maximum REAL, day_sum REAL
    );
    CREATE TABLE rollup_hour (
      stream INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL,
      minimum REAL NOT NULL, maximum REAL NOT NULL, sum REAL NOT NULL, PRIMARY KEY (stream, start)
    ) WITHOUT ROWID;
    CREATE TABLE rollup_day (
      stream INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL,
      minimum REAL NOT NULL, maximum REAL NOT NULL, sum REAL NOT NULL, PRIMARY KEY (stream, start)
    ) WITHOUT ROWID;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE VIEW reading_by_hour AS
      SELECT stream, start * 3600000 + middle.value - 1382400000 AS milliseconds, count, minimum, maximum, sum
      FROM (
        SELECT r.* FROM rollup_hour AS r LEFT JOIN stream AS s USING (stream) WHERE r.start IS NOT s.hour
        UNION ALL
        SELECT stream, hour, hour_count, hour_minimum, hour_maximum, hour_sum FROM stream WHERE hour IS NOT NULL
      ), meta AS middle WHERE middle.name = 'middle';
    CREATE VIEW reading_by_day AS
      SELECT stream, start * 86400000 + middle.value - 1382400000 AS milliseconds, count, minimum, maximum, sum
      FROM (
        SELECT r.* FROM rollup_day AS r LEFT JOIN stream AS s USING (stream) WHERE r.start IS NOT s.day
        UNION ALL
        SELECT stream, day, day_count, day_minimum, day_maximum, day_sum FROM stream WHERE day IS NOT NULL
      ), meta AS middle WHERE middle.name = 'middle';
    CREATE VIEW reading AS
      SELECT stream, time + (SELECT value FROM meta WHERE name = 'middle') AS milliseconds,
        CASE typeof(value) WHEN 'integer' THEN value / 1000.0 ELSE value END AS value
      FROM observation;
    PRAGMA user_version = 1;
    """

  /// Asks the file as its last commit left it, without waiting for anyone; nothing where the file was put away meanwhile.
  ///
  /// `body` asks nothing but the file: ``retire()`` waits for it.
  func read<Answer>(_ body: (MonthRows) throws -> Answer) throws(StorageFailure) -> Answer? {
    let waiting: Connection?? = condition.withLock {
      guard !isRetired else { return nil }
      busy += 1
      return .some(readers.popLast())
    }
    guard let waiting else { return nil }
    var used = waiting
    defer {
      condition.withLock {
        if let connection = used, !isRetired, readers.count < Self.kept {
          readers.append(connection)
          used = nil
        }
      }
      used?.close()
      condition.withLock {
        busy -= 1
        condition.broadcast()
      }
    }
    do {
      let connection = try used ?? Connection(path: path, cacheKilobytes: 512)
      used = connection
      return try body(MonthRows(connection: connection, middle: middle))
    } catch {
      throw StorageFailure(error, path: path)
    }
  }

  /// Closes what waits for the next reader.
  func closeIdle() {
    let idle = condition.withLock {
      defer { readers = [] }
      return readers
    }
    for connection in idle { connection.close() }
  }

  /// Ends all reading, so that the file may be renamed or deleted: SQLite's connections to a file that lost its name would spoil the next one
  /// of that name.
  func retire() {
    condition.withLock {
      isRetired = true
      while busy > 0 { condition.wait() }
    }
    closeIdle()
  }

  /// Whether any row stands beside another, or may.
  var besides: Bool { condition.withLock { mayHaveBesides } }

  /// Tells that such a row is written.
  func hasBesides() { condition.withLock { mayHaveBesides = true } }

  /// The summaries of all its streams, by stream. O(streams).
  func summaries() throws(StorageFailure) -> [(stream: Int64, summary: MonthSummary)] {
    try read { rows in
      let statement = try rows.connection.statement("SELECT * FROM stream ORDER BY stream")
      defer { statement.reset() }
      var found: [(Int64, MonthSummary)] = []
      while try statement.step() {
        var summary = MonthSummary(month: Int32(month.number))
        summary.beside = Int32(clamping: statement.integer(1))
        summary.count = statement.integer(2)
        summary.first = statement.integer(3)
        summary.last = statement.integer(4)
        summary.lastPlace = Int32(clamping: statement.integer(5))
        summary.spans = Int32(clamping: statement.integer(6))
        summary.end = statement.integer(7)
        summary.results = statement.integer(8)
        summary.firstResult = statement.integer(9)
        summary.lastResult = statement.integer(10)
        summary.sampleTime = statement.optional(11) ?? .min
        summary.sampleValue = statement.double(12)
        summary.top = statement.optional(13) ?? .min
        if !statement.isNull(14) { summary.lastCell = try statement.cell(14) }
        found.append((statement.integer(0), summary))
      }
      return found
    } ?? []
  }
}

/// A file of a newer program.
struct NewerFormat: Error, CustomStringConvertible {
  let path: String
  let format: Int
  var description: String {
    "it is of format \(format), written by a newer Kembar; this one knows format \(MonthFile.format): use the newer one, or move the file away"
  }
}
