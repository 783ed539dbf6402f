import Foundation
import Keys
import Modelling
import Testing

@Suite("The keyring's file")
struct KeyringFileTests {
  @Test("is its owner's alone, and keeps all over a restart") func restart() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let session = try await ring.keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start).session.text
    let secret = try await ring.keyring.addKey(NewKey("k", for: .topics("lamps")), at: Ring.start).secret.text
    let revoked = try await ring.keyring.addKey(NewKey("r", scopes: .read), at: Ring.start)
    try await ring.keyring.revokeKey(revoked.key.id, at: Ring.start)
    try await ring.keyring.setPublic(true)
    _ = ring.keyring.caller(session: session, at: Ring.start.after(10 * 3600))
    try ring.keyring.refresh(at: Ring.start.after(10 * 3600))
    for name in try FileManager.default.contentsOfDirectory(atPath: ring.folder) {
      let attributes = try FileManager.default.attributesOfItem(atPath: ring.folder + "/" + name)
      #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o77 } == 0, "\(name)")
    }
    let again = try ring.other()
    #expect(again.caller(session: session, at: Ring.start.after(21 * 3600))?.name == "Siti")
    #expect(again.caller(secret: secret, at: Ring.start)?.binding == .topics("lamps"))
    #expect(again.caller(secret: revoked.secret.text, at: Ring.start) == nil)
    #expect(again.isPublic)
    #expect(again.accounts().map(\.name) == ["Siti"])
  }

  @Test("changed by another process is seen when it is looked at, and by the clock within two seconds")
  func otherProcess() async throws {
    let ring = try Ring()
    let other = try ring.other()
    let siti = try await other.addAccount("Siti", role: .administrator, password: Ring.password, at: Ring.start)
    #expect(!ring.keyring.hasAccounts)
    try ring.keyring.refresh(at: Ring.start)
    #expect(ring.keyring.hasAccounts)
    let session = try await ring.keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start).session.text
    ring.keyring.start()
    try other.refresh(at: Ring.start)
    try await other.setPassword(of: siti.id, to: "something quite new")
    for _ in 0..<40 where ring.keyring.caller(session: session, at: Ring.start) != nil {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(ring.keyring.caller(session: session, at: Ring.start) == nil)
  }

  @Test("leaves an administrator who can sign in, or nobody") func lastAdministrator() async throws {
    let ring = try Ring()
    let keyring = ring.keyring
    await #expect(throws: KeyringError.self) {
      try await keyring.addAccount("Ali", role: .viewer, password: Ring.password, at: Ring.start)
    }
    let siti = try await ring.withSiti()
    let ali = try await keyring.addAccount("Ali", role: .viewer, password: Ring.password, at: Ring.start)
    await #expect(throws: KeyringError.self) { try await keyring.setRole(of: siti.id, to: .operator) }
    await #expect(throws: KeyringError.self) { try await keyring.setDisabled(true, of: siti.id) }
    await #expect(throws: KeyringError.self) { try await keyring.removeAccount(siti.id) }
    await #expect(throws: KeyringError.self) {
      try await keyring.addAccount(" sITI ", role: .viewer, password: Ring.password, at: Ring.start)
    }
    for name in ["", "a:b", "a\u{0}b", String(repeating: "n", count: 61)] {
      await #expect(throws: KeyringError.self) {
        try await keyring.addAccount(name, role: .viewer, password: Ring.password, at: Ring.start)
      }
    }
    try await keyring.setRole(of: ali.id, to: .administrator)
    try await keyring.removeAccount(siti.id)
    try await keyring.removeAccount(ali.id)
    #expect(!keyring.hasAccounts)
    await #expect(throws: KeyringError.self) { try await keyring.removeAccount(ali.id) }
  }

  @Test("keeps the log of changes for 400 days, and says who, how and with what end") func log() async throws {
    let ring = try Ring()
    let keyring = ring.keyring
    let account = try await ring.withSiti()
    let caller = Caller(.account(account.id), name: "Siti", means: .session, scopes: .all)
    let first = try await keyring.log("PUT", "/api/v1/scenarios/a", by: caller, at: Ring.start)
    try await keyring.end(first, status: 201, summary: "made")
    _ = try await keyring.log("DELETE", "/api/v1/scenarios/a", by: .thisMachine, at: Ring.start.after(86_400))
    let (total, rows) = try await keyring.changes(offset: 0, limit: 10)
    #expect(total == 2)
    #expect(rows.map(\.who) == ["this machine", "Siti"])
    #expect(rows.map(\.status) == [nil, 201])
    #expect(rows[1].summary == "made" && rows[1].means == "session" && rows[1].time == Ring.start)
    #expect(try await keyring.changes(offset: 0, limit: 10, who: "Siti").rows.map(\.id) == [first])
    #expect(try await keyring.changes(offset: 1, limit: 1).rows.map(\.id) == [first])
    try keyring.refresh(at: Ring.start.after(400.5 * 86_400))
    #expect(try await keyring.changes(offset: 0, limit: 10).total == 1)
  }

  @Test("that cannot be used is told with its place and the way to mend it") func unusable() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "keyring-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("this is no database, but a text that is long enough".utf8).write(
      to: URL(filePath: folder + "/desk.sqlite"))
    let error = #expect(throws: KeyringError.self) { try Keyring(folder: folder) }
    #expect(error?.description.contains(folder + "/desk.sqlite") == true)
  }
}
