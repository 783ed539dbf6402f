import Geography
import Modelling
import Observations
import Testing
import Watch

/// A river gauge and what tests do with it: times in minutes after a Monday's midnight, UTC.
enum Gauge {
  static let stream = EntityID<Datastream>(1)

  static func streams(_ count: Int = 1, unit: String = "m") -> [WatchedStream] {
    (1...count).map {
      WatchedStream(
        id: EntityID(Int64($0)), key: "gauge/\($0)", name: "Level \($0)", unit: unit,
        property: NamedEntity(key: "water-level", name: "Water level"),
        thing: NamedEntity(key: "station/\($0)", name: "Station \($0)"),
        place: Coordinate(longitude: 101.69 + Double($0 - 1) * 0.001, latitude: 3.15))
    }
  }

  /// Monday 2026-01-05T00:00:00Z and so many minutes.
  static func at(_ minutes: Double) -> Instant { Instant(milliseconds: 1_767_571_200_000 + Int64(minutes * 60_000)) }

  static func reading(
    _ value: PlainValue, at minutes: Double, of stream: EntityID<Datastream> = stream, quality: PlainValue? = nil
  ) -> StoredObservation {
    let observation = Observation(
      datastream: stream, phenomenonTime: TimeSpan(at: at(minutes)), result: value, resultQuality: quality)
    return StoredObservation(id: ObservationID(stream: stream, time: at(minutes)), observation: observation)
  }

  static func rules(_ text: String) throws -> [WatchRule] { try RuleReader.rules(in: text, file: "watch/test.yaml") }

  static func watcher(_ text: String, streams: [WatchedStream] = streams(), sources: WatchSources = WatchSources())
    throws -> Watcher
  {
    Watcher(rules: try rules(text), streams: streams, sources: sources)
  }
}

extension Watcher {
  /// One value at its own minute; what changed, with the level's number.
  mutating func see(_ value: Double, at minutes: Double, quality: PlainValue? = nil) -> [String] {
    observe([Gauge.reading(.number(value), at: minutes, quality: quality)], at: Gauge.at(minutes)).map(\.word)
  }
}

extension AlertEvent {
  /// `raised 2`: the change and the level after it.
  var word: String { change == .cleared ? "cleared" : "\(change.rawValue) \(alert.levelNumber)" }
}

extension Gauge {
  /// A station with a level in a store.
  static func fill(_ store: MemoryStore) throws {
    try store.put(
      Location(
        id: EntityID(1), name: "bridge", description: "at the bridge",
        location: .point(Coordinate(longitude: 101.69, latitude: 3.15))))
    try store.put(
      Thing(id: EntityID(1), key: "station/1", name: "Station 1", description: "", locations: [EntityID(1)]))
    try store.put(Sensor(id: EntityID(1), name: "radar", description: "", metadata: ""))
    try store.put(
      ObservedProperty(id: EntityID(1), key: "water-level", name: "Water level", definition: "", description: ""))
    try store.put(
      Datastream(
        id: stream, key: "gauge/1", name: "Level 1", description: "",
        unitOfMeasurement: UnitOfMeasurement(name: "metre", symbol: "m", definition: nil), thing: EntityID(1),
        sensor: EntityID(1), observedProperty: EntityID(1)))
  }
}
