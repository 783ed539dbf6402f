import Foundation
import Testing

/// Other people's clients as they are: what runs them is a Python program, `Tests/Live/Clients/run.py`.
@Suite("Other people's clients")
struct OtherClientsTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
    .standardized
  static let python = root.appendingPathComponent(".setup/clients/venv/bin/python")

  /// The program, which is built beside the tests.
  static var binary: URL? {
    let words = CommandLine.arguments + [Bundle.main.executablePath ?? ""]
    let folders = words.filter { $0.contains(".xctest") }.map { text -> URL in
      var folder = URL(fileURLWithPath: text)
      while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
      return folder
    }
    return folders.map { $0.appendingPathComponent("broker-under-test") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  @Test(
    "paho-mqtt, mosquitto_pub and mosquitto_sub publish, subscribe and are served by the standard",
    .enabled(
      if: FileManager.default.fileExists(atPath: python.path),
      "skipped: paho-mqtt is not there: Scripts/test-clients.sh --set-up"))
  func all() async throws { try await apart(Self.run) }

  private static func run() throws {
    let binary = try #require(Self.binary, "broker-under-test is built beside the tests")
    let run = Process()
    run.executableURL = Self.python
    run.arguments = [Self.root.appendingPathComponent("Tests/Live/Clients/run.py").path, binary.path]
    let output = Pipe()
    run.standardOutput = output
    run.standardError = output
    try run.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    run.waitUntilExit()
    #expect(run.terminationStatus == 0, "\(text)")
  }
}
