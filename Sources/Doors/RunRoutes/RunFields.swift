public import CityFolder
public import Modelling

/// Where the values of a run's fields lie. The store of a city's folder is one.
public protocol RunFields: Sendable {
  /// The paths of a field's description and of its numbers; nothing when the run has no such field.
  func fieldData(_ run: RunID, _ name: String) -> (json: String, bin: String)?
  /// How a field's numbers lie in their file; nothing when the run has no such field.
  func fieldShape(_ run: RunID, _ name: String) -> FieldShape?
}

extension RunStore: RunFields {}
