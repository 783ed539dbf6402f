import CityFolder
import Foundation
import Importing
import Imports
import Modelling
import Replica
import Testing

/// A desk over an empty folder that notes what it was asked to adopt.
final class Town: Sendable {
  let folder: CityOnDisk
  let desk: ImportDesk
  /// Closed, it holds back what is read.
  let gate = ReadingGate()

  init(limits: ImportLimits = ImportLimits()) throws {
    let folder = CityOnDisk(path: NSTemporaryDirectory() + "kembar-imports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    self.folder = folder
    desk = ImportDesk(
      folder, limits: limits,
      reading: { [gate] request, progress in
        try gate.pass { try progress(0, "held") }
        return try Importer(request).run(progress)
      },
      adopting: { try folder.replace(with: $0).digest })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  @discardableResult
  func give(_ id: String, _ name: String, _ data: Data) async throws -> CityImport {
    var file = try await desk.receive(id, name, size: data.count)
    try file.add(data)
    _ = try await desk.take(id, file)
    return try await desk.find(id)
  }

  /// The state an import's reading ends in.
  func ended(_ id: String) async -> ImportProgress? {
    var last: ImportProgress?
    for await state in await desk.events(of: id) { last = state }
    return last
  }

  /// All files below the folder.
  var files: [String] { (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).sorted() }
}

/// Holds readings back until a test lets them go. Sendable because every access to its variable holds `lock`.
final class ReadingGate: @unchecked Sendable {
  private let lock = NSLock()
  private var closed = false

  var isClosed: Bool {
    get { lock.withLock { closed } }
    set { lock.withLock { closed = newValue } }
  }

  func pass(_ meanwhile: () throws -> Void) throws {
    while isClosed {
      try meanwhile()
      Thread.sleep(forTimeInterval: 0.002)
    }
  }
}

extension CityImport {
  func item(_ file: String) throws -> ImportItem { try #require(items.first { $0.file == file }) }
}

@Suite("A city made of files that are dropped")
struct ImportDeskTests {
  @Test(
    "the way through: what files are is seen, parcels are placed by choice, the town is adopted with the people entered"
  )
  func wayThrough() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    try await town.give(id, "town.osm", Papers.map())
    try await town.give(id, "batas.geojson", Papers.boundary)
    try await town.give(id, "wards.geojson", Papers.zones)
    try await town.give(id, "people.csv", Papers.sheet)
    let one = try await town.give(id, "lots.geojson", Papers.parcels)
    #expect(
      try one.items.map { "\($0.file) \(try #require($0.kind).rawValue)" }.sorted() == [
        "batas.geojson boundary", "lots.geojson parcels", "people.csv sheet", "town.osm map", "wards.geojson zones",
      ])
    #expect(one.obstacles.map(\.code) == ["place"])
    #expect(one.country == "MY")
    let parcels = try one.item("lots.geojson")
    let placements = try await town.desk.placements(id, item: parcels.id, all: false)
    #expect(placements.contains { $0.system == "EPSG:32647" && !$0.shapes.isEmpty })
    #expect(placements.count > 1)

    _ = try await town.desk.choose(id, item: parcels.id, ImportItem.Choice(system: "EPSG:32647"))
    var settings = CityImport.Settings()
    (settings.name, settings.people) = ("Bandar Kecil", 12_345)
    #expect(try await town.desk.set(id, settings).obstacles.isEmpty)
    town.gate.isClosed = true
    _ = try await town.desk.start(id)
    await #expect(throws: ImportRefusal.self, "nothing is changed while it is read") {
      try await town.desk.set(id, settings)
    }
    town.gate.isClosed = false
    #expect(await town.ended(id)?.state == .done)
    let result = try #require(try await town.desk.find(id).result)
    #expect(result.people == 12_345)
    #expect(result.counts.first { $0.layer == "parcels" }?.count ?? 0 > 0)
    #expect(result.report.skipped.contains { $0.what == "row of the population sheet" && $0.examples == ["utara"] })
    #expect(!town.folder.exists, "nothing is written before it is adopted")
    let adopted = try await town.desk.adopt(id)
    let served = try town.folder.load()
    #expect(adopted.adopted == served.digest)
    #expect(served.city.people == 12_345)
    #expect(served.city.parcels.count > 0)
    #expect(!town.files.contains { $0.hasSuffix("lots.geojson") }, "its files go")
  }

