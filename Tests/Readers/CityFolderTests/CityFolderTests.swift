import Foundation
import Geography
import Modelling
import Replica
import Sandbox
import Testing

@testable import CityFolder
import ReaderScratch

@Suite("A city folder")
struct CityFolderTests {
  let scratch: Scratch
  let folder: CityOnDisk
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("kota"))
  }

  @Test("gives back exactly the city that was written")
  func roundTrip() throws {
    let city = HandMadeCity.make()
    #expect(!folder.exists)
    try folder.save(city)
    #expect(folder.exists)
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.city.otherNames == city.otherNames)
    // Names in other languages have no order in memory.
    var (ours, theirs) = (city, loaded.city)
    ours.otherNames = NameVariants()
    theirs.otherNames = NameVariants()
    for (read, written) in zip(everything(theirs).split(separator: "\n"), everything(ours).split(separator: "\n")) {
      #expect(read == written)
    }
    #expect(loaded.digest == city.digest() && loaded.city.digest() == city.digest())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "city.gpkg", "city.yaml", "rasters",
      ])
  }

  @Test("gives back the sandbox city", arguments: [1_000, 5_000])
  func sandbox(people: Int) throws {
    let city = SandboxCity(people: people, seed: 7).make()
    try folder.save(city)
    let loaded = try folder.load()
    #expect(loaded.remarks == [] && loaded.digest == city.digest())
  }

  @Test("of an empty city is a city folder")
  func empty() throws {
    let city = City(profile: HandMadeCity.make().profile)
    try folder.save(city)
    #expect(try folder.load().digest == city.digest())
  }

  @Test("leaves out what a change took away, and the old terrain when there is none any more")
  func removed() throws {
    var city = HandMadeCity.make()
    try folder.save(city)
    city.streets.segments.areRemoved[1] = true
    city.buildings.areRemoved[0] = true
    city.places.areRemoved[0] = true
    city.terrain = nil
    try folder.save(city)
    let loaded = try folder.load().city
    #expect(loaded.streets.segments.keys.map(\.text) == ["osm/way/9/1-2"] && loaded.streets.turnBans.isEmpty)
    #expect(loaded.buildings.count == 1 && loaded.places.count == 1 && loaded.terrain == nil)
  }

  @Test("opens in ogrinfo, with words for people")
  func ogrinfo() throws {
    try folder.save(HandMadeCity.make())
    let listing = try run("ogrinfo", "-ro", folder.path + "/city.gpkg")
    for table in [
      "streets", "street_nodes", "turn_bans", "buildings", "zones", "places", "assets", "parcels", "land", "waterways",
      "boundary", "signals", "other_names",
    ] {
      #expect(listing.contains(": \(table) "))
    }
    let street = try run("ogrinfo", "-ro", folder.path + "/city.gpkg", "streets", "-where", "key='osm/way/9/1-2'")
    for words in [
      "class (String) = motorway_link", "kmh_forward (Real) = 50", "access_backward (String) = none",
      "assumed (String) = speed lanes",
    ] {
      #expect(street.contains(words))
    }
    #expect(try run("gdalinfo", folder.path + "/rasters/terrain.tif").contains("UTM zone 48S"))
  }

  @Test("of a city that is not there is a sentence")
  func absent() {
    let error = #expect(throws: CityFolderError.self) { try folder.load() }
    #expect(error?.description.contains("there is no city in this folder") == true)
  }

  @Test("with a damaged or missing GeoPackage is a sentence")
  func damaged() throws {
    try folder.save(HandMadeCity.make())
    let path = folder.path + "/city.gpkg"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for part in [Data(), Data("hello".utf8), bytes.prefix(20_000)] {
      try part.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: CityFolderError.self) { try folder.load() }
      #expect(error.map { "\($0)".contains("city.gpkg") } == true)
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: CityFolderError.self) { try folder.load() }
  }

  @Test("keeps private what is private")
  func privateFolder() throws {
    try folder.save(HandMadeCity.make())
    let path = try folder.privateFolder()
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }
}

@Suite("Edits in the GeoPackage")
struct EditTests {
  let scratch: Scratch
  let folder: CityOnDisk
  var package: String { folder.path + "/city.gpkg" }
  init() throws {
    scratch = try Scratch()
    folder = CityOnDisk(path: scratch.file("kota"))
    try folder.save(HandMadeCity.make())
  }

  private func sql(_ text: String) throws { try run("ogrinfo", package, "-sql", text) }

  @Test("by SQL are seen at the next load")
  func sqlEdit() throws {
    try sql("UPDATE streets SET class = 'primary', kmh_forward = 36 WHERE key = 'osm/way/9/1-2'")
    try sql("UPDATE zones SET people = 99 WHERE key = 'zone/1'")
    try sql("DELETE FROM places WHERE key = 'osm/node/8'")
    let loaded = try folder.load()
    #expect(loaded.city.streets.segments.classes[0] == .primary && loaded.city.streets.links.speeds[0] == 10)
    #expect(loaded.city.zones.people[0] == 99 && loaded.city.places.count == 1 && loaded.remarks == [])
  }

