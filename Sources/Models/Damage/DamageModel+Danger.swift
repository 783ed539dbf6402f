import Geography
import Modelling
import Replica

extension DamageModel {
  /// Adds the people and the street where moving water is dangerous; without speeds nothing can be said.
  static func appendDanger(
    _ hazard: Grid?, _ places: inout PricedPlaces, _ city: City, to outcome: inout Outcome
  ) throws {
    let version = "(damage \(card.version))"
    let hasPeople = city.buildings.people.contains { $0 > 0 }
    guard let hazard else {
      outcome.indicators.append(
        Indicator(
          "damage.people.danger-for-most",
          .notComputable(
            because: "a map of depths does not say how fast the water runs; run the flood model, which does"),
          unit: "people", better: .less, formula: "People who live \(HazardClass.most.words) \(version)"))
      return
    }
    let cells = try places.cells(on: hazard)
    let atBuildings = cells.buildings.greatest(in: hazard)
    let atStreets = cells.streets.greatest(in: hazard)
    var people = [Double](repeating: 0, count: HazardClass.allCases.count)
    for row in atBuildings.indices where city.buildings.people[row] > 0 {
      if let danger = HazardClass(atBuildings[row]) { people[danger.rawValue] += city.buildings.people[row] }
    }
    var metres = people.map { _ in 0.0 }
    cells.streets.forEach(in: hazard) { _, value, length in
      if let danger = HazardClass(value) { metres[danger.rawValue] += length }
    }
    for danger in HazardClass.allCases {
      outcome.indicators.append(
        Indicator(
          "damage.people.\(danger.name)",
          hasPeople
            ? .number(people[danger.rawValue], low: nil, high: nil)
            : .notComputable(because: "how many people live in the buildings is not known; import --population"),
          unit: "people", better: .less, formula: "People who live \(danger.words) \(version)"))
      outcome.indicators.append(
        Indicator(
          "damage.street-km.\(danger.name)", .number(metres[danger.rawValue] / 1000, low: nil, high: nil), unit: "km",
          better: .less, formula: "Length of street, once and not per direction, \(danger.words) \(version)"))
    }
    let now = [Instant(milliseconds: 0)]
    let segments = city.streets.segments
    outcome.fields.append(
      Field(
        name: "damage.danger.buildings", title: "Danger to people at buildings: depth × (speed + 0.5 m/s)",
        unit: "m²/s",
        better: .less, palette: .depth, carrier: .buildings, times: now,
        values: atBuildings.indices.map { city.buildings.areRemoved[$0] ? .nan : atBuildings[$0] }))
    outcome.fields.append(
      Field(
        name: "damage.danger.streets", title: "Danger to people on streets: depth × (speed + 0.5 m/s)", unit: "m²/s",
        better: .less, palette: .depth, carrier: .links, times: now,
        values: atStreets.indices.flatMap { row in
          [Float](repeating: segments.areRemoved[row] ? .nan : atStreets[row], count: 2)
        }))
  }
}
