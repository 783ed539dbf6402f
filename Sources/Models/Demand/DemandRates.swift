public import Replica

/// A number that demand rests on, with where it comes from.
public struct DemandRate: Hashable, Sendable {
  /// Which it is.
  public var name: DemandRates.Name
  /// The number.
  public var value: Double
  /// Its unit.
  public var unit: String
  /// Who published it; begins with `assumed` where nobody did.
  public var source: String
}

/// Every number that demand rests on, in one table.
///
/// A city overrides a row by a value of the same name in `city.yaml`, with its source and year. Rows that differ in
/// Malaysia, where half of the vehicles are motorcycles, have a second entry. `SANDAG` is San Diego Association of
/// Governments, *(Not So) Brief Guide of Vehicular Traffic Generation Rates*, 2002; `MiD` the German national travel
/// surveys of 2017 (infas, DLR, IVT, infas 360) and 2023; vehicle trips per 1,000 ft² are given here per 100 m² (× 1.076).
public struct DemandRates: Hashable, Sendable {
  /// The rows; the raw value is the name in `city.yaml`.
  public enum Name: String, CaseIterable, Sendable {
    case tripsWork = "trips-home-work"
    case tripsEducation = "trips-home-education"
    case tripsShopping = "trips-home-shopping"
    case tripsOther = "trips-home-other"
    case tripsNonHome = "trips-non-home"
    case saturdayWork = "saturday-home-work"
    case saturdayEducation = "saturday-home-education"
    case saturdayShopping = "saturday-home-shopping"
    case saturdayOther = "saturday-home-other"
    case saturdayNonHome = "saturday-non-home"
    case saturdayFreight = "saturday-freight"
    case saturdayOutside = "saturday-outside"
    case workersPerPerson = "workers-per-person"
    case pupilsPerPerson = "pupils-per-person"
    case jobsPerPerson = "jobs-per-person"
    case floorPerPerson = "floor-per-person"
    case streetPerPerson = "street-per-person"
    case floorPerCommercialJob = "floor-per-commercial-job"
    case floorPerIndustrialJob = "floor-per-industrial-job"
    case floorPerPublicJob = "floor-per-public-job"
    case minutesWork = "minutes-home-work"
    case minutesEducation = "minutes-home-education"
    case minutesShopping = "minutes-home-shopping"
    case minutesOther = "minutes-home-other"
    case minutesNonHome = "minutes-non-home"
    case minutesFreight = "minutes-freight"
    case minutesOutside = "minutes-outside"
    case carsPerPerson = "cars-per-person"
    case motorcyclesPerPerson = "motorcycles-per-person"
    case logitInVehicle = "logit-in-vehicle-minute"
    case logitOutOfVehicle = "logit-out-of-vehicle-minute"
    case logitOwnEffort = "logit-walking-minute"
    case logitWalk = "logit-walk"
    case logitBicycle = "logit-bicycle"
    case logitMotorcycle = "logit-motorcycle"
    case logitPassenger = "logit-car-passenger"
    case logitBus = "logit-bus"
    case occupancyWork = "car-occupancy-work"
    case occupancyOther = "car-occupancy-other"
    case occupancyMotorcycle = "motorcycle-occupancy"
    case freightPerHome = "freight-per-household"
    case freightPerIndustrialJob = "freight-per-industrial-job"
    case freightPerTradeJob = "freight-per-trade-job"
    case freightPerOtherJob = "freight-per-other-job"
    case aadtMotorway = "aadt-motorway"
    case aadtTrunk = "aadt-trunk"
    case aadtPrimary = "aadt-primary"
    case aadtSecondary = "aadt-secondary"
    case aadtTertiary = "aadt-tertiary"
    case aadtBuiltUp = "aadt-built-up"
    case outsidePerPerson = "outside-trips-per-person"
    case residentsOutside = "residents-among-outside-trips"
    case weekdayFactor = "weekday-over-average-day"
    case stationTrucks = "station-truck-share"
    case stationMotorcycles = "station-motorcycle-share"
    case siteHome = "site-trips-dwelling"
    case siteCommercial = "site-trips-commercial"
    case siteIndustrial = "site-trips-industrial"
    case siteEducation = "site-trips-education"
    case siteHealth = "site-trips-health"
    case siteOther = "site-trips-other"
  }

  /// The rows in the order of ``Name``.
  public private(set) var rows: [DemandRate]
  /// Values of `city.yaml` that could not be used, in sentences.
  public private(set) var remarks: [String] = []

