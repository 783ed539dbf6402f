import Broker
import Devices
import Keys
import Server
import Testing

@Suite("Who may connect by MQTT") struct DeviceAdmissionTests {
  private func decision(
    _ policy: EntryPolicy, _ name: String?, _ password: String?, from address: String = "127.0.0.1:5000"
  ) async -> ClientAdmission {
    let client = ConnectingClient(
      name: ClientName("c"), userName: name, password: password.map { Array($0.utf8) }, address: address,
      isSecured: false, version: .v5)
    return await withCheckedContinuation { continuation in
      DeviceAdmission(policy).admit(client) { continuation.resume(returning: $0) }
    }
  }

  private func rights(_ admission: ClientAdmission) -> ClientRights? {
    if case .admitted(let rights) = admission { rights } else { nil }
  }

  @Test("this machine until there is an account; then accounts, keys and tokens, for what they may do") func kinds()
    async throws
  {
    let desk = try Desk()
    let keyring = desk.server.keyring
    let policy = EntryPolicy(keyring, isOnlyThisMachine: true)
    let open = try #require(rights(await decision(policy, nil, nil)))
    #expect(open.publishing == .everything && open.mayListen)
    #expect(rights(await decision(policy, nil, nil, from: "[::1]:5000")) != nil)
    #expect(rights(await decision(policy, nil, nil, from: "192.0.2.7:5000")) == nil)
    #expect(rights(await decision(EntryPolicy(keyring, isOnlyThisMachine: false), nil, nil)) == nil)
    let now = Keyring.now()
    try await keyring.addAccount("Siti", role: .administrator, password: "correct horse battery", at: now)
    try await keyring.addAccount("Ali", role: .viewer, password: "correct horse battery", at: now)
    try await keyring.setPublic(true)
    #expect(rights(await decision(policy, nil, nil)) == nil)
    #expect(rights(await decision(policy, "Siti", nil)) == nil)
    #expect(rights(await decision(policy, "Siti", "wrong wrong")) == nil)
    #expect(rights(await decision(policy, "Siti", "correct horse battery"))?.publishing == .everything)
    let viewer = try #require(rights(await decision(policy, "Ali", "correct horse battery")))
    #expect(viewer.publishing == .nothing && viewer.mayListen)
    for (new, publishing, mayListen) in [
      (NewKey("a", scopes: .read), ClientRights.Publishing.nothing, true),
      (NewKey("b", scopes: .observe), .observations, false),
      (NewKey("c", scopes: .operate), .everything, true), (NewKey("d", for: .thing(7)), .thing(7), false),
      (NewKey("e", for: .topics("lamps")), .topics(below: "lamps"), false),
    ] {
      let (key, secret) = try await keyring.addKey(new, at: now)
      let given = try #require(rights(await decision(policy, "anyone", secret.text)))
      #expect(given.publishing == publishing && given.mayListen == mayListen, "\(new.name)")
      try await keyring.revokeKey(key.id, at: now)
      #expect(rights(await decision(policy, "anyone", secret.text)) == nil)
    }
  }
}
