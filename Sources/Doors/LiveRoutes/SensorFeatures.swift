internal import Features
internal import Foundation
internal import Modelling
internal import Observations
internal import SensorThings
internal import State

/// The streams of a desk as features with their latest values, made at most once a second.
///
/// Sendable because every access to its variables holds `lock`.
final class SensorFeatures: @unchecked Sendable {
  /// How long a collection is shown before it is made anew, in milliseconds.
  private static let freshness: Int64 = 1_000

  private let store: any ObservationStore
  private let lock = NSLock()
  private var directory: StreamDirectory?
  private var made: (at: Instant, collection: SensorCollection)?

  init(_ store: any ObservationStore) { self.store = store }

  /// Forgets what it knows of entities when they change.
  func take(_ event: ServiceEvent) {
    guard case .entities = event else { return }
    lock.withLock {
      directory = nil
      made = nil
    }
  }

  /// The streams at a moment.
  func collection(at moment: Instant) throws -> SensorCollection {
    try lock.withLock {
      if let made, (0..<Self.freshness).contains(moment.milliseconds - made.at.milliseconds) { return made.collection }
      let directory = try directory ?? StreamDirectory(store)
      self.directory = directory
      let state = try LiveState(
        of: store, at: moment, using: UseRules(greatestAge: .infinity, worstQuality: .bad), knowing: directory)
      let read = state.readings.map {
        SensorFeature(
          key: $0.key, place: $0.place, name: $0.name, property: $0.propertyName, definition: $0.property,
          unit: $0.unit, time: $0.time, value: $0.result, quality: $0.quality.word, age: $0.age)
      }
      let silent = Set(state.leftOut.map(\.stream))
      let rest = directory.lines.filter { silent.contains($0.stream) }.map {
        SensorFeature(
          key: $0.key, place: directory.place(of: $0, at: moment), name: $0.name, property: $0.propertyName,
          definition: $0.property, unit: $0.unit)
      }
      let collection = SensorCollection(read + rest)
      made = (moment, collection)
      return collection
    }
  }
}
