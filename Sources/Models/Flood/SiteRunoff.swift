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

  /// Runs a site.
  init(_ outline: MultiPolygon, of city: City, terrain: Grid, rain: Rain, settings: FloodSettings, threads: Int) throws
  {
    var settings = settings
    settings.area = outline
    let box = outline.box
    let cell = max(1, max(box.width, box.height) / Self.cellsAcross)
    let grid = TownGrid(over: box.expanded(by: cell), cell: cell)
    let town = try TownBasin(city, terrain: terrain, on: grid, settings: settings, threads: threads)
    let supposed = FloodForcing(rain: rain, hours: rain.end / 3600 + 1)
    var forcing = try supposed.forcing(on: town)
    forcing.rims.removeAll { if case .level = $0.kind { true } else { false } }
    let engine = try LiveEngine(town.basin, forcing, threads: 1)
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

  /// The indicators of a development's sites under the rain that is supposed, and by return period where the curves are known.
  static func answers(
    _ development: Development, after city: City, terrain: Grid, under supposed: FloodForcing, settings: FloodSettings,
    threads: Int
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
    var indicators: [Indicator] = []
    for (number, site) in development.sites.enumerated() {
      let prefix = "flood.site" + (development.sites.count > 1 ? ".\(number + 1)" : "")
      for (name, rain) in storms {
        func runoff(_ city: City) throws -> SiteRunoff {
          try SiteRunoff(
            site.outline, of: city, terrain: terrain, rain: rain, settings: settings, threads: threads)
        }
        let before = try runoff(development.before)
        let after = try runoff(city)
        let words = name.isEmpty ? "under the rain supposed" : "under a storm of 3 h" + name.replacing(".", with: ", ")
        func add(_ id: String, _ value: Double, _ unit: String, _ formula: String) {
          indicators.append(
            Indicator(
              "\(prefix).\(id)\(name)", .number(value, low: nil, high: nil), unit: unit, better: .less,
              formula: "\(formula) \(words) (flood \(FloodModel.card.version))"))
        }
        add("runoff-before", before.peak, "m³/s", "Peak that leaves the site as it was,")
        add("runoff-after", after.peak, "m³/s", "Peak that leaves the site as built,")
        add(
          "detention", after.detention(downTo: before.peak), "m³",
          "Volume beyond what is built that brings the peak down to that before,")
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
