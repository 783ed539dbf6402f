import Foundation
import Modelling
import Testing

/// Portable's functions beside those of the machine's mathematical library.
@Suite("Portable functions")
struct PortableTests {
  /// Units in the last place between two numbers; 0 when both are NaN or the same infinity.
  static func apart(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .infinity }
    if a == b { return 0 }
    if a.isInfinite || b.isInfinite { return .infinity }
    return abs(a - b) / max(a.magnitude, b.magnitude).ulp
  }

  /// Numbers of every size: uniform bits of the exponent within a range of powers of two, both signs where asked.
  static func numbers(_ count: Int, powers: ClosedRange<Int>, signed: Bool = true) -> [Double] {
    var random = SplitMix(seed: 7)
    return (0..<count).map { _ in
      let power = powers.lowerBound + random.index(below: powers.count)
      let size = scalbn(1 + random.unit(), power)
      return signed && random.chance(0.5) ? -size : size
    }
  }

  static func uniform(_ count: Int, _ range: Range<Double>) -> [Double] {
    var random = SplitMix(seed: 11)
    return (0..<count).map { _ in random.uniform(range) }
  }

  static let special: [Double] = [
    0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1, 0.5, 2, -2, 3, 1e300, 1e-300, 0x1p53, 0x1p-53,
    1.0.nextUp, 1.0.nextDown, 709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.5,
    1e22, 0.785398163397448, 1.5707963267948966, 3.141592653589793,
  ]

  @Test("are within one unit in the last place of the library's, over wide ranges")
  func close() {
    let wide = Self.numbers(100_000, powers: -1_070...1_023)
    let middle = Self.numbers(100_000, powers: -30...30)
    let positive = (wide + middle).map(abs) + Self.uniform(50_000, 0.5..<2)
    let powers = Self.uniform(100_000, -745..<710) + Self.numbers(50_000, powers: -60...10)
    let angles = wide + middle + Self.uniform(100_000, -10..<10)
    func worst(_ numbers: [Double], _ ours: (Double) -> Double, _ theirs: (Double) -> Double) -> Double {
      numbers.reduce(0) { max($0, Self.apart(ours($1), theirs($1))) }
    }
    #expect(worst(powers + Self.special, Portable.exp, Foundation.exp) <= 1)
    #expect(worst(powers + Self.special, Portable.expm1, Foundation.expm1) <= 2)
    #expect(worst(positive + Self.special, Portable.log, Foundation.log) <= 1)
    #expect(worst(positive + Self.special, Portable.log10, Foundation.log10) <= 2)
    #expect(worst(positive + Self.special, Portable.log2, Foundation.log2) <= 1)
    let above = Self.uniform(100_000, -1..<3) + middle + Self.special
    #expect(worst(above, Portable.log1p, Foundation.log1p) <= 2)
    #expect(worst(angles + Self.special, Portable.sin, Foundation.sin) <= 1)
    #expect(worst(angles + Self.special, Portable.cos, Foundation.cos) <= 1)
    #expect(worst(angles + Self.special, Portable.tan, Foundation.tan) <= 1)
    #expect(worst(wide + middle + Self.special, Portable.atan, Foundation.atan) <= 1)
  }

  @Test("of two arguments are within one unit of the library's, and follow IEEE 754 where an argument is special")
  func twoArguments() {
    var worstAngle = 0.0
    var worstPower = 0.0
    let middle = Self.numbers(100_000, powers: -20...20)
    let wide = Self.numbers(100_000, powers: -1_070...1_023)
    for (a, b) in zip(middle + wide, middle.reversed() + wide.reversed()) {
      worstAngle = max(worstAngle, Self.apart(Portable.atan2(a, b), Foundation.atan2(a, b)))
      worstPower = max(worstPower, Self.apart(Portable.pow(abs(a), b), Foundation.pow(abs(a), b)))
    }
    for (x, y) in zip(Self.uniform(100_000, 0..<20), Self.uniform(100_000, -30..<30).reversed()) {
      worstPower = max(worstPower, Self.apart(Portable.pow(x, y), Foundation.pow(x, y)))
    }
    #expect(worstAngle <= 1)
    #expect(worstPower <= 1)
    for a in Self.special {
      for b in Self.special {
        let angle = Portable.atan2(a, b)
        #expect(
          Self.apart(angle, Foundation.atan2(a, b)) <= 1 && (angle.isNaN || angle.sign == Foundation.atan2(a, b).sign))
        let power = Portable.pow(a, b)
        #expect(Self.apart(power, Foundation.pow(a, b)) <= 1, "\(a) to the power of \(b)")
        #expect(power.isNaN || power.sign == Foundation.pow(a, b).sign, "\(a) to the power of \(b)")
      }
    }
  }

  @Test("keep the sign of zero and are exact where the answer is a whole number")
  func exact() {
    #expect(Portable.sin(-0.0).sign == .minus && Portable.tan(-0.0).sign == .minus)
    #expect(Portable.expm1(-0.0).sign == .minus && Portable.log1p(-0.0).sign == .minus)
    for k in -300...300 { #expect(Portable.log2(scalbn(1, k)) == Double(k)) }
    for k in 0...22 {
      #expect(Portable.log10(Foundation.pow(10, Double(k))) == Double(k))
      #expect(Portable.pow(10, Double(k)) == Foundation.pow(10, Double(k)))
    }
    #expect(Portable.pow(-3, 3) == -27 && Portable.pow(4, 0.5) == 2 && Portable.pow(-8, 1.0 / 3).isNaN)
  }

  @Test("tell the double nearest to a multiple of π/2 from it, where some libraries lose the last bits")
  func hardest() {
    // J.-M. Muller, Elementary Functions, 2nd edition, 2006, section 9.3.
    let x = 6_381_956_970_095_103 * 0x1p797
    #expect(Portable.cos(x) == -4.68716592425462761112e-19)
    #expect(Portable.sin(x) == 1)
  }

  @Test("give the bits they always gave")
  func golden() {
    var sum: UInt64 = 0
    for x in Self.numbers(1_000, powers: -8...8) {
      for value in [Portable.exp(x), Portable.log(abs(x)), Portable.sin(x), Portable.cos(x), Portable.atan2(x, 0.7)] {
        sum = (sum ^ value.bitPattern) &* 0x100_0000_01B3
      }
    }
    #expect(sum == 3_393_521_597_000_065_060)
  }
}
