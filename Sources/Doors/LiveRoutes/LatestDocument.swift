internal import Modelling
internal import Observations
internal import SensorThings

/// The last value of every stream, with what a map and a list say of it.
///
/// O(streams), and no look into the store's files: the last values are known.
struct LatestDocument {
  let bytes: [UInt8]

  init(_ service: SensorThingsService, _ store: any ObservationStore, now: Instant) {
    let registry = service.registry
    let ids = registry.ids(.datastream)
    var json = JSONWriter(room: 320 * ids.count + 64)
    var places: [Int64: PlainValue] = [:]
    json.beginObject()
    json.name("time")
    json.integer(now.milliseconds)
    json.name("streams")
    json.beginList()
    for id in ids {
      guard let record = registry.record(.datastream, id) else { continue }
      json.beginObject()
      json.name("stream")
      json.integer(id)
      json.name("name")
      json.value(record["name"])
      json.name("unit")
      json.value(record["unitOfMeasurement"].member("symbol"))
      if let property = registry.related(record, .observedProperty).first,
        let known = registry.record(.observedProperty, property)
      {
        json.name("property")
        json.value(known["name"])
      }
      if let thing = registry.related(record, .thing).first, let known = registry.record(.thing, thing) {
        json.name("thing")
        json.integer(thing)
        json.name("thingName")
        json.value(known["name"])
        let place = places[thing] ?? Self.place(of: known, registry)
        places[thing] = place
        if place != .null {
          json.name("place")
          json.value(place)
        }
      }
      if let summary = try? store.summary(of: EntityID(id)) {
        json.name("count")
        json.integer(Int64(summary.count))
        if let interval = Self.interval(summary) {
          json.name("interval")
          json.integer(interval)
        }
        json.name("latest")
        Self.write(summary.latest, to: &json)
      }
      json.endObject()
    }
    json.endList()
    json.endObject()
    bytes = json.bytes
  }

  /// An observation as a page reads it: stream, milliseconds since 1970, result, and what is doubtful about it.
  static func write(_ stored: StoredObservation, to json: inout JSONWriter) {
    json.beginList()
    json.integer(stored.id.stream.rawValue)
    json.integer(stored.observation.phenomenonTime.end.milliseconds)
    json.value(stored.observation.result)
    if let quality = stored.observation.resultQuality { json.value(quality) }
    json.endList()
  }

  /// The usual time between observations in milliseconds: the mean of all of them, from the fifth on.
  private static func interval(_ summary: StreamSummary) -> Int64? {
    guard summary.count >= 5 else { return nil }
    let span = summary.phenomenonTime.end.milliseconds - summary.phenomenonTime.start.milliseconds
    return span / Int64(summary.count - 1)
  }

  /// Longitude and latitude of a thing's place, or null.
  private static func place(of thing: Record, _ registry: Registry) -> PlainValue {
    for id in registry.related(thing, .location) {
      guard let location = registry.record(.location, id)?["location"] else { continue }
      let geometry = location.member("type") == .text("Feature") ? location.member("geometry") : location
      guard geometry.member("type") == .text("Point"), case .list(let position) = geometry.member("coordinates"),
        position.count >= 2
      else { continue }
      return .list(Array(position.prefix(2)))
    }
    return .null
  }
}

extension PlainValue {
  /// A member of an object, null where there is none.
  func member(_ name: String) -> PlainValue {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }
}
