import Keys
import Modelling
import Testing

@Suite("Who is let in")
struct PolicyTests {
  private let here = Origin(remote: "127.0.0.1", isForwarded: false)

  @Test("where a request comes from: a proxy's word does not make a caller local")
  func origins() {
    #expect(here.isThisMachine)
    #expect(Origin(remote: "::1", isForwarded: false).isThisMachine)
    #expect(Origin(remote: "::ffff:127.0.0.1", isForwarded: false).isThisMachine)
    #expect(!Origin(remote: nil, isForwarded: false).isThisMachine)
    #expect(!Origin(remote: "192.168.1.4", isForwarded: false).isThisMachine)
    #expect(!Origin(remote: "127.0.0.1", isForwarded: true, forwardedFor: "127.0.0.1").isThisMachine)
    let spoofed = Origin(remote: "198.51.100.7", isForwarded: true, forwardedFor: "127.0.0.1")
    #expect(!spoofed.isThisMachine && spoofed.address == "198.51.100.7")
    #expect(Origin(remote: "127.0.0.1", isForwarded: true, forwardedFor: "1.2.3.4, 5.6.7.8").address == "5.6.7.8")
    #expect(Origin(remote: "2001:db8::1:2:3", isForwarded: false).address == "2001:db8:0:0::/64")
    #expect(Origin(remote: "2001:0db8:0:0:ffff::9", isForwarded: false).address == "2001:db8:0:0::/64")
    #expect(Origin(remote: "fe80::1%eth0", isForwarded: false).address == "fe80:0:0:0::/64")
  }

  @Test("whoever sits at this machine may do all until there is an account, and only there") func open() async throws {
    let ring = try Ring()
    let policy = EntryPolicy(ring.keyring, isOnlyThisMachine: true)
    let caller = try await policy.caller(.nothing, from: here, at: Ring.start)
    #expect(caller.identity == .thisMachine && caller.scopes == .all && caller.isPerson)
    let proxied = Origin(remote: "127.0.0.1", isForwarded: true, forwardedFor: "5.6.7.8")
    #expect(try await policy.caller(.nothing, from: proxied, at: Ring.start).scopes == [])
    let listening = EntryPolicy(ring.keyring, isOnlyThisMachine: false)
    #expect(try await listening.caller(.nothing, from: here, at: Ring.start).scopes == [])
    try await ring.withSiti()
    #expect(try await policy.caller(.nothing, from: here, at: Ring.start).scopes == [])
    #expect(!ring.keyring.isStillGood(caller, at: Ring.start))
    try await ring.keyring.setPublic(true)
    let anyone = try await policy.caller(.nothing, from: proxied, at: Ring.start)
    #expect(anyone.scopes == .read && anyone.identity == .anyone)
    try await ring.keyring.setPublic(false)
    #expect(!ring.keyring.isStillGood(anyone, at: Ring.start))
  }

  @Test("a key may be the password of any name; what is wrong is refused, at this machine too") func credentials()
    async throws
  {
    let ring = try Ring()
    let policy = EntryPolicy(ring.keyring, isOnlyThisMachine: true)
    let key = try await ring.keyring.addKey(NewKey("k", scopes: .read), at: Ring.start).secret.text
    #expect(
      try await policy.caller(.password(name: "qgis", password: key), from: here, at: Ring.start).means == .key)
    for (wrong, refusal) in [
      (Credentials.secret("kmb_x"), SignInRefusal.unknownSecret), (.secret(Secret(.key).text), .unknownSecret),
      (.unreadable, .unreadable), (.password(name: "a", password: "b"), .wrong),
      (.password(name: "a", password: Secret(.device).text), .unknownSecret),
    ] {
      await #expect(throws: refusal) { try await policy.caller(wrong, from: here, at: Ring.start) }
    }
    #expect(try await policy.caller(.session("kms_x"), from: here, at: Ring.start).identity == .thisMachine)
    try await ring.withSiti()
    let caller = try await policy.caller(
      .password(name: "Siti", password: Ring.password), from: here, at: Ring.start)
    #expect(caller.means == .password && caller.may([.read, .administer]))
  }
}
