package import Geography
import Modelling

/// How high a river stands at a discharge, at every station and for every level of the sea: tables from its steady profile.
///
/// The river's gauges, its marked floods and its bed in the terrain so tell of the same water. Its bankfull discharge is what the bed at its
/// first gauge carries between its banks, the sea at its mean: beds are cut by floods of one or two years (L. B. Leopold, M. G. Wolman and
/// J. P. Miller, *Fluvial Processes in Geomorphology*, 1964, chapter 7).
package struct RiverRating: Sendable {
  /// m³/s at which the banks at the first gauge are full.
  package let bankfull: Double
  private let profile: RiverProfile
  private let seas: [Double]
  /// By level of the sea, by discharge, by station.
  private let levels: [[[Double]]]

  /// A bed shallower than this share of the depth that regime theory gives is the water's surface in the terrain, not a bed (assumed).
  private static let leastDepth = 0.5

  /// The rating of a river whose banks at a gauge stand at a level; nothing where the terrain shows no bed there.
  ///
  /// `regime` is the depth of such a river in m. O(discharges × seas × stations).
  package init?(_ profile: RiverProfile, gauge: Point, bank: Double, regime: Double) {
    let station = profile.nearest(to: gauge)
    guard bank - profile.stations[station].bed > Self.leastDepth * regime else { return nil }
    let mean = profile.reachesSea ? 0.0 : nil
    let full = profile.discharge(at: station, level: bank, below: mean)
    guard full > 0.3 else { return nil }
    bankfull = full
    self.profile = profile
    let seas = profile.reachesSea ? (-4...4).map { Double($0) * 0.4 } : [0]
    self.seas = seas
    levels = seas.map { sea in
      (0...GaugeRating.steps).map { step in
        profile.levels(full * GaugeRating.share(step), below: profile.reachesSea ? sea : nil)
      }
    }
  }

  /// The rating of a gauge on the river.
  package func gauge(at place: Point) -> GaugeRating {
    let station = profile.nearest(to: place)
    return GaugeRating(
      bed: profile.stations[station].bed, bankfull: bankfull, seas: seas,
      levels: levels.map { $0.map { $0[station] } })
  }
}

/// What a discharge means at a gauge.
package struct GaugeRating: Sendable {
  /// The lowest ground of the section in m above the datum.
  let bed: Double
  fileprivate let bankfull: Double
  fileprivate let seas: [Double]
  /// By level of the sea and by discharge.
  fileprivate let levels: [[Double]]

  /// Steps of a table, and up to the bankfull discharge: they are as far apart as levels are, not discharges.
  fileprivate static let steps = 48, stepsToFull = 16.0
  /// The discharge of a step as a share of the bankfull one.
  fileprivate static func share(_ step: Int) -> Double {
    let part = Double(step) / stepsToFull
    return part * part
  }

  /// Whether the sea is felt there.
  var isTidal: Bool { seas.count > 1 }

  /// The level in m above the datum at a discharge in m³/s and a level of the sea; beyond nine times the bankfull discharge along the last
  /// step.
  package func level(of discharge: Double, sea: Double) -> Double {
    let place = (max(0, discharge) / bankfull).squareRoot() * Self.stepsToFull
    let step = min(Self.steps - 1, Int(place))
    let (low, high) = (Self.share(step), Self.share(step + 1))
    let share = (max(0, discharge) / bankfull - low) / (high - low)
    func level(_ row: Int) -> Double {
      levels[row][step] + share * (levels[row][step + 1] - levels[row][step])
    }
    guard let next = seas.firstIndex(where: { $0 >= sea }) else { return level(seas.count - 1) }
    guard next > 0 else { return level(0) }
    let part = (sea - seas[next - 1]) / (seas[next] - seas[next - 1])
    return level(next - 1) + part * (level(next) - level(next - 1))
  }
}
