public import Observations

/// Makes entities of what feeds tell of, each once by its key, and observations of their readings.
///
/// It remembers what it made; a store that others change too is told by ``init(_:)`` anew. A value without locks.
public struct FeedRegistrar: Sendable {
  private var things: [String: Thing] = [:]
  private var locations: [String: Location] = [:]
  private var sensors: [String: Sensor] = [:]
  private var properties: [String: ObservedProperty] = [:]
  private var streams: [String: Datastream] = [:]

  /// Knows the entities of a store that have keys. O(entities).
  public init(_ store: some ObservationStore) throws {
    func keyed<Kind: Entity>(_: Kind.Type) throws -> [String: Kind] {
      var keyed: [String: Kind] = [:]
      for entity in try store.entities(Kind.self) {
        if let key = entity.key { keyed[key] = entity }
      }
      return keyed
    }
    things = try keyed(Thing.self)
    locations = try keyed(Location.self)
    sensors = try keyed(Sensor.self)
    properties = try keyed(ObservedProperty.self)
    // The times of a stream are the store's own.
    streams = try keyed(Datastream.self).mapValues {
      var stream = $0
      (stream.phenomenonTime, stream.resultTime) = (nil, nil)
      return stream
    }
  }

  /// The number of a stream by its key.
  public func stream(_ key: String) -> EntityID<Datastream>? { streams[key]?.id }

  /// The entities a batch makes or changes, to be put together in one change before its readings; none where all are known.
  ///
  /// `number` gives a new number for an entity of a kind. What people wrote into an entity's `properties` beside the feed's own names stays.
  public mutating func entities(of batch: FeedBatch, number: (EntityKind) -> Int64) -> [any Entity] {
    var made: [EntityReference: any Entity] = [:]
    var order: [EntityReference] = []
    func add(_ entity: any Entity) {
      if made.updateValue(entity, forKey: entity.reference) == nil { order.append(entity.reference) }
    }
    for told in batch.things {
      var thing =
        things[told.key]
        ?? Thing(id: EntityID(number(.things)), key: told.key, name: told.name, description: told.description)
      let before = things[told.key]
      (thing.name, thing.description) = (told.name, told.description.isEmpty ? told.name : told.description)
      thing.properties.merge(told.properties) { $1 }
      if let place = told.place {
        let old = locations[told.key]
        var location =
          old
          ?? Location(
            id: EntityID(number(.locations)), key: told.key, name: told.name,
            description: "Where \(told.name) is.", location: .point(place))
        location.location = .point(place)
        if location != old {
          locations[told.key] = location
          add(location)
        }
        if !thing.locations.contains(location.id) { thing.locations = [location.id] }
      }
      if thing != before {
        things[told.key] = thing
        add(thing)
      }
    }
    for told in batch.streams {
      guard let thing = things[told.thing] else { continue }
      let feed = told.key.split(separator: "/").first.map(String.init) ?? told.key
      let sensorKey = "feed/\(feed)"
      let sensor =
        sensors[sensorKey]
        ?? Sensor(
          id: EntityID(number(.sensors)), key: sensorKey, name: "Feed \(feed)",
          description: "Readings fetched by the feed \(feed).", metadata: .text("feeds/\(feed).yaml"))
      if sensors.updateValue(sensor, forKey: sensorKey) == nil { add(sensor) }
      let propertyKey = "property/\(Slug.of(told.property))"
      let property =
        properties[propertyKey]
        ?? ObservedProperty(
          id: EntityID(number(.observedProperties)), key: propertyKey, name: told.property,
          definition: told.definition, description: told.property)
      if properties.updateValue(property, forKey: propertyKey) == nil { add(property) }
      let before = streams[told.key]
      var stream =
        before
        ?? Datastream(
          id: EntityID(number(.datastreams)), key: told.key, name: told.name, description: told.description,
          unitOfMeasurement: told.unit, observationType: told.type, thing: thing.id, sensor: sensor.id,
          observedProperty: property.id)
      (stream.name, stream.description, stream.unitOfMeasurement) = (told.name, told.description, told.unit)
      stream.properties.merge(told.properties) { $1 }
      if stream != before {
        streams[told.key] = stream
        add(stream)
      }
    }
    return order.compactMap { made[$0] }
  }

  /// The observations of a batch's readings; those of streams that were never told of are left out.
  public func observations(of batch: FeedBatch) -> [Observation] {
    batch.readings.compactMap { reading in
      streams[reading.stream].map {
        Observation(datastream: $0.id, phenomenonTime: TimeSpan(at: reading.time), result: reading.result)
      }
    }
  }
}
