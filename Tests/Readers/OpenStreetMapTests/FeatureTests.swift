import Geography
import Modelling
import OpenStreetMap
import Replica
import Testing

@Suite("Buildings and land")
struct AreaTests {
  /// A square of some thousandths of a degree, its corners numbered from `first`.
  private func square(_ map: inout SmallMap, first: Int, west: Double, south: Double, side: Double) -> [Int] {
    map.node(first, east: west, north: south)
    map.node(first + 1, east: west + side, north: south)
    map.node(first + 2, east: west + side, north: south + side)
    map.node(first + 3, east: west, north: south + side)
    return [first, first + 1, first + 2, first + 3, first]
  }

  private func building(_ tags: [String: String]) throws -> OpenStreetMapLayers {
    var map = SmallMap()
    map.way(20, square(&map, first: 1, west: 0, south: 0, side: 0.1), tags)
    return try map.read()
  }

  @Test("a building has its levels, use and name")
  func levels() throws {
    let buildings = try building(["building": "apartments", "building:levels": "12", "name": "Blok A"]).buildings
    #expect(buildings.keys == [FeatureKey("osm/way/20")])
    #expect(buildings.levels == [12])
    #expect(buildings.areLevelsAssumed == [false])
    #expect(buildings.uses == [.residential])
    #expect(buildings.names == ["Blok A"])
    #expect(abs(buildings.areas[0] - 11.12 * 11.06) < 3)
  }

  @Test("levels come from the height, or from what the building is called")
  func heights() throws {
    #expect(try building(["building": "yes", "height": "32 m"]).buildings.levels == [10])
    let office = try building(["building": "office"]).buildings
    #expect(office.levels == [3])
    #expect(office.areLevelsAssumed == [true])
    #expect(try building(["building": "yes", "building:levels": "0"]).buildings.levels == [1])
    #expect(try building(["building": "yes", "amenity": "school"]).buildings.uses == [.education])
  }

  @Test(
    "the year is read from what mappers write",
    arguments: [
      ("1957", 1957), ("1957-08-31", 1957), ("~1900", 1900), ("1930s", 1930), ("before 1910", 1910), ("C19", 0),
      ("31.08.1957", 1957), ("9999", 0), ("old", 0), ("12345", 0),
    ])
  func years(text: String, year: Int16) throws {
    #expect(try building(["building": "yes", "start_date": text]).buildings.years == [year])
  }

  @Test("what carries a building is told where the map says")
  func materials() throws {
    #expect(try building(["building": "yes", "building:material": "wood"]).buildings.materials == [.timber])
    #expect(try building(["building": "yes", "building:material": "gold"]).buildings.materials == [.unknown])
    #expect(try building(["building": "yes"]).buildings.materials == [.unknown])
  }

  @Test("names in other languages stand beside the name, the first of two kept, none where they say the same")
  func otherNames() throws {
    var map = SmallMap()
    let name = "Masjid Lama"
    map.way(
      20, square(&map, first: 1, west: 0, south: 0, side: 0.1),
      ["building": "mosque", "name": name, "name:en": "Old Mosque", "name:zh": "老清真寺", "name:ms": name])
    map.way(
      21, square(&map, first: 5, west: 1, south: 0, side: 0.1),
      ["building": "mosque", "name": name, "name:en": "Another", "name:fr": "Vieille mosquée"])
    map.way(22, [1, 2], ["highway": "residential", "name": "Jalan Masjid", "name:ta": "மசூதி சாலை"])
    let names = try map.read().otherNames
    #expect(names.names == ["Jalan Masjid", name] && names["Jalan Masjid", "ta"] == "மசூதி சாலை")
    #expect(names.variants(of: name).map(\.text) == ["Old Mosque", "老清真寺"])
  }

  @Test("a stream in a culvert is covered")
  func culverts() throws {
    var map = SmallMap()
    map.node(1, east: 0, north: 0)
    map.node(2, east: 1, north: 0)
    map.node(3, east: 2, north: 0)
    map.way(20, [1, 2], ["waterway": "drain"])
    map.way(21, [2, 3], ["waterway": "drain", "tunnel": "culvert"])
    map.way(22, [1, 3], ["highway": "residential"])
    #expect(try map.read().waterways.areCovered == [false, true])
  }

  @Test("building=no is none")
  func none() throws {
    #expect(throws: OpenStreetMapError.self) { try building(["building": "no"]) }
  }

  @Test("a multipolygon keeps its hole")
  func hole() throws {
    var map = SmallMap()
    map.way(20, square(&map, first: 1, west: 0, south: 0, side: 1), [:])
    map.way(21, square(&map, first: 5, west: 0.25, south: 0.25, side: 0.5), [:])
    map.relation(
      30, [("way", 20, "outer"), ("way", 21, "inner")], ["type": "multipolygon", "building": "yes"])
    let buildings = try map.read().buildings
    #expect(buildings.keys == [FeatureKey("osm/relation/30")])
    #expect(buildings.footprints[0].rings.count == 2)
    #expect(abs(buildings.areas[0] / (111.2 * 110.6) - 0.75) < 0.01)
  }