  /// The table as it holds in a country, with what a city knows better. O(rows · values).
  public init(for profile: Profile) {
    let isMalaysian = profile.country == "MY"
    rows = Self.table.map { row in
      let local = isMalaysian ? Self.malaysia.first { $0.name == row.name } : nil
      return local ?? row
    }
    for value in profile.values {
      guard let name = Name(rawValue: value.name), let place = rows.firstIndex(where: { $0.name == name }) else {
        continue
      }
      let mayBeNegative = name.rawValue.hasPrefix("logit-")
      guard value.value.isFinite, mayBeNegative || value.value >= 0, abs(value.value) <= 1_000_000 else {
        remarks.append(
          "city.yaml gives \(value.name) as \(value.value), which cannot be: \(rows[place].value) is used instead.")
        continue
      }
      rows[place].value = value.value
      rows[place].source = "\(value.source), \(value.year)"
      locals.insert(name)
    }
  }

  private var locals: Set<Name> = []

  /// Whether the city gave the number itself.
  public func isLocal(_ name: Name) -> Bool { locals.contains(name) }

  /// The number of a row.
  public subscript(_ name: Name) -> Double { rows.first { $0.name == name }?.value ?? 0 }

  private static func row(_ name: Name, _ value: Double, _ unit: String, _ source: String) -> DemandRate {
    DemandRate(name: name, value: value, unit: unit, source: source)
  }

  private static let days =
    "MiD 2017: 3.1 trips a person a day, of which work 16 %, education 7 %, shopping 16 %, errands 14 %, leisure 28 %, "
    + "business 11 %, escorting 8 % (3.1 a day also in MiD 2023; the shares were not looked up again); that they fall on the days that have them and which of them touch home is assumed"
  private static let sandag = "SANDAG, 2002 (read second-hand)"
  private static let freight =
    "Quick Response Freight Manual (FHWA, 1996), trucks of six tyres and more; not looked up again"

  static let table: [DemandRate] = [
    row(.tripsWork, 1.3, "a worker a weekday, both ways", days),
    row(.tripsEducation, 1.8, "a pupil a weekday, both ways", days),
    row(.tripsShopping, 0.45, "a person a weekday, both ways", days),
    row(.tripsOther, 1.0, "a person a weekday, both ways", days),
    row(.tripsNonHome, 0.55, "a person a weekday", days),
    row(.saturdayWork, 0.2, "of a weekday's", "assumed"),
    row(.saturdayEducation, 0, "of a weekday's", "assumed"),
    row(.saturdayShopping, 1.4, "of a weekday's", "assumed"),
    row(.saturdayOther, 1.3, "of a weekday's", "assumed"),
    row(.saturdayNonHome, 0.9, "of a weekday's", "assumed"),
    row(.saturdayFreight, 0.4, "of a weekday's", "assumed"),
    row(.saturdayOutside, 0.85, "of a weekday's", "assumed"),
    row(.workersPerPerson, 0.5, "", "assumed: about half of the people work, in Germany a little more"),
    row(.pupilsPerPerson, 0.17, "", "assumed: pupils, apprentices and students, about 14 of 83 million in Germany"),
    row(.jobsPerPerson, 0.45, "", "assumed, where the city knows no jobs"),
    row(.floorPerPerson, 56, "m² of gross floor", "assumed: 45 m² of home a person over 0.8 of the floor"),
    row(.streetPerPerson, 5, "m of local street", "assumed, where the city knows streets only"),
    row(.floorPerCommercialJob, 35, "m² of gross floor", "assumed"),
    row(.floorPerIndustrialJob, 90, "m² of gross floor", "assumed"),
    row(.floorPerPublicJob, 60, "m² of gross floor", "assumed"),
    row(.minutesWork, 20, "min by car", "assumed, around MiD 2023, Braunschweig region: 22 min a trip door to door"),
    row(.minutesEducation, 12, "min by car", "assumed, around the same"),
    row(.minutesShopping, 9, "min by car", "assumed, around the same"),
    row(.minutesOther, 13, "min by car", "assumed, around the same"),
    row(.minutesNonHome, 11, "min by car", "assumed, around the same"),
    row(
      .minutesFreight, 20, "min",
      "Quick Response Freight Manual (FHWA, 1996): friction exp(−0.1 min) for trucks of six tyres, not looked up again; so 2 ÷ 0.1"
    ),
    row(.minutesOutside, 25, "min inside the map", "assumed"),
    row(.carsPerPerson, 0.52, "", "MiD 2017: 43 million cars of households, among 82.5 million people"),
    row(.motorcyclesPerPerson, 0.05, "", "assumed"),
    row(
      .logitInVehicle, -0.025, "a minute",
      "within the −0.02 … −0.03 that the US Federal Transit Administration holds for plausible; not looked up again"),
    row(.logitOutOfVehicle, -0.05, "a minute", "assumed: twice the in-vehicle minute, the same source's lower end"),
    row(
      .logitOwnEffort, -0.08, "a minute walked or cycled",
      "assumed: makes walking fall with distance as in the row of walking"),
    row(
      .logitWalk, 1.4, "against driving", "assumed: of trips of 0.5–1 km three in five are walked, of 1–2 km a third"),
    row(.logitBicycle, -0.75, "against driving", "assumed: 11 % of all trips in MiD 2017"),
    row(.logitMotorcycle, -3.2, "against driving", "assumed: under 1 % of trips"),
    row(.logitPassenger, -1.3, "against driving, for those without a car at hand", "assumed"),
    row(
      .logitBus, -1.5, "against driving",
      "assumed: 10 % of all trips in MiD 2017 by public transport, cities with trams and trains included; less in towns"
    ),
    row(.occupancyWork, 1.1, "persons", "assumed"),
    row(
      .occupancyOther, 1.4, "persons",
      "MiD 2017: 43 % of trips drive, 14 % ride along (57 % together), 1.33 over all purposes; the split was not looked up again"
    ),
    row(.occupancyMotorcycle, 1.1, "persons", "assumed"),
    row(.freightPerHome, 0.137, "trips a household a weekday", freight),
    row(.freightPerIndustrialJob, 0.346, "trips a job a weekday", freight),
    row(.freightPerTradeJob, 0.318, "trips a job a weekday", freight),
    row(.freightPerOtherJob, 0.077, "trips a job a weekday", freight),
    row(.aadtMotorway, 40_000, "vehicles a day, both ways", "assumed, somewhat below German motorways"),
    row(.aadtTrunk, 16_000, "vehicles a day, both ways", "assumed"),
    row(.aadtPrimary, 9_000, "vehicles a day, both ways", "assumed, about a German federal road"),
    row(.aadtSecondary, 4_000, "vehicles a day, both ways", "assumed, about a German state road"),
    row(.aadtTertiary, 1_500, "vehicles a day, both ways", "assumed, about a German district road"),
    row(
      .aadtBuiltUp, 4_000, "vehicles a day, both ways, at least, where the map cuts a road of 50 km/h or less",
      "assumed: 400 vehicles in the peak hour, the least of a collector street in the German RASt 06 (2006; not looked up again), and a tenth "
        + "of the day in that hour"),
    row(
      .outsidePerPerson, 1.2, "vehicles a day that enter or leave and stop in the town, a person, at most",
      "assumed: NHTS 2017 has 5.11 vehicle trips a household a day, about 2 a person"),
    row(
      .residentsOutside, 0.5, "of the cars that enter or leave and stop in the town",
      "assumed: as many journeys of residents end beyond the edge as journeys of others end in the town"),
    row(.weekdayFactor, 1.05, "", "assumed"),
    row(.stationTrucks, 0.08, "of vehicles", "assumed"),
    row(.stationMotorcycles, 0.01, "of vehicles", "assumed"),
    row(.siteHome, 6, "vehicle trips a dwelling a weekday", "\(sandag): apartments; detached houses 10"),
    row(.siteCommercial, 86, "vehicle trips per 100 m² a weekday", "\(sandag): community shopping centre, 80"),
    row(.siteIndustrial, 8.6, "vehicle trips per 100 m² a weekday", "\(sandag): industrial park, 8"),
    row(.siteEducation, 15, "vehicle trips per 100 m² a weekday", "\(sandag): elementary school, 14"),
    row(.siteHealth, 54, "vehicle trips per 100 m² a weekday", "\(sandag): medical office, 50"),
    row(.siteOther, 21.5, "vehicle trips per 100 m² a weekday", "\(sandag): office, 20"),
  ]

