import Foundation
import Store
import StoreConformance

/// A folder of one test, deleted with it.
final class Scratch: Sendable {
  let path: String

  /// Where nothing waits for a disk, for tests that do not ask about one.
  static let inMemory =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

  init(in parent: String = NSTemporaryDirectory()) {
    path = (parent.hasSuffix("/") ? parent : parent + "/") + "store-\(UUID().uuidString)"
  }

  func open(keptDays: Int? = nil) throws -> MonthlyStore {
    try MonthlyStore(folder: path, utcOffset: StoreChecks.utcOffset, keptDays: keptDays)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
