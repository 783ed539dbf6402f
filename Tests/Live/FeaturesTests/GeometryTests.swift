import Features
import Geography
import Observations
import Replica
import Testing

@Suite("OGC API – Features: geometries")
struct GeometryTests {
  @Test("Positions are those of the projection, to a ten-millionth of a degree")
  func positions() throws {
    let city = FeatureTown.city(60)
    let places = try Asked(city).json("/collections/places/items")["features"].list
    var rows = Array(0..<60)
    rows.remove(at: 3)
    for (place, row) in zip(places, rows) {
      let exact = FeatureTown.projection.unproject(city.places.points[row])
      #expect(abs(place["geometry"]["coordinates"][0].number - exact.longitude) < 1.2e-7)
      #expect(abs(place["geometry"]["coordinates"][1].number - exact.latitude) < 1.2e-7)
    }
  }

  @Test("Polygons are closed, exteriors run counter-clockwise with their holes behind them, as RFC 7946 asks")
  func polygons() throws {
    let city = FeatureTown.city(60)
    var rows = Array(0..<60)
    rows.remove(at: 5)
    for (building, row) in zip(try Asked(city).json("/collections/buildings/items")["features"].list, rows) {
      let geometry = building["geometry"]
      #expect(geometry["type"].text == "MultiPolygon")
      #expect(geometry["coordinates"].list.map(\.list.count) == (row % 3 == 0 ? [1] : row % 3 == 1 ? [2] : [2, 1]))
      for polygon in geometry["coordinates"].list {
        for (place, ring) in polygon.list.enumerated() {
          #expect(ring.list.count >= 4 && ring.list.first == ring.list.last)
          let points = ring.list.map { Point(x: ($0[0].number - 101) * 1e5, y: ($0[1].number - 3) * 1e5) }
          #expect((MultiPolygon.signedArea(of: points) > 0) == (place == 0))
        }
      }
    }
  }

  @Test("A city with nothing in it, and one at the edges of what there is, are answered")
  func edges() throws {
    let empty = Asked(FeatureTown.city(0))
    #expect(try empty.json("/collections/buildings/items")["features"].list.isEmpty)
    #expect(empty.raw("/collections/buildings/items", "bbox=0,0,1,1").status == 200)
    #expect(empty.raw("/collections/sensors").status == 404)
    var city = FeatureTown.city(1)
    city.places.append(
      key: FeatureKey("far"), kind: PlaceKind(rawValue: "shop"), name: "", at: Point(x: 1e300, y: -1e300))
    city.places.append(key: FeatureKey("none"), kind: PlaceKind(rawValue: "shop"), name: "", at: Point(x: .nan, y: 0))
    let asked = Asked(city)
    #expect(try asked.json("/collections/places/items/none")["geometry"] == .null)
    #expect(asked.raw("/collections/places/items").status == 200)
  }
}