  @Test("an outline may be put together out of several ways")
  func parts() throws {
    var map = SmallMap()
    let ring = square(&map, first: 1, west: 0, south: 0, side: 1)
    map.way(20, [ring[0], ring[1], ring[2]], [:])
    map.way(21, [ring[0], ring[3], ring[2]], [:])
    map.relation(30, [("way", 20, "outer"), ("way", 21, "outer")], ["type": "multipolygon", "natural": "water"])
    let land = try map.read().land
    #expect(land.uses == [.water])
  }

  @Test("open, crossing and incomplete outlines are left out with their reason")
  func refused() throws {
    var map = SmallMap()
    map.nodes(1...4)
    let ring = square(&map, first: 11, west: 0, south: 5, side: 1)
    map.way(20, [11, 12, 13], ["building": "yes"])
    map.way(21, [11, 13, 12, 14, 11], ["building": "yes"])
    map.way(22, [11, 12, 99, 14, 11], ["building": "yes"])
    map.way(23, [11, 12, 11], ["landuse": "grass"])
    map.relation(30, [("way", 77, "outer")], ["type": "multipolygon", "landuse": "forest"])
    map.way(24, ring, ["building": "yes"])
    let layers = try map.read()
    #expect(layers.buildings.count == 1)
    #expect(
      Set(layers.reasons) == [
        "building: its outline is not closed", "building: its outline crosses itself",
        "building: the file lacks some of its nodes or ways",
        "land: its outline has fewer than three different points", "land: the file lacks some of its nodes or ways",
      ])
  }

  @Test("small land lies on top of large")
  func order() throws {
    var map = SmallMap()
    map.way(20, square(&map, first: 1, west: 0, south: 0, side: 0.5), ["leisure": "park", "name": "Taman"])
    map.way(21, square(&map, first: 5, west: -1, south: -1, side: 3), ["landuse": "residential"])
    let layers = try map.read()
    #expect(layers.land.uses == [.residential, .park])
    #expect(layers.places.kinds.map(\.rawValue) == ["park"])
    #expect(layers.places.names == ["Taman"])
  }
}

@Suite("Places, water and what the city looks after")
struct PlaceTests {
  @Test(
    "a tagged node is a place of its kind",
    arguments: [
      (["amenity": "hospital", "beds": "120"], "hospital"), (["amenity": "doctors"], "clinic"),
      (["healthcare": "clinic"], "clinic"), (["shop": "supermarket"], "supermarket"), (["shop": "bakery"], "shop"),
      (["highway": "bus_stop"], "stop"), (["public_transport": "platform", "bus": "yes"], "stop"),
      (["railway": "station"], "station"), (["leisure": "playground"], "playground"),
      (["amenity": "place_of_worship"], "worship"), (["amenity": "fire_station"], "fire-station"),
      (["emergency": "assembly_point"], "shelter"), (["amenity": "college"], "university"),
    ])
  func kinds(_ tags: [String: String], _ kind: String) throws {
    var map = SmallMap()
    map.node(1, east: 0, tags)
    let places = try map.read().places
    #expect(places.kinds.map(\.rawValue) == [kind])
    #expect(places.keys == [FeatureKey("osm/node/1")])
    #expect(kind != "hospital" || places.capacities == [120])
  }

  @Test("a bus shelter and a vacant shop are no places")
  func none() throws {
    for tags in [["amenity": "shelter", "shelter_type": "public_transport"], ["shop": "vacant"]] {
      var map = SmallMap()
      map.node(1, east: 0, tags)
      map.node(2, east: 1, ["amenity": "bank"])
      #expect(try map.read().places.kinds.map(\.rawValue) == ["bank"])
    }
  }

  @Test("trees, lamps, bins and hydrants are assets")
  func assets() throws {
    var map = SmallMap()
    map.nodes(8...9)
    map.way(7, [8, 9], ["highway": "service"])
    map.node(1, east: 0, ["natural": "tree", "species": "Samanea saman", "height": "18"])
    map.node(2, east: 1, ["highway": "street_lamp"])
    map.node(3, east: 2, ["amenity": "waste_basket"])
    map.node(4, east: 3, ["emergency": "fire_hydrant"])
    let assets = try map.read().assets
    #expect(assets.kinds == ["tree", "lamp", "bin", "hydrant"])
    #expect(assets.names[0] == "Samanea saman")
    #expect(assets.heights[0] == 18)
  }

  @Test("waterways run downstream with their width")
  func water() throws {
    var map = SmallMap()
    map.nodes(1...4)
    map.way(20, [1, 2, 3], ["waterway": "river", "name": "Sungai Klang", "width": "25"])
    map.way(21, [3, 4], ["highway": "service"])
    let water = try map.read().waterways
    #expect(water.kinds == [.river])
    #expect(water.names == ["Sungai Klang"])
    #expect(water.widths == [25])
    #expect(water.lines[0].count == 3)
  }
}
