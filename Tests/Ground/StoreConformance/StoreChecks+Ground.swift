import Geography
import Modelling
import Observations

// What the checks stand on.
extension StoreChecks {
  static let ever = Instant(milliseconds: .min / 4)..<Instant(milliseconds: .max / 4)

  /// Minutes after a full local hour.
  static func at(_ minutes: Int) -> Instant {
    Instant(milliseconds: 1_740_758_400_000 + Int64(minutes) * 60_000)
  }

  static func stream(_ id: Int64, thing: Int64) -> Datastream {
    Datastream(
      id: EntityID(id), name: "Level", description: "",
      unitOfMeasurement: UnitOfMeasurement(name: "metre", symbol: "m", definition: "ucum:m"), thing: EntityID(thing),
      sensor: EntityID(1), observedProperty: EntityID(1))
  }

  static func furnish(_ store: any ObservationStore, streams: Int64) throws -> [EntityID<Datastream>] {
    try store.put(
      Location(
        id: EntityID(1), name: "Bridge", description: "", location: .point(Coordinate(longitude: 100, latitude: 4))))
    try store.put(
      Thing(id: EntityID(1), key: "test/thing", name: "Gauge", description: "", locations: [EntityID(1)]))
    try store.put(Sensor(id: EntityID(1), name: "Radar", description: "", metadata: ""))
    try store.put(ObservedProperty(id: EntityID(1), name: "Level", definition: "", description: ""))
    return try (1...streams).map { id in
      try store.put(stream(id, thing: 1))
      return EntityID(id)
    }
  }

  static func expect(_ holds: @autoclosure () throws -> Bool, _ otherwise: String) throws {
    guard try holds() else { throw NotConforming(description: otherwise) }
  }

  static func require<Value>(_ value: Value?, _ otherwise: String) throws -> Value {
    guard let value else { throw NotConforming(description: otherwise) }
    return value
  }

  static func refuse(_ what: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch is StoreError {
      return
    }
    throw NotConforming(description: "it took \(what)")
  }
}
