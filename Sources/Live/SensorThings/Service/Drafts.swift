internal import Modelling
internal import Observations

/// Reads the properties of entities out of what clients send. What stands beside an `@iot.id`, and control information, is ignored; members that
/// nobody knows are kept in `properties`, of an observation in `parameters`.
enum Drafts {
  /// Properties without which an entity is not created.
  private static func needed(_ type: EntityType) -> [String] {
    switch type {
    case .thing: ["name", "description"]
    case .location: ["name", "description", "encodingType", "location"]
    case .historicalLocation: ["time"]
    case .datastream: ["name", "description", "observationType", "unitOfMeasurement"]
    case .sensor: ["name", "description", "encodingType", "metadata"]
    case .observedProperty: ["name", "definition", "description"]
    case .observation: ["result"]
    case .featureOfInterest: ["name", "description", "encodingType", "feature"]
    }
  }

  /// The properties of an entity from a body, over those it had, if it had any; `isWhole` says that what is not in the body is not there.
  static func fields(
    _ type: EntityType, _ body: [String: PlainValue], over old: [PlainValue]? = nil, isWhole: Bool = true
  ) throws -> [PlainValue] {
    if isWhole {
      for name in needed(type) where body[name] == nil || body[name] == .null && name != "metadata" {
        throw Refusal(400, "A \(type.rawValue) needs its \(name): \(needed(type).joined(separator: ", ")).")
      }
    }
    var fields = try type.properties.enumerated().map { place, name in
      guard let value = body[name] else {
        if let old, !isWhole { return old[place] }
        return name == "properties" ? .object([:]) : .null
      }
      return try checked(value, name, of: type)
    }
    try checkPlace(type, fields)
    if let place = type.properties.firstIndex(of: "properties") {
      var members = fields[place].members
      for (name, value) in unknown(type, body) where members[name] == nil { members[name] = value }
      fields[place] = .object(members)
    }
    return fields
  }

  /// Members that are neither properties, ways nor control information.
  private static func unknown(_ type: EntityType, _ body: [String: PlainValue]) -> [String: PlainValue] {
    body.filter { name, _ in !type.properties.contains(name) && type.navigation(name) == nil && !name.contains("@") }
  }

  /// A property's value, if it is of the right kind.
  private static func checked(_ value: PlainValue, _ name: String, of type: EntityType) throws -> PlainValue {
    func refusal(_ what: String) -> Refusal { Refusal(400, "The \(name) of a \(type.rawValue) is \(what).") }
    switch name {
    case "properties":
      if value == .null { return .object([:]) }
      guard case .object = value else { throw refusal("an object") }
    case "name", "description", "encodingType", "definition", "observationType":
      guard case .text = value else { throw refusal("a text") }
    case "unitOfMeasurement":
      guard case .object(let members) = value,
        members.values.allSatisfy({ if case .text = $0 { true } else { $0 == .null } })
      else { throw refusal("an object of name, symbol and definition, each a text or null") }
    case "observedArea":
      guard value == .null || isGeoJSON(value) else { throw refusal(Self.geoJSON) }
    case "time":
      guard case .text(let text) = value, let moment = Instant(text: text) else {
        throw refusal("a time such as 2025-01-31T16:00:00Z")
      }
      return .text(moment.text())
    case "phenomenonTime", "resultTime": return .null
    default: break
    }
    return value
  }

  /// Looks whether a place is what its encoding says: an object of GeoJSON, or in any other encoding whatever its owner puts there.
  private static func checkPlace(_ type: EntityType, _ fields: [PlainValue]) throws {
    let name = type == .location ? "location" : "feature"
    guard type == .location || type == .featureOfInterest,
      let place = type.properties.firstIndex(of: name), let encoding = type.properties.firstIndex(of: "encodingType")
    else { return }
    guard fields[encoding].string.lowercased().contains("json"), !isGeoJSON(fields[place]) else { return }
    throw Refusal(400, "The \(name) of a \(type.rawValue) is \(geoJSON).")
  }

  private static let geoJSON = "an object of GeoJSON, such as {\"type\": \"Point\", \"coordinates\": [101.1, 4.6]}"

  /// Whether a value is an object of GeoJSON.
  static func isGeoJSON(_ value: PlainValue) -> Bool {
    if case .object(let members) = value, case .text(let kind)? = members["type"] {
      geometries.contains(kind)
    } else {
      false
    }
  }

  private static let geometries: Set = [
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection", "Feature",
    "FeatureCollection",
  ]

  // MARK: - Observations

  /// An observation as the members that are written of it.
  static func document(of stored: StoredObservation) -> [String: PlainValue] {
    let observation = stored.observation
    return [
      "id": .text(stored.id.text), "phenomenonTime": .text(observation.phenomenonTime.text),
      "resultTime": observation.resultTime.map { .text($0.text()) } ?? .null, "result": observation.result,
      "resultQuality": observation.resultQuality ?? .null,
      "validTime": observation.validTime.map { .text($0.text) } ?? .null, "parameters": .object(observation.parameters),
    ]
  }

  /// An observation from a body. `moment` is when it was made where the body does not say it.
  static func observation(
    _ body: [String: PlainValue], of stream: Int64, feature: Int64?, moment: () -> Instant
  ) throws -> Observation {
    guard let result = body["result"] else { throw Refusal(400, "An Observation needs its result.") }
    func time<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
      switch body[name] {
      case nil, .null: return nil
      case .text(let text):
        if let value = read(text) { return value }
        throw Refusal(
          400,
          "The \(name) of an Observation, \"\(text.prefix(60))\", is no time such as 2025-01-31T16:00:00Z, with its Z or its offset."
        )
      default: throw Refusal(400, "The \(name) of an Observation is a text such as 2025-01-31T16:00:00Z.")
      }
    }
    var observation = Observation(
      datastream: EntityID(stream),
      phenomenonTime: try time("phenomenonTime") { TimeSpan(text: $0) } ?? TimeSpan(at: moment()),
      resultTime: try time("resultTime") { Instant(text: $0) }, result: result,
      validTime: try time("validTime") { TimeSpan(text: $0) })
    if let quality = body["resultQuality"], quality != .null { observation.resultQuality = quality }
    switch body["parameters"] {
    case nil, .null: break
    case .object(let members): observation.parameters = members
    case .list(let parts) where parts.allSatisfy({ if case .object = $0 { true } else { false } }):
      for part in parts { observation.parameters.merge(part.members) { _, later in later } }
    default: throw Refusal(400, "The parameters of an Observation are an object.")
    }
    for (name, value) in unknown(.observation, body) where observation.parameters[name] == nil && name != "id" {
      observation.parameters[name] = value
    }
    observation.featureOfInterest = feature.map { EntityID($0) }
    return observation
  }

  // MARK: - Links

  /// The number that a link names; nothing where it is no link but an entity to be created.
  static func link(_ value: PlainValue, _ name: String) throws -> Int64? {
    guard case .object(let members) = value else {
      throw Refusal(400, "\(name) is an object: {\"@iot.id\": 1}, or the entity to be created.")
    }
    switch members["@iot.id"] {
    case nil: return nil
    case .number(let number):
      if let id = Int64(exactly: number) { return id }
    case .text(let text):
      if let id = Int64(text) { return id }
    default: break
    }
    throw Refusal(400, "The @iot.id of \(name) is a whole number.")
  }
}