  /// Rows that differ in Malaysia.
  static let malaysia: [DemandRate] = [
    row(
      .workersPerPerson, 0.48, "",
      "Department of Statistics Malaysia, 2023: about 16 of 33 million work; not looked up again"),
    row(.pupilsPerPerson, 0.19, "", "assumed"),
    row(.floorPerPerson, 35, "m² of gross floor", "assumed"),
    row(
      .carsPerPerson, 0.34, "",
      "Ministry of Transport Malaysia, October 2023: 17.2 million cars, two thirds of vehicles taxed, 33.4 million people"
    ),
    row(
      .motorcyclesPerPerson, 0.33, "",
      "the same: 16.8 million motorcycles; 47 % of vehicles are motorcycles (PIARC, Routes/Roads 363)"),
    row(.logitWalk, 0.2, "against driving", "assumed: heat and few sidewalks"),
    row(.logitBicycle, -3.4, "against driving", "assumed"),
    row(.logitMotorcycle, -0.2, "against driving", "assumed: about half of the vehicles on the road"),
    row(
      .logitBus, -2.4, "against driving",
      "assumed: 17 % of trips in the Klang Valley of 2010 by public transport, rail included "
        + "(The Scientific World Journal 2014, 394587); far less in towns"),
    row(.occupancyOther, 1.6, "persons", "assumed"),
    row(.occupancyMotorcycle, 1.2, "persons", "assumed"),
    row(.stationMotorcycles, 0.25, "of vehicles", "assumed"),
    row(.aadtPrimary, 12_000, "vehicles a day, both ways", "assumed"),
  ]
}
