import Geography
import Modelling
import Observations
import Replica

/// Gauges of a small town in memory: streams 1 (rain, with a key), 2 (level), 3 (level) and 4 (state of a pump, a word).
enum SmallStore {
  static let rain = "http://example.org/def/rain"
  static let level = "http://example.org/def/water-level"
  /// 2026-11-23T12:00:00Z.
  static let noon = Instant(milliseconds: 1_795_435_200_000)

  static func after(_ minutes: Double) -> Instant {
    Instant(milliseconds: noon.milliseconds + Int64(minutes * 60_000))
  }

  static func make() throws -> MemoryStore {
    let store = MemoryStore(utcOffset: 28_800)
    let units = ["mm/h", "m", "m", nil]
    var entities: [any Entity] = [
      Sensor(id: EntityID(1), name: "gauge", description: "", metadata: "none"),
      ObservedProperty(id: EntityID(1), name: "rain", definition: rain, description: ""),
      ObservedProperty(id: EntityID(2), name: "water level", definition: level, description: ""),
      ObservedProperty(id: EntityID(3), name: "pump", definition: "", description: ""),
    ]
    for number in 1...4 {
      let id = Int64(number)
      let position = Coordinate(longitude: (10_140 + Double(number)) / 100, latitude: 3)
      entities += [
        Location(id: EntityID(id), name: "bank", description: "", location: .point(position)),
        Thing(id: EntityID(id), name: "station \(number)", description: "", locations: [EntityID(id)]),
        Datastream(
          id: EntityID(id), key: number == 1 ? "jps/rain-1" : nil, name: "stream \(number)", description: "",
          unitOfMeasurement: UnitOfMeasurement(name: nil, symbol: units[number - 1], definition: nil),
          thing: EntityID(id), sensor: EntityID(1), observedProperty: EntityID([1, 2, 2, 3][number - 1])),
      ]
    }
    try store.change(putting: entities, removing: [])
    return store
  }

  static func sample(_ stream: Int64, _ minutes: Double, _ value: Double) -> Sample {
    Sample(stream: EntityID(stream), time: after(minutes), value: value)
  }

  static func flagged(_ stream: Int64, _ minutes: Double, _ value: Double, _ quality: PlainValue) -> Observation {
    var observation = Observation(sample(stream, minutes, value))
    observation.resultQuality = quality
    return observation
  }

  /// What a test of the quality control says, as it is written.
  static func element(_ code: Double) -> PlainValue {
    .list([.object(["nameOfMeasure": "spike_test", "DQ_Result": .object(["code": .number(code), "term": "fail"])])])
  }
}

extension Profile {
  /// A town without anything in it.
  static let small = Profile(
    name: "Small", country: "MY", timeZone: "Asia/Kuala_Lumpur", languages: ["ms"], currency: "MYR", drivingSide: .left,
    projection: UTM(containing: Coordinate(longitude: 101.4, latitude: 3)))
}
