import Foundation
import Keys
import Modelling
import Testing

@Suite("A key")
struct KeyTests {
  @Test("opens what its scopes say and what they bring along") func scopes() async throws {
    let ring = try Ring()
    for (given, all) in [
      (Scopes.read, Scopes.read), (.observe, .observe), (.operate, [.read, .observe, .operate]), (.administer, .all),
      ([.read, .observe], [.read, .observe]),
    ] as [(Scopes, Scopes)] {
      let (key, secret) = try await ring.keyring.addKey(NewKey("k", scopes: given), at: Ring.start)
      #expect(secret.text.hasPrefix("kmb_") && secret.text.utf8.count == 47)
      #expect(key.beginning == String(secret.text.prefix(11)))
      let caller = try #require(ring.keyring.caller(secret: secret.text, at: Ring.start))
      #expect(caller.scopes == all)
      #expect(caller.identity == .key(key.id) && !caller.isPerson && caller.means == .key)
    }
  }

  @Test("that is unknown, nearly right, revoked or over opens nothing") func closed() async throws {
    let ring = try Ring()
    let keyring = ring.keyring
    let (key, secret) = try await keyring.addKey(
      NewKey("k", scopes: .read, expires: Ring.start.after(100)), at: Ring.start)
    #expect(keyring.caller(secret: secret.text, at: Ring.start.after(99)) != nil)
    #expect(keyring.caller(secret: secret.text, at: Ring.start.after(100)) == nil)
    for text in [
      "", "kmb_", String(secret.text.dropLast()), secret.text + "A", secret.text.lowercased() + "",
      "kmd_" + secret.text.dropFirst(4), "kms_" + secret.text.dropFirst(4), String(repeating: "x", count: 1 << 20),
    ] {
      #expect(keyring.caller(secret: text, at: Ring.start) == nil)
    }
    try await keyring.revokeKey(key.id, at: Ring.start)
    #expect(keyring.caller(secret: secret.text, at: Ring.start) == nil)
    #expect(try await keyring.keys().first?.revoked == Ring.start)
    await #expect(throws: KeyringError.self) { try await keyring.revokeKey(999, at: Ring.start) }
  }

  @Test("of a device is bound, and may observe alone") func device() async throws {
    let ring = try Ring()
    let keyring = ring.keyring
    let (_, secret) = try await keyring.addKey(NewKey("pump", for: .thing(7)), at: Ring.start)
    let caller = try #require(keyring.caller(secret: secret.text, at: Ring.start))
    #expect(secret.text.hasPrefix("kmd_"))
    #expect(caller.scopes == .observe && caller.binding == .thing(7))
    var wide = NewKey("pump", for: .thing(7))
    wide.scopes = [.observe, .read]
    await #expect(throws: KeyringError.self) { try await keyring.addKey(wide, at: Ring.start) }
    #expect(try Binding(topicPrefix: "lamps/north/") == .topics("lamps/north"))
    for text in ["", "/", "#", "a/+/b", "v1.1", "v1.1/Things(1)", "$SYS", "/x", String(repeating: "x", count: 300)] {
      #expect(throws: KeyringError.self) { try Binding(topicPrefix: text) }
    }
    #expect(Binding.topics("a/b").holds(topic: "a/b/c") && !Binding.topics("a/b").holds(topic: "a/bc"))
  }

  @Test("is refused without a name or scope, or with an end that has passed or a rate that is none") func refused()
    async throws
  {
    let ring = try Ring()
    for new in [
      NewKey("", scopes: .read), NewKey("k", scopes: []), NewKey("a\nb", scopes: .read),
      NewKey("k", scopes: .read, expires: Ring.start), NewKey("k", scopes: .read, perSecond: 0),
      NewKey("k", scopes: .read, perSecond: .nan), NewKey(String(repeating: "k", count: 61), scopes: .read),
    ] {
      await #expect(throws: KeyringError.self) { try await ring.keyring.addKey(new, at: Ring.start) }
    }
    #expect(try Scopes(words: "read, observe") == [.read, .observe])
    #expect(throws: KeyringError.self) { try Scopes(words: "all") }
    #expect(throws: KeyringError.self) { try Scopes(words: " ") }
  }

  @Test("is found in microseconds, and its use is written to the hour") func quick() async throws {
    let ring = try Ring()
    let (key, secret) = try await ring.keyring.addKey(NewKey("k", scopes: .read), at: Ring.start)
    let clock = ContinuousClock()
    let taken = clock.measure { for _ in 0..<2000 { _ = ring.keyring.caller(secret: secret.text, at: Ring.start) } }
    #expect(taken < .milliseconds(100), "\(taken) for 2,000")
    try ring.keyring.refresh(at: Ring.start)
    let used = try #require(try await ring.keyring.keys().first { $0.id == key.id }?.lastUsed)
    #expect(used.milliseconds == Ring.start.milliseconds / 3_600_000 * 3_600_000)
  }

  @Test("has secrets that differ") func random() {
    #expect(Set((0..<1000).map { _ in Secret(.key).text }).count == 1000)
    #expect("\(Secret(.key))".count == 12)
  }
}
