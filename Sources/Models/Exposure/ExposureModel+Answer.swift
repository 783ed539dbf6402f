import Geography
import Modelling
import Replica

extension ExposureModel {
  /// The four numbers.
  struct Found {
    var buildings, kilometres, people, places: Double
  }

  /// No water is supposed: nothing stands in it.
  static func dry(_ city: City, _ threshold: Float) -> Outcome {
    var outcome = Outcome()
    append(Found(buildings: 0, kilometres: 0, people: 0, places: 0), of: city, threshold, coverage: nil, to: &outcome)
    for index in outcome.indicators.indices {
      if outcome.indicators[index].value.number != nil {
        outcome.indicators[index].formula = "No water is supposed (exposure \(card.version))"
      }
    }
    outcome.fields = fields(
      city, buildings: [Float](repeating: 0, count: city.buildings.count),
      segments: [Float](repeating: 0, count: city.streets.segments.count), threshold: threshold)
    return outcome
  }

  /// Adds the four indicators; a part of the city that is not there gives "not computable".
  static func append(
    _ found: Found, of city: City, _ threshold: Float, coverage: Double?, to outcome: inout Outcome
  ) {
    let deeper = "in water deeper than \(text(threshold)) m (exposure \(card.version))"
    func add(_ id: String, _ number: Double, _ unit: String, _ formula: String, missing: String?) {
      let value: Indicator.Value =
        missing.map { .notComputable(because: $0) } ?? .number(number, low: nil, high: nil)
      outcome.indicators.append(
        Indicator(id, value, unit: unit, better: .less, formula: "\(formula) \(deeper)", coverage: coverage))
    }
    let hasBuildings = city.buildings.areRemoved.contains(false)
    let noBuildings = "the city has no buildings; import footprints with --buildings"
    add(
      "exposure.buildings", found.buildings, "count", "Buildings", missing: hasBuildings ? nil : noBuildings)
    add(
      "exposure.street-km", found.kilometres, "km", "Length of streets of all classes, once and not per direction,",
      missing: city.streets.segments.areRemoved.contains(false)
        ? nil : "the city has no streets; import a map with --osm")
    let hasPeople = city.buildings.people.contains { $0 > 0 }
    add(
      "exposure.people", found.people, "people", "People who live in buildings",
      missing: !hasBuildings
        ? noBuildings : hasPeople ? nil : "how many people live in the buildings is not known; import --population")
    add(
      "exposure.places", found.places, "count", "Hospitals, schools, shops, stops …",
      missing: city.places.areRemoved.contains(false) ? nil : "the map has no places")
  }

  /// Depth per building and link, and people in water per zone.
  static func fields(
    _ city: City, buildings: [Float], segments: [Float], threshold: Float
  ) -> [Field] {
    let now = [Instant(milliseconds: 0)]
    var links: [Float] = []
    links.reserveCapacity(segments.count * 2)
    for row in segments.indices {
      let depth = city.streets.segments.areRemoved[row] ? Float.nan : segments[row]
      links.append(depth)
      links.append(depth)
    }
    let houses = buildings.indices.map { city.buildings.areRemoved[$0] ? Float.nan : buildings[$0] }
    return [
      Field(
        name: "exposure.buildings", title: "Water at buildings", unit: "m", better: .less, palette: .depth,
        carrier: .buildings, times: now, values: houses),
      Field(
        name: "exposure.streets", title: "Water on streets", unit: "m", better: .less, palette: .depth,
        carrier: .links, times: now, values: links),
      Field(
        name: "exposure.people", title: "People in water deeper than \(text(threshold)) m", unit: "people",
        better: .less,
        palette: .plain, carrier: .zones, times: now,
        values: peopleByZone(city, isWet: buildings.map { $0 > threshold })),
    ]
  }

  /// People of the wet buildings by the first zone that contains the building's centre.
  private static func peopleByZone(_ city: City, isWet: [Bool]) -> [Float] {
    var people = [Double](repeating: 0, count: city.zones.count)
    guard city.zones.count > 0, isWet.contains(true) else { return people.map { Float($0) } }
    let index = PackedIndex((0..<city.zones.count).map { city.zones.outlines.box(of: $0) })
    for row in isWet.indices where isWet[row] && city.buildings.people[row] > 0 {
      let centre = city.buildings.centroids[row]
      let around = index.search(Box(minX: centre.x, minY: centre.y, maxX: centre.x, maxY: centre.y))
      if let zone = around.first(where: { city.zones.outlines.contains(centre, in: $0) }) {
        people[zone] += city.buildings.people[row]
      }
    }
    return people.map { Float($0) }
  }

  /// What a reader of the numbers must know.
  static func remarks(_ city: City, _ tally: WaterTally, _ streets: StreetWater, _ threshold: Float) -> [String] {
    var remarks: [String] = []
    if let coverage = tally.coverage, coverage < 1 {
      remarks.append(
        "\(percent(1 - coverage)) of the cells under buildings have no data, or lie outside the raster, and count as dry."
      )
    }
    let segments = city.streets.segments
    var raised = 0.0
    for row in streets.wet.indices where segments.structures[row] == .bridge || segments.structures[row] == .tunnel {
      raised += streets.wet[row]
    }
    if raised > 0 {
      remarks.append(
        "\(hundredths(raised / 1000)) km of the streets in water are bridges or tunnels: a map of depths does not say "
          + "what stands above it.")
    }
    return remarks
  }

  /// A share in percent, never 0.0 for a share that is more than nothing.
  private static func percent(_ share: Double) -> String {
    share < 0.001 ? "Less than 0.1 %" : "\(Double((share * 1000).rounded()) / 10) %"
  }

  /// A number rounded to hundredths.
  private static func hundredths(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }

  /// A threshold as one writes it.
  static func text(_ metres: Float) -> String { "\((Double(metres) * 1000).rounded() / 1000)" }
}
