import Geography
import Replica

/// Two streets that meet, a house, a zone, a clinic.
func tinyCity() throws -> City {
  var city = City(
    profile: Profile(
      name: "Pekan Kecil", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms", "en"], currency: "MYR",
      drivingSide: .left, projection: UTM(containing: Coordinate(longitude: 101.7, latitude: 3.1))))
  let a = city.streets.nodes.append(key: FeatureKey("osm/node/1"), at: Point(x: 0, y: 0))
  let b = city.streets.nodes.append(key: FeatureKey("osm/node/2"), at: Point(x: 100, y: 0), control: .signals)
  let c = city.streets.nodes.append(key: FeatureKey("osm/node/3"), at: Point(x: 100, y: 50))
  let link = Link(access: .all, speed: 10, lanes: 1)
  var street = Segment(streetClass: .residential, forward: link, backward: link)
  street.name = "Jalan Pasar"
  city.streets.append(
    street, key: FeatureKey("osm/way/9/1-2"), from: a, to: b, shape: [Point(x: 0, y: 0), Point(x: 100, y: 0)])
  street.backward.access = []
  city.streets.append(
    street, key: FeatureKey("osm/way/9/2-3"), from: b, to: c, shape: [Point(x: 100, y: 0), Point(x: 100, y: 50)])
  city.streets.turnBans = [TurnBan(from: LinkID(0), to: LinkID(2))]
  var house = Building()
  house.levels = 2
  house.people = 4
  city.buildings.append(
    house, key: FeatureKey("osm/way/20"), footprint: MultiPolygon(Box(minX: 10, minY: 10, maxX: 20, maxY: 20)))
  city.zones.append(
    key: FeatureKey("grid/0/0"), name: "Pusat", outline: MultiPolygon(Box(minX: 0, minY: 0, maxX: 200, maxY: 200)),
    people: 4)
  city.places.append(
    key: FeatureKey("osm/node/30"), kind: PlaceKind(rawValue: "clinic"), name: "Klinik", at: Point(x: 50, y: 5))
  return city
}
