import Foundation
import Geography
import Modelling
import Replica
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("The run store")
struct RunStoreTests {
  let scratch: Scratch
  let store: RunStore
  init() throws {
    scratch = try Scratch()
    store = RunStore(path: scratch.file("runs"))
  }

  private let id = RunID(text: String(repeating: "0a", count: 32))

  private var run: StoredRun {
    let zones = Field(
      name: "access.hospital.car", title: "Minutes to a hospital", unit: "min", better: .less, palette: .time,
      carrier: .zones, times: [Instant(milliseconds: 0), Instant(milliseconds: 3_600_000)],
      values: [1.5, .nan, 3.25, 0.1])
    let grid = Field(
      name: "depth", title: "Depth", unit: "m", better: .less, palette: .depth, carrier: .grid(columns: 2, rows: 1),
      times: [Instant(milliseconds: 0)], values: [.nan, .nan],
      placement: .lattice(
        LatticePlacement(
          box: Box(minX: 0.1, minY: 0.2, maxX: 10.3, maxY: 20.7), columns: 1, rows: 1,
          nodes: [Point(x: 1 / 3, y: 0.1), Point(x: 2, y: 3), Point(x: 4, y: 5), Point(x: 6, y: 7)])))
    let affine = Field(
      name: "rain", title: "Rain", unit: "mm", better: .neither, palette: .plain, carrier: .grid(columns: 1, rows: 1),
      times: [Instant(milliseconds: 0)], values: [7],
      placement: .affine(AffinePlacement(west: 0.1, north: 0.7, cellWidth: 3.3, cellHeight: 1.1)))
    return StoredRun(
      id: id, model: "access", version: "1", city: "abc",
      indicators: [
        Indicator("a.b", .number(0.1, low: nil, high: 0.30000000000000004), unit: "min", better: .less, formula: "f"),
        Indicator(
          "a.c", .notComputable(because: "no hospital"), unit: "%", better: .more, formula: "f", coverage: 0.5),
      ], fields: [zones, grid, affine], remarks: ["A remark."])
  }

  @Test("gives back a run exactly")
  func roundTrip() throws {
    #expect(try store.read(id) == nil)
    try store.write(run)
    let back = try #require(try store.read(id))
    #expect(everything(back) == everything(run))
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.path) == [id.text])
    try store.write(run)
  }

  @Test("what a run keeps for those with changes is read apart; where it is gone or cut off, so is the run")
  func kept() throws {
    #expect(store.kept(id) == nil)
    var run = run
    run.kept = (0..<5_000).map { UInt8($0 % 251) }
    try store.write(run)
    #expect(store.kept(id) == run.kept)
    #expect(try store.read(id)?.kept == [])
    let path = store.path + "/\(id.text)/kept.bin"
    try Data(run.kept.dropLast()).write(to: URL(fileURLWithPath: path))
    #expect(try store.read(id) == nil && store.kept(id) == nil)
    try store.write(run)
    #expect(store.kept(id) == run.kept)
    try FileManager.default.removeItem(atPath: path)
    #expect(try store.read(id) == nil && store.kept(id) == nil)
    run.kept = []
    try store.write(run)
    #expect(try store.read(id) != nil && store.kept(id) == [])
  }

  @Test("keeps numbers as they go over the wire, with a description beside")
  func files() throws {
    try store.write(run)
    let paths = try #require(store.fieldData(id, "access.hospital.car"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: paths.bin))
    #expect(bytes.count == 16 && bytes.prefix(4) == Data([0, 0, 0xC0, 0x3F]))
    let text = try String(contentsOfFile: paths.json, encoding: .utf8)
    for part in [
      "\"type\" : \"f32\"", "\"unit\" : \"min\"", "\"carrier\" : \"zones\"", "\"city\" : \"abc\"", "\"count\" : 2",
    ] {
      #expect(text.contains(part))
    }
    #expect(store.fieldData(id, "none") == nil && store.fieldData(id, "../indicators") == nil)
  }

  @Test("keeps a grid's numbers in 16 bits: the least and the greatest exactly, none as none, and the same ever after")
  func codes() throws {
    var random = SplitMix(seed: 5)
    var values = (0..<600).map { _ in Float(random.next() % 1_000_000) / 300_000 }
    (values[3], values[77], values[599]) = (.nan, -0.7, 4.1)
    var first = run
    first.fields = [
      Field(
        name: "flood.depth", title: "Depth", unit: "m", better: .less, palette: .depth,
        carrier: .grid(columns: 20, rows: 10), times: (0..<3).map { Instant(milliseconds: $0) }, values: values,
        placement: .affine(AffinePlacement(west: 0, north: 10, cellWidth: 1, cellHeight: 1)))
    ]
    try store.write(first)
    let kept = try #require(try store.read(id)).fields[0]
    #expect(kept.range == -0.7...4.1 && kept.values[3].isNaN)
    let step = Float(4.8 / 65534)
    #expect(zip(kept.values, values).allSatisfy { $0.isNaN == $1.isNaN && ($0.isNaN || abs($0 - $1) <= step * 0.51) })
    let paths = try #require(store.fieldData(id, "flood.depth"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: paths.bin)).count == 600 * 2)
    #expect(store.fieldShape(id, "flood.depth")?.frames == 3 && store.fieldShape(id, "flood.depth")?.rows == 200)
    var second = first
    second.id = RunID(text: String(repeating: "0b", count: 32))
    second.fields = [kept]
    try store.write(second)
    let again = try #require(try store.read(second.id)).fields[0]
    #expect(again.values.map(\.bitPattern) == kept.values.map(\.bitPattern))
  }

  @Test("keeps a grid with a number without end as it is")
  func endless() throws {
    var odd = run
    odd.fields[1].values = [.infinity, 1]
    try store.write(odd)
    #expect(try store.read(id)?.fields[1].values == [.infinity, 1])
  }

  @Test("takes a damaged run for absent, and writes it anew")
  func damaged() throws {
    try store.write(run)
    let bin = try #require(store.fieldData(id, "depth")).bin
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: bin))
    #expect(try store.read(id) == nil)
    try store.write(run)
    #expect(try store.read(id) != nil)
    try Data("{".utf8).write(to: URL(fileURLWithPath: "\(store.path)/\(id.text)/indicators.json"))
    #expect(try store.read(id) == nil)
  }

  @Test("has no room for names that are paths")
  func names() throws {
    var odd = run
    odd.id = RunID(text: "../../etc")
    #expect(throws: CityFolderError.self) { try store.write(odd) }
    #expect(try store.read(odd.id) == nil)
    odd = run
    odd.fields[0].name = "../x"
    #expect(throws: CityFolderError.self) { try store.write(odd) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.path).isEmpty)
  }
}

