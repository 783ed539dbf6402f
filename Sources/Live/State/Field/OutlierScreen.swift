internal import Geography

/// Finds stations that stand out from those around them, so that one leaking drum does not raise a whole district.
///
/// A station's residual is its value less the median of its nearest neighbours; its score that residual less the median of all
/// residuals, in units of 1.4826 × their median absolute deviation (B. Iglewicz and D. C. Hoaglin, *How to Detect and Handle
/// Outliers*, 1993, whose limit of 3.5 is for values that are normal; residuals of a field have longer tails). A hotspot that
/// covers more than half of a station's neighbours is not found: it is no outlier then but part of the field.
public enum OutlierScreen {
  /// Scores beyond which a station stands out.
  public static let limit = 5.0
  /// Neighbours a station is held against.
  public static let neighbours = 8
  /// Stations below which nothing is screened.
  public static let leastStations = 12

  /// A station that stands out.
  public struct Outlier: Hashable, Sendable {
    /// The station.
    public var station: Station
    /// The median of its neighbours, in the unit of its value.
    public var around: Double
    /// Its robust score, beyond ±``limit``.
    public var score: Double
  }

  /// The stations that stand out and the others, both in the order given. O(n log n).
  ///
  /// Where more than half of the residuals are the same no scale can be told, and none stands out.
  public static func screen(_ stations: [Station]) -> (background: [Station], outliers: [Outlier]) {
    guard stations.count >= leastStations else { return (stations, []) }
    let nearest = NearestStations(stations)
    let around = stations.indices.map { row in
      median(nearest.nearest(neighbours, to: stations[row].point, without: row).map { stations[$0].value })
    }
    let residuals = zip(stations, around).map { $0.value - $1 }
    let middle = median(residuals)
    let scale = 1.4826 * median(residuals.map { abs($0 - middle) })
    guard scale > 0, scale.isFinite else { return (stations, []) }
    var background: [Station] = []
    var outliers: [Outlier] = []
    for (row, station) in stations.enumerated() {
      let score = (residuals[row] - middle) / scale
      if abs(score) > limit {
        outliers.append(Outlier(station: station, around: around[row], score: score))
      } else {
        background.append(station)
      }
    }
    return (background, outliers)
  }

  /// The middle value, of an even number the mean of the two in the middle.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
