import Geography
import Inventory
import Modelling
import Replica
import Testing

@Suite("Inventory") struct InventoryTests {
  private func city() -> City {
    var city = City(
      profile: Profile(
        name: "Tiny", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR",
        drivingSide: .left, projection: UTM(zone: 48, isSouthern: false)!))
    let a = city.streets.nodes.append(key: FeatureKey("a"), at: Point(x: 0, y: 0))
    let b = city.streets.nodes.append(key: FeatureKey("b"), at: Point(x: 1000, y: 0))
    let link = Link(access: .all, speed: 10, lanes: 1)
    for (number, kind) in [StreetClass.residential, .footway, .primary].enumerated() {
      city.streets.append(
        Segment(streetClass: kind, forward: link, backward: link), key: FeatureKey("s\(number)"), from: a, to: b,
        shape: [Point(x: 0, y: 0), Point(x: 1000, y: 0)])
    }
    return city
  }

  private func numbers(_ city: City) throws -> [String: Double] {
    let outcome = try InventoryModel().run(on: city, under: Conditions(), in: TestContext())
    return Dictionary(uniqueKeysWithValues: outcome.indicators.map { ($0.id, $0.value.number ?? .nan) })
  }

  @Test("every street counts once, not per direction, and not when it was taken away")
  func streets() throws {
    var city = city()
    #expect(try numbers(city)["city.street-km"] == 3)
    #expect(try numbers(city)["city.road-km"] == 2)
    city.streets.segments.areRemoved[2] = true
    #expect(try numbers(city)["city.street-km"] == 2)
  }

  @Test("people are those of the zones, or of the buildings that stand where there are no zones")
  func people() throws {
    var city = city()
    var building = Building()
    building.people = 5
    let box = MultiPolygon(Box(minX: 0, minY: 0, maxX: 9, maxY: 9))
    city.buildings.append(building, key: FeatureKey("h0"), footprint: box)
    city.buildings.append(building, key: FeatureKey("h1"), footprint: box)
    #expect(try numbers(city)["city.people"] == 10)
    city.buildings.areRemoved[1] = true
    #expect(try numbers(city)["city.people"] == 5)
    #expect(try numbers(city)["city.buildings"] == 1)
    city.zones.append(key: FeatureKey("z"), name: "", outline: box, people: 7)
    #expect(try numbers(city)["city.people"] == 7)
  }
}

/// A run without a stop.
struct TestContext: RunContext {
  var seed: UInt64 = 1
  var threads = 1
  func advance(to fraction: Double, _ phase: String) throws {}
  func prepared<P: Sendable>(_ name: String, _ make: () throws -> P) throws -> P { try make() }
}
