internal import Foundation
internal import GRDB
public import Modelling

extension Keyring {
  /// All accounts, by name.
  public func accounts() -> [Account] {
    known.accounts.values.map(\.account).sorted { Account.folded($0.name) < Account.folded($1.name) }
  }

  /// An account by its number.
  public func account(_ id: Int64) -> Account? { known.accounts[id]?.account }

  /// An account by its name, however it is written.
  public func account(named name: String) -> Account? { known.account(named: name)?.account }

  /// Makes an account. The first must be an administrator's, otherwise nobody could make the others.
  ///
  /// Throws a sentence where the name is taken or cannot be one, or the password is too easy.
  @discardableResult
  public func addAccount(_ name: String, role: Role, password: String, at now: Instant) async throws(KeyringError)
    -> Account
  {
    let name = try Account.checked(name: name)
    try Account.check(password: password, for: name)
    let hash = try await hash(password)
    let (id, directory) = try await file.change { db in
      let others = try Int.fetchOne(db, sql: "SELECT count(*) FROM account") ?? 0
      guard others > 0 || role == .administrator else {
        throw KeyringError.refused("The first account must be an administrator's; make it, then the others.")
      }
      guard others < 10_000 else { throw KeyringError.refused("There are 10,000 accounts; remove some first.") }
      guard
        try Row.fetchOne(db, sql: "SELECT 1 FROM account WHERE folded = ?", arguments: [Account.folded(name)]) == nil
      else { throw KeyringError.refused("There is an account of the name \(name) already.") }
      try db.execute(
        sql: "INSERT INTO account (name, folded, role, password, created) VALUES (?, ?, ?, ?, ?)",
        arguments: [name, Account.folded(name), role.rawValue, hash, now.milliseconds])
      return db.lastInsertedRowID
    }
    install(directory)
    guard let account = directory.accounts[id]?.account else { throw .missing("The account is gone again.") }
    return account
  }

  /// Gives an account a new password and ends its sessions, but for the one of `caller`.
  public func setPassword(of id: Int64, to password: String, by caller: Caller? = nil) async throws(KeyringError) {
    guard let account = account(id) else { throw Self.noAccount(id) }
    try Account.check(password: password, for: account.name)
    let hash = try await hash(password)
    let keeping = caller?.session?.data ?? Data()
    try await change(id) { db in
      try db.execute(sql: "UPDATE account SET password = ? WHERE number = ?", arguments: [hash, id])
      try db.execute(
        sql: "DELETE FROM account_session WHERE account = ? AND digest <> ?", arguments: [id, keeping])
    }
  }

  /// Gives an account another role.
  public func setRole(of id: Int64, to role: Role) async throws(KeyringError) {
    try await change(id) { db in
      try db.execute(sql: "UPDATE account SET role = ? WHERE number = ?", arguments: [role.rawValue, id])
    }
  }

  /// Lets an account sign in no more, or again. Its sessions end.
  public func setDisabled(_ isDisabled: Bool, of id: Int64) async throws(KeyringError) {
    try await change(id) { db in
      try db.execute(sql: "UPDATE account SET is_disabled = ? WHERE number = ?", arguments: [isDisabled, id])
      try db.execute(sql: "DELETE FROM account_session WHERE account = ?", arguments: [id])
    }
  }

  /// Removes an account and ends its sessions. The last administrator cannot be removed while there are other accounts.
  public func removeAccount(_ id: Int64) async throws(KeyringError) {
    try await change(id) { db in
      try db.execute(sql: "DELETE FROM account_session WHERE account = ?", arguments: [id])
      try db.execute(sql: "DELETE FROM account WHERE number = ?", arguments: [id])
    }
  }

  /// Lets everyone read without signing in, or no more.
  public func setPublic(_ isPublic: Bool) async throws(KeyringError) {
    install(
      try await file.change { db in
        try db.execute(
          sql: "UPDATE keyring_setting SET value = ? WHERE name = 'public view'", arguments: [isPublic ? 1 : 0])
      }.1)
  }

  /// Changes an account that is there, and leaves an administrator who can sign in, or no account at all.
  private func change(_ id: Int64, _ body: @escaping @Sendable (Database) throws -> Void) async throws(KeyringError) {
    install(
      try await file.change { db in
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM account WHERE number = ?", arguments: [id]) != nil else {
          throw Self.noAccount(id)
        }
        try body(db)
        let left = try Int.fetchOne(db, sql: "SELECT count(*) FROM account") ?? 0
        let administrators =
          try Int.fetchOne(db, sql: "SELECT count(*) FROM account WHERE role = 'administrator' AND is_disabled = 0")
          ?? 0
        guard left == 0 || administrators > 0 else {
          throw KeyringError.refused(
            "This is the last administrator who can sign in: make another administrator first.")
        }
      }.1)
  }

  private func hash(_ password: String) async throws(KeyringError) -> String {
    let cost = cost
    do { return try await threads.run { try PasswordHash(password, cost: cost).text } } catch {
      throw .refused("The password could not be hashed just now (\(error)); try again.")
    }
  }

  private static func noAccount(_ id: Int64) -> KeyringError { .missing("There is no account with the number \(id).") }
}
