/// Where high or low values stand together: Getis and Ord's local statistic with the place itself counted, Gi*.
///
/// zᵢ = (Σⱼ wᵢⱼxⱼ − x̄Wᵢ) ⁄ (s·√((n·Σⱼ wᵢⱼ² − Wᵢ²) ⁄ (n − 1))), x̄ = Σ xⱼ ⁄ n, s² = Σ xⱼ² ⁄ n − x̄², Wᵢ = Σⱼ wᵢⱼ, with
/// wᵢᵢ = 1. Source: J. K. Ord and A. Getis, "Local spatial autocorrelation statistics: distributional issues and an
/// application", Geographical Analysis 27 (1995) 286–306, doi:10.1111/j.1538-4632.1995.tb00912.x, equation 6.
package enum GetisOrd {
  /// The standard scores of all places, 0 for one that all others are neighbours of; nothing where all values are the same or
  /// there are fewer than two. O(n + pairs).
  package static func scores(_ values: [Double], _ weights: SpatialWeights) -> [Double]? {
    precondition(values.count == weights.count, "a value for every place")
    guard values.count >= 2 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    guard variance > 0, variance.isFinite else { return nil }
    return values.indices.map { row in
      // About the mean, so that large values keep their digits: Σ w(x − x̄) is Σ wx − x̄W.
      let sum = weights.neighbours[row].reduce(values[row] - mean) { $0 + values[Int($1)] - mean }
      let weight = Double(weights.neighbours[row].count + 1)
      let spread = variance * (n * weight - weight * weight) / (n - 1)
      return spread > 0 ? sum / spread.squareRoot() : 0
    }
  }
}

/// Whether neighbours are alike over the whole ground: Moran's I.
///
/// I = n ⁄ W · Σᵢⱼ wᵢⱼ(xᵢ − x̄)(xⱼ − x̄) ⁄ Σᵢ (xᵢ − x̄)², W = Σᵢⱼ wᵢⱼ; each place's weights add up to 1, or each is 1.
/// −1 ⁄ (n − 1) is expected where values have no place. Source: P. A. P. Moran, "Notes on continuous stochastic phenomena",
/// Biometrika 37 (1950) 17–23, doi:10.2307/2332142; in this form A. D. Cliff and J. K. Ord, *Spatial Autocorrelation*, 1973.
package enum Moran {
  /// The index; 0 where no place has a neighbour, nothing where all values are the same or there are fewer than two.
  /// O(n + pairs).
  package static func index(_ values: [Double], _ weights: SpatialWeights, rowStandardised: Bool = true) -> Double? {
    precondition(values.count == weights.count, "a value for every place")
    guard values.count >= 2 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard squares > 0, squares.isFinite else { return nil }
    var (products, total) = (0.0, 0.0)
    for row in values.indices where !weights.neighbours[row].isEmpty {
      let near = weights.neighbours[row]
      let weight = rowStandardised ? 1 / Double(near.count) : 1
      total += weight * Double(near.count)
      products += weight * (values[row] - mean) * near.reduce(0) { $0 + values[Int($1)] - mean }
    }
    return total > 0 ? n / total * products / squares : 0
  }
}
