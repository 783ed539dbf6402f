import Modelling

/// The sea's level at the river's mouth as one wave, twice a lunar day.
///
/// The range of springs and neaps together is drawn from 1.6–3.0 m: assumed by the project, between the 1–2 m of the
/// northern and the 4 m of the central Strait of Malacca.
struct Tide: Sendable {
  /// Mean level in metres above the zero of heights.
  let mean: Double
  /// Metres from a usual low water to a usual high water.
  let range: Double
  /// Seconds after the start of 1970, UTC, of a high water.
  let phase: Double

  /// Seconds from one high water to the next: the principal lunar semidiurnal tide M2, 12.4206012 h (A. T. Doodson, Proc.
  /// R. Soc. A 100, 1921, doi:10.1098/rspa.1921.0088).
  static let period = 44_714.16432

  init(seed: UInt64) {
    var random = SplitMix(seed: seed, topic: "tide")
    mean = 0
    range = (random.uniform(1.6..<3.0) * 10).rounded() / 10
    phase = random.uniform(0..<Self.period).rounded()
  }

  /// Metres above the zero of heights, at so many seconds after the start of 1970, UTC.
  func level(at seconds: Double) -> Double {
    let turns = (seconds - phase) / Self.period
    return mean + range / 2 * Portable.cos((turns - turns.rounded()) * 6.283185307179586)
  }
}
