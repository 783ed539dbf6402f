public import Modelling
public import Replica
import ShallowWater

/// Says where the water goes: depths by the hour of rain, rivers and the sea on a city, with an ensemble beside them.
///
/// Without `rain`, `inflow` and `sea-level` no water is supposed and it answers at once. Equations, sources and measured errors are in
/// `Docs/models/flood-city.md`, those of the engines in `Docs/models/flood.md` and `flood-reference.md`.
public struct FloodModel: Model {
  public static let card = ModelCard(
    name: "flood", version: "7",
    purpose: "Where does the water go, how deep, when, and how sure is that?",
    method: """
      The terrain becomes square cells with channels carved, decks of bridges lowered, walls on the edges between cells, houses that block \
      (cells of up to 2 m) or narrow a cell, friction and curve numbers by land use. A two-dimensional engine moves the water: local inertia \
      (live; on cells of up to 8 m with the advection of momentum), or finite volumes (reference). An ensemble of the same town with other \
      rain, terrain, friction and infiltration runs beside it on cells up to four times as wide; how its members differ from their undisturbed \
      one is carried to the fine depths.
      """,
    sources: [
      "Docs/models/flood-city.md",
      "Local inertia: G. A. M. de Almeida and P. Bates, Water Resources Research 49 (2013) 4833–4844, doi:10.1002/wrcr.20366",
      "Advection: G. S. Stelling and S. P. A. Duinmeijer, Int. J. Numer. Methods Fluids 43 (2003) 1329–1354, doi:10.1002/fld.537",
      "Curve numbers: USDA, Urban Hydrology for Small Watersheds, TR-55, 1986",
      "Sinks: R. Barnes et al., Computers & Geosciences 62 (2014) 117–127, doi:10.1016/j.cageo.2013.04.024",
      "Channels: J. A. Moody and B. M. Troutman, Earth Surf. Process. Landforms 27 (2002) 1251–1266, doi:10.1002/esp.403",
      "Hazard: DEFRA/EA FD2321/TR1, 2006",
    ],
    inputs: [
      "terrain", "rain", "inflow", "sea-level", "flood-settings", "development", "pipe-network", "land", "waterways",
      "buildings",
      "streets",
    ],
    limits: [
      "No depth is surer than the terrain: see the verdict, and the intervals of the ensemble.",
      "Rivers that no inflow is given for carry a third of their channels' depth (assumed; flood-settings: base-flow).",
      "Levels of a river become a flow by Manning's rule on the section at their gauge: no measured rating curve.",
      "Water enters from outside the terrain only where an inflow or the sea says so.",
      "Streets' drains too narrow for a cell are those of the map, of assumed sizes where it gives none; a town whose map has none looks "
        + "wetter than it is.",
      "Several numbers are assumed, not measured; Docs/models/flood-city.md lists them.",
    ],
    measured: ["See Docs/models/flood-city.md; engines: Docs/models/flood-reference.md."])
  public static let uses: [any Condition.Type] = [
    Rain.self, Inflows.self, SeaLevel.self, FloodSettings.self, Development.self, PipeNetwork.self,
  ]
  public static let offers: [any Condition.Type] = [
    WaterDepth.self, WaterHazard.self, WaterEnsemble.self, WaterByReturnPeriod.self,
  ]