  @Test("names that lead out of the folder are kept as plain names in it")
  func hostileNames() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    for name in ["../../../evil.csv", "/etc/passwd.csv", "a\\..\\b.csv", "x\u{0}y.csv", "..hidden.csv"] {
      try await town.give(id, name, Papers.sheet)
    }
    let sheets = town.files.filter { $0.hasSuffix(".csv") }
    #expect(sheets.count == 5, "each under a name of its own: \(sheets)")
    for file in sheets {
      #expect(file.hasPrefix("private/imports/\(id)/"))
      #expect(file.split(separator: "/").count == 4)
    }
    for name in ["", "..", "/", "...", "\u{202E}"] {
      await #expect(throws: ImportRefusal.self) { try await town.desk.receive(id, name, size: 1) }
    }
    await #expect(throws: ImportRefusal.self) { try await town.desk.receive("../\(id)", "a.csv", size: 1) }
  }

  @Test("an archive is taken apart flat, a path in it leads nowhere, and a bomb is refused with nothing left")
  func archives() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    let one = try await town.give(
      id, "all.zip",
      Papers.zip([
        ("deep/down/wards.geojson", Papers.zones), ("../../evil.geojson", Papers.zones), ("__MACOSX/x", Data([1])),
        ("p.csv", Papers.sheet),
      ]))
    #expect(one.items.map(\.file).sorted() == ["p.csv", "wards.geojson"])
    #expect(one.uploads.map(\.name) == ["all.zip"])
    #expect(town.files.allSatisfy { !$0.hasSuffix("evil.geojson") || $0.hasPrefix("private/imports/\(id)/") })
    let bomb = Papers.zip([("big.csv", Papers.sheet)], statedSize: 3_000_000_000)
    await #expect(throws: ImportRefusal.self) { try await town.give(id, "bomb.zip", bomb) }
    #expect(!town.files.contains { $0.hasSuffix("big.csv") || $0.hasSuffix("bomb.zip") })
  }

  @Test("files that are cut off, empty or of no kind say so, and stop nothing else")
  func damaged() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    var one = try await town.give(id, "cut.osm", Papers.map().prefix(3000))
    #expect(try one.item("cut.osm").failure.contains("cut off"))
    one = try await town.give(id, "cut.geojson", Papers.zones.prefix(200))
    #expect(try !one.item("cut.geojson").failure.isEmpty)
    #expect(try !one.item("cut.geojson").failure.contains("/private/"), "the server's folders are not told")
    one = try await town.give(id, "photo.png", Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0]))
    #expect(try one.item("photo.png").failure.contains("PNG"))
    await #expect(throws: ImportRefusal.self) { try await town.give(id, "nothing.csv", Data()) }
    one = try await town.give(id, "parcels.dbf", Data([3, 1, 2, 3]))
    #expect(try one.item("parcels.shp").failure.contains("parcels.shp is missing"))
    #expect(one.obstacles.first?.code == "noMap")
    await #expect(throws: ImportRefusal.self) { try await town.desk.start(id) }
    // What is sent again in whole mends it.
    one = try await town.give(id, "cut.osm", Papers.map())
    #expect(try one.item("cut.osm").kind == .map)
    #expect(one.obstacles.isEmpty)
  }

  @Test("a coordinate system that puts a file away from the town is told before anything is read")
  func wrongSystem() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    try await town.give(id, "town.osm", Papers.map())
    var one = try await town.give(id, "lots.geojson", Papers.parcels)
    let item = try one.item("lots.geojson").id
    one = try await town.desk.choose(id, item: item, ImportItem.Choice(system: "EPSG:32650"))
    #expect(one.obstacles.map(\.code) == ["away"])
    await #expect(throws: ImportRefusal.self) {
      try await town.desk.choose(id, item: item, ImportItem.Choice(system: "EPSG:1"))
    }
    one = try await town.desk.choose(id, item: item, ImportItem.Choice(isLeftOut: true))
    #expect(one.obstacles.isEmpty)
  }

  @Test("where a file lies is found once and follows what is chosen: asking what is to mend opens no coordinate system")
  func placedOnce() async throws {
    let town = try Town()
    let id = try await town.desk.begin().id
    try await town.give(id, "town.osm", Papers.map())
    try await town.give(id, "wards.geojson", Papers.zones)
    var one = try await town.give(id, "lots.geojson", Papers.parcels)
    let item = try one.item("lots.geojson").id
    #expect(try one.item("lots.geojson").box == nil, "its numbers say no system")
    for system in ["EPSG:32647", "EPSG:32650", ""] {
      one = try await town.desk.choose(id, item: item, ImportItem.Choice(system: system))
      let lots = try one.item("lots.geojson")
      let file = try #require(lots.recognition)
      #expect(lots.box == (system.isEmpty ? nil : FilePlacement.degrees(of: file, by: system)))
    }
    let wards = try one.item("wards.geojson")
    let own = try #require(wards.system)
    #expect(wards.box == FilePlacement.degrees(of: try #require(wards.recognition), by: own) && wards.box != nil)
    // Opening systems anew this took a minute; it takes milliseconds.
    let took = ContinuousClock().measure { for _ in 0..<1000 { _ = (one.obstacles, one.town, one.country) } }
    #expect(took < .seconds(5))
  }

  @Test("what is larger than the limit is refused as it comes, and one import is read at a time")
  func limits() async throws {
    var limits = ImportLimits()
    (limits.fileBytes, limits.imports) = (2_000_000, 2)
    let town = try Town(limits: limits)
    let (first, second) = (try await town.desk.begin().id, try await town.desk.begin().id)
    await #expect(throws: ImportRefusal.self) { try await town.desk.begin() }
    await #expect(throws: ImportRefusal.self) { try await town.desk.receive(first, "a.tif", size: 3_000_000) }
    var lying = try await town.desk.receive(first, "a.tif", size: nil)
    #expect(throws: ImportRefusal.self) { for _ in 0..<3 { try lying.add(Data(count: 1_000_000)) } }
    lying.abandon()
    #expect(!town.files.contains { $0.contains("incoming") })
    for id in [first, second] { try await town.give(id, "town.osm", Papers.map()) }
    town.gate.isClosed = true
    _ = try await town.desk.start(first)
    await #expect(throws: ImportRefusal.self) { try await town.desk.start(second) }
    _ = try await town.desk.cancel(first)
    #expect(await town.ended(first)?.state == .cancelled)
    town.gate.isClosed = false
    _ = try await town.desk.start(second)
    #expect(await town.ended(second)?.state == .done)
    try await town.desk.giveUp(second)
    #expect(!town.files.contains { $0.contains(second) })
  }

  @Test("where adopting fails the city that is served stays, and the import can be tried again")
  func failedAdoption() async throws {
    struct Full: Error, CustomStringConvertible { let description = "the disk is full" }
    let folder = CityOnDisk(path: NSTemporaryDirectory() + "kembar-imports-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    let desk = ImportDesk(folder) { _ in throw Full() }
    let id = try await desk.begin().id
    var file = try await desk.receive(id, "town.osm", size: nil)
    try file.add(Papers.map())
    _ = try await desk.take(id, file)
    _ = try await desk.start(id)
    for await _ in await desk.events(of: id) {}
    await #expect(throws: ImportRefusal.disk("the disk is full")) { try await desk.adopt(id) }
    #expect(try await desk.find(id).result != nil)
    #expect(!folder.exists)
  }
}
