import Foundation

/// The projection of a city: a zone of Universal Transverse Mercator on WGS 84.
///
/// Source: Krüger's series in the third flattening to the sixth order, as given by C. F. F. Karney, "Transverse
/// Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011), 475–485, doi:10.1007/s00190-011-0445-3,
/// equations 7–9, 11, 14 and 15–16. Error below 1 µm within 40° of the central meridian.
public struct UTM: Hashable, Sendable, Codable {
  /// 1…60, counted eastwards from 180° W.
  public let zone: Int
  /// Whether northings count from 10,000 km south of the equator.
  public let isSouthern: Bool

  /// A zone by its number, or nothing when it is not within 1…60.
  public init?(zone: Int, isSouthern: Bool) {
    guard (1...60).contains(zone) else { return nil }
    self.zone = zone
    self.isSouthern = isSouthern
  }

  /// The zone that contains a position (the plain six-degree zones, without the exceptions of Norway and Svalbard).
  public init(containing coordinate: Coordinate) {
    let turn = (coordinate.longitude + 180).truncatingRemainder(dividingBy: 360)
    zone = min(60, Int((turn < 0 ? turn + 360 : turn) / 6) + 1)
    isSouthern = coordinate.latitude < 0
  }

  /// The zone of an EPSG code 32601…32660 (north) or 32701…32760 (south), or nothing for any other.
  public init?(epsg: Int) {
    switch epsg {
    case 32601...32660: self.init(zone: epsg - 32600, isSouthern: false)
    case 32701...32760: self.init(zone: epsg - 32700, isSouthern: true)
    default: return nil
    }
  }

  /// The code under which the EPSG registry lists this zone.
  public var epsg: Int { (isSouthern ? 32700 : 32600) + zone }

  /// Degrees east of the zone's central meridian.
  public var centralMeridian: Double { Double(zone) * 6 - 183 }

  private static let scale = 0.9996
  private static let falseEasting = 500_000.0
  private var falseNorthing: Double { isSouthern ? 10_000_000 : 0 }

  /// WGS 84: first eccentricity, and the radius of the rectifying sphere in metres.
  private static let flattening = 1 / 298.257223563
  private static let eccentricity = (flattening * (2 - flattening)).squareRoot()
  private static let n = flattening / (2 - flattening)
  private static let rectifyingRadius =
    6_378_137 / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64 + n * n * n * n * n * n / 256)

  /// Karney's α₁…α₆ (equation 35).
  private static let alpha: [Double] = [
    polynomial([0, 1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800]),
    polynomial([0, 0, 13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1_983_433 / 1_935_360]),
    polynomial([0, 0, 0, 61 / 240, -103 / 140, 15061 / 26880, 167_603 / 181_440]),
    polynomial([0, 0, 0, 0, 49561 / 161_280, -179 / 168, 6_601_661 / 7_257_600]),
    polynomial([0, 0, 0, 0, 0, 34729 / 80640, -3_418_889 / 1_995_840]),
    polynomial([0, 0, 0, 0, 0, 0, 212_378_941 / 319_334_400]),
  ]
  /// Karney's β₁…β₆ (equation 36).
  private static let beta: [Double] = [
    polynomial([0, 1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604_800]),
    polynomial([0, 0, 1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1_118_711 / 3_870_720]),
    polynomial([0, 0, 0, 17 / 480, -37 / 840, -209 / 4480, 5569 / 90720]),
    polynomial([0, 0, 0, 0, 4397 / 161_280, -11 / 504, -830_251 / 7_257_600]),
    polynomial([0, 0, 0, 0, 0, 4583 / 161_280, -108_847 / 3_991_680]),
    polynomial([0, 0, 0, 0, 0, 0, 20_648_693 / 638_668_800]),
  ]

  private static func polynomial(_ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * n + $1 }
  }

  /// The place on the plane of a position on the ellipsoid.
  public func project(_ coordinate: Coordinate) -> Point {
    let latitude = coordinate.latitude * .pi / 180
    let longitude = (coordinate.longitude - centralMeridian) * .pi / 180
    let tau = tan(latitude)
    let sigma = sinh(Self.eccentricity * atanh(Self.eccentricity * tau / (1 + tau * tau).squareRoot()))
    let conformal = tau * (1 + sigma * sigma).squareRoot() - sigma * (1 + tau * tau).squareRoot()
    let cosine = cos(longitude)
    let xi = atan2(conformal, cosine)
    let eta = asinh(sin(longitude) / (conformal * conformal + cosine * cosine).squareRoot())
    var north = xi
    var east = eta
    for j in 1...6 {
      let order = 2 * Double(j)
      north += Self.alpha[j - 1] * sin(order * xi) * cosh(order * eta)
      east += Self.alpha[j - 1] * cos(order * xi) * sinh(order * eta)
    }
    let radius = Self.scale * Self.rectifyingRadius
    return Point(x: Self.falseEasting + radius * east, y: falseNorthing + radius * north)
  }

  /// The position on the ellipsoid of a place on the plane.
  public func unproject(_ point: Point) -> Coordinate {
    let radius = Self.scale * Self.rectifyingRadius
    let xi = (point.y - falseNorthing) / radius
    let eta = (point.x - Self.falseEasting) / radius
    var north = xi
    var east = eta
    for j in 1...6 {
      let order = 2 * Double(j)
      north -= Self.beta[j - 1] * sin(order * xi) * cosh(order * eta)
      east -= Self.beta[j - 1] * cos(order * xi) * sinh(order * eta)
    }
    let sine = sinh(east)
    let cosine = cos(north)
    let conformal = sin(north) / (sine * sine + cosine * cosine).squareRoot()
    // Newton's method on τ′(τ) = conformal; two steps reach the last digit, three are kept for the poles.
    let squared = Self.eccentricity * Self.eccentricity
    var tau = conformal
    for _ in 0..<3 {
      let secant = (1 + tau * tau).squareRoot()
      let sigma = sinh(Self.eccentricity * atanh(Self.eccentricity * tau / secant))
      let value = tau * (1 + sigma * sigma).squareRoot() - sigma * secant
      let step =
        (conformal - value) / (1 + value * value).squareRoot() * (1 + (1 - squared) * tau * tau)
        / ((1 - squared) * secant)
      tau += step
    }
    return Coordinate(
      longitude: centralMeridian + atan2(sine, cosine) * 180 / .pi, latitude: atan(tau) * 180 / .pi)
  }
}
