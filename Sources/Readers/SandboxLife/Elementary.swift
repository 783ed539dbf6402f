/// The exponential and its kin from + − × ÷ and √ alone: the same bits on every machine. Relative error below 1e−14.
enum Elementary {
  private static let ln2 = 0.693147180559945309
  static let pi = 3.14159265358979323846

  /// e to the power of `x`; 0 below −700, capped above 700.
  static func exp(_ x: Double) -> Double {
    if x < -700 { return 0 }
    let y = min(x, 700)
    let k = (y / ln2).rounded()
    let r = y - k * 0.6931471803691238 - k * 1.9082149292705877e-10
    var sum = 1.0
    for n in stride(from: 13.0, through: 1, by: -1) { sum = 1 + r * sum / n }
    return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
  }

  /// The natural logarithm of a number above 0.
  static func log(_ x: Double) -> Double {
    precondition(x > 0, "a logarithm is of a number above 0")
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.4142135623730951 {
      m /= 2
      e += 1
    }
    let s = (m - 1) / (m + 1)
    let s2 = s * s
    var sum = 0.0
    for n in stride(from: 21.0, through: 3, by: -2) { sum = (sum + 1 / n) * s2 }
    return 2 * s * (1 + sum) + e * ln2
  }

  /// `x` to a power, for `x` of 0 and above.
  static func pow(_ x: Double, _ power: Double) -> Double { x <= 0 ? 0 : exp(power * log(x)) }

  /// The logarithm to the base of ten.
  static func log10(_ x: Double) -> Double { log(x) * 0.43429448190325183 }

  /// The sine of an angle in radians, for angles of up to some millions.
  static func sin(_ x: Double) -> Double {
    let quarters = (x * (2 / pi)).rounded()
    let r = x - quarters * 1.5707963267341256 - quarters * 6.077100506506192e-11
    let r2 = r * r
    var sine = 0.0
    for n in stride(from: 15.0, through: 3, by: -2) { sine = (1 + sine) * -r2 / (n * (n - 1)) }
    var cosine = 0.0
    for n in stride(from: 16.0, through: 2, by: -2) { cosine = (1 + cosine) * -r2 / (n * (n - 1)) }
    switch ((Int(quarters) % 4) + 4) % 4 {
    case 0: return r * (1 + sine)
    case 1: return 1 + cosine
    case 2: return -r * (1 + sine)
    default: return -1 - cosine
    }
  }

  /// The cosine of an angle in radians.
  static func cos(_ x: Double) -> Double { sin(x + pi / 2) }

  /// The angle in radians, −π…π, of the direction (x, y).
  static func atan2(_ y: Double, _ x: Double) -> Double {
    let ax = abs(x)
    let ay = abs(y)
    guard ax + ay > 0 else { return 0 }
    // Halved twice, the argument is below tan(π/16), where the series needs few terms.
    var t = min(ax, ay) / max(ax, ay)
    for _ in 0..<2 { t = t / (1 + (1 + t * t).squareRoot()) }
    let t2 = t * t
    var sum = 0.0
    for n in stride(from: 21.0, through: 3, by: -2) { sum = (1 / n - sum) * t2 }
    var angle = 4 * t * (1 - sum)
    if ay > ax { angle = pi / 2 - angle }
    if x < 0 { angle = pi - angle }
    return y < 0 ? -angle : angle
  }
}
