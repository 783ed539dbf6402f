import Foundation
import Replica
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("A folder in the making")
struct MakingTests {
  let scratch: Scratch
  let folder: CityOnDisk
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("a/kota"))
  }

  struct Stopped: Error {}

  private func entries(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  @Test("leaves nothing when it is broken off, not even the folders above")
  func brokenOff() throws {
    #expect(throws: Stopped.self) {
      try folder.make { beside in
        try beside.save(HandMadeCity.make())
        throw Stopped()
      }
    }
    #expect(entries(scratch.file(".")).isEmpty)
  }

  @Test("is told of by the name that was asked for")
  func names() {
    let error = #expect(throws: CityFolderError.self) {
      try folder.make { throw CityFolderError($0.path + "/.staging/city.gpkg", "cannot be written.") }
    }
    #expect(error == CityFolderError(folder.path + "/city.gpkg", "cannot be written."))
  }

  @Test("leaves the old city when it is broken off, and the new one takes its place when it is not")
  func replaced() throws {
    try folder.save(HandMadeCity.make())
    try folder.writeScenario("scenario: mine\n", named: "mine")
    try folder.writeScenario("scenario: old\n", named: "ours")
    try folder.write(Array("{}".utf8), to: "private/desk.json")
    let old = try folder.load().digest
    #expect(throws: Stopped.self) { try folder.make(replacing: { _ in true }) { _ in throw Stopped() } }
    #expect(try folder.load().digest == old && entries(scratch.file("a")) == ["kota"])
    var city = HandMadeCity.make()
    city.profile.name = "Baru"
    try folder.make(replacing: { $0.name != "Baru" }) { beside in
      try beside.save(city)
      try beside.writeScenario("scenario: new\n", named: "ours")
    }
    #expect(try folder.profile().name == "Baru" && entries(scratch.file("a")) == ["kota"])
    #expect(try folder.scenario("mine") == "scenario: mine\n" && folder.scenario("ours") == "scenario: new\n")
    #expect(entries(folder.path + "/private") == ["desk.json"])
    #expect(throws: CityFolderError.self) { try folder.make(replacing: { $0.name != "Baru" }) { _ in } }
  }

  @Test("clears away what a killed process left, and puts back a city that was on its way out")
  func leftovers() throws {
    try folder.save(HandMadeCity.make())
    let old = try folder.load().digest
    // No process has the largest number there can be.
    try FileManager.default.createDirectory(
      atPath: folder.path + ".making-4194305/rasters", withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".replaced")
    #expect(throws: CityFolderError.self) { try folder.make { _ in } }
    #expect(try folder.load().digest == old && entries(scratch.file("a")) == ["kota"])
  }

  @Test("that cannot be begun is told of by the name that was asked for")
  func notBegun() throws {
    try Data().write(to: URL(filePath: scratch.file("plain")))
    let inFile = CityOnDisk(path: scratch.file("plain") + "/kota")
    let error = #expect(throws: CityFolderError.self) { try inFile.make { _ in } }
    #expect(error?.place == inFile.path)
  }

  @Test("through a link is made where the link leads")
  func link() throws {
    try folder.save(HandMadeCity.make())
    try FileManager.default.createSymbolicLink(atPath: scratch.file("link"), withDestinationPath: folder.path)
    var city = HandMadeCity.make()
    city.profile.name = "Baru"
    try CityOnDisk(path: scratch.file("link")).make(replacing: { _ in true }) { try $0.save(city) }
    #expect(try folder.profile().name == "Baru" && entries(scratch.file(".")) == ["a", "link"])
  }
}
