import Foundation
import Modelling
import Observations

/// What the child's stores have: one thing with some streams.
enum Town {
  static func furnish(_ store: any ObservationStore, streams: Int64) throws {
    guard try store.entities(Datastream.self).isEmpty else { return }
    let unit = UnitOfMeasurement(name: "metre", symbol: "m", definition: "ucum:m")
    let things: [any Entity] = [
      Thing(id: EntityID(1), name: "Gauge", description: ""),
      Sensor(id: EntityID(1), name: "Radar", description: "", metadata: ""),
      ObservedProperty(id: EntityID(1), name: "Level", definition: "", description: ""),
    ]
    let all = (1...streams).map {
      Datastream(
        id: EntityID($0), name: "Level", description: "", unitOfMeasurement: unit, thing: EntityID(1),
        sensor: EntityID(1), observedProperty: EntityID(1))
    }
    try store.change(putting: things + all, removing: [])
  }

  /// Minutes after the beginning of 2026-10-31, UTC: a day later the month ends.
  static func moment(_ minutes: Int) -> Instant { Instant(milliseconds: 1_793_404_800_000 + Int64(minutes) * 60_000) }

  static func plain(_ stream: Int64, _ minutes: Int, _ value: Double) -> Observation {
    Observation(Sample(stream: EntityID(stream), time: moment(minutes), value: value))
  }
}
