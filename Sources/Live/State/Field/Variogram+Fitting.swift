internal import Modelling

extension Variogram {
  /// What a class of distance weighs in a fit.
  public enum Weights: Sendable {
    /// Pairs ⁄ γ(h)², γ being the fitted curve (N. Cressie, "Fitting variogram models by weighted least squares", Mathematical
    /// Geology 17 (1985) 563–586, doi:10.1007/BF01032109): weights and curve are found in turn.
    case cressie
    /// Pairs ⁄ h²: what matters is the curve near its start.
    case pairsByDistance
  }

  /// The variogram of a form that fits an experimental one best by weighted least squares, and its weighted sum of squares; nothing
  /// for fewer than three classes, or where all values are the same.
  ///
  /// For a range the best nugget and partial sill follow from linear least squares, neither below 0; the range is sought by
  /// a grid of ratios and then by golden section between a fifth of the first class and twice the last. O(classes × 500).
  public static func fitted(
    _ shape: Shape, to experimental: ExperimentalVariogram, weights: Weights = .cressie
  ) -> (variogram: Variogram, squares: Double)? {
    let classes = experimental.classes.filter { $0.distance > 0 }
    guard classes.count >= 3, let first = classes.first, let last = classes.last,
      classes.contains(where: { $0.semivariance > 0 }), classes.allSatisfy({ $0.semivariance.isFinite })
    else { return nil }
    let bounds = first.distance / 5...last.distance * 2
    var factors = classes.map { Double($0.pairs) / ($0.distance * $0.distance) }
    guard var best = search(shape, classes, factors, bounds) else { return nil }
    guard case .cressie = weights else { return best }
    for _ in 0..<50 {
      let curve = best.variogram
      // A curve that starts at 0 would give its first class a weight without bound: a thousandth of the sill is the least.
      factors = classes.map {
        let level = max(curve.semivariance(at: $0.distance), curve.sill / 1000)
        return Double($0.pairs) / (level * level)
      }
      guard let next = search(shape, classes, factors, bounds) else { return best }
      best = next
      let step =
        abs(next.variogram.range - curve.range) / curve.range + abs(next.variogram.sill - curve.sill) / curve.sill
      if step < 1e-9 { break }
    }
    return best
  }

  /// Of all forms the one with the least weighted sum of squares, by pairs ⁄ h², which compares forms by the same weights.
  public static func fitted(to experimental: ExperimentalVariogram) -> Variogram? {
    var best: (variogram: Variogram, squares: Double)?
    for shape in Shape.allCases {
      guard let next = fitted(shape, to: experimental, weights: .pairsByDistance) else { continue }
      if next.squares < best?.squares ?? .infinity { best = next }
    }
    return best?.variogram
  }

  private typealias Found = (variogram: Variogram, squares: Double)

  private static func search(
    _ shape: Shape, _ classes: [ExperimentalVariogram.Class], _ factors: [Double], _ bounds: ClosedRange<Double>
  ) -> Found? {
    let steps = 48
    let ratio = Portable.exp(Portable.log(bounds.upperBound / bounds.lowerBound) / Double(steps))
    var grid: [Double] = [bounds.lowerBound]
    for _ in 0..<steps { grid.append(grid[grid.count - 1] * ratio) }
    var best: (place: Int, found: Found)?
    for (place, range) in grid.enumerated() {
      guard let found = levels(shape, range, classes, factors) else { continue }
      if found.squares < best?.found.squares ?? .infinity { best = (place, found) }
    }
    guard let best else { return nil }
    var low = grid[max(0, best.place - 1)]
    var high = grid[min(steps, best.place + 1)]
    var result = best.found
    // Golden section: J. Kiefer, "Sequential minimax search for a maximum", Proceedings of the AMS 4 (1953) 502–506.
    let golden = 0.6180339887498949
    for _ in 0..<80 where high - low > high * 1e-12 {
      let (left, right) = (high - golden * (high - low), low + golden * (high - low))
      guard let atLeft = levels(shape, left, classes, factors), let atRight = levels(shape, right, classes, factors)
      else { break }
      if atLeft.squares <= atRight.squares { high = right } else { low = left }
      let nearer = atLeft.squares <= atRight.squares ? atLeft : atRight
      if nearer.squares < result.squares { result = nearer }
    }
    return result
  }

  /// The best nugget and partial sill for a range; nothing where neither is above 0.
  private static func levels(
    _ shape: Shape, _ range: Double, _ classes: [ExperimentalVariogram.Class], _ factors: [Double]
  ) -> Found? {
    var (sum, sumX, sumXX, sumY, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (item, factor) in zip(classes, factors) {
      let x = rise(shape, item.distance / range)
      sum += factor
      sumX += factor * x
      sumXX += factor * x * x
      sumY += factor * item.semivariance
      sumXY += factor * x * item.semivariance
    }
    let determinant = sum * sumXX - sumX * sumX
    var candidates = [(0.0, sumXX > 0 ? sumXY / sumXX : 0), (sumY / sum, 0)]
    if determinant > 1e-12 * sum * sumXX {
      let partial = (sum * sumXY - sumX * sumY) / determinant
      let nugget = (sumY - partial * sumX) / sum
      if partial >= 0, nugget >= 0 { candidates = [(nugget, partial)] }
    }
    var best: Found?
    for (nugget, partial) in candidates where nugget + partial > 0 && (nugget + partial).isFinite {
      let curve = Variogram(shape, nugget: nugget, partialSill: partial, range: range)
      var squares = 0.0
      for (item, factor) in zip(classes, factors) {
        let difference = item.semivariance - curve.semivariance(at: item.distance)
        squares += factor * difference * difference
      }
      if squares < best?.squares ?? .infinity { best = (curve, squares) }
    }
    return best
  }
}
