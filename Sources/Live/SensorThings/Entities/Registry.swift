package import Observations

/// All entities but observations, by number, with the ways between them in both directions. A copy is free; readers work on one while others write.
package struct Registry: Sendable {
  /// The entities of a kind.
  private struct Table {
    var rows: [Int64: Record] = [:]
    /// Ascending.
    var ids: [Int64] = []
    var last: Int64 = 0
  }
  private struct Way: Hashable {
    let from: EntityType, to: EntityType
  }

  /// By the place of the kind among all of them.
  private var tables = [Table](repeating: Table(), count: EntityType.allCases.count)
  /// Who refers to an entity, ascending.
  private var users: [Way: [Int64: [Int64]]] = [:]
  /// The last feature that was made of each location.
  private(set) var featureOfLocation: [Int64: Int64] = [:]

  /// Nothing yet.
  package init() {}

  /// What a store keeps.
  package init(_ store: some ObservationStore) throws {
    func read<Kind: Entity>(_ kind: Kind.Type) throws {
      for entity in try store.entities(kind) { put(Record(entity)) }
    }
    try read(Thing.self)
    try read(Location.self)
    try read(HistoricalLocation.self)
    try read(Sensor.self)
    try read(ObservedProperty.self)
    try read(FeatureOfInterest.self)
    try read(Datastream.self)
  }

  /// The entity with a number, or nothing. O(1).
  package func record(_ type: EntityType, _ id: Int64) -> Record? { tables[type.place].rows[id] }

  /// The numbers of a kind, ascending. O(1).
  package func ids(_ type: EntityType) -> [Int64] { tables[type.place].ids }

  /// The number the next entity of a kind gets.
  package func next(_ type: EntityType) -> Int64 { tables[type.place].last + 1 }

  /// The numbers of what an entity leads to, ascending where they are many. O(1).
  package func related(_ record: Record, _ target: EntityType) -> [Int64] {
    record.forward(target) ?? users[Way(from: target, to: record.type)]?[record.id] ?? []
  }

  /// Puts a record, in place of the one with its number.
  package mutating func put(_ record: Record) {
    if let old = tables[record.type.place].rows[record.id] { unlink(old) }
    let place = record.type.place
    if tables[place].rows.updateValue(record, forKey: record.id) == nil {
      Self.insert(record.id, into: &tables[place].ids)
    }
    tables[place].last = max(tables[place].last, record.id)
    for target in record.targets {
      let way = Way(from: record.type, to: target)
      for id in record.forward(target) ?? [] {
        Self.insert(record.id, into: &users[way, default: [:]][id, default: []])
      }
    }
    if record.type == .featureOfInterest, let location = Self.location(of: record) {
      featureOfLocation[location] = record.id
    }
  }

  /// Takes a record away.
  package mutating func remove(_ type: EntityType, _ id: Int64) {
    guard let record = tables[type.place].rows.removeValue(forKey: id) else { return }
    unlink(record)
    if let place = tables[type.place].ids.firstIndex(of: id) { tables[type.place].ids.remove(at: place) }
    if let location = Self.location(of: record), featureOfLocation[location] == id { featureOfLocation[location] = nil }
  }

  /// The key of a feature that is made of a location: keys name one entity for ever, so each has its own number in it.
  static func key(ofFeature feature: Int64, madeOf location: Int64) -> String { "location/\(location)/\(feature)" }

  private static func location(of record: Record) -> Int64? {
    guard let parts = record.key?.split(separator: "/"), parts.count == 3, parts[0] == "location" else { return nil }
    return Int64(parts[1])
  }

  private mutating func unlink(_ record: Record) {
    for target in record.targets {
      let way = Way(from: record.type, to: target)
      for id in record.forward(target) ?? [] {
        users[way]?[id]?.removeAll { $0 == record.id }
        if users[way]?[id]?.isEmpty == true { users[way]?[id] = nil }
      }
    }
  }

  private static func insert(_ id: Int64, into ids: inout [Int64]) {
    guard let last = ids.last, last >= id else { return ids.append(id) }
    let place = ids.firstIndex { $0 >= id } ?? ids.count
    if place == ids.count || ids[place] != id { ids.insert(id, at: place) }
  }
}

extension EntityType {
  /// Its place among all kinds.
  fileprivate var place: Int {
    switch self {
    case .thing: 0
    case .location: 1
    case .historicalLocation: 2
    case .datastream: 3
    case .sensor: 4
    case .observedProperty: 5
    case .observation: 6
    case .featureOfInterest: 7
    }
  }
}
