internal import Foundation
internal import Observations

/// The entities of a store that several threads ask.
///
/// Sendable because `tables` is touched with `lock` held.
final class Entities: @unchecked Sendable {
  private let lock = NSLock()
  private var tables = EntityTables()

  init(_ entities: [any Entity]) { tables.apply(putting: entities, removing: []) }

  func entity<Kind: Entity>(_ id: EntityID<Kind>) -> Kind? { lock.withLock { tables.entity(id) } }
  func all<Kind: Entity>(_ kind: Kind.Type) -> [Kind] { lock.withLock { tables.entities(kind) } }
  func contains(_ reference: EntityReference) -> Bool { lock.withLock { tables.contains(reference) } }

  func check(putting: [any Entity], removing: [EntityReference]) throws {
    try lock.withLock { try tables.check(putting: putting, removing: removing) }
  }

  func apply(putting: [any Entity], removing: [EntityReference]) {
    lock.withLock { tables.apply(putting: putting, removing: removing) }
  }
}
