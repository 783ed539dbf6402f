package import Observations

/// What has happened to the twin's live data, told once it would outlast a loss of power.
package enum ServiceEvent: Sendable {
  /// Observations that are new.
  case observed([StoredObservation])
  /// An observation that has another value now.
  case corrected(StoredObservation)
  /// Observations that are gone.
  case withdrawn([ObservationID])
  /// Entities that were created or changed, and those that are gone.
  case entities([EntityChange], removed: [EntityReference])
}

/// An entity that was created or changed.
package struct EntityChange: Sendable {
  /// It as it is now.
  package var record: Record
  /// It as it was; nothing where it is new.
  package var before: Record?

  /// The properties that are not what they were; all of them where it is new.
  package var properties: [String] {
    guard let before else { return record.type.properties }
    return zip(record.type.properties, zip(record.fields, before.fields)).filter { $0.1.0 != $0.1.1 }.map(\.0)
  }
}
