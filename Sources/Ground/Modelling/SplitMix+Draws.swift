extension SplitMix {
  /// An independent generator for one unit of one topic: the seventh block's houses, whatever else was drawn before.
  ///
  /// The topic enters by its UTF-8 bytes (FNV-1a, 64 bits), so equal words give equal numbers everywhere.
  public init(seed: UInt64, topic: String, number: Int = 0) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var first = SplitMix(seed: seed)
    var second = SplitMix(seed: first.next() ^ hash)
    self.init(seed: second.next() ^ UInt64(bitPattern: Int64(number)) &* 0xD1B5_4A32_D192_ED03)
    self = SplitMix(seed: next())
  }

  /// A whole number in 0..<limit, each equally likely. `limit` is at least 1.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019), doi:10.1145/3230636.
  public mutating func index(below limit: Int) -> Int {
    precondition(limit > 0, "there is something to choose from")
    let bound = UInt64(limit)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let least = (0 &- bound) % bound
      while product.low < least { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Whether something of this probability happens.
  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A draw from the standard normal distribution: mean 0, standard deviation 1.
  ///
  /// Source: the polar method, G. Marsaglia and T. A. Bray, SIAM Review 6 (1964) 260–264; one of its two numbers is used.
  public mutating func normal() -> Double {
    while true {
      let u = 2 * unit() - 1
      let v = 2 * unit() - 1
      let s = u * u + v * v
      if s < 1, s > 0 { return u * (-2 * Portable.log(s) / s).squareRoot() }
    }
  }

  /// A draw from the exponential distribution of mean 1.
  public mutating func exponential() -> Double { -Portable.log(1 - unit()) }

  /// A draw from the Poisson distribution of a mean in 0…10⁹; 0 for a mean that is not above 0.
  ///
  /// Source: below a mean of 10 products of uniform numbers (D. E. Knuth, *The Art of Computer Programming* 2, 3.4.1),
  /// above it W. Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
  /// Mathematics and Economics 12 (1993) 39–45, doi:10.1016/0167-6687(93)90997-4.
  public mutating func poisson(_ mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    if mean < 10 {
      let limit = Portable.exp(-mean)
      var product = unit()
      var count = 0
      while product > limit {
        product *= unit()
        count += 1
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let peak = 0.9277 - 3.6224 / (b - 2)
    let logMean = Portable.log(mean)
    while true {
      let u = unit() - 0.5
      let v = unit()
      let us = 0.5 - abs(u)
      guard us > 0 else { continue }
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= peak { return Int(k) }
      if k < 0 || (us < 0.013 && v > us) { continue }
      let accepted = Portable.log(v * inverseAlpha / (a / (us * us) + b))
      if accepted <= k * logMean - mean - Self.logFactorial(k) { return Int(k) }
    }
  }

  /// ln k!, by Stirling's series.
  private static func logFactorial(_ k: Double) -> Double {
    if k < 9.5 {
      var product = 1.0
      for factor in stride(from: 2, through: k, by: 1) { product *= factor }
      return Portable.log(product)
    }
    let r = 1 / k
    let series = r * (1.0 / 12 - r * r * (1.0 / 360 - r * r * (1.0 / 1_260 - r * r / 1_680)))
    return (k + 0.5) * Portable.log(k) - k + 0.918938533204672742 + series
  }
}
