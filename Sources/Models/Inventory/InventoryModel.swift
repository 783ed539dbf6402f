import Geography
public import Modelling
public import Replica

/// Counts what is in the city. No condition changes it, a change of the city does.
public struct InventoryModel: Model {
  public static let card = ModelCard(
    name: "city", version: "1",
    purpose: "What is in the city?",
    method: """
      Adds up. Streets are all segments of all classes, each once and not per direction, along their lines in the \
      city's projection; roads are those of the classes motor vehicles use. People are those of the zones, or of the \
      buildings where there are no zones.
      """,
    sources: ["Formulas in Docs/models/inventory.md"],
    inputs: ["streets", "buildings", "zones", "places"],
    limits: [
      "Lengths are in the plane of UTM, up to 0.1 % from those on the ground.",
      "A dual carriageway is two ways and counts as two.",
      "What the map lacks is not counted.",
    ],
    measured: ["Jakarta: street length within 0.3 % of pyosmium on the raw map."])
  public static let uses: [any Condition.Type] = []
  public static let offers: [any Condition.Type] = []

  /// A model; it has no settings.
  public init() {}

  public func verdicts(on city: City) -> [Verdict] {
    let streets = city.streets.segments.areRemoved.count { !$0 }
    let buildings = city.buildings.areRemoved.count { !$0 }
    let people = Self.people(of: city)
    let source = city.profile.source(of: "streets")
    let named = source.map { $0.date.isEmpty ? $0.file : "\($0.file) of \($0.date)" } ?? "the map"
    return [
      Verdict(
        question: "How much is there: streets, buildings, people, places?",
        level: streets == 0 ? .cannot : buildings == 0 || people == 0 ? .screeningOnly : .fit,
        because: streets == 0
          ? "There are no streets in the city."
          : "Counted as they stand in \(named): \(streets) pieces of street, \(buildings) buildings, "
            + "\(Int(min(people, 1e12).rounded())) people, \(city.places.areRemoved.count { !$0 }) places. "
            + "What the map lacks is not counted.",
        askFor: streets == 0
          ? "An OpenStreetMap extract of the town: kembar import --osm."
          : buildings == 0
            ? "Building footprints: kembar import --buildings."
            : people == 0 ? "A population grid or census zones: kembar import --population or --zones." : nil)
    ]
  }

  public func run(
    on city: City, under conditions: Conditions, in context: any RunContext
  ) throws -> Outcome {
    try context.advance(to: 0, "city: counting")
    let segments = city.streets.segments
    var streets = 0.0
    var roads = 0.0
    for row in 0..<segments.count where !segments.areRemoved[row] {
      streets += segments.lengths[row]
      if segments.classes[row].isRoad { roads += segments.lengths[row] }
    }
    var outcome = Outcome()
    func add(_ id: String, _ number: Double, _ unit: String, _ formula: String) {
      outcome.indicators.append(
        Indicator(
          id, .number(number, low: nil, high: nil), unit: unit, better: .neither, kind: .counted,
          formula: "\(formula) (city \(Self.card.version))"))
    }
    add("city.street-km", streets / 1000, "km", "Length of every way of every class, once and not per direction")
    add("city.road-km", roads / 1000, "km", "Length of every way of the classes motorway to busway, once")
    add("city.buildings", Double(city.buildings.areRemoved.count { !$0 }), "count", "Buildings on the map")
    add(
      "city.people", Self.people(of: city), "people",
      "People of the zones, or of the buildings where there are no zones")
    add(
      "city.places", Double(city.places.areRemoved.count { !$0 }), "count",
      "Hospitals, schools, shops, stops … on the map")
    try context.advance(to: 1, "city: counted")
    return outcome
  }

  /// People of the zones; without zones, of the buildings that were not taken away.
  private static func people(of city: City) -> Double {
    // A table edited by hand may lack a number: unknown people are nobody.
    if city.zones.count > 0 { return city.zones.people.reduce(0) { $1 > 0 ? $0 + $1 : $0 } }
    var people = 0.0
    for row in 0..<city.buildings.count where !city.buildings.areRemoved[row] && city.buildings.people[row] > 0 {
      people += city.buildings.people[row]
    }
    return people
  }
}
