import Foundation
import Keys
import Modelling

/// A keyring in a folder of its own, with passwords that cost little.
final class Ring {
  static let start = Instant(milliseconds: 1_790_000_000_000)
  static let password = "correct horse battery"
  let folder: String
  let keyring: Keyring

  init(cost: PasswordCost = PasswordCost(logRounds: 6)) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "keyring-\(UUID().uuidString)").path
    keyring = try Keyring(folder: folder, cost: cost)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The same file, opened once more, as another process does.
  func other() throws -> Keyring { try Keyring(folder: folder, cost: PasswordCost(logRounds: 6)) }

  /// With an administrator, Siti.
  @discardableResult
  func withSiti() async throws -> Account {
    try await keyring.addAccount("Siti", role: .administrator, password: Self.password, at: Self.start)
  }
}

extension Instant {
  /// A moment so many seconds later.
  func after(_ seconds: Double) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds * 1000)) }
}
