import Geography
import Modelling
import Replica
import ShallowWater

/// The runs beside the main one: the ensemble and the return periods, on cells as wide as the work allows.
struct SideRuns {
  private let city: City
  private let terrain: Grid
  private let fine: TownBasin
  private let supposed: FloodForcing
  private let settings: FloodSettings
  private let pipes: PipeNetwork?
  private let context: any RunContext

  /// Metres of water beyond which their inertia grows: steps are up to twice as long, for floods that differ less than the members do.
  static let heavyDepth: Float = 1
  /// How much wider their cells may be.
  static let widest = 4

  init(
    _ city: City, _ terrain: Grid, _ fine: TownBasin, _ supposed: FloodForcing, _ settings: FloodSettings,
    _ pipes: PipeNetwork?, _ context: any RunContext
  ) {
    self.city = city
    self.terrain = terrain
    self.fine = fine
    self.supposed = supposed
    self.settings = settings
    self.pipes = pipes
    self.context = context
  }

  /// How many times wider the cells are: 1 where the work is little, or where the settings say the cell of the members.
  private func widening() -> Double {
    if let cell = settings.memberCell { return max(1, cell / fine.grid.cell) }
    let runs = Double(settings.members + settings.years.count)
    for factor in 1..<Self.widest {
      let cell = fine.grid.cell * Double(factor)
      // A wave over 3 m of water crosses 0.7 of a cell in a step.
      let steps = supposed.hours * 3600 / (0.7 * cell / 5.4)
      if runs * steps * Double(fine.grid.count) / Double(factor * factor) <= settings.mostUpdates {
        return Double(factor)
      }
    }
    return Double(Self.widest)
  }

  /// Runs them, each on one thread, and adds what they found.
  func fill(_ answer: inout FloodAnswer) throws {
    let storms = try storms()
    guard settings.members > 0 || !storms.isEmpty else { return }
    let factor = widening()
    let town: TownBasin
    if factor == 1 {
      town = fine
    } else {
      town = try TownBasin(
        city, terrain: terrain,
        on: TownBasin.grid(of: city, terrain: terrain, settings: settings, hours: supposed.hours, coarser: factor),
        settings: settings,
        sea: supposed.sea?.mean ?? 0, lowSea: supposed.sea?.lowest(hours: supposed.hours), threads: context.threads)
    }
    // Number 0 is the undisturbed one, then the members, then the return periods.
    let count = 1 + settings.members + storms.count
    let error = TerrainError(city.profile).orAssumed
    var found = [[Float]](repeating: [], count: count)
    let drains = TownDrains(
      city, cell: town.grid.cell, usesMap: settings.drains, pipes: pipes, interval: TownDrains.sideInterval)
    let isOwn = factor == 1
    if isOwn { found[0] = answer.main.peak }
    let first = isOwn ? 1 : 0
    try found.withUnsafeMutableBufferPointer { found in
      let slots = SharedColumn(base: found.baseAddress)
      try parallel(over: count - first, chunk: 1, threads: context.threads) { numbers in
        for number in numbers {
          let done = 0.65 + 0.28 * Double(number) / Double(count)
          slots.base?[first + number] = try one(first + number, on: town, drains, storms, error) {
            try context.advance(to: done, "flood: other rain, other ground")
          }
        }
      }
    }
    let carried = Carried(from: town, to: fine)
    func peak(_ number: Int) -> [Float] {
      carried.peak(found[number], beside: found[0], on: answer.main.peak)
    }
    answer.memberCell = town.grid.cell
    answer.members = (0..<settings.members).filter { !found[1 + $0].isEmpty }.map { peak(1 + $0) }
    answer.lost = settings.members - answer.members.count
    answer.byYears = storms.indices.compactMap { index in
      let number = 1 + settings.members + index
      return found[number].isEmpty ? nil : (years: storms[index].years, peak: peak(number))
    }
  }

  /// The greatest depths of one run; empty when it went unstable.
  private func one(
    _ number: Int, on town: TownBasin, _ drains: TownDrains, _ storms: [(years: Double, rain: Rain)], _ error: Double,
    _ advance: () throws -> Void
  ) throws -> [Float] {
    var town = town
    var supposed = supposed
    var factor = 1.0
    if number > settings.members {
      supposed.rain = storms[number - 1 - settings.members].rain
    } else if number > 0 {
      let other = Perturbation(seed: context.seed, member: number)
      town.basin = other.applied(to: town.basin, error: error, grid: town.grid)
      factor = other.rain
    }
    var settings = settings
    settings.engine = .live
    let run = try FloodRun(
      town, supposed, factor: factor, settings: settings, works: city.waterWorks,
      culverts: TownCulverts(city, in: town, isNetworked: settings.drains), drains: drains, interval: 3600, threads: 1,
      keepsFrames: false, heavyDepth: Self.heavyDepth, seesDepthsOnly: true
    ) { _ in try advance() }
    return run.unstable == nil ? run.peak : []
  }

  /// The storms of the return periods asked for, as long as the rain that is supposed, or three hours.
  private func storms() throws -> [(years: Double, rain: Rain)] {
    guard !settings.years.isEmpty else { return [] }
    guard let curves = RainFrequency(city.profile) else {
      throw FloodError(
        "how hard it rains how often is not known here: put \(RainFrequency.names.joined(separator: ", ")) into "
          + "city.yaml, or leave out return-periods.")
    }
    let seconds = min(supposed.rain?.storm?.duration ?? 10_800, RainFrequency.hours.upperBound * 3600)
    return settings.years.map { years in
      let storm = DesignStorm(
        depth: curves.depth(years: years, seconds: seconds), duration: seconds, pattern: .alternating(curves),
        start: supposed.rain?.storm?.start ?? 0)
      return (years, Rain(storm, returnPeriod: years))
    }
  }
}