@Suite("Scenarios and files of a city folder")
struct FolderFilesTests {
  let scratch: Scratch
  let folder: CityOnDisk
  let city = HandMadeCity.make()
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("kota"))
    try folder.save(city)
  }

  @Test("are listed, read, written and taken away by safe names")
  func scenarios() throws {
    #expect(try folder.scenarios() == [])
    try folder.writeScenario("scenario: A\n", named: "market-street")
    try folder.writeScenario("scenario: B\n", named: "a_2.x")
    #expect(try folder.scenarios() == ["a_2.x", "market-street"])
    #expect(try folder.scenario("market-street") == "scenario: A\n")
    let error = #expect(throws: CityFolderError.self) { try folder.scenario("market-stret") }
    #expect(error?.description.contains("Did you mean \"market-street\"?") == true)
    try folder.deleteScenario(named: "a_2.x")
    #expect(try folder.scenarios() == ["market-street"])
    try folder.writeScenario("scenario: C\n", named: "two words")
    #expect(try folder.scenarios() == ["market-street", "two words"])
    #expect(folder.otherScenarioFiles() == [])
    try "scenario: D\n".write(toFile: folder.path + "/scenarios/other.yml", atomically: true, encoding: .utf8)
    #expect(try folder.load().remarks.contains { $0.contains("other.yml") })
    for name in ["", " x", "x.yaml", "..", ".hidden", "a/b", "../x", "a\u{0}b", String(repeating: "a", count: 200)] {
      #expect(throws: CityFolderError.self) { try folder.writeScenario("x", named: name) }
      #expect(throws: CityFolderError.self) { try folder.scenario(name) }
    }
  }

  @Test("inside the folder are read, and nothing else through the server")
  func inside() throws {
    let files = folder.files(for: city)
    #expect(try files.grid("rasters/terrain.tif").placement == city.terrain?.placement)
    #expect(try files.digest("rasters/terrain.tif") == files.digest("./rasters/../rasters/terrain.tif"))
    #expect(try files.digest("rasters/terrain.tif").count == 64)
    _ = try folder.privateFolder()
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/private/p.tif"))
    try scratch.write("secret", to: "outside.asc")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link.asc", withDestinationPath: scratch.file("outside.asc"))
    for path in [
      "../outside.asc", scratch.file("outside.asc"), "link.asc", "/vsicurl/http://x/a.tif", "https://x/a.tif",
      "private/p.tif",
      "rasters", "none.tif", "", "/etc/passwd", "rasters/../../outside.asc", "vsimem://a",
    ] {
      #expect(throws: CityFolderError.self) { try files.digest(path) }
      #expect(throws: CityFolderError.self) { try files.grid(path) }
    }
  }

  @Test("anywhere are read by the command, addresses never")
  func anywhere() throws {
    let files = folder.anyFiles(for: city)
    let text = "ncols 2\nnrows 1\nxllcorner 700000\nyllcorner 9310000\ncellsize 500\n1 2\n"
    let path = try scratch.write(text, to: "depth.asc")
    #expect(throws: (any Error).self) { try files.grid(path) }
    let system = try run("gdalsrsinfo", "-o", "wkt_esri", "EPSG:32748").trimmingCharacters(in: .whitespacesAndNewlines)
    try system.write(toFile: scratch.file("depth.prj"), atomically: true, encoding: .utf8)
    #expect(try files.grid(path).values == [1, 2])
    let before = try files.digest(path)
    try (text + " ").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try files.digest(path) != before)
    #expect(try files.grid("rasters/terrain.tif").columns == 3)
    #expect(throws: (any Error).self) { try files.grid("/vsimem/a.tif") }
  }
}
