import Features
import Geography
import Modelling
import Observations
import State
import Testing

/// A store's streams as features, by the state of a moment: what a door does.
private func sensors(of store: any ObservationStore, at moment: Instant) throws -> SensorCollection {
  let directory = try StreamDirectory(store)
  let state = try LiveState(
    of: store, at: moment, using: UseRules(greatestAge: .infinity, worstQuality: .bad), knowing: directory)
  let read = state.readings.map {
    SensorFeature(
      key: $0.key, place: $0.place, name: $0.name, property: $0.propertyName, definition: $0.property, unit: $0.unit,
      time: $0.time, value: $0.result, quality: $0.quality.word, age: $0.age)
  }
  let silent = Set(state.leftOut.map(\.stream))
  return SensorCollection(
    read
      + directory.lines.filter { silent.contains($0.stream) }.map {
        SensorFeature(
          key: $0.key, place: directory.place(of: $0, at: moment), name: $0.name, property: $0.propertyName,
          definition: $0.property, unit: $0.unit)
      })
}

@Suite("Sensors with their latest values")
struct SensorsOfStateTests {
  @Test("Every stream of a store is a feature, with its latest value, age and quality, or without")
  func ofAStore() throws {
    let store = MemoryStore()
    var entities: [any Entity] = [
      Sensor(id: EntityID(1), name: "gauge", description: "", metadata: "none"),
      ObservedProperty(id: EntityID(1), name: "water level", definition: "http://example.org/level", description: ""),
      Location(
        id: EntityID(1), name: "bank", description: "", location: .point(Coordinate(longitude: 101.5, latitude: 3))),
      Thing(id: EntityID(1), name: "station", description: "", locations: [EntityID(1)]),
    ]
    for id in 1...3 as ClosedRange<Int64> {
      entities.append(
        Datastream(
          id: EntityID(id), key: id == 1 ? "jps/klang" : nil, name: "level \(id)", description: "",
          unitOfMeasurement: UnitOfMeasurement(name: nil, symbol: "m", definition: nil), thing: EntityID(1),
          sensor: EntityID(1), observedProperty: EntityID(1)))
    }
    try store.change(putting: entities, removing: [])
    let before = Instant(milliseconds: FeatureTown.noon.milliseconds - 90_000)
    try store.append([Sample(stream: EntityID(1), time: before, value: 2.5)])
    var flagged = Observation(Sample(stream: EntityID(2), time: before, value: 99))
    flagged.resultQuality = "fail"
    try store.record([flagged])

    let asked = Asked(FeatureTown.city(0), sensors: try sensors(of: store, at: FeatureTown.noon))
    let features = try asked.json("/collections/sensors/items")["features"].list
    #expect(features.map { $0["id"].text } == ["Datastreams(2)", "Datastreams(3)", "jps/klang"])
    let level = features[2]["properties"]
    #expect(level["value"].number == 2.5 && level["age"].number == 90 && level["unit"].text == "m")
    #expect(level["time"].text == "2026-11-23T11:58:30Z" && level["quality"].text == "good")
    #expect(features[2]["geometry"]["coordinates"][0].number == 101.5)
    #expect(features[0]["properties"]["quality"].text == "bad")
    #expect(features[1]["properties"]["value"] == .null && features[1]["properties"]["property"].text == "water level")
    #expect(try asked.json("/collections/sensors/items/jps/klang")["id"].text == "jps/klang")
    #expect(try asked.keys("sensors", "quality=good&bbox=101,2,102,4") == ["jps/klang"])
  }
}
