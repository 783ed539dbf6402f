public import Modelling

/// One folder for each run of a model: `runs/<id>/indicators.json` and `fields/<name>.{json,bin}`. Deleting it loses
/// nothing that cannot be computed again.
public struct RunStore: Sendable {
  /// The folder of the runs.
  public let path: String

  /// The runs in a folder; nothing is read or made yet.
  public init(path: String) { self.path = path }

  /// A run by its name, fields included; nothing when it is not there or cannot be read as what it should be.
  public func read(_ id: RunID) throws -> StoredRun? { nil }

  /// Writes a run beside and renames it into place; a run that is there already is left as it is.
  public func write(_ run: StoredRun) throws {}

  /// The paths of a field's description and of its numbers; nothing when the run has no such field.
  public func fieldData(_ run: RunID, _ name: String) -> (json: String, bin: String)? { nil }
}

/// What a model answered, as it is kept.
public struct StoredRun: Sendable {
  /// The run's name.
  public var id: RunID
  /// The model's name.
  public var model: String
  /// The model's version.
  public var version: String
  /// The fingerprint of the city it ran on; rows of fields are rows of that city.
  public var city: String
  /// Numbers.
  public var indicators: [Indicator]
  /// Values per link, building, zone, place or cell.
  public var fields: [Field]
  /// Sentences a reader of the numbers must know.
  public var remarks: [String]

  /// A run to keep.
  public init(
    id: RunID, model: String, version: String, city: String, indicators: [Indicator], fields: [Field],
    remarks: [String]
  ) {
    self.id = id
    self.model = model
    self.version = version
    self.city = city
    self.indicators = indicators
    self.fields = fields
    self.remarks = remarks
  }
}