  @Test("by a plain SQL tool that knows nothing of geometry are seen too")
  func plainSQL() throws {
    let script =
      """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1])
      c.execute("update buildings set use = 'school' where key = 'osm/way/2'")
      c.execute("update buildings set levels = 4 where key = 'osm/way/2'")
      c.commit()
      """
    try run("python3", "-c", script, package)
    let loaded = try folder.load()
    #expect(loaded.city.buildings.levels[1] == 4)
    #expect(loaded.remarks == ["buildings: 1 × the use \u{201C}school\u{201D} is not known and counts as unknown."])
  }

  @Test("by ogr2ogr are seen: a drawn place gets a key, which is written back")
  func drawnPlace() throws {
    let path = try scratch.write(
      """
      {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"kind": "clinic", "name": "Baru"},
      "geometry": {"type": "Point", "coordinates": [106.81, -6.23]}}]}
      """,
      to: "new.geojson")
    try run("ogr2ogr", "-append", "-f", "GPKG", package, path, "-nln", "places", "-t_srs", "EPSG:32748")
    let first = try folder.load()
    #expect(first.city.places.keys[2].text == "drawn/places/3" && first.city.places.kinds[2].rawValue == "clinic")
    #expect(first.remarks == ["places: 1 × given a key (drawn/places/3)."])
    let second = try folder.load()
    #expect(second.remarks == [] && second.digest == first.digest)
    #expect(try run("ogrinfo", package, "places", "-where", "name='Baru'").contains("key (String) = drawn/places/3"))
  }

  @Test("a drawn street is tied to the nodes it ends at, a loose end is told")
  func drawnStreet() throws {
    let script =
      """
      import sqlite3, struct, sys
      c = sqlite3.connect(sys.argv[1])
      points = [(700101, 9310101), (700200, 9310300), (700400, 9310600)]
      line = b'GP\\0\\1' + struct.pack('<i', 32748) + struct.pack('<BII', 1, 2, 3)
      line += b''.join(struct.pack('<dd', *p) for p in points)
      c.execute('insert into streets (geom, class, name) values (?, ?, ?)', (line, 'residential', 'Gang Baru'))
      c.commit()
      """
    try run("python3", "-c", script, package)
    let first = try folder.load()
    let streets = first.city.streets
    #expect(streets.segments.count == 3 && streets.nodes.count == 4)
    #expect(streets.segments.keys[2].text.hasPrefix("drawn/streets/"))
    #expect(streets.segments.starts[2] == NodeID(0) && streets.segments.ends[2] == NodeID(3))
    #expect(streets.segments.shapes[2].first == streets.nodes.points[0])
    #expect(streets.segments.assumed[2] == [.speed, .lanes, .access] && streets.links.access[4] == .all)
    #expect(first.remarks.contains { $0.contains("tied to the nearest node") })
    #expect(first.remarks.contains { $0.contains("ends in the open") })
    let second = try folder.load()
    #expect(second.remarks == [] && second.digest == first.digest)
  }

  @Test("a street that is gone takes its turn bans along, a node that is gone comes back where a street needs it")
  func gone() throws {
    try sql("DELETE FROM streets WHERE key = 'osm/way/10/2-3'")
    try sql("DELETE FROM street_nodes WHERE key = 'osm/node/1'")
    let loaded = try folder.load()
    #expect(loaded.city.streets.turnBans.isEmpty)
    #expect(loaded.remarks.contains { $0.hasPrefix("turn_bans: 2 × left out, one of its streets is gone") })
    #expect(loaded.city.streets.nodes.keys.map(\.text) == ["osm/node/2", "osm/node/3", "osm/node/1"])
    #expect(try folder.load().digest == loaded.digest)
  }

  @Test(
    "a copied row gets a key of its own, a misspelt word is told with the nearest, a lost column has its default"
  )
  func oddities() throws {
    try sql(
      "INSERT INTO buildings (geom, key, use) SELECT geom, key, 'residental' FROM buildings WHERE key = 'osm/way/2'")
    try sql("ALTER TABLE zones DROP COLUMN homes")
    let loaded = try folder.load()
    #expect(loaded.city.buildings.keys.map(\.text) == ["osm/relation/1", "osm/way/2", "drawn/buildings/3"])
    #expect(loaded.remarks.contains { $0.contains("did you mean residential?") })
    #expect(loaded.city.zones.homes.allSatisfy { $0.isNaN })
  }

  @Test("an area drawn clockwise is turned, a line in the table of areas is left out and told")
  func shapes() throws {
    let script =
      """
      import sqlite3, struct, sys
      c = sqlite3.connect(sys.argv[1])
      head = b'GP\\0\\1' + struct.pack('<i', 32748)
      ring = [(0, 0), (0, 10), (10, 10), (10, 0), (0, 0)]
      area = head + struct.pack('<BIII', 1, 3, 1, 5)
      area += b''.join(struct.pack('<dd', 700000 + x, 9310000 + y) for x, y in ring)
      line = head + struct.pack('<BII', 1, 2, 2) + struct.pack('<dddd', 1, 2, 3, 4)
      for shape in (area, line, None):
          c.execute('insert into land (geom, use) values (?, ?)', (shape, 'grass'))
      c.commit()
      """
    try run("python3", "-c", script, package)
    let loaded = try folder.load()
    #expect(loaded.city.land.count == 2 && loaded.city.land.outlines.area(of: 1) == 100)
    #expect(loaded.remarks.contains { $0.hasPrefix("land: 2 × left out") })
  }
}
