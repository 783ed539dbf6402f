import Modelling
public import Replica

/// What a m² of each class costs in one city: the greatest damage, from the city's local values.
///
/// | value in city.yaml | unit | what it is |
/// |---|---|---|
/// | `construction-cost-residential`, `-commercial`, `-industrial` | currency/m² | what a m² of floor costs to build, new |
/// | `gdp-per-head` | USD | gross domestic product a head in US dollars of 2010, used where a cost above is missing |
/// | `currency-per-euro` | currency/EUR | the rate of 2010, by which that way's euros of 2010 become the currency |
/// | `prices-since-2010` | 1 | prices now over those of 2010; without it that way's money is of 2010 |
/// | `street-repair-cost` | currency/m² | what a m² of street costs to make good |
/// | `crop-value` | currency/m² | what a m² of farmland yields in a year |
///
/// Building cost from the product a head: a·G^b euro of 2010 a m², with a and b of 24.078 and 0.3852 for homes, 33.642 and
/// 0.3574 for commerce, 30.824 and 0.3249 for industry; of it 0.6 is left by age, and 0.4 of brick, concrete and steel (nothing of
/// timber) cannot be damaged; contents are 0.5, 1 and 1.5 of what can be (Huizinga et al. 2017, doi:10.2760/16510, chapter 4).
/// A car park costs what commerce does to build, and holds nothing (assumed).
public struct DamageValues: Sendable {
  /// The money answers are in: `MYR`, or `EUR of 2010` where no rate is known.
  public let money: String
  /// Cost of a new m² by class; nothing where the city does not say.
  private let costs: [AssetClass: Double]
  /// Why a class has no cost, and what to ask for.
  private let reasons: [AssetClass: String]
  /// Sentences on how the values were come by.
  public let remarks: [String]

  /// Share of a new building's cost that is left by age.
  static let depreciation = 0.6

  /// Reads a city's values.
  public init(_ profile: Profile) {
    let currency = profile.currency.isEmpty ? "EUR" : profile.currency
    var costs: [AssetClass: Double] = [:]
    var reasons: [AssetClass: String] = [:]
    var remarks: [String] = []
    var wrong: [String: String] = [:]
    func value(_ name: String, in unit: String) -> Double? {
      guard let found = profile.values.last(where: { $0.name == name }) else { return nil }
      guard found.unit == unit, found.value.isFinite, found.value > 0 else {
        wrong[name] =
          "\(name) in city.yaml is \(found.value) \(found.unit); it must be above 0 and in \(unit.isEmpty ? "no unit" : unit)"
        return nil
      }
      return found.value
    }
    let product = value("gdp-per-head", in: "USD")
    let rate = currency == "EUR" ? 1 : value("currency-per-euro", in: "\(currency)/EUR")
    let prices = value("prices-since-2010", in: "")
    for asset in [AssetClass.residential, .commercial, .industrial] {
      let name = "construction-cost-\(asset.rawValue)"
      if let cost = value(name, in: "\(currency)/m²") {
        costs[asset] = cost
      } else if let product, let rate, let (a, b) = Self.coefficients(asset) {
        costs[asset] = a * Portable.pow(product, b) * rate * (prices ?? 1)
      } else {
        reasons[asset] =
          wrong[name] ?? wrong["gdp-per-head"] ?? wrong["currency-per-euro"]
          ?? "what a m² of \(asset.rawValue) building costs is not known: put \(name) (\(currency)/m², from the public works "
          + "department) into city.yaml, or gdp-per-head (USD of 2010, from the World Bank) and currency-per-euro "
          + "(\(currency)/EUR of 2010, from the central bank), each with source and year"
      }
    }
    let others: [(AssetClass, String, String)] = [
      (.infrastructure, "street-repair-cost", "what a m² of street costs to make good, from the works department"),
      (.agriculture, "crop-value", "what a m² of farmland yields in a year, from the agriculture department"),
    ]
    for (asset, name, words) in others {
      if let cost = value(name, in: "\(currency)/m²") {
        costs[asset] = cost
      } else {
        reasons[asset] =
          wrong[name] ?? "\(name) is not known: put it (\(currency)/m², \(words)) into city.yaml, with source and year"
      }
    }
    let isByProduct =
      product != nil
      && costs.keys.contains { asset in
        !profile.values.contains { $0.name == "construction-cost-\(asset.rawValue)" } && Self.coefficients(asset) != nil
      }
    if isByProduct, prices == nil {
      remarks.append("Building costs are in prices of 2010: city.yaml has no prices-since-2010.")
    }
    let used = profile.values.filter { value in
      costs.keys.contains { value.name == "construction-cost-\($0.rawValue)" }
        || ["gdp-per-head", "currency-per-euro", "prices-since-2010", "street-repair-cost", "crop-value"]
          .contains(value.name)
    }
    let assumed = used.filter { $0.source.lowercased().contains("assumed") }.map(\.name)
    if !assumed.isEmpty {
      remarks.append("Assumed, not looked up: \(assumed.joined(separator: ", ")); put the town's own into city.yaml.")
    }
    money = currency
    (self.costs, self.reasons, self.remarks) = (costs, reasons, remarks)
  }

  /// Whether nothing at all can be priced.
  public var isEmpty: Bool { costs.isEmpty }

  /// Why a class cannot be priced, and what to ask for; nothing when it can.
  public func reason(_ asset: AssetClass) -> String? { reasons[asset == .transport ? .commercial : asset] }

  /// The greatest damage of a m² of building, structure and contents; nothing when it cannot be priced.
  ///
  /// For streets, transport and farmland the value itself.
  public func greatestDamage(_ asset: AssetClass, _ material: BuildingMaterial = .unknown) -> Double? {
    guard let cost = costs[asset == .transport ? .commercial : asset] else { return nil }
    guard let contents = Self.contents(asset) else { return cost }
    let damageable = material == .timber ? 1 : 0.6
    return cost * Self.depreciation * damageable * (1 + contents)
  }

  /// a and b of the cost of a m² from the product a head.
  private static func coefficients(_ asset: AssetClass) -> (a: Double, b: Double)? {
    switch asset {
    case .residential: (24.078, 0.3852)
    case .commercial: (33.642, 0.3574)
    case .industrial: (30.824, 0.3249)
    default: nil
    }
  }

  /// Contents over structure.
  private static func contents(_ asset: AssetClass) -> Double? {
    switch asset {
    case .residential: 0.5
    case .commercial: 1
    case .industrial: 1.5
    case .transport: 0
    case .infrastructure, .agriculture: nil
    }
  }
}
