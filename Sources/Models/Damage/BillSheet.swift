import Geography
import Modelling
import Replica

/// Bills as indicators and fields: in whole, by class, by building and by zone.
struct BillSheet {
  private let city: City
  private let priced: PricedCity
  private let isWet: Bool
  /// The building classes that stand in the city, in their own order.
  private let standing: [AssetClass]
  private let hasStreets, hasFarmland: Bool

  init(_ city: City, _ priced: PricedCity, isWet: Bool) {
    self.city = city
    self.priced = priced
    self.isWet = isWet
    let found = Set(priced.assets.indices.filter { !city.buildings.areRemoved[$0] }.map { priced.assets[$0] })
    standing = AssetClass.allCases.filter { found.contains($0) }
    hasStreets = city.streets.segments.areRemoved.contains(false)
    hasFarmland = !priced.farmland.isEmpty
  }

  private var money: String { priced.values.money }

  /// Why the buildings cannot be priced; nothing when they can.
  private var noBuildings: String? {
    if standing.isEmpty { return "the city has no buildings; import footprints with --buildings" }
    return standing.lazy.compactMap { priced.values.reason($0) }.first
  }

  /// Why the whole cannot be priced; nothing when it can. What the city does not have costs nothing.
  private var noTotal: String? {
    noBuildings ?? (hasStreets ? priced.values.reason(.infrastructure) : nil)
      ?? (hasFarmland ? priced.values.reason(.agriculture) : nil)
  }

  /// Sentences on the values.
  var remarks: [String] { priced.values.isEmpty ? [] : priced.values.remarks }

  /// Adds what one water costs, with the interval of the members; nothing supposed costs nothing.
  func append(_ bill: PricedCity.Bill?, beside members: [PricedCity.Bill], to outcome: inout Outcome) {
    let bill = bill ?? PricedCity.Bill(buildings: [Double](repeating: 0, count: city.buildings.count))
    func add(_ id: String, _ formula: String, missing: String?, _ number: (PricedCity.Bill) -> Double) {
      var value = Indicator.Value.number(number(bill), low: nil, high: nil)
      if let missing {
        value = .notComputable(because: missing)
      } else if isWet,
        let interval = WaterEnsemble.interval(of: members.map(number), around: number(bill))
      {
        value = .number(number(bill), low: interval.lowerBound, high: interval.upperBound)
      }
      outcome.indicators.append(
        Indicator(
          id, value, unit: money, better: .less,
          formula: isWet || missing != nil ? "\(formula) \(version)" : "No water is supposed \(version)"))
    }
    add("damage.total", "Damage to buildings and contents, streets and farmland", missing: noTotal, \.total)
    add("damage.buildings", "Damage to buildings and their contents", missing: noBuildings) {
      $0.buildings.reduce(0, +)
    }
    for asset in standing where noBuildings == nil {
      add("damage.buildings.\(asset.rawValue)", "Damage to buildings of the class \(asset.rawValue)", missing: nil) {
        sum($0, of: asset)
      }
    }
    if hasStreets {
      add("damage.streets", "Damage to streets", missing: priced.values.reason(.infrastructure), \.streets)
    }
    if hasFarmland {
      add("damage.farmland", "Damage to farmland", missing: priced.values.reason(.agriculture), \.farmland)
    }
    guard noBuildings == nil else { return }
    let now = [Instant(milliseconds: 0)]
    outcome.fields.append(
      Field(
        name: "damage.buildings", title: "Damage to buildings and contents", unit: money, better: .less,
        palette: .plain, carrier: .buildings, times: now,
        values: bill.buildings.indices.map { city.buildings.areRemoved[$0] ? .nan : Float(bill.buildings[$0]) }))
    if city.zones.count > 0 {
      outcome.fields.append(
        Field(
          name: "damage.zones", title: "Damage to the buildings of a zone", unit: money, better: .less, palette: .plain,
          carrier: .zones, times: now, values: byZone(bill.buildings)))
    }
  }

  /// Adds what a year must expect.
  func append(_ years: [Double], _ bills: [PricedCity.Bill], to outcome: inout Outcome) {
    let formula = """
      Damage of each return period weighed by its yearly probability; rarer floods cost what the rarest does, more frequent \
      ones nothing. Low: nothing beyond the rarest; high: damage falls in a straight line to nothing at a flood every year
      """
    guard noTotal == nil else {
      outcome.indicators.append(
        Indicator(
          "damage.expected-annual", .notComputable(because: noTotal ?? ""), unit: "\(money)/a", better: .less,
          formula: formula))
      return
    }
    let damages = bills.map(\.total)
    for (year, damage) in zip(years, damages) {
      let text = year == year.rounded() && year < 1e6 ? "\(Int(year))" : "\(year)"
      outcome.indicators.append(
        Indicator(
          "damage.total.1-in-\(text)", .number(damage, low: nil, high: nil), unit: money, better: .less,
          formula: "Damage of the flood that comes once in \(text) years \(version)"))
    }
    let annual = AnnualDamage(years: years, damages: damages)
    outcome.indicators.append(
      Indicator(
        "damage.expected-annual", .number(annual.expected, low: annual.low, high: annual.high), unit: "\(money)/a",
        better: .less, formula: "\(formula) \(version)"))
  }

  private var version: String { "(damage \(DamageModel.card.version))" }

  private func sum(_ bill: PricedCity.Bill, of asset: AssetClass) -> Double {
    bill.buildings.indices.reduce(0) { priced.assets[$1] == asset ? $0 + bill.buildings[$1] : $0 }
  }

  /// Damage by the first zone that contains the building's centre.
  private func byZone(_ buildings: [Double]) -> [Float] {
    var sums = [Double](repeating: 0, count: city.zones.count)
    let index = PackedIndex((0..<city.zones.count).map { city.zones.outlines.box(of: $0) })
    for row in buildings.indices where buildings[row] > 0 {
      let centre = city.buildings.centroids[row]
      let around = index.search(Box(minX: centre.x, minY: centre.y, maxX: centre.x, maxY: centre.y))
      if let zone = around.first(where: { city.zones.outlines.contains(centre, in: $0) }) {
        sums[zone] += buildings[row]
      }
    }
    return sums.map { Float($0) }
  }
}
