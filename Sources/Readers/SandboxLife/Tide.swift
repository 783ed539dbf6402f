package import Modelling

/// The tide as the sum of its four largest constituents.
///
/// Speeds and astronomical arguments: P. Schureman, "Manual of Harmonic Analysis and Prediction of Tides", 1940, with the
/// mean longitudes of Sun and Moon of J. Meeus; nodal corrections (±4 % for M2) are left out. Amplitudes are assumed, of
/// the size of the middle Strait of Malacca: a semi-diurnal tide with springs of some 2.3 m and neaps of 0.8 m.
package struct Tide: Sendable {
  /// Metres above mean sea level at a moment.
  package init() {}

  package func level(at instant: Instant) -> Double {
    let days = Double(instant.milliseconds) / 86_400_000
    let since2000 = days - 10_957.5
    let turn = Double.pi / 180
    let sun = 280.46646 + 0.98564736 * since2000
    let moon = 218.3164477 + 13.17639648 * since2000
    let clock = 360 * (days - days.rounded(.down)) + 180
    let m2 = 0.78 * Portable.cos((2 * (clock - moon + sun) - 130) * turn)
    let s2 = 0.37 * Portable.cos((2 * clock - 165) * turn)
    let k1 = 0.19 * Portable.cos((clock + sun - 90 - 20) * turn)
    let o1 = 0.05 * Portable.cos((clock - 2 * moon + sun + 90 - 330) * turn)
    return m2 + s2 + k1 + o1
  }

  /// Greatest possible level above the mean, in metres.
  static let highest = 1.39
}
