internal import GRDB
public import Modelling

extension Keyring {
  /// Writes that a change begins; ``end(_:status:summary:)`` tells how it ended. A change that cannot be written down must not be made.
  public func log(_ method: String, _ path: String, by caller: Caller, summary: String = "", at now: Instant)
    async throws(KeyringError) -> Int64
  {
    try await log(method, path, who: caller.name, means: caller.means.rawValue, summary: summary, status: nil, at: now)
  }

  /// Writes down what the command has done.
  public func logCommand(_ words: String, summary: String, at now: Instant) async throws(KeyringError) {
    _ = try await log(words, "", who: "command", means: "command", summary: summary, status: 200, at: now)
  }

  private func log(
    _ method: String, _ path: String, who: String, means: String, summary: String, status: Int?, at now: Instant
  ) async throws(KeyringError) -> Int64 {
    let row: StatementArguments = [
      now.milliseconds, who, means, String(method.prefix(40)), String(path.prefix(300)), status,
      String(summary.prefix(300)),
    ]
    do {
      return try await file.database.write { db in
        try db.execute(
          sql: """
            INSERT INTO change_log (time, who, means, method, path, status, summary) VALUES (?, ?, ?, ?, ?, ?, ?)
            """, arguments: row)
        return db.lastInsertedRowID
      }
    } catch {
      throw .file(
        "The log of changes cannot be written (\(error)), and nothing was changed: look whether the disk is full.")
    }
  }

  /// Writes how a change ended.
  public func end(_ change: Int64, status: Int, summary: String? = nil) async throws(KeyringError) {
    try await file.note { db in
      try db.execute(
        sql: "UPDATE change_log SET status = ?, summary = coalesce(?, summary) WHERE number = ?",
        arguments: [status, summary.map { String($0.prefix(300)) }, change])
    }
  }

  /// A part of the log, the newest first, and how many rows there are; `who` leaves out all but one name.
  public func changes(offset: Int, limit: Int, who: String? = nil) async throws(KeyringError)
    -> (total: Int, rows: [LoggedChange])
  {
    try await file.read { db in
      let total =
        try Int.fetchOne(db, sql: "SELECT count(*) FROM change_log WHERE ?1 IS NULL OR who = ?1", arguments: [who]) ?? 0
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT * FROM change_log WHERE ?1 IS NULL OR who = ?1 ORDER BY number DESC LIMIT ?2 OFFSET ?3",
        arguments: [who, limit, offset])
      return (total, rows.map(KeyringFile.change))
    }
  }
}
