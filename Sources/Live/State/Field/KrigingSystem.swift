internal import Geography

/// Ordinary kriging of some stations: the weights that are unbiased for an unknown mean and whose error varies least.
///
/// With C the covariances between stations, c those to the place, Σ the sill and e a column of ones:
/// m = eᵀC⁻¹z ⁄ eᵀC⁻¹e; ẑ = m + cᵀC⁻¹(z − m e); σ² = Σ − cᵀC⁻¹c + (1 − eᵀC⁻¹c)² ⁄ eᵀC⁻¹e. At a station itself ẑ is its value
/// and σ² is 0. Source: Cressie 1993, section 3.2, doi:10.1002/9781119115151. O(n³) to make, O(n²) an answer.
struct KrigingSystem: Sendable {
  let variogram: Variogram
  let points: [Point]
  let values: [Double]
  /// What was added to the diagonal so that it could be solved, as a share of the sill; 0 nearly always.
  let stiffening: Double
  private let triangle: Cholesky
  /// C⁻¹e, C⁻¹(z − m e), and eᵀC⁻¹e.
  private let ones: [Double], residuals: [Double], weight: Double
  /// The generalised mean m.
  let mean: Double

  /// The system of stations no two of which stand at one place; nothing where it cannot be solved, which only happens for none.
  init?(_ stations: [Station], _ variogram: Variogram) {
    let count = stations.count
    guard count > 0 else { return nil }
    var lower: [Double] = []
    lower.reserveCapacity(count * (count + 1) / 2)
    for i in 0..<count {
      for j in 0...i { lower.append(variogram.covariance(at: stations[i].point.distance(to: stations[j].point))) }
    }
    // A gaussian curve without a nugget makes rows that are the same in all digits: a trace of nugget parts them.
    var added = 0.0
    var triangle = Cholesky(lower: lower, count: count)
    for power in [1e-10, 1e-8, 1e-6, 1e-4, 1e-2] where triangle == nil {
      for i in 0..<count { lower[i * (i + 1) / 2 + i] = variogram.sill * (1 + power) }
      added = power
      triangle = Cholesky(lower: lower, count: count)
    }
    guard let triangle else { return nil }
    self.variogram = variogram
    self.triangle = triangle
    stiffening = added
    points = stations.map(\.point)
    values = stations.map(\.value)
    ones = triangle.solve([Double](repeating: 1, count: count))
    weight = ones.reduce(0, +)
    mean = zip(ones, values).reduce(0) { $0 + $1.0 * $1.1 } / weight
    let m = mean
    residuals = triangle.solve(values.map { $0 - m })
  }

  /// The estimate at a place.
  func estimate(at point: Point) -> Estimate {
    var near = [Double](repeating: 0, count: points.count)
    for (row, station) in points.enumerated() {
      let distance = station.distance(to: point)
      if distance == 0 { return Estimate(value: values[row], variance: 0) }
      near[row] = variogram.covariance(at: distance)
    }
    var value = mean
    var sum = 1.0
    for row in 0..<near.count {
      value += near[row] * residuals[row]
      sum -= near[row] * ones[row]
    }
    var variance = variogram.sill + sum * sum / weight
    for part in triangle.forward(near) { variance -= part * part }
    return Estimate(value: value, variance: max(0, variance))
  }

  /// What each station's estimate is without it, by one solution: with B = C⁻¹ − C⁻¹e eᵀC⁻¹ ⁄ eᵀC⁻¹e, its error is (Bz)ᵢ ⁄ Bᵢᵢ
  /// and its variance 1 ⁄ Bᵢᵢ. Needs two stations. O(n³).
  ///
  /// Source: O. Dubrule, "Cross validation of kriging in a unique neighborhood", Mathematical Geology 15 (1983) 687–699,
  /// doi:10.1007/BF01033232.
  func withoutEach() -> [Estimate] {
    let diagonal = triangle.inverseDiagonal()
    return (0..<points.count).map { row in
      let own = diagonal[row] - ones[row] * ones[row] / weight
      return Estimate(value: values[row] - residuals[row] / own, variance: 1 / own)
    }
  }
}
