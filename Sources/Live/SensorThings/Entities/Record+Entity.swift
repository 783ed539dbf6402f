internal import Geography
internal import Modelling
internal import Observations

// Records from the entities of a store, and back.

extension Record {
  /// The record of an entity of a store.
  convenience init(_ entity: any Entity) {
    var links = Links()
    switch entity {
    case let thing as Thing:
      links.locations = thing.locations.map(\.rawValue)
      self.init(
        .thing, id: thing.id.rawValue, key: thing.key,
        fields: [.text(thing.name), .text(thing.description), .object(thing.properties)], links: links)
    case let location as Location:
      self.init(
        .location, id: location.id.rawValue, key: location.key,
        fields: [
          .text(location.name), .text(location.description), .text(location.encodingType), location.location.plain,
          .object(location.properties),
        ], links: links)
    case let past as HistoricalLocation:
      links.thing = past.thing.rawValue
      links.locations = past.locations.map(\.rawValue)
      self.init(.historicalLocation, id: past.id.rawValue, fields: [.text(past.time.text())], links: links)
    case let stream as Datastream:
      links.thing = stream.thing.rawValue
      links.sensor = stream.sensor.rawValue
      links.observedProperty = stream.observedProperty.rawValue
      links.features = stream.features ?? []
      self.init(
        .datastream, id: stream.id.rawValue, key: stream.key,
        fields: [
          .text(stream.name), .text(stream.description), .text(stream.observationType.rawValue),
          stream.unitOfMeasurement.plain, stream.observedArea?.plain ?? .null, .null, .null, .object(stream.properties),
        ], links: links)
    case let sensor as Sensor:
      self.init(
        .sensor, id: sensor.id.rawValue, key: sensor.key,
        fields: [
          .text(sensor.name), .text(sensor.description), .text(sensor.encodingType), sensor.metadata,
          .object(sensor.properties),
        ], links: links)
    case let property as ObservedProperty:
      self.init(
        .observedProperty, id: property.id.rawValue, key: property.key,
        fields: [
          .text(property.name), .text(property.definition), .text(property.description), .object(property.properties),
        ], links: links)
    case let feature as FeatureOfInterest:
      self.init(
        .featureOfInterest, id: feature.id.rawValue, key: feature.key,
        fields: [
          .text(feature.name), .text(feature.description), .text(feature.encodingType), feature.feature.plain,
          .object(feature.properties),
        ], links: links)
    default: preconditionFailure("an entity is one of the seven kinds")
    }
  }

  /// The entity a store keeps of the record.
  var entity: any Entity {
    let name = self["name"].string
    let description = self["description"].string
    let properties = self["properties"].members
    switch type {
    case .thing:
      return Thing(
        id: EntityID(id), key: key, name: name, description: description, properties: properties,
        locations: links.locations.map { EntityID($0) })
    case .location:
      var location = Location(
        id: EntityID(id), key: key, name: name, description: description, location: Geometry(place: self["location"]),
        properties: properties)
      location.encodingType = self["encodingType"].string
      return location
    case .historicalLocation:
      return HistoricalLocation(
        id: EntityID(id), time: Instant(text: self["time"].string) ?? Instant(milliseconds: 0),
        thing: EntityID(links.thing ?? 0), locations: links.locations.map { EntityID($0) })
    case .datastream:
      var area: Geometry?
      if case .object(let object) = self["observedArea"] { area = Geometry(object) }
      var stream = Datastream(
        id: EntityID(id), key: key, name: name, description: description,
        unitOfMeasurement: UnitOfMeasurement(self["unitOfMeasurement"]),
        observationType: ObservationType(rawValue: self["observationType"].string), observedArea: area,
        properties: properties, thing: EntityID(links.thing ?? 0), sensor: EntityID(links.sensor ?? 0),
        observedProperty: EntityID(links.observedProperty ?? 0))
      stream.features = links.features.isEmpty ? nil : links.features
      return stream
    case .sensor:
      return Sensor(
        id: EntityID(id), key: key, name: name, description: description, encodingType: self["encodingType"].string,
        metadata: self["metadata"], properties: properties)
    case .observedProperty:
      return ObservedProperty(
        id: EntityID(id), key: key, name: name, definition: self["definition"].string, description: description,
        properties: properties)
    case .featureOfInterest:
      var feature = FeatureOfInterest(
        id: EntityID(id), key: key, name: name, description: description, feature: Geometry(place: self["feature"]),
        properties: properties)
      feature.encodingType = self["encodingType"].string
      return feature
    case .observation: preconditionFailure("an observation has no record")
    }
  }
}

extension PlainValue {
  /// The text; empty where it is none.
  var string: String {
    if case .text(let text) = self { text } else { "" }
  }

  /// The members; none where it is no object.
  var members: [String: PlainValue] {
    if case .object(let members) = self { members } else { [:] }
  }
}

extension Geometry {
  /// Under what a place that is no object lies in the store: an address, directions in words.
  private static let words = "@place"

  /// The geometry of a place in whatever encoding: GeoJSON, or what is none in a wrapping of its own.
  init(place: PlainValue) {
    if case .object(let members) = place { self.init(members) } else { self = .other([Self.words: place]) }
  }

  /// The object of GeoJSON, or what stands in its place.
  var plain: PlainValue {
    func position(_ coordinate: Coordinate) -> PlainValue {
      .list([.number(coordinate.longitude), .number(coordinate.latitude)])
    }
    return switch self {
    case .point(let place): .object(["type": "Point", "coordinates": position(place)])
    case .line(let line): .object(["type": "LineString", "coordinates": .list(line.map(position))])
    case .polygon(let rings):
      .object(["type": "Polygon", "coordinates": .list(rings.map { .list($0.map(position)) })])
    case .other(let object): object.count == 1 ? object[Self.words] ?? .object(object) : .object(object)
    }
  }
}

extension UnitOfMeasurement {
  /// The unit of an object.
  init(_ value: PlainValue) {
    func text(_ name: String) -> String? {
      if case .text(let text)? = value.members[name] { text } else { nil }
    }
    self.init(name: text("name"), symbol: text("symbol"), definition: text("definition"))
  }

  /// The object.
  var plain: PlainValue {
    func text(_ text: String?) -> PlainValue { text.map(PlainValue.text) ?? .null }
    return .object(["name": text(name), "symbol": text(symbol), "definition": text(definition)])
  }
}
