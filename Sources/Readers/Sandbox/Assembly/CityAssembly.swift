import Geography
import Modelling
import Replica

/// Puts a grown town together as a City, part by part.
struct CityAssembly {
  let sandbox: SandboxCity
  let land: Landscape
  let naming: TownNaming
  var growth: Growth
  private(set) var town: SandboxTown
  /// By building: the quarter it stands in by place, its form, and whether its ground floor is a shop.
  private var quarterOfBuilding: [Int32] = []
  private var forms: [HouseForm] = []
  private var haveShops: [Bool] = []
  private var population: Population?

  init(of sandbox: SandboxCity, on land: Landscape, growth: Growth) {
    self.sandbox = sandbox
    self.land = land
    self.growth = growth
    naming = TownNaming(seed: sandbox.seed, people: sandbox.people)
    let profile = SandboxCity.profile(people: sandbox.people, seed: sandbox.seed, naming: naming)
    town = SandboxTown(city: City(profile: profile), flood: land.terrain)
    town.city.terrain = land.terrain
  }

  /// A name as it stands in the city; its variants are noted.
  private mutating func note(_ name: Name) -> String {
    for (tag, text) in name.variants { town.city.otherNames[name.malay, tag] = text }
    return name.malay
  }

  // MARK: Streets

  mutating func layStreets() {
    var given: [Name] = []
    let kinds = Dictionary(uniqueKeysWithValues: growth.quarters.map { ($0.quarter.number, $0.quarter.kind) })
    let assembly = StreetAssembly(growth, on: land, seed: sandbox.seed) { [naming] title in
      let name =
        title.quarter < 0
        ? naming.mainRoad(title.number, of: title.streetClass)
        : naming.street(
          title.number, of: title.streetClass, quarter: title.quarter, kind: kinds[title.quarter] ?? .terraces)
      given.append(name)
      return name.malay
    }
    town.city.streets = assembly.streets
    for name in given { _ = note(name) }
    growth.keep(assembly.areConnected)
    addWater()
  }

  private mutating func addWater() {
    var city = town.city
    for (number, course) in land.courses.enumerated() {
      let name = note(number == 0 ? naming.river : naming.tributary(number))
      city.waterways.append(
        key: FeatureKey("sandbox/waterway/\(number)"), kind: course.kind, name: name, line: course.line,
        width: Float(course.width))
    }
    for (number, use, ring) in land.cover {
      city.land.append(
        key: FeatureKey("sandbox/land/cover-\(number)"), use: use, name: "", outline: MultiPolygon(polygons: [[ring]]))
    }
    if !land.sea.isEmpty {
      city.land.append(
        key: FeatureKey("sandbox/land/sea"), use: .water, name: note(naming.sea), outline: land.sea)
    }
    for (number, course) in land.courses.enumerated() {
      city.land.append(
        key: FeatureKey("sandbox/land/river-\(number)"), use: .water, name: city.waterways.names[number],
        outline: Ribbon.along(course.line, width: course.width))
    }
    for (number, pond) in land.ponds.enumerated() {
      city.land.append(key: FeatureKey("sandbox/land/pond-\(number)"), use: .water, name: "", outline: pond)
    }
    city.otherNames = town.city.otherNames
    town.city = city
  }

  // MARK: Houses

  mutating func putUpHouses() {
    var city = town.city
    var lot = 0
    let jobs = JobShare(growth, people: sandbox.people)
    for (place, grown) in growth.quarters.enumerated() {
      let quarter = grown.quarter
      let name = note(naming.quarter(quarter.number, kind: quarter.kind))
      city.zones.append(
        key: FeatureKey("sandbox/zone/\(quarter.number)"), name: name,
        outline: MultiPolygon(polygons: [[quarter.ring]]))
      for (block, fabric) in zip(grown.layout.blocks, grown.fabrics) {
        city.land.append(
          key: FeatureKey("sandbox/land/\(city.land.count)"), use: Self.use(of: block), name: "",
          outline: MultiPolygon(polygons: [[block.ring]]))
        for (ring, use) in fabric.open {
          city.land.append(
            key: FeatureKey("sandbox/land/\(city.land.count)"), use: use, name: "",
            outline: MultiPolygon(polygons: [[ring]]))
        }
        for item in fabric.lots {
          city.parcels.append(
            key: FeatureKey("sandbox/parcel/\(lot)"), use: item.use, isFree: item.isFree,
            outline: MultiPolygon(polygons: [[item.ring]]))
          lot += 1
        }
        for house in fabric.houses {
          var building = Building()
          building.use = house.use
          building.levels = Float(house.levels)
          building.areLevelsAssumed = false
          building.dwellings = Float(house.dwellings)
          building.jobs = Float(jobs.adjusted(house))
          building.year = Int16(house.year)
          building.material = house.material
          city.buildings.append(
            building, key: FeatureKey("sandbox/building/\(city.buildings.count)"),
            footprint: MultiPolygon(polygons: [[house.ring]]))
          quarterOfBuilding.append(Int32(place))
          forms.append(house.form)
          haveShops.append(house.hasShop)
        }
      }
    }
    city.otherNames = town.city.otherNames
    town.city = city
  }

