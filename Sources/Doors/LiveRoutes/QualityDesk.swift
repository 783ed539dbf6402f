internal import Foundation
internal import Modelling
internal import Observations
internal import Quality
internal import SensorThings

/// Quality control of all that arrives, whatever door it comes by: doubts are written beside values, nothing is dropped.
///
/// Sendable because every access to its variables holds `lock`.
final class QualityDesk: @unchecked Sendable {
  /// Readings of a stream that are looked back at when it is first heard after a start.
  private static let lookBack = 9

  private let store: any ObservationStore
  private let lock = NSLock()
  private var control = QualityControl()
  private var known: Set<EntityID<Datastream>> = []
  private var sentences: [EntityID<Datastream>: String] = [:]

  init(_ store: any ObservationStore) { self.store = store }

  /// What is wrong with what streams say of their quality, in sentences.
  var remarks: [String] { lock.withLock { sentences.sorted { $0.key < $1.key }.map(\.value) } }

  /// Observations with what is doubtful about them.
  func assess(_ observations: [Observation]) -> [Observation] {
    let now = SensorThingsService.now()
    return lock.withLock {
      observations.map { observation in
        if known.insert(observation.datastream).inserted { meet(observation.datastream) }
        return control.assess(observation, arrivedAt: now)
      }
    }
  }

  /// Takes up what has changed of streams.
  func take(_ event: ServiceEvent) {
    guard case .entities(let changes, let removed) = event else { return }
    lock.withLock {
      for reference in removed where reference.kind == .datastreams {
        let id = EntityID<Datastream>(reference.id)
        control.forget(id)
        known.remove(id)
        sentences[id] = nil
      }
      for change in changes where change.record.type == .datastream {
        let id = EntityID<Datastream>(change.record.id)
        if known.contains(id) { learn(id) }
      }
    }
  }

  /// A stream heard for the first time since the start: what it is, and its last readings.
  private func meet(_ id: EntityID<Datastream>) {
    learn(id)
    var last: [Sample] = []
    try? store.scan(id, in: Observation.keptTimes, descending: true) { stored in
      if case .number(let value) = stored.observation.result {
        last.append(Sample(stream: id, time: stored.observation.time, value: value))
      }
      return last.count < Self.lookBack
    }
    control.recall(last.reversed())
  }

  private func learn(_ id: EntityID<Datastream>) {
    guard let stream = try? store.entity(id) else { return }
    do {
      sentences[id] = nil
      try control.know(stream, observing: try? store.entity(stream.observedProperty))
    } catch {
      sentences[id] = "\(stream.name): \(error)"
    }
  }
}
