public import Modelling

/// What some changes would do, estimated: numbers beside those of the city without them.
public struct Estimate: Sendable, Codable, Equatable {
  /// What a row speaks of.
  public enum Topic: String, Sendable, Codable { case access, exposure, trips, runoff, flows, depths }

  /// How a number was come by.
  public enum Standing: String, Sendable, Codable {
    /// By the rule of the model that a run asks: a run says the same.
    case exact
    /// By a rule that stands in for a model.
    case approximate
    /// Nobody guesses it: a run must be asked.
    case runToKnow = "run-to-know"
    /// Something it needs is not known.
    case notComputable = "not-computable"
  }

  /// A number without the changes and with them.
  public struct Row: Sendable, Codable, Equatable {
    /// Its name; that of the run's indicator where a run has one.
    public var id: String
    /// What it speaks of.
    public var topic: Topic
    /// How it was come by.
    public var standing: Standing
    /// `people`, `km`, `m³` …
    public var unit: String
    /// Which way is better.
    public var better: Indicator.Better
    /// Without the changes, and with them; nothing where there is no number.
    public var baseline, estimate: Double?
    /// The applicant's own figure, as the changes state it.
    public var stated: Double?
    /// How it was come by, or why there is no number: a sentence.
    public var because: String
  }

  /// A piece of ground that is built on.
  public struct Site: Sendable, Codable, Equatable {
    /// m² of ground, of footprint and of floor.
    public var ground, footprint, floor: Double
    /// Curve number of the ground before and after.
    public var curveNumberBefore, curveNumberAfter: Double?
    /// Minutes its water takes to leave, after.
    public var minutes: Double?
  }

  /// Always true: who keeps these numbers keeps the word with them.
  public var isEstimate = true
  /// The numbers.
  public var rows: [Row] = []
  /// The ground that is built on, in the order of the changes.
  public var sites: [Site] = []
  /// The rain behind the runoff, in words.
  public var rain = ""
  /// What the numbers leave out, in sentences.
  public var leavesOut: [String] = []

  /// An empty estimate.
  public init() {}

  /// The row of a name, or nothing.
  public subscript(id: String) -> Row? { rows.first { $0.id == id } }
}
