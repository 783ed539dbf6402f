public import Geography
public import Modelling
public import Observations

/// What there is to know of streams beside their observations: names, units, and where they stand and stood.
///
/// Made once from a store and kept until an entity changes; states of many moments share it.
public struct StreamDirectory: Sendable {
  /// A stream.
  public struct Line: Sendable {
    /// Its number in the store.
    public let stream: EntityID<Datastream>
    /// Its name for ever: its key, and where it has none `Datastreams(12)`.
    public let key: String
    /// What people call it.
    public let name: String
    /// The definition of its property, and where that is empty the property's name.
    public let property: String
    /// What people call its property.
    public let propertyName: String
    /// The symbol of its unit; empty where it has none.
    public let unit: String
    let thing: EntityID<Thing>
    let features: [FeatureSince]
  }

  /// The streams, by number.
  public let lines: [Line]
  private var places: [EntityID<Location>: Coordinate] = [:]
  private var features: [EntityID<FeatureOfInterest>: Coordinate] = [:]
  private var now: [EntityID<Thing>: [EntityID<Location>]] = [:]
  private var past: [EntityID<Thing>: [HistoricalLocation]] = [:]

  /// The directory of a store. O(entities).
  public init(_ store: any ObservationStore) throws {
    let properties = try store.entities(ObservedProperty.self)
    let named = Dictionary(properties.map { ($0.id, $0) }) { first, _ in first }
    lines = try store.entities(Datastream.self).map { stream in
      let property = named[stream.observedProperty]
      let name = property?.name ?? ""
      return Line(
        stream: stream.id, key: stream.key ?? "Datastreams(\(stream.id.rawValue))", name: stream.name,
        property: property.map { $0.definition.isEmpty ? name : $0.definition } ?? "", propertyName: name,
        unit: stream.unitOfMeasurement.symbol ?? "", thing: stream.thing, features: stream.features ?? [])
    }
    for place in try store.entities(Location.self) { places[place.id] = place.location.middle }
    for feature in try store.entities(FeatureOfInterest.self) { features[feature.id] = feature.feature.middle }
    for thing in try store.entities(Thing.self) { now[thing.id] = thing.locations }
    for step in try store.entities(HistoricalLocation.self) { past[step.thing, default: []].append(step) }
    for thing in past.keys { past[thing]?.sort { ($0.time, $0.id) < ($1.time, $1.id) } }
  }

  /// Where an observation of a stream was made: the place of its feature, that of the stream at the moment, that of its thing then,
  /// or nothing.
  public func place(
    of line: Line, at moment: Instant, feature: EntityID<FeatureOfInterest>? = nil
  ) -> Coordinate? {
    if let feature, let place = features[feature] { return place }
    if let since = line.features.last(where: { $0.time <= moment }), let place = features[since.feature] {
      return place
    }
    let steps = past[line.thing] ?? []
    let step = steps.last { $0.time <= moment } ?? steps.first
    return (step?.locations ?? now[line.thing] ?? []).lazy.compactMap { places[$0] }.first
  }
}

extension Geometry {
  /// A position that stands for it: a point itself, otherwise the mean of its corners; nothing where it has none.
  var middle: Coordinate? {
    switch self {
    case .point(let position): return position.isValid ? position : nil
    case .line(let line): return Self.mean(line)
    case .polygon(let rings): return Self.mean((rings.first ?? []).dropLast())
    case .other(let object):
      var found: [Coordinate] = []
      if case .object(let inner) = object["geometry"] { return Geometry(inner).middle }
      if let coordinates = object["coordinates"] { Self.collect(coordinates, &found, depth: 0) }
      return Self.mean(found)
    }
  }

  private static func collect(_ value: PlainValue, _ found: inout [Coordinate], depth: Int) {
    guard depth < 6, case .list(let parts) = value else { return }
    if parts.count >= 2, case .number(let longitude) = parts[0], case .number(let latitude) = parts[1] {
      found.append(Coordinate(longitude: longitude, latitude: latitude))
    } else {
      for part in parts { collect(part, &found, depth: depth + 1) }
    }
  }

  private static func mean(_ positions: some Collection<Coordinate>) -> Coordinate? {
    guard !positions.isEmpty, positions.allSatisfy(\.isValid) else { return nil }
    let count = Double(positions.count)
    return Coordinate(
      longitude: positions.reduce(0) { $0 + $1.longitude } / count,
      latitude: positions.reduce(0) { $0 + $1.latitude } / count)
  }
}
