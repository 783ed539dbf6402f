internal import Foundation
internal import GRDB
public import Modelling

extension Keyring {
  /// Makes a key or token; its secret is given now and never again.
  ///
  /// Throws a sentence where the name is none, a token would do more than observe, or the moment it ends has passed.
  public func addKey(_ new: NewKey, at now: Instant) async throws(KeyringError) -> (key: AccessKey, secret: Secret) {
    let name = new.name.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    guard (1...60).contains(name.count), name.utf8.count <= 240,
      !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .refused("A key needs a name of 1 to 60 letters, that people know what it is for.") }
    guard !new.scopes.isEmpty else { throw .refused("A key needs a scope: read, observe, operate or administer.") }
    guard new.binding == nil || new.scopes == .observe else {
      throw .refused("A device's token may observe and nothing else; make a key for a program.")
    }
    if let expires = new.expires, expires <= now { throw .refused("The moment at which the key ends has passed.") }
    if let rate = new.perSecond, !(rate > 0 && rate <= 100_000) {
      throw .refused("A rate is above 0 and at most 100,000 requests a second.")
    }
    let secret = Secret(new.binding == nil ? .key : .device)
    let digest = SecretDigest(of: secret.text)
    var thing: Int64?
    var topics: String?
    switch new.binding {
    case .thing(let number): thing = number
    case .topics(let prefix): topics = prefix
    case nil: break
    }
    let row: StatementArguments = [
      name, digest.data, secret.beginning, new.scopes.description, thing, topics, new.perSecond, now.milliseconds,
      new.expires?.milliseconds,
    ]
    let (_, directory) = try await file.change { db in
      let others = try Int.fetchOne(db, sql: "SELECT count(*) FROM access_key WHERE revoked IS NULL") ?? 0
      guard others < 100_000 else { throw KeyringError.refused("There are 100,000 keys; revoke some first.") }
      try db.execute(
        sql: """
          INSERT INTO access_key (name, digest, beginning, scopes, thing, topics, per_second, created, expires)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, arguments: row)
    }
    install(directory)
    guard let key = directory.secrets[digest].flatMap({ directory.keys[$0] }) else {
      throw .missing("The key is gone again.")
    }
    return (key, secret)
  }

  /// All keys and tokens, revoked ones included, the newest first.
  public func keys() async throws(KeyringError) -> [AccessKey] {
    try await file.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM access_key ORDER BY number DESC").map(KeyringFile.key)
    }
  }

  /// Revokes a key for ever; one that is revoked stays as it is.
  public func revokeKey(_ id: Int64, at now: Instant) async throws(KeyringError) {
    install(
      try await file.change { db in
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM access_key WHERE number = ?", arguments: [id]) != nil else {
          throw KeyringError.missing("There is no key with the number \(id).")
        }
        try db.execute(
          sql: "UPDATE access_key SET revoked = ? WHERE number = ? AND revoked IS NULL",
          arguments: [now.milliseconds, id])
      }.1)
  }
}
