import Foundation

/// The process `store-child`, which lies beside the tests.
struct Child {
  let process = Process()
  let output = Pipe()

  init(_ words: [String], under wrapper: [String] = []) throws {
    let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
    let path = tests.deletingLastPathComponent().appendingPathComponent("store-child").path
    let all = wrapper + [path] + words
    process.executableURL = URL(fileURLWithPath: all[0])
    process.arguments = Array(all.dropFirst())
    process.standardOutput = output
    try process.run()
  }

  /// Kills it without a warning.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// What it wrote until its end, and how it ended.
  func end() -> (text: String, status: Int32) {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}
