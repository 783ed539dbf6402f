import Geography
import Modelling
public import Observations
import Replica

/// The devices of a city as SensorThings describes them; ids count from 1 within each kind.
public struct SensorNetwork: Sendable, Codable, Equatable {
  /// The devices.
  public private(set) var things: [Thing] = []
  /// Where they stand, one each.
  public private(set) var locations: [Location] = []
  /// How they measure, one a kind of device.
  public private(set) var sensors: [Sensor] = []
  /// What they measure.
  public private(set) var observedProperties: [ObservedProperty] = []
  /// Their streams.
  public private(set) var datastreams: [Datastream] = []

  init(city: City, devices: [Device], streams: [Stream], cadence: Cadence) {
    for (index, kind) in DeviceKind.allCases.enumerated() {
      let words = kind.words
      sensors.append(
        Sensor(
          id: EntityID(Int64(index + 1)), key: "sandbox/sensor/\(kind.rawValue)", name: words.sensor,
          description: words.how, metadata: "Made up by kembar sandbox"))
    }
    for (index, kind) in StreamKind.allCases.enumerated() {
      let property = kind.property
      observedProperties.append(
        ObservedProperty(
          id: EntityID(Int64(index + 1)), key: "sandbox/property/\(kind.rawValue)", name: property.name,
          definition: property.definition, description: property.description))
    }
    for (number, device) in devices.enumerated() {
      let position = Geometry.point(Self.rounded(city.profile.projection.unproject(device.place)))
      let near = device.near.isEmpty ? "" : ", \(device.near)"
      let name = "\(device.kind.words.name) \(device.number)\(near)"
      locations.append(
        Location(
          id: EntityID(Int64(number + 1)), key: device.key + "/location", name: name, description: "Where it stands.",
          location: position))
      var thing = Thing(
        id: EntityID(Int64(number + 1)), key: device.key, name: name,
        description: "\(device.kind.words.name) of the made-up city of \(city.profile.name).",
        locations: [EntityID(Int64(number + 1))])
      thing.properties["kind"] = .text(device.kind.rawValue)
      if let segment = device.segment {
        thing.properties["street"] = .text(city.streets.segments.keys[segment.index].text)
      }
      if let catchment = device.catchment {
        func level(_ share: Double) -> PlainValue {
          .number(((catchment.bed + catchment.depth * share) * 100).rounded() / 100)
        }
        thing.properties["normal"] = level(0.4)
        thing.properties["alert"] = level(0.7)
        thing.properties["warning"] = level(0.85)
        thing.properties["danger"] = level(1)
      }
      things.append(thing)
      for (place, kind) in device.kind.streams.enumerated() {
        let stream = device.firstStream + place
        let minutes = cadence == .hourly ? 60 : kind.interval
        datastreams.append(
          Datastream(
            id: EntityID(Int64(stream + 1)), key: "\(device.key)/\(kind.rawValue)",
            name: "\(kind.property.name), \(name)", description: kind.property.description,
            unitOfMeasurement: kind.unit,
            observationType: kind == .cars || kind == .motorcycles ? .count : .measurement, observedArea: position,
            properties: ["interval": .text("PT\(minutes)M"), "decimals": .number(Double(kind.decimals))],
            thing: thing.id,
            sensor: EntityID(Int64((DeviceKind.allCases.firstIndex(of: device.kind) ?? 0) + 1)),
            observedProperty: EntityID(Int64((StreamKind.allCases.firstIndex(of: kind) ?? 0) + 1))))
      }
    }
  }

  /// Positions to a tenth of a metre: no device stands more exactly, and the last digits hang on the system's sine.
  private static func rounded(_ coordinate: Coordinate) -> Coordinate {
    Coordinate(
      longitude: (coordinate.longitude * 1e6).rounded() / 1e6, latitude: (coordinate.latitude * 1e6).rounded() / 1e6)
  }

  /// Puts everything into a store, in an order in which each finds what it refers to.
  public func register(in store: some ObservationStore) throws {
    for entity in locations { try store.put(entity) }
    for entity in things { try store.put(entity) }
    for entity in sensors { try store.put(entity) }
    for entity in observedProperties { try store.put(entity) }
    for entity in datastreams { try store.put(entity) }
  }
}
