/// What a stream's observations are tested by. Values are in the stream's own unit.
public struct QualitySettings: Hashable, Sendable {
  /// How a stream is judged to be stuck: so many equal readings in a row that also last so long.
  public struct Stuck: Hashable, Sendable {
    /// Equal readings in a row, at least 2.
    public var readings: Int
    /// Milliseconds they must span, at least 0.
    public var lasting: Int64
    /// Values at which the property may rest: no rain, calm air, full saturation.
    public var rests: ClosedRange<Double>?

    /// A judgement of being stuck.
    public init(readings: Int = 5, lasting: Int64, rests: ClosedRange<Double>? = nil) {
      self.readings = readings
      self.lasting = lasting
      self.rests = rests
    }
  }

  /// How a reading stands out: its distance from the median of the readings before it, in standard deviations told from their median absolute
  /// deviation, and the least distance that counts.
  public struct Spike: Hashable, Sendable {
    /// Standard deviations, above 0.
    public var deviations: Double
    /// The least distance that counts, where readings before it hardly differ; at least 0.
    public var least: Double

    /// A judgement of standing out.
    public init(deviations: Double = 6, least: Double) {
      self.deviations = deviations
      self.least = least
    }
  }

  /// Outside is a failure.
  public var range: ClosedRange<Double>?
  /// Outside is suspect.
  public var usual: ClosedRange<Double>?
  /// What stands out is suspect.
  public var spike: Spike?
  /// A change of more than this a minute is suspect.
  public var perMinute: Double?
  /// What is stuck is suspect.
  public var stuck: Stuck?
  /// A gap longer than so many usual intervals is suspect; above 1.
  public var gap: Double?
  /// The usual interval in milliseconds; where nothing is said it is learnt from the stream.
  public var interval: Int64?
  /// Milliseconds a moment may lie in the future; further is a failure.
  public var future: Int64? = 300_000
  /// Milliseconds a reading may be under way; later is suspect.
  public var late: Int64? = 21_600_000
  /// Milliseconds from which on a reading is history, which is judged by its range alone.
  public var history: Int64 = 172_800_000

  /// Settings that ask of the clock alone.
  public init() {}
}
