import Modelling

/// What chance is asked about; each has numbers of its own.
enum Topic: UInt64, Sendable {
  case year, month, day, wetness, storms, spells, spellStrength, cloud, wind, windTurn, warmth, haze, background
  case linkDay, linkYear, carCount, motorcycleCount, airHour, noiseHour, noiseDay
  case faults, devices, reading, placing, incidents, marks, counts, speed, tide
}

/// Chance without a state: a number for a topic and two indices, so that any hour of any year can be asked alone.
///
/// Mixes with the finaliser of SplitMix64 (see ``SplitMix``).
package struct Chance: Sendable {
  package init(seed: UInt64) { self.seed = seed }

  let seed: UInt64

  @inline(__always)
  private static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 64 random bits.
  @inline(__always)
  func bits(_ topic: Topic, _ a: Int, _ b: Int = 0) -> UInt64 {
    let first = Self.mix(seed &+ (topic.rawValue &+ 1) &* 0x9E37_79B9_7F4A_7C15)
    let second = Self.mix(first ^ UInt64(bitPattern: Int64(a)) &* 0xD6E8_FEB8_6659_FD93)
    return Self.mix(second &+ UInt64(bitPattern: Int64(b)) &* 0xA076_1D64_78BD_642F)
  }

  /// A number in 0..<1.
  @inline(__always)
  func unit(_ topic: Topic, _ a: Int, _ b: Int = 0) -> Double { Double(bits(topic, a, b) >> 11) * 0x1p-53 }

  /// A number of mean 0 and standard deviation 1, within ±3.47: the sum of four uniform ones (Irwin–Hall).
  @inline(__always)
  func bell(_ topic: Topic, _ a: Int, _ b: Int = 0) -> Double {
    let z = bits(topic, a, b)
    let sum = (z & 0xFFFF) + (z >> 16 & 0xFFFF) + (z >> 32 & 0xFFFF) + (z >> 48)
    return (Double(sum) * 0x1p-16 - 2 + 2 * 0x1p-16) * 1.7320508075688772
  }

  /// A generator for everything about one unit.
  func generator(_ topic: Topic, _ a: Int, _ b: Int = 0) -> SplitMix { SplitMix(seed: bits(topic, a, b)) }

  /// A smooth curve of mean 0 and standard deviation of about 0.65 over `position`, a knot at every whole number.
  func curve(_ topic: Topic, at position: Double, _ b: Int = 0) -> Double {
    let knot = position.rounded(.down)
    let s = position - knot
    let blend = s * s * (3 - 2 * s)
    let first = bell(topic, Int(knot), b)
    return (first + (bell(topic, Int(knot) + 1, b) - first) * blend) * 0.8
  }

  /// A number of independent events of which `mean` are expected.
  ///
  /// Below 15 by inversion (Devroye 1986, III.4), above by rounding a bell curve.
  func count(_ mean: Double, _ topic: Topic, _ a: Int, _ b: Int = 0) -> Int {
    guard mean > 0 else { return 0 }
    if mean >= 15 { return max(0, Int((mean + mean.squareRoot() * bell(topic, a, b)).rounded())) }
    var chance = Portable.exp(-mean)
    var left = unit(topic, a, b) - chance
    var number = 0
    while left > 0, number < 100 {
      number += 1
      chance *= mean / Double(number)
      left -= chance
    }
    return number
  }
}
