internal import Modelling
internal import Observations

/// What a request changes, worked out on a copy of the entities: nothing of it has happened yet, and all of it happens or nothing.
struct WritePlan {
  /// The entities as they will be.
  private(set) var registry: Registry
  /// The entities as they are.
  private let before: Registry
  private var put: [EntityReference: Record] = [:]
  private var order: [EntityReference] = []
  private(set) var removed: [EntityReference] = []
  /// Observations that come with the entities: bodies, with their stream and what they are about.
  private(set) var observations: [(body: [String: PlainValue], stream: Int64, feature: Int64?)] = []
  let moment: Instant

  /// What a new entity is created under: an address that ends with a way from it.
  struct Parent {
    let type: EntityType
    let id: Int64
  }

  init(_ registry: Registry, at moment: Instant) {
    self.registry = registry
    before = registry
    self.moment = moment
  }

  /// The records that are put, in the order they were first.
  var records: [Record] { order.compactMap { put[$0] } }

  /// The records that are put, with what they were.
  var changes: [EntityChange] {
    records.map { EntityChange(record: $0, before: before.record($0.type, $0.id)) }
  }

  /// Puts a record.
  mutating func put(_ record: Record) {
    guard let kind = record.type.kind else { return }
    let reference = EntityReference(kind, record.id)
    if put.updateValue(record, forKey: reference) == nil { order.append(reference) }
    registry.put(record)
  }

  // MARK: - Creating

  /// Creates an entity, and those in it. Answers its number.
  mutating func create(_ type: EntityType, _ body: [String: PlainValue], under parent: Parent? = nil) throws -> Int64 {
    let fields = try Drafts.fields(type, body)
    var links = Record.Links()
    var things: [Int64] = []
    switch type {
    case .thing:
      links.locations = try many(.location, "Locations", body)
      if let parent, parent.type == .location { links.locations.append(parent.id) }
    case .location:
      things = try many(.thing, "Things", body)
      if let parent, parent.type == .thing { things.append(parent.id) }
    case .historicalLocation:
      links.thing = try one(.thing, body, of: type, under: parent)
      links.locations = try many(.location, "Locations", body)
      if let parent, parent.type == .location { links.locations.append(parent.id) }
    case .datastream:
      links.thing = try one(.thing, body, of: type, under: parent)
      links.sensor = try one(.sensor, body, of: type, under: parent)
      links.observedProperty = try one(.observedProperty, body, of: type, under: parent)
    case .sensor, .observedProperty, .featureOfInterest: break
    case .observation: preconditionFailure("observations are created by their stream")
    }
    let id = registry.next(type)
    let record = Record(type, id: id, fields: fields, links: links)
    put(record)
    switch type {
    case .thing:
      if !links.locations.isEmpty { come(id, to: links.locations) }
    case .location:
      for thing in things { try move(thing, to: record) }
    case .historicalLocation: try moveIfLatest(record)
    default: break
    }
    try createWithin(record, body)
    return id
  }

  /// Creates what a body has within the entity that is created of it.
  private mutating func createWithin(_ record: Record, _ body: [String: PlainValue]) throws {
    let parent = Parent(type: record.type, id: record.id)
    for way in record.type.navigations where way.isMany && way.target != .location && way.target != .thing {
      guard let value = body[way.name] else { continue }
      guard case .list(let items) = value else { throw Refusal(400, "\(way.name) is a list.") }
      for item in items {
        if way.target == .observation {
          try createObservation(item, in: record)
        } else if let id = try Drafts.link(item, way.name) {
          try relink(way.target, id, to: parent)
        } else {
          _ = try create(way.target, item.members, under: parent)
        }
      }
    }
  }

  private mutating func createObservation(_ item: PlainValue, in record: Record) throws {
    guard case .object(let body) = item else { throw Refusal(400, "Observations is a list of objects.") }
    if record.type == .datastream {
      let feature = try body["FeatureOfInterest"].map { try linkOrCreate(.featureOfInterest, $0, "FeatureOfInterest") }
      observations.append((body, record.id, feature))
    } else {
      guard let stream = body["Datastream"] else { throw Refusal(400, "An Observation needs its Datastream.") }
      observations.append((body, try linkOrCreate(.datastream, stream, "Datastream"), record.id))
    }
  }

  /// Lets an entity that is there refer to another one.
  private mutating func relink(_ type: EntityType, _ id: Int64, to parent: Parent) throws {
    guard let record = registry.record(type, id) else { throw Self.unknown(type, id) }
    var links = record.links
    switch parent.type {
    case .thing: links.thing = parent.id
    case .sensor: links.sensor = parent.id
    case .observedProperty: links.observedProperty = parent.id
    default:
      throw Refusal(400, "\(type.set) are not linked from a \(parent.type.rawValue); link them from their own side.")
    }
    put(record.with(links: links))
  }

  static func unknown(_ type: EntityType, _ id: Int64) -> Refusal {
    Refusal(
      400,
      "There is no \(type.rawValue) with the @iot.id \(id): create it first, or leave the @iot.id out to create it here."
    )
  }

  /// The entity of a link, or the new one.
  mutating func linkOrCreate(_ target: EntityType, _ value: PlainValue, _ name: String) throws -> Int64 {
    guard let id = try Drafts.link(value, name) else { return try create(target, value.members) }
    guard registry.record(target, id) != nil else { throw Self.unknown(target, id) }
    return id
  }

