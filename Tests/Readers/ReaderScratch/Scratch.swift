// ReaderScratch: what the tests of several readers need: a folder that goes, and where the shared data lie.

import Foundation

/// A folder that is gone when the test is over.
package final class Scratch {
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/kembar-readers-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    return file(name)
  }

  package var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The shared data: beside the repository, or where KEMBAR_SHARED says.
package enum Shared {
  package static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["KEMBAR_SHARED"] { return named }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().path + "/shared"
  }()

  package static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/data/" + path) }
  package static func path(_ path: String) -> String { folder + "/data/" + path }
}
