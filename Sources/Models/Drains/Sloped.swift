/// A number with its slopes by the heads at a link's two nodes: what Newton's method asks of every flow.
///
/// Forward differentiation (L. B. Rall, "Automatic Differentiation", 1981): exact where a formula is smooth, and the slope of the
/// branch taken where it is not.
struct Sloped {
  var value: Double
  /// By the head at the first node, and at the second.
  var first: Double, second: Double

  @inline(__always)
  init(_ value: Double, _ first: Double = 0, _ second: Double = 0) {
    self.value = value
    self.first = first
    self.second = second
  }

  @inline(__always) static func + (a: Sloped, b: Sloped) -> Sloped {
    Sloped(a.value + b.value, a.first + b.first, a.second + b.second)
  }
  @inline(__always) static func - (a: Sloped, b: Sloped) -> Sloped {
    Sloped(a.value - b.value, a.first - b.first, a.second - b.second)
  }
  @inline(__always) static func * (a: Sloped, b: Sloped) -> Sloped {
    Sloped(
      a.value * b.value, a.first * b.value + a.value * b.first, a.second * b.value + a.value * b.second)
  }
  @inline(__always) static func / (a: Sloped, b: Sloped) -> Sloped {
    let inverse = 1 / b.value
    let ratio = a.value * inverse
    return Sloped(ratio, (a.first - ratio * b.first) * inverse, (a.second - ratio * b.second) * inverse)
  }
  @inline(__always) static func + (a: Sloped, b: Double) -> Sloped { Sloped(a.value + b, a.first, a.second) }
  @inline(__always) static func - (a: Sloped, b: Double) -> Sloped { Sloped(a.value - b, a.first, a.second) }
  @inline(__always) static func * (a: Double, b: Sloped) -> Sloped {
    Sloped(a * b.value, a * b.first, a * b.second)
  }

  /// Its magnitude.
  @inline(__always) var magnitude: Sloped { value < 0 ? -1 * self : self }
  /// Its root; it must be above 0.
  @inline(__always) var root: Sloped {
    let root = value.squareRoot()
    return (0.5 / root) * self + Sloped(root - 0.5 * root)
  }
  /// No less than a bound.
  @inline(__always) func atLeast(_ bound: Double) -> Sloped { value < bound ? Sloped(bound) : self }
  /// No more than a bound.
  @inline(__always) func atMost(_ bound: Double) -> Sloped { value > bound ? Sloped(bound) : self }
}
