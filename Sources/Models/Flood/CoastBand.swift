import Geography
import Modelling
import Replica
import ShallowWater

/// Land that the sea reaches at its highest, by levels alone: a connected bathtub, with the band that the terrain's error makes of it.
///
/// A cell is reached when its ground lies below the level and cells so low lead to it from the sea, over sides and corners (B. Poulter and
/// P. N. Halpin, "Raster modelling of coastal flooding from sea-level rise", Int. J. Geographical Information Science 22 (2008)
/// 167–182, doi:10.1080/13658810701371858). The band is the level less and plus 1.645 standard errors of the terrain, 5 to 95 % (D. B. Gesch,
/// J. Coastal Research SI 53 (2009) 49–58). It knows neither time nor friction and drowns too much behind defences: screening only.
struct CoastBand {
  private let town: TownBasin
  private let level, half: Double
  private let isAssumed: Bool

  init(_ town: TownBasin, sea: SeaLevel, hours: Double, city: City) {
    self.town = town
    level = sea.greatest(hours: hours)
    let error = TerrainError(city.profile)
    half = 1.645 * error.orAssumed
    isAssumed = !error.standard.isFinite
  }

  func add(to outcome: inout Outcome) {
    var share = town.basin.bed.indices.map { town.isSea[$0] || town.basin.bed[$0].isNaN ? Float.nan : 0 }
    // The most certain last: it lies inside the others.
    var areas: [Double] = []
    for (level, value) in [(level + half, Float(0.05)), (level, 0.5), (level - half, 0.95)] {
      var area = 0.0
      for cell in town.connected(to: Float(level), diagonal: true) where !town.isSea[cell] {
        share[cell] = max(share[cell], value)
        if !town.holdsWater[cell] { area += town.grid.cell * town.grid.cell }
      }
      areas.append(area / 10_000)
    }
    outcome.indicators.append(
      Indicator(
        "flood.coast", .number(areas[1], low: areas[2], high: areas[0]), unit: "ha", better: .less,
        formula:
          "Land below the sea's highest level of \(Words.number(level)) m and connected to it, low and high for a "
          + "terrain \(Words.number(half)) m higher and lower (1.645 standard errors"
          + (isAssumed ? ", assumed" : "") + "); screening only (flood \(FloodModel.card.version))"))
    outcome.fields.append(
      Field(
        name: "flood.coast-band", title: "Reached by the sea: probability for the terrain's error", unit: "1",
        better: .less,
        palette: .share, carrier: .grid(columns: town.grid.columns, rows: town.grid.rows),
        times: outcome.fields.first.map { [$0.times[0]] } ?? [Instant(milliseconds: 0)], values: share,
        placement: town.grid.placement))
  }
}
