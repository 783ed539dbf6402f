public import Modelling

/// How far a run is.
public struct RunProgress: Sendable, Codable, Equatable {
  /// 0…1.
  public var fraction: Double
  /// What is being done, a few words: `access: hospital by car`.
  public var phase: String
  /// Seconds still to go, estimated from what was done so far; nothing before there is something to go by.
  public var secondsLeft: Double?

  /// A moment of a run.
  public init(fraction: Double, phase: String, secondsLeft: Double? = nil) {
    self.fraction = fraction
    self.phase = phase
    self.secondsLeft = secondsLeft
  }
}

/// One indicator, the scenario's number beside the baseline's.
public struct IndicatorRow: Sendable, Codable, Equatable {
  /// Its name for ever: `exposure.buildings`.
  public var id: String
  /// What it speaks of: empty for the whole city, otherwise the key of a zone, a place, a junction, a bus line.
  public var place: String
  /// What people call that; nothing where the key must do.
  public var placeName: String? = nil
  /// `count`, `km`, `min`, `%` …
  public var unit: String
  /// Which way is better.
  public var better: Indicator.Better
  /// The number without the changes; nothing when it could not be computed.
  public var baseline: Double?
  /// The number with the changes; nothing when it could not be computed.
  public var value: Double?
  /// The interval the number lies in, where it is known.
  public var low, high: Double?
  /// The interval the number without the changes lies in, where it is known.
  public var baselineLow: Double? = nil, baselineHigh: Double? = nil
  /// The least and the greatest difference under the same draws of chance on both sides; nothing where there are no such.
  public var differenceLow: Double? = nil, differenceHigh: Double? = nil
  /// How the number was come by.
  public var kind: Indicator.Kind
  /// The formula, or why there is no number.
  public var why: String

  /// Value less baseline; nothing when one of the two is missing.
  public var difference: Double? {
    guard let value, let baseline else { return nil }
    return value - baseline
  }

  /// Whether chance alone may have made the difference: under some draws it is more, under others less.
  public var isWithinChance: Bool {
    guard let differenceLow, let differenceHigh else { return false }
    return differenceLow <= 0 && differenceHigh >= 0 && differenceLow < differenceHigh
  }
}

/// A field of a run: what it shows and where its values lie.
public struct FieldSummary: Sendable, Codable, Equatable {
  /// Its name for ever, usable as a file name: `access.hospital.car`.
  public var name: String
  /// What it shows, for people.
  public var title: String
  /// The unit of its values.
  public var unit: String
  /// Which way is better.
  public var better: Indicator.Better
  /// How to colour it.
  public var palette: Field.Palette
  /// What carries the values: `links`, `buildings`, `zones`, `places` or `grid`.
  public var carrier: String
  /// The model that made it.
  public var model: String
  /// The run of that model that holds its values, with the changes and without them.
  public var run, baseline: RunID
  /// The least and the greatest value of both runs; nothing when every value is "none".
  public var low, high: Float?
}

/// What a scenario's run found: the numbers beside the baseline's, and where the fields lie.
public struct ScenarioRun: Sendable, Codable, Equatable {
  /// One model's runs, with the changes and without them.
  public struct ModelRun: Sendable, Codable, Equatable {
    /// The model's name.
    public var model: String
    /// Its version.
    public var version: String
    /// Its runs, with the changes and without them.
    public var run, baseline: RunID
  }
  /// The scenario's name.
  public var scenario: String
  /// The names of the run and of the baseline's: fingerprints of all that went in.
  public var run, baseline: RunID
  /// The models that were asked, in the order they ran.
  public var models: [ModelRun]
  /// The indicators, in the order of the models.
  public var rows: [IndicatorRow]
  /// The fields, in the order of the models.
  public var fields: [FieldSummary]
  /// Sentences a reader of the numbers must know; first those of the scenario.
  public var remarks: [String]
}
