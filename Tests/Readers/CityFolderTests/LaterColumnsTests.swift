import Foundation
import Geography
import Replica
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("Tables that came later")
struct LaterColumnsTests {
  let scratch: Scratch
  let folder: CityOnDisk
  var package: String { folder.path + "/city.gpkg" }
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("kota"))
    try folder.save(HandMadeCity.make())
  }

  private func sql(_ text: String) throws {
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2])"
    let output = try run("python3", "-c", script, package, text)
    #expect(output == "")
  }

  @Test("may be missing: a folder of an earlier version loads, without a remark")
  func earlier() throws {
    for (table, columns) in [
      ("buildings", ["year", "material"]), ("parcels", ["value"]), ("zones", ["ward"] + Census.fields.map(\.name)),
      ("waterways", ["depth", "capacity", "covered"]),
    ] {
      for column in columns { try sql("ALTER TABLE \(table) DROP COLUMN \(column)") }
    }
    for table in ["signals", "other_names"] {
      try sql("DROP TABLE \(table); DELETE FROM gpkg_contents WHERE table_name = '\(table)'")
    }
    let text = try String(contentsOfFile: folder.path + "/city.yaml", encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("council:") }
    try lines.joined(separator: "\n").write(toFile: folder.path + "/city.yaml", atomically: true, encoding: .utf8)

    let loaded = try folder.load()
    let city = loaded.city
    #expect(loaded.remarks == [])
    #expect(city.buildings.years == [0, 0] && city.buildings.materials == [.unknown, .unknown])
    #expect(city.parcels.values[0].isNaN && city.zones.wards == ["", ""] && city.zones.census[1].workers.isNaN)
    #expect(city.waterways.depths[1].isNaN && city.waterways.areCovered == [false, false])
    #expect(city.streets.signals.isEmpty && city.otherNames.isEmpty && city.profile.council == "")
  }

  @Test("tell a material, a year or a number that is none")
  func words() throws {
    try sql("UPDATE buildings SET material = 'bricks', year = 99999 WHERE key = 'osm/relation/1'")
    let loaded = try folder.load()
    #expect(loaded.city.buildings.materials[0] == .unknown && loaded.city.buildings.years[0] == 0)
    #expect(
      loaded.remarks == [
        "buildings: 1 × the year \u{201C}99999\u{201D} is none and counts as not known (osm/relation/1).",
        "buildings: 1 × the material \u{201C}bricks\u{201D} is not known and counts as unknown; did you mean brick?.",
      ])
  }

  @Test("hold signals with a row a phase, words for people")
  func phases() throws {
    let row = try run("ogrinfo", "-ro", package, "signals", "-where", "key='osm/node/2:1'")
    for words in [
      "node (String) = osm/node/2", "green (Real) = 24.1", "amber (Real) = 3",
      "links (String) = osm/way/9/1-2:forward; osm/way/10/2-3:backward",
    ] {
      #expect(row.contains(words))
    }
    try sql(
      "UPDATE signals SET green = green + 10, cycle = cycle + 10 WHERE phase = 1; UPDATE signals SET cycle = 71.3")
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.city.streets.signals[0].phases[0].green == 34.1)
    #expect(loaded.city.streets.signals[0].cycle == 71.3)
  }

  @Test(
    "leave out a plan that cannot be and say why",
    arguments: [
      ("node = 'osm/node/99'", "there are no signals at its node"),
      ("node = 'osm/node/1'", "there are no signals at its node"),
      ("green = -5", "a phase has no green above 0 s or a time below 0 s"),
      ("green = NULL", "a phase has no green above 0 s or a time below 0 s"),
      ("amber = -1", "a phase has no green above 0 s or a time below 0 s"),
      ("phase = 1", "two of its phases have the same number"),
    ])
  func impossible(edit: String, why: String) throws {
    try sql("UPDATE signals SET \(edit)")
    let loaded = try folder.load()
    #expect(loaded.city.streets.signals.isEmpty)
    #expect(loaded.remarks.count == 1 && loaded.remarks[0].contains(why))
  }

  @Test("keep a plan whose streets are gone, without them")
  func lostLinks() throws {
    try sql("UPDATE signals SET links = 'osm/way/77:forward; osm/way/9/1-2:backward; osm/way/9/1-2' WHERE phase = 1")
    let loaded = try folder.load()
    #expect(loaded.city.streets.signals[0].phases.map(\.links) == [[], []])
    #expect(loaded.remarks.count == 2)
    #expect(loaded.remarks[0].contains("must be a street's key") && loaded.remarks[0].contains("2 ×"))
    #expect(loaded.remarks[1].contains("does not end at the signals"))
  }

  @Test("add up a cycle that is not the sum of its phases, and begin at 0 where the offset is none")
  func cycle() throws {
    try sql("UPDATE signals SET cycle = 5, offset = 700")
    let loaded = try folder.load()
    let signal = try #require(loaded.city.streets.signals.first)
    #expect(abs(signal.cycle - 61.3) < 0.001 && signal.offset == 0)
    #expect(loaded.remarks.count == 2)
  }

  @Test("take the first of two texts of a name in one language, and no empty ones")
  func otherNames() throws {
    try sql(
      """
      INSERT INTO other_names (name, language, text) VALUES ('Menteng', 'en', 'Another');
      INSERT INTO other_names (name, language) VALUES ('Menteng', 'zh');
      """)
    let loaded = try folder.load()
    #expect(loaded.city.otherNames["Menteng", "en"] == "Menteng" && loaded.city.otherNames["Menteng", "zh"] == nil)
    #expect(loaded.remarks.count == 2)
  }

  @Test("do not write the links of streets a change took away")
  func removed() throws {
    var city = HandMadeCity.make()
    city.streets.segments.areRemoved[1] = true
    try folder.save(city)
    let loaded = try folder.load()
    #expect(loaded.city.streets.signals[0].phases[0].links == [SegmentID(0).forward] && loaded.remarks == [])
  }
}
