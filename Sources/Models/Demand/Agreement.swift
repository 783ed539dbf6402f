/// What was counted on a link in an hour, and what went over it.
public enum Agreement {
  /// GEH = √(2 (m − c)² ÷ (m + c)) of an hour's model and count; below 5 is held for good.
  ///
  /// Source: G. E. Havers; UK Department for Transport, TAG unit M3.1. 0 where both are 0.
  public static func geh(model: Double, count: Double) -> Double {
    model + count > 0 ? (2 * (model - count) * (model - count) / (model + count)).squareRoot() : 0
  }

  /// Share of hours with GEH below 5; NaN for none.
  public static func shareBelowFive(models: [Double], counts: [Double]) -> Double {
    let good = zip(models, counts).count { geh(model: $0, count: $1) < 5 }
    return counts.isEmpty ? .nan : Double(good) / Double(counts.count)
  }

  /// Root of the mean squared difference; NaN for none.
  public static func rootMeanSquare(models: [Double], counts: [Double]) -> Double {
    let sum = zip(models, counts).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return counts.isEmpty ? .nan : (sum / Double(counts.count)).squareRoot()
  }
}
