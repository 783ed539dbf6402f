import Geography
import Modelling

/// A reach of a river or drain that a gauge stands on: what runs off above it, and how high the water then is.
///
/// Rain wets a soil store; the wetter it is, the more runs off at once. What runs off at once passes three equal linear
/// reservoirs (J. E. Nash, "The form of the instantaneous unit hydrograph", 1957); what seeps through feeds a slow one,
/// the base flow. The bankfull discharge of a river or stream is what its bed in the terrain carries (``RiverRating``); otherwise
/// it follows from the width by regime theory, w = 4.83·√Q (G. Lacey, 1930), unless the city gives the channel's capacity. The
/// area above follows from it, Q = 3.4·A^0.7 (assumed, fitted so that the banks are full about once a year or two); the lag is
/// 0.8·A^0.4 hours (assumed).
package struct Catchment: Sendable {
  /// Where rain is taken: places spread over the land above the gauge.
  let places: [Point]
  /// km².
  package let area: Double
  /// Mean delay between rain and flow in hours.
  package let lag: Double
  /// m³/s at which the banks are full.
  package let bankfull: Double
  /// Metres of water when the banks are full.
  package let depth: Double
  /// Level of the banks in metres above the datum.
  package let bank: Double
  /// Share of the tide that reaches the gauge, 0…1.
  private let tidal: Double
  /// Levels by discharge and sea; nothing where Manning's rule in a wide channel has to do.
  private let rating: GaugeRating?

  /// m³/s of the full channel by regime theory, and its depth in m (G. Lacey, 1930), by its width in m.
  static func regime(width: Double) -> (discharge: Double, depth: Double) {
    let full = width / 4.83 * width / 4.83
    return (full, regimeDepth(full))
  }

  private static func regimeDepth(_ full: Double) -> Double { max(0.6, 0.55 * Portable.pow(full, 0.34)) }

  /// A gauge's catchment. `upstream` is the direction the water comes from, a unit vector.
  init(
    at place: Point, upstream: Point, width: Double, capacity: Double?, depth given: Double?, share: Double,
    bank: Double, tidal: Double, rating: (bankfull: Double, gauge: GaugeRating)? = nil
  ) {
    let full = rating?.bankfull ?? (max(0.3, capacity ?? Self.regime(width: width).discharge) * share)
    bankfull = full
    area = min(5_000, Portable.pow(full / 3.4, 1 / 0.7))
    lag = max(0.5, 0.8 * Portable.pow(area, 0.4))
    depth = rating.map { bank - $0.gauge.bed } ?? given ?? Self.regimeDepth(full)
    self.bank = bank
    self.tidal = tidal
    self.rating = rating?.gauge
    // The land above a gauge is about twice as long as wide. Storms form within 12 km of the town only.
    let length = min(11_000, (2 * area).squareRoot() * 1_000)
    let half = length / 4
    places = [0.1, 0.3, 0.5, 0.7, 0.9].enumerated().map { number, along in
      let side = number.isMultiple(of: 2) ? half : -half
      return Point(
        x: place.x + upstream.x * length * along - upstream.y * side * 0.6,
        y: place.y + upstream.y * length * along + upstream.x * side * 0.6)
    }
  }

  /// The same water at another gauge of the river.
  init(_ first: Catchment, at rating: GaugeRating, bank: Double) {
    (places, area, lag, bankfull, tidal) = (first.places, first.area, first.lag, first.bankfull, 0)
    self.bank = bank
    depth = max(0.1, bank - rating.bed)
    self.rating = rating
  }

  /// Level of the bed in metres above the datum.
  package var bed: Double { bank - depth }

  /// Whether the sea moves the level.
  var feelsSea: Bool { rating?.isTidal ?? (tidal > 0) }

  /// The level in metres above the datum at a discharge in m³/s and a level of the sea: that of the river's steady profile. Without
  /// one by Manning's rule in a wide channel, h ∝ Q^0.6; above the banks water spreads and rises slower, and the tide fades where the
  /// river runs high.
  package func level(of discharge: Double, sea: Double = 0) -> Double {
    if let rating { return max(bed + 0.05, rating.level(of: discharge, sea: sea)) }
    let share = discharge / bankfull
    let level =
      share <= 1
      ? bed + depth * Portable.pow(max(0, share), 0.6) : bank + 0.62 * depth * (Portable.pow(share, 0.34) - 1)
    return max(bed + 0.05, level + (tidal > 0 ? tidal * (sea + 0.4) / (1 + 2 * share) * 0.8 : 0))
  }

  /// m³/s at the end of each step of five minutes, from the rain in mm of each step over the places.
  ///
  /// Begins with a soil half wet and an average base flow; after three months the beginning has no part left in it.
  package func discharge(rain: [Float]) -> [Float] {
    let step = 1.0 / 12
    let capacity = 130.0
    var soil = 70.0
    var slow = 22.0
    var first = 0.0
    var second = 0.0
    var third = 0.0
    let pass = step / max(lag / 3, 0.17)
    return rain.map { millimetres in
      let p = Double(millimetres)
      let wet = soil / capacity
      let direct = p * (0.08 + 0.6 * wet * wet)
      let seep = 0.32 * wet * wet * wet * step
      let evaporation = 4.1 / 24 * step * min(1, wet * 1.6)
      soil = min(capacity, max(0, soil + p - direct - seep - evaporation))
      slow += seep
      let base = slow / (12 * 24) * step
      slow -= base
      let out1 = first * pass
      first += direct - out1
      let out2 = second * pass
      second += out1 - out2
      let out3 = third * pass
      third += out2 - out3
      return Float((out3 + base) / step * area / 3.6)
    }
  }
}

/// The water in the upper 30 cm of soil, by the hour: a bucket that rain fills and sun empties.
///
/// Porosity 0.45, field capacity 0.33, wilting point 0.12 (a clay loam; FAO Irrigation and Drainage Paper 56, table 19);
/// evapotranspiration 4.1 mm a day in the mean, after the sun.
struct SoilBucket: Sendable {
  static func moisture(rain: [Float], cloud: [Float]) -> [Float] {
    let depth = 300.0
    var water = 0.28 * depth
    return rain.indices.map { hour in
      let clock = hour % 24
      let sun =
        clock >= 7 && clock < 19 ? Portable.sin(Double.pi * (Double(clock) - 6.5) / 12) * 0.131 : 0
      let dryness = min(1, max(0, (water / depth - 0.12) / 0.14))
      let evaporation = 4.9 * sun * (1.35 - 0.7 * Double(cloud[hour])) * dryness
      let excess = max(0, water - 0.33 * depth)
      let p = Double(rain[hour])
      let infiltration = min(p, 22 + 0.1 * max(0, p - 22), 0.45 * depth - water + 1)
      water = min(0.45 * depth, max(0.1 * depth, water + infiltration - evaporation - excess * 0.09))
      return Float(water / depth)
    }
  }
}