  private mutating func one(
    _ target: EntityType, _ body: [String: PlainValue], of type: EntityType, under parent: Parent?
  ) throws -> Int64 {
    if let parent, parent.type == target { return parent.id }
    guard let value = body[target.rawValue], value != .null else {
      throw Refusal(
        400, "A \(type.rawValue) needs its \(target.rawValue): {\"@iot.id\": 1}, or the entity to be created.")
    }
    return try linkOrCreate(target, value, target.rawValue)
  }

  private mutating func many(_ target: EntityType, _ name: String, _ body: [String: PlainValue]) throws -> [Int64] {
    switch body[name] {
    case nil, .null: return []
    case .list(let items):
      var ids: [Int64] = []
      for item in items { ids.append(try linkOrCreate(target, item, name)) }
      return ids
    case .object?: return [try linkOrCreate(target, body[name] ?? .null, name)]
    default: throw Refusal(400, "\(name) is a list.")
    }
  }

  // MARK: - Places

  /// Remembers that a thing came to some locations now.
  private mutating func come(_ thing: Int64, to locations: [Int64]) {
    var links = Record.Links()
    links.thing = thing
    links.locations = locations
    put(
      Record(
        .historicalLocation, id: registry.next(.historicalLocation), fields: [.text(moment.text())], links: links))
  }

  /// Moves a thing to a location, which takes the place of those in the same encoding.
  mutating func move(_ thing: Int64, to location: Record) throws {
    guard let record = registry.record(.thing, thing) else { throw Self.unknown(.thing, thing) }
    let kept = record.links.locations.filter {
      $0 != location.id && registry.record(.location, $0)?["encodingType"] != location["encodingType"]
    }
    try settle(record, at: kept + [location.id])
  }

  /// Puts a thing at some locations, and remembers it.
  mutating func settle(_ thing: Record, at locations: [Int64]) throws {
    var links = thing.links
    links.locations = locations
    put(thing.with(links: links))
    if !locations.isEmpty { come(thing.id, to: locations) }
  }

  /// A place in the past that is the latest there is says where the thing is now.
  private mutating func moveIfLatest(_ past: Record) throws {
    guard let id = past.links.thing, let thing = registry.record(.thing, id) else { return }
    let others = registry.related(thing, .historicalLocation).filter { $0 != past.id }
    func time(_ id: Int64) -> Instant? {
      registry.record(.historicalLocation, id).flatMap { Instant(text: $0["time"].string) }
    }
    guard let own = time(past.id), others.allSatisfy({ (time($0) ?? own) < own }) else { return }
    var links = thing.links
    links.locations = past.links.locations
    put(thing.with(links: links))
  }

  // MARK: - Changing

  /// Changes an entity by what a body says.
  mutating func update(_ record: Record, _ body: [String: PlainValue], isWhole: Bool) throws {
    let fields = try Drafts.fields(record.type, body, over: record.fields, isWhole: isWhole)
    put(record.with(fields: fields))
    for way in record.type.navigations {
      guard let value = body[way.name], value != .null else { continue }
      let items: [PlainValue] = if case .list(let items) = value { items } else { [value] }
      let ids = try items.map { item in
        guard let id = try Drafts.link(item, way.name) else {
          throw Refusal(
            400,
            "A change takes links to entities that are there: give \(way.name) with its @iot.id, or create it by POST.")
        }
        guard way.target == .observation || registry.record(way.target, id) != nil else {
          throw Self.unknown(way.target, id)
        }
        return id
      }
      guard let now = registry.record(record.type, record.id) else { return }
      try link(now, way, ids)
    }
  }

  private mutating func link(_ record: Record, _ way: EntityType.Navigation, _ ids: [Int64]) throws {
    var links = record.links
    switch (record.type, way.target) {
    case (.thing, .location):
      if ids != links.locations { try settle(record, at: ids) }
      return
    case (.historicalLocation, .location): links.locations = ids
    case (.historicalLocation, .thing), (.datastream, .thing): links.thing = ids.first ?? links.thing
    case (.datastream, .sensor): links.sensor = ids.first ?? links.sensor
    case (.datastream, .observedProperty): links.observedProperty = ids.first ?? links.observedProperty
    case (.location, .thing):
      for id in ids where registry.record(.thing, id)?.links.locations.contains(record.id) == false {
        try move(id, to: record)
      }
      return
    case (_, .datastream):
      for id in ids { try relink(.datastream, id, to: Parent(type: record.type, id: record.id)) }
      return
    default: return
    }
    put(record.with(links: links))
  }

  // MARK: - Taking away

  /// Takes an entity away, with what cannot be without it.
  mutating func remove(_ type: EntityType, _ id: Int64) {
    guard let record = registry.record(type, id), let kind = type.kind else { return }
    switch type {
    case .thing:
      for stream in registry.related(record, .datastream) { remove(.datastream, stream) }
      for past in registry.related(record, .historicalLocation) { remove(.historicalLocation, past) }
    case .location:
      for thing in registry.related(record, .thing).compactMap({ registry.record(.thing, $0) }) {
        var links = thing.links
        links.locations.removeAll { $0 == id }
        put(thing.with(links: links))
      }
      for past in registry.related(record, .historicalLocation) { remove(.historicalLocation, past) }
    case .sensor, .observedProperty:
      for stream in registry.related(record, .datastream) { remove(.datastream, stream) }
    case .featureOfInterest:
      for stream in registry.ids(.datastream).compactMap({ registry.record(.datastream, $0) })
      where stream.links.features.contains(where: { $0.feature.rawValue == id }) {
        var links = stream.links
        links.features.removeAll { $0.feature.rawValue == id }
        put(stream.with(links: links))
      }
    case .historicalLocation, .datastream, .observation: break
    }
    let reference = EntityReference(kind, id)
    put[reference] = nil
    removed.append(reference)
    registry.remove(type, id)
  }
}
