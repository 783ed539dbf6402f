internal import Foundation
internal import GRDB
public import Modelling

extension Keyring {
  /// The account of a name and a password.
  ///
  /// A wrong name takes as long as a wrong password. Wrong attempts make the next ones wait (``SignInBrake``); an attempt that is right is
  /// remembered for ten minutes, so that a client that sends it with each request does not wait each time.
  public func account(_ name: String, _ password: String, from address: String, at now: Instant)
    async throws(SignInRefusal) -> Account
  {
    try await kept(name, password, from: address, at: now).account
  }

  /// The account with its password's hash.
  func kept(_ name: String, _ password: String, from address: String, at now: Instant) async throws(SignInRefusal)
    -> KeptAccount
  {
    let fingerprint = fingerprint(name, password, from: address)
    let folded = Account.folded(String(name.prefix(60)))
    // Also who was right not long ago waits, where somebody guesses from the same address: otherwise guesses would cost nothing meanwhile.
    if let wait = braking({ $0.wait(folded, from: address, at: now) }) { throw .wait(Int((wait + 999) / 1000)) }
    if let known = remembered(fingerprint, at: now) { return known }
    // A program that begins with many requests at once makes one attempt, not many.
    let attempt = joined(fingerprint) {
      Task {
        do throws(SignInRefusal) {
          let kept = try await self.verified(name, password, folded, from: address, at: now)
          self.left(fingerprint, remembering: kept, at: now)
          return .success(kept)
        } catch {
          self.left(fingerprint, remembering: nil, at: now)
          return .failure(error)
        }
      }
    }
    return try await attempt.value.get()
  }

  private func verified(_ name: String, _ password: String, _ folded: String, from address: String, at now: Instant)
    async throws(SignInRefusal) -> KeptAccount
  {
    if let wait = braking({ $0.begin(folded, from: address, at: now) }) { throw .wait(Int((wait + 999) / 1000)) }
    // What is too long to be kept is nobody's, and takes as long.
    let isTooLong = name.utf8.count > 240 || password.utf8.count > 1024
    let kept = isTooLong ? nil : known.account(named: name)
    let hash = kept?.password ?? PasswordHash(unknownWith: cost)
    let isRight: Bool
    do {
      isRight = try await threads.run { hash.isOf(isTooLong ? "" : password) }
    } catch {
      braking { $0.withdraw(folded, from: address) }
      throw .busy
    }
    // The account may have changed while the password was looked at.
    guard isRight, let kept, let current = known.accounts[kept.account.id], current.password == kept.password,
      !current.account.isDisabled
    else { throw .wrong }
    braking { $0.succeeded(folded, from: address) }
    return current
  }

  /// Signs in: the session's secret, for the browser alone.
  public func signIn(_ name: String, _ password: String, from address: String, at now: Instant)
    async throws(SignInRefusal) -> (account: Account, session: Secret)
  {
    let account = try await account(name, password, from: address, at: now)
    let secret = Secret(.session)
    let digest = SecretDigest(of: secret.text).data
    do {
      let (_, directory) = try await file.change { db in
        try db.execute(
          sql: """
            DELETE FROM account_session WHERE account = ?1 AND digest NOT IN
              (SELECT digest FROM account_session WHERE account = ?1 ORDER BY used DESC LIMIT ?2)
            """, arguments: [account.id, Session.most - 1])
        try db.execute(
          sql: "INSERT INTO account_session (digest, account, begun, used) VALUES (?, ?, ?, ?)",
          arguments: [digest, account.id, now.milliseconds, now.milliseconds])
        try db.execute(
          sql: "UPDATE account SET signed_in = ? WHERE number = ?", arguments: [now.milliseconds, account.id])
      }
      install(directory)
    } catch { throw .file(error.description) }
    return (account, secret)
  }

  /// Ends a session; one that is none changes nothing.
  public func signOut(session: String) async throws(KeyringError) {
    guard Secret.kind(of: session) == .session else { return }
    let digest = SecretDigest(of: session).data
    install(
      try await file.change { db in
        try db.execute(sql: "DELETE FROM account_session WHERE digest = ?", arguments: [digest])
      }.1)
  }
}
