import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Scenarios
import Testing

/// The sandbox city's files without a folder: its flood, and nothing else.
private struct SandboxFiles: Files {
  let flood: Grid

  struct Missing: Error {}

  func grid(_ path: String) throws -> Grid {
    guard path == SandboxCity.floodPath else { throw Missing() }
    return flood
  }

  func text(_ path: String) throws -> String { throw Missing() }

  func digest(_ path: String) throws -> String { path }
}

@Suite("The examples")
struct ExamplesTests {
  static let sandbox = SandboxCity(people: 20_000, seed: 1)
  static let town = try? sandbox.build()
  static let city = town?.city ?? sandbox.make()
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../Examples/scenarios")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).sorted()

  private func run(_ text: String, file: String) throws -> ScenarioRun {
    let scenario = try Scenario.parse(text, file: file, catalogue: .standard)
    let flood = try #require(Self.town).flood
    let runner = Runner(
      city: Self.city, digest: "sandbox", runs: nil, files: SandboxFiles(flood: flood), threads: 2)
    return try runner.run(scenario) { _ in }
  }

  @Test("Every example runs on the sandbox city and changes something", arguments: files)
  func example(file: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    let answer = try run(text, file: file)
    #expect(!answer.rows.isEmpty)
    #expect(answer.rows.contains { $0.value != $0.baseline }, "\(file) changes no indicator")
  }

  @Test("Every file is listed in the examples' own page, and there are some")
  func listed() throws {
    let page = try String(contentsOf: Self.folder.appending(path: "../README.md"), encoding: .utf8)
    #expect(Self.files.count >= 7)
    for file in Self.files { #expect(page.contains("`\(file)`"), "\(file)") }
  }

  @Test("The three scenarios of a new sandbox city run and change something")
  func ownScenarios() throws {
    for scenario in Self.sandbox.scenarios(for: Self.city) {
      let answer = try run(scenario.text, file: "\(scenario.name).yaml")
      #expect(answer.rows.contains { $0.value != $0.baseline }, "\(scenario.name) changes no indicator")
    }
  }
}
