/// A number as the sum of two, the second at most half a unit in the last place of the first: some 106 bits.
///
/// Source: T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
/// (1971) 224–242. Products are exact while nothing overflows (below 2⁹⁹⁰) or underflows (above 2⁻⁹⁰⁰).
struct Pair {
  var high, low: Double

  init(_ high: Double, _ low: Double) {
    self.high = high
    self.low = low
  }

  /// a + b, exactly.
  init(adding a: Double, _ b: Double) {
    high = a + b
    let part = high - a
    low = (a - (high - part)) + (b - part)
  }

  /// a + b, exactly, where |a| ≥ |b|.
  init(ordered a: Double, _ b: Double) {
    high = a + b
    low = b - (high - a)
  }

  /// a × b, exactly.
  init(multiplying a: Double, _ b: Double) {
    let (a1, a2) = Pair.halves(a)
    let (b1, b2) = Pair.halves(b)
    high = a * b
    low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
  }

  private static func halves(_ a: Double) -> (Double, Double) {
    let c = 134_217_729 * a
    let high = c - (c - a)
    return (high, a - high)
  }

  static func + (a: Pair, b: Pair) -> Pair {
    let sum = Pair(adding: a.high, b.high)
    return Pair(ordered: sum.high, sum.low + (a.low + b.low))
  }

  static func * (a: Pair, b: Pair) -> Pair {
    let product = Pair(multiplying: a.high, b.high)
    return Pair(ordered: product.high, product.low + (a.high * b.low + a.low * b.high))
  }

  static func / (a: Pair, b: Pair) -> Pair {
    let q = a.high / b.high
    let product = Pair(multiplying: q, b.high)
    let rest = ((a.high - product.high) - product.low) + (a.low - q * b.low)
    return Pair(ordered: q, rest / b.high)
  }

  static prefix func - (a: Pair) -> Pair { Pair(-a.high, -a.low) }
}