  /// What covers the ground of a block.
  private static func use(of block: Block) -> LandUse {
    if let purpose = block.purpose {
      return switch purpose {
      case .park, .field: .park
      case .cemetery: .cemetery
      case .market, .mall: .retail
      case .utility: .industrial
      default: .civic
      }
    }
    return switch block.kind {
    case .core, .colonialGrid: .commercial
    case .industrial: .industrial
    case .green: .grass
    default: .residential
    }
  }

  // MARK: People

  mutating func settle(threads: Int, advance: (Double, String) throws -> Void) throws {
    try advance(0, "people move in")
    var settlement = Settlement()
    let buildings = town.city.buildings
    settlement.positions = buildings.centroids
    settlement.dwellings = buildings.dwellings
    settlement.jobs = buildings.jobs
    settlement.uses = buildings.uses
    settlement.floorAreas = zip(buildings.areas, buildings.levels).map { Float($0) * $1 }
    settlement.kinds = quarterOfBuilding.map { growth.quarters[Int($0)].quarter.kind }
    settlement.years = buildings.years
    settlement.zones = quarterOfBuilding
    settlement.zoneCount = town.city.zones.count
    let population = Population(settling: sandbox.people, in: settlement, seed: sandbox.seed, threads: threads)
    self.population = population
    town.city.buildings.people = population.buildingPeople
    town.remarks += population.report.remarks
    var zones = town.city.zones
    zones.census = population.census
    var sums = [(people: Double, x: Double, y: Double, homes: Double, jobs: Double)](
      repeating: (0, 0, 0, 0, 0), count: zones.count)
    for building in population.buildingPeople.indices {
      let zone = Int(quarterOfBuilding[building])
      let people = population.buildingPeople[building]
      sums[zone].people += people
      sums[zone].x += people * (buildings.centroids[building].x - land.origin.x)
      sums[zone].y += people * (buildings.centroids[building].y - land.origin.y)
      sums[zone].homes += Double(buildings.dwellings[building])
      sums[zone].jobs += Double(buildings.jobs[building])
    }
    for (zone, sum) in sums.enumerated() {
      zones.people[zone] = sum.people
      zones.homes[zone] = Float(sum.homes)
      zones.jobs[zone] = Float(sum.jobs)
      if sum.people > 0 {
        zones.centers[zone] = Point(
          x: land.origin.x + sum.x / sum.people, y: land.origin.y + sum.y / sum.people)
      }
    }
    let wards = Wards(zones.centers, of: zones.people, count: max(3, min(60, sandbox.people / 9_000)))
    zones.wards = wards.numbers.map { note(naming.ward($0)) }
    town.city.zones = zones
  }

  // MARK: Layers

  mutating func addLayers(
    without: Set<SandboxLayer>, threads: Int, advance: (String) throws -> Void
  ) throws {
    let seed = sandbox.seed
    let leftOut = without.map { " --without \($0.rawValue)" }.sorted().joined()
    for source in town.city.profile.sources.indices { town.city.profile.sources[source].file += leftOut }
    town.flood = land.flood(rise: 2)
    if !without.contains(.buses) {
      try advance("buses begin to run")
      runBuses()
    }
    if !without.contains(.signals) { SignalLayer.add(to: &town.city) }
    if !without.contains(.counters) { CounterLayer.add(to: &town.city, seed: seed) }
    if !without.contains(.drains) {
      try advance("digging drains")
      DrainLayer.add(to: &town.city, seed: seed)
    }
    if !without.contains(.trees) {
      try advance("planting trees")
      TreeLayer.add(to: &town.city, seed: seed, year: SandboxCity.year, threads: threads)
    }
    if !without.contains(.people), let population {
      let files = PopulationFiles(population: population, keys: town.city.buildings.keys.map(\.text))
      town.files += [
        ("population/households.csv", files.households()), ("population/persons.csv", files.persons()),
        ("population/README.txt", Array(PopulationFiles.readme.utf8)),
      ]
    }
    town.files.append(("coat.svg", Array(Coat(seed: seed, naming: naming).svg.utf8)))
  }

  private mutating func runBuses() {
    let zones = town.city.zones
    let targets = (0..<zones.count).map { zone in
      BusTarget(
        center: zones.centers[zone], name: zones.names[zone], weight: zones.people[zone] + Double(zones.jobs[zone]))
    }
    let network = BusNetwork(
      streets: town.city.streets, center: land.origin, targets: targets, people: sandbox.people, seed: sandbox.seed,
      naming: naming)
    network.add(to: &town.city.places)
    town.remarks += network.remarks
    let feed = TransitFeed(
      network: network, streets: town.city.streets, projection: town.city.profile.projection, naming: naming,
      year: SandboxCity.year, variants: town.city.otherNames)
    town.files += feed.files().map { ("transit/\($0.name)", $0.bytes) }
  }
}
