public import Modelling
public import Replica
public import ShallowWater

/// The sea outside the model: a tide, a surge and a rise, or a table.
public struct SeaLevel: Condition {
  public static let name = "sea-level"
  /// Seconds from one high water to the next: the principal lunar tide M2, 12.4206012 h (A. T. Doodson, Proc. R. Soc. A 100,
  /// 1921, doi:10.1098/rspa.1921.0088).
  public static let period = 44_714.16432

  /// Metres of mean level above the datum of the terrain.
  public var mean: Double
  /// Metres from low to high water.
  public var range: Double
  /// Seconds from the start of the run at which the water is high.
  public var highAt: Double
  /// Metres that a storm piles on top at its worst, seconds from the start at which that is, and seconds it lasts in all.
  public var surge: Double, surgeAt: Double, surgeDuration: Double
  /// Metres the sea has risen.
  public var rise: Double
  /// Levels given by hand in m above the datum; nothing where tide and surge tell them.
  public var table: Series?

  /// A sea that lies still at its mean.
  public init(
    mean: Double = 0, range: Double = 0, highAt: Double = 0, surge: Double = 0, surgeAt: Double = 0,
    surgeDuration: Double = 43_200, rise: Double = 0, table: Series? = nil
  ) {
    self.mean = mean
    self.range = range
    self.highAt = highAt
    self.surge = surge
    self.surgeAt = surgeAt
    self.surgeDuration = surgeDuration
    self.rise = rise
    self.table = table
  }

  /// The level in m above the datum at a moment: mean + rise + ½ range cos(2π (t − high) ⁄ M2) + surge cos²(π (t − worst) ⁄
  /// duration), the last within half the duration of its worst.
  public func level(at seconds: Double) -> Double {
    if let table { return rise + Self.value(of: table, at: seconds) }
    let turn = (seconds - highAt) / Self.period
    var level = mean + rise + range / 2 * Portable.cos((turn - turn.rounded()) * 6.283185307179586)
    let beside = (seconds - surgeAt) / surgeDuration
    if surge != 0, abs(beside) < 0.5 {
      let part = Portable.cos(beside * 3.141592653589793)
      level += surge * part * part
    }
    return level
  }

  /// The levels over a run, every five minutes.
  public func series(hours: Double) -> Series {
    let count = max(1, Int((hours * 12).rounded(.up)))
    let seconds = (0...count).map { Double($0) * 300 }
    return Series(seconds: seconds, values: seconds.map { level(at: $0) }, course: .linear)
  }

  /// The greatest level of a run, in m above the datum.
  public func greatest(hours: Double) -> Double { series(hours: hours).values.max() ?? mean }

  /// The lowest level of a run, in m above the datum.
  public func lowest(hours: Double) -> Double { series(hours: hours).values.min() ?? mean }

  /// A series' value by straight lines.
  static func value(of series: Series, at seconds: Double) -> Double {
    guard let next = series.seconds.firstIndex(where: { $0 > seconds }) else { return series.values.last ?? 0 }
    guard next > 0 else { return series.values[0] }
    let (a, b) = (series.seconds[next - 1], series.seconds[next])
    return series.values[next - 1] + (seconds - a) / (b - a) * (series.values[next] - series.values[next - 1])
  }

  public func feed(_ digest: inout Digest) {
    digest.feed("sea", numbers: [mean, range, highAt, surge, surgeAt, surgeDuration, rise])
    if let table {
      digest.feed("sea.seconds", numbers: table.seconds)
      digest.feed("sea.levels", numbers: table.values)
    }
  }
}
