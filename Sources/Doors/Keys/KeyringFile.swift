internal import Foundation
internal import GRDB
internal import Modelling

/// Accounts, keys, sessions, settings and the log of changes in `private/desk.sqlite`.
///
/// The file has other tables too, of other rooms. It is kept in the write-ahead mode, that a reader waits for no writer; commits are synced, that
/// a key that was revoked stays so after a loss of power.
///
/// Sendable because its one variable is a queue made for use from many threads.
final class KeyringFile: Sendable {
  let database: DatabaseQueue
  let path: String

  init(folder: String) throws(KeyringError) {
    path = folder + "/desk.sqlite"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
      // The database would make the file with the usual rights. One that is there is not opened beside it: closing it would let go of the locks
      // that other connections of this process hold.
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 { close(file) } else { chmod(path, 0o600) }
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.label = "keyring"
      configuration.journalMode = .wal
      database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try Self.migrator.migrate(database)
    } catch {
      throw .file(
        "\(path) cannot be used (\(error)). Give the folder to the user the server runs as, or, if the file is broken, move it "
          + "away and make the accounts again.")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    // Two processes may come here at once: what one has made the other finds.
    migrator.registerMigration("keyring 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS account (
            -- Purpose: people sign in by name. Kept until an administrator removes it.
            number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL, password TEXT NOT NULL, created INTEGER NOT NULL, signed_in INTEGER,
            is_disabled INTEGER NOT NULL DEFAULT 0
          ) STRICT;
          CREATE TABLE IF NOT EXISTS account_session (
            -- Purpose: a browser stays signed in. Gone after 12 hours without a request, or 7 days.
            digest BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,
            begun INTEGER NOT NULL, used INTEGER NOT NULL
          ) STRICT;
          CREATE TABLE IF NOT EXISTS access_key (
            -- Purpose: programs and devices ask without a person. A revoked key is kept for the log, 400 days.
            number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, digest BLOB NOT NULL UNIQUE,
            beginning TEXT NOT NULL, scopes TEXT NOT NULL, thing INTEGER, topics TEXT, per_second REAL,
            created INTEGER NOT NULL, expires INTEGER, used INTEGER, revoked INTEGER
          ) STRICT;
          CREATE TABLE IF NOT EXISTS keyring_setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
          INSERT OR IGNORE INTO keyring_setting (name, value) VALUES ('changes', 0), ('public view', 0);
          CREATE TABLE IF NOT EXISTS change_log (
            -- Purpose: a town can say who changed what. Gone after 400 days.
            number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, who TEXT NOT NULL, means TEXT NOT NULL,
            method TEXT NOT NULL, path TEXT NOT NULL, status INTEGER, summary TEXT NOT NULL
          ) STRICT;
          """)
    }
    return migrator
  }

  /// Changes something and tells other processes; answers what is there then.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(KeyringError) -> (Value, Directory) {
    do {
      return try await database.write { db in
        let value = try body(db)
        try db.execute(sql: "UPDATE keyring_setting SET value = value + 1 WHERE name = 'changes'")
        return (value, try Self.directory(db))
      }
    } catch { throw failure(error) }
  }

  /// Writes what no lookup depends on.
  func note(_ body: @escaping @Sendable (Database) throws -> Void) async throws(KeyringError) {
    do { try await database.write(body) } catch { throw failure(error) }
  }

  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(KeyringError) -> Value
  {
    do { return try await database.read(body) } catch { throw failure(error) }
  }

  /// Writes what no lookup depends on, and waits for it.
  func write(_ body: (Database) throws -> Void) throws(KeyringError) {
    do { try database.write(body) } catch { throw failure(error) }
  }

  /// What is there now, when it is newer than what is known; nothing otherwise. Two small reads.
  func directory(after change: Int64) throws(KeyringError) -> Directory? {
    do {
      return try database.read { db in
        let now = try Int64.fetchOne(db, sql: "SELECT value FROM keyring_setting WHERE name = 'changes'") ?? 0
        return now == change ? nil : try Self.directory(db)
      }
    } catch { throw failure(error) }
  }

  private func failure(_ error: any Error) -> KeyringError {
    if let known = error as? KeyringError { return known }
    return .file(
      "\(path) cannot be read or written now (\(error)): look whether the disk is full and the folder belongs to the user the server runs as."
    )
  }

  // MARK: Rows

  static func directory(_ db: Database) throws -> Directory {
    var directory = Directory()
    for row in try Row.fetchAll(db, sql: "SELECT name, value FROM keyring_setting") {
      switch row["name"] as String {
      case "changes": directory.change = row["value"]
      case "public view": directory.isPublic = row["value"] as Int64 == 1
      default: break
      }
    }
    for row in try Row.fetchAll(db, sql: "SELECT * FROM account") {
      guard let kept = account(row) else { continue }
      directory.accounts[kept.account.id] = kept
      directory.names[row["folded"]] = kept.account.id
    }
    for row in try Row.fetchAll(db, sql: "SELECT * FROM access_key WHERE revoked IS NULL") {
      let key = key(row)
      directory.secrets[SecretDigest(row["digest"] as Data)] = key.id
      directory.keys[key.id] = key
    }
    for row in try Row.fetchAll(db, sql: "SELECT * FROM account_session") {
      directory.sessions[SecretDigest(row["digest"] as Data)] = Session(
        account: row["account"], begun: Instant(milliseconds: row["begun"]), used: Instant(milliseconds: row["used"]))
    }
    return directory
  }

  static func account(_ row: Row) -> KeptAccount? {
    guard let role = Role(rawValue: row["role"]), let hash = PasswordHash(row["password"]) else { return nil }
    let account = Account(
      id: row["number"], name: row["name"], role: role, created: Instant(milliseconds: row["created"]),
      lastSignIn: instant(row["signed_in"]), isDisabled: row["is_disabled"])
    return KeptAccount(account: account, password: hash)
  }

  static func key(_ row: Row) -> AccessKey {
    let thing = (row["thing"] as Int64?).map(Binding.thing)
    let topics = (row["topics"] as String?).map(Binding.topics)
    return AccessKey(
      id: row["number"], name: row["name"], beginning: row["beginning"],
      scopes: (try? Scopes(words: row["scopes"] as String)) ?? [], binding: thing ?? topics,
      perSecond: row["per_second"], created: Instant(milliseconds: row["created"]), expires: instant(row["expires"]),
      lastUsed: instant(row["used"]), revoked: instant(row["revoked"]))
  }

  static func change(_ row: Row) -> LoggedChange {
    LoggedChange(
      id: row["number"], time: Instant(milliseconds: row["time"]), who: row["who"], means: row["means"],
      method: row["method"], path: row["path"], status: row["status"], summary: row["summary"])
  }

  private static func instant(_ milliseconds: Int64?) -> Instant? { milliseconds.map { Instant(milliseconds: $0) } }
}
