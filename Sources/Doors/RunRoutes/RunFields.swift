public import CityFolder
public import Modelling

/// Where the values of a run's fields lie. The store of a city's folder is one.
public protocol RunFields: Sendable {
  /// The paths of a field's description and of its numbers; nothing when the run has no such field.
  func fieldData(_ run: RunID, _ name: String) -> (json: String, bin: String)?
  /// How a field's numbers lie in their file; nothing when the run has no such field.
  func fieldShape(_ run: RunID, _ name: String) -> FieldShape?
  /// A field of one moment, the nearest to a time in milliseconds, the first where no time is given; nothing when the run has no such field.
  func field(_ run: RunID, _ name: String, nearest milliseconds: Double?) -> Field?
  /// The fingerprint of the city a run was made on; nothing when there is no such run.
  func city(of run: RunID) -> String?
  /// The file of a run's single vehicles; nothing where it has none.
  func film(_ run: RunID) -> String?
}

extension RunStore: RunFields {}
