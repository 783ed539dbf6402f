extension Portable {
  /// x to the power of y, with the special cases of IEEE 754: pow(x, ±0) and pow(1, y) are 1 for any x and y, NaN for a
  /// finite x < 0 with a y that is not whole.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    guard x == x, y == y else { return .nan }
    let isWhole = abs(y) >= 0x1p53 || y.rounded(.towardZero) == y
    let isOdd = isWhole && abs(y) < 0x1p53 && Int64(y) & 1 == 1
    let sign = x.sign == .minus && isOdd ? -1.0 : 1.0
    let size = abs(x)
    if y.isInfinite { return size == 1 ? 1 : (size > 1) == (y > 0) ? .infinity : 0 }
    if size == 0 || size == .infinity { return sign * ((size == 0) == (y > 0) ? 0 : .infinity) }
    if x < 0, !isWhole { return .nan }
    if size == 1 { return sign }
    // Beyond these even the smallest |ln x|, 2⁻⁵³, decides the answer, or even the largest, 745, does not matter.
    if abs(y) > 0x1p65 { return sign * ((size > 1) == (y > 0) ? .infinity : 0) }
    if abs(y) < 0x1p-65 { return sign }
    let power = Pair(y, 0) * precise(size)
    return sign * exp(power.high, plus: power.low)
  }

  /// The logarithm to base 10; −∞ at 0, NaN below.
  public static func log10(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return log(x) }
    let value = precise(x) * Pair(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)
    return value.high + value.low
  }

  /// The logarithm to base 2; −∞ at 0, NaN below.
  public static func log2(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return log(x) }
    let (k, f) = split(x)
    let value = Pair(k, 0) + artanhs(f) * Pair(0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56)
    return value.high + value.low
  }

  /// ln x to some 70 bits, for a finite x > 0.
  private static func precise(_ x: Double) -> Pair {
    let (k, f) = split(x)
    let sum = Pair(adding: k * ln2.0, k * ln2.1)
    return Pair(sum.high, sum.low + k * ln2.2) + artanhs(f)
  }

  /// ln(1 + f) to some 70 bits, for 1 + f in √½…√2.
  private static func artanhs(_ f: Double) -> Pair {
    let s = Pair(f, 0) / Pair(adding: 2, f)
    let z = s * s
    var tail = 1.0 / 27
    tail = tail * z.high + 1.0 / 25
    tail = tail * z.high + 1.0 / 23
    tail = tail * z.high + 1.0 / 21
    tail = tail * z.high + 1.0 / 19
    tail = tail * z.high + 1.0 / 17
    tail = tail * z.high + 1.0 / 15
    tail = tail * z.high + 1.0 / 13
    tail = tail * z.high + 1.0 / 11
    tail = tail * z.high + 1.0 / 9
    tail = tail * z.high + 1.0 / 7
    let fifth = Pair(0x1.999999999999ap-3, -0x1.999999999999ap-57) + Pair(multiplying: tail, z.high)
    let third = Pair(0x1.5555555555555p-2, 0x1.5555555555555p-56) + fifth * z
    let twice = Pair(2 * s.high, 2 * s.low)
    return twice + twice * (z * third)
  }
}
