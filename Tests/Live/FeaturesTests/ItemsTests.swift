import Features
import Foundation
import Geography
import Modelling
import Observations
import Testing

@Suite("OGC API – Features: which features")
struct ItemsTests {
  static let asked = Asked(FeatureTown.city(400), sensors: FeatureTown.sensors(90))

  /// All positions of a geometry, ring by ring or as one line.
  static func parts(_ geometry: PlainValue) -> [[(Double, Double)]] {
    func position(_ value: PlainValue) -> (Double, Double) { (value[0].number, value[1].number) }
    switch geometry["type"].text {
    case "Point": return [[position(geometry["coordinates"])]]
    case "LineString": return [geometry["coordinates"].list.map(position)]
    default: return geometry["coordinates"].list.flatMap { $0.list.map { $0.list.map(position) } }
    }
  }

  /// Whether a geometry meets a box, by another way than the service's: cuts of each edge with the four sides, by signs of areas.
  static func meets(_ parts: [[(Double, Double)]], isArea: Bool, _ box: [Double]) -> Bool {
    typealias Place = (Double, Double)
    func turn(_ a: Place, _ b: Place, _ c: Place) -> Double { (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0) }
    let corners: [Place] = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    for part in parts {
      for place in part where place.0 >= box[0] && place.0 <= box[2] && place.1 >= box[1] && place.1 <= box[3] {
        return true
      }
      for (a, b) in zip(part, part.dropFirst()) {
        for side in 0..<4 {
          let (c, d) = (corners[side], corners[(side + 1) % 4])
          if turn(a, b, c) * turn(a, b, d) <= 0, turn(c, d, a) * turn(c, d, b) <= 0 { return true }
        }
      }
    }
    guard isArea else { return false }
    // No edge meets the box: it lies wholly inside or wholly outside. The winding of all rings around a corner tells.
    var winding = 0.0
    for part in parts {
      for (a, b) in zip(part, part.dropFirst()) {
        let (x, y) = corners[0]
        winding += atan2(
          (a.0 - x) * (b.1 - y) - (a.1 - y) * (b.0 - x), (a.0 - x) * (b.0 - x) + (a.1 - y) * (b.1 - y))
      }
    }
    return abs(winding) > 3
  }

  @Test("A box finds what brute force finds", arguments: ["streets", "buildings", "places"])
  func boxes(_ collection: String) throws {
    let all = try Self.asked.json("/collections/\(collection)/items", "limit=10000")["features"].list
    #expect(all.count >= 399)
    let features = all.map { (key: $0["id"].text, parts: Self.parts($0["geometry"])) }
    let isArea = collection == "buildings"
    var random = SplitMix(seed: 77)
    var total = 0
    for number in 0..<60 {
      let side = [0.0002, 0.002, 0.02][number % 3]
      let (west, south) = (101.449 + random.unit() * 0.046, 3.039 + random.unit() * 0.046)
      let box = [west, south, west + random.unit() * side, south + random.unit() * side]
      let expected = features.filter { Self.meets($0.parts, isArea: isArea, box) }.map(\.key)
      let text = box.map { "\($0)" }.joined(separator: ",")
      #expect(try Self.asked.keys(collection, "limit=10000&bbox=\(text)") == expected, "\(box)")
      let one = Self.asked.text(Self.asked.raw("/collections/\(collection)/items", "limit=1&bbox=\(text)"))
      #expect(one.contains("\"numberMatched\":\(expected.count),"))
      total += expected.count
    }
    #expect(total > 100)
  }

  @Test("The six numbers of a box with heights are read, and %2C for its commas")
  func heights() throws {
    let flat = try Self.asked.keys("places", "bbox=101.46,3.05,101.47,3.06")
    #expect(!flat.isEmpty)
    #expect(try Self.asked.keys("places", "bbox=101.46,3.05,-10,101.47,3.06,500") == flat)
    #expect(try Self.asked.keys("places", "bbox=101.46%2C3.05%2C101.47%2C3.06") == flat)
    #expect(try Self.asked.keys("places", "bbox=-180,-90,180,90").count == 399)
    #expect(try Self.asked.keys("places", "bbox=-180,3.041,180,3.05").count < 399)
  }

  @Test("Pages visit every feature once, in the same order whatever their size")
  func pages() throws {
    for (collection, rest) in [
      ("buildings", ""), ("streets", "bbox=101.46,3.05,101.48,3.07"), ("places", "kind=school"),
      ("buildings", "bbox=101.45,3.04,101.48,3.07&use=education"), ("sensors", "datetime=2026-11-23T11:30:00Z/.."),
    ] {
      let whole = try Self.asked.keys(collection, "limit=10000&" + rest)
      #expect(Set(whole).count == whole.count && !whole.isEmpty)
      for limit in [1, 7, 100] {
        #expect(try Self.asked.keys(collection, "limit=\(limit)&\(rest)") == whole, "\(collection) \(limit)")
      }
    }
    let page = try Self.asked.json("/collections/buildings/items", "limit=10&offset=20&use=education&name=")
    #expect(page["numberMatched"].number == 0 && page["numberReturned"].number == 0)
    let middle = try Self.asked.json("/collections/buildings/items", "limit=10&offset=15&f=json")
    #expect(middle["links"].list.map { $0["rel"].text } == ["self", "collection", "next", "prev"])
    #expect(middle["links"][3]["href"].text.hasSuffix("/items?limit=10&f=json&offset=5"))
    #expect(middle["numberMatched"].number == 399 && middle["numberReturned"].number == 10)
    let behind = try Self.asked.json("/collections/buildings/items", "offset=99999999999999999999")
    #expect(behind["numberReturned"].number == 0 && behind["numberMatched"].number == 399)
    #expect(behind["links"].list.map { $0["rel"].text } == ["self", "collection", "prev"])
  }

