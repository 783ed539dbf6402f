/// e to the power of a number in −60…60, to within 0.01 %, in + − × ÷ only.
///
/// A cubic for a 256th of the exponent, squared eight times: enough for incomes and for how distance deters, and the
/// same bits on every machine.
@inline(__always)
func exponential(_ exponent: Double) -> Double {
  let part = min(60, max(-60, exponent)) / 256
  var power = 1 + part * (1 + part * (0.5 + part * (1.0 / 6 + part / 24)))
  power *= power
  power *= power
  power *= power
  power *= power
  power *= power
  power *= power
  power *= power
  return power * power
}

extension Array where Element == Double {
  /// The first place where the running sum of these weights passes a share (0…1) of their total.
  func place(ofShare share: Double) -> Int {
    var left = share * reduce(0, +)
    for (place, weight) in enumerated() {
      left -= weight
      if left < 0 { return place }
    }
    return Swift.max(0, count - 1)
  }
}
