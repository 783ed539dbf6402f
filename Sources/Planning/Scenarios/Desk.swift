import Foundation
import GRDB
import Modelling

/// The jobs as they are kept in `private/desk.sqlite`, so that a restart goes on.
///
/// The file has other tables too, of other rooms; these two are the jobs'.
struct Desk: Sendable {
  /// What is kept of a job besides what everyone sees.
  struct Order: Sendable {
    /// The scenario's text and the name errors call it by.
    var text, file: String
    /// The run's seed.
    var seed: UInt64
    /// The digest of the city that was asked about; empty where an earlier version kept none.
    var city: String
  }

  private let database: DatabaseQueue
  /// Final jobs that are remembered.
  private static let remembered = 1000

  /// Opens the desk in a folder, both readable by their owner alone, and queues again what was broken off.
  init(folder: String) throws {
    let path = folder + "/desk.sqlite"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
      // The database would make the file with the usual rights; made before, it keeps these, and its journal takes them over. One that is there is
      // not opened beside it: closing it would let go of the locks that other connections of this process hold.
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard file >= 0 || errno == EEXIST else { throw JobQueueError(description: String(cString: strerror(errno))) }
      if file >= 0 { close(file) } else { chmod(path, 0o600) }
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.label = "desk"
      database = try DatabaseQueue(path: path, configuration: configuration)
      try Self.migrator.migrate(database)
      try database.write { db in
        try db.execute(
          sql: "UPDATE job SET state = 'queued', progress = 0, phase = 'waiting' WHERE state = 'running'")
      }
    } catch {
      throw JobQueueError(
        description:
          "\(path) cannot be used (\(error)). Give the folder to the user the server runs as, or, if the file is "
          + "broken, move it away: runs are computed again.")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("jobs 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE job (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, scenario TEXT NOT NULL,
            text TEXT NOT NULL, file TEXT NOT NULL, seed TEXT NOT NULL,
            state TEXT NOT NULL, progress REAL NOT NULL, phase TEXT NOT NULL,
            run TEXT, error TEXT, created INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX job_by_request ON job (request);
          CREATE TABLE job_result (run TEXT PRIMARY KEY, json BLOB NOT NULL) STRICT;
          """)
    }
    migrator.registerMigration("jobs 2") { db in
      try db.execute(sql: "ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'run'")
    }
    migrator.registerMigration("jobs 3") { db in
      try db.execute(sql: "ALTER TABLE job ADD COLUMN city TEXT NOT NULL DEFAULT ''")
    }
    return migrator
  }

  /// Keeps a new job.
  func add(_ job: Job, _ order: Order, request: String) throws {
    try database.write { db in
      try db.execute(
        sql: """
          INSERT INTO job (id, kind, request, scenario, text, file, seed, city, state, progress, phase, created)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          job.id, job.kind.rawValue, request, job.scenario, order.text, order.file, String(order.seed),
          order.city, job.state.rawValue, job.progress, job.phase, job.created.milliseconds,
        ])
      try db.execute(
        sql: """
          DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled')
            AND number <= (SELECT max(number) FROM job) - ?
          """, arguments: [Self.remembered])
      try db.execute(sql: "DELETE FROM job_result WHERE run NOT IN (SELECT run FROM job WHERE run IS NOT NULL)")
    }
  }

  /// Keeps what a job is doing now.
  func update(_ job: Job) throws {
    try database.write { db in
      try db.execute(
        sql: "UPDATE job SET state = ?, progress = ?, phase = ?, run = ?, error = ? WHERE id = ?",
        arguments: [job.state.rawValue, job.progress, job.phase, job.run?.text, job.error, job.id])
    }
  }

  /// Keeps a job's end and what it found, both or neither.
  func finish(_ job: Job, _ result: ScenarioRun) throws {
    let json = try JSONEncoder().encode(result)
    try database.write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO job_result (run, json) VALUES (?, ?)", arguments: [result.run.text, json])
      try db.execute(
        sql: "UPDATE job SET state = ?, progress = 1, phase = ?, run = ?, error = NULL WHERE id = ?",
        arguments: [job.state.rawValue, job.phase, result.run.text, job.id])
    }
  }

  /// The newest job of a request, or nothing.
  func job(request: String) throws -> Job? {
    try database.read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM job WHERE request = ? ORDER BY number DESC LIMIT 1", arguments: [request]
      ).flatMap(Self.job)
    }
  }

  /// A job by its name, or nothing.
  func job(_ id: String) throws -> Job? {
    try database.read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM job WHERE id = ?", arguments: [id]).flatMap(Self.job)
    }
  }

  /// The latest jobs, the newest first.
  func jobs(limit: Int) throws -> [Job] {
    try database.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM job ORDER BY number DESC LIMIT ?", arguments: [max(0, limit)])
        .compactMap(Self.job)
    }
  }

  /// The job that waits longest, with its order; nothing when none waits.
  func next() throws -> (job: Job, order: Order)? {
    try database.read { db in
      let row = try Row.fetchOne(db, sql: "SELECT * FROM job WHERE state = 'queued' ORDER BY number LIMIT 1")
      guard let row, let job = Self.job(row) else { return nil }
      return (job, Self.order(row))
    }
  }

  /// What was asked for when a run was found, the newest where it was asked for more than once; nothing when it is not known.
  func order(of run: RunID) throws -> Order? {
    try database.read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT text, file, seed, city FROM job WHERE run = ? AND kind = 'run' ORDER BY number DESC LIMIT 1",
        arguments: [run.text])
      return row.map(Self.order)
    }
  }

  /// What a run found, or nothing when it is not known.
  func result(of run: RunID) throws -> ScenarioRun? {
    let json = try database.read { db in
      try Data.fetchOne(db, sql: "SELECT json FROM job_result WHERE run = ?", arguments: [run.text])
    }
    return try json.map { try JSONDecoder().decode(ScenarioRun.self, from: $0) }
  }

  private static func order(_ row: Row) -> Order {
    Order(text: row["text"], file: row["file"], seed: UInt64(row["seed"] as String) ?? 1, city: row["city"])
  }

  private static func job(_ row: Row) -> Job? {
    guard let state = JobState(rawValue: row["state"]), let kind = JobKind(rawValue: row["kind"]) else { return nil }
    return Job(
      id: row["id"], kind: kind, scenario: row["scenario"], state: state, progress: row["progress"],
      phase: row["phase"],
      secondsLeft: nil, run: (row["run"] as String?).map { RunID(text: $0) }, error: row["error"],
      created: Instant(milliseconds: row["created"]))
  }
}
