import Foundation
import Keys
import Modelling
import Testing

@Suite("A password")
struct PasswordTests {
  @Test(
    "is hashed as RFC 7914 has it",
    arguments: [
      (
        "", "", PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1),
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
      ),
      (
        "password", "NaCl", PasswordCost(logRounds: 10, blockSize: 8, parallelism: 16),
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
      ),
      (
        "pleaseletmein", "SodiumChloride", PasswordCost(logRounds: 14, blockSize: 8, parallelism: 1),
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
      ),
    ])
  func vectors(password: String, salt: String, cost: PasswordCost, expected: String) throws {
    let key = try scrypt(password, salt: salt, bytes: 64, cost)
    #expect(key.map { String(format: "%02x", $0) }.joined() == expected)
  }

  @Test("opens its account, however name and letters are typed, and no other")
  func opens() async throws {
    let ring = try Ring()
    let keyring = ring.keyring
    try await keyring.addAccount("Aïsha Tan", role: .administrator, password: "naïve elephants", at: Ring.start)
    let account = try await keyring.account("aI\u{308}sha tan", "nai\u{308}ve elephants", from: "a", at: Ring.start)
    #expect(account.name == "Aïsha Tan")
    for (name, password) in [
      ("Aïsha Tan", "naive elephants"), ("Aïsha Tan", ""), ("Aïsha", "naïve elephants"), ("", ""),
      ("Aïsha Tan", "naïve elephants "), (String(repeating: "a", count: 10_000), "x"),
      ("Aïsha Tan", "naïve elephants" + String(repeating: "x", count: 2000)),
    ] {
      await #expect(throws: SignInRefusal.wrong) {
        try await keyring.account(name, password, from: "\(name.count)\(password.count)", at: Ring.start)
      }
    }
  }

  @Test(
    "is refused when it is easy",
    arguments: ["short", "123456789", "aaaaaaaaaaaaaaaa", "ababababababab", "siti siti siti", "MySITIpassword"])
  func easy(password: String) async throws {
    let ring = try Ring()
    await #expect(throws: KeyringError.self) {
      try await ring.keyring.addAccount("Siti", role: .administrator, password: password, at: Ring.start)
    }
    #expect(!ring.keyring.hasAccounts)
  }

  @Test("of a name that is none takes as long as a wrong one")
  func time() async throws {
    let ring = try Ring(cost: PasswordCost(logRounds: 12))
    try await ring.withSiti()
    let clock = ContinuousClock()
    var (known, unknown) = (Duration.seconds(100), Duration.seconds(100))
    for attempt in 0..<15 {
      func taken(_ name: String) async -> Duration {
        await clock.measure {
          _ = try? await ring.keyring.account(name, "wrong wrong", from: "\(name)\(attempt)", at: Ring.start)
        }
      }
      // In turns, so that what else the machine does falls on both.
      known = min(known, await taken("Siti"))
      unknown = min(unknown, await taken("Nobody"))
    }
    #expect(known > .milliseconds(1))
    // Without a password to compare with it would be a thousandth.
    #expect(unknown > known * 0.25 && unknown < known * 4, "\(known) \(unknown)")
  }

  @Test("that was right is not hashed again for a while, until it is changed")
  func remembered() async throws {
    let ring = try Ring(cost: PasswordCost(logRounds: 13))
    let siti = try await ring.withSiti()
    let keyring = ring.keyring
    let clock = ContinuousClock()
    let first = try await clock.measure {
      _ = try await keyring.account("Siti", Ring.password, from: "a", at: Ring.start)
    }
    let second = try await clock.measure {
      for _ in 0..<10 { _ = try await keyring.account("Siti", Ring.password, from: "a", at: Ring.start.after(5)) }
    }
    #expect(second < first)
    try await keyring.setPassword(of: siti.id, to: "another password", by: nil)
    await #expect(throws: SignInRefusal.wrong) {
      try await keyring.account("Siti", Ring.password, from: "a", at: Ring.start.after(6))
    }
    #expect(try await keyring.account("Siti", "another password", from: "a", at: Ring.start.after(6)).id == siti.id)
    await #expect(throws: KeyringError.self) {
      try await keyring.setDisabled(true, of: siti.id)
    }
  }

  @Test(
    "sent by a program with many requests at once is one attempt; remembered for one address, it opens no way to guess from others"
  )
  func many() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let keyring = ring.keyring
    let right = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 {
        group.addTask {
          (try? await keyring.account("Siti", Ring.password, from: "a", at: Ring.start))?.name == "Siti"
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(right == 50)
    for _ in 0..<5 { _ = try? await keyring.account("Siti", "guess guess", from: "b", at: Ring.start) }
    await #expect(throws: SignInRefusal.wait(1)) {
      try await keyring.account("Siti", Ring.password, from: "b", at: Ring.start)
    }
    #expect(try await keyring.account("Siti", Ring.password, from: "a", at: Ring.start).name == "Siti")
    for _ in 0..<5 { _ = try? await keyring.account("Siti", "guess guess", from: "a", at: Ring.start) }
    await #expect(throws: SignInRefusal.wait(1)) {
      try await keyring.account("Siti", Ring.password, from: "a", at: Ring.start)
    }
  }

  @Test("is nowhere in the file, and no secret is") func notInTheFile() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let session = try await ring.keyring.signIn("Siti", Ring.password, from: "a", at: Ring.start).session
    let key = try await ring.keyring.addKey(NewKey("QGIS", scopes: .read), at: Ring.start).secret
    var everything = Data()
    for name in try FileManager.default.contentsOfDirectory(atPath: ring.folder) {
      everything += try #require(FileManager.default.contents(atPath: ring.folder + "/" + name))
    }
    #expect(everything.range(of: Data("$scrypt$ln=6,r=8,p=1$".utf8)) != nil)
    for secret in [Ring.password, String(session.text.dropFirst(4)), String(key.text.dropFirst(11))] {
      #expect(everything.range(of: Data(secret.utf8)) == nil)
    }
  }

  @Test("may be guessed at a few times, then each attempt waits longer; the owner from elsewhere does not")
  func guessing() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let keyring = ring.keyring
    var waits: [Int] = []
    var now = Ring.start
    var hashed = 0
    for guess in 0..<40 {
      do { _ = try await keyring.account("Siti", "guess number \(guess)", from: "198.51.100.7", at: now) } catch {
        if case .wait(let seconds) = error {
          waits.append(seconds)
          now = now.after(Double(seconds))
        } else {
          #expect(error == .wrong)
          hashed += 1
        }
      }
    }
    #expect(waits.prefix(5) == [1, 2, 4, 8, 16])
    #expect(hashed < 25)
    #expect(try await keyring.account("Siti", Ring.password, from: "203.0.113.9", at: now).name == "Siti")
  }

  @Test("guessed at many times at once is looked at a few times only")
  func atOnce() async throws {
    let ring = try Ring()
    try await ring.withSiti()
    let keyring = ring.keyring
    let looked = await withTaskGroup(of: Bool.self) { group in
      for guess in 0..<200 {
        group.addTask {
          do { _ = try await keyring.account("Siti", "guess number \(guess)", from: "a", at: Ring.start) } catch {
            return error as? SignInRefusal == .wrong
          }
          return false
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(looked <= 5)
  }
}
