internal import Modelling

/// How unlike two values are, on average, by the metres between them: γ(h) = ½ E (Z(x) − Z(x + h))².
///
/// With nugget c₀, partial sill c and range a, for h > 0 (γ(0) = 0 always):
/// spherical c₀ + c (3h ⁄ 2a − h³ ⁄ 2a³) up to a, then c₀ + c; exponential c₀ + c (1 − e^(−h ⁄ a)), which reaches 95 % of its
/// sill at 3a; gaussian c₀ + c (1 − e^(−h² ⁄ a²)), which does so at √3 a.
/// Source: N. Cressie, *Statistics for Spatial Data*, revised edition, 1993, section 2.3.1, doi:10.1002/9781119115151.
public struct Variogram: Hashable, Sendable {
  /// The form of the curve.
  public enum Shape: String, CaseIterable, Sendable, Codable { case spherical, exponential, gaussian }

  /// The form of the curve.
  public var shape: Shape
  /// What two values differ by however near they are: error of measurement, and what is smaller than the gaps between stations.
  public var nugget: Double
  /// What distance adds to the nugget at most.
  public var partialSill: Double
  /// Metres; see the formulas for what they mean.
  public var range: Double

  /// A variogram. Nugget and partial sill are 0 or more and not both 0, the range is above 0; all finite.
  public init(_ shape: Shape, nugget: Double, partialSill: Double, range: Double) {
    precondition(
      nugget >= 0 && partialSill >= 0 && nugget + partialSill > 0 && range > 0 && (nugget + partialSill).isFinite
        && range.isFinite, "a variogram has a sill and a range above 0")
    self.shape = shape
    self.nugget = nugget
    self.partialSill = partialSill
    self.range = range
  }

  /// Nugget and partial sill: the variance of values far from each other.
  public var sill: Double { nugget + partialSill }

  /// γ at a distance in metres, 0 or more.
  public func semivariance(at distance: Double) -> Double {
    distance > 0 ? nugget + partialSill * Self.rise(shape, distance / range) : 0
  }

  /// The covariance at a distance in metres: sill less γ.
  public func covariance(at distance: Double) -> Double { sill - semivariance(at: distance) }

  /// The share of the partial sill reached at a distance, in ranges.
  static func rise(_ shape: Shape, _ ratio: Double) -> Double {
    switch shape {
    case .spherical: ratio < 1 ? ratio * (1.5 - 0.5 * ratio * ratio) : 1
    case .exponential: -Portable.expm1(-ratio)
    case .gaussian: -Portable.expm1(-ratio * ratio)
    }
  }
}
