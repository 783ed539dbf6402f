/// A number with a unit, a direction, a place and its provenance.
///
/// Missing input gives *not computable, because …*, never 0.
public struct Indicator: Sendable, Codable, Equatable {
  /// Which way is better.
  public enum Better: String, Sendable, Codable { case more, less, neither }
  /// How the number was come by.
  public enum Kind: String, Sendable, Codable { case measured, modelled, counted }
  /// The number, or why there is none.
  public enum Value: Sendable, Codable, Equatable {
    /// A number, and the interval it lies in where that is known.
    case number(Double, low: Double?, high: Double?)
    /// No number, and why.
    case notComputable(because: String)

    /// The number, or nothing.
    public var number: Double? {
      if case .number(let number, _, _) = self { number } else { nil }
    }
  }

  /// Its name for ever: `exposure.buildings`.
  public var id: String
  /// `count`, `km`, `min`, `%` …
  public var unit: String
  /// Which way is better.
  public var better: Better
  /// The number, or why there is none.
  public var value: Value
  /// What it speaks of: empty for the whole city, otherwise the key of a zone, a place, a junction, a bus line.
  public var place: String
  /// What people call that; nothing where the key must do.
  public var placeName: String?
  /// How the number was come by.
  public var kind: Kind
  /// The formula in words, with the version of its model.
  public var formula: String
  /// Share of the input that was there, 0…1; nothing when that has no meaning.
  public var coverage: Double?
  /// The number under several draws of chance, the first that of ``value``: the same draws with changes and without, so that their differences
  /// tell how much of a difference is chance. Nothing where chance has no part in it, or was drawn once.
  public var draws: [Double]?

  /// An indicator of the whole city, or of a place.
  public init(
    _ id: String, _ value: Value, unit: String, better: Better, place: String = "", placeName: String? = nil,
    kind: Kind = .modelled, formula: String, coverage: Double? = nil, draws: [Double]? = nil
  ) {
    self.id = id
    self.unit = unit
    self.better = better
    self.value = value
    self.place = place
    self.placeName = placeName
    self.kind = kind
    self.formula = formula
    self.coverage = coverage
    self.draws = draws
  }
}
