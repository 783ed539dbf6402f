import ArgumentParser
import CityFolder
import Foundation
import Replica
import Sandbox
import Testing

@testable import kembar

@Suite("The words of kembar sandbox")
struct SandboxWordsTests {
  private func order(_ words: String...) throws -> SandboxCommand.Order {
    let command = try SandboxCommand.parse(["town"] + words)
    return try command.order
  }

  @Test("are people, seed, threads and what to leave out")
  func order() throws {
    let order = try order(
      "--people", "1200", "--seed", "18446744073709551615", "--without", "trees", "--without", "buses")
    #expect(order.people == 1_200 && order.seed == .max && order.without == [.trees, .buses])
    #expect(try self.order("--people", "500").people == 500 && self.order("--people", "5000000").people == 5_000_000)
  }

  @Test(
    "that make no sense are wrong usage, and a sentence says what would",
    arguments: [
      (["--people", "499"], "500 to 5000000 people"), (["--people", "5000001"], "500 to 5000000 people"),
      (["--people", "100,000"], "write a whole number"), (["--people", "-1"], "500 to 5000000 people"),
      (["--people", "many"], "--people many"), (["--seed", "-1"], "from 0 to 18446744073709551615"),
      (["--seed", "1e3"], "--seed 1e3"), (["--seed", "99999999999999999999"], "write a whole number"),
      (["--year", "0"], "from 1990 to 2100"), (["--year", "next"], "from 1990 to 2100"),
      (["--threads", "0"], "from 1 to 1024"), (["--without", "tress"], "Did you mean \"trees\"?"),
    ])
  func nonsense(words: [String], sentence: String) throws {
    let error = #expect(throws: (any Error).self) { try SandboxCommand.parse(["town"] + words) }
    let text = SandboxCommand.message(for: try #require(error))
    #expect(text.contains(sentence), "\(text)")
    #expect(SandboxCommand.exitCode(for: try #require(error)) == .validationFailure)
  }
}

@Suite("The folder of kembar sandbox", .serialized)
struct SandboxFolderTests {
  private let scratch = FileManager.default.temporaryDirectory.appending(path: "kembar-\(UUID())").path()
  init() throws { try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true) }

  private func make(_ folder: String, _ words: String...) throws {
    let command = try SandboxCommand.parse([folder, "--json", "--people", "500"] + words)
    try command.run()
  }

  private func entries(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test("is made with folders above it, and is a city with scenarios and a flood")
  func makes() throws {
    let folder = scratch + "/a/b/town"
    try make(folder, "--year", "2019")
    let loaded = try CityOnDisk(path: folder).load()
    #expect(loaded.city.people == 500 && loaded.remarks == [])
    #expect(try CityOnDisk(path: folder).scenarios().contains("the-river-floods"))
    for file in ["rasters/flood.tif", "coat.svg", "observations/2019-02.csv", "observations/incidents.csv"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
    }
    #expect(try entries(scratch + "/a/b") == ["town"])
  }

  @Test("lacks what was left out, and its profile says so")
  func without() throws {
    let folder = scratch + "/town"
    try make(
      folder, "--without", "history", "--without", "people", "--without", "buses", "--without", "trees", "--without",
      "signals", "--without", "drains", "--without", "counters")
    let city = try CityOnDisk(path: folder).load().city
    #expect(city.assets.count == 0 && city.streets.signals.isEmpty && !city.waterways.kinds.contains(.drain))
    #expect(city.profile.sources.allSatisfy { $0.file.contains("--without drains") })
    #expect(try entries(folder) == ["city.gpkg", "city.yaml", "coat.svg", "rasters", "scenarios"])
  }

  @Test("that holds a city is left alone without --replace; with it, one's own scenarios come along")
  func replaces() throws {
    let folder = scratch + "/town"
    try make(folder)
    let before = try CityOnDisk(path: folder).load().digest
    let error = #expect(throws: FolderTaken.self) { try make(folder, "--seed", "2") }
    #expect(error.map { "\($0)".contains("--replace") } == true)
    #expect(try CityOnDisk(path: folder).load().digest == before)
    try CityOnDisk(path: folder).writeScenario("scenario: mine\n", named: "mine")
    try make(folder, "--seed", "2", "--replace")
    #expect(try CityOnDisk(path: folder).load().digest != before)
    #expect(try CityOnDisk(path: folder).scenario("mine") == "scenario: mine\n")
    #expect(try entries(scratch) == ["town"])
  }

  @Test("of a city that was imported is never replaced")
  func foreign() throws {
    let folder = scratch + "/town"
    var city = SandboxCity(people: 500, seed: 1).make()
    city.profile.sources[0].file = "map.osm.pbf"
    try CityOnDisk(path: folder).save(city)
    let digest = try CityOnDisk(path: folder).load().digest
    #expect(throws: NoSandbox.self) { try make(folder, "--replace") }
    #expect(try CityOnDisk(path: folder).load().digest == digest)
  }

  @Test("with other things in it, or with a file in its place, is left alone")
  func other() throws {
    let folder = scratch + "/photos"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: folder + "/a.jpg"))
    let error = #expect(throws: CityFolderError.self) { try make(folder) }
    #expect(error?.reason.contains("is not empty and holds no city") == true)
    #expect(try entries(folder) == ["a.jpg"])
    let file = #expect(throws: CityFolderError.self) { try make(folder + "/a.jpg") }
    #expect(file?.reason.contains("is a file where a folder is needed") == true)
    #expect(try entries(scratch) == ["photos"])
  }

  @Test("may be there and empty, as a mounted one is")
  func empty() throws {
    let folder = scratch + "/mounted"
    try FileManager.default.createDirectory(atPath: folder + "/lost+found", withIntermediateDirectories: true)
    try make(folder)
    #expect(try CityOnDisk(path: folder).load().city.people == 500)
    #expect(try entries(folder).filter { $0.hasPrefix(".") } == [])
  }

  @Test("is as it was when the disk is full: absent, or the old city")
  func full() throws {
    let program = try #require(Self.program)
    let folder = scratch + "/town"
    func attempt(_ words: String) throws -> (code: Int32, said: String) {
      // 200 blocks of 1,024 bytes: enough for city.yaml, too little for the features.
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = ["-c", "ulimit -f 200; exec '\(program)' sandbox '\(folder)' --people 500 \(words)"]
      let pipe = Pipe()
      process.standardError = pipe
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
    let first = try attempt("")
    #expect(first.code == 1 && first.said.contains("cannot be written"), "\(first.said)")
    #expect(try entries(scratch) == [])
    try make(folder)
    let digest = try CityOnDisk(path: folder).load().digest
    let second = try attempt("--seed 5 --replace")
    #expect(second.code == 1 && second.said.contains("cannot be written"), "\(second.said)")
    #expect(try CityOnDisk(path: folder).load().digest == digest)
    #expect(try entries(scratch) == ["town"])
  }

  /// The command that was built with these tests.
  private static var program: String? {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path().count > 1 {
      let path = folder.appending(path: "kembar").path()
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { return path }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}
