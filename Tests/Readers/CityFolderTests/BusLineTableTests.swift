import CityFolder
import Geography
import ReaderScratch
import Replica
import Testing

@Suite("Bus lines on disk")
struct BusLineTableTests {
  private let scratch: Scratch
  private let folder: CityOnDisk
  private let city: City

  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("town"))
    var city = HandMadeCity.make()
    let way = Link(access: .all, speed: 13.89, lanes: 1)
    let nodes = city.streets.nodes.points
    let third = city.streets.append(
      Segment(streetClass: .primary, forward: way, backward: way), key: FeatureKey("osm/way/3/2-3"), from: NodeID(1),
      to: NodeID(2), shape: [nodes[1], nodes[2]])
    let out = [LinkID(0), third.forward]
    city.busLines.append(
      key: FeatureKey("osm/relation/1"), name: "10: Terminal – Taman Jaya", way: out, stops: [0, 12.5, 333.333],
      departures: (0..<BusLines.hours).map { Float($0) / 3 })
    city.busLines.append(
      key: FeatureKey("osm/relation/1/back"), name: "", way: [third.backward, LinkID(1)])
    self.city = city
    try folder.save(city)
  }

  private func sql(_ text: String) throws {
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2])"
    #expect(try run("python3", "-c", script, folder.path + "/city.gpkg", text) == "")
  }

  @Test("what was written is what is read")
  func roundTrip() throws {
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.city.busLines == city.busLines && loaded.digest == city.digest())
  }

  @Test("a folder of an earlier version has none, without a remark")
  func earlier() throws {
    for table in ["bus_lines", "bus_line_links"] {
      try sql("DROP TABLE \(table); DELETE FROM gpkg_contents WHERE table_name = '\(table)'")
    }
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.city.busLines == BusLines())
    var none = city
    none.busLines = BusLines()
    #expect(loaded.digest == none.digest())
  }

  @Test("a link of a street that is gone is left out and told; the stops then are not known")
  func gone() throws {
    try sql("DELETE FROM streets WHERE key = 'osm/way/3/2-3'")
    let loaded = try folder.load()
    #expect(loaded.city.busLines.ways == [[LinkID(0)], [LinkID(1)]])
    #expect(loaded.city.busLines.stops == [[], []] && loaded.city.busLines.departures[0].count == 72)
    #expect(
      loaded.remarks == [
        "bus_line_links: 2 × left out, it names no street's direction (osm/relation/1 > osm/way/3/2-3, "
          + "osm/relation/1/back > osm/way/3/2-3).",
        "bus_lines: 1 × its stops count as not known, because a street of it was left out (osm/relation/1).",
      ])
  }

  @Test("a street that a change took away is not written")
  func removed() throws {
    var changed = city
    changed.streets.segments.areRemoved[2] = true
    try folder.save(changed)
    let loaded = try folder.load()
    #expect(loaded.remarks == [])
    #expect(loaded.city.busLines.ways == [[LinkID(0)], [LinkID(1)]] && loaded.city.busLines.stops == [[], []])
  }

  @Test(
    "rows that cannot be are told, each with its sentence",
    arguments: [
      ("UPDATE bus_lines SET stops = '5 3' WHERE name <> ''", "its stops count as not known: they must be"),
      ("UPDATE bus_lines SET stops = '0 here' WHERE name <> ''", "its stops count as not known: they must be"),
      ("UPDATE bus_lines SET departures_sunday = '1 2 3'", "each kind of day needs 24 numbers"),
      ("UPDATE bus_lines SET departures_sunday = '-1' || substr(departures_sunday, 3)", "needs 24 numbers"),
      ("UPDATE bus_lines SET key = 'osm/relation/9' WHERE name <> ''", "left out, no row of bus_line_links names"),
      ("UPDATE bus_lines SET key = 'osm/relation/9' WHERE name <> ''", "left out, its line is not in bus_lines"),
      ("UPDATE bus_lines SET key = 'osm/relation/1'", "left out, its key came before"),
      ("UPDATE bus_line_links SET place = NULL WHERE place = 2", "left out, it has no place in its line"),
      ("UPDATE bus_line_links SET direction = 'north' WHERE place = 2", "left out, it names no street's direction"),
      ("UPDATE bus_line_links SET place = 3 - place", "its streets do not meet everywhere"),
    ])
  func bad(_ edit: String, _ sentence: String) throws {
    try sql(edit)
    let loaded = try folder.load()
    #expect(loaded.remarks.contains { $0.contains(sentence) }, "\(loaded.remarks)")
    #expect(loaded.city.busLines.count > 0)
    #expect(loaded.city.busLines.departures.allSatisfy { [0, 72].contains($0.count) })
  }
}
