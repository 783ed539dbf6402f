internal import Modelling

/// The entities of a store as they lie in memory, with what refers to what; stores of every kind judge a change by it.
///
/// Not for several threads at once: its store holds a lock around it.
package struct EntityTables: Sendable {
  private var tables: [EntityKind: [Int64: any Entity]] = [:]
  private var keys: [EntityKind: [String: Int64]] = [:]
  /// Who refers to an entity.
  private var users: [EntityReference: Set<EntityReference>] = [:]

  /// No entities.
  package init() {}

  /// The entity with a number, or nothing. O(1).
  package func entity<Kind: Entity>(_ id: EntityID<Kind>) -> Kind? { tables[Kind.kind]?[id.rawValue] as? Kind }

  /// All entities of a kind, by number. O(n log n).
  package func entities<Kind: Entity>(_ kind: Kind.Type) -> [Kind] {
    (tables[Kind.kind] ?? [:]).values.compactMap { $0 as? Kind }.sorted { $0.id < $1.id }
  }

  /// Whether an entity is there. O(1).
  package func contains(_ reference: EntityReference) -> Bool { tables[reference.kind]?[reference.id] != nil }

  /// Throws when a change would leave a reference to nothing or a key that names two; changes nothing. O(what it touches).
  ///
  /// What is taken away and put at once is put anew.
  package func check(putting entities: [any Entity], removing: [EntityReference]) throws(StoreError) {
    var put: [EntityReference: any Entity] = [:]
    for entity in entities { put[entity.reference] = entity }
    let removed = Set(removing.filter { put[$0] == nil })
    var newKeys: [EntityKind: [String: Int64]] = [:]
    for entity in entities where put[entity.reference]?.key == entity.key {
      let kind = entity.reference.kind
      for target in entity.references where put[target] == nil {
        guard contains(target), !removed.contains(target) else {
          throw .unknownReference(of: kind, to: target.kind, id: target.id)
        }
      }
      guard let key = entity.key else { continue }
      if let other = newKeys[kind]?[key], other != entity.reference.id { throw .keyTaken(kind, key: key) }
      newKeys[kind, default: [:]][key] = entity.reference.id
      if let other = keys[kind]?[key], other != entity.reference.id {
        let owner = EntityReference(kind, other)
        let gaveUp = removed.contains(owner) || put[owner].map { $0.key != key } ?? false
        guard gaveUp else { throw .keyTaken(kind, key: key) }
      }
    }
    for gone in removed {
      for user in users[gone] ?? [] where !removed.contains(user) {
        // A user that is put anew was judged above by what it refers to then.
        guard put[user] != nil else { throw .stillUsed(gone.kind, id: gone.id, by: user.kind) }
      }
    }
  }

  /// Puts entities and takes others away; to be checked before. O(what it touches).
  package mutating func apply(putting entities: [any Entity], removing: [EntityReference]) {
    for reference in removing { take(reference) }
    for entity in entities { take(entity.reference) }
    for entity in entities {
      let own = entity.reference
      take(own)
      tables[own.kind, default: [:]][own.id] = entity
      if let key = entity.key { keys[own.kind, default: [:]][key] = own.id }
      for target in entity.references { users[target, default: []].insert(own) }
    }
  }

  private mutating func take(_ reference: EntityReference) {
    guard let old = tables[reference.kind]?.removeValue(forKey: reference.id) else { return }
    if let key = old.key, keys[reference.kind]?[key] == reference.id { keys[reference.kind]?[key] = nil }
    for target in old.references {
      users[target]?.remove(reference)
      if users[target]?.isEmpty == true { users[target] = nil }
    }
  }
}

extension Entity {
  /// Its kind and number.
  public var reference: EntityReference { EntityReference(Self.kind, id.rawValue) }

  /// What it refers to.
  public var references: [EntityReference] {
    switch self {
    case let thing as Thing: thing.locations.map { EntityReference(.locations, $0.rawValue) }
    case let past as HistoricalLocation:
      [EntityReference(.things, past.thing.rawValue)] + past.locations.map { EntityReference(.locations, $0.rawValue) }
    case let stream as Datastream:
      [
        EntityReference(.things, stream.thing.rawValue), EntityReference(.sensors, stream.sensor.rawValue),
        EntityReference(.observedProperties, stream.observedProperty.rawValue),
      ] + (stream.features ?? []).map { EntityReference(.featuresOfInterest, $0.feature.rawValue) }
    default: []
    }
  }
}
