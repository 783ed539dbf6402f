public import Geography
public import Observations

/// What the watch knows of a stream: what chooses it, and what an alert says of it.
public struct WatchedStream: Hashable, Sendable {
  /// The stream.
  public var id: EntityID<Datastream>
  /// Its key.
  public var key: String?
  /// Its name.
  public var name: String
  /// The symbol of its unit; empty without one.
  public var unit: String
  /// The observed property's key and name.
  public var property: NamedEntity
  /// The thing's key and name.
  public var thing: NamedEntity
  /// Where the thing stands; nothing when that is not known.
  public var place: Coordinate?

  /// What is known of a stream.
  public init(
    id: EntityID<Datastream>, key: String? = nil, name: String, unit: String, property: NamedEntity, thing: NamedEntity,
    place: Coordinate? = nil
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.unit = unit
    self.property = property
    self.thing = thing
    self.place = place
  }

  /// All streams of a store, by number. O(entities).
  public static func all(in store: any ObservationStore) throws -> [WatchedStream] {
    var places: [EntityID<Location>: Coordinate] = [:]
    for location in try store.entities(Location.self) { places[location.id] = location.location.middle }
    var things: [EntityID<Thing>: Thing] = [:]
    for thing in try store.entities(Thing.self) { things[thing.id] = thing }
    var properties: [EntityID<ObservedProperty>: ObservedProperty] = [:]
    for property in try store.entities(ObservedProperty.self) { properties[property.id] = property }
    return try store.entities(Datastream.self).map { stream in
      let thing = things[stream.thing]
      let property = properties[stream.observedProperty]
      return WatchedStream(
        id: stream.id, key: stream.key, name: stream.name, unit: stream.unitOfMeasurement.symbol ?? "",
        property: NamedEntity(key: property?.key, name: property?.name ?? ""),
        thing: NamedEntity(key: thing?.key, name: thing?.name ?? ""),
        place: thing?.locations.lazy.compactMap { places[$0] }.first)
    }
  }
}

/// The key and the name of an entity.
public struct NamedEntity: Hashable, Sendable {
  /// Its name for ever.
  public var key: String?
  /// What people call it.
  public var name: String

  /// A key and a name.
  public init(key: String? = nil, name: String) {
    self.key = key
    self.name = name
  }

  /// Whether a word is its key or its name.
  func isCalled(_ word: String) -> Bool { word == key || word == name }

  /// Whether one of some words is its key or its name.
  func isCalled(anyOf words: Set<String>) -> Bool { words.contains(name) || key.map(words.contains) ?? false }
}

extension Geometry {
  /// A point for it: its own, or the middle of its corners; nothing for a geometry that is kept as it came.
  var middle: Coordinate? {
    let corners: [Coordinate]
    switch self {
    case .point(let position): return position.isValid ? position : nil
    case .line(let line): corners = line
    case .polygon(let rings): corners = rings.first.map { Array($0.dropLast()) } ?? []
    case .other: return nil
    }
    guard !corners.isEmpty, corners.allSatisfy(\.isValid) else { return nil }
    let count = Double(corners.count)
    return Coordinate(
      longitude: corners.reduce(0) { $0 + $1.longitude } / count,
      latitude: corners.reduce(0) { $0 + $1.latitude } / count)
  }
}
