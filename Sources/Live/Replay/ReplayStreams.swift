public import Observations

/// Streams of a replay's own: copies of streams with their things, places, sensors and properties, whose keys begin with
/// `replay/NAME/` and whose properties name what they repeat.
public struct ReplayStreams: Sendable {
  /// The copy of each stream.
  public private(set) var streams: [EntityID<Datastream>: EntityID<Datastream>] = [:]
  /// The copies, to be put into a store at once: `change(putting: entities, removing: [])`.
  public private(set) var entities: [any Entity] = []

  /// Copies of streams of a store for a replay of a name; `number` gives the next free number of a kind in the store they are for.
  ///
  /// Throws ``StoreError`` where a stream is not there.
  public init(
    _ name: String, of given: some Sequence<EntityID<Datastream>>, in store: any ObservationStore,
    number: (EntityKind) throws -> Int64
  ) throws {
    let prefix = "replay/\(name)/"
    var things: [EntityID<Thing>: EntityID<Thing>] = [:]
    var places: [EntityID<Location>: EntityID<Location>] = [:]
    var sensors: [EntityID<Sensor>: EntityID<Sensor>] = [:]
    var properties: [EntityID<ObservedProperty>: EntityID<ObservedProperty>] = [:]
    func key(_ entity: some Entity) -> String {
      prefix + (entity.key ?? "\(type(of: entity).kind.rawValue)(\(entity.id.rawValue))")
    }
    func mark(_ entity: some Entity, _ properties: [String: PlainValue]) -> [String: PlainValue] {
      var marked = properties
      marked[Replayed.mark] = .text(entity.key ?? "\(type(of: entity).kind.rawValue)(\(entity.id.rawValue))")
      marked[Replayed.name] = .text(name)
      return marked
    }
    var made: [any Entity] = []
    for id in Set(given).sorted() {
      guard var stream: Datastream = try store.entity(id) else { throw StoreError.unknownStream(id) }
      if things[stream.thing] == nil, var thing: Thing = try store.entity(stream.thing) {
        for place in thing.locations where places[place] == nil {
          guard var copy: Location = try store.entity(place) else { continue }
          (copy.key, copy.properties) = (key(copy), mark(copy, copy.properties))
          copy.id = EntityID(try number(.locations))
          places[place] = copy.id
          made.append(copy)
        }
        (thing.key, thing.properties) = (key(thing), mark(thing, thing.properties))
        thing.name = "Replay \(name): \(thing.name)"
        thing.locations = thing.locations.compactMap { places[$0] }
        thing.id = EntityID(try number(.things))
        things[stream.thing] = thing.id
        made.append(thing)
      }
      if sensors[stream.sensor] == nil, var sensor: Sensor = try store.entity(stream.sensor) {
        (sensor.key, sensor.properties) = (key(sensor), mark(sensor, sensor.properties))
        sensor.id = EntityID(try number(.sensors))
        sensors[stream.sensor] = sensor.id
        made.append(sensor)
      }
      if properties[stream.observedProperty] == nil,
        var property: ObservedProperty = try store.entity(stream.observedProperty)
      {
        (property.key, property.properties) = (key(property), mark(property, property.properties))
        property.id = EntityID(try number(.observedProperties))
        properties[stream.observedProperty] = property.id
        made.append(property)
      }
      guard let thing = things[stream.thing], let sensor = sensors[stream.sensor],
        let property = properties[stream.observedProperty]
      else { throw StoreError.unknownStream(id) }
      (stream.key, stream.properties) = (key(stream), mark(stream, stream.properties))
      stream.name = "Replay \(name): \(stream.name)"
      (stream.thing, stream.sensor, stream.observedProperty) = (thing, sensor, property)
      (stream.features, stream.phenomenonTime, stream.resultTime) = (nil, nil, nil)
      stream.id = EntityID(try number(.datastreams))
      streams[id] = stream.id
      made.append(stream)
    }
    entities = made
  }

  /// Numbers behind the greatest of each kind in a store; for a store to which no one else adds at the same time.
  public static func numbers(behind store: any ObservationStore) throws -> (EntityKind) throws -> Int64 {
    var greatest: [EntityKind: Int64] = [
      .things: try store.entities(Thing.self).map(\.id.rawValue).max() ?? 0,
      .locations: try store.entities(Location.self).map(\.id.rawValue).max() ?? 0,
      .sensors: try store.entities(Sensor.self).map(\.id.rawValue).max() ?? 0,
      .observedProperties: try store.entities(ObservedProperty.self).map(\.id.rawValue).max() ?? 0,
      .datastreams: try store.entities(Datastream.self).map(\.id.rawValue).max() ?? 0,
    ]
    return { kind in
      greatest[kind, default: 0] += 1
      return greatest[kind, default: 0]
    }
  }
}