  /// A model; all it needs comes with the city and the conditions.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    let settings = conditions[FloodSettings.self] ?? FloodSettings()
    guard var supposed = FloodForcing(conditions, settings: settings) else { return Self.dry() }
    guard let terrain = city.terrain else { return Self.blind() }
    try supposed.check()
    try context.advance(to: 0, "flood: preparing the ground")
    let sea = supposed.sea?.mean ?? 0
    let town = try TownBasin(
      city, terrain: terrain, on: TownBasin.grid(of: city, terrain: terrain, settings: settings, hours: supposed.hours),
      settings: settings,
      sea: sea, lowSea: supposed.sea?.lowest(hours: supposed.hours), threads: context.threads)
    try context.advance(to: 0.05, "flood: the water moves")
    // No more than 96 pictures, however long the run.
    let interval = max(settings.interval, (supposed.hours * 3600 / 96).rounded(.up))
    let share = settings.members > 0 || !settings.years.isEmpty ? 0.6 : 0.9
    let pipes = conditions[PipeNetwork.self]
    let drains = TownDrains(city, cell: town.grid.cell, usesMap: settings.drains, pipes: pipes)
    let culverts = TownCulverts(city, in: town, isNetworked: settings.drains)
    var fit: GaugeFit?
    if GaugeFit.isNeeded(supposed) {
      let wide = try TownBasin(
        city, terrain: terrain,
        on: TownBasin.grid(
          of: city, terrain: terrain, settings: settings, hours: supposed.hours, coarser: GaugeFit.coarser),
        settings: settings, sea: sea, lowSea: supposed.sea?.lowest(hours: supposed.hours), threads: context.threads)
      var first = try GaugeFit(supposed, on: wide)
      first.begin(
        from: try FloodRun(
          wide, first.supposed, settings: settings, works: city.waterWorks,
          culverts: TownCulverts(city, in: wide, isNetworked: settings.drains), interval: 3600,
          threads: context.threads, keepsFrames: false, followsGauges: true
        ) { _ in try context.advance(to: 0.05, "flood: rivers are brought to the levels read") })
      supposed = first.supposed
      fit = first
    }
    func run() throws -> FloodRun {
      try FloodRun(
        town, supposed, settings: settings, works: city.waterWorks, culverts: culverts, drains: drains,
        interval: interval, threads: context.threads, keepsFrames: true, followsGauges: fit != nil
      ) { try context.advance(to: 0.05 + share * $0, "flood: the water moves") }
    }
    var main = try run()
    if var again = fit, again.isFar(main) {
      again.begin(from: main)
      (supposed, fit) = (again.supposed, again)
      main = try run()
    }
    // The ensemble, and the sites' own runs, have the river that was found.
    let fitted = main.unstable == nil ? fit?.end(with: main) ?? [] : []
    supposed = fit?.supposed ?? supposed

    var answer = FloodAnswer(city: city, town: town, supposed: supposed, settings: settings, main: main)
    answer.start = conditions.start
    answer.drains = fitted + culverts.remarks + drains.remarks + main.drains.flatMap(\.remarks)
    if settings.engine == .reference, !town.basin.bridges.isEmpty {
      answer.drains.append("The reference engine lets water pass bridges freely, whatever is said of their decks.")
    }
    if main.unstable == nil {
      try SideRuns(city, terrain, town, supposed, settings, pipes, context).fill(&answer)
      if let development = conditions[Development.self] {
        try context.advance(to: 0.95, "flood: what leaves the site")
        answer.sites = try SiteRunoff.answers(
          development, after: city, terrain: terrain, under: supposed, settings: settings, seed: context.seed,
          threads: context.threads)
        try context.advance(to: 0.97, "flood: the town as it was")
        answer.beside = try beside(development, town, supposed, settings, pipes, after: main, city: city, in: context)
      }
    }
    let outcome = try answer.outcome()
    try context.advance(to: 1, "flood: done")
    return outcome
  }

  /// The run once more on the town before its sites were built on; nothing when that goes unstable.
  private func beside(
    _ development: Development, _ town: TownBasin, _ supposed: FloodForcing, _ settings: FloodSettings,
    _ pipes: PipeNetwork?, after main: FloodRun, city: City, in context: any RunContext
  ) throws -> SiteNeighbours? {
    let before = development.before
    guard let terrain = before.terrain else { return nil }
    let ground = try TownBasin(
      before, terrain: terrain, on: town.grid, settings: settings, sea: supposed.sea?.mean ?? 0,
      lowSea: supposed.sea?.lowest(hours: supposed.hours), threads: context.threads)
    let run = try FloodRun(
      ground, supposed, settings: settings, works: before.waterWorks,
      culverts: TownCulverts(before, in: ground, isNetworked: settings.drains),
      drains: TownDrains(before, cell: town.grid.cell, usesMap: settings.drains, pipes: pipes), interval: 3600,
      threads: context.threads, keepsFrames: false
    ) { _ in try context.advance(to: 0.97, "flood: the town as it was") }
    guard run.unstable == nil else { return nil }
    return SiteNeighbours(development, before: run.peak, after: main.peak, parcels: city.parcels, in: town)
  }

  /// No water is supposed.
  private static func dry() -> Outcome {
    var outcome = Outcome()
    for (id, unit) in [("flood.area", "ha"), ("flood.volume", "m³"), ("flood.deepest", "m"), ("flood.danger", "ha")] {
      outcome.indicators.append(
        Indicator(
          id, .number(0, low: nil, high: nil), unit: unit, better: .less,
          formula: "No rain, inflow or sea is supposed (flood \(card.version))"))
    }
    return outcome
  }

  /// Water is supposed, but there is no terrain.
  private static func blind() -> Outcome {
    var outcome = Outcome()
    outcome.indicators.append(
      Indicator(
        "flood.area", .notComputable(because: "the city has no terrain; import one with --terrain"), unit: "ha",
        better: .less, formula: "Land in water deeper than 0.3 m (flood \(card.version))"))
    return outcome
  }
}
