import Geography
import Modelling
import Replica
import ShallowWater

/// What runs off the ground that is built on, before and after: the site alone, with the rain that falls on it, on cells of its own.
///
/// An engine runs on the site's cells; all that crosses their edge has left. Nothing runs on from outside, so the peaks are those of the
/// site's own making.
struct SiteRunoff {
  /// Seconds between two readings of what has left.
  private static let reading = 60.0
  /// Cells along the longer side of a site's box.
  private static let cellsAcross = 60.0

  /// m³/s that leave over each minute.
  let rates: [Double]

  /// The cells of a site on a city, the same before and after it is built on.
  static func town(
    _ outline: MultiPolygon, of city: City, terrain: Grid, settings: FloodSettings, threads: Int
  ) throws -> TownBasin {
    var settings = settings
    settings.area = outline
    let box = outline.box
    let cell = max(1, max(box.width, box.height) / cellsAcross)
    return try TownBasin(
      city, terrain: terrain, on: TownGrid(over: box.expanded(by: cell), cell: cell), settings: settings,
      threads: threads)
  }

  /// Runs a site under a rain; `other` is how it may be instead, on terrain with a standard error of `error` metres.
  init(on town: TownBasin, of city: City, rain: Rain, other: Perturbation? = nil, error: Double = 0) throws {
    let supposed = FloodForcing(rain: rain, hours: rain.end / 3600 + 1)
    var forcing = try supposed.forcing(on: town, factor: other?.rain ?? 1)
    forcing.rims.removeAll { if case .level = $0.kind { true } else { false } }
    let basin = other?.applied(to: town.basin, error: error, grid: town.grid) ?? town.basin
    let engine = try LiveEngine(basin, forcing, threads: 1)
    for detention in city.waterWorks.detentions {
      if let tank = DetentionTank(detention, in: town) { engine.add(tank) }
    }
    var rates: [Double] = []
    var before = 0.0
    for minute in 1...max(1, Int(supposed.hours * 60)) {
      try engine.advance(to: Double(minute) * Self.reading)
      let left = engine.balance.rimOut + engine.balance.drained
      rates.append((left - before) / Self.reading)
      before = left
    }
    self.rates = rates
  }

  /// The greatest m³/s.
  var peak: Double { rates.max() ?? 0 }

  /// m³ a tank must hold so that no more than `most` m³/s leave: what comes above it, less what could leave since.
  func detention(downTo most: Double) -> Double {
    var held = 0.0
    var greatest = 0.0
    for rate in rates {
      held = max(0, held + (rate - most) * Self.reading)
      greatest = max(greatest, held)
    }
    return greatest
  }

  /// What leaves a site under one rain: peaks before and after in m³/s, and the m³ that bring after down to before.
  private struct Peaks {
    var before = 0.0, after = 0.0, detention = 0.0
  }

  /// The indicators of a development's sites under the rain that is supposed, and by return period where the curves are known.
  ///
  /// Each with the interval of the members of the ensemble: the same site with other rain, terrain, friction and infiltration, drawn as for
  /// the town, before and after alike.
  static func answers(
    _ development: Development, after city: City, terrain: Grid, under supposed: FloodForcing, settings: FloodSettings,
    seed: UInt64, threads: Int
  ) throws -> [Indicator] {
    var storms: [(name: String, rain: Rain)] = []
    if let rain = supposed.rain { storms.append(("", rain)) }
    if let curves = RainFrequency(city.profile) {
      for years in settings.years.isEmpty ? [2, 10, 100] : settings.years {
        let storm = DesignStorm(
          depth: curves.depth(years: years, seconds: 10_800), duration: 10_800, pattern: .alternating(curves))
        storms.append((".\(Words.number(years))-years", Rain(storm)))
      }
    }
    let error = TerrainError(city.profile).orAssumed
    var indicators: [Indicator] = []
    for (number, site) in development.sites.enumerated() {
      let prefix = "flood.site" + (development.sites.count > 1 ? ".\(number + 1)" : "")
      let before = try town(
        site.outline, of: development.before, terrain: terrain, settings: settings, threads: threads)
      let after = try town(site.outline, of: city, terrain: terrain, settings: settings, threads: threads)
      for (name, rain) in storms {
        @Sendable func peaks(_ member: Int) throws -> Peaks {
          let other = member > 0 ? Perturbation(seed: seed, member: member) : nil
          let old = try SiteRunoff(on: before, of: development.before, rain: rain, other: other, error: error)
          let new = try SiteRunoff(on: after, of: city, rain: rain, other: other, error: error)
          return Peaks(before: old.peak, after: new.peak, detention: new.detention(downTo: old.peak))
        }
        var found = [Peaks](repeating: Peaks(), count: 1 + settings.members)
        try found.withUnsafeMutableBufferPointer { found in
          let slots = SharedColumn(base: found.baseAddress)
          try parallel(over: 1 + settings.members, chunk: 1, threads: threads) { numbers in
            for number in numbers { slots.base?[number] = try peaks(number) }
          }
        }
        let words = name.isEmpty ? "under the rain supposed" : "under a storm of 3 h" + name.replacing(".", with: ", ")
        let members = found.dropFirst()
        let interval =
          members.count > 1 ? "5th to 95th percentile of \(members.count) members" : "no ensemble, so no interval"
        func add(_ id: String, _ value: KeyPath<Peaks, Double>, _ unit: String, _ formula: String) {
          let number = found[0][keyPath: value]
          let band = FloodCount.interval(members.map { $0[keyPath: value] }, around: number)
          indicators.append(
            Indicator(
              "\(prefix).\(id)\(name)", .number(number, low: band?.low, high: band?.high), unit: unit, better: .less,
              formula: "\(formula) \(words); \(interval) (flood \(FloodModel.card.version))"))
        }
        add("runoff-before", \.before, "m³/s", "Peak that leaves the site as it was,")
        add("runoff-after", \.after, "m³/s", "Peak that leaves the site as built,")
        add(
          "detention", \.detention, "m³", "Volume beyond what is built that brings the peak down to that before,")
      }
      for (id, stated, unit) in [
        ("stated-runoff", site.statedRunoff, "m³/s"), ("stated-detention", site.statedDetention, "m³"),
      ] {
        guard let stated else { continue }
        indicators.append(
          Indicator(
            "\(prefix).\(id)", .number(stated, low: nil, high: nil), unit: unit, better: .neither, kind: .counted,
            formula: "The applicant's own figure, not checked (flood \(FloodModel.card.version))"))
      }
    }
    return indicators
  }
}
