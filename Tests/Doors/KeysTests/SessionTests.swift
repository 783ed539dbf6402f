import Keys
import Modelling
import Testing

@Suite("A session")
struct SessionTests {
  @Test("ends twelve hours after its last request, and after seven days") func expiry() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let keyring = ring.keyring
    let session = try await keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start).session.text
    let hour = 3600.0
    #expect(keyring.caller(session: session, at: Ring.start.after(11.9 * hour))?.name == "Siti")
    #expect(keyring.caller(session: session, at: Ring.start.after(23.8 * hour)) != nil)
    #expect(keyring.caller(session: session, at: Ring.start.after(36 * hour)) == nil)
    let other = try await keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start).session.text
    var now = Ring.start
    var lasted = 0.0
    while keyring.caller(session: other, at: now) != nil {
      lasted = Double(now.milliseconds - Ring.start.milliseconds) / 86_400_000
      now = now.after(6 * hour)
    }
    #expect(lasted == 6.75)
  }

  @Test("ends by signing out, by disabling, by a new password, by removing the account") func ends() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let keyring = ring.keyring
    let ali = try await keyring.addAccount("Ali", role: .operator, password: Ring.password, at: Ring.start)
    func session() async throws -> String {
      try await keyring.signIn("Ali", Ring.password, from: "a", at: Ring.start).session.text
    }
    func isOpen(_ session: String) -> Bool { keyring.caller(session: session, at: Ring.start) != nil }
    let first = try await session()
    #expect(isOpen(first))
    try await keyring.signOut(session: first)
    #expect(!isOpen(first))
    let second = try await session()
    let third = try await session()
    try await keyring.setPassword(
      of: ali.id, to: Ring.password + "!", by: keyring.caller(session: third, at: Ring.start))
    #expect(!isOpen(second) && isOpen(third))
    try await keyring.setDisabled(true, of: ali.id)
    #expect(!isOpen(third))
    await #expect(throws: SignInRefusal.wrong) {
      try await keyring.signIn("Ali", Ring.password + "!", from: "a", at: Ring.start)
    }
    try await keyring.setDisabled(false, of: ali.id)
    let fourth = try await keyring.signIn("Ali", Ring.password + "!", from: "a", at: Ring.start).session.text
    let caller = try #require(keyring.caller(session: fourth, at: Ring.start))
    #expect(caller.scopes == [.read, .observe, .operate])
    try await keyring.setRole(of: ali.id, to: .viewer)
    #expect(keyring.caller(session: fourth, at: Ring.start)?.scopes == .read)
    #expect(!keyring.isStillGood(caller, at: Ring.start))
    try await keyring.removeAccount(ali.id)
    #expect(!isOpen(fourth))
  }

  @Test("an account has fifty at once: the one not used for longest ends") func fifty() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    var sessions: [String] = []
    for number in 0..<52 {
      sessions.append(
        try await ring.keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start.after(Double(number))).session
          .text)
    }
    let open = sessions.map { ring.keyring.caller(session: $0, at: Ring.start.after(60)) != nil }
    #expect(open == [false, false] + Array(repeating: true, count: 50))
  }
}
