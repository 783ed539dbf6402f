import Geography
import Modelling
import Replica

extension ExposureModel {
  /// No water is supposed: nothing stands in it.
  static func dry(_ city: City, _ threshold: Float) -> Outcome {
    var outcome = Outcome()
    append(StandingInWater(), beside: [], of: city, threshold, coverage: nil, to: &outcome)
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

  /// Adds the numbers of all things, each with the interval of the members; a part of the city that is not there gives "not
  /// computable".
  static func append(
    _ found: StandingInWater, beside members: [StandingInWater], of city: City, _ threshold: Float, coverage: Double?,
    to outcome: inout Outcome
  ) {
    let deeper = "in water deeper than \(text(threshold)) m (exposure \(card.version))"
    func add(
      _ id: String, _ unit: String, _ formula: String, missing: String?, _ number: (StandingInWater) -> Double
    ) {
      let value: Indicator.Value
      if let missing {
        value = .notComputable(because: missing)
      } else {
        let interval = WaterEnsemble.interval(of: members.map(number), around: number(found))
        value = .number(number(found), low: interval?.lowerBound, high: interval?.upperBound)
      }
      outcome.indicators.append(
        Indicator(id, value, unit: unit, better: .less, formula: formula, coverage: coverage))
    }
    let hasBuildings = city.buildings.areRemoved.contains(false)
    let noBuildings = hasBuildings ? nil : "the city has no buildings; import footprints with --buildings"
    let noStreets =
      city.streets.segments.areRemoved.contains(false) ? nil : "the city has no streets; import a map with --osm"
    let hasPeople = city.buildings.people.contains { $0 > 0 }
    let noPeople =
      noBuildings ?? (hasPeople ? nil : "how many people live in the buildings is not known; import --population")
    let noPlaces = city.places.areRemoved.contains(false) ? nil : "the map has no places"
    let street = "Length of streets of all classes, once and not per direction,"
    let resident = "People who live in buildings"
    let place = "Hospitals, schools, shops, stops …"
    add("exposure.buildings", "count", "Buildings \(deeper)", missing: noBuildings, \.buildings)
    add("exposure.street-km", "km", "\(street) \(deeper)", missing: noStreets, \.kilometres)
    add("exposure.people", "people", "\(resident) \(deeper)", missing: noPeople, \.people)
    add("exposure.places", "count", "\(place) \(deeper)", missing: noPlaces, \.places)
    // Without the thing there is one sentence that says so above, and not one more for every class.
    for number in DepthClass.beginnings.indices {
      let (name, words) = (DepthClass.name(number), "in water \(DepthClass.words(number)) (exposure \(card.version))")
      if noPeople == nil {
        add("exposure.people.\(name)", "people", "\(resident) \(words)", missing: nil) { $0.peopleByClass[number] }
      }
      if noBuildings == nil {
        add("exposure.buildings.\(name)", "count", "Buildings \(words)", missing: nil) { $0.buildingsByClass[number] }
      }
      if noPlaces == nil {
        add("exposure.places.\(name)", "count", "\(place) \(words)", missing: nil) { $0.placesByClass[number] }
      }
      if noStreets == nil {
        add("exposure.street-km.\(name)", "km", "\(street) \(words)", missing: nil) { $0.kilometresByClass[number] }
      }
    }
    guard noStreets == nil else { return }
    for vehicle in VehicleClass.allCases {
      let limit = text(WadingDepth.limit(of: vehicle))
      add(
        "exposure.closed-km.\(vehicle.name)", "km",
        "Length of the streets the class \(vehicle.name) may use and cannot wade at some moment: their deepest cell reaches "
          + "\(limit) m (exposure \(card.version))", missing: nil
      ) { $0.closed[Int(vehicle.rawValue)] }
    }
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

  /// People of the wet buildings by the zone of the building.
  private static func peopleByZone(_ city: City, isWet: [Bool]) -> [Float] {
    var people = [Double](repeating: 0, count: city.zones.count)
    guard city.zones.count > 0, isWet.contains(true) else { return people.map { Float($0) } }
    let zones = zones(ofBuildingsIn: city)
    for row in isWet.indices where isWet[row] && city.buildings.people[row] > 0 && zones[row] >= 0 {
      people[Int(zones[row])] += city.buildings.people[row]
    }
    return people.map { Float($0) }
  }

  /// The first zone that contains each building's centre; -1 where none does.
  static func zones(ofBuildingsIn city: City) -> [Int32] {
    guard city.zones.count > 0 else { return [Int32](repeating: -1, count: city.buildings.count) }
    let index = PackedIndex((0..<city.zones.count).map { city.zones.outlines.box(of: $0) })
    return city.buildings.centroids.map { centre in
      let around = index.search(Box(minX: centre.x, minY: centre.y, maxX: centre.x, maxY: centre.y))
      return around.first { city.zones.outlines.contains(centre, in: $0) }.map { Int32($0) } ?? -1
    }
  }

  /// What a reader of the numbers must know.
  static func remarks(_ city: City, _ tally: WaterTally, _ wet: [Double]) -> [String] {
    var remarks: [String] = []
    if let coverage = tally.coverage, coverage < 1 {
      remarks.append(
        "\(percent(1 - coverage)) of the cells under buildings have no data, or lie outside the raster, and count as dry."
      )
    }
    let segments = city.streets.segments
    var raised = 0.0
    for row in wet.indices where segments.structures[row] == .bridge || segments.structures[row] == .tunnel {
      raised += wet[row]
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
