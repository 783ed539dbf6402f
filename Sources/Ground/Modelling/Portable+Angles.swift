extension Portable {
  private static let halfPi = Pair(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
  private static let pi = Pair(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53)

  /// The sine of an angle in radians, of any size.
  public static func sin(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    if abs(x) < 0x1p-27 { return x }
    let (quadrant, r) = reduced(x)
    let value = quadrant & 1 == 0 ? sine(r) : cosine(r)
    return quadrant & 2 == 0 ? value.high + value.low : -(value.high + value.low)
  }

  /// The cosine of an angle in radians, of any size.
  public static func cos(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let (quadrant, r) = reduced(x)
    let value = quadrant & 1 == 0 ? cosine(r) : sine(r)
    return (quadrant &+ 1) & 2 == 0 ? value.high + value.low : -(value.high + value.low)
  }

  /// The tangent of an angle in radians, of any size.
  public static func tan(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    if abs(x) < 0x1p-27 { return x }
    let (quadrant, r) = reduced(x)
    let s = sine(r)
    let c = cosine(r)
    let quotient = quadrant & 1 == 0 ? s / c : -c / s
    return quotient.high + quotient.low
  }

  /// The angle in −π/2…π/2 whose tangent is x.
  public static func atan(_ x: Double) -> Double { atan2(x, 1) }

  /// The angle of the point (x, y) from the x axis, −π…π, counter-clockwise; the signs of zeros count, as in IEEE 754.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    guard x == x, y == y else { return .nan }
    let isWest = x.sign == .minus
    var wide = abs(x)
    var tall = abs(y)
    if wide == .infinity || tall == .infinity {
      // Only the direction counts: both infinite is the diagonal.
      wide = wide == .infinity ? 1 : 0
      tall = tall == .infinity ? 1 : 0
    }
    let angle: Pair
    if tall == 0 {
      angle = Pair(0, 0)
    } else if wide == 0 {
      angle = halfPi
    } else {
      let apart = Int(tall.exponent) - Int(wide.exponent)
      if apart < -60, !isWest { return (tall / wide).withSign(of: y) }
      if abs(apart) > 120 {
        angle = apart > 0 ? halfPi : Pair(0, 0)
      } else {
        let shift = -Int(max(tall.exponent, wide.exponent))
        wide = scaled(wide, by: shift)
        tall = scaled(tall, by: shift)
        let acute = acuteAngle(min(tall, wide), over: max(tall, wide))
        angle = tall > wide ? halfPi + -acute : acute
      }
    }
    let whole = isWest ? pi + -angle : angle
    return (whole.high + whole.low).withSign(of: y)
  }

  /// arctan(a ÷ b) for 0 < a ≤ b: the arctangent of the nearest eighth, and that of the small rest.
  private static func acuteAngle(_ a: Double, over b: Double) -> Pair {
    let eighth = Int((a / b * 8).rounded())
    let u: Pair
    if eighth == 0 {
      u = Pair(a, 0) / Pair(b, 0)
    } else {
      let c = Double(eighth) * 0.125
      let above = Pair(a, 0) + -Pair(multiplying: b, c)
      u = above / (Pair(b, 0) + Pair(multiplying: a, c))
    }
    let z = u.high * u.high
    var sum = -1.0 / 15
    sum = sum * z + 1.0 / 13
    sum = sum * z - 1.0 / 11
    sum = sum * z + 1.0 / 9
    sum = sum * z - 1.0 / 7
    sum = sum * z + 1.0 / 5
    sum = sum * z - 1.0 / 3
    let base = eighths[eighth]
    let lead = Pair(adding: base.high, u.high)
    return Pair(ordered: lead.high, lead.low + (u.high * z * sum + (u.low + base.low)))
  }

  /// arctan(i ÷ 8).
  private static let eighths = [
    Pair(0, 0), Pair(0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59),
    Pair(0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57), Pair(0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56),
    Pair(0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56), Pair(0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58),
    Pair(0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56), Pair(0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56),
    Pair(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55),
  ]

  /// sin(r) for |r| ≤ π/4.
  private static func sine(_ r: Pair) -> Pair {
    let z = r.high * r.high
    var sum = 1.0 / 355_687_428_096_000
    sum = sum * z - 1.0 / 1_307_674_368_000
    sum = sum * z + 1.0 / 6_227_020_800
    sum = sum * z - 1.0 / 39_916_800
    sum = sum * z + 1.0 / 362_880
    sum = sum * z - 1.0 / 5_040
    sum = sum * z + 1.0 / 120
    sum = sum * z - 1.0 / 6
    return Pair(ordered: r.high, r.high * z * sum + r.low * (1 - z / 2))
  }

  /// cos(r) for |r| ≤ π/4.
  private static func cosine(_ r: Pair) -> Pair {
    let z = r.high * r.high
    var sum = -1.0 / 6_402_373_705_728_000
    sum = sum * z + 1.0 / 20_922_789_888_000
    sum = sum * z - 1.0 / 87_178_291_200
    sum = sum * z + 1.0 / 479_001_600
    sum = sum * z - 1.0 / 3_628_800
    sum = sum * z + 1.0 / 40_320
    sum = sum * z - 1.0 / 720
    sum = sum * z + 1.0 / 24
    let lead = Pair(ordered: 1, -z / 2)
    return Pair(ordered: lead.high, lead.low + (z * z * sum - r.high * r.low))
  }

  /// x less a whole number of right angles: that number, of which the last two bits count, and the rest in ±π/4.
  private static func reduced(_ x: Double) -> (quadrant: Int, rest: Pair) {
    if abs(x) <= 0.785 { return (0, Pair(x, 0)) }
    guard abs(x) < 1_000_000 else { return reducedLarge(x) }
    let k = (x * 0x1.45f306dc9c883p-1).rounded()
    // The first two parts have 33 bits, so their products with k are exact.
    let first = x - k * 0x1.921fb54400000p+0
    let second = Pair(adding: first, -(k * 0x1.0b4611a600000p-34))
    return (Int(k), Pair(adding: second.high, second.low - k * 0x1.3198a2e037073p-69))
  }

  /// The same for large arguments: the product with 2/π in whole numbers of 192 bits, whole turns left out.
  private static func reducedLarge(_ x: Double) -> (quadrant: Int, rest: Pair) {
    let mantissa = x.significandBitPattern | 1 << 52
    // |x| = mantissa × 2ᵉ; bits of 2/π that weigh four right angles or more after the product are passed over.
    let start = Int(x.exponent) - 52 - 2
    let f = (bits(from: start), bits(from: start + 64), bits(from: start + 128))
    let third = f.2.multipliedFullWidth(by: mantissa)
    let second = f.1.multipliedFullWidth(by: mantissa)
    let (middle, carry) = second.low.addingReportingOverflow(third.high)
    var words = (f.0 &* mantissa &+ second.high &+ (carry ? 1 : 0), middle, third.low)
    var quadrant = Int(words.0 >> 62)
    words.0 = words.0 << 2 | words.1 >> 62
    words.1 = words.1 << 2 | words.2 >> 62
    words.2 <<= 2
    var sign = 1.0
    if words.0 >> 63 == 1 {
      quadrant += 1
      sign = -1
      words = (~words.0, ~words.1, ~words.2)
    }
    let zeros = min(63, words.0.leadingZeroBitCount)
    if zeros > 0 {
      words.0 = words.0 << zeros | words.1 >> (64 - zeros)
      words.1 = words.1 << zeros | words.2 >> (64 - zeros)
    }
    let high = Double(words.0 >> 11) * scaled(1, by: -53 - zeros)
    let low = Double(words.0 << 53 | words.1 >> 11) * scaled(1, by: -117 - zeros)
    let rest = Pair(sign * high, sign * low) * halfPi
    return x < 0 ? (-quadrant, -rest) : (quadrant, rest)
  }

  /// 64 bits of 2/π from a bit after the point on; zeros before the point.
  private static func bits(from start: Int) -> UInt64 {
    func word(_ number: Int) -> UInt64 { number < 0 ? 0 : twoOverPi[number] }
    let number = start >> 6
    let shift = UInt64(start & 63)
    return shift == 0 ? word(number) : word(number) << shift | word(number + 1) >> (64 - shift)
  }

  /// 2/π, 1,280 bits after the point.
  private static let twoOverPi: [UInt64] = [
    0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041, 0xFE51_63AB_DEBB_C561,
    0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484,
    0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
    0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D, 0x7527_BAC7_EBE5_F17B,
    0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
  ]
}

extension Double {
  /// The same size with the sign of another number.
  fileprivate func withSign(of other: Double) -> Double { Double(signOf: other, magnitudeOf: self) }
}
