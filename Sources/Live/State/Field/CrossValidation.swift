/// How far off a field is at its own stations when each is left out in turn, beside the simplest guess there is.
public struct CrossValidation: Hashable, Sendable {
  /// How many stations were left out, one at a time; 2 or more.
  public let count: Int
  /// The mean of estimate less value, in the unit of the stations.
  public let bias: Double
  /// The root of the mean squared error.
  public let rootMeanSquare: Double
  /// The mean absolute error.
  public let meanAbsolute: Double
  /// The root of the mean squared error of a guess that needs no map: the mean of the other stations.
  public let rootMeanSquareOfMean: Double
  /// The mean of squared error ⁄ variance: 1 where the variances tell the truth, above where they promise too much; nothing where
  /// no variance is told.
  public let meanSquaredRatio: Double?
  /// The share of values within 1.96 standard errors of their estimates: 0.95 where the errors are normal and the variances right.
  public let coverage: Double?

  /// The errors of estimates that were made without their stations; nothing for fewer than two.
  public init?(_ stations: [Station], _ estimates: [Estimate]) {
    guard stations.count >= 2, stations.count == estimates.count else { return nil }
    let n = Double(stations.count)
    let total = stations.reduce(0) { $0 + $1.value }
    var (sum, squares, absolutes, ofMean, ratios) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var (told, covered) = (0, 0)
    for (station, estimate) in zip(stations, estimates) {
      let error = estimate.value - station.value
      sum += error
      squares += error * error
      absolutes += abs(error)
      let byMean = (total - station.value) / (n - 1) - station.value
      ofMean += byMean * byMean
      if let variance = estimate.variance, variance > 0 {
        told += 1
        ratios += error * error / variance
        if error * error <= 1.96 * 1.96 * variance { covered += 1 }
      }
    }
    count = stations.count
    bias = sum / n
    rootMeanSquare = (squares / n).squareRoot()
    meanAbsolute = absolutes / n
    rootMeanSquareOfMean = (ofMean / n).squareRoot()
    meanSquaredRatio = told > 0 ? ratios / Double(told) : nil
    coverage = told > 0 ? Double(covered) / Double(told) : nil
  }
}