  @Test("A limit above the greatest is answered with that many")
  func limit() throws {
    #expect(try Self.asked.json("/collections/buildings/items")["numberReturned"].number == 100)
    #expect(
      try Self.asked.json("/collections/buildings/items", "limit=99999999999999999999")["numberReturned"].number == 399)
  }

  @Test("Properties are filtered by what is told of them")
  func filters() throws {
    let all = try Self.asked.json("/collections/buildings/items", "limit=10000")["features"].list
    let filters: [(String, (PlainValue) -> Bool)] = [
      ("use=education", { $0["use"].text == "education" }), ("levels=3", { $0["levels"].number == 3 }),
      ("levels=3.0&use=parking", { $0["levels"].number == 3 && $0["use"].text == "parking" }),
      ("name=Rumah+8", { $0["name"].text == "Rumah 8" }), ("name=Rumah%208", { $0["name"].text == "Rumah 8" }),
      ("levels_assumed=false", { $0["levels_assumed"] == .truth(false) }), ("use=castle", { _ in false }),
    ]
    for (filter, holds) in filters {
      let expected = all.filter { holds($0["properties"]) }.map { $0["id"].text }
      #expect(try Self.asked.keys("buildings", filter) == expected, "\(filter)")
    }
    #expect(try Self.asked.keys("places", "capacity=30.25").count == 199)
    #expect(try Self.asked.keys("streets", "start_node=n/3/0") == ["osm/way/3/1-2"])
    #expect(try Self.asked.keys("streets", "name=Jalan%203&limit=3").count == 57)
    #expect(try Self.asked.keys("sensors", "value=dry").count == 30)
    #expect(try Self.asked.keys("sensors", "value=0.25") == ["gauge/1"])
    #expect(try Self.asked.keys("sensors", "time=2026-11-23T11:59:00Z") == ["gauge/1"])
  }

  @Test("A time takes the sensors whose value is of it, and all of what is of no time")
  func times() throws {
    for (time, count) in [
      ("2026-11-23T11:30:00Z", 1), ("2026-11-23T19:30:00%2B08:00", 1), ("2026-11-23T19:30:00+08:00", 1),
      ("2026-11-23T11:30:00Z/..", 31), ("../2026-11-23T11:30:00Z", 60), ("/2026-11-23T11:30:00Z", 60),
      ("2026-11-23T11:30:00Z/2026-11-23T11:39:59Z", 10), ("2026-11-23", 90), ("2026-11-22/2026-11-22", 0),
      ("../..", 90),
      ("2026-11-23T11:30:00.5Z", 0),
    ] {
      #expect(try Self.asked.keys("sensors", "datetime=\(time)").count == count, "\(time)")
      #expect(try Self.asked.keys("places", "limit=1000&datetime=\(time)").count == 399)
    }
  }

  @Test("A box over the antimeridian takes both sides, and what lies on it once")
  func antimeridian() throws {
    let sensors = [179.5, -179.5, 180, 170, -170, 0].enumerated().map {
      SensorFeature(
        key: "\($0.offset)", place: Coordinate(longitude: $0.element, latitude: -17), name: "", property: "",
        definition: "", unit: "")
    }
    let lost = SensorFeature(key: "lost", place: nil, name: "", property: "", definition: "", unit: "")
    let asked = Asked(FeatureTown.city(0), sensors: SensorCollection(sensors + [lost]))
    #expect(try asked.keys("sensors", "bbox=179,-20,-179,-10") == ["0", "1", "2"])
    #expect(try asked.keys("sensors", "bbox=-179,-20,179,-10") == ["3", "4", "5"])
    #expect(try asked.keys("sensors", "bbox=180,-20,-180,-10") == ["2"])
    #expect(try asked.keys("sensors").count == 7)
    let feature = try asked.json("/collections/sensors/items/lost")
    #expect(feature["geometry"] == .null && feature["properties"]["value"] == .null)
  }

  @Test("What was removed is not there, and keys lead to nothing in another collection")
  func removed() throws {
    #expect(try !Self.asked.keys("buildings", "limit=1000").contains("osm/way/1005"))
    #expect(Self.asked.raw("/collections/buildings/items/osm/way/1005").status == 404)
    #expect(Self.asked.raw("/collections/buildings/items/osm/way/1004").status == 200)
    #expect(Self.asked.raw("/collections/zones/items/osm/way/1004").status == 404)
  }
}
