/// Elementary functions that give the same bits on every machine.
///
/// Only + − × ÷ and √ and operations on bit patterns are used, which IEEE 754 rounds exactly, so an answer does not depend
/// on a mathematical library. Swift never contracts a × b + c into one rounding by itself, and nothing here may ask for it
/// (`addingProduct`, fast-math flags): a fused product would change the last bits between machines.
///
/// Largest errors measured against exact values (50 digits) over some 10⁵ arguments a function, in units in the last place:
/// see `Docs/models/sandbox-land.md`; all are below 1, and special values (0, ±∞, NaN, subnormal numbers) follow IEEE 754
/// section 9.2. Arguments and angles are plain numbers and radians.
///
/// Method: argument reduction with constants in several parts (W. J. Cody and W. Waite, *Software Manual for the Elementary
/// Functions*, 1980; M. H. Payne and R. N. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18,
/// 1983), then Taylor's series, whose leading terms are added last and where needed in pairs of numbers (T. J. Dekker,
/// "A floating-point technique for extending the available precision", Numerische Mathematik 18, 1971).
public enum Portable {
  /// ln 2 in three parts; the first has 32 bits, so that a whole number of eleven bits times it is exact.
  static let ln2 = (0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33, 0x1.cc01f97b57a08p-87)

  /// e to the power of x.
  public static func exp(_ x: Double) -> Double { exp(x, plus: 0) }

  /// e to the power of x + `rest`, where |rest| is small beside |x|.
  static func exp(_ x: Double, plus rest: Double) -> Double {
    guard x == x else { return x }
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let k = (x * 0x1.71547652b82fep+0).rounded()
    let high = x - k * ln2.0
    let low = k * ln2.1 - rest
    let r = high - low
    let tail = (high - r) - low
    return scaled(1 + (r + (tail + r * r * expTail(r))), by: Int(k))
  }

  /// e to the power of x, less 1; exact in relation to the result near 0.
  public static func expm1(_ x: Double) -> Double {
    guard x == x else { return x }
    if x > 709.79 { return .infinity }
    if x < -40 { return -1 }
    let k = (x * 0x1.71547652b82fep+0).rounded()
    let high = x - k * ln2.0
    let low = k * ln2.1
    let r = high - low
    let tail = (high - r) - low
    let small = tail + r * r * expTail(r)
    if k == 0 { return abs(x) < 0x1p-54 ? x : r + small }
    if k > 60 { return scaled(1 + (r + (small - scaled(1, by: -Int(k)))), by: Int(k)) }
    let scale = scaled(1, by: Int(k))
    let sum = Pair(adding: scale - 1, r * scale)
    return sum.high + (sum.low + small * scale)
  }

  /// (eʳ − 1 − r) ÷ r² for |r| ≤ ln 2 ÷ 2.
  private static func expTail(_ r: Double) -> Double {
    var sum = 1.0 / 87_178_291_200
    sum = sum * r + 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    sum = sum * r + 1.0 / 24
    sum = sum * r + 1.0 / 6
    return sum * r + 0.5
  }

  /// x × 2ᵏ, rounded once; for |k| up to 2,000.
  static func scaled(_ x: Double, by k: Int) -> Double {
    if k >= -1_021, k <= 1_022 { return x * Double(bitPattern: UInt64(1_023 + k) << 52) }
    let half = k / 2
    return x * Double(bitPattern: UInt64(1_023 + half) << 52) * Double(bitPattern: UInt64(1_023 + k - half) << 52)
  }

  /// The natural logarithm; −∞ at 0, NaN below.
  public static func log(_ x: Double) -> Double {
    if x > 0, x < .infinity {
      let (k, f) = split(x)
      return log(f, k, rest: 0)
    }
    if x == 0 { return -.infinity }
    return x > 0 ? x : .nan
  }

  /// The natural logarithm of 1 + x, exact in relation to the result near 0; −∞ at −1, NaN below.
  public static func log1p(_ x: Double) -> Double {
    if x > -1, x < .infinity {
      if abs(x) < 0x1p-54 { return x }
      if x > -0.29, x < 0.41 { return log(x, 0, rest: 0) }
      let sum = 1 + x
      let (k, f) = split(sum)
      let lost = x < 1 ? x - (sum - 1) : 1 - (sum - x)
      return log(f, k, rest: lost / sum)
    }
    if x == -1 { return -.infinity }
    return x > 0 ? x : .nan
  }

  /// x = 2ᵏ (1 + f) with 1 + f in √½…√2, for a finite x > 0.
  static func split(_ x: Double) -> (k: Double, f: Double) {
    var bits = x.bitPattern
    var k = 0
    if bits >> 52 == 0 {
      bits = (x * 0x1p54).bitPattern
      k = -54
    }
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    k += Int(bits >> 52) - 1_023
    let isLarge = fraction > 0x6_A09E_667F_3BCC
    if isLarge { k += 1 }
    let m = Double(bitPattern: fraction | (isLarge ? 1_022 : 1_023) << 52)
    return (Double(k), m - 1)
  }

  /// k ln 2 + ln(1 + f) + rest, by ln(1 + f) = 2 artanh(f ÷ (2 + f)).
  private static func log(_ f: Double, _ k: Double, rest: Double) -> Double {
    let s = f / (2 + f)
    let z = s * s
    var sum = 2.0 / 25
    sum = sum * z + 2.0 / 23
    sum = sum * z + 2.0 / 21
    sum = sum * z + 2.0 / 19
    sum = sum * z + 2.0 / 17
    sum = sum * z + 2.0 / 15
    sum = sum * z + 2.0 / 13
    sum = sum * z + 2.0 / 11
    sum = sum * z + 2.0 / 9
    sum = sum * z + 2.0 / 7
    sum = sum * z + 2.0 / 5
    sum = (sum * z + 2.0 / 3) * z
    let half = f * f / 2
    return k * ln2.0 - ((half - (s * (half + sum) + (k * ln2.1 + rest))) - f)
  }
}
