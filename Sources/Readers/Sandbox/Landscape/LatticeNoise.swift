import Geography
import Modelling

/// Smooth noise over the plane: gradients on a square lattice, blended so that slope and curvature have no jumps.
///
/// Source: K. Perlin, "Improving noise", SIGGRAPH 2002, doi:10.1145/566570.566636, with a hash in place of his table and 32
/// directions in place of his twelve, so that the lattice does not show.
struct LatticeNoise: Sendable {
  private let salt: UInt64

  init(seed: UInt64, _ topic: String) {
    var random = SplitMix(seed: seed, topic: topic)
    salt = random.next()
  }

  /// About −0.7…0.7, mean 0; the lattice has a spacing of 1.
  func value(_ x: Double, _ y: Double) -> Double {
    let column = x.rounded(.down)
    let row = y.rounded(.down)
    let dx = x - column
    let dy = y - row
    let i = Int64(column)
    let j = Int64(row)
    let south = Self.mix(corner(i, j, dx, dy), corner(i + 1, j, dx - 1, dy), dx)
    let north = Self.mix(corner(i, j + 1, dx, dy - 1), corner(i + 1, j + 1, dx - 1, dy - 1), dx)
    return Self.mix(south, north, dy)
  }

  /// Octaves of noise, each of half the wavelength and half the height of the last; about −1…1. `wavelength` in metres.
  func sum(at point: Point, wavelength: Double, octaves: Int) -> Double {
    var total = 0.0
    var size = 1.0
    var scale = 1 / wavelength
    for octave in 0..<octaves {
      // An offset that is not whole keeps the lattice points of the octaves apart.
      let shift = 17.37 * Double(octave)
      total += size * value(point.x * scale + shift, point.y * scale - shift)
      size *= 0.5
      scale *= 2
    }
    return total
  }

  /// Octaves of ridges: sharp crests at 1, broad hollows near 0.
  func ridges(at point: Point, wavelength: Double, octaves: Int) -> Double {
    var total = 0.0
    var size = 0.5
    var scale = 1 / wavelength
    for octave in 0..<octaves {
      let shift = 31.71 * Double(octave)
      let crest = 1 - 1.5 * abs(value(point.x * scale + shift, point.y * scale - shift))
      total += size * crest * crest
      size *= 0.5
      scale *= 2
    }
    return total
  }

  /// A number in 0..<1 for a place of a lattice, unlike its neighbours'.
  static func chance(_ i: Int, _ j: Int) -> Double {
    var random = SplitMix(seed: UInt64(bitPattern: Int64(i)) << 32 ^ UInt64(bitPattern: Int64(j)))
    return random.unit()
  }

  private static func mix(_ a: Double, _ b: Double, _ t: Double) -> Double {
    a + (b - a) * (t * t * t * (t * (t * 6 - 15) + 10))
  }

  private func corner(_ i: Int64, _ j: Int64, _ dx: Double, _ dy: Double) -> Double {
    var z = salt ^ UInt64(bitPattern: i &* 0x9E37_79B1) ^ (UInt64(bitPattern: j) &* 0xC2B2_AE3D_27D4_EB4F)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    // A direction without sine and cosine: a point of the square around the circle, drawn on to the circle.
    let turn = Double(z >> 59) / 32 * 8
    let side = turn < 4 ? 1.0 : -1.0
    let along = (turn < 4 ? turn : turn - 4) - 2
    let gx = along < 0 ? along + 1 : 1 - along
    let gy = along < 0 ? 1 - abs(gx) : abs(gx) - 1
    let length = (gx * gx + gy * gy).squareRoot()
    return side * (gx * dx + gy * dy) / length
  }
}

/// 0 below `from`, 1 above `to`, smooth between.
func smoothStep(_ x: Double, from: Double, to: Double) -> Double {
  let t = min(1, max(0, (x - from) / (to - from)))
  return t * t * (3 - 2 * t)
}
