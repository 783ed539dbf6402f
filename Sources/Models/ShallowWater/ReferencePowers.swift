internal import Foundation

/// Powers in Manning's formula.
enum ReferencePowers {
  /// √S h^⅔ ⁄ n in m/s, from the drag g n².
  static func uniformSpeed(_ h: Double, slope: Double, drag: Double) -> Double {
    let root = cbrt(h)
    return (slope * ReferencePlanes.gravity / drag).squareRoot() * root * root
  }

  /// The cube root.
  static func cubeRoot(_ x: Double) -> Double { cbrt(x) }
}
