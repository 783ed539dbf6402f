public import Modelling
public import Observations

/// A model held against what was observed: the figures of two series, where both are known.
///
/// At every observed moment the modelled value is taken, or the straight line between its neighbours no further apart than a given
/// gap. Sources: J. E. Nash and J. V. Sutcliffe, "River flow forecasting through conceptual models part I", Journal of Hydrology 10
/// (1970) 282–290, doi:10.1016/0022-1694(70)90255-6; bias, root mean square and mean absolute error as in D. N. Moriasi et al., "Model
/// evaluation guidelines", Transactions of the ASABE 50 (2007) 885–900, doi:10.13031/2013.23153.
public struct SeriesComparison: Hashable, Sendable {
  /// A greatest value and when it was reached first.
  public struct Peak: Hashable, Sendable {
    /// The moment.
    public var time: Instant
    /// The value.
    public var value: Double
  }

  /// How many observed moments have a modelled value; 1 or more.
  public let count: Int
  /// The share of observed moments that have one, 0…1.
  public let coverage: Double
  /// The mean of modelled less observed, in the unit of the series.
  public let bias: Double
  /// The root of the mean squared difference.
  public let rootMeanSquare: Double
  /// The mean absolute difference.
  public let meanAbsolute: Double
  /// 1 − Σ(o − m)² ⁄ Σ(o − ō)²: 1 is perfect, 0 no better than the mean of what was observed; nothing where that never changes.
  public let efficiency: Double?
  /// The error of a guess that needs no model: the root of the mean squared difference from the mean of what was observed.
  public let rootMeanSquareOfMean: Double
  /// The greatest values between the first and the last moment compared, each at the moments of its own series.
  public let observedPeak: Peak, modelledPeak: Peak

  /// Modelled less observed peak, in the unit of the series.
  public var peakDifference: Double { modelledPeak.value - observedPeak.value }

  /// Seconds by which the modelled peak comes later; below 0 where it comes earlier.
  public var peakDelay: Double { Double(modelledPeak.time.milliseconds - observedPeak.time.milliseconds) / 1000 }

  /// The figures of two series within a period; nothing where no observed moment has a modelled value.
  ///
  /// `gap` is the seconds between two modelled values over which a straight line may be drawn; 0 takes equal moments alone.
  /// O(count of both).
  public init?(observed: Series, modelled: Series, during period: Range<Instant>, gap: Double) {
    let observed = observed[period]
    var pairs: [(time: Instant, observed: Double, modelled: Double)] = []
    pairs.reserveCapacity(observed.count)
    let times = modelled.times
    var next = 0
    for (time, value) in zip(observed.times, observed.values) {
      while next < times.count, times[next] < time { next += 1 }
      guard next < times.count else { break }
      if times[next] == time {
        pairs.append((time, value, modelled.values[next]))
      } else if next > 0 {
        let (before, after) = (times[next - 1].milliseconds, times[next].milliseconds)
        let apart = Double(after) - Double(before)
        guard apart <= gap * 1000 else { continue }
        let share = (Double(time.milliseconds) - Double(before)) / apart
        let line = modelled.values[next - 1] * (1 - share) + modelled.values[next] * share
        pairs.append((time, value, line))
      }
    }
    guard let first = pairs.first, let last = pairs.last else { return nil }
    let n = Double(pairs.count)
    let mean = pairs.reduce(0) { $0 + $1.observed } / n
    var (sum, squares, absolutes, spread) = (0.0, 0.0, 0.0, 0.0)
    for pair in pairs {
      let difference = pair.modelled - pair.observed
      sum += difference
      squares += difference * difference
      absolutes += abs(difference)
      spread += (pair.observed - mean) * (pair.observed - mean)
    }
    count = pairs.count
    coverage = n / Double(observed.count)
    bias = sum / n
    rootMeanSquare = (squares / n).squareRoot()
    meanAbsolute = absolutes / n
    efficiency = spread > 0 ? 1 - squares / spread : nil
    rootMeanSquareOfMean = (spread / n).squareRoot()
    let compared = first.time..<Instant(milliseconds: last.time.milliseconds + 1)
    let greatest = pairs.dropFirst().reduce(first) { $1.modelled > $0.modelled ? $1 : $0 }
    observedPeak =
      Self.peak(observed[compared]) ?? Peak(time: first.time, value: first.observed)
    let own = Self.peak(modelled[compared])
    // Between two modelled moments the line at an observed one may be the greatest there is.
    if let own, own.value >= greatest.modelled {
      modelledPeak = own
    } else {
      modelledPeak = Peak(time: greatest.time, value: greatest.modelled)
    }
  }

  private static func peak(_ series: Series) -> Peak? {
    var best: Peak?
    for (time, value) in zip(series.times, series.values) where value > best?.value ?? -.infinity {
      best = Peak(time: time, value: value)
    }
    return best
  }
}
