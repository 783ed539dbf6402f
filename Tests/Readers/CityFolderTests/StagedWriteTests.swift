import Foundation
import Geography
import Replica
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("A write")
struct StagedWriteTests {
  let scratch: Scratch
  let folder: CityOnDisk
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("kota"))
  }

  private struct Killed: Error {}

  @Test("killed at any moment leaves the old city or the new one")
  func killed() throws {
    let old = HandMadeCity.make()
    var new = old
    new.profile.name = "New"
    new.buildings.people[0] = 5
    new.terrain = nil
    var moments = 0
    try folder.save(old)
    try folder.save(new) { _ in moments += 1 }
    #expect(moments >= 10)
    var answers: [String] = []
    for moment in 0..<moments {
      try folder.save(old)
      var passed = 0
      #expect(throws: Killed.self) {
        try folder.save(new) { _ in
          if passed == moment { throw Killed() }
          passed += 1
        }
      }
      let loaded = try folder.load()
      answers.append(loaded.digest == old.digest() ? "old" : loaded.digest == new.digest() ? "new" : "half")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/.staging"))
    }
    #expect(!answers.contains("half") && answers.first == "old" && answers.last == "new")
    #expect(answers == answers.sorted { $0 == "old" && $1 == "new" })
  }

  @Test("of what cannot be read again leaves the old city, and says which file")
  func unreadable() throws {
    let old = HandMadeCity.make()
    var new = old
    new.profile.name = "New"
    try folder.save(old)
    let features = folder.path + "/.staging/city.gpkg"
    let error = #expect(throws: CityFolderError.self) {
      try folder.replace(with: new) { moment in
        if moment == .staged("city.gpkg") { try Data("no database".utf8).write(to: URL(fileURLWithPath: features)) }
      }
    }
    #expect(error?.place == folder.path + "/city.gpkg")
    #expect(try folder.load().digest == old.digest())
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.staging"))
    let loaded = try folder.replace(with: new)
    #expect(loaded.digest == new.digest())
    #expect(try folder.load().digest == loaded.digest)
  }

  @Test("killed at its very first moment leaves no city where none was")
  func firstEver() throws {
    #expect(throws: Killed.self) { try folder.save(HandMadeCity.make()) { _ in throw Killed() } }
    #expect(!folder.exists)
    #expect(throws: Killed.self) {
      try folder.save(HandMadeCity.make()) { if $0 == .listed { throw Killed() } }
    }
    #expect(folder.exists)
    #expect(try folder.load().digest == HandMadeCity.make().digest())
  }

  @Test("takes away the journal that another program left beside the old file")
  func journal() throws {
    try folder.save(HandMadeCity.make())
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder.path + "/city.gpkg-wal"))
    try folder.save(HandMadeCity.make())
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/city.gpkg-wal"))
    #expect(try folder.load().digest == HandMadeCity.make().digest())
  }

  @Test("with a list of a later version is refused with a sentence")
  func laterList() throws {
    try folder.save(HandMadeCity.make())
    try FileManager.default.createDirectory(atPath: folder.path + "/.staging", withIntermediateDirectories: false)
    try Data("{\"format\":2,\"renames\":[],\"removals\":[]}".utf8)
      .write(to: URL(fileURLWithPath: folder.path + "/.staging/commit.json"))
    let error = #expect(throws: CityFolderError.self) { try folder.load() }
    #expect(error?.description.contains("no list of renames this version understands") == true)
  }

  @Test(
    "to a full disk leaves the old city and a sentence", .enabled(if: TinyDisk.canMount, "needs the right to mount"))
  func fullDisk() throws {
    let disk = try TinyDisk(at: scratch.file("disk"), kilobytes: 900)
    let folder = CityOnDisk(path: disk.path + "/kota")
    let old = HandMadeCity.make()
    try folder.save(old)
    var new = old
    for number in 0..<20_000 {
      new.assets.append(
        key: FeatureKey("osm/node/\(number + 1000)"), kind: "tree", name: "A tree of a long name, number \(number)",
        at: Point(x: 700_000 + Double(number), y: 9_310_000))
    }
    let error = #expect(throws: CityFolderError.self) { try folder.save(new) }
    #expect(error.map { "\($0)".contains("disk") } == true)
    #expect(try folder.load().digest == old.digest())
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.staging"))
  }

  @Test("into a read-only place is a sentence", .enabled(if: TinyDisk.canMount, "needs the right to mount"))
  func readOnly() throws {
    let disk = try TinyDisk(at: scratch.file("disk"), kilobytes: 4000)
    let folder = CityOnDisk(path: disk.path + "/kota")
    try folder.save(HandMadeCity.make())
    try disk.makeReadOnly()
    let error = #expect(throws: CityFolderError.self) { try folder.save(City(profile: HandMadeCity.make().profile)) }
    #expect(error.map { "\($0)".contains("read-only") } == true)
    #expect(try folder.load().digest == HandMadeCity.make().digest())
    #expect(throws: CityFolderError.self) { try CityOnDisk(path: disk.path + "/other").save(HandMadeCity.make()) }
  }

  @Test("where a file stands in the way is a sentence")
  func fileInTheWay() throws {
    try scratch.write("x", to: "file")
    let error = #expect(throws: CityFolderError.self) {
      try CityOnDisk(path: scratch.file("file")).save(HandMadeCity.make())
    }
    #expect(error?.description.contains("is a file where a folder is needed") == true)
  }
}

/// A file system in memory of a fixed size, mounted for a test.
final class TinyDisk {
  let path: String

  static let canMount: Bool = {
    guard getuid() == 0, let scratch = try? Scratch() else { return false }
    return (try? TinyDisk(at: scratch.file("try"), kilobytes: 64)) != nil
  }()

  struct CannotMount: Error {}

  init(at path: String, kilobytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw CannotMount() }
  }

  func makeReadOnly() throws {
    guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else { throw CannotMount() }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }
}
