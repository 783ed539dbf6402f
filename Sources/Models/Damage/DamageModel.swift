import Geography
public import Modelling
public import Replica

/// Prices a flood, says what a year must expect, and counts the people whom moving water endangers.
///
/// Uses `water-depth` (its greatest depths), `water-ensemble` (the intervals), `water-by-return-period` and `water-hazard`; each may
/// be absent. Equations in `Docs/models/damage.md`.
public struct DamageModel: Model {
  public static let card = ModelCard(
    name: "damage", version: "3",
    purpose: "What does the water cost, what must a year expect, and where is it dangerous to people?",
    method: """
      The JRC's curves for Asia give the share of the greatest damage by depth, for homes, commerce, industry, streets and \
      farmland; the greatest damage of a m² comes from the local values of the city, by what building costs or by the product a \
      head. Buildings are priced storey by storey, with their contents. Expected annual damage is the area under damage over \
      yearly probability. Danger to people is h (v + 0.5) in the classes of DEFRA.
      """,
    sources: [
      "Formulas in Docs/models/damage.md",
      "J. Huizinga, H. de Moel, W. Szewczyk, Global flood depth-damage functions, EUR 28552 EN (2017), doi:10.2760/16510",
      "DEFRA and Environment Agency, Flood Risks to People, FD2321/TR1 and TR2 (2006)",
    ],
    inputs: [
      "water-depth", "water-ensemble", "water-by-return-period", "water-hazard", "buildings", "streets", "land",
      "values in city.yaml",
    ],
    limits: [
      "Curves are averages over a continent: a single building's damage may be several times more or less.",
      "Direct damage only: no lost business, no cleaning, no health, no cars, no pipes and cables.",
      "Raised floors, sills and walls are not known: a building in 0.05 m of water and more counts as wet inside, in less as dry.",
      "Sums are likely many times too high: a made-up town expects hundreds of ringgit a head and year, Malaysia lost 92 a head in its worst. Compare scenarios.",
      "How long the water stands and how fast it runs does not change the price.",
      "The interval holds the water's uncertainty alone, not that of curves and values.",
      "Danger leaves out what floats in the water, and counts people where they live.",
    ],
    measured: ["Curves exact at the knots and monotone between; no comparison with claims has been made."])
  public static let uses: [any Condition.Type] = [
    WaterDepth.self, WaterEnsemble.self, WaterByReturnPeriod.self, WaterHazard.self,
  ]
  public static let offers: [any Condition.Type] = []

  /// A model; its values come with the city.
  public init() {}

  public func run(on city: City, under conditions: Conditions, in context: any RunContext) throws -> Outcome {
    try context.advance(to: 0, "damage: prices")
    let priced = PricedCity(city)
    var places = PricedPlaces(city, priced, threads: context.threads)
    var outcome = Outcome()
    let isWet = conditions[WaterDepth.self] != nil
    // Members and return periods are told by their greatest depths, which the moments kept may miss.
    let bill = try conditions[WaterDepth.self].map { water in
      try places.bill(of: water.greatest.map { [$0] } ?? water.peaks, priced)
    }
    try context.advance(to: 0.4, "damage: the ensemble")
    let members = try places.bills(of: conditions[WaterEnsemble.self]?.peaks ?? [], priced, context)
    let sheet = BillSheet(city, priced, isWet: isWet)
    sheet.append(bill, beside: members, to: &outcome)
    try context.advance(to: 0.7, "damage: the years")
    if let years = conditions[WaterByReturnPeriod.self] {
      sheet.append(years.years, try places.bills(of: years.peaks, priced, context), to: &outcome)
    }
    try context.advance(to: 0.9, "damage: danger to people")
    if isWet {
      try Self.appendDanger(conditions[WaterHazard.self]?.greatest, &places, city, to: &outcome)
    }
    outcome.remarks += sheet.remarks
    try context.advance(to: 1, "damage: done")
    return outcome
  }
}

/// Where priced things lie on the grids of some water.
struct PricedPlaces {
  private var buildings, streets, farmland: TouchedCells.Finder

  init(_ city: City, _ priced: PricedCity, threads: Int) {
    buildings = TouchedCells.Finder { try TouchedCells(under: city.buildings, on: $0, threads: threads) }
    streets = TouchedCells.Finder { try TouchedCells(along: city.streets.segments, on: $0, threads: threads) }
    farmland = TouchedCells.Finder { try TouchedCells(covering: priced.farmland, on: $0, threads: threads) }
  }

  /// The cells on a grid.
  mutating func cells(on grid: Grid) throws -> PricedCity.Cells {
    PricedCity.Cells(
      buildings: try buildings.cells(on: grid), streets: try streets.cells(on: grid),
      farmland: try farmland.cells(on: grid))
  }

  /// The bill of a water whose greatest depths lie on some shapes of grid: of each building and of all streets and land the
  /// dearest shape counts.
  mutating func bill(of peaks: [Grid], _ priced: PricedCity) throws -> PricedCity.Bill {
    var bill = priced.bill(try cells(on: peaks[0]), in: peaks[0])
    for peak in peaks.dropFirst() {
      let other = priced.bill(try cells(on: peak), in: peak)
      for row in bill.buildings.indices { bill.buildings[row] = max(bill.buildings[row], other.buildings[row]) }
      bill.streets = max(bill.streets, other.streets)
      bill.farmland = max(bill.farmland, other.farmland)
    }
    return bill
  }

  /// One bill a grid.
  mutating func bills(of grids: [Grid], _ priced: PricedCity, _ context: any RunContext) throws -> [PricedCity.Bill] {
    let cells = try grids.map { try self.cells(on: $0) }
    return try mapped(over: grids.count, chunk: 1, threads: context.threads) {
      priced.bill(cells[$0.lowerBound], in: grids[$0.lowerBound])
    }
  }
}
